//! `halltwin network export`: a hall's loops as an EPANET file.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Exit;
use crate::cli::output::say;
use crate::cli::study::{refuse, warn};
use crate::model::water::export;
use crate::results::write_atomic;
use crate::study::Hall;

/// Write the coolant loops of a hall as an EPANET file, to cross-check them there
///
/// Settings are the initial ones. Laws that EPANET does not have are written as curves; names stand in
/// comments.
#[derive(Args, Debug)]
pub struct Export {
    /// Configuration of the hall
    config: PathBuf,
    /// File to write
    #[arg(value_name = "OUT.inp")]
    out: PathBuf,
    /// Print the path as JSON on stdout
    #[arg(long)]
    json: bool,
}

impl Export {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let hall = match Hall::load(&self.config, &[]) {
            Ok(hall) => warn(hall),
            Err(error) => return refuse(&error),
        };
        let text = export(&hall.model.hydraulics, &hall.model.name);
        match write_atomic(&self.out, text.as_bytes()) {
            Ok(()) if self.json => say(&format!("{}\n", json!({ "file": self.out }))),
            Ok(()) => say(&format!("{}\n", self.out.display())),
            Err(error) => {
                tell!("error: {error}");
                Exit::Failure
            }
        }
    }
}
