//! `halltwin power transient`: a circuit through a window of time.

use clap::Args;
use serde_json::{Map, Value, json};

use super::circuit::{Circuit, Drawing, audited, ledger_json, refuse};
use crate::cli::Exit;
use crate::report::plot::{Line, LinePanel, line_plot};
use crate::study::circuit::{
    Audited, CircuitStudyError, Column, GridSide, Levels, LoadRecord, Transient as Answer,
    transient,
};

/// Solve a circuit through a window of time
///
/// The file draws sources, lines, capacitors, loads and switches (`halltwin schema --circuit`). Steps
/// are chosen by error control; energy in, used, lost and stored is printed with its residual. Exit
/// code 3 when a limit of `[grid]` is exceeded, 4 when a voltage collapses or the ledger does not close.
#[derive(Args, Debug)]
pub struct Transient {
    #[command(flatten)]
    circuit: Circuit,
    #[command(flatten)]
    drawing: Drawing,
}

impl Transient {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match self.answer() {
            Ok(answer) => self.write(&answer),
            Err(error) => refuse(&error),
        }
    }

    fn answer(&self) -> Result<Answer, CircuitStudyError> {
        transient(&self.circuit.load()?)
    }

    fn write(&self, answer: &Answer) -> Exit {
        let mut names = vec!["t_s"];
        let mut columns = vec![answer.time.as_slice()];
        for column in &answer.columns {
            names.push(&column.name);
            columns.push(&column.values);
        }
        let written = self.circuit.write_csv(&names, &columns);
        let figures = || vec![("waveforms", line_plot(&answer.name, &panels(answer)))];
        let drawn = || self.drawing.draw(figures);
        if let Err(error) = written.and_then(|()| drawn()) {
            tell!("error: {error}");
            return Exit::Failure;
        }
        let said = self.circuit.print(|| to_json(answer), || to_text(answer));
        if !matches!(said, Exit::Good) {
            return said;
        }
        let closed = audited(&answer.record.energies);
        let figures = answer.grid.iter().flat_map(|g| &g.figures);
        let mut violated = figures.filter(|f| f.violated());
        let passed = answer.loads.iter().any(|l| !l.breaches.is_empty());
        match closed {
            Exit::Good if passed || violated.next().is_some() => Exit::Limit,
            closed => closed,
        }
    }
}

/// Lines in one panel, at most: more cannot be told apart.
const LINES: usize = 4;

/// Voltages, currents and powers over time, the first and the last of each.
fn panels(answer: &Answer) -> Vec<LinePanel> {
    let kinds = [
        ("v_", "_V", "voltage [V]", 1.0),
        ("i_", "_A", "current [A]", 1.0),
        ("p_", "_W", "power [kW]", 1e3),
    ];
    let mut all = Vec::new();
    for (start, end, name, unit) in kinds {
        let of_kind = |c: &&Column| c.name.starts_with(start) && c.name.ends_with(end);
        let found: Vec<&Column> = answer.columns.iter().filter(of_kind).collect();
        let step = found.len().div_ceil(LINES).max(1);
        // Counted from the last, which is the far end of a row.
        let chosen = found.iter().rev().step_by(step).collect::<Vec<_>>();
        let chosen = chosen.into_iter().rev();
        let lines: Vec<Line> = chosen
            .map(|c| Line {
                label: c.name[start.len()..c.name.len() - end.len()].to_owned(),
                x: answer.time.clone(),
                y: c.values.iter().map(|v| v / unit).collect(),
            })
            .collect();
        if !lines.is_empty() {
            all.push(LinePanel {
                name: name.to_owned(),
                x_name: "time [s]".to_owned(),
                lines,
                limits: levels(&answer.levels, start),
                ..LinePanel::default()
            });
        }
    }
    all
}

/// Levels to be seen beside columns that begin with `start`.
fn levels(levels: &Levels, start: &str) -> Vec<(String, f64)> {
    let named = |words: &str, all: &[f64]| -> Vec<(String, f64)> {
        all.iter().map(|l| (words.to_owned(), *l)).collect()
    };
    match start {
        "v_" => named("lock-out", &levels.lock_out),
        "i_" => [
            named("trip", &levels.trip),
            named("current limit", &levels.current_limit),
        ]
        .concat(),
        _ => Vec::new(),
    }
}

/// The answer as JSON.
pub fn to_json(answer: &Answer) -> Value {
    let columns = answer.columns.iter();
    let columns: Map<String, Value> = columns.map(|c| (c.name.clone(), json!(c.values))).collect();
    let events: Vec<Value> = answer
        .events
        .iter()
        .map(|(t, what)| json!({ "time_s": t, "what": what }))
        .collect();
    json!({
        "name": answer.name,
        "time_s": answer.time,
        "columns": columns,
        "events": events,
        "loads": answer.loads.iter().map(load_json).collect::<Vec<_>>(),
        "grid": answer.grid.as_ref().map(grid_json),
        "ledger": ledger_json(&answer.record.energies),
        "steps": answer.record.steps,
        "rejected_steps": answer.record.rejected,
        "coarse_steps": answer.record.coarse,
    })
}

/// What a load got, as JSON: the record that a thermal study starts from.
fn load_json(load: &LoadRecord) -> Value {
    let breaches: Vec<Value> = (load.breaches.iter())
        .map(|b| {
            json!({
                "side": if b.below { "below" } else { "above" }, "share": b.share,
                "allowed_s": b.allowed, "from_s": b.from, "lasted_s": b.lasted,
            })
        })
        .collect();
    let interruptions: Vec<Value> = (load.interruptions.iter())
        .map(|i| {
            let what = if i.locked_out {
                "lock-out"
            } else {
                "brown-out"
            };
            json!({ "what": what, "from_s": i.from, "to_s": i.to })
        })
        .collect();
    json!({
        "name": load.name, "nominal_V": load.nominal,
        "least_V": load.volts[0], "largest_V": load.volts[1],
        "asked_J": load.asked, "used_J": load.used,
        "interruptions": interruptions,
        "tolerance": load.tolerance, "breaches": breaches,
        "rides_through": load.rides_through(),
    })
}

/// What a load with a tolerance got, in words.
fn load_text(load: &LoadRecord) -> String {
    let [least, largest] = load.volts.map(|v| 100.0 * v / load.nominal);
    let curve = load.tolerance.as_deref().unwrap_or("none");
    let passed: Vec<String> = (load.breaches.iter())
        .map(|b| {
            let side = if b.below { "below" } else { "above" };
            let (share, lasted, allowed) = (100.0 * b.share, 1e3 * b.lasted, 1e3 * b.allowed);
            format!("{side} {share:.0} % for {lasted:.3} ms, {allowed:.3} ms allowed")
        })
        .collect();
    let verdict = match passed.is_empty() {
        true if load.rides_through() => "rides through".to_owned(),
        true => "within its tolerance, but interrupted".to_owned(),
        false => passed.join("; "),
    };
    format!(
        "{:<28}{curve}: {least:.2} to {largest:.2} % of nominal, {verdict}",
        load.name
    )
}

/// The grid side as JSON.
fn grid_json(grid: &GridSide) -> Value {
    let mut all = json!({ "record_s": grid.length, "swing_peak_Hz": grid.peak });
    for figure in &grid.figures {
        all[figure.key] = json!(figure.value);
    }
    let violated = grid.figures.iter().filter(|f| f.violated());
    all["exceeded"] = violated.map(|f| f.key).collect();
    all
}

/// The grid side in words, a line a figure.
fn grid_text(grid: &GridSide) -> Vec<String> {
    let line = |f: &Audited| {
        let verdict = match f.limit {
            None => "no limit".to_owned(),
            Some(limit) if f.violated() => format!("above the limit of {:.3} kW", 1e-3 * limit),
            Some(limit) => format!("limit {:.3} kW", 1e-3 * limit),
        };
        let value = f
            .value
            .map_or_else(|| "-".to_owned(), |w| format!("{:.3}", 1e-3 * w));
        let note = match f.note.as_str() {
            "" => String::new(),
            note => format!(" ({note})"),
        };
        format!("{:<28}{value:>13} kW  {verdict}{note}", f.what)
    };
    grid.figures.iter().map(line).collect()
}

fn to_text(answer: &Answer) -> String {
    let record = &answer.record;
    let mut lines = vec![format!(
        "{}: {} steps, {} taken again, {} Newton iterations, solved in {:.4} s",
        answer.name, record.steps, record.rejected, record.iterations, answer.wall
    )];
    lines.push(format!(
        "{:<28}{:>16}{:>16}{:>16}",
        "column", "least", "largest", "last"
    ));
    for column in &answer.columns {
        let (least, largest) = column.range();
        let last = column.values.last().copied().unwrap_or(f64::NAN);
        lines.push(format!(
            "{:<28}{least:>16.4}{largest:>16.4}{last:>16.4}",
            column.name
        ));
    }
    for (time, what) in &answer.events {
        lines.push(format!("{:<28}{time:.9} s: {what}", "event"));
    }
    let judged = answer.loads.iter().filter(|l| l.tolerance.is_some());
    lines.extend(judged.map(load_text));
    lines.extend(answer.grid.iter().flat_map(grid_text));
    if record.coarse > 0 {
        lines.push(format!(
            "{:<28}{} steps at the shortest length missed the error allowed",
            "coarse", record.coarse
        ));
    }
    lines.push(format!(
        "{:<28}{:.1e} of the throughput",
        "ledger residual",
        record.energies.residual()
    ));
    lines.join("\n") + "\n"
}
