//! `halltwin report`: the page and plots of a run.

use super::Exit;
use crate::{report, results};
use clap::Args;
use std::path::PathBuf;

/// Write the report of a run: one HTML page, each plot as SVG and PNG
#[derive(Args, Debug)]
pub struct Report {
    /// Folder of a run's results
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Folder of the report [default: that of the run]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Report {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let run = match results::load(&self.run) {
            Ok(run) => run,
            Err(error) => {
                eprintln!("error: {error}");
                return Exit::Usage;
            }
        };
        match report::write(&run, self.out.as_ref().unwrap_or(&self.run)) {
            Ok(paths) => {
                println!("{}", paths.html.display());
                Exit::Good
            }
            Err(error) => {
                eprintln!("error: {error}");
                Exit::Failure
            }
        }
    }
}
