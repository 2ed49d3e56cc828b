//! `halltwin power compare`: chains of conversion side by side.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::circuit::Drawing;
use crate::cli::output::say;
use crate::cli::{Exit, problems};
use crate::report::figure::Figure;
use crate::report::plot::{Line, LinePanel, StageChain, StageLossPlot, line_plot, stage_loss};
use crate::study::chains::{Chain, ChainError, Comparison, Point};

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
    #[command(flatten)]
    drawing: Drawing,
}

impl Compare {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match Comparison::load(&self.config, &self.sets) {
            Ok((comparison, warnings)) => {
                problems::print(&warnings);
                if let Err(error) = self.drawing.draw(|| figures(&comparison)) {
                    tell!("error: {error}");
                    return Exit::Failure;
                }
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

/// Efficiency of all chains, and losses of their stages, over load.
pub(super) fn figures(comparison: &Comparison) -> Vec<(&'static str, Figure)> {
    let title = |what: &str| format!("{}: {what}", comparison.name);
    let lines = comparison.chains.iter().map(|c| efficiency(comparison, c));
    let efficiency = LinePanel {
        name: format!("efficiency to {} [%]", comparison.end),
        x_name: "load [% of full load]".to_owned(),
        lines: lines.collect(),
        ..LinePanel::default()
    };
    let chains = comparison.chains.iter().map(|c| losses(comparison, c));
    let losses = StageLossPlot {
        title: title("loss by stage against load [% of what the meter reads]"),
        whole: "full load".to_owned(),
        loads: comparison.loads.clone(),
        chains: chains.collect(),
    };
    let efficiency = line_plot(&title("efficiency against load"), &[efficiency]);
    vec![
        ("efficiency", efficiency),
        ("stage_loss", stage_loss(&losses)),
    ]
}

/// `chain` at all loads of the comparison.
fn points(comparison: &Comparison, chain: &Chain) -> Vec<Point> {
    let loads = comparison.loads.iter();
    loads
        .map(|share| chain.at(share * comparison.power))
        .collect()
}

fn efficiency(comparison: &Comparison, chain: &Chain) -> Line {
    let points = points(comparison, chain);
    Line {
        label: chain.title.clone(),
        x: comparison.loads.iter().map(|x| 100.0 * x).collect(),
        y: points.iter().map(|p| 100.0 * p.efficiency()).collect(),
    }
}

fn losses(comparison: &Comparison, chain: &Chain) -> StageChain {
    let points = points(comparison, chain);
    let stage = |k: usize| points.iter().map(|p| p.losses[k] / p.input).collect();
    let each = chain.stages.iter().enumerate();
    StageChain {
        name: chain.title.clone(),
        stages: each.map(|(k, s)| (s.name.clone(), stage(k))).collect(),
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
