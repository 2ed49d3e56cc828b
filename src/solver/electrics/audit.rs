//! Evidence that a flow conserves energy, recomputed from quantities the sweep did not use for it.
//!
//! # Equations
//! Relative to what enters a row, the largest of
//!
//! ```text
//! |input − output − loss|                                                                  (1)
//! |output − Σ inputs of what it feeds|        (loads: what was asked for)                  (2)
//! |V·I − output|, |U·a·I + P₀ − input|       series elements: voltages times currents     (3)
//! |input − output − L(output)|                converters: the loss law anew                (4)
//! ```
//!
//! and for the whole tree what the sources give against all loads and losses.

use super::flow::PowerFlow;
use crate::kernels::sum::sum_of;
use crate::model::electrical::{PowerTree, ROOT, Run};

/// Largest disagreements found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Audit {
    /// Largest of (1) to (4) over all rows, relative to the row's input.
    pub residual: f64,
    /// Row where it stands (its name is in the tree).
    pub row: usize,
    /// Sources − loads − losses, relative to the sources.
    pub closure: f64,
}

impl Audit {
    fn keep(&mut self, flow: &PowerFlow, row: usize, watts: f64) {
        let relative = watts.abs() / flow.input[row].abs().max(1.0);
        if relative > self.residual || relative.is_nan() {
            (self.residual, self.row) = (relative, row);
        }
    }
}

/// Recomputes what is linear in powers, (1) and (2); `fed` is scratch of one value a row.
pub fn audit_sums(tree: &PowerTree, flow: &PowerFlow, loads: &[f64], fed: &mut [f64]) -> Audit {
    fed.fill(0.0);
    for (row, &up) in tree.parent.iter().enumerate() {
        if up != ROOT {
            fed[up as usize] += tree.per_feeder[row] * flow.input[row];
        }
    }
    for (&row, &watts) in tree.leaves.iter().zip(loads) {
        fed[row as usize] = watts;
    }
    let mut worst = Audit {
        residual: 0.0,
        row: 0,
        closure: closure(tree, flow, loads),
    };
    for row in 0..tree.len() {
        worst.keep(
            flow,
            row,
            flow.input[row] - flow.output[row] - flow.loss[row],
        );
        worst.keep(flow, row, flow.output[row] - fed[row]);
    }
    worst
}

/// Recomputes every balance, (1) to (4); `fed` is scratch of one value a row.
pub fn audit(tree: &PowerTree, flow: &PowerFlow, loads: &[f64], fed: &mut [f64]) -> Audit {
    let mut worst = audit_sums(tree, flow, loads, fed);
    for stage in &tree.stages {
        for run in &stage.runs {
            for row in run.rows.clone() {
                let loss = tree.units[run.unit].loss(flow.output[row], flow.on[row]);
                worst.keep(flow, row, flow.input[row] - flow.output[row] - loss);
            }
        }
        let forests = stage.forests.iter().flat_map(|forest| forest.rows.clone());
        for row in forests.chain(stage.lone.clone()) {
            let (volts, amps) = (flow.volts[row], flow.amps[row]);
            let above = flow.feeding_volts(tree, row);
            worst.keep(flow, row, volts * amps - flow.output[row]);
            let taken = above * tree.ratio[row] * amps + tree.shunt[row];
            worst.keep(flow, row, taken - flow.input[row]);
        }
    }
    worst
}

/// Sources − loads − losses, relative to the sources.
fn closure(tree: &PowerTree, flow: &PowerFlow, loads: &[f64]) -> f64 {
    let given: f64 = tree
        .sources
        .iter()
        .map(|row| tree.copies[*row as usize] * flow.input[*row as usize])
        .sum();
    let used = sum_of(tree.leaves.len(), |leaf| {
        tree.copies[tree.leaves[leaf] as usize] * loads[leaf]
    });
    let lost = sum_of(tree.len(), |row| tree.copies[row] * flow.loss[row]);
    (given - used - lost).abs() / given.max(1.0)
}

/// Converters of one kind, in the order of [`outside_tables`].
pub fn tables(tree: &PowerTree) -> impl Iterator<Item = &Run> {
    tree.stages.iter().flat_map(|stage| &stage.runs)
}

/// Calls `asked(kind, row, share, covered)` for every converter that delivers power: number of its kind in [`tables`],
/// its row, the power of a module over its rating, and whether the source of the loss table covers that.
pub fn outside_tables(
    tree: &PowerTree,
    flow: &PowerFlow,
    mut asked: impl FnMut(usize, usize, f64, bool),
) {
    for (kind, run) in tables(tree).enumerate() {
        let unit = &tree.units[run.unit];
        for row in run.rows.clone() {
            let (output, on) = (flow.output[row], flow.on[row]);
            if output > 0.0 {
                asked(
                    kind,
                    row,
                    output / (on * unit.rated),
                    unit.covers(output, on),
                );
            }
        }
    }
}

/// Share of its rating that `row` uses: conductors and breakers by current, transformers and all modules of a converter
/// by power. Modules that are off count: switching one on takes far less than a step.
#[inline]
pub fn loading(tree: &PowerTree, flow: &PowerFlow, row: usize) -> f64 {
    let by_current = flow.amps[row] / tree.rated_current[row];
    by_current.max(flow.output[row] / tree.rated[row])
}

/// Calls `over(row, loading)` for every row that uses more than its rating.
pub fn overloads(tree: &PowerTree, flow: &PowerFlow, mut over: impl FnMut(usize, f64)) {
    for row in 0..tree.len() {
        let used = loading(tree, flow, row);
        if used > 1.0 {
            over(row, used);
        }
    }
}
