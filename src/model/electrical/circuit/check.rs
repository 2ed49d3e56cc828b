//! What is checked of a circuit as a whole.

use crate::kernels::groups::Groups;
use std::collections::HashMap;

use super::{Circuit, CircuitError, Device, Ends, GROUND, Law};

/// Appends everything that is wrong.
pub(super) fn all(circuit: &Circuit, errors: &mut Vec<CircuitError>) {
    ranges(circuit, errors);
    devices(circuit, errors);
    loops(circuit, errors);
    set_twice(circuit, errors);
    unfed(circuit, errors);
}

/// Notes a figure that is not good.
fn range(errors: &mut Vec<CircuitError>, name: &str, what: &'static str, value: f64, good: bool) {
    if !good || value.is_nan() {
        errors.push(CircuitError::Range {
            name: name.to_owned(),
            what,
            value,
        });
    }
}

fn devices(circuit: &Circuit, errors: &mut Vec<CircuitError>) {
    for d in &circuit.devices {
        cut_off(circuit, d, errors);
        let mut check = |name: &str, what, value, good| range(errors, name, what, value, good);
        match &d.law {
            Law::Battery { start, .. } => {
                let charge = start[0];
                check(
                    &d.name,
                    "state of charge",
                    charge,
                    charge > 0.0 && charge <= 1.0,
                );
            }
            Law::Regulator {
                resistance, limits, ..
            } => {
                let r = *resistance;
                check(&d.name, "droop resistance [Ω]", r, r > 0.0 && r.is_finite());
                check(
                    &d.name,
                    "current limit [A]",
                    limits[1],
                    limits[1] > limits[0],
                );
            }
            Law::Input {
                efficiency, idle, ..
            } => {
                let e = *efficiency;
                check(&d.name, "efficiency", e, e > 0.0 && e <= 1.0);
                check(&d.name, "loss without load [W]", *idle, *idle >= 0.0);
            }
            Law::Smoother { gain, .. } => {
                check(
                    &d.name,
                    "gain [W/V]",
                    *gain,
                    *gain >= 0.0 && gain.is_finite(),
                );
            }
            Law::Varistor(_) | Law::Diode(_) => {}
        }
    }
}

/// A battery that is asked below its cut-off from the start.
fn cut_off(circuit: &Circuit, device: &Device, errors: &mut Vec<CircuitError>) {
    let gate = device.gate.and_then(|g| circuit.gates.get(g as usize));
    let limit = gate.and_then(|g| g.undervoltage);
    if let (Law::Battery { string, start }, Some(limit)) = (&device.law, limit) {
        let volts = string.open_circuit(start[0]).0;
        if volts < limit.off {
            errors.push(CircuitError::Empty {
                name: device.name.clone(),
                volts,
                cutoff: limit.off,
            });
        }
    }
}

fn ranges(circuit: &Circuit, errors: &mut Vec<CircuitError>) {
    let mut check = |name: &str, what, value, good| range(errors, name, what, value, good);
    for s in &circuit.series {
        let (r, l) = (s.resistance, s.inductance);
        check(&s.name, "resistance [Ω]", r, r >= 0.0 && r.is_finite());
        check(&s.name, "inductance [H]", l, l >= 0.0 && l.is_finite());
        check(&s.name, "resistance and inductance", r + l, r + l > 0.0);
        let open = s.open_resistance;
        check(&s.name, "resistance while open [Ω]", open, open > 0.0);
        check(
            &s.name,
            "current at the start [A]",
            s.start,
            s.start.is_finite(),
        );
    }
    for c in &circuit.capacitors {
        let (farad, r) = (c.capacitance, c.resistance);
        check(
            &c.name,
            "capacitance [F]",
            farad,
            farad > 0.0 && farad.is_finite(),
        );
        check(
            &c.name,
            "series resistance [Ω]",
            r,
            r >= 0.0 && r.is_finite(),
        );
        check(
            &c.name,
            "voltage at the start [V]",
            c.start,
            c.start.is_finite(),
        );
    }
    for g in &circuit.gates {
        if let Some(trip) = g.trip {
            check(
                &g.name,
                "trip current [A]",
                trip.current,
                trip.current > 0.0,
            );
            check(&g.name, "trip delay [s]", trip.delay, trip.delay >= 0.0);
        }
        if let Some(u) = g.undervoltage {
            check(&g.name, "lock-out voltage [V]", u.off, u.off > 0.0);
            check(&g.name, "restart voltage [V]", u.on, u.on > u.off);
        }
    }
}

/// Kind, name and ends of all elements; a name may be given once a kind.
fn elements(circuit: &Circuit) -> impl Iterator<Item = ((u8, &str), Ends)> {
    let series = circuit
        .series
        .iter()
        .map(|s| ((0, s.name.as_str()), s.ends));
    let caps = circuit
        .capacitors
        .iter()
        .map(|c| ((1, c.name.as_str()), c.ends));
    let loads = circuit.loads.iter().map(|l| ((2, l.name.as_str()), l.ends));
    let devices = circuit
        .devices
        .iter()
        .map(|d| ((0, d.name.as_str()), d.ends));
    series.chain(caps).chain(loads).chain(devices)
}

fn loops(circuit: &Circuit, errors: &mut Vec<CircuitError>) {
    let mut seen = HashMap::new();
    for (key, ends) in elements(circuit) {
        let name = key.1;
        if ends.from == ends.to {
            errors.push(CircuitError::Loop {
                name: name.to_owned(),
                node: circuit.nodes[ends.from as usize].clone(),
            });
        }
        if seen.insert(key, ()).is_some() {
            errors.push(CircuitError::Duplicate {
                name: name.to_owned(),
            });
        }
    }
}

fn set_twice(circuit: &Circuit, errors: &mut Vec<CircuitError>) {
    let mut by: HashMap<u32, &str> = HashMap::new();
    for fixed in &circuit.fixed {
        if let Some(first) = by.insert(fixed.node, &fixed.name) {
            errors.push(CircuitError::TwiceSet {
                first: first.to_owned(),
                second: fixed.name.clone(),
                node: circuit.nodes[fixed.node as usize].clone(),
            });
        }
    }
}

/// Nodes that no series element, capacitor or source joins to ground or to a set node.
fn unfed(circuit: &Circuit, errors: &mut Vec<CircuitError>) {
    let mut groups = Groups::new(circuit.nodes.len());
    for fixed in &circuit.fixed {
        groups.join(GROUND, fixed.node);
    }
    let feeds = |law: &Law| !matches!(law, Law::Input { .. } | Law::Varistor(_));
    let series = circuit.series.iter().map(|s| s.ends);
    let caps = circuit.capacitors.iter().map(|c| c.ends);
    let devices = circuit.devices.iter().filter(|d| feeds(&d.law));
    for ends in series.chain(caps).chain(devices.map(|d| d.ends)) {
        groups.join(ends.from, ends.to);
    }
    for node in 1..circuit.nodes.len() as u32 {
        if groups.root(node) != GROUND {
            errors.push(CircuitError::Unfed {
                node: circuit.nodes[node as usize].clone(),
            });
        }
    }
}
