//! Small signals about the rest: eigenvalues by the resolvent of one implicit stage.
//!
//! A stage of length τ maps a small change of the states it starts from to the change it ends with:
//!
//! ```text
//! δx = (I − τA)⁻¹·δx*,   so that an eigenvalue μ of the map is λ = (1 − 1/μ)/τ of A          (1)
//! ```
//! The map is built by solving the very stage that the march solves, column by column, so that what
//! is linearised is the model itself; states bound by an inductor node or a loop of capacitors come
//! out as μ = 0 and are left out.
//!
//! # References
//! - Hairer & Wanner, *Solving ODEs II*, 2nd ed. (1996), §VII.1: the pencil of a linear
//!   differential-algebraic system.

use super::device::{self, At, Memory};
use super::engine::{Engine, frame};
use super::error::CircuitFault;
use super::stage::{Frame, Moment};
use super::window::Start;
use crate::kernels::complex::Complex;
use crate::kernels::eigen;
use crate::model::electrical::circuit::{Circuit, Law};

/// Length of the stage \[s\]; eigenvalues from 1e-10/τ to 1e8/τ keep six digits.
const TAU: f64 = 0.97e-4;
/// A value of the map below this belongs to no state.
const BOUND: f64 = 1e-11;
/// Relative step of a difference over a device's own states, in which its law is all but linear.
const STEP: f64 = 1e-4;

/// Eigenvalues \[1/s\] of `circuit` at rest under its inputs at time zero, largest real part first.
///
/// # Errors
/// [`CircuitFault`]: no rest exists, or the iteration for the eigenvalues does not converge.
pub fn eigenvalues(circuit: &Circuit) -> Result<Vec<Complex>, CircuitFault> {
    let mut engine = Engine::new(circuit, f64::MIN_POSITIVE, Start::Steady)?;
    let (n, map) = resolvent(&mut engine)?;
    let found = eigen::eigenvalues(n, map).ok_or(CircuitFault::Eigenvalues)?;
    let one = Complex::real(1.0);
    let mut all: Vec<Complex> = found
        .into_iter()
        .filter(|mu| mu.abs() > BOUND)
        .map(|mu| (one - one / mu) * (1.0 / TAU))
        .collect();
    all.sort_by(|a, b| b.re.total_cmp(&a.re).then(b.im.total_cmp(&a.im)));
    Ok(all)
}

/// Indices of the states that have a memory.
fn dynamic(engine: &Engine<'_>) -> Vec<usize> {
    let (circuit, layout) = (engine.circuit, engine.plan.layout);
    let mut all = Vec::new();
    for (n, e) in circuit.series.iter().enumerate() {
        let on = e.gate.is_none_or(|g| engine.closed[g as usize]);
        if e.inductance > 0.0 && (on || e.open_resistance.is_finite()) {
            all.push(n);
        }
    }
    all.extend(layout.capacitors..layout.loads);
    for (n, l) in circuit.loads.iter().enumerate() {
        if l.tracking.is_some() {
            all.push(layout.loads + n);
        }
    }
    all.extend(layout.devices..layout.len);
    all
}

/// The map (1), row by row, and its size.
fn resolvent(engine: &mut Engine<'_>) -> Result<(usize, Vec<f64>), CircuitFault> {
    let rest = engine.x.clone();
    let moment = Moment {
        s: 1.0 / TAU,
        time: 0.0,
        steady: false,
    };
    // At rest a stage changes nothing, but it leaves the linearisation at this rate behind.
    let mut x = rest.clone();
    let frame = frame!(engine);
    let mut v = engine.v.clone();
    engine.stage.solve(&frame, moment, &rest, &mut v, &mut x)?;
    engine.v.copy_from_slice(&v);
    let states = dynamic(engine);
    let n = states.len();
    let mut map = vec![0.0; n * n];
    for (column, &state) in states.iter().enumerate() {
        let moved = response(engine, &rest, state);
        for (row, &other) in states.iter().enumerate() {
            map[row * n + column] = moved[other];
        }
    }
    Ok((n, map))
}

/// Change of all states at the end of a stage for a change of one at its start.
fn response(engine: &Engine<'_>, rest: &[f64], state: usize) -> Vec<f64> {
    let (plan, circuit) = (&engine.plan, engine.circuit);
    let mut kick = Kick::of(engine, rest, state);
    let mut dv = vec![0.0; engine.v.len()];
    // A converter passes the change of its output on to its input: once more for each in a chain.
    let inputs =
        |d: &&crate::model::electrical::circuit::Device| matches!(d.law, Law::Input { .. });
    for _ in 0..=circuit.devices.iter().filter(inputs).count() {
        kick.solve(engine, &mut dv);
        kick.pass_on(engine, &dv);
    }
    let s = 1.0 / TAU;
    let layout = plan.layout;
    let mut out = vec![0.0; layout.len];
    for (n, out) in out[..layout.capacitors].iter_mut().enumerate() {
        *out = kick.series[n] + kick.g_series[n] * plan.series.across(n, &dv);
    }
    for (n, c) in circuit.capacitors.iter().enumerate() {
        let u = plan.capacitors.across(n, &dv);
        out[layout.capacitors + n] =
            u - c.resistance * (kick.capacitors[n] + kick.g_capacitors[n] * u);
    }
    for (n, load) in circuit.loads.iter().enumerate() {
        if let (Some(t), true) = (&load.tracking, layout.loads + n == state) {
            out[state] = s / (s + t.lag.rate);
        }
    }
    for (n, d) in circuit.devices.iter().enumerate() {
        let u = plan.devices.across(n, &dv);
        let i = kick.devices[n] + engine.stage.devices[n].g * u;
        let own = state.wrapping_sub(plan.device_state[n]) < d.law.states();
        kick.device_states(engine, rest, n, own.then_some(state), u, i, &mut out);
    }
    out
}

/// Currents that a change of one state drives at unchanged voltages.
struct Kick {
    series: Vec<f64>,
    g_series: Vec<f64>,
    capacitors: Vec<f64>,
    g_capacitors: Vec<f64>,
    loads: Vec<f64>,
    devices: Vec<f64>,
    scale: f64,
}

impl Kick {
    fn of(engine: &Engine<'_>, rest: &[f64], state: usize) -> Self {
        let (plan, circuit, layout) = (&engine.plan, engine.circuit, engine.plan.layout);
        let s = 1.0 / TAU;
        let (g_series, g_capacitors) = engine.stage.conductances(s);
        let mut kick = Self {
            series: vec![0.0; circuit.series.len()],
            g_series: g_series.to_vec(),
            capacitors: vec![0.0; circuit.capacitors.len()],
            g_capacitors: g_capacitors.to_vec(),
            loads: vec![0.0; circuit.loads.len()],
            devices: vec![0.0; circuit.devices.len()],
            scale: STEP * rest[state].abs().max(1e-3),
        };
        if state < layout.capacitors {
            kick.series[state] = kick.g_series[state] * s * circuit.series[state].inductance;
        } else if state < layout.loads {
            let n = state - layout.capacitors;
            kick.capacitors[n] = -kick.g_capacitors[n];
        } else if state < layout.devices {
            let n = state - layout.loads;
            let load = &circuit.loads[n];
            let share = load.tracking.map_or(0.0, |t| s / (s + t.lag.rate));
            let u = plan.loads.across(n, &engine.v);
            kick.loads[n] = share * load.law.per_watt(u).0;
        } else {
            let own = plan.device_state.iter().rposition(|first| *first <= state);
            if let Some(n) = own {
                let law = &circuit.devices[n].law;
                let m = engine.stage.devices[n];
                let current = |base: &[f64]| {
                    let at = at(engine, base);
                    let first = plan.device_state[n];
                    device::linearise(law, &at, first, m.v, &m, &Memory::default()).0
                };
                kick.devices[n] = kick.difference(rest, state, current);
            }
        }
        kick
    }

    /// Central difference of `f` over one state.
    fn difference(&self, rest: &[f64], state: usize, f: impl Fn(&[f64]) -> f64) -> f64 {
        let mut base = rest.to_vec();
        base[state] = rest[state] + self.scale;
        let above = f(&base);
        base[state] = rest[state] - self.scale;
        (above - f(&base)) / (2.0 * self.scale)
    }

    /// Voltages at which all changes balance.
    fn solve(&self, engine: &Engine<'_>, dv: &mut [f64]) {
        let plan = &engine.plan;
        dv.fill(0.0);
        let kinds = [
            (&plan.series, &self.series),
            (&plan.capacitors, &self.capacitors),
            (&plan.loads, &self.loads),
            (&plan.devices, &self.devices),
        ];
        for (branches, currents) in kinds {
            for (n, i) in currents.iter().enumerate() {
                branches.carry(n, *i, dv);
            }
        }
        let mut value = engine.stage.matrix(&frame!(engine), 1.0 / TAU);
        // Negative pivots are those of constant power.
        let _ = plan.symbolic.solve(&mut value, &mut dv[..=plan.free]);
        dv[plan.free..].fill(0.0);
    }

    /// What the inputs of converters draw for the change at their outputs.
    fn pass_on(&mut self, engine: &Engine<'_>, dv: &[f64]) {
        for (n, d) in engine.circuit.devices.iter().enumerate() {
            let Law::Input {
                output,
                efficiency,
                floor,
                ..
            } = &d.law
            else {
                continue;
            };
            let (k, own) = (*output as usize, engine.stage.devices[n]);
            let m = engine.stage.devices[k];
            let u = engine.plan.devices.across(k, dv);
            let i = self.devices[k] + m.g * u;
            let power = -(m.v * i + m.i * u) / efficiency;
            self.devices[n] = power / own.v.max(*floor);
        }
    }

    /// Changes of the states of device `n` for those of its base, voltage and current.
    fn device_states(
        &self,
        engine: &Engine<'_>,
        rest: &[f64],
        n: usize,
        own: Option<usize>,
        u: f64,
        i: f64,
        out: &mut [f64],
    ) {
        let law = &engine.circuit.devices[n].law;
        let (first, m) = (engine.plan.device_state[n], engine.stage.devices[n]);
        let size = u.abs().max(i.abs()).max(1e-300);
        let pace = self.scale / size.max(1.0);
        let end = |sign: f64| {
            let mut base = rest.to_vec();
            if let Some(state) = own {
                base[state] += sign * pace;
            }
            let mut x = vec![0.0; rest.len()];
            let (v, i) = (m.v + sign * pace * u, m.i + sign * pace * i);
            device::states(law, &at(engine, &base), first, v, i, &mut x);
            x
        };
        let (above, below) = (end(1.0), end(-1.0));
        for k in first..first + law.states() {
            out[k] = (above[k] - below[k]) / (2.0 * pace);
        }
    }
}

fn at<'a>(engine: &'a Engine<'_>, base: &'a [f64]) -> At<'a> {
    At {
        s: 1.0 / TAU,
        time: 0.0,
        inputs: &engine.inputs,
        base,
    }
}
