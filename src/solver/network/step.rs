//! One Newton step, eqs. (3) of the module, with a line search where it overshoots.

use super::evaluate::falls;
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
/// How often flows are made solenoidal after what should be the last step: where laws are so steep that
/// rounding of flows shows in heads, that is left to the end.
const CLOSINGS: u32 = 2;
/// Evaluations a line search may take.
const TRIES: u32 = 12;

/// Where an iteration starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stage {
    /// How many went before since it was begun.
    pub iteration: u32,
    /// Whether the first started from rated flows.
    pub cold: bool,
    /// Largest residual \[Pa\].
    pub head: f64,
    /// Whether that is small enough, so that only balances are left to be closed.
    pub close: bool,
    /// Whether they are to be closed along the tree.
    pub settle: bool,
}

impl Workspace {
    /// One Newton step; returns the largest residual after it and how often laws were evaluated.
    pub(super) fn iterate(&mut self, h: &Hydraulics, net: &Network, from: Stage) -> (f64, u32) {
        let Stage {
            iteration, close, ..
        } = from;
        let strict = iteration >= STRICT_FROM;
        let joint = strict && !net.held.is_empty();
        let before = if joint {
            self.old_slope.copy_from_slice(&self.slope);
            self.unsolved(net)
        } else {
            0.0
        };
        self.assemble(net);
        net.matrix.solve(&mut self.value, &mut self.right);
        let n = net.unknowns();
        self.right[n..].fill(0.0);
        if !net.held.is_empty() {
            self.couple(net);
        }
        for (p, dp) in self.potential[..n].iter_mut().zip(&self.right[..n]) {
            *p += dp;
        }
        self.step_flows(net, from);
        // The first step is not searched along.
        let descent = if iteration == 0 {
            0.0
        } else {
            dot(&self.residual, &self.step)
        };
        std::mem::swap(&mut self.slope, &mut self.old_slope);
        let head = self.evaluate(h, net);
        // The first step makes the flows solenoidal; only from then on is the content defined. A step that has only
        // balances to close is taken whole: a part of it would leave them open, and what it changes in the content is
        // less than its rounding.
        if iteration == 0 || close {
            return (head, 1);
        }
        let (head, tries) = if joint {
            self.damp(h, net, [before, head])
        } else {
            self.shorten(h, net, strict || net.strict, [descent, head])
        };
        (head, 1 + tries)
    }

    /// Moves flows by what the step of potentials in `right` makes of them, bent where laws are smooth; after what should be
    /// the last step, and where steps do not balance them, they are made solenoidal.
    fn step_flows(&mut self, net: &Network, from: Stage) {
        let Stage {
            iteration,
            cold,
            head,
            settle,
            ..
        } = from;
        // The first step of a cold start is too long to be bent.
        let free = net.held.is_empty();
        let bent = free && !net.strict && (iteration > 0 || !cold);
        let left = if bent {
            self.bend(net, iteration > 0)
        } else {
            self.advance(net);
            f64::INFINITY
        };
        self.add_extra(net);
        let last = bent && self.refine(net, head, left);
        self.take_step(iteration > 0);
        let smooth = last && self.closings < CLOSINGS;
        self.closings += u32::from(smooth);
        self.closed = smooth || settle;
        if self.closed {
            self.close_balances(net);
        }
    }

    /// The steps of flows that the step of potentials in `right` makes, and the residuals at the old flows and the new
    /// potentials.
    fn advance(&mut self, net: &Network) {
        for run in net.shelves.runs() {
            let chains = run.chains.clone();
            let moved = &mut self.moved[chains.clone()];
            falls(&net.ends[chains.clone()], &self.right, moved);
            let columns = [&self.moved[chains.clone()], &self.yielding[chains.clone()]];
            let step = &mut self.step[chains.clone()];
            advance(columns, &mut self.residual[chains], step);
        }
    }

    /// Moves flows by their steps; keeps what they were if the step may be searched along.
    fn take_step(&mut self, searched: bool) {
        let n = self.step.len();
        if searched {
            self.start.copy_from_slice(&self.chain[..n]);
        }
        add(&self.step, &mut self.chain[..n]);
    }

    /// Searches along the step just made, from a content that fell by `descent` to a largest residual of `head`
    /// \[Pa\], where it overshoots; returns the largest residual and how often laws were evaluated again.
    fn shorten(
        &mut self,
        h: &Hydraulics,
        net: &Network,
        strict: bool,
        [descent, head]: [f64; 2],
    ) -> (f64, u32) {
        if self.derivative(strict) <= OVERSHOOT * descent {
            return (head, 0);
        }
        self.closed = false;
        self.search(h, net, strict, descent)
    }

    fn assemble(&mut self, net: &Network) {
        self.right[..self.supply.len()].copy_from_slice(&self.supply);
        let (diagonal, lower) = self.value.split_at_mut(net.unknowns());
        (net.meetings).gather(&self.moved, &self.yielding, &mut self.right, diagonal);
        for (joint, &chain) in lower.iter_mut().zip(&net.joints) {
            *joint = -self.yielding[chain as usize];
        }
        for &[chain, joint] in &net.more_joints {
            lower[joint as usize] -= self.yielding[chain as usize];
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

/// Adds `fall` to residuals; the steps that these make to flows.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn advance([fall, y]: [&[f64]; 2], residual: &mut [f64], step: &mut [f64]) {
    let n = fall.len();
    let (y, residual, step) = (&y[..n], &mut residual[..n], &mut step[..n]);
    for c in 0..n {
        residual[c] += fall[c];
        step[c] = y[c] * residual[c];
    }
}

/// Adds `a` to `b`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(super) fn add(a: &[f64], b: &mut [f64]) {
    for (b, a) in b.iter_mut().zip(a) {
        *b += a;
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
    total(sum) + rest
}

/// Sum of eight partial sums in a fixed order.
#[inline(always)]
pub(super) fn total([a, b, c, d, e, f, g, h]: [f64; 8]) -> f64 {
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}
