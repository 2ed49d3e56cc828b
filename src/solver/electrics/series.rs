//! Trees of series elements below one regulated node: Newton's method with elimination from the leaves.
//!
//! # Equations
//! Linearised at V_k, a bus that takes W draws W/V ≈ 2W/V_k − (W/V_k²)·V. Going from the leaves to the
//! root, each element's current becomes a straight line in its feeder's voltage U,
//!
//! ```text
//! I = c − d·U,   c = C/π,   d = D·a/π,   π = 1 − D·R                                       (1)
//! ```
//!
//! with C and D summed over the bus and the elements it feeds; going back, V = a·U − R·I. The start is the
//! no-load voltage. From there Newton's iterates fall monotonely to the upper solution, because the bus
//! equations are convex in V and the elimination is that of an M-matrix; a pivot π that is not positive on
//! the way proves that there is no solution.
//!
//! # References
//! - Ortega & Rheinboldt, *Iterative Solution of Nonlinear Equations in Several Variables* (1970), 13.3:
//!   monotone convergence of Newton's method.
//! - Garcés, *Uniqueness of the power flow solutions in low voltage direct current grids*, EPSR 151 (2017):
//!   the upper solution of DC grids with constant-power loads.

use std::ops::Range;

use super::flow::{PowerEvent, PowerFlow};
use crate::model::electrical::PowerTree;

/// Largest last voltage step accepted, relative: the next one would be below its square over the
/// distance to collapse.
const TOLERANCE: f64 = 1e-9;
/// Newton halves the distance to the nose each pass before it converges quadratically; 60 passes reach
/// loads within 1e-16 of it.
const PASSES: usize = 60;

/// Solves one tree whose bus loads stand in `flow.output`, leaving its rows complete.
pub(super) fn solve(
    tree: &PowerTree,
    flow: &mut PowerFlow,
    rows: Range<usize>,
) -> Result<(), PowerEvent> {
    take(tree, flow, rows.clone());
    if !newton(tree, flow, rows.clone()) {
        let margin = margin(tree, flow, rows.clone());
        return Err(PowerEvent::Collapse {
            row: rows.end - 1,
            margin,
        });
    }
    let root = rows.end - 1;
    for row in rows {
        flow.free[row] += flow.taken[row] / flow.volts[row];
        let amps = flow.free[row];
        flow.amps[row] = amps;
        flow.loss[row] = tree.shunt[row] + flow.resistance[row] * amps * amps;
        flow.input[row] = flow.output[row] + flow.loss[row];
        if row != root {
            let up = tree.parent[row] as usize;
            flow.free[up] += tree.ratio[row] * amps;
            flow.output[up] += flow.input[row];
        }
    }
    Ok(())
}

/// Largest factor on the powers taken in a tree that has a solution, to 1e-12; infinite without
/// resistance or load. Uses the loads of the last solution.
pub(super) fn margin(tree: &PowerTree, flow: &mut PowerFlow, rows: Range<usize>) -> f64 {
    let volts = flow.volts[rows.clone()].to_vec();
    let taken = flow.taken[rows.clone()].to_vec();
    let mut holds = |factor: f64| {
        for (scaled, taken) in flow.taken[rows.clone()].iter_mut().zip(&taken) {
            *scaled = factor * taken;
        }
        newton(tree, flow, rows.clone())
    };
    let mut bracket = (0.0, 1.0);
    while holds(bracket.1) {
        bracket = (bracket.1, 2.0 * bracket.1);
        if bracket.1 > 1e12 {
            bracket.0 = f64::INFINITY;
            break;
        }
    }
    while bracket.1 - bracket.0 > 1e-12 * bracket.1 {
        let middle = 0.5 * (bracket.0 + bracket.1);
        if holds(middle) {
            bracket.0 = middle;
        } else {
            bracket.1 = middle;
        }
    }
    flow.volts[rows.clone()].copy_from_slice(&volts);
    flow.taken[rows].copy_from_slice(&taken);
    bracket.0
}

/// Power taken at each bus: its consumers and what the elements it feeds draw without load.
fn take(tree: &PowerTree, flow: &mut PowerFlow, rows: Range<usize>) {
    let root = rows.end - 1;
    flow.taken[rows.clone()].copy_from_slice(&flow.output[rows.clone()]);
    for row in rows.start..root {
        flow.taken[tree.parent[row] as usize] += tree.shunt[row];
    }
}

/// Voltages for `flow.taken`, from no load; `false` when there are none. Leaves `flow.free` at zero.
fn newton(tree: &PowerTree, flow: &mut PowerFlow, rows: Range<usize>) -> bool {
    for row in rows.clone().rev() {
        flow.volts[row] = tree.ratio[row] * flow.volts[tree.parent[row] as usize];
    }
    let mut state = Pass::Moving;
    let mut pass = 0;
    while state == Pass::Moving && pass < PASSES {
        state = match eliminate(tree, flow, rows.clone()) {
            true => substitute(tree, flow, rows.clone()),
            false => Pass::Collapsed,
        };
        pass += 1;
    }
    flow.free[rows].fill(0.0);
    state == Pass::Settled
}

/// How a pass ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    Moving,
    Settled,
    Collapsed,
}

/// From the leaves to the root: eq. (1). `false` at a pivot that is not positive.
fn eliminate(tree: &PowerTree, flow: &mut PowerFlow, rows: Range<usize>) -> bool {
    let (first, n) = (rows.start, rows.len());
    let (volts, taken) = (&flow.volts[rows.clone()], &flow.taken[rows.clone()]);
    let (free, slope) = (
        &mut flow.free[rows.clone()][..n],
        &mut flow.slope[rows.clone()][..n],
    );
    for i in 0..n {
        let inverse = 1.0 / volts[i];
        let draw = taken[i] * inverse;
        free[i] = 2.0 * draw;
        slope[i] = draw * inverse;
    }
    let (ratio, resistance) = (
        &tree.ratio[rows.clone()][..n],
        &flow.resistance[rows.clone()][..n],
    );
    let parent = &tree.parent[rows][..n];
    for i in 0..n {
        let pivot = 1.0 - slope[i] * resistance[i];
        if pivot.is_nan() || pivot <= 0.0 {
            return false;
        }
        let inverse = 1.0 / pivot;
        free[i] *= inverse;
        slope[i] *= ratio[i] * inverse;
        if i + 1 < n {
            let up = parent[i] as usize - first;
            free[up] += ratio[i] * free[i];
            slope[up] += ratio[i] * slope[i];
        }
    }
    true
}

/// From the root to the leaves: new voltages, and whether they still moved.
fn substitute(tree: &PowerTree, flow: &mut PowerFlow, rows: Range<usize>) -> Pass {
    let mut settled = true;
    for row in rows.rev() {
        let above = flow.volts[tree.parent[row] as usize];
        let amps = flow.free[row] - flow.slope[row] * above;
        let volts = tree.ratio[row] * above - flow.resistance[row] * amps;
        if volts.is_nan() || volts <= 0.0 {
            return Pass::Collapsed;
        }
        settled &= (volts - flow.volts[row]).abs() <= TOLERANCE * volts;
        flow.volts[row] = volts;
    }
    if settled { Pass::Settled } else { Pass::Moving }
}
