//! What opens and closes, from the tables of a file: switches, breakers, fuses, faults, lock-outs.

use super::read::{device, kept};
use super::{CircuitBuilder, CircuitError, Gate, Law, Series, Trip, Undervoltage};
use crate::config::circuit as tables;
use crate::config::{At, Named};
use crate::physics::electrical::fuse::{Fuse, Rating as FuseRating};
use crate::physics::electrical::varistor::{Rating as VaristorRating, Varistor};

/// Resistance of a fuse whose arc is out \[Ω\].
const MOLTEN: f64 = 1e9;
/// Points of an arc: 1 A at its voltage, 1 kA at a tenth more.
const ARC: [f64; 3] = [1.0, 1e3, 1.1];

/// A gate that locks out below a voltage.
pub(super) fn locked(name: &str, off: f64, on: f64, delay: f64) -> Gate {
    Gate {
        name: name.to_owned(),
        closed: true,
        schedule: Vec::new(),
        trip: None,
        undervoltage: Some(Undervoltage { off, on, delay }),
    }
}

fn schedule(close: &[At<f64>], open: &[At<f64>]) -> Vec<(f64, bool)> {
    let close = close.iter().map(|t| (t.value, true));
    let mut all: Vec<_> = close.chain(open.iter().map(|t| (t.value, false))).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all
}

pub(super) fn switch(b: &mut CircuitBuilder, s: &Named<tables::Switch>) {
    let ends = b.ends(&s.from, &s.to);
    let gate = b.gate(Gate {
        name: s.name.clone(),
        closed: *s.closed,
        schedule: schedule(&s.close_at, &s.open_at),
        trip: s.trip_current.as_ref().map(|current| Trip {
            current: **current,
            delay: *s.trip_delay,
            fuse: None,
        }),
        undervoltage: None,
    });
    b.series(Series {
        name: s.name.clone(),
        ends,
        resistance: *s.resistance,
        open_resistance: *s.open_resistance,
        inductance: 0.0,
        emf: None,
        start: 0.0,
        gate: Some(gate),
    });
}

pub(super) fn fault(b: &mut CircuitBuilder, f: &Named<tables::Fault>) {
    let ends = b.ends(&f.from, &f.to);
    let mut schedule = vec![(*f.value.at, true)];
    schedule.extend(f.clear_at.as_ref().map(|t| (t.value, false)));
    let gate = b.gate(Gate {
        name: f.name.clone(),
        closed: false,
        schedule,
        trip: None,
        undervoltage: None,
    });
    b.series(Series {
        name: f.name.clone(),
        ends,
        resistance: *f.resistance,
        open_resistance: f64::INFINITY,
        inductance: *f.inductance,
        emf: None,
        start: 0.0,
        gate: Some(gate),
    });
}

/// A fuse: a switch that ∫i²dt opens, with an arc across it.
pub(super) fn fuse(b: &mut CircuitBuilder, f: &Named<tables::Fuse>) {
    let element = Fuse::new(&FuseRating {
        melting: *f.melting,
        current: *f.rated_current,
    });
    let name = f.name.clone();
    let element = kept(
        b,
        element.map_err(|error| CircuitError::Fuse { name, error }),
    );
    let ends = b.ends(&f.from, &f.to);
    let gate = b.gate(Gate {
        name: f.name.clone(),
        closed: true,
        schedule: Vec::new(),
        trip: Some(Trip {
            current: f64::INFINITY,
            delay: 0.0,
            fuse: element,
        }),
        undervoltage: None,
    });
    b.series(Series {
        name: f.name.clone(),
        ends,
        resistance: *f.resistance,
        open_resistance: MOLTEN,
        inductance: 0.0,
        emf: None,
        start: 0.0,
        gate: Some(gate),
    });
    let [low, high, rise] = ARC;
    let arc = Varistor::new(&VaristorRating {
        voltage: *f.arc_voltage,
        current: low,
        clamp_voltage: rise * *f.arc_voltage,
        clamp_current: high,
    });
    let name = f.name.clone();
    if let Some(arc) = kept(
        b,
        arc.map_err(|error| CircuitError::Varistor { name, error }),
    ) {
        let name = format!("{}.arc", f.name);
        device(b, &name, &f.from, &f.to, Law::Varistor(arc));
    }
}
