//! From the order of solution to columns.
//!
//! The stage of a node is the number of regulated nodes above it. Within a stage stand the loads, then
//! runs of equal converters (vector lanes of one loss table), then lone series elements between a
//! regulated feeder and its consumers (closed form), then trees of series elements (Newton), equal
//! shapes interleaved so that they are solved in lanes too.

use super::boundary::Boundary;
use super::build::{Device, Draft};
use super::order::{self, Stage};
use super::seat::Supply;
use super::tree::{PowerTree, ROOT};
use crate::physics::electrical::converter::Converter;

/// Columns of a checked tree; `order` has each node after its feeder.
pub(super) fn lay_out(
    drafts: &[Draft],
    parent: &[Option<usize>],
    order: &[usize],
    supply: &[Supply],
) -> PowerTree {
    let (units, unit_of) = distinct_units(drafts);
    let (sequence, stages) = order::sequence(drafts, parent, order, &unit_of);
    let mut rows = vec![0u32; drafts.len()];
    for (row, &i) in sequence.iter().enumerate() {
        rows[i] = row as u32;
    }
    columns(drafts, parent, supply, &sequence, rows, units, stages)
}

/// Converters without repetition and the index of each node's own.
fn distinct_units(drafts: &[Draft]) -> (Vec<Converter>, Vec<usize>) {
    let (mut units, mut index): (Vec<Converter>, Vec<usize>) = (Vec::new(), Vec::new());
    for draft in drafts {
        let own = match &draft.device {
            Device::Converter(unit) | Device::Motor(unit) => unit,
            _ => {
                index.push(usize::MAX);
                continue;
            }
        };
        let known = units.iter().position(|unit| unit == own);
        index.push(known.unwrap_or(units.len()));
        if known.is_none() {
            units.push(own.clone());
        }
    }
    (units, index)
}

/// Columns in row order.
fn columns(
    drafts: &[Draft],
    parent: &[Option<usize>],
    supply: &[Supply],
    sequence: &[usize],
    rows: Vec<u32>,
    units: Vec<Converter>,
    stages: Vec<Stage>,
) -> PowerTree {
    let n = drafts.len();
    let up = |i: &usize| parent[*i].map_or(ROOT, |p| rows[p]);
    let rows_of = |want: fn(&Device) -> bool| -> Vec<u32> {
        (0..n)
            .filter(|&i| want(&drafts[i].device))
            .map(|i| rows[i])
            .collect()
    };
    let units_of = |k: usize| (sequence.iter().map(|&i| f64::from(drafts[i].units[k]))).collect();
    let mut tree = PowerTree {
        names: sequence.iter().map(|&i| drafts[i].name.clone()).collect(),
        parent: sequence.iter().map(up).collect(),
        seat: sequence.iter().map(|&i| drafts[i].seat).collect(),
        volts: sequence.iter().map(|&i| supply[i].volts()).collect(),
        rated: vec![f64::INFINITY; n],
        rated_current: vec![f64::INFINITY; n],
        ratio: vec![1.0; n],
        resistance: vec![0.0; n],
        coefficient: vec![0.0; n],
        shunt: vec![0.0; n],
        parallel: units_of(0),
        systems: units_of(1),
        units,
        stages,
        leaves: rows_of(Device::is_leaf),
        conductors: rows_of(|d| matches!(d, Device::Busway(_))),
        sources: rows_of(|d| matches!(d, Device::Source)),
        lost: Vec::new(),
        boundary: Boundary::default(),
        copies: vec![1.0; n],
        per_feeder: vec![1.0; n],
        rows,
    };
    for (row, &i) in sequence.iter().enumerate() {
        fill(&mut tree, row, &drafts[i].device);
    }
    tree.boundary = Boundary::find(&tree.parent, &tree.seat);
    tree
}

/// Parameters of one row.
fn fill(tree: &mut PowerTree, row: usize, device: &Device) {
    match device {
        Device::Source | Device::Load => {}
        Device::Converter(unit) | Device::Motor(unit) => {
            tree.rated[row] = unit.capacity();
            tree.parallel[row] = unit.modules;
        }
        Device::Transformer(unit) => {
            tree.rated[row] = unit.rated;
            tree.ratio[row] = unit.ratio;
            tree.resistance[row] = unit.resistance;
            tree.shunt[row] = unit.no_load;
        }
        Device::Busway(unit) => {
            tree.resistance[row] = unit.resistance;
            tree.coefficient[row] = unit.coefficient;
            tree.rated_current[row] = unit.rated_current;
        }
        Device::Breaker(unit) => {
            tree.resistance[row] = unit.resistance;
            tree.rated_current[row] = unit.rated_current;
        }
    }
}
