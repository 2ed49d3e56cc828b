//! What happens when one unit of a power tree is out: the N-1 question.
//!
//! Units side by side share the load. Of an element that stands alone everything below is dark; of several the others
//! carry on. Units of separate systems (2N, 4N/3) stand in one line with the units of their system above and below, so
//! that one that is lost takes these along.

use super::audit::loading;
use super::flow::{PowerEvent, PowerFlow};
use super::sweep::sweep;
use crate::model::electrical::{Meter, PowerTree, ROOT};

/// The tree without one unit of an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// Row of the element.
    pub row: usize,
    /// What the tree does without it.
    pub result: OutageResult,
}

/// How a tree fares, from bad to worse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OutageResult {
    /// All loads are carried.
    Carried {
        /// Highest loading of any element, as a share of what is left of its rating.
        loading: f64,
        /// Row of that element.
        loaded: usize,
        /// Loss of the whole tree \[W\].
        loss: f64,
    },
    /// There is no solution.
    Refused {
        /// Row of the element below which the voltage collapses.
        row: usize,
        /// Largest factor on the power taken through it.
        margin: f64,
    },
    /// Loads are dark.
    Dark {
        /// How many.
        loads: usize,
        /// Their power \[W\].
        watts: f64,
        /// What of it is IT \[W\].
        it: f64,
    },
}

/// Every single outage of an element that feeds something, in the order of rows; `flow` is the solution for `loads`.
pub fn all(tree: &PowerTree, flow: &PowerFlow, loads: &[f64]) -> Vec<Outage> {
    let fed = tree.parent.iter().filter(|up| **up != ROOT);
    let mut feeds = vec![false; tree.len()];
    fed.for_each(|up| feeds[*up as usize] = true);
    (0..tree.len())
        .filter(|&row| feeds[row] && tree.parent[row] != ROOT)
        .map(|row| Outage {
            row,
            result: without(tree, flow, loads, row),
        })
        .collect()
}

/// The worst of `outages`: most power dark, else least margin, else highest loading.
pub fn worst(outages: &[Outage]) -> Option<&Outage> {
    let rank = |outage: &Outage| match outage.result {
        OutageResult::Dark { watts, .. } => (2, watts),
        OutageResult::Refused { margin, .. } => (1, -margin),
        OutageResult::Carried { loading, .. } => (0, loading),
    };
    outages.iter().reduce(|a, b| {
        let (x, y) = (rank(a), rank(b));
        if x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).is_lt() {
            b
        } else {
            a
        }
    })
}

/// The tree without one unit of `row`.
fn without(tree: &PowerTree, flow: &PowerFlow, loads: &[f64], row: usize) -> OutageResult {
    let (mut rest, mut solved) = (tree.clone(), flow.clone());
    for taken in with_its_system(tree, row) {
        let units = tree.parallel[taken];
        let lost = match tree.systems[taken] {
            systems if systems > 1.0 => units / systems,
            _ => 1.0,
        };
        let left = 1.0 - lost / units;
        if left <= 0.0 {
            return dark(tree, flow, taken);
        }
        rest.rated[taken] *= left;
        rest.rated_current[taken] *= left;
        rest.shunt[taken] *= left;
        solved.resistance[taken] /= left;
        // Of converters: all that are left run, staged or not.
        solved.on[taken] = (units - lost).max(1.0);
    }
    match sweep(&rest, loads, &mut solved) {
        Ok(()) => carried(&rest, &solved),
        Err(PowerEvent::Collapse { row, margin }) => OutageResult::Refused { row, margin },
        Err(PowerEvent::Load { row, .. }) => OutageResult::Refused { row, margin: 0.0 },
    }
}

/// `row` and the rows above and below that belong to the same separate system without a gap.
fn with_its_system(tree: &PowerTree, row: usize) -> Vec<usize> {
    let systems = tree.systems[row];
    if systems <= 1.0 {
        return vec![row];
    }
    let same = |at: usize| tree.systems[at] == systems;
    let mut top = row;
    while tree.parent[top] != ROOT && same(tree.parent[top] as usize) {
        top = tree.parent[top] as usize;
    }
    let mut within = vec![false; tree.len()];
    within[top] = true;
    // Feeders stand in later rows.
    for at in (0..top).rev() {
        within[at] = same(at) && tree.parent[at] != ROOT && within[tree.parent[at] as usize];
    }
    (0..tree.len()).filter(|at| within[*at]).collect()
}

/// Loads below `row`.
fn dark(tree: &PowerTree, flow: &PowerFlow, row: usize) -> OutageResult {
    let mut below = vec![false; tree.len()];
    below[row] = true;
    for at in (0..row).rev() {
        below[at] = tree.parent[at] != ROOT && below[tree.parent[at] as usize];
    }
    let (mut loads, mut watts, mut it) = (0, 0.0, 0.0);
    for leaf in tree
        .leaves
        .iter()
        .map(|leaf| *leaf as usize)
        .filter(|leaf| below[*leaf])
    {
        loads += 1;
        watts += flow.output[leaf];
        if tree.boundary.owner[leaf] == Meter::It {
            it += flow.output[leaf];
        }
    }
    OutageResult::Dark { loads, watts, it }
}

fn carried(tree: &PowerTree, flow: &PowerFlow) -> OutageResult {
    let (mut most, mut loaded) = (0.0, 0);
    for row in 0..tree.len() {
        let share = loading(tree, flow, row);
        if share > most {
            (most, loaded) = (share, row);
        }
    }
    OutageResult::Carried {
        loading: most,
        loaded,
        loss: flow.loss.iter().sum(),
    }
}
