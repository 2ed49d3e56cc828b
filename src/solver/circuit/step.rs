//! One step of the averaged dynamics, and its error by halving.
//!
//! The implicit midpoint rule is a stage of half the step followed by a reflection:
//!
//! ```text
//! X = x₀ + (h/2)·f(t + h/2, X),   x₁ = 2X − x₀                                              (1)
//! ```
//! It keeps the energy of every storage (see [`super::ledger`]), but neither does it damp what is
//! faster than the step. After a switching some steps are therefore taken with the L-stable method
//! of Alexander, two stages of rate 1/(γh):
//!
//! ```text
//! X₁ = x₀ + γh·f(X₁),   x₁ = x₀ + (1−γ)h·f(X₁) + γh·f(x₁),   γ = 1 − 1/√2                   (2)
//! ```
//!
//! # References
//! - Hairer & Wanner, *Solving ODEs II*, 2nd ed. (1996), §IV.6.
//! - Alexander, SIAM J. Numer. Anal. 14 (1977) 1006: (2).

use super::error::CircuitFault;
use super::ledger::{Energies, quadratic};
use super::pair::Pair;
use super::plan::Plan;
use super::stage::{Frame, Moment, Stage};
use crate::model::electrical::circuit::Circuit;

/// γ of (2).
const GAMMA: f64 = 1.0 - std::f64::consts::FRAC_1_SQRT_2;

/// How a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Implicit midpoint.
    Midpoint,
    /// Gauss's pair of stages, of order four.
    Gauss,
    /// The L-stable pair of stages.
    LStable,
}

impl Method {
    /// Order of its error over a window.
    pub fn order(self) -> i32 {
        match self {
            Self::Midpoint | Self::LStable => 2,
            Self::Gauss => 4,
        }
    }
}

/// Voltages at recent stages, by which the next are guessed.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    time: [f64; 3],
    v: [Vec<f64>; 3],
    known: usize,
}

impl Trail {
    /// Forgets what was before a corner; `v` stays as a guess.
    pub fn restart(&mut self, time: f64, v: &[f64]) {
        self.known = 0;
        self.note(time, v);
    }

    /// Notes the voltages of a stage.
    pub fn note(&mut self, time: f64, v: &[f64]) {
        self.time.rotate_right(1);
        self.v.rotate_right(1);
        self.time[0] = time;
        self.v[0].clear();
        self.v[0].extend_from_slice(v);
        self.known = (self.known + 1).min(3);
    }

    /// The polynomial through what is known, at `time`.
    pub fn guess(&self, time: f64, v: &mut [f64]) {
        let [t0, t1, t2] = self.time;
        let distinct = t0 != t1 && t1 != t2 && t0 != t2;
        let weight = match self.known {
            3 if distinct => [
                (time - t1) * (time - t2) / ((t0 - t1) * (t0 - t2)),
                (time - t0) * (time - t2) / ((t1 - t0) * (t1 - t2)),
                (time - t0) * (time - t1) / ((t2 - t0) * (t2 - t1)),
            ],
            2 | 3 if t0 != t1 => [(time - t1) / (t0 - t1), (time - t0) / (t1 - t0), 0.0],
            0 => return,
            _ => [1.0, 0.0, 0.0],
        };
        if weight[1] == 0.0 && weight[2] == 0.0 {
            v.copy_from_slice(&self.v[0]);
        } else if weight[2] == 0.0 {
            for ((v, a), b) in v.iter_mut().zip(&self.v[0]).zip(&self.v[1]) {
                *v = weight[0] * a + weight[1] * b;
            }
        } else {
            let [a, b, c] = &self.v;
            for (((v, a), b), c) in v.iter_mut().zip(a).zip(b).zip(c) {
                *v = weight[0] * a + weight[1] * b + weight[2] * c;
            }
        }
    }
}

/// Vectors that a step works with.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    v: Vec<f64>,
    x: Vec<f64>,
    base: Vec<f64>,
    pub trail: Trail,
    /// Gauss's method, where the circuit allows it.
    pub pair: Option<Pair>,
}

impl Scratch {
    pub fn new(circuit: &Circuit, plan: &Plan) -> Self {
        let (places, states) = (plan.place.len().max(plan.free + 1), plan.layout.len);
        Self {
            pair: Pair::new(circuit, plan),
            v: vec![0.0; places],
            x: vec![0.0; states],
            base: vec![0.0; states],
            trail: Trail::default(),
        }
    }
}

/// A step from `x0` at `time`, of length `h`.
#[derive(Clone, Copy)]
pub(super) struct Leap<'a> {
    pub method: Method,
    pub time: f64,
    pub h: f64,
    pub x0: &'a [f64],
}

impl Leap<'_> {
    /// Takes the step: states at its end in `x1`, its energies added to `energies` where they are
    /// asked for.
    pub fn take(
        self,
        frame: &Frame<'_>,
        stage: &mut Stage,
        scratch: &mut Scratch,
        x1: &mut [f64],
        energies: Option<&mut Energies>,
    ) -> Result<(), CircuitFault> {
        match (self.method, &mut scratch.pair) {
            (Method::Gauss, Some(pair)) => {
                pair.take(&self, frame, stage, &mut scratch.trail, x1, energies)
            }
            (Method::Midpoint | Method::Gauss, _) => {
                self.midpoint(frame, stage, scratch, x1, energies)
            }
            (Method::LStable, _) => self.l_stable(frame, stage, scratch, x1, energies),
        }
    }

    fn midpoint(
        self,
        frame: &Frame<'_>,
        stage: &mut Stage,
        scratch: &mut Scratch,
        x1: &mut [f64],
        energies: Option<&mut Energies>,
    ) -> Result<(), CircuitFault> {
        let moment = Moment {
            s: 2.0 / self.h,
            time: self.time + 0.5 * self.h,
            steady: false,
        };
        let Scratch { v, x, trail, .. } = scratch;
        trail.guess(moment.time, v);
        stage.solve(frame, moment, self.x0, v, x)?;
        trail.note(moment.time, v);
        if let Some(e) = energies {
            e.add(frame, stage, v, x, self.h, moment.time);
        }
        for ((x1, x), x0) in x1.iter_mut().zip(&*x).zip(self.x0) {
            *x1 = 2.0 * x - x0;
        }
        Ok(())
    }

    fn l_stable(
        self,
        frame: &Frame<'_>,
        stage: &mut Stage,
        scratch: &mut Scratch,
        x1: &mut [f64],
        mut energies: Option<&mut Energies>,
    ) -> Result<(), CircuitFault> {
        let Scratch {
            v, x, base, trail, ..
        } = scratch;
        let mut moment = Moment {
            s: 1.0 / (GAMMA * self.h),
            time: self.time + GAMMA * self.h,
            steady: false,
        };
        trail.guess(moment.time, v);
        stage.solve(frame, moment, self.x0, v, x)?;
        if let Some(e) = energies.as_deref_mut() {
            e.add(frame, stage, v, x, (1.0 - GAMMA) * self.h, moment.time);
            for ((b, x), x0) in base.iter_mut().zip(&*x).zip(self.x0) {
                *b = (x - x0) / GAMMA;
            }
            e.method += (1.0 - GAMMA) * (3.0 * GAMMA - 1.0) * quadratic(frame, base);
        }
        for ((b, x), x0) in base.iter_mut().zip(&*x).zip(self.x0) {
            *b = x0 + (1.0 - GAMMA) / GAMMA * (x - x0);
        }
        moment.time = self.time + self.h;
        stage.solve(frame, moment, base, v, x)?;
        trail.note(moment.time, v);
        x1.copy_from_slice(x);
        if let Some(e) = energies {
            e.add(frame, stage, v, x, GAMMA * self.h, moment.time);
            for (b, x) in base.iter_mut().zip(&*x) {
                *b = (x - *b) / GAMMA;
            }
            e.method += GAMMA * GAMMA * quadratic(frame, base);
        }
        Ok(())
    }
}
