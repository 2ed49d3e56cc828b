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

impl Workspace {
    /// Evaluates all laws, sums them along chains and returns the largest residual of eq. (1) [Pa],
    /// NaN where one is.
    pub(super) fn evaluate(&mut self, h: &Hydraulics, net: &Network) -> f64 {
        self.rows.evaluate(h, net, &self.chain);
        let (drop, slope) = (&self.rows.drop[..], &self.rows.slope[..]);
        let potential = &self.potential[..];
        let mut steps = net.row_of_step.iter().zip(&net.sign_of_step);
        let chains = net.ends.iter().zip(&net.steps_of_chain).zip(&self.lift);
        let sums = self.slope.iter_mut().zip(&mut self.residual);
        for (((&[a, b], &count), &lift), (rise, residual)) in chains.zip(sums) {
            let (mut loss, mut sum) = (lift, 0.0);
            for (&row, &sign) in steps.by_ref().take(count as usize) {
                loss += sign * drop[row as usize];
                sum += slope[row as usize];
            }
            *rise = sum;
            *residual = potential[a as usize] - potential[b as usize] - loss;
        }
        if net.held.is_empty() {
            return largest(&self.residual);
        }
        let regulated = self.regulate(h, net);
        let most = largest(&self.residual);
        if regulated <= most { most } else { regulated }
    }

    /// One Newton step; returns the largest residual and how often laws were evaluated.
    pub(super) fn iterate(&mut self, h: &Hydraulics, net: &Network, iteration: u32) -> (f64, u32) {
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
        let right = &self.right[..];
        let flows = self.step.iter_mut().zip(&mut self.chain);
        let columns = self.residual.iter_mut().zip(&self.slope).zip(flows);
        let nodes = net.nodes_of_chain.iter();
        for (&[a, b], ((residual, &slope), (step, chain))) in nodes.zip(columns) {
            // Residual at the old flows and the new potentials.
            *residual += right[a as usize] - right[b as usize];
            *step = *residual / slope;
            *chain += *step;
        }
        self.add_extra(net);
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
        self.value.fill(0.0);
        self.right.copy_from_slice(&self.supply);
        let (value, right) = (&mut self.value[..], &mut self.right[..]);
        let columns = self.chain.iter().zip(&self.slope).zip(&self.residual);
        let places = net.nodes_of_chain.iter().zip(&net.places);
        for ((&[a, b], &[da, db, ab]), ((&chain, &slope), &residual)) in places.zip(columns) {
            let y = 1.0 / slope;
            let flow = chain + y * residual;
            value[da as usize] += y;
            value[db as usize] += y;
            value[ab as usize] -= y;
            right[a as usize] -= flow;
            right[b as usize] += flow;
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
            let share = share.clamp(low.0 + 0.02 * (high.0 - low.0), high.0);
            for c in 0..self.step.len() {
                self.chain[c] = self.start[c] + share * self.step[c];
            }
            let head = self.evaluate(h, net);
            let slope = self.derivative(strict);
            if slope.abs() <= ENOUGH * descent || tries == TRIES || head.is_nan() {
                return (head, tries);
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

/// Σ a·b, in eight partial sums of fixed order.
fn dot(a: &[f64], b: &[f64]) -> f64 {
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
fn largest(a: &[f64]) -> f64 {
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
