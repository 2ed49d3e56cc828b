//! Devices as a current and a conductance at a stage.

use super::inputs::Inputs;
use crate::model::electrical::circuit::Law;

/// What Newton's method remembers of a device.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    /// Where the law was linearised: a voltage, or the discharge current of a battery.
    pub point: f64,
    /// Voltage and current at the latest iterate.
    pub v: f64,
    pub i: f64,
    /// Conductance.
    pub g: f64,
}

/// Slope of a source at its current limit, relative to its droop: keeps the matrix regular.
const LIMITED: f64 = 1e-9;

/// Share of its set voltage below which a smoother's power falls with the voltage.
const SMOOTHER_FLOOR: f64 = 0.1;

/// A stage that devices are asked at.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// 1/τ \[1/s\]; zero asks for the steady state.
    pub s: f64,
    /// Time \[s\].
    pub time: f64,
    pub inputs: &'a Inputs,
    /// States that the stage starts from.
    pub base: &'a [f64],
}

/// Current and conductance of `law` under `v`, linearised where `m` says. `partner` is the memory of
/// the output of a converter, `base` the device's own states.
pub(super) fn linearise(
    law: &Law,
    at: &At<'_>,
    first: usize,
    v: f64,
    m: &Memory,
    partner: &Memory,
) -> (f64, f64) {
    match law {
        Law::Battery { string, .. } => {
            let (terminal, slope) = string.terminal(at.s, battery(at, first), m.point);
            let discharge = m.point + (v - terminal) / slope;
            (-discharge, -1.0 / slope)
        }
        Law::Varistor(varistor) => {
            let (i, g) = varistor.current(m.point);
            (i + g * (v - m.point), g)
        }
        Law::Diode(diode) => diode.current(v),
        Law::Regulator {
            resistance, limits, ..
        } => limited(regulated(law, at, first), v, *resistance, *limits),
        Law::Input {
            efficiency,
            idle,
            floor,
            ..
        } => {
            let given = -partner.v * partner.i;
            let power = given.max(0.0) / efficiency + given.min(0.0) * efficiency + idle;
            constant_power(power, v, *floor)
        }
        Law::Smoother { voltage, .. } => {
            let (_, power, slope) = smoothed(law, at, first, v);
            let u = v.max(SMOOTHER_FLOOR * voltage);
            let own = if v >= u { power / (u * u) } else { 0.0 };
            (-power / u, own - slope / u)
        }
    }
}

/// Current into a source of `emf` behind `resistance` that delivers no more than its limits.
fn limited(emf: f64, v: f64, resistance: f64, limits: [f64; 2]) -> (f64, f64) {
    let g = 1.0 / resistance;
    let given = (emf - v) * g;
    let held = given.clamp(limits[0], limits[1]);
    if held == given {
        (-given, g)
    } else {
        let weak = LIMITED * g;
        (-(held + weak * (given - held)), weak)
    }
}

/// Current of a constant power that is a resistance below `floor`.
fn constant_power(power: f64, v: f64, floor: f64) -> (f64, f64) {
    let u = v.max(floor);
    if v >= floor {
        (power / u, -power / (u * u))
    } else {
        (power * v / (u * u), power / (u * u))
    }
}

/// Where to linearise next, after a solution `v` with current `i`; and how far off the last point was.
pub(super) fn follow(law: &Law, v: f64, i: f64, m: &mut Memory) -> f64 {
    let old = m.point;
    m.point = match law {
        Law::Battery { .. } => -i,
        Law::Varistor(varistor) => {
            let bound = varistor.voltage.max(old.abs());
            if v.abs() <= old.abs() || v * i <= 0.0 || i.abs() < varistor.current {
                v.clamp(-bound, bound)
            } else {
                let by_current = varistor.voltage(i);
                by_current.clamp(-v.abs(), v.abs())
            }
        }
        _ => v,
    };
    (m.v, m.i) = (v, i);
    match law {
        Law::Varistor(_) => (m.point - v).abs().max((m.point - old).abs()),
        Law::Battery { .. } => 0.0,
        _ => 0.0,
    }
}

/// States of a device at the end of a stage.
pub(super) fn states(law: &Law, at: &At<'_>, first: usize, v: f64, i: f64, out: &mut [f64]) {
    match law {
        Law::Battery { string, .. } => {
            out[first..first + 3].copy_from_slice(&string.stage(at.s, battery(at, first), -i));
        }
        Law::Regulator { .. } => out[first] = regulated(law, at, first),
        Law::Smoother { .. } => {
            let (low_passed, power, _) = smoothed(law, at, first, v);
            out[first] = low_passed;
            out[first + 1] = power;
        }
        Law::Varistor(_) | Law::Diode(_) | Law::Input { .. } => {}
    }
}

fn battery(at: &At<'_>, first: usize) -> [f64; 3] {
    [at.base[first], at.base[first + 1], at.base[first + 2]]
}

/// Electromotive force of a regulator.
fn regulated(law: &Law, at: &At<'_>, first: usize) -> f64 {
    match law {
        Law::Regulator { voltage, lag, .. } => {
            let target = at.inputs.value(*voltage, at.time);
            lag.stage(at.s, at.base[first], target).0
        }
        _ => 0.0,
    }
}

/// Low-passed power, smoothed power, and its derivative by the voltage.
fn smoothed(law: &Law, at: &At<'_>, first: usize, v: f64) -> (f64, f64, f64) {
    match law {
        Law::Smoother {
            of,
            filter,
            lag,
            gain,
            voltage,
        } => {
            let asked: f64 = of.iter().map(|&w| at.inputs.value(w, at.time)).sum();
            let (low, _) = filter.stage(at.s, at.base[first], asked);
            let target = low + gain * (voltage - v);
            let (power, share) = lag.stage(at.s, at.base[first + 1], target);
            (low, power, -share * gain)
        }
        _ => (0.0, 0.0, 0.0),
    }
}
