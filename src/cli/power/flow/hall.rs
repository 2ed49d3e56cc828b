//! The power tree of a hall in its steady state under full load.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::{Flow, margin, percent};
use crate::cli::output::say;
use crate::cli::{Exit, problems, study};
use crate::config::Diagnostics;
use crate::model::electrical::{Place, ROOT};
use crate::report::figure::Figure;
use crate::report::{losses_by_stage, power_chain};
use crate::solver::electrics::outage::{Outage, OutageResult};
use crate::study::{Hall, HallFlow, StageLoss};

impl Flow {
    /// The flow of a hall.
    pub(super) fn hall(&self) -> Exit {
        let solved = Hall::load(&self.case, &self.sets).and_then(|hall| {
            let hall = study::warn(hall);
            let flow = HallFlow::of(&hall, self.scale, self.outages)?;
            Ok((hall, flow))
        });
        match solved {
            Ok((hall, flow)) => self.tell_hall(&hall, &flow),
            Err(error) => study::refuse(&error),
        }
    }

    fn tell_hall(&self, hall: &Hall, flow: &HallFlow) -> Exit {
        let stages = flow.stages(&hall.config);
        let collapse = flow.collapse(&hall.config, self.scale);
        if collapse.is_none()
            && let Err(error) = (self.drawing).draw(|| figures(hall, flow, self.scale))
        {
            tell!("error: {error}");
            return Exit::Failure;
        }
        let said = if self.json {
            let error = collapse.as_ref().map(|problem| problem.message.as_str());
            say(&format!("{}\n", as_json(flow, &stages, self.scale, error)))
        } else if flow.solved.is_ok() {
            say(&as_text(flow, &stages, self.scale))
        } else {
            Exit::Good
        };
        match collapse {
            None => said,
            Some(problem) => {
                let mut found = Diagnostics::default();
                found.push(problem);
                problems::print(&found);
                Exit::NotConverged
            }
        }
    }
}

/// The power chain with its loadings and losses, and its losses over load.
fn figures(hall: &Hall, flow: &HallFlow, scale: f64) -> Vec<(&'static str, Figure)> {
    let picture = flow.picture(hall);
    let (note, whole) = if scale == 1.0 {
        ("under full load".to_owned(), "full load")
    } else {
        let percent = 100.0 * scale;
        (format!("under {percent} % of full load"), "these loads")
    };
    let chain = power_chain(&picture, &format!("Power chain: {}", flow.name), &note);
    let losses = losses_by_stage(&picture, whole);
    let named = [("single_line", chain), ("stage_loss", losses)];
    let drawn = named.into_iter();
    drawn
        .filter_map(|(id, figure)| figure.map(|f| (id, f)))
        .collect()
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Coolant(_) => "coolant",
        Place::HallAir => "hall-air",
        Place::ElectricalRoom => "electrical-room",
        Place::Outdoors => "outdoors",
    }
}

fn as_json(flow: &HallFlow, stages: &[StageLoss], scale: f64, error: Option<&str>) -> Value {
    let factor = flow.limit.map(|l| l.factor);
    let mut all = json!({ "name": flow.name, "converged": flow.solved.is_ok() });
    match &flow.solved {
        Err(_) => all["error"] = json!(error),
        Ok(sweeps) => {
            all["iterations"] = json!(sweeps);
            all["voltages"] = Value::Object(voltages(flow));
            all["loss"] = json!(flow.loss());
            all["supplied"] = json!(flow.supplied());
            all["lines"] = Value::Object(elements(flow));
            all["stages"] = stages.iter().map(stage_json).collect();
        }
    }
    all["lambda_max"] = json!(factor);
    all["margin"] = json!(factor.map(|f| f / scale - 1.0));
    all["weakest"] = json!(flow.limit.map(|l| &flow.tree.names[l.row]));
    if let Some(worst) = flow.worst() {
        all["worst_outage"] = outage_json(flow, worst);
        all["outages"] = flow.outages.iter().map(|o| outage_json(flow, o)).collect();
    }
    all
}

/// Voltages of everything that has one of its own.
fn voltages(flow: &HallFlow) -> Map<String, Value> {
    let tree = &flow.tree;
    let leaf = |row: &usize| tree.leaves.contains(&(*row as u32));
    (0..tree.len())
        .filter(|row| !leaf(row))
        .map(|row| (tree.names[row].clone(), json!(flow.flow.volts[row])))
        .collect()
}

/// Everything between the sources and the loads.
fn elements(flow: &HallFlow) -> Map<String, Value> {
    let tree = &flow.tree;
    let inner = |row: &usize| tree.parent[*row] != ROOT && !tree.leaves.contains(&(*row as u32));
    let facts = |row: usize| {
        let facts = json!({
            "current_A": flow.current(row),
            "input_W": flow.flow.input[row],
            "output_W": flow.flow.output[row],
            "loss_W": flow.flow.loss[row],
            "loading": flow.loading(row),
            "drop": flow.drop(row),
            "units_installed": tree.parallel[row],
            "units_on": flow.units_on(row),
            "heat_to": place(tree.seat[row].place),
        });
        (tree.names[row].clone(), facts)
    };
    (0..tree.len()).rev().filter(inner).map(facts).collect()
}

fn stage_json(stage: &StageLoss) -> Value {
    json!({
        "table": stage.family, "name": stage.name, "elements": stage.rows,
        "input_W": stage.input, "loss_W": stage.loss,
        "efficiency": if stage.input > 0.0 { Some(1.0 - stage.loss / stage.input) } else { None },
        "largest_loading": stage.loading,
    })
}

fn outage_json(flow: &HallFlow, outage: &Outage) -> Value {
    let mut all = json!({
        "element": flow.tree.names[outage.row],
        "units_installed": flow.tree.parallel[outage.row],
        "what": described(flow, outage),
    });
    match outage.result {
        OutageResult::Carried {
            loading,
            loaded,
            loss,
        } => {
            all["loading"] = json!(loading);
            all["loaded_element"] = json!(flow.tree.names[loaded]);
            all["loss_W"] = json!(loss);
        }
        OutageResult::Refused { margin, .. } => all["largest_factor"] = json!(margin),
        OutageResult::Dark { loads, watts, it } => {
            all["dark_loads"] = json!(loads);
            all["dark_W"] = json!(watts);
            all["dark_it_W"] = json!(it);
        }
    }
    all
}

/// An outage in words.
fn described(flow: &HallFlow, outage: &Outage) -> String {
    let (names, units) = (&flow.tree.names, flow.tree.parallel[outage.row]);
    let lost = match (units > 1.0, flow.tree.systems[outage.row] > 1.0) {
        (true, true) => format!(
            "{}, one system of {}",
            names[outage.row], flow.tree.systems[outage.row]
        ),
        (true, false) => format!("{}, one of {units}", names[outage.row]),
        (false, _) => names[outage.row].clone(),
    };
    match outage.result {
        OutageResult::Carried {
            loading, loaded, ..
        } => format!(
            "{lost}: all loads carried, {} at {:.1} % of what is left of its rating",
            names[loaded],
            100.0 * loading
        ),
        OutageResult::Refused { row, margin } => format!(
            "{lost}: voltage collapse below {}, only {margin:.6} of its load can be carried",
            names[row]
        ),
        OutageResult::Dark { loads, watts, it } => format!(
            "{lost}: {loads} loads of {:.1} kW are dark, {:.1} kW of it IT",
            watts / 1e3,
            it / 1e3
        ),
    }
}

fn as_text(flow: &HallFlow, stages: &[StageLoss], scale: f64) -> String {
    let mut text = format!(
        "{}: power tree in the steady state under {:.0} % of full load\n\n",
        flow.name,
        100.0 * scale
    );
    element_table(flow, &mut text);
    stage_table(stages, &mut text);
    text + &ending(flow, scale)
}

/// Everything but loads and the converters inside racks, which are told by stage.
fn element_table(flow: &HallFlow, text: &mut String) {
    let tree = &flow.tree;
    let _ = writeln!(
        text,
        "{:<26} {:>11} {:>12} {:>13} {:>12} {:>9} {:>8} {:>9}",
        "element",
        "voltage [V]",
        "current [A]",
        "output [kW]",
        "loss [kW]",
        "loading",
        "drop",
        "units"
    );
    for row in (0..tree.len()).rev() {
        let told = tree.parent[row] == ROOT || !tree.names[row].contains(':');
        if !told || tree.leaves.contains(&(row as u32)) {
            continue;
        }
        let _ = writeln!(
            text,
            "{:<26} {:>11.3} {:>12.2} {:>13.3} {:>12.4} {:>9} {:>8} {:>9}",
            tree.names[row],
            flow.flow.volts[row],
            flow.current(row),
            flow.flow.output[row] / 1e3,
            flow.flow.loss[row] / 1e3,
            percent(flow.loading(row)),
            format!("{:.3} %", 100.0 * flow.drop(row)),
            format!("{}/{}", flow.units_on(row), tree.parallel[row]),
        );
    }
}

fn stage_table(stages: &[StageLoss], text: &mut String) {
    let _ = writeln!(
        text,
        "\n{:<40} {:>9} {:>13} {:>12} {:>11} {:>15}",
        "stage", "elements", "input [kW]", "loss [kW]", "efficiency", "largest loading"
    );
    for stage in stages {
        let efficiency = (stage.input > 0.0).then(|| 1.0 - stage.loss / stage.input);
        let _ = writeln!(
            text,
            "{:<40} {:>9} {:>13.3} {:>12.4} {:>11} {:>15}",
            format!("{} {}", stage.family, stage.name),
            stage.rows,
            stage.input / 1e3,
            stage.loss / 1e3,
            efficiency.map_or_else(|| "-".to_owned(), |e| format!("{:.3} %", 100.0 * e)),
            percent(stage.loading)
        );
    }
}

/// Sums, loadability and the worst outage.
fn ending(flow: &HallFlow, scale: f64) -> String {
    let mut text = format!(
        "\nsupplied    {:.6} kW\nloss        {:.6} kW\niterations  {}\n",
        flow.supplied() / 1e3,
        flow.loss() / 1e3,
        flow.solved.unwrap_or(0)
    );
    let _ = match flow.limit {
        Some(l) => writeln!(
            text,
            "lambda_max  {:.9}, {}, {} gives way first",
            l.factor,
            margin(l.factor, scale),
            flow.tree.names[l.row]
        ),
        None => writeln!(text, "lambda_max  none: loads may grow without limit"),
    };
    if let Some(worst) = flow.worst() {
        let _ = writeln!(text, "worst outage  {}", described(flow, worst));
    }
    text
}
