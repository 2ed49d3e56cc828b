//! Chains of conversion: losses and loading by stage. A chain has no voltages and no limit but its ratings.

use std::fmt::Write;

use serde_json::{Value, json};

use super::super::compare::figures;
use super::{Flow, percent};
use crate::cli::output::say;
use crate::cli::{Exit, problems};
use crate::study::chains::{Chain, ChainError, Comparison};
use crate::study::{StageFlow, StageOutage};

impl Flow {
    /// The flow of all chains of a comparison.
    pub(super) fn chains(&self) -> Exit {
        match Comparison::load(&self.case, &self.sets) {
            Ok((comparison, warnings)) => {
                problems::print(&warnings);
                if let Err(error) = self.drawing.draw(|| figures(&comparison)) {
                    tell!("error: {error}");
                    return Exit::Failure;
                }
                let output = self.scale * comparison.power;
                if self.json {
                    let all = as_json(&comparison, output, self.outages);
                    say(&format!("{all}\n"))
                } else {
                    say(&as_text(&comparison, output, self.outages))
                }
            }
            Err(ChainError::Config(found)) => {
                problems::print(&found);
                Exit::Usage
            }
            Err(error) => super::refused([error.to_string()]),
        }
    }
}

/// The outage after which a stage is loaded most; one that cuts the chain is worse than any.
fn worst(outages: &[StageOutage]) -> Option<&StageOutage> {
    let rank = |o: &StageOutage| (o.cut_off, o.loading.0);
    outages.iter().reduce(|a, b| {
        let (x, y) = (rank(a), rank(b));
        if x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).is_lt() {
            b
        } else {
            a
        }
    })
}

fn as_json(comparison: &Comparison, output: f64, outages: bool) -> Value {
    let chains: Vec<Value> = comparison
        .chains
        .iter()
        .map(|chain| chain_json(chain, output, outages))
        .collect();
    // Chains end at loads of their own, so that the head of each is its meter.
    let loss: f64 = comparison.chains.iter().map(|c| c.at(output).loss()).sum();
    json!({
        "name": comparison.name, "converged": true, "iterations": 1, "voltages": {},
        "loss": loss, "lambda_max": null, "output_W": output, "chains": chains,
    })
}

fn chain_json(chain: &Chain, output: f64, outages: bool) -> Value {
    let point = chain.at(output);
    let stages: Vec<Value> = (chain.stages.iter().zip(chain.stages_at(output)))
        .map(|(stage, flow)| {
            json!({
                "name": stage.name, "in_parallel": flow.times, "input_W": flow.input,
                "output_W": flow.output, "loss_W": flow.loss, "loading": flow.loading,
                "efficiency": ratio(flow.output, flow.input),
                "units_installed": stage.unit.modules, "units_on": flow.on,
                "systems": stage.systems,
            })
        })
        .collect();
    let mut all = json!({
        "title": chain.title, "input_W": point.input, "loss_W": point.loss(),
        "efficiency": (point.input > 0.0).then(|| point.efficiency()), "stages": stages,
    });
    if outages {
        let found = chain.outages(output);
        let told = |o: &StageOutage| outage_json(chain, o);
        all["outages"] = found.iter().map(told).collect();
        all["worst_outage"] = json!(worst(&found).map(told));
    }
    all
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn outage_json(chain: &Chain, outage: &StageOutage) -> Value {
    let name = |k: usize| &chain.stages[k].name;
    if outage.cut_off {
        return json!({ "stage": name(outage.stage), "cut_off": true });
    }
    json!({
        "stage": name(outage.stage), "cut_off": false, "loading": outage.loading.0,
        "loaded_stage": name(outage.loading.1), "loss_W": outage.loss,
    })
}

fn as_text(comparison: &Comparison, output: f64, outages: bool) -> String {
    let mut text = format!(
        "{}: {:.1} kW at {}\n",
        comparison.name,
        output / 1e3,
        comparison.end
    );
    for chain in &comparison.chains {
        let point = chain.at(output);
        let _ = writeln!(
            text,
            "\n{}: {:.3} kW in, {:.3} kW lost, {}\n{:<20} {:>9} {:>13} {:>12} {:>11} {:>9} {:>9}",
            chain.title,
            point.input / 1e3,
            point.loss() / 1e3,
            percent((point.input > 0.0).then(|| point.efficiency())),
            "stage",
            "parallel",
            "output [kW]",
            "loss [kW]",
            "efficiency",
            "loading",
            "units"
        );
        for (stage, flow) in chain.stages.iter().zip(chain.stages_at(output)) {
            text.push_str(&stage_text(&stage.name, stage.unit.modules, &flow));
        }
        if outages && let Some(found) = worst(&chain.outages(output)) {
            let (lost, loaded) = (&chain.stages[found.stage], &chain.stages[found.loading.1]);
            let _ = match found.cut_off {
                true => writeln!(text, "worst outage  {}: the chain is cut", lost.name),
                false => writeln!(
                    text,
                    "worst outage  {}: {} at {:.1} % of what is left of its rating",
                    lost.name,
                    loaded.name,
                    100.0 * found.loading.0
                ),
            };
        }
    }
    text
}

fn stage_text(name: &str, installed: f64, flow: &StageFlow) -> String {
    let efficiency = ratio(flow.output, flow.input);
    format!(
        "{name:<20} {:>9} {:>13.3} {:>12.4} {:>11} {:>9} {:>9}\n",
        flow.times,
        flow.output / 1e3,
        flow.loss / 1e3,
        efficiency.map_or_else(|| "-".to_owned(), |e| format!("{:.3} %", 100.0 * e)),
        percent(Some(flow.loading)),
        format!("{}/{installed}", flow.on),
    )
}
