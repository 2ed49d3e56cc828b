//! `halltwin power compare`: chains of conversion side by side.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::output::say;
use crate::cli::{Exit, problems};
use crate::study::chains::{ChainError, Comparison};

/// Set chains from the meter to the load side by side, over load
///
/// The file lists stages with their losses and chains of stages (`halltwin schema --chains`);
/// configs/power has the usual architectures.
#[derive(Args, Debug)]
pub struct Compare {
    /// File of chains
    #[arg(value_name = "CONFIG")]
    config: PathBuf,
    /// Override a value, as in --set stage.ups.efficiency=0.97; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Print the result as JSON on stdout
    #[arg(long)]
    json: bool,
}

impl Compare {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match Comparison::load(&self.config, &self.sets) {
            Ok((comparison, warnings)) => {
                problems::print(&warnings);
                if self.json {
                    say(&format!("{:#}\n", as_json(&comparison)))
                } else {
                    say(&as_text(&comparison))
                }
            }
            Err(ChainError::Config(found)) => {
                problems::print(&found);
                Exit::Usage
            }
            Err(error) => {
                tell!("error: {error}");
                Exit::Usage
            }
        }
    }
}

fn as_json(comparison: &Comparison) -> Value {
    let chains: Vec<Value> = comparison
        .chains
        .iter()
        .map(|chain| {
            let points: Vec<Value> = comparison
                .loads
                .iter()
                .map(|share| {
                    let point = chain.at(share * comparison.power);
                    json!({
                        "load": share, "input_W": point.input, "loss_W": point.loss(),
                        "efficiency": point.efficiency(), "stage_loss_W": point.losses,
                    })
                })
                .collect();
            let stages: Vec<&str> = chain.stages.iter().map(|s| s.name.as_str()).collect();
            json!({ "title": chain.title, "stages": stages, "points": points })
        })
        .collect();
    json!({
        "name": comparison.name, "end": comparison.end, "power_W": comparison.power,
        "chains": chains,
    })
}

fn as_text(comparison: &Comparison) -> String {
    let mut text = format!(
        "{}: {:.0} kW at {}\n\nEfficiency from meter to {} [%] at load\n{:<44}",
        comparison.name,
        comparison.power / 1e3,
        comparison.end,
        comparison.end,
        ""
    );
    for share in &comparison.loads {
        let _ = write!(text, " {:>6.0} %", 100.0 * share);
    }
    text.push('\n');
    for chain in &comparison.chains {
        let _ = write!(text, "{:<44}", chain.title);
        for share in &comparison.loads {
            let efficiency = chain.at(share * comparison.power).efficiency();
            let _ = write!(text, " {:>8.2}", 100.0 * efficiency);
        }
        text.push('\n');
    }
    text.push_str("\nLoss by stage at full load [% of what the meter reads]\n");
    for chain in &comparison.chains {
        let point = chain.at(comparison.power);
        let parts: Vec<String> = chain
            .stages
            .iter()
            .zip(&point.losses)
            .map(|(stage, loss)| format!("{} {:.2}", stage.name, 100.0 * loss / point.input))
            .collect();
        let _ = writeln!(text, "{:<44} {}", chain.title, parts.join(", "));
    }
    text
}
