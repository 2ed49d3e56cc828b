//! One implicit stage: the balance of currents at every node by Newton's method.
//!
//! A stage of rate s = 1/τ asks for x = x* + τ·f(x, v) together with the balance of currents at every
//! node. Each element becomes a conductance and a current, so that only node voltages are unknown and
//! the matrix is that of a network:
//!
//! ```text
//! R-L    i = (v − e + s·L·i*)/(R + s·L)                                                    (1)
//! C      i = (v − u*)/(R + 1/(s·C))                                                        (2)
//! load   i = P·(z·v/V² + c/V + p/v), linearised at the last iterate                        (3)
//! ```
//! The currents kept are the linearised ones: their sum at a node is zero to round-off however far
//! Newton's method went, which is what closes the ledger.

use super::device::{self, At, Memory};
use super::error::CircuitFault;
use super::inputs::Inputs;
use super::plan::Plan;
use crate::model::electrical::circuit::Circuit;

/// Most iterations of one stage.
const MOST: usize = 60;
/// Largest last correction where loads alone are not linear \[V\]: the next is its square over v.
const NEAR: f64 = 1e-4;
/// Largest last correction where there are devices \[V\].
const CLOSE: f64 = 1e-7;
/// Largest sum of currents at a node that is a balance whatever the voltages still do \[A\]: where a
/// limit leaves a bus all but floating, its voltage moves by rounding alone.
const BALANCED: f64 = 1e-7;
/// Conductance to ground of nodes that nothing else joins to it \[S\]: it keeps the matrix regular, and carries
/// nothing at the zero volts at which such nodes are.
const AFLOAT: f64 = 1e-9;
/// Matrices kept for reuse, one a rate.
const KEPT: usize = 5;

/// Conductances and matrix of all linear elements at one rate.
#[derive(Clone, Debug, Default)]
struct Linear {
    s: f64,
    stamp: u64,
    used: u64,
    series: Vec<f64>,
    capacitors: Vec<f64>,
    value: Vec<f64>,
}

/// What a stage works with and leaves behind.
#[derive(Clone, Debug, Default)]
pub(super) struct Stage {
    linear: Vec<Linear>,
    /// Changes whenever a gate moves.
    pub stamp: u64,
    clock: u64,
    value: Vec<f64>,
    balance: Vec<f64>,
    series_hold: Vec<f64>,
    /// Currents \[A\].
    pub series: Vec<f64>,
    /// Currents \[A\].
    pub capacitors: Vec<f64>,
    /// Currents \[A\].
    pub loads: Vec<f64>,
    load_slope: Vec<f64>,
    /// Powers of loads as tracked \[W\].
    pub power: Vec<f64>,
    /// Voltage, current and linearisation of devices.
    pub devices: Vec<Memory>,
    /// Share of all loads that is asked; below one only while a steady state is looked for.
    pub load_share: f64,
    /// Places of nodes that nothing joins to ground; a change of it needs a new stamp.
    pub afloat: Vec<usize>,
    /// Iterations so far.
    pub iterations: u64,
}

/// When and how fast: the rate 1/τ and the time of a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    /// 1/τ \[1/s\].
    pub s: f64,
    /// Time \[s\].
    pub time: f64,
    /// True when the steady state is asked for: devices see s = 0.
    pub steady: bool,
}

/// What a stage reads.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub circuit: &'a Circuit,
    pub plan: &'a Plan,
    pub inputs: &'a Inputs,
    /// Which gates conduct.
    pub closed: &'a [bool],
}

impl Frame<'_> {
    pub fn conducts(&self, gate: Option<u32>) -> bool {
        gate.is_none_or(|g| self.closed[g as usize])
    }
}

impl Stage {
    pub fn new(circuit: &Circuit, plan: &Plan) -> Self {
        let ends = plan.place.len();
        Self {
            value: vec![0.0; plan.symbolic.len()],
            balance: vec![0.0; ends.max(plan.free + 1)],
            series_hold: vec![0.0; circuit.series.len()],
            series: vec![0.0; circuit.series.len()],
            capacitors: vec![0.0; circuit.capacitors.len()],
            loads: vec![0.0; circuit.loads.len()],
            load_slope: vec![0.0; circuit.loads.len()],
            power: vec![0.0; circuit.loads.len()],
            devices: vec![Memory::default(); circuit.devices.len()],
            load_share: 1.0,
            ..Self::default()
        }
    }

    /// Solves a stage from states `base`; `v` holds a guess of all voltages and then the solution,
    /// `x` the states.
    pub fn solve(
        &mut self,
        frame: &Frame<'_>,
        moment: Moment,
        base: &[f64],
        v: &mut [f64],
        x: &mut [f64],
    ) -> Result<(), CircuitFault> {
        let plan = frame.plan;
        v[plan.free] = 0.0;
        for fixed in &frame.circuit.fixed {
            v[plan.place[fixed.node as usize] as usize] =
                frame.inputs.value(fixed.voltage, moment.time);
        }
        let at = At {
            s: if moment.steady { 0.0 } else { moment.s },
            time: moment.time,
            inputs: frame.inputs,
            base,
        };
        let linear = self.linear(frame, moment.s);
        self.hold(frame, moment, base);
        self.powers(frame, &at);
        let curved = !self.loads.is_empty() || !self.devices.is_empty();
        let limit = if self.devices.is_empty() { NEAR } else { CLOSE };
        for _ in 0..MOST {
            self.iterations += 1;
            self.currents(frame, &at, linear, v);
            let free = &self.balance[..plan.free];
            let unbalanced = free.iter().fold(0.0f64, |m, i| m.max(i.abs()));
            self.value.copy_from_slice(&self.linear[linear].value);
            self.stamps(frame);
            let moved = self.correct(frame, linear, v);
            let apart = self.follow(frame, v);
            if !moved.is_finite() {
                break;
            }
            let still = moved <= limit || unbalanced <= BALANCED;
            if !curved || (still && apart <= CLOSE) {
                self.states(frame, &at, v, x);
                return Ok(());
            }
        }
        Err(CircuitFault::NoBalance {
            time: moment.time,
            node: self.worst(frame),
        })
    }

    /// The name of the node whose last correction was largest.
    fn worst(&self, frame: &Frame<'_>) -> String {
        let size = |node: &usize| {
            let d = self.balance[frame.plan.place[*node] as usize].abs();
            if d.is_nan() { f64::INFINITY } else { d }
        };
        let free = |node: &usize| (frame.plan.place[*node] as usize) < frame.plan.free;
        let worst = (0..frame.circuit.nodes.len())
            .filter(free)
            .max_by(|a, b| size(a).total_cmp(&size(b)));
        worst.map_or_else(String::new, |node| frame.circuit.nodes[node].clone())
    }

    /// Index of the linear part at rate `s`, made when it is not there.
    fn linear(&mut self, frame: &Frame<'_>, s: f64) -> usize {
        self.clock += 1;
        let (clock, stamp) = (self.clock, self.stamp);
        if let Some(k) = self
            .linear
            .iter()
            .position(|l| l.s == s && l.stamp == stamp)
        {
            self.linear[k].used = clock;
            return k;
        }
        let k = if self.linear.len() < KEPT {
            self.linear.push(Linear::default());
            self.linear.len() - 1
        } else {
            let oldest = (0..KEPT).min_by_key(|&k| self.linear[k].used);
            oldest.unwrap_or(0)
        };
        let plan = frame.plan;
        let linear = &mut self.linear[k];
        (linear.s, linear.stamp, linear.used) = (s, stamp, clock);
        linear.series.clear();
        linear.capacitors.clear();
        linear.value.clear();
        linear.value.resize(plan.symbolic.len(), 0.0);
        for (n, e) in frame.circuit.series.iter().enumerate() {
            let r = if frame.conducts(e.gate) {
                e.resistance
            } else {
                e.open_resistance
            };
            let g = 1.0 / (r + s * e.inductance);
            linear.series.push(g);
            plan.series.stamp(n, g, &mut linear.value);
        }
        for (n, c) in frame.circuit.capacitors.iter().enumerate() {
            let g = s * c.capacitance / (1.0 + c.resistance * s * c.capacitance);
            linear.capacitors.push(g);
            plan.capacitors.stamp(n, g, &mut linear.value);
        }
        for &place in &self.afloat {
            linear.value[place] += AFLOAT;
        }
        k
    }

    /// Conductances of series elements and capacitors at rate `s`, which was solved before.
    pub fn conductances(&self, s: f64) -> (&[f64], &[f64]) {
        let kept = self
            .linear
            .iter()
            .find(|l| l.s == s && l.stamp == self.stamp);
        kept.map_or((&[], &[]), |l| (&l.series, &l.capacitors))
    }

    /// The matrix of the latest solution at rate `s`.
    pub fn matrix(&self, frame: &Frame<'_>, s: f64) -> Vec<f64> {
        let kept = self
            .linear
            .iter()
            .find(|l| l.s == s && l.stamp == self.stamp);
        let mut value = kept.map_or_else(Vec::new, |l| l.value.clone());
        for (n, g) in self.load_slope.iter().enumerate() {
            frame.plan.loads.stamp(n, *g, &mut value);
        }
        for (n, m) in self.devices.iter().enumerate() {
            frame.plan.devices.stamp(n, m.g, &mut value);
        }
        value
    }

    /// What series elements hold against the voltage: s·L·i* − e.
    fn hold(&mut self, frame: &Frame<'_>, moment: Moment, base: &[f64]) {
        for (n, e) in frame.circuit.series.iter().enumerate() {
            let emf = e.emf.map_or(0.0, |w| frame.inputs.value(w, moment.time));
            self.series_hold[n] = moment.s * e.inductance * base[n] - emf;
        }
    }

    /// Powers of loads, which do not depend on voltages.
    fn powers(&mut self, frame: &Frame<'_>, at: &At<'_>) {
        let first = frame.plan.layout.loads;
        for (n, load) in frame.circuit.loads.iter().enumerate() {
            let on = frame.conducts(load.gate);
            let asked = at.inputs.value(load.power, at.time).max(load.least);
            let power = match &load.tracking {
                Some(t) => t.lag.stage(at.s, at.base[first + n], asked).0,
                None => asked,
            };
            self.power[n] = if on { self.load_share * power } else { 0.0 };
        }
    }

    /// Currents at `v`, and their sums at all nodes.
    fn currents(&mut self, frame: &Frame<'_>, at: &At<'_>, linear: usize, v: &[f64]) {
        let plan = frame.plan;
        let linear = &self.linear[linear];
        self.balance.fill(0.0);
        for n in 0..plan.series.len() {
            let i = linear.series[n] * (plan.series.across(n, v) + self.series_hold[n]);
            self.series[n] = i;
            plan.series.carry(n, i, &mut self.balance);
        }
        for &place in &self.afloat {
            self.balance[place] -= AFLOAT * v[place];
        }
        let states = &at.base[plan.layout.capacitors..];
        for n in 0..plan.capacitors.len() {
            let i = linear.capacitors[n] * (plan.capacitors.across(n, v) - states[n]);
            self.capacitors[n] = i;
            plan.capacitors.carry(n, i, &mut self.balance);
        }
        for (n, load) in frame.circuit.loads.iter().enumerate() {
            let (i, slope) = load.law.per_watt(plan.loads.across(n, v));
            self.loads[n] = self.power[n] * i;
            self.load_slope[n] = self.power[n] * slope;
            plan.loads.carry(n, self.loads[n], &mut self.balance);
        }
        for (n, d) in frame.circuit.devices.iter().enumerate() {
            let u = plan.devices.across(n, v);
            let partner = partner(&d.law).map_or_else(Memory::default, |p| self.devices[p]);
            let (i, g) = if frame.conducts(d.gate) {
                let first = plan.device_state[n];
                device::linearise(&d.law, at, first, u, &self.devices[n], &partner)
            } else {
                (0.0, 0.0)
            };
            self.devices[n].i = i;
            self.devices[n].g = g;
            plan.devices.carry(n, i, &mut self.balance);
        }
    }

    fn stamps(&mut self, frame: &Frame<'_>) {
        let plan = frame.plan;
        for (n, g) in self.load_slope.iter().enumerate() {
            plan.loads.stamp(n, *g, &mut self.value);
        }
        for (n, m) in self.devices.iter().enumerate() {
            plan.devices.stamp(n, m.g, &mut self.value);
        }
    }

    /// Solves for the correction, applies it to voltages and currents, and returns its largest entry.
    fn correct(&mut self, frame: &Frame<'_>, linear: usize, v: &mut [f64]) -> f64 {
        let plan = frame.plan;
        let free = plan.free;
        // A negative pivot is no fault here: constant power is a negative conductance.
        let _ = plan
            .symbolic
            .solve(&mut self.value, &mut self.balance[..=free]);
        self.balance[free..].fill(0.0);
        let mut moved = 0.0f64;
        for (v, d) in v[..free].iter_mut().zip(&self.balance) {
            *v += d;
            moved = if d.is_finite() {
                moved.max(d.abs())
            } else {
                f64::INFINITY
            };
        }
        let (d, linear) = (&self.balance, &self.linear[linear]);
        for (n, i) in self.series.iter_mut().enumerate() {
            *i += linear.series[n] * plan.series.across(n, d);
        }
        for (n, i) in self.capacitors.iter_mut().enumerate() {
            *i += linear.capacitors[n] * plan.capacitors.across(n, d);
        }
        for (n, i) in self.loads.iter_mut().enumerate() {
            *i += self.load_slope[n] * plan.loads.across(n, d);
        }
        for (n, m) in self.devices.iter_mut().enumerate() {
            m.i += m.g * plan.devices.across(n, d);
        }
        moved
    }

    /// Moves the points of linearisation; returns how far the worst was off.
    fn follow(&mut self, frame: &Frame<'_>, v: &[f64]) -> f64 {
        let mut apart = 0.0f64;
        for (n, d) in frame.circuit.devices.iter().enumerate() {
            let u = frame.plan.devices.across(n, v);
            let m = &mut self.devices[n];
            let i = m.i;
            apart = apart.max(device::follow(&d.law, u, i, m));
        }
        apart
    }

    /// States at the end of the stage.
    fn states(&self, frame: &Frame<'_>, at: &At<'_>, v: &[f64], x: &mut [f64]) {
        let (plan, layout) = (frame.plan, frame.plan.layout);
        x[..layout.capacitors].copy_from_slice(&self.series);
        for (n, c) in frame.circuit.capacitors.iter().enumerate() {
            x[layout.capacitors + n] =
                plan.capacitors.across(n, v) - c.resistance * self.capacitors[n];
        }
        x[layout.loads..layout.devices].copy_from_slice(&self.power);
        for (n, d) in frame.circuit.devices.iter().enumerate() {
            let m = &self.devices[n];
            device::states(&d.law, at, plan.device_state[n], m.v, m.i, x);
        }
    }
}

/// The device whose output power an input delivers.
fn partner(law: &crate::model::electrical::circuit::Law) -> Option<usize> {
    match law {
        crate::model::electrical::circuit::Law::Input { output, .. } => Some(*output as usize),
        _ => None,
    }
}
