//! Tables and circuits: networks of any shape.

use serde_json::{Map, Value, json};

use super::super::circuit::refuse;
use super::super::drawn;
use super::{Earthing, Flow, margin, refused};
use crate::cli::output::say;
use crate::cli::{Exit, problems};
use crate::config::bus_table::BusTable;
use crate::model::electrical::grid::{Grid, Neutral, WITHOUT_LIMIT};
use crate::solver::electrics::grid::contingency::{self, Outage, OutageResult};
use crate::solver::electrics::grid::{GridFault, GridFlow, Loadability};
use crate::study::circuit::Drawn;

/// Tells why there is no flow, at its place in the circuit where it comes from one.
fn unsolved(drawn: Option<&Drawn>, fault: &GridFault) -> Exit {
    match (drawn, fault) {
        (Some(drawn), GridFault::Collapse { bus, margin }) => {
            problems::print(&drawn.collapse(bus, *margin));
        }
        _ => tell!("error: {fault}"),
    }
    Exit::NotConverged
}

impl Flow {
    /// The flow of a table or a circuit.
    pub(super) fn network(&self) -> Exit {
        let (grid, drawn) = match self.read() {
            Ok(read) => read,
            Err(exit) => return exit,
        };
        let mut flow = GridFlow::new(&grid);
        let solved = flow.solve(&grid, self.scale);
        if let Some(exit) = self.unfed(drawn.as_ref(), &solved) {
            return exit;
        }
        let result = flow.clone();
        let limit = match &solved {
            Err(GridFault::Collapse { margin, bus }) => Some(Loadability {
                factor: margin * self.scale,
                bus: bus.clone(),
            }),
            _ => flow.loadability(&grid),
        };
        let outages = if self.outages && solved.is_ok() {
            contingency::all(&grid, self.scale)
        } else {
            Vec::new()
        };
        let worst = contingency::worst(&outages);
        if solved.is_ok()
            && let Err(error) = self.draw(&grid, &result)
        {
            tell!("error: {error}");
            return Exit::Failure;
        }
        let said = if self.json {
            let mut all = self.as_json(&grid, &solved, &result, limit.as_ref());
            if let Some(outage) = worst {
                all["worst_outage"] = outage_json(&grid, outage);
            }
            say(&format!("{all}\n"))
        } else if solved.is_ok() {
            let mut text = as_text(&grid, &result, self.scale, limit.as_ref());
            if let Some(outage) = worst {
                text += &format!("worst outage  {}\n", described(&grid, outage));
            }
            say(&text)
        } else {
            Exit::Good
        };
        match solved {
            Ok(()) => said,
            Err(fault) => unsolved(drawn.as_ref(), &fault),
        }
    }

    /// Tells that nothing feeds some loads because of what stands open, where that is why there is no flow.
    fn unfed(&self, drawn: Option<&Drawn>, solved: &Result<(), GridFault>) -> Option<Exit> {
        if !matches!(solved, Err(GridFault::Collapse { .. })) {
            return None;
        }
        let found = drawn?.unfed()?;
        problems::print(&found);
        if self.json {
            let told: Vec<String> = found.iter().map(|d| d.message.clone()).collect();
            let all = json!({ "converged": false, "error": told.join("; ") });
            if !matches!(say(&format!("{all}\n")), Exit::Good) {
                return Some(Exit::Failure);
            }
        }
        Some(Exit::Usage)
    }

    /// Draws the solution, if drawings are asked for.
    fn draw(&self, grid: &Grid, flow: &GridFlow) -> Result<(), String> {
        let title = self.case.file_stem().unwrap_or_default();
        let title = title.to_string_lossy();
        self.drawing
            .draw(|| drawn::figures(grid, flow, self.scale, &title))
    }

    /// The network, and the circuit it comes from if it does.
    fn read(&self) -> Result<(Grid, Option<Drawn>), Exit> {
        if self.case.extension().is_some_and(|e| e == "toml") {
            let drawn = Drawn::load(&self.case, &self.sets).map_err(|e| refuse(&e))?;
            problems::print(&drawn.warnings);
            let grid = drawn.grid().map_err(|faults| {
                problems::print(&drawn.placed(&faults));
                Exit::Usage
            })?;
            return Ok((grid, Some(drawn)));
        }
        let neutral = match self.neutral {
            Earthing::Floating => Neutral::Floating,
            Earthing::Solid => Neutral::Solid,
        };
        let table = BusTable::load(&self.case).map_err(|e| refused([e.to_string()]))?;
        let grid = Grid::from_table(&table, neutral).map_err(|faults| {
            let file = self.case.display();
            refused(faults.iter().map(|fault| format!("{file}: {fault}")))
        })?;
        Ok((grid, None))
    }

    fn as_json(
        &self,
        grid: &Grid,
        solved: &Result<(), GridFault>,
        flow: &GridFlow,
        limit: Option<&Loadability>,
    ) -> Value {
        let lambda = limit.map(|l| l.factor);
        let mut all = json!({ "converged": solved.is_ok() });
        if let Err(fault) = solved {
            all["error"] = json!(fault.to_string());
        } else {
            let volts: Map<String, Value> = grid
                .nodes
                .iter()
                .zip(&flow.volts)
                .map(|(name, volts)| (name.clone(), json!(volts)))
                .collect();
            all["iterations"] = json!(flow.iterations);
            all["voltages"] = Value::Object(volts);
            all["loss"] = json!(flow.loss());
            all["supplied"] = json!(flow.supplied(grid));
            let lines = grid.lines.iter().zip(&flow.current).zip(flow.line_losses());
            all["lines"] = lines
                .map(|((line, amps), loss)| {
                    let loading = line.rated.is_finite().then(|| amps.abs() / line.rated);
                    let facts = json!({ "current_A": amps, "loss_W": loss, "loading": loading });
                    (line.name.clone(), facts)
                })
                .collect::<Map<_, _>>()
                .into();
            all["drop"] = Value::Object(drops(grid, flow));
            all["sources"] = Value::Object(sources(grid, flow));
            all["converters"] = Value::Object(converters(grid, flow));
            let lost: f64 = flow.line_losses().sum();
            all["loss_by_kind_W"] = json!({ "lines": lost, "converters": flow.loss() - lost });
        }
        all["lambda_max"] = json!(lambda);
        all["margin"] = json!(lambda.map(|l| l / self.scale - 1.0));
        all["weakest"] = json!(limit.map(|l| &l.bus));
        all
    }
}

/// Share of its voltage without load that each bus has lost, where it has one.
fn drops(grid: &Grid, flow: &GridFlow) -> Map<String, Value> {
    let buses = grid.nodes.iter().zip(grid.open.iter().zip(&flow.volts));
    buses
        .filter(|(_, (open, _))| **open != 0.0)
        .map(|(name, (open, volts))| (name.clone(), json!(1.0 - volts / open)))
        .collect()
}

/// What each source gives; those at the outputs of converters are told with these.
fn sources(grid: &Grid, flow: &GridFlow) -> Map<String, Value> {
    let inside = |i: &usize| grid.ties.iter().any(|tie| tie.output as usize == *i);
    (0..grid.sources.len())
        .filter(|i| !inside(i))
        .map(|i| {
            let (source, amps) = (&grid.sources[i], flow.supply[i]);
            let loading = source.rated.is_finite().then(|| amps.abs() / source.rated);
            let power = amps * flow.across(source.ends);
            let facts = json!({ "current_A": amps, "power_W": power, "loading": loading });
            (source.name.clone(), facts)
        })
        .collect()
}

/// What passes each converter; its rating is that of its limit of current.
fn converters(grid: &Grid, flow: &GridFlow) -> Map<String, Value> {
    (grid.ties.iter().zip(&flow.ties))
        .map(|(tie, passed)| {
            let rated = grid.sources[tie.output as usize].rated;
            let amps = flow.supply[tie.output as usize];
            let known = rated.is_finite() && tie.unit.capacity() < WITHOUT_LIMIT;
            let facts = json!({
                "input_W": passed.input, "output_W": passed.output,
                "loss_W": passed.input - passed.output, "current_A": amps,
                "loading": known.then(|| amps.abs() / rated),
            });
            (tie.name.clone(), facts)
        })
        .collect()
}

/// An outage in words.
fn described(grid: &Grid, outage: &Outage) -> String {
    let line = &grid.lines[outage.line].name;
    match &outage.result {
        OutageResult::CutOff(buses) => {
            let buses = buses.join(", ");
            format!("{line}: these buses are cut off: {buses}")
        }
        OutageResult::Refused(fault) => format!("{line}: {fault}"),
        OutageResult::Carried {
            loading,
            loaded,
            drop,
            bus,
        } => {
            let rated = &grid.lines[*loaded];
            let loading = if rated.rated.is_finite() {
                format!("{} at {:.1} % of its rating, ", rated.name, 100.0 * loading)
            } else {
                String::new()
            };
            let drop = 100.0 * drop;
            format!("{line}: all loads carried, {loading}bus {bus} {drop:.3} % below no load")
        }
    }
}

/// An outage as JSON.
fn outage_json(grid: &Grid, outage: &Outage) -> Value {
    let mut all = json!({ "line": grid.lines[outage.line].name, "what": described(grid, outage) });
    match &outage.result {
        OutageResult::CutOff(buses) => all["cut_off"] = json!(buses),
        OutageResult::Refused(GridFault::Collapse { margin, .. }) => {
            all["largest_factor"] = json!(margin);
        }
        OutageResult::Refused(_) => {}
        OutageResult::Carried {
            loading,
            loaded,
            drop,
            bus,
        } => {
            if grid.lines[*loaded].rated.is_finite() {
                all["loading"] = json!(loading);
                all["loaded_line"] = json!(grid.lines[*loaded].name);
            }
            all["drop"] = json!(drop);
            all["bus"] = json!(bus);
        }
    }
    all
}

fn as_text(grid: &Grid, flow: &GridFlow, scale: f64, limit: Option<&Loadability>) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    let lines = grid.lines.iter().zip(&flow.current).zip(flow.line_losses());
    let _ = writeln!(text, "{:<28} {:>14}", "bus", "voltage [V]");
    for (name, volts) in grid.nodes.iter().zip(&flow.volts) {
        let _ = writeln!(text, "{name:<28} {volts:>14.6}");
    }
    let _ = writeln!(
        text,
        "\n{:<28} {:>14} {:>14} {:>9}",
        "line", "current [A]", "loss [W]", "loading"
    );
    for ((line, amps), loss) in lines {
        let loading = if line.rated.is_finite() {
            format!("{:.1} %", 100.0 * amps.abs() / line.rated)
        } else {
            "-".to_owned()
        };
        let name = &line.name;
        let _ = writeln!(text, "{name:<28} {amps:>14.4} {loss:>14.3} {loading:>9}");
    }
    let supplied = flow.supplied(grid) / 1e3;
    let loss = flow.loss() / 1e3;
    let _ = writeln!(text, "\nsupplied    {supplied:.6} kW");
    let _ = writeln!(text, "loss        {loss:.6} kW");
    let _ = writeln!(text, "iterations  {}", flow.iterations);
    let _ = match limit {
        Some(l) => writeln!(
            text,
            "lambda_max  {:.9}, {}, bus {} gives way first",
            l.factor,
            margin(l.factor, scale),
            l.bus
        ),
        None => writeln!(text, "lambda_max  none: loads may grow without limit"),
    };
    text
}
