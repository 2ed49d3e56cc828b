//! What the questions about a circuit share: arguments, refusals, output.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::cli::output::say;
use crate::cli::{Exit, problems};
use crate::report::figure::Figure;
use crate::report::write_figure;
use crate::results::Draft;
use crate::solver::circuit::Energies;
use crate::study::circuit::{CircuitStudyError, Drawn};

/// A circuit file, what overrides it, and how the answer is written.
#[derive(Args, Clone, Debug)]
pub struct Circuit {
    /// Circuit file
    #[arg(value_name = "CONFIG")]
    config: PathBuf,
    /// Override a value, as in --set load.rack.power="50 kW"; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Print everything as JSON on stdout
    #[arg(long)]
    pub json: bool,
    /// Write the series as CSV to a file, or to stdout with `-`
    #[arg(long, value_name = "OUT")]
    pub csv: Option<PathBuf>,
}

/// Largest residual of the ledger, of the throughput.
const CLOSED: f64 = 1e-9;

impl Circuit {
    /// Reads the circuit and prints warnings about it.
    pub fn load(&self) -> Result<Drawn, CircuitStudyError> {
        let drawn = Drawn::load(&self.config, &self.sets)?;
        problems::print(&drawn.warnings);
        Ok(drawn)
    }

    /// Writes rows of numbers under `names`, if CSV is asked for.
    pub fn write_csv(&self, names: &[&str], columns: &[&[f64]]) -> Result<(), String> {
        let Some(path) = &self.csv else {
            return Ok(());
        };
        let rows = columns.iter().map(|c| c.len()).max().unwrap_or(0);
        let mut text = names.join(",");
        text.push('\n');
        for row in 0..rows {
            let cells: Vec<String> = columns
                .iter()
                .map(|c| c.get(row).map_or_else(String::new, f64::to_string))
                .collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        if path.as_os_str() == "-" {
            return match say(&text) {
                Exit::Good => Ok(()),
                _ => Err("stdout took only a part of the table".to_owned()),
            };
        }
        let mut draft = Draft::create(path).map_err(|e| e.to_string())?;
        draft
            .write_all(text.as_bytes())
            .map_err(|e| e.to_string())?;
        draft.finish().map(drop).map_err(|e| e.to_string())
    }

    /// Prints an answer as it was asked for: as JSON, in words, or not at all where stdout is for CSV.
    pub fn print(&self, json: impl FnOnce() -> Value, words: impl FnOnce() -> String) -> Exit {
        if self.json {
            say(&format!("{:#}\n", json()))
        } else if self.csv.as_ref().is_none_or(|p| p.as_os_str() != "-") {
            say(&words())
        } else {
            Exit::Good
        }
    }
}

/// Whether and where drawings are made.
#[derive(Args, Clone, Debug)]
pub struct Drawing {
    /// Folder for drawings of the answer, each as SVG and PNG
    #[arg(long, value_name = "DIR")]
    plot: Option<PathBuf>,
}

impl Drawing {
    /// Draws what `figures` gives, by file name, if drawings are asked for.
    pub fn draw(
        &self,
        figures: impl FnOnce() -> Vec<(&'static str, Figure)>,
    ) -> Result<(), String> {
        let Some(folder) = &self.plot else {
            return Ok(());
        };
        std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for (id, figure) in figures() {
            write_figure(&figure, folder, id).map_err(|e| e.to_string())?;
        }
        Ok(())
    }
}

/// Prints why there is no answer.
pub fn refuse(error: &CircuitStudyError) -> Exit {
    match error {
        CircuitStudyError::Config(found) => {
            problems::print(found);
            Exit::Usage
        }
        CircuitStudyError::Order(_) => {
            tell!("error: {error}");
            Exit::Usage
        }
        CircuitStudyError::Collapse(found) => {
            problems::print(found);
            Exit::NotConverged
        }
        CircuitStudyError::Fault(_) => {
            tell!("error: {error}");
            Exit::NotConverged
        }
    }
}

/// The ledger as JSON.
pub fn ledger_json(e: &Energies) -> Value {
    serde_json::json!({
        "supplied_J": e.supplied,
        "used_J": e.used,
        "lost_in_lines_J": e.lines,
        "lost_in_capacitors_J": e.capacitors,
        "lost_in_devices_J": e.devices,
        "lost_by_interruption_J": e.interrupted,
        "taken_by_method_J": e.method,
        "stored_change_J": e.stored_after - e.stored_before,
        "residual": e.residual(),
    })
}

/// Good where the ledger closes.
pub fn audited(e: &Energies) -> Exit {
    if e.residual().abs() <= CLOSED {
        Exit::Good
    } else {
        tell!(
            "error: the ledger is open by {:.1e} of the throughput",
            e.residual()
        );
        Exit::NotConverged
    }
}
