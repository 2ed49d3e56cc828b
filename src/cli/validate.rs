//! `halltwin validate`: laws against references.

use super::Exit;
use super::output::say;
use crate::results::write_atomic;
use crate::validate::{self, Status};
use clap::Args;
use std::path::{Path, PathBuf};

/// Compare laws and halls with their references
///
/// Without folders all cases below validation/ are run. Cases whose data are not there are skipped, by
/// name. Exit code 1 when a case fails.
#[derive(Args, Debug)]
pub struct Validate {
    /// Folders of cases [default: validation]
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Print the outcomes as JSON on stdout
    #[arg(long)]
    json: bool,
    /// Write validation.json, validation.xml (JUnit) and validation.html into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Folder of reference data beside the project.
const REFERENCE: &str = "../shared/reference";

impl Validate {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let folders = if self.folders.is_empty() {
            vec![PathBuf::from("validation")]
        } else {
            self.folders.clone()
        };
        for folder in folders.iter().filter(|f| !f.exists()) {
            tell!("error: there is no folder {}", folder.display());
        }
        if folders.iter().any(|f| !f.exists()) {
            return Exit::Usage;
        }
        let named = std::env::var_os("HALLTWIN_REFERENCE")
            .map_or_else(|| PathBuf::from(REFERENCE), PathBuf::from);
        let reference: Option<&Path> = named.is_dir().then_some(named.as_path());
        let outcomes = validate::run(&folders, reference);
        let said = if self.json {
            say(&format!("{}\n", validate::to_json(&outcomes)))
        } else {
            say(&validate::to_table(&outcomes))
        };
        if let Some(out) = &self.out
            && let Err(error) = dossier(out, &outcomes)
        {
            tell!("error: {error}");
            return Exit::Failure;
        }
        let held = outcomes
            .iter()
            .all(|o| matches!(o.status, Status::Passed | Status::Skipped(_)));
        if held { said } else { Exit::Failure }
    }
}

fn dossier(out: &Path, outcomes: &[validate::Outcome]) -> Result<(), crate::results::ResultsError> {
    std::fs::create_dir_all(out).map_err(|e| crate::results::ResultsError::io("create", out, e))?;
    write_atomic(
        &out.join("validation.json"),
        validate::to_json(outcomes).as_bytes(),
    )?;
    write_atomic(
        &out.join("validation.xml"),
        validate::to_junit(outcomes).as_bytes(),
    )?;
    write_atomic(
        &out.join("validation.html"),
        validate::to_html(outcomes).as_bytes(),
    )
}
