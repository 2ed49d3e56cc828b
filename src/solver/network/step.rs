//! One Newton step, eqs. (3) of the module, with a line search where it overshoots.

use super::newton::Workspace;
use super::symbolic::Network;
use crate::model::hydraulic::Hydraulics;

/// Overshoot of the content's derivative that calls for a line search.
const OVERSHOOT: f64 = 2.0;
/// Share of the derivative at the start that a line search leaves.
const ENOUGH: f64 = 0.25;
/// Growth of a slope within one step that is a limit being met rather than a curve bending.
const LIMIT_MET: f64 = 1e3;
/// Iterations after which limits being met count as overshoot too, which makes convergence certain.
const STRICT_FROM: u32 = 15;
/// Evaluations a line search may take.
const TRIES: u32 = 12;

/// Where an iteration starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stage {
    /// How many went before.
    pub iteration: u32,
    /// Whether the first started from rated flows.
    pub cold: bool,
    /// Largest residual \[Pa\].
    pub head: f64,
}

impl Workspace {
    /// Evaluates all laws, sums them along chains and returns the largest residual of eq. (1) [Pa],
    /// NaN where one is.
    pub(super) fn evaluate(&mut self, h: &Hydraulics, net: &Network) -> f64 {
        self.rows.evaluate(h, net, &self.chain);
        self.rows.bends(h);
        self.loss.copy_from_slice(&self.lift);
        let sums = [&mut self.loss[..], &mut self.slope, &mut self.refining.bend];
        self.rows.sum(net, sums);
        falls(&net.ends, &self.potential, &mut self.residual);
        subtract(&self.loss, &mut self.residual);
        if net.held.is_empty() {
            reciprocals(&self.slope, &mut self.yielding);
            return largest(&self.residual);
        }
        let regulated = self.regulate(h, net);
        reciprocals(&self.slope, &mut self.yielding);
        let most = largest(&self.residual);
        if regulated <= most { most } else { regulated }
    }

    /// One Newton step; returns the largest residual after it and how often laws were evaluated.
    pub(super) fn iterate(&mut self, h: &Hydraulics, net: &Network, from: Stage) -> (f64, u32) {
        self.assemble(net);
        net.matrix.solve(&mut self.value, &mut self.right);
        let none = net.matrix.no_place();
        self.right[none as usize] = 0.0;
        if !net.held.is_empty() {
            self.couple(net);
        }
        let n = net.unknowns();
        for (p, dp) in self.potential[..n].iter_mut().zip(&self.right[..n]) {
            *p += dp;
        }
        let c = net.flows();
        self.start.copy_from_slice(&self.chain[..c]);
        self.old_slope.copy_from_slice(&self.slope);
        falls(&net.nodes_of_chain, &self.right, &mut self.moved);
        // Residuals at the old flows and the new potentials.
        let columns = [&self.moved[..], &self.yielding];
        advance(columns, &mut self.residual, &mut self.step, &mut self.chain);
        self.add_extra(net);
        let Stage {
            iteration,
            cold,
            head,
        } = from;
        // The first step of a cold start is too long to be bent.
        if net.held.is_empty() && !net.strict && (iteration > 0 || !cold) {
            self.refine(net, head);
        }
        let descent = dot(&self.residual, &self.step);
        let head = self.evaluate(h, net);
        // The first step makes the flows solenoidal; only from then on is the content defined.
        let strict = iteration >= STRICT_FROM || net.strict;
        if iteration == 0 || self.derivative(strict) <= OVERSHOOT * descent {
            return (head, 1);
        }
        let (head, tries) = self.search(h, net, strict, descent);
        (head, 1 + tries)
    }

    fn assemble(&mut self, net: &Network) {
        let columns = [&self.chain[..], &self.yielding, &self.residual];
        moved(columns, &mut self.moved);
        self.right.copy_from_slice(&self.supply);
        let (diagonal, lower) = self.value.split_at_mut(net.unknowns());
        (net.meetings).gather(&self.moved, &self.yielding, &mut self.right, diagonal);
        lower.fill(0.0);
        let first = net.unknowns() as u32;
        for (&[_, _, joint], y) in net.places.iter().zip(&self.yielding) {
            lower[(joint - first) as usize] -= y;
        }
    }

    /// Derivative of the content along the step at the present flows; below zero it still falls.
    fn derivative(&self, strict: bool) -> f64 {
        if strict {
            return -dot(&self.residual, &self.step);
        }
        let slopes = self.slope.iter().zip(&self.old_slope);
        let works = self.residual.iter().zip(&self.step);
        let free = slopes
            .zip(works)
            .filter(|((new, old), _)| **new <= LIMIT_MET * **old);
        -free
            .map(|(_, (residual, step))| residual * step)
            .sum::<f64>()
    }

    /// Finds a share of the step at which the content's derivative nearly vanishes (Illinois);
    /// returns the largest residual there and the number of evaluations.
    fn search(&mut self, h: &Hydraulics, net: &Network, strict: bool, descent: f64) -> (f64, u32) {
        let (mut low, mut high) = ((0.0, -descent), (1.0, self.derivative(strict)));
        let mut last_rose = None;
        let mut tries = 0;
        loop {
            tries += 1;
            let share: f64 = low.0 - low.1 * (high.0 - low.0) / (high.1 - low.1);
            let share = if share.is_nan() {
                0.5 * (low.0 + high.0)
            } else {
                share.clamp(low.0 + 0.02 * (high.0 - low.0), high.0)
            };
            for c in 0..self.step.len() {
                self.chain[c] = self.start[c] + share * self.step[c];
            }
            let head = self.evaluate(h, net);
            let slope = self.derivative(strict);
            if slope.abs() <= ENOUGH * descent || tries == TRIES || head.is_nan() {
                return (head, tries);
            }
            if slope.is_nan() {
                return (f64::NAN, tries);
            }
            let rose = slope > 0.0;
            let weight = if last_rose == Some(rose) { 0.5 } else { 1.0 };
            if rose {
                high = (share, slope);
                low.1 *= weight;
            } else {
                low = (share, slope);
                high.1 *= weight;
            }
            last_rose = Some(rose);
        }
    }
}

/// Differences of `potential` along chains.
pub(super) fn falls(ends: &[[u32; 2]], potential: &[f64], fall: &mut [f64]) {
    for (&[a, b], fall) in ends.iter().zip(fall) {
        *fall = potential[a as usize] - potential[b as usize];
    }
}

/// Subtracts `loss` from `residual`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn subtract(loss: &[f64], residual: &mut [f64]) {
    for (residual, loss) in residual.iter_mut().zip(loss) {
        *residual -= loss;
    }
}

/// y = 1/Δp′.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn reciprocals(slope: &[f64], y: &mut [f64]) {
    for (y, slope) in y.iter_mut().zip(slope) {
        *y = 1.0 / slope;
    }
}

/// ṁ + y·r of chains.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn moved([chain, y, residual]: [&[f64]; 3], moved: &mut [f64]) {
    let n = moved.len();
    let (chain, y, residual) = (&chain[..n], &y[..n], &residual[..n]);
    for c in 0..n {
        moved[c] = chain[c] + y[c] * residual[c];
    }
}

/// Adds `fall` to residuals, and the steps that these make to flows.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn advance([fall, y]: [&[f64]; 2], residual: &mut [f64], step: &mut [f64], chain: &mut [f64]) {
    let n = fall.len();
    let (y, residual) = (&y[..n], &mut residual[..n]);
    let (step, chain) = (&mut step[..n], &mut chain[..n]);
    for c in 0..n {
        residual[c] += fall[c];
        step[c] = y[c] * residual[c];
        chain[c] += step[c];
    }
}

/// Σ a·b, in eight partial sums of fixed order.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sum = [0.0; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = a8.remainder().iter().zip(b8.remainder());
    let rest: f64 = rest.map(|(x, y)| x * y).sum();
    for (x, y) in a8.zip(b8) {
        for k in 0..8 {
            sum[k] += x[k] * y[k];
        }
    }
    let [a, b, c, d, e, f, g, h] = sum;
    ((a + b) + (c + d)) + ((e + f) + (g + h)) + rest
}

/// Largest magnitude in `a`, NaN where there is one.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(super) fn largest(a: &[f64]) -> f64 {
    let mut most = [0.0f64; 8];
    let mut poison = [0.0f64; 8];
    let chunks = a.chunks_exact(8);
    for (k, x) in chunks.remainder().iter().enumerate() {
        most[k] = x.abs();
        poison[k] = x * 0.0;
    }
    for x in chunks {
        for k in 0..8 {
            // A comparison passes over NaN, so it is caught by 0·x.
            most[k] = if x[k].abs() > most[k] {
                x[k].abs()
            } else {
                most[k]
            };
            poison[k] += x[k] * 0.0;
        }
    }
    let most = most.iter().fold(0.0f64, |m, x| m.max(*x));
    most + poison.iter().sum::<f64>()
}
