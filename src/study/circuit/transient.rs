//! A circuit through its window of time.

use super::grid_side::{GridSide, Limits, audit};
use super::ride_through::{self, LoadRecord};
use super::{CircuitStudyError, Drawn, columns};
use crate::model::electrical::circuit::{Circuit, Device, Law};
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

/// Levels at which elements of a circuit act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    /// Voltages below which loads lock out \[V\].
    pub lock_out: Vec<f64>,
    /// Currents at which breakers trip \[A\].
    pub trip: Vec<f64>,
    /// Largest currents that regulated sources deliver \[A\].
    pub current_limit: Vec<f64>,
}

impl Levels {
    fn of(circuit: &Circuit) -> Self {
        let once = |found: Vec<f64>| {
            let mut all: Vec<f64> = found.into_iter().filter(|l| l.is_finite()).collect();
            all.sort_by(f64::total_cmp);
            all.dedup();
            all
        };
        let gates = || circuit.gates.iter();
        let limits = circuit.devices.iter().filter_map(|d| match &d.law {
            Law::Regulator { limits, .. } => Some(limits[1]),
            _ => None,
        });
        Self {
            lock_out: once(gates().filter_map(|g| Some(g.undervoltage?.off)).collect()),
            trip: once(gates().filter_map(|g| Some(g.trip?.current)).collect()),
            current_limit: once(limits.collect()),
        }
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
    /// What loads got: all, or those with a tolerance where the file chooses columns.
    pub loads: Vec<LoadRecord>,
    /// Levels at which something acts, each once, ascending.
    pub levels: Levels,
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
    drawn.at_rest()?;
    let chosen = chosen(drawn)?;
    let mut probes: Vec<Probe> = chosen.iter().map(|c| c.1).collect();
    let limits = Limits::of(&drawn.file.grid);
    if limits.is_some() {
        probes.push(Probe::Supplied);
    }
    let recorded = ride_through::recorded(drawn);
    probes.extend(recorded.iter().flat_map(|&n| ride_through::probes(n)));
    let begun = Instant::now();
    let marched = march(&drawn.circuit, drawn.window(), &probes);
    let mut record = marched.map_err(|fault| drawn.told(fault))?;
    let wall = begun.elapsed().as_secs_f64();
    let mut values = std::mem::take(&mut record.columns);
    let of_loads = values.split_off(values.len() - 2 * recorded.len());
    let loads = recorded
        .iter()
        .zip(of_loads.chunks_exact(2))
        .filter_map(|(&n, pair)| {
            let columns = [pair[0].as_slice(), pair[1].as_slice()];
            ride_through::record(drawn, n, &record.time, columns, &record.events)
        });
    let loads: Vec<LoadRecord> = loads.collect();
    let supplied = limits.and_then(|limits| Some((limits, values.pop()?)));
    let sample = drawn.window().sample;
    let columns = chosen
        .into_iter()
        .zip(values)
        .map(|((name, _), values)| Column { name, values })
        .collect();
    let mut events: Vec<(f64, String)> = record
        .events
        .iter()
        .map(|e| (e.time, tell(drawn, e)))
        .collect();
    events.extend(loads.iter().flat_map(browned_out));
    events.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(Transient {
        name: drawn.file.circuit.name.value.clone(),
        time: std::mem::take(&mut record.time),
        columns,
        grid: supplied.map(|(limits, power)| audit(&limits, &power, sample)),
        events,
        loads,
        levels: Levels::of(&drawn.circuit),
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

/// Brown-outs of a load in words, with their times.
fn browned_out(load: &LoadRecord) -> Vec<(f64, String)> {
    let brown = load.interruptions.iter().filter(|i| !i.locked_out);
    brown
        .flat_map(|i| {
            let begun = (
                i.from,
                format!("{} browned out: below its least voltage", load.name),
            );
            let over =
                i.to.map(|to| (to, format!("{} has its least voltage again", load.name)));
            [Some(begun), over]
        })
        .flatten()
        .collect()
}

/// An event in words.
fn tell(drawn: &Drawn, event: &Event) -> String {
    let name = &drawn.circuit.gates[event.gate as usize].name;
    let is_battery =
        |d: &Device| d.gate == Some(event.gate) && matches!(d.law, Law::Battery { .. });
    match event.what {
        Happening::LockedOut(v) if drawn.circuit.devices.iter().any(is_battery) => {
            format!("{name} reached its cut-off at {v:.1} V and disconnected")
        }
        Happening::Full => format!("{name} is full: it is charged no further"),
        Happening::Empty => format!("{name} is empty: it is discharged no further"),
        Happening::Returned => format!("{name} carries current again"),
        Happening::Opened => format!("{name} opened"),
        Happening::Closed => format!("{name} closed"),
        Happening::Tripped(i) => format!("{name} tripped at {i:.1} A"),
        Happening::Melted(heat) => format!("{name} melted at {heat:.4e} A2s"),
        Happening::LockedOut(v) => format!("{name} locked out at {v:.1} V"),
        Happening::Restarted(v) => format!("{name} restarted at {v:.1} V"),
    }
}
