//! Laws of all links, summed along chains; a run of chains goes through all stages before the next, so that
//! what is written between them stays in the first cache.

use super::newton::Workspace;
use super::refine::of_run;
use super::shelves::Run;
use super::symbolic::Network;
use crate::model::hydraulic::Hydraulics;

impl Workspace {
    /// Evaluates all laws, sums them along chains and returns the largest residual of eq. (1) [Pa],
    /// NaN where one is.
    pub(super) fn evaluate(&mut self, h: &Hydraulics, net: &Network) -> f64 {
        self.rows.evaluate_others(h, net, &self.chain);
        let free = net.held.is_empty();
        let mut most = 0.0;
        for run in net.shelves.runs() {
            self.sum_run(h, net, run);
            let chains = run.chains.clone();
            reciprocals(&self.slope[chains.clone()], &mut self.yielding[chains]);
            let left = self.leave(net, run);
            most = worse(most, if free { left } else { 0.0 });
        }
        let blind = net.shelves.blind();
        if !blind.is_empty() {
            let flows = self.rows.run[0].iter_mut();
            (flows.zip(&self.rows.base[blind.clone()])).for_each(|(flow, base)| *flow = *base);
            self.rows.evaluate_pipes(h, blind);
        }
        if !free {
            most = self.regulate(h, net);
            reciprocals(&self.slope, &mut self.yielding);
            let columns = [&self.chain[..], &self.yielding, &self.residual];
            moved(columns, &mut self.moved[..net.flows()]);
            most = worse(most, largest(&self.residual));
        }
        most
    }

    /// Losses, slopes and bends of a run of chains.
    fn sum_run(&mut self, h: &Hydraulics, net: &Network, run: &Run) {
        let rows = &mut self.rows;
        let base = self.injected.then_some(&rows.base[..]);
        (net.shelves).pass(run, &self.chain, base, &mut rows.run[0]);
        rows.evaluate_pipes(h, run.pipes.clone());
        let chains = run.chains.clone();
        if self.level {
            self.loss[chains.clone()].fill(0.0);
        } else {
            self.loss[chains.clone()].copy_from_slice(&self.lift[chains.clone()]);
        }
        self.slope[chains.clone()].fill(0.0);
        self.refining.bend[chains].fill(0.0);
        let (loss, slope) = (&mut self.loss, &mut self.slope);
        let bend = &mut self.refining.bend;
        let [_, slopes, bends] = &rows.run;
        (net.shelves).add(run, &rows.drop, [slopes, bends], [loss, slope, bend]);
        for &[row, c] in &net.shelves.others[run.others.clone()] {
            let (row, c) = (row as usize, c as usize);
            let sign = net.sign_of_row[row];
            loss[c] += sign * rows.drop[row];
            slope[c] += rows.slope[row];
            bend[c] += sign * rows.bend[row];
        }
    }

    /// What eq. (1) leaves in a run of chains, and the flows ṁ + y·r; returns the largest residual [Pa].
    pub(super) fn leave(&mut self, net: &Network, run: &Run) -> f64 {
        let chains = run.chains.clone();
        let residual = &mut self.residual[chains.clone()];
        falls(&net.ends[chains.clone()], &self.potential, residual);
        let columns = of_run([&self.loss, &self.chain, &self.yielding], &chains);
        leave(columns, residual, &mut self.moved[chains])
    }
}

/// The larger of two magnitudes, NaN where one is.
pub(super) fn worse(a: f64, b: f64) -> f64 {
    if b <= a || a.is_nan() { a } else { b }
}

/// Differences of `potential` along chains.
pub(super) fn falls(ends: &[[u32; 2]], potential: &[f64], fall: &mut [f64]) {
    for (&[a, b], fall) in ends.iter().zip(fall) {
        *fall = potential[a as usize] - potential[b as usize];
    }
}

/// Subtracts `loss` from `residual`; ṁ + y·r of chains. Returns the largest residual.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn leave([loss, chain, y]: [&[f64]; 3], residual: &mut [f64], moved: &mut [f64]) -> f64 {
    let n = residual.len();
    let (loss, chain, y, moved) = (&loss[..n], &chain[..n], &y[..n], &mut moved[..n]);
    for c in 0..n {
        residual[c] -= loss[c];
        moved[c] = chain[c] + y[c] * residual[c];
    }
    greatest(residual)
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

/// Largest magnitude in `a`, NaN where there is one.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub(super) fn largest(a: &[f64]) -> f64 {
    greatest(a)
}

/// The same, to be part of another loop.
#[inline(always)]
pub(super) fn greatest(a: &[f64]) -> f64 {
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
