//! Finds the order of solution: islands from the chips to the meter, equal laws side by side.
//!
//! The stage of a node is the number of regulated nodes above it. Within a stage stand the loads, then
//! runs of equal converters (vector lanes of one loss table), then lone series elements between a
//! regulated feeder and its consumers (closed form), then trees of series elements (Newton), each with
//! its leaves first.

use std::collections::BTreeMap;
use std::ops::Range;

use super::boundary::Boundary;
use super::build::{Device, Draft};
use super::seat::Supply;
use super::tree::{PowerTree, ROOT};
use crate::physics::electrical::converter::Converter;

/// Rows that share one converter law.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Index in [`PowerTree::units`].
    pub unit: usize,
    /// The rows.
    pub rows: Range<usize>,
}

/// Rows whose inputs hang on the same generation of islands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// Loads: what enters is what is used.
    pub loads: Range<usize>,
    /// Converters and motors.
    pub runs: Vec<Run>,
    /// Lone series elements.
    pub lone: Range<usize>,
    /// Trees of series elements, leaves first, the last row fed by a regulated node.
    pub trees: Vec<Range<usize>>,
    /// Sources.
    pub sources: Range<usize>,
}

/// Where a node stands; the derived order is the order of rows within a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Load,
    Run(usize),
    Lone,
    Tree(usize),
    Source,
}

/// Columns of a checked tree; `order` has each node after its feeder.
pub(super) fn lay_out(
    drafts: &[Draft],
    parent: &[Option<usize>],
    order: &[usize],
    supply: &[Supply],
) -> PowerTree {
    let (units, unit_of) = distinct_units(drafts);
    let (stage, rank) = stages_and_ranks(drafts, parent, order);
    let slot = slots(drafts, parent, order, &unit_of);
    let mut sequence: Vec<usize> = (0..drafts.len()).collect();
    // Deep stages first; within a tree leaves (high rank) first, elsewhere consumers in feeder order.
    sequence.sort_by_key(|&i| {
        let within = match slot[i] {
            Slot::Tree(_) => usize::MAX - rank[i],
            _ => rank[i],
        };
        (usize::MAX - stage[i], slot[i], within)
    });
    let mut rows = vec![0u32; drafts.len()];
    for (row, &i) in sequence.iter().enumerate() {
        rows[i] = row as u32;
    }
    let keys: Vec<(usize, Slot)> = sequence.iter().map(|&i| (stage[i], slot[i])).collect();
    columns(
        drafts,
        parent,
        supply,
        &sequence,
        rows,
        units,
        stages(&keys),
    )
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

/// Number of regulated nodes above each node, and its rank among nodes read from the roots.
fn stages_and_ranks(
    drafts: &[Draft],
    parent: &[Option<usize>],
    order: &[usize],
) -> (Vec<usize>, Vec<usize>) {
    let mut stage = vec![0; drafts.len()];
    for &i in order {
        if let Some(up) = parent[i] {
            stage[i] = stage[up] + usize::from(drafts[up].device.is_regulated());
        }
    }
    // Consumers follow the order of their feeders, so that chains lie parallel in memory.
    let mut rank = vec![0; drafts.len()];
    let mut depth = vec![0; drafts.len()];
    for &i in order {
        depth[i] = parent[i].map_or(0, |up| depth[up] + 1);
    }
    let mut next = 0;
    let mut level: Vec<usize> = order.iter().copied().filter(|&i| depth[i] == 0).collect();
    while !level.is_empty() {
        for &i in &level {
            rank[i] = next;
            next += 1;
        }
        let below = depth[level[0]] + 1;
        let mut children: Vec<usize> = order
            .iter()
            .copied()
            .filter(|&i| depth[i] == below)
            .collect();
        children.sort_by_key(|&i| parent[i].map(|up| rank[up]));
        level = children;
    }
    (stage, rank)
}

/// Slot of each node within its stage.
fn slots(
    drafts: &[Draft],
    parent: &[Option<usize>],
    order: &[usize],
    unit_of: &[usize],
) -> Vec<Slot> {
    let series_parent = |i: usize| parent[i].filter(|&up| drafts[up].device.is_series());
    let mut feeds_series = vec![false; drafts.len()];
    for i in 0..drafts.len() {
        if let (true, Some(up)) = (drafts[i].device.is_series(), parent[i]) {
            feeds_series[up] = true;
        }
    }
    let mut slot = vec![Slot::Load; drafts.len()];
    for &i in order {
        slot[i] = match &drafts[i].device {
            Device::Source => Slot::Source,
            Device::Load => Slot::Load,
            Device::Converter(_) | Device::Motor(_) => Slot::Run(unit_of[i]),
            _ => match series_parent(i) {
                Some(up) => slot[up],
                None if feeds_series[i] => Slot::Tree(i),
                None => Slot::Lone,
            },
        };
    }
    slot
}

/// Ranges of rows from the sorted keys.
fn stages(keys: &[(usize, Slot)]) -> Vec<Stage> {
    let mut ranges: BTreeMap<(usize, Slot), Range<usize>> = BTreeMap::new();
    for (row, &(stage, slot)) in keys.iter().enumerate() {
        let key = (usize::MAX - stage, slot);
        ranges.entry(key).or_insert(row..row).end = row + 1;
    }
    let mut stages: Vec<(usize, Stage)> = Vec::new();
    for ((stage, slot), rows) in ranges {
        if stages.last().is_none_or(|(last, _)| *last != stage) {
            stages.push((stage, Stage::default()));
        }
        let Some((_, current)) = stages.last_mut() else {
            continue;
        };
        match slot {
            Slot::Load => current.loads = rows,
            Slot::Run(unit) => current.runs.push(Run { unit, rows }),
            Slot::Lone => current.lone = rows,
            Slot::Tree(_) => current.trees.push(rows),
            Slot::Source => current.sources = rows,
        }
    }
    stages.into_iter().map(|(_, stage)| stage).collect()
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
        units,
        stages,
        leaves: rows_of(Device::is_leaf),
        conductors: rows_of(|d| matches!(d, Device::Busway(_))),
        sources: rows_of(|d| matches!(d, Device::Source)),
        boundary: Boundary::default(),
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
        Device::Converter(unit) | Device::Motor(unit) => tree.rated[row] = unit.capacity(),
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
