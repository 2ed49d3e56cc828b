//! Where each node stands: its stage, its group within it, its place within the group.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::build::{Device, Draft};
use super::tree::ROOT;

/// Rows that share one converter law.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Index in [`super::PowerTree::units`].
    pub unit: usize,
    /// The rows.
    pub rows: Range<usize>,
}

/// Trees of series elements of one shape, interleaved: row `rows.start + position·lanes + lane`, so that
/// the same position of all trees lies side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// The rows.
    pub rows: Range<usize>,
    /// Number of trees.
    pub lanes: usize,
    /// Position of each position's feeder, always a later one; the last is [`ROOT`], fed by a regulated
    /// node.
    pub shape: Vec<u32>,
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
    /// Trees of series elements.
    pub forests: Vec<Forest>,
    /// Sources.
    pub sources: Range<usize>,
}

/// Group of a node; the derived order is the order of groups within a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Load,
    Run(usize),
    Lone,
    Forest(usize),
    Source,
}

/// Nodes in row order and the stages that cut it; `order` has each node after its feeder and `unit_of`
/// the converter law of each node.
pub(super) fn sequence(
    drafts: &[Draft],
    parent: &[Option<usize>],
    order: &[usize],
    unit_of: &[usize],
) -> (Vec<usize>, Vec<Stage>) {
    let (stage, rank) = stages_and_ranks(drafts, parent, order);
    let mut slot = slots(drafts, parent, order, unit_of);
    // Consumers follow their feeders' order, so that chains lie parallel in memory.
    let mut within: Vec<(usize, usize)> = rank.iter().map(|&rank| (rank, 0)).collect();
    let shapes = forests(parent, &stage, &rank, &mut slot, &mut within);
    let mut sequence: Vec<usize> = (0..drafts.len()).collect();
    sequence.sort_by_key(|&i| (usize::MAX - stage[i], slot[i], within[i]));
    let keys: Vec<(usize, Slot)> = sequence.iter().map(|&i| (stage[i], slot[i])).collect();
    (sequence, stages(&keys, &shapes))
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

/// Group of each node; a tree of series elements is a group under the index of its root.
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
                None if feeds_series[i] => Slot::Forest(i),
                None => Slot::Lone,
            },
        };
    }
    slot
}

/// Puts trees of one stage and shape into one group and their nodes at (position, lane); returns shapes.
fn forests(
    parent: &[Option<usize>],
    stage: &[usize],
    rank: &[usize],
    slot: &mut [Slot],
    within: &mut [(usize, usize)],
) -> Vec<Vec<u32>> {
    let mut trees: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, slot) in slot.iter().enumerate() {
        if let Slot::Forest(root) = *slot {
            trees.entry((rank[root], root)).or_default().push(i);
        }
    }
    let mut known: HashMap<(usize, Vec<u32>), usize> = HashMap::new();
    let (mut shapes, mut lanes): (Vec<Vec<u32>>, Vec<usize>) = (Vec::new(), Vec::new());
    for ((_, root), mut nodes) in trees {
        nodes.sort_by_key(|&i| usize::MAX - rank[i]);
        let at: HashMap<usize, u32> = nodes.iter().copied().zip(0..).collect();
        let feeder = |i: &usize| {
            parent[*i]
                .and_then(|up| at.get(&up))
                .copied()
                .unwrap_or(ROOT)
        };
        let shape: Vec<u32> = nodes.iter().map(feeder).collect();
        let forest = *known
            .entry((stage[root], shape.clone()))
            .or_insert_with(|| {
                shapes.push(shape);
                lanes.push(0);
                shapes.len() - 1
            });
        for (position, &i) in nodes.iter().enumerate() {
            slot[i] = Slot::Forest(forest);
            within[i] = (position, lanes[forest]);
        }
        lanes[forest] += 1;
    }
    shapes
}

/// Ranges of rows from the sorted keys.
fn stages(keys: &[(usize, Slot)], shapes: &[Vec<u32>]) -> Vec<Stage> {
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
            Slot::Forest(forest) => {
                let shape = shapes[forest].clone();
                let lanes = rows.len() / shape.len();
                current.forests.push(Forest { rows, lanes, shape });
            }
            Slot::Source => current.sources = rows,
        }
    }
    stages.into_iter().map(|(_, stage)| stage).collect()
}
