//! Energy in, out and stored: what was supplied is what was used, lost and kept.
//!
//! Every stage counts power as voltage times current of the stage. For the midpoint rule the stored
//! energies ½Cu² and ½Li² then change by exactly what flowed in; an L-stable step adds a term of its
//! own, kept as `method`, which follows from the two stages alone:
//!
//! ```text
//! ½y₁² − ½y₀² = h·Σ bᵢ·Yᵢ·kᵢ − ½h²·Σ mᵢ·kᵢ²,   m₁ = (1−γ)(3γ−1), m₂ = γ²                  (1)
//! ```

use super::stage::{Frame, Stage};
use crate::model::electrical::circuit::{Circuit, Law};

/// Least throughput, of the stored energy.
const STILL: f64 = 1e-4;

/// Energies over a window \[J\].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Energies {
    /// Given by sources.
    pub supplied: f64,
    /// Taken by loads.
    pub used: f64,
    /// Lost in resistances of lines, switches and droops.
    pub lines: f64,
    /// Lost in series resistances of capacitors.
    pub capacitors: f64,
    /// Lost in varistors, diodes, batteries and converters.
    pub devices: f64,
    /// Lost where a current was cut off.
    pub interrupted: f64,
    /// Taken by the L-stable steps after a switching; may be negative.
    pub method: f64,
    /// Stored at the start.
    pub stored_before: f64,
    /// Stored at the end.
    pub stored_after: f64,
}

impl Energies {
    /// Energy that went through: all that was supplied, used or exchanged with storage.
    pub fn throughput(&self) -> f64 {
        let moved = (self.stored_after - self.stored_before).abs();
        self.supplied.abs().max(self.used.abs()).max(moved)
    }

    /// In less out less stored, of the throughput, or of a ten-thousandth of what is stored if that is more: where
    /// next to nothing goes through, the rounding of what is stored is all there is to see.
    pub fn residual(&self) -> f64 {
        let lost = self.lines + self.capacitors + self.devices + self.interrupted + self.method;
        let stored = self.stored_after - self.stored_before;
        let gap = self.supplied - self.used - lost - stored;
        if gap == 0.0 {
            return 0.0;
        }
        let kept = STILL * (self.stored_before.abs() + self.stored_after.abs());
        gap / self.throughput().max(kept).max(f64::MIN_POSITIVE)
    }

    /// Adds the energies of a step.
    pub(super) fn gather(&mut self, step: &Self) {
        self.supplied += step.supplied;
        self.used += step.used;
        self.lines += step.lines;
        self.capacitors += step.capacitors;
        self.devices += step.devices;
        self.interrupted += step.interrupted;
        self.method += step.method;
    }

    /// Adds what one stage moves in `weight` seconds.
    pub(super) fn add(
        &mut self,
        frame: &Frame<'_>,
        stage: &Stage,
        v: &[f64],
        x: &[f64],
        weight: f64,
        time: f64,
    ) {
        let (plan, circuit) = (frame.plan, frame.circuit);
        let (mut given, mut lines) = (0.0, 0.0);
        for (n, e) in circuit.series.iter().enumerate() {
            let i = stage.series[n];
            let on = e.gate.is_none_or(|g| frame.closed[g as usize]);
            let r = if on { e.resistance } else { e.open_resistance };
            if r.is_finite() {
                lines += r * i * i;
            }
            if let Some(w) = e.emf {
                given -= frame.inputs.value(w, time) * i;
            }
        }
        let mut esr = 0.0;
        for (n, c) in circuit.capacitors.iter().enumerate() {
            esr += c.resistance * stage.capacitors[n] * stage.capacitors[n];
        }
        let mut used = 0.0;
        for n in 0..circuit.loads.len() {
            used += plan.loads.across(n, v) * stage.loads[n];
        }
        given += set(frame, stage, v);
        let (sources, lost) = devices(frame, stage, x);
        self.supplied += weight * (given + sources);
        self.used += weight * used;
        self.lines += weight * lines;
        self.capacitors += weight * esr;
        self.devices += weight * lost;
    }
}

/// Power given by ideal sources: the currents that leave the nodes they set.
fn set(frame: &Frame<'_>, stage: &Stage, v: &[f64]) -> f64 {
    let plan = frame.plan;
    let kinds = [
        (&plan.series, &stage.series),
        (&plan.capacitors, &stage.capacitors),
        (&plan.loads, &stage.loads),
    ];
    let free = plan.free;
    let mut power = 0.0;
    let mut end = |from: u32, to: u32, i: f64| {
        if from as usize > free {
            power += v[from as usize] * i;
        }
        if to as usize > free {
            power -= v[to as usize] * i;
        }
    };
    for (branches, currents) in kinds {
        for (n, i) in currents.iter().enumerate() {
            end(branches.from[n], branches.to[n], *i);
        }
    }
    for (n, m) in stage.devices.iter().enumerate() {
        end(plan.devices.from[n], plan.devices.to[n], m.i);
    }
    power
}

/// Power given by devices and lost in them.
fn devices(frame: &Frame<'_>, stage: &Stage, x: &[f64]) -> (f64, f64) {
    let (mut given, mut lost) = (0.0, 0.0);
    for (n, d) in frame.circuit.devices.iter().enumerate() {
        let (m, first) = (&stage.devices[n], frame.plan.device_state[n]);
        let taken = m.v * m.i;
        match &d.law {
            Law::Battery { string, .. } => {
                let pair = |k: usize| {
                    let u = x[first + 1 + k];
                    u * u / string.rating.pair_resistance[k]
                };
                given -= string.open_circuit(x[first]).0 * m.i;
                lost += string.rating.resistance * m.i * m.i + pair(0) + pair(1);
            }
            Law::Varistor(_) | Law::Diode(_) => lost += taken,
            Law::Regulator { .. } | Law::Smoother { .. } => {
                let fed = frame.circuit.devices.iter().any(
                    |other| matches!(other.law, Law::Input { output, .. } if output as usize == n),
                );
                if fed {
                    lost += taken;
                } else {
                    given -= taken;
                }
            }
            Law::Input { .. } => lost += taken,
        }
    }
    (given, lost)
}

/// Energy stored in states `x` \[J\].
pub(super) fn stored(circuit: &Circuit, frame: &Frame<'_>, x: &[f64]) -> f64 {
    let layout = frame.plan.layout;
    let mut sum = 0.0;
    for (n, e) in circuit.series.iter().enumerate() {
        sum += 0.5 * e.inductance * x[n] * x[n];
    }
    for (n, c) in circuit.capacitors.iter().enumerate() {
        let u = x[layout.capacitors + n];
        sum += 0.5 * c.capacitance * u * u;
    }
    for (n, d) in circuit.devices.iter().enumerate() {
        if let Law::Battery { string, .. } = &d.law {
            let first = frame.plan.device_state[n];
            for k in 0..2 {
                let u = x[first + 1 + k];
                sum += 0.5 * string.rating.pair_capacitance[k] * u * u;
            }
        }
    }
    sum
}

/// The term ½·Σ m·(h·k)² of (1) over all storages, for h·k = `moved`.
pub(super) fn quadratic(frame: &Frame<'_>, moved: &[f64]) -> f64 {
    stored(frame.circuit, frame, moved)
}
