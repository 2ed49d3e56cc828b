//! Faults of a circuit, one at a time: peak currents, let-through, what opens first.

use super::{CircuitStudyError, Drawn};
use crate::model::electrical::circuit::{Circuit, Law};
use crate::physics::electrical::capacitor_discharge::{Discharge, Rating};
use crate::solver::circuit::{Energies, Happening, Probe, Record, Start, march};

/// What a breaker sees of a fault.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakerDuty {
    /// Name.
    pub name: String,
    /// Largest current in either direction \[A\].
    pub peak: f64,
    /// ∫i²dt from the fault on \[A²s\].
    pub let_through: f64,
    /// The same over what melts it (a fuse) or what it stands (a breaker), where that is given.
    pub share: Option<f64>,
    /// When its current passed the trip level or it melted, after the fault \[s\].
    pub tripped: Option<f64>,
    /// When it opened, after the fault \[s\].
    pub opened: Option<f64>,
}

/// What one fault does.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultAnswer {
    /// Name of the fault.
    pub name: String,
    /// Moment of the fault \[s\].
    pub time: f64,
    /// Largest current in the fault \[A\].
    pub peak: f64,
    /// Time from the fault to that current \[s\].
    pub time_to_peak: f64,
    /// ∫i²dt in the fault to the end of the window \[A²s\].
    pub let_through: f64,
    /// Peak and time to it of the capacitors at the fault alone by IEC 61660-1, where the path has an
    /// inductance and there are such.
    pub standard: Option<Discharge>,
    /// Breakers, in the order of opening; those that stay closed last.
    pub breakers: Vec<BreakerDuty>,
    /// Time between the first opening and the next \[s\].
    pub margin: Option<f64>,
    /// Whether one device alone opened; none where nothing did.
    pub selective: Option<bool>,
    /// The ledger.
    pub energies: Energies,
}

/// Runs every fault of `drawn` by itself.
///
/// # Errors
/// [`CircuitStudyError`].
pub fn faults(drawn: &Drawn) -> Result<Vec<FaultAnswer>, CircuitStudyError> {
    if drawn.file.fault.is_empty() {
        return Err(CircuitStudyError::Order(
            "the circuit has no fault: add [fault.name] with `from` and `at`".to_owned(),
        ));
    }
    drawn.at_rest()?;
    let names: Vec<String> = drawn.file.fault.iter().map(|f| f.name.clone()).collect();
    names.iter().map(|name| one(drawn, &names, name)).collect()
}

fn one(drawn: &Drawn, all: &[String], name: &str) -> Result<FaultAnswer, CircuitStudyError> {
    let mut circuit = drawn.circuit.clone();
    for gate in &mut circuit.gates {
        if gate.name != name && all.contains(&gate.name) {
            gate.schedule.clear();
        }
    }
    let breakers: Vec<usize> = (0..circuit.series.len())
        .filter(|&n| {
            let gate = circuit.series[n].gate.map(|g| &circuit.gates[g as usize]);
            gate.is_some_and(|g| !all.contains(&g.name))
        })
        .collect();
    let own = circuit.series.iter().position(|e| e.name == name);
    let own = own.ok_or_else(|| CircuitStudyError::Order(format!("no element `{name}`")))?;
    let mut probes = vec![Probe::Series(own as u32)];
    probes.extend(breakers.iter().map(|&n| Probe::Series(n as u32)));
    let record = march(&circuit, drawn.window(), &probes).map_err(|f| drawn.told(f))?;
    let at = drawn.file.fault.get(name).map_or(0.0, |f| *f.value.at);
    let (peak, time_to_peak, let_through) = duty(&record.time, &record.columns[0], at);
    let currents = breakers.iter().zip(&record.columns[1..]);
    let mut duties: Vec<BreakerDuty> = currents
        .map(|(&n, current)| breaker_duty(&circuit, &record, n, current, at))
        .collect();
    let order = |d: &BreakerDuty| d.opened.unwrap_or(f64::INFINITY);
    duties.sort_by(|a, b| order(a).total_cmp(&order(b)));
    for duty in &mut duties {
        duty.share = stands(drawn, &duty.name).map(|limit| duty.let_through / limit);
    }
    let opened: Vec<f64> = duties.iter().filter_map(|d| d.opened).collect();
    let moved = duties.iter().filter(|d| d.tripped.or(d.opened).is_some());
    Ok(FaultAnswer {
        name: name.to_owned(),
        time: at,
        peak,
        time_to_peak,
        let_through,
        standard: standard(drawn, name),
        margin: (opened.len() > 1).then(|| opened[1] - opened[0]),
        selective: match moved.count() {
            0 => None,
            moved => Some(moved == 1),
        },
        breakers: duties,
        energies: record.energies,
    })
}

/// ∫i²dt that melts the fuse, or that the breaker or switch stands \[A² s\].
fn stands(drawn: &Drawn, name: &str) -> Option<f64> {
    let file = &drawn.file;
    let fuse = file.fuse.get(name).map(|f| *f.melting);
    let switch = || file.breaker.get(name).or_else(|| file.switch.get(name));
    fuse.or_else(|| switch()?.withstand.as_ref().map(|limit| **limit))
}

/// What series element `n`, a breaker, saw.
fn breaker_duty(
    circuit: &Circuit,
    record: &Record,
    n: usize,
    current: &[f64],
    at: f64,
) -> BreakerDuty {
    let gate = circuit.series[n].gate;
    let when = |wanted: fn(&Happening) -> bool| {
        let mut events = record.events.iter();
        let found = events.find(|e| Some(e.gate) == gate && wanted(&e.what));
        found.map(|e| e.time - at)
    };
    let tripped = when(|h| matches!(h, Happening::Tripped(_) | Happening::Melted(_)));
    let delayed = gate
        .and_then(|g| circuit.gates[g as usize].trip)
        .is_some_and(|t| t.delay > 0.0);
    let opened = when(|h| matches!(h, Happening::Opened));
    let (peak, _, let_through) = duty(&record.time, current, at);
    BreakerDuty {
        name: circuit.series[n].name.clone(),
        peak,
        let_through,
        share: None,
        tripped,
        opened: if delayed { opened } else { tripped.or(opened) },
    }
}

/// Largest amount from `from` on, the time to it, and the integral of the square.
fn duty(time: &[f64], current: &[f64], from: f64) -> (f64, f64, f64) {
    let (mut peak, mut when, mut integral) = (0.0f64, 0.0, 0.0);
    for k in 0..time.len() {
        if time[k] < from {
            continue;
        }
        if current[k].abs() > peak {
            peak = current[k].abs();
            when = time[k] - from;
        }
        if k > 0 {
            let squares = current[k] * current[k] + current[k - 1] * current[k - 1];
            integral += 0.5 * squares * (time[k] - time[k - 1]);
        }
    }
    (peak, when, integral)
}

/// The standard's figure for the capacitors between the ends of the fault.
fn standard(drawn: &Drawn, name: &str) -> Option<Discharge> {
    let fault = drawn.file.fault.get(name)?;
    let circuit = &drawn.circuit;
    let own = circuit.series.iter().find(|e| e.name == name)?;
    let here = || circuit.capacitors.iter().filter(|c| c.ends == own.ends);
    let capacitance: f64 = here().map(|c| c.capacitance).sum();
    let conductance: f64 = here()
        .map(|c| 1.0 / c.resistance.max(f64::MIN_POSITIVE))
        .sum();
    let value = |w: u32| circuit.waveforms[w as usize].value(*fault.value.at).abs();
    let ideal = circuit.fixed.iter().map(|f| value(f.voltage));
    let behind = circuit.series.iter().filter_map(|e| e.emf.map(value));
    let regulated = circuit.devices.iter().filter_map(|d| match &d.law {
        Law::Regulator { voltage, .. } => Some(value(*voltage)),
        _ => None,
    });
    let charged = here().map(|c| match drawn.window().start {
        Start::Given => c.start.abs(),
        Start::Steady => 0.0,
    });
    let source = ideal.chain(behind).chain(regulated).chain(charged);
    Discharge::new(&Rating {
        voltage: source.fold(0.0, f64::max),
        resistance: own.resistance + 1.0 / conductance,
        inductance: own.inductance,
        capacitance,
    })
    .ok()
}
