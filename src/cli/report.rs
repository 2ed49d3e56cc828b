//! `halltwin report`: the page and the plots of a finished run.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::report;
use crate::results::load;

use super::Exit;
use super::output::say;

/// Make the page and the plots of a run
#[derive(Args, Debug)]
pub struct Report {
    /// Folder that `halltwin run` or `halltwin year` wrote
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Folder to write into; that of the run unless given
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the paths as JSON
    #[arg(long)]
    json: bool,
}

impl Report {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let run = match load(&self.run) {
            Ok(run) => run,
            Err(error) => {
                tell!("error: {error}");
                tell!("  help: give the folder that `halltwin run` printed at its end");
                return Exit::Usage;
            }
        };
        let out = self.out.as_ref().unwrap_or(&self.run);
        match report::write(&run, out) {
            Ok(paths) if self.json => {
                let paths = json!({"report": paths.html, "plots": paths.plots});
                say(&format!("{paths}\n"))
            }
            Ok(paths) => say(&format!("{}\n", paths.html.display())),
            Err(error) => {
                tell!("error: {error}");
                Exit::Failure
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_run_is_refused_and_nothing_written() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let command = Report {
            run: dir.path().to_path_buf(),
            out: None,
            json: false,
        };
        assert_eq!(command.run(), Exit::Usage);
        let left = std::fs::read_dir(dir.path()).expect("readable folder");
        assert_eq!(left.count(), 0);
    }
}
