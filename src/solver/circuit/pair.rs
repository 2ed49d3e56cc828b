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

use super::error::CircuitFault;
use super::ledger::Energies;
use super::plan::{Branches, Plan};
use super::stage::{Frame, Stage};
use super::step::{Leap, Trail};
use crate::kernels::complex::Complex;
use crate::model::electrical::circuit::Circuit;

/// √3.
const ROOT: f64 = 1.732_050_807_568_877_2;
/// β.
const BETA: f64 = 2.0 + ROOT;
/// μ, the eigenvalue of the inverse of (aᵢⱼ).
const MU: Complex = Complex::new(3.0, ROOT);
/// Stages as shares of the step.
const SHARE: [f64; 2] = [0.5 - ROOT / 6.0, 0.5 + ROOT / 6.0];
/// Largest current of a load off its law \[A\].
const OFF: f64 = 1e-6;
/// Iterations after which slopes of loads are taken anew.
const STALE: usize = 3;
/// Most iterations.
const MOST: usize = 30;
/// Factors kept, one a length of step.
const KEPT: usize = 6;

/// One value at both stages.
#[inline(always)]
fn pack(first: f64, second: f64) -> Complex {
    Complex::new(first, second * (-1.0 / BETA))
}

/// A value that is the same at both stages.
#[inline(always)]
fn both(x: f64) -> Complex {
    pack(x, x)
}

/// The value at stage `k`.
#[inline(always)]
fn unpack(y: Complex, k: usize) -> f64 {
    if k == 0 { y.re } else { -BETA * y.im }
}

/// √3·(X₂ − X₁).
#[inline(always)]
fn change(y: Complex) -> f64 {
    -ROOT * (BETA * y.im + y.re)
}

/// Matrix of one length of step, factorised.
#[derive(Clone, Debug, Default)]
struct Factors {
    h: f64,
    stamp: u64,
    used: u64,
    /// 1/(R + s·L), and s·L·τ over it: the current that i₀ drives.
    series: Vec<[Complex; 2]>,
    /// The like of capacitors: conductance, and current that u₀ drives.
    capacitors: Vec<[Complex; 2]>,
    /// g of (4).
    loads: Vec<f64>,
    value: Vec<Complex>,
}

/// What a pair of stages works with.
#[derive(Clone, Debug, Default)]
pub(super) struct Pair {
    kept: Vec<Factors>,
    clock: u64,
    balance: Vec<Complex>,
    volts: Vec<Complex>,
    guess: [Vec<f64>; 2],
    /// Currents of series elements and capacitors, in pairs.
    series: Vec<Complex>,
    capacitors: Vec<Complex>,
    /// Powers of loads and their linearised currents at both stages.
    powers: [Vec<f64>; 2],
    loads: [Vec<f64>; 2],
    /// What the loads' law says.
    drawn: [Vec<f64>; 2],
}

impl Pair {
    /// Room for `circuit`, where this method can solve it.
    pub fn new(circuit: &Circuit, plan: &Plan) -> Option<Self> {
        let lags = circuit.loads.iter().any(|l| l.tracking.is_some());
        if lags || !circuit.devices.is_empty() {
            return None;
        }
        let places = plan.place.len().max(plan.free + 1);
        let reals = |n: usize| [vec![0.0; n], vec![0.0; n]];
        Some(Self {
            balance: vec![Complex::ZERO; places],
            volts: vec![Complex::ZERO; places],
            guess: reals(places),
            series: vec![Complex::ZERO; circuit.series.len()],
            capacitors: vec![Complex::ZERO; circuit.capacitors.len()],
            powers: reals(circuit.loads.len()),
            loads: reals(circuit.loads.len()),
            drawn: reals(circuit.loads.len()),
            ..Self::default()
        })
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
        for k in 0..2 {
            trail.guess(time[k], &mut self.guess[k]);
            self.given(frame, stage.load_share, time[k], k);
        }
        let kept = self.factors(frame, leap.h, stage.stamp);
        self.start(frame, leap.x0, kept, time);
        self.iterate(frame, stage, kept, time[0])?;
        self.finish(frame, leap, kept, x1);
        self.unpack(frame);
        for k in 0..2 {
            trail.note(time[k], &self.guess[k]);
        }
        if let Some(e) = energies {
            for k in 0..2 {
                self.show(stage, k);
                e.add(frame, stage, &self.guess[k], x1, 0.5 * leap.h, time[k]);
            }
        }
        Ok(())
    }

    /// Voltages of set nodes and powers of loads at stage `k`.
    fn given(&mut self, frame: &Frame<'_>, share: f64, time: f64, k: usize) {
        let (plan, inputs) = (frame.plan, frame.inputs);
        self.guess[k][plan.free] = 0.0;
        for fixed in &frame.circuit.fixed {
            self.guess[k][plan.place[fixed.node as usize] as usize] =
                inputs.value(fixed.voltage, time);
        }
        for (power, load) in self.powers[k].iter_mut().zip(&frame.circuit.loads) {
            let on = frame.conducts(load.gate);
            let asked = inputs.value(load.power, time).max(load.least);
            *power = if on { share * asked } else { 0.0 };
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
            self.conductances(frame, k);
            self.factorise(frame, k);
        }
        k
    }

    fn conductances(&mut self, frame: &Frame<'_>, k: usize) {
        let f = &mut self.kept[k];
        let s = MU * (1.0 / f.h);
        let tau = both(1.0);
        f.series.clear();
        f.series.extend(frame.circuit.series.iter().map(|e| {
            let on = frame.conducts(e.gate);
            let r = if on { e.resistance } else { e.open_resistance };
            if r.is_infinite() {
                return [Complex::ZERO; 2];
            }
            let sl = s * e.inductance;
            let g = (Complex::real(r) + sl).inverse();
            [g, g * sl * tau]
        }));
        f.capacitors.clear();
        f.capacitors
            .extend(frame.circuit.capacitors.iter().map(|c| {
                let sc = s * c.capacitance;
                let g = sc / (Complex::real(1.0) + sc * c.resistance);
                [g, -(g * tau)]
            }));
    }

    /// Takes slopes of loads at the present guess and factorises.
    fn factorise(&mut self, frame: &Frame<'_>, k: usize) {
        let plan = frame.plan;
        let f = &mut self.kept[k];
        f.value.clear();
        f.value.resize(plan.symbolic.len(), Complex::ZERO);
        for (n, g) in f.series.iter().enumerate() {
            plan.series.stamp_pair(n, g[0], &mut f.value);
        }
        for (n, g) in f.capacitors.iter().enumerate() {
            plan.capacitors.stamp_pair(n, g[0], &mut f.value);
        }
        f.loads.clear();
        for (n, load) in frame.circuit.loads.iter().enumerate() {
            let slope = |k: usize| {
                self.powers[k][n] * load.law.per_watt(plan.loads.across(n, &self.guess[k])).1
            };
            let g = 0.5 * (slope(0) + slope(1));
            f.loads.push(g);
            plan.loads.stamp_pair(n, Complex::real(g), &mut f.value);
        }
        plan.symbolic.factor_complex(&mut f.value);
    }

    /// Solves for voltages with loads linearised at the guess.
    fn start(&mut self, frame: &Frame<'_>, x0: &[f64], kept: usize, time: [f64; 2]) {
        let plan = frame.plan;
        let f = &self.kept[kept];
        self.balance.fill(Complex::ZERO);
        self.volts[..=plan.free].fill(Complex::ZERO);
        for place in plan.free + 1..plan.place.len() {
            self.volts[place] = pack(self.guess[0][place], self.guess[1][place]);
        }
        for (n, e) in frame.circuit.series.iter().enumerate() {
            let [g, own] = f.series[n];
            let mut across = plan.series.across_pair(n, &self.volts);
            if let Some(w) = e.emf {
                let emf = time.map(|t| frame.inputs.value(w, t));
                across -= pack(emf[0], emf[1]);
            }
            let i = g * across + own * x0[n];
            self.series[n] = i;
            plan.series.carry_pair(n, i, &mut self.balance);
        }
        let states = &x0[plan.layout.capacitors..];
        for n in 0..plan.capacitors.len() {
            let [g, own] = f.capacitors[n];
            let i = g * plan.capacitors.across_pair(n, &self.volts) + own * states[n];
            self.capacitors[n] = i;
            plan.capacitors.carry_pair(n, i, &mut self.balance);
        }
        for (n, load) in frame.circuit.loads.iter().enumerate() {
            let mut rest = [0.0; 2];
            for k in 0..2 {
                let v = plan.loads.across(n, &self.guess[k]);
                rest[k] = self.powers[k][n] * load.law.per_watt(v).0 - f.loads[n] * v;
                self.loads[k][n] = rest[k];
            }
            plan.loads
                .carry_pair(n, pack(rest[0], rest[1]), &mut self.balance);
        }
        self.correct(plan, kept);
        for n in 0..plan.loads.len() {
            let v = plan.loads.across_pair(n, &self.volts);
            for k in 0..2 {
                self.loads[k][n] += self.kept[kept].loads[n] * unpack(v, k);
            }
        }
    }

    /// Adds the solution for the present balance to the voltages of free nodes.
    fn correct(&mut self, plan: &Plan, kept: usize) {
        let free = plan.free;
        plan.symbolic
            .solve_complex(&self.kept[kept].value, &mut self.balance[..=free]);
        for (v, d) in self.volts[..free].iter_mut().zip(&self.balance) {
            *v += *d;
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
        let mut node = 0;
        for round in 1..=MOST {
            stage.iterations += 1;
            let (worst, load) = self.mismatch(frame);
            if worst <= OFF {
                return Ok(());
            }
            node = frame.circuit.loads[load].ends.from as usize;
            if !worst.is_finite() {
                break;
            }
            std::mem::swap(&mut self.loads, &mut self.drawn);
            if round % STALE == 0 {
                self.unpack(frame);
                self.factorise(frame, kept);
            }
            self.correct(plan, kept);
            self.balance[plan.free..].fill(Complex::ZERO);
            for n in 0..plan.loads.len() {
                let d = plan.loads.across_pair(n, &self.balance);
                for k in 0..2 {
                    self.loads[k][n] += self.kept[kept].loads[n] * unpack(d, k);
                }
            }
        }
        Err(CircuitFault::NoBalance {
            time,
            node: frame.circuit.nodes[node].clone(),
        })
    }

    /// What the loads' law says at the present voltages, and what that leaves unbalanced: returns the
    /// largest difference \[A\] and whose it is.
    fn mismatch(&mut self, frame: &Frame<'_>) -> (f64, usize) {
        let plan = frame.plan;
        self.balance.fill(Complex::ZERO);
        let mut worst = (0.0f64, 0);
        for (n, load) in frame.circuit.loads.iter().enumerate() {
            let v = plan.loads.across_pair(n, &self.volts);
            let mut off = [0.0; 2];
            for k in 0..2 {
                let i = self.powers[k][n] * load.law.per_watt(unpack(v, k)).0;
                self.drawn[k][n] = i;
                off[k] = i - self.loads[k][n];
                // Written so that what is no number counts as the worst.
                if !(off[k].abs() <= worst.0) {
                    worst = (off[k].abs(), n);
                }
            }
            plan.loads
                .carry_pair(n, pack(off[0], off[1]), &mut self.balance);
        }
        worst
    }

    /// Currents at the solution and states at the end of the step.
    fn finish(&mut self, frame: &Frame<'_>, leap: &Leap<'_>, kept: usize, x1: &mut [f64]) {
        let (plan, f, free) = (frame.plan, &self.kept[kept], frame.plan.free);
        let layout = plan.layout;
        // Currents that set nodes and states drive are there already.
        let (balance, volts) = (&mut self.balance, &self.volts);
        balance[..free].copy_from_slice(&volts[..free]);
        balance[free..].fill(Complex::ZERO);
        for n in 0..plan.series.len() {
            self.series[n] += f.series[n][0] * plan.series.across_pair(n, balance);
            x1[n] = leap.x0[n] + change(self.series[n]);
        }
        for (n, c) in frame.circuit.capacitors.iter().enumerate() {
            self.capacitors[n] += f.capacitors[n][0] * plan.capacitors.across_pair(n, balance);
            let u = plan.capacitors.across_pair(n, volts) - self.capacitors[n] * c.resistance;
            let at = layout.capacitors + n;
            x1[at] = leap.x0[at] + change(u);
        }
        for n in 0..plan.loads.len() {
            let [a, b] = [self.powers[0][n], self.powers[1][n]];
            // The straight line through both stages at the end of the step.
            x1[layout.loads + n] = a + (b - a) * (1.0 - SHARE[0]) / (SHARE[1] - SHARE[0]);
        }
    }

    /// Voltages of both stages as real numbers.
    fn unpack(&mut self, frame: &Frame<'_>) {
        let free = frame.plan.free;
        for (k, guess) in self.guess.iter_mut().enumerate() {
            for (v, y) in guess[..free].iter_mut().zip(&self.volts) {
                *v = unpack(*y, k);
            }
        }
    }

    /// Shows the currents of stage `k` to the ledger.
    fn show(&self, stage: &mut Stage, k: usize) {
        for (i, y) in stage.series.iter_mut().zip(&self.series) {
            *i = unpack(*y, k);
        }
        for (i, y) in stage.capacitors.iter_mut().zip(&self.capacitors) {
            *i = unpack(*y, k);
        }
        stage.loads.copy_from_slice(&self.loads[k]);
    }
}

impl Branches {
    #[inline(always)]
    fn across_pair(&self, k: usize, v: &[Complex]) -> Complex {
        v[self.from[k] as usize] - v[self.to[k] as usize]
    }

    #[inline(always)]
    fn carry_pair(&self, k: usize, i: Complex, balance: &mut [Complex]) {
        balance[self.from[k] as usize] -= i;
        balance[self.to[k] as usize] += i;
    }

    fn stamp_pair(&self, k: usize, g: Complex, value: &mut [Complex]) {
        let [a, b, joint] = self.entries[k];
        value[a as usize] += g;
        value[b as usize] += g;
        value[joint as usize] -= g;
    }
}
