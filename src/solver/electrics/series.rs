//! Trees of series elements below regulated nodes: Newton's method with elimination from the leaves,
//! trees of one shape in lanes.
//!
//! # Equations
//! Linearised at V_k, a bus that takes W draws W/V ≈ 2W/V_k − (W/V_k²)·V. Going from the leaves to the
//! root, each element's current becomes a straight line in its no-load voltage E = a·V_feeder,
//!
//! ```text
//! I = c − d·E,   c = C/π,   d = D/π,   π = 1 − D·R                                         (1)
//! ```
//!
//! with C and D summed over the bus and the elements it feeds (a·c and a²·d of each); going back,
//! V = E − R·I. The start is the no-load voltage. From there Newton's iterates fall monotonely to the upper
//! solution, because the bus equations are convex in V and the elimination is that of an M-matrix; a pivot
//! π that is not positive on the way proves that there is no solution.
//!
//! # References
//! - Ortega & Rheinboldt, *Iterative Solution of Nonlinear Equations in Several Variables* (1970), 13.3:
//!   monotone convergence of Newton's method.
//! - Garcés, *Uniqueness of the power flow solutions in low voltage direct current grids*, EPSR 151 (2017):
//!   the upper solution of DC grids with constant-power loads.

use super::flow::{PowerEvent, PowerFlow};
use super::lanes;
use crate::model::electrical::{Forest, PowerTree, ROOT};

/// Largest last voltage step accepted, relative: the next one would be below its square over the
/// distance to collapse.
const TOLERANCE: f64 = 1e-9;
/// Newton halves the distance to the nose each pass before it converges quadratically; 60 passes reach
/// loads within 1e-16 of it.
const PASSES: usize = 60;

/// Solves the trees of a forest whose bus loads stand in `flow.output`, leaving its rows complete.
pub(super) fn solve(
    tree: &PowerTree,
    flow: &mut PowerFlow,
    forest: &Forest,
) -> Result<(), PowerEvent> {
    take(tree, flow, forest);
    if !newton(tree, flow, forest) {
        return Err(collapsed(tree, flow, forest));
    }
    let rows = forest.rows.clone();
    for row in rows.clone() {
        flow.amps[row] = flow.taken[row] / flow.volts[row];
    }
    let roots = rows.end - forest.lanes;
    for row in rows {
        let amps = flow.amps[row];
        flow.loss[row] = tree.shunt[row] + flow.resistance[row] * amps * amps;
        flow.input[row] = flow.output[row] + flow.loss[row];
        if row < roots {
            let up = tree.parent[row] as usize;
            flow.amps[up] += tree.ratio[row] * amps;
            flow.output[up] += flow.input[row];
        }
    }
    Ok(())
}

/// Largest factor on the powers taken in one tree of a forest that has a solution, to 1e-12; infinite
/// without resistance or load. Uses the loads of the last sweep and leaves them and voltages as they were.
pub(super) fn margin(flow: &mut PowerFlow, tree: &PowerTree, forest: &Forest, lane: usize) -> f64 {
    let rows = forest.rows.clone();
    let (volts, taken) = (
        flow.volts[rows.clone()].to_vec(),
        flow.taken[rows.clone()].to_vec(),
    );
    flow.taken[rows.clone()].fill(0.0);
    let mut holds = |factor: f64| {
        for at in (lane..rows.len()).step_by(forest.lanes) {
            flow.taken[rows.start + at] = factor * taken[at];
        }
        newton(tree, flow, forest)
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

/// The tree of the forest with the least margin.
fn collapsed(tree: &PowerTree, flow: &mut PowerFlow, forest: &Forest) -> PowerEvent {
    let (mut row, mut least) = (forest.rows.end - forest.lanes, f64::INFINITY);
    for lane in 0..forest.lanes {
        let margin = margin(flow, tree, forest, lane);
        if margin < least {
            (row, least) = (forest.rows.end - forest.lanes + lane, margin);
        }
    }
    PowerEvent::Collapse { row, margin: least }
}

/// Power taken at each bus: its consumers and what the elements it feeds draw without load.
fn take(tree: &PowerTree, flow: &mut PowerFlow, forest: &Forest) {
    let rows = forest.rows.clone();
    flow.taken[rows.clone()].copy_from_slice(&flow.output[rows.clone()]);
    for row in rows.start..rows.end - forest.lanes {
        flow.taken[tree.parent[row] as usize] += tree.shunt[row];
    }
}

/// Voltages for `flow.taken`, from no load; `false` when there are none.
fn newton(tree: &PowerTree, flow: &mut PowerFlow, forest: &Forest) -> bool {
    let (rows, width) = (forest.rows.clone(), forest.lanes);
    let circuit = lanes::Circuit {
        shape: &forest.shape,
        lanes: width,
        ratio: &tree.ratio[rows.clone()],
        resistance: &flow.resistance[rows.clone()],
        open: &flow.open[rows.end - width..rows.end],
    };
    let volts = &mut flow.volts[rows.clone()];
    let taken = &flow.taken[rows.clone()];
    let (free, slope) = (&mut flow.free[rows.clone()], &mut flow.slope[rows]);
    debug_assert_eq!(forest.shape.last(), Some(&ROOT));
    lanes::unloaded(&circuit, volts);
    for _ in 0..PASSES {
        if lanes::eliminate(&circuit, volts, taken, free, slope) <= 0.0 {
            return false;
        }
        let (moved, lowest) = lanes::substitute(&circuit, TOLERANCE, free, slope, volts);
        if lowest <= 0.0 {
            return false;
        }
        if moved <= 0.0 {
            return true;
        }
    }
    false
}
