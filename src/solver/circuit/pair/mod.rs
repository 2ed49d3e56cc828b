//! Two stages at once: Gauss's method of order four.
//!
//! ```text
//! Xᵢ = x₀ + h·Σⱼ aᵢⱼ·f(t + cⱼh, Xⱼ),   x₁ = x₀ + √3·(X₂ − X₁),   c = ½ ∓ √3/6              (1)
//! ```
//! The inverse of (aᵢⱼ) has the eigenvalues μ = 3 ± j√3. In its eigenvectors the pair is one complex
//! number Y = X₁ − j·X₂/β with β = 2 + √3, and every linear element is what it is at one stage, for
//! the complex rate s = μ/h:
//!
//! ```text
//! R-L    I = (V − E + s·L·i₀·τ)/(R + s·L)        τ = 1 − j/β                               (2)
//! C      I = (V − u₀·τ)/(R + 1/(s·C))                                                      (3)
//! load   i = i(v*) + g·(v − v*), with the same g at both stages                            (4)
//! ```
//! The method keeps the energy of every storage as the midpoint rule does (Cooper 1987), so that the
//! ledger closes to round-off. Factors are kept over steps of one length: g in (4) is that of the
//! time of factorisation and Newton's method is a simplified one.
//!
//! # Validity
//! Circuits whose memory is in inductors and capacitors alone: no devices, no loads that follow
//! their power with a lag.
//!
//! # References
//! - Hairer & Wanner, *Solving ODEs II*, 2nd ed. (1996), §IV.5, IV.8: collocation, transformation of
//!   the stages.
//! - Cooper, IMA J. Numer. Anal. 7 (1987) 1: conservation of quadratic invariants.

mod factors;
mod number;

use super::error::CircuitFault;
use super::ledger::Energies;
use super::plan::Plan;
use super::stage::{Frame, Stage};
use super::step::{Leap, Trail};
use crate::kernels::complex::Complex;
use crate::model::electrical::circuit::Circuit;
use crate::physics::electrical::zip_load::ZipLoad;
use factors::Factors;
use number::{ROOT, both, change, pack, unpack};

/// Stages as shares of the step.
const SHARE: [f64; 2] = [0.5 - ROOT / 6.0, 0.5 + ROOT / 6.0];
/// Iterations after which slopes of loads are taken anew.
const STALE: usize = 3;
/// Most iterations.
const MOST: usize = 30;
/// Factors kept, one a length of step.
const KEPT: usize = 6;

/// What a pair of stages works with.
#[derive(Clone, Debug, Default)]
pub(super) struct Pair {
    /// Largest current of a load off its law \[A\].
    off: f64,
    kept: Vec<Factors>,
    clock: u64,
    laws: Vec<ZipLoad>,
    /// Series elements with an electromotive force: element and input.
    driven: Vec<(u32, u32)>,
    /// Series resistances of capacitors.
    series_resistance: Vec<f64>,
    balance: Vec<Complex>,
    volts: Vec<Complex>,
    guess: [Vec<f64>; 2],
    series: Vec<Complex>,
    capacitors: Vec<Complex>,
    powers: Vec<[f64; 2]>,
    /// Currents of loads: linearised, and by their law.
    loads: Vec<[f64; 2]>,
    drawn: Vec<[f64; 2]>,
}

impl Pair {
    /// Room for `circuit`, where this method can solve it; loads are on their law to `off` \[A\].
    pub fn new(circuit: &Circuit, plan: &Plan) -> Option<Self> {
        let lags = circuit.loads.iter().any(|l| l.tracking.is_some());
        if lags || !circuit.devices.is_empty() {
            return None;
        }
        let places = plan.place.len().max(plan.free + 1);
        let (series, loads) = (&circuit.series, circuit.loads.len());
        let emf = |(n, w): (usize, Option<u32>)| w.map(|w| (n as u32, w));
        Some(Self {
            off: 0.0,
            laws: circuit.loads.iter().map(|l| l.law).collect(),
            driven: (series.iter().map(|e| e.emf).enumerate())
                .filter_map(emf)
                .collect(),
            series_resistance: circuit.capacitors.iter().map(|c| c.resistance).collect(),
            balance: vec![Complex::ZERO; places],
            volts: vec![Complex::ZERO; places],
            guess: [vec![0.0; places], vec![0.0; places]],
            series: vec![Complex::ZERO; series.len()],
            capacitors: vec![Complex::ZERO; circuit.capacitors.len()],
            powers: vec![[0.0; 2]; loads],
            loads: vec![[0.0; 2]; loads],
            drawn: vec![[0.0; 2]; loads],
            ..Self::default()
        })
    }

    /// Sets how far a load's current may be off its law \[A\].
    pub fn allow(&mut self, off: f64) {
        self.off = off;
    }

    /// Takes the step `leap`: states at its end in `x1`, its energies added where asked for.
    pub fn take(
        &mut self,
        leap: &Leap<'_>,
        frame: &Frame<'_>,
        stage: &mut Stage,
        trail: &mut Trail,
        x1: &mut [f64],
        energies: Option<&mut Energies>,
    ) -> Result<(), CircuitFault> {
        let time = SHARE.map(|c| leap.time + c * leap.h);
        for (time, guess) in time.into_iter().zip(&mut self.guess) {
            trail.guess(time, guess);
        }
        self.given(frame, stage.load_share, time);
        let kept = self.factors(frame, leap.h, stage.stamp);
        self.start(frame, leap.x0, kept, time);
        self.iterate(frame, stage, kept, time[0])?;
        self.finish(frame, leap, x1);
        self.unpack(frame);
        for (time, v) in time.into_iter().zip(&self.guess) {
            trail.note(time, v);
        }
        if let Some(e) = energies {
            for k in 0..2 {
                self.show(stage, k);
                e.add(frame, stage, &self.guess[k], x1, 0.5 * leap.h, time[k]);
            }
        }
        Ok(())
    }

    /// Voltages of set nodes and powers of loads.
    fn given(&mut self, frame: &Frame<'_>, share: f64, time: [f64; 2]) {
        let (plan, inputs) = (frame.plan, frame.inputs);
        for (guess, time) in self.guess.iter_mut().zip(time) {
            guess[plan.free] = 0.0;
            for fixed in &frame.circuit.fixed {
                guess[plan.place[fixed.node as usize] as usize] = inputs.value(fixed.voltage, time);
            }
        }
        for (power, load) in self.powers.iter_mut().zip(&frame.circuit.loads) {
            let on = if frame.conducts(load.gate) {
                share
            } else {
                0.0
            };
            *power = time.map(|t| on * inputs.value(load.power, t).max(load.least));
        }
    }

    /// Index of the factors for steps of length `h`.
    fn factors(&mut self, frame: &Frame<'_>, h: f64, stamp: u64) -> usize {
        self.clock += 1;
        let found = self.kept.iter().position(|f| f.h == h && f.stamp == stamp);
        let k = found.unwrap_or_else(|| {
            if self.kept.len() < KEPT {
                self.kept.push(Factors::default());
                self.kept.len() - 1
            } else {
                (0..KEPT).min_by_key(|&k| self.kept[k].used).unwrap_or(0)
            }
        });
        self.kept[k].used = self.clock;
        if found.is_none() {
            (self.kept[k].h, self.kept[k].stamp) = (h, stamp);
            self.kept[k].conductances(frame);
            self.slopes(frame.plan, k);
        }
        k
    }

    /// Takes slopes of loads at the present guess into factors `k`.
    fn slopes(&mut self, plan: &Plan, k: usize) {
        let guess = &self.guess;
        let each = self.laws.iter().zip(&self.powers).enumerate();
        let kept = &mut self.kept[k];
        kept.loads.clear();
        kept.loads.extend(each.map(|(n, (law, power))| {
            let slope = |k: usize| power[k] * law.per_watt(plan.loads.across(n, &guess[k])).1;
            0.5 * (slope(0) + slope(1))
        }));
        kept.factorise(plan);
    }

    /// Solves for voltages with loads linearised at the guess.
    ///
    /// Voltages are subtracted before they meet a conductance: at short steps conductances are so
    /// large that currents would be rounding otherwise.
    fn start(&mut self, frame: &Frame<'_>, x0: &[f64], kept: usize, time: [f64; 2]) {
        let (plan, f) = (frame.plan, &self.kept[kept]);
        let guess = self.guess[0].iter().zip(&self.guess[1]);
        for (v, (a, b)) in self.volts.iter_mut().zip(guess) {
            *v = pack([*a, *b]);
        }
        self.balance.fill(Complex::ZERO);
        let (volts, balance) = (&self.volts, &mut self.balance[..plan.free]);
        let own = f.series.iter().zip(x0);
        for (n, (i, (own, x0))) in self.series.iter_mut().zip(own).enumerate() {
            *i = own.g * (plan.series.across_pair(n, volts) + own.hold * *x0);
        }
        for &(n, w) in &self.driven {
            let emf = pack(time.map(|t| frame.inputs.value(w, t)));
            self.series[n as usize] -= f.series[n as usize].g * emf;
        }
        let states = &x0[plan.layout.capacitors..];
        for (n, (i, (g, u))) in (self.capacitors.iter_mut())
            .zip(f.capacitors.iter().zip(states))
            .enumerate()
        {
            *i = *g * (plan.capacitors.across_pair(n, volts) - both(*u));
        }
        plan.series.carry_pairs(&self.series, balance);
        plan.capacitors.carry_pairs(&self.capacitors, balance);
        let laws = self.laws.iter().zip(&self.powers);
        for (n, ((law, power), i)) in laws.zip(&mut self.loads).enumerate() {
            let v = [0, 1].map(|k: usize| plan.loads.across(n, &self.guess[k]));
            *i = [0, 1].map(|k: usize| power[k] * law.per_watt(v[k]).0);
            plan.loads.carry_pair(n, pack(*i), balance);
        }
        self.correct(plan, kept);
    }

    /// Solves for the present balance: voltages, and currents of all elements, follow.
    fn correct(&mut self, plan: &Plan, kept: usize) {
        let f = &self.kept[kept];
        f.solve(plan, &mut self.balance);
        self.balance[plan.free..].fill(Complex::ZERO);
        let moved = &self.balance;
        for (v, d) in self.volts[..plan.free].iter_mut().zip(moved) {
            *v += *d;
        }
        for (n, (i, own)) in self.series.iter_mut().zip(&f.series).enumerate() {
            *i += own.g * plan.series.across_pair(n, moved);
        }
        for (n, (i, g)) in self.capacitors.iter_mut().zip(&f.capacitors).enumerate() {
            *i += *g * plan.capacitors.across_pair(n, moved);
        }
        for (n, (i, g)) in self.loads.iter_mut().zip(&f.loads).enumerate() {
            let d = unpack(plan.loads.across_pair(n, moved));
            *i = [i[0] + g * d[0], i[1] + g * d[1]];
        }
    }

    /// Corrects until every load draws what its law says.
    fn iterate(
        &mut self,
        frame: &Frame<'_>,
        stage: &mut Stage,
        kept: usize,
        time: f64,
    ) -> Result<(), CircuitFault> {
        let plan = frame.plan;
        for round in 1..=MOST {
            stage.iterations += 1;
            let worst = self.mismatch(plan);
            if worst <= self.off {
                return Ok(());
            }
            if !worst.is_finite() {
                break;
            }
            std::mem::swap(&mut self.loads, &mut self.drawn);
            if round % STALE == 0 {
                self.unpack(frame);
                self.slopes(plan, kept);
            }
            self.correct(plan, kept);
        }
        Err(CircuitFault::NoBalance {
            time,
            node: self.lowest(frame),
        })
    }

    /// What the loads' law says at the present voltages, and what that leaves unbalanced; returns the
    /// largest difference \[A\], infinite where one is no number.
    fn mismatch(&mut self, plan: &Plan) -> f64 {
        self.balance.fill(Complex::ZERO);
        let balance = &mut self.balance[..plan.free];
        let (mut worst, mut sum) = (0.0f64, 0.0);
        let laws = self.laws.iter().zip(&self.powers);
        let currents = self.loads.iter().zip(&mut self.drawn);
        for (n, ((law, power), (had, drawn))) in laws.zip(currents).enumerate() {
            let v = unpack(plan.loads.across_pair(n, &self.volts));
            *drawn = [0, 1].map(|k: usize| power[k] * law.per_watt(v[k]).0);
            let off = [drawn[0] - had[0], drawn[1] - had[1]];
            worst = worst.max(off[0].abs()).max(off[1].abs());
            sum += off[0] + off[1];
            plan.loads.carry_pair(n, pack(off), balance);
        }
        if sum.is_finite() {
            worst
        } else {
            f64::INFINITY
        }
    }

    /// Name of the node of the load with the lowest voltage.
    fn lowest(&self, frame: &Frame<'_>) -> String {
        let v = |n: usize| frame.plan.loads.across_pair(n, &self.volts).re;
        let loads = 0..frame.circuit.loads.len();
        let lowest = loads.min_by(|a, b| v(*a).total_cmp(&v(*b)));
        lowest.map_or_else(String::new, |n| {
            let node = frame.circuit.loads[n].ends.from;
            frame.circuit.nodes[node as usize].clone()
        })
    }

    /// States at the end of the step.
    fn finish(&self, frame: &Frame<'_>, leap: &Leap<'_>, x1: &mut [f64]) {
        let (plan, layout) = (frame.plan, frame.plan.layout);
        for ((x1, i), x0) in x1.iter_mut().zip(&self.series).zip(leap.x0) {
            *x1 = x0 + change(*i - both(*x0));
        }
        let (x0, x1) = (&leap.x0[layout.capacitors..], &mut x1[layout.capacitors..]);
        let capacitors = self.capacitors.iter().zip(&self.series_resistance);
        for (n, ((x1, x0), (i, r))) in x1.iter_mut().zip(x0).zip(capacitors).enumerate() {
            let across = plan.capacitors.across_pair(n, &self.volts);
            *x1 = x0 + change(across - both(*x0) - *i * *r);
        }
        let loads = layout.loads - layout.capacitors;
        for (x1, [a, b]) in x1[loads..].iter_mut().zip(&self.powers) {
            // The straight line through both stages at the end of the step.
            *x1 = a + (b - a) * (1.0 - SHARE[0]) / (SHARE[1] - SHARE[0]);
        }
    }

    /// Voltages of both stages as real numbers.
    fn unpack(&mut self, frame: &Frame<'_>) {
        let [first, second] = &mut self.guess;
        let both = first.iter_mut().zip(second);
        for ((a, b), y) in both.zip(&self.volts[..frame.plan.free]) {
            [*a, *b] = unpack(*y);
        }
    }

    /// Shows the currents of stage `k` to the ledger.
    fn show(&self, stage: &mut Stage, k: usize) {
        for (i, y) in stage.series.iter_mut().zip(&self.series) {
            *i = unpack(*y)[k];
        }
        for (i, y) in stage.capacitors.iter_mut().zip(&self.capacitors) {
            *i = unpack(*y)[k];
        }
        for (i, pair) in stage.loads.iter_mut().zip(&self.loads) {
            *i = pair[k];
        }
    }
}
