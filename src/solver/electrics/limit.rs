//! How far the loads of a tree may grow before a voltage collapses.
//!
//! # Equations
//! With all loads times λ, every converter's input is its output and its loss at that, so that islands below it are
//! taken along: λ_max is the largest factor at which [`sweep`] has a solution, between two factors of which the lower
//! holds and the upper is refused, halved to 1e-13.
//!
//! Beyond its points a loss table goes on along its end tangent; where λ_max leads there, ratings have long been
//! passed, and it is the conductors' limit alone.

use super::flow::{PowerEvent, PowerFlow};
use super::sweep::sweep;
use crate::model::electrical::PowerTree;

/// Width of the last bracket, relative.
const HALVED: f64 = 1e-13;
/// Factor beyond which loads count as free to grow without limit.
const ENDLESS: f64 = 1e12;

/// How far loads may grow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Largest factor on all loads that has a solution.
    pub factor: f64,
    /// Row of the element below which the voltage collapses.
    pub row: usize,
}

/// Largest factor on `loads` \[W\] at the conductor temperatures of `flow` with all modules on; `None` where they may
/// grow without limit.
pub fn limit(tree: &PowerTree, flow: &PowerFlow, loads: &[f64]) -> Option<Limit> {
    let mut work = flow.clone();
    for run in tree.stages.iter().flat_map(|stage| &stage.runs) {
        work.on[run.rows.clone()].fill(tree.units[run.unit].modules);
    }
    let mut scaled = loads.to_vec();
    let mut refused = |factor: f64| {
        for (all, one) in scaled.iter_mut().zip(loads) {
            *all = factor * one;
        }
        match sweep(tree, &scaled, &mut work) {
            Ok(()) => None,
            Err(PowerEvent::Collapse { row, .. } | PowerEvent::Load { row, .. }) => Some(row),
        }
    };
    let (mut low, mut high) = (0.0, 1.0);
    let mut row = loop {
        match refused(high) {
            Some(row) => break row,
            None if high > ENDLESS => return None,
            None => (low, high) = (high, 2.0 * high),
        }
    };
    while high - low > HALVED * high {
        let middle = 0.5 * (low + high);
        match refused(middle) {
            Some(found) => (high, row) = (middle, found),
            None => low = middle,
        }
    }
    Some(Limit { factor: low, row })
}
