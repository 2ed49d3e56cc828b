//! A circuit through its window of time.

use super::grid_side::{GridSide, audit};
use super::{CircuitStudyError, Drawn, columns};
use std::time::Instant;

use crate::solver::circuit::{Event, Happening, Probe, Record, march};

/// One sampled quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name, ending in its unit.
    pub name: String,
    /// Values at the sample times.
    pub values: Vec<f64>,
}

impl Column {
    /// Least and largest value.
    pub fn range(&self) -> (f64, f64) {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        self.values
            .iter()
            .fold(start, |(a, b), x| (a.min(*x), b.max(*x)))
    }
}

/// What a window gives.
#[derive(Clone, Debug)]
pub struct Transient {
    /// Name of the circuit.
    pub name: String,
    /// Times of the samples \[s\].
    pub time: Vec<f64>,
    /// Sampled quantities.
    pub columns: Vec<Column>,
    /// What opened and closed: time \[s\] and words.
    pub events: Vec<(f64, String)>,
    /// What the grid sees, where limits are given.
    pub grid: Option<GridSide>,
    /// Wall time of the solution \[s\].
    pub wall: f64,
    /// The rest of the record.
    pub record: Record,
}

/// Runs the window of `drawn`.
///
/// # Errors
/// [`CircuitStudyError`].
pub fn transient(drawn: &Drawn) -> Result<Transient, CircuitStudyError> {
    let chosen = chosen(drawn)?;
    let mut probes: Vec<Probe> = chosen.iter().map(|c| c.1).collect();
    let limits = &drawn.file.grid;
    let limits = [
        &limits.ramp_per_second,
        &limits.ramp_per_minute,
        &limits.swing,
        &limits.demand,
    ];
    let audited = limits.into_iter().any(Option::is_some);
    if audited {
        probes.push(Probe::Supplied);
    }
    let begun = Instant::now();
    let mut record = march(&drawn.circuit, drawn.window(), &probes)?;
    let wall = begun.elapsed().as_secs_f64();
    let mut values = std::mem::take(&mut record.columns);
    let supplied = if audited { values.pop() } else { None };
    let sample = drawn.window().sample;
    let columns = chosen
        .into_iter()
        .zip(values)
        .map(|((name, _), values)| Column { name, values })
        .collect();
    let events = record.events.iter().map(|e| (e.time, tell(drawn, e)));
    Ok(Transient {
        name: drawn.file.circuit.name.value.clone(),
        time: std::mem::take(&mut record.time),
        columns,
        grid: supplied.map(|power| audit(drawn, &power, sample)),
        events: events.collect(),
        wall,
        record,
    })
}

/// The columns that the file asks for, or all.
fn chosen(drawn: &Drawn) -> Result<Vec<(String, Probe)>, CircuitStudyError> {
    let all = columns(&drawn.circuit);
    let Some(asked) = &drawn.file.circuit.record else {
        return Ok(all);
    };
    let find = |name: &crate::config::At<String>| {
        all.iter().find(|c| c.0 == **name).cloned().ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(|c| c.0.as_str()).collect();
            CircuitStudyError::Order(format!(
                "record: there is no column `{}`; there are {}",
                **name,
                known.join(", ")
            ))
        })
    };
    asked.iter().map(find).collect()
}

/// An event in words.
fn tell(drawn: &Drawn, event: &Event) -> String {
    let name = &drawn.circuit.gates[event.gate as usize].name;
    match event.what {
        Happening::Opened => format!("{name} opened"),
        Happening::Closed => format!("{name} closed"),
        Happening::Tripped(i) => format!("{name} tripped at {i:.1} A"),
        Happening::LockedOut(v) => format!("{name} locked out at {v:.1} V"),
        Happening::Restarted(v) => format!("{name} restarted at {v:.1} V"),
    }
}
