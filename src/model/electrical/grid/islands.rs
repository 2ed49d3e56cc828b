//! Potentials at no load, islands and their order.

use std::collections::VecDeque;

use super::build::Draft;
use super::{GROUND, Grid, GridError, Hold, Source};

/// The finished network, or everything that keeps it from being one.
pub(super) fn divide(draft: Draft) -> Result<Grid, Vec<GridError>> {
    let mut faults = Vec::new();
    let (island, count) = connected(&draft);
    let References {
        mut open,
        held,
        stiff,
    } = references(&draft, &island, count, &mut faults);
    spread(&draft, &held, &mut open);
    for (name, open) in draft.nodes.iter().zip(&open) {
        if open.is_none() {
            faults.push(GridError::NotFed { bus: name.clone() });
        }
    }
    let order = order(&draft, &island, count, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let grid = Grid {
        open: open.into_iter().flatten().collect(),
        nodes: draft.nodes,
        lines: draft.lines,
        loads: draft.loads,
        sources: draft.sources,
        ties: draft.ties,
        earthed: draft.earthed,
        stiff,
        held,
        island,
        order,
    };
    let faults = reversed(&grid);
    if faults.is_empty() {
        Ok(grid)
    } else {
        Err(faults)
    }
}

/// Island of each node, and how many there are: what lines, loads and sources join.
fn connected(draft: &Draft) -> (Vec<u32>, usize) {
    let mut root: Vec<u32> = (0..draft.nodes.len() as u32).collect();
    let lines = draft.lines.iter().map(|l| l.ends);
    let loads = draft.loads.iter().map(|l| l.ends);
    let sources = draft.sources.iter().map(|s| s.ends);
    let inputs = draft.ties.iter().map(|t| t.input);
    for [a, b] in lines.chain(loads).chain(sources).chain(inputs) {
        if a != GROUND && b != GROUND {
            let (a, b) = (top(&mut root, a), top(&mut root, b));
            root[a.max(b) as usize] = a.min(b);
        }
    }
    let mut number = vec![u32::MAX; root.len()];
    let mut count = 0;
    let mut island = Vec::with_capacity(root.len());
    for node in 0..root.len() as u32 {
        let top = top(&mut root, node) as usize;
        if number[top] == u32::MAX {
            number[top] = count;
            count += 1;
        }
        island.push(number[top]);
    }
    (island, count as usize)
}

fn top(root: &mut [u32], mut node: u32) -> u32 {
    while root[node as usize] != node {
        let up = root[root[node as usize] as usize];
        root[node as usize] = up;
        node = up;
    }
    node
}

/// What stands at a given potential.
struct References {
    /// Potential of each node, as far as it is given [V].
    open: Vec<Option<f64>>,
    held: Vec<bool>,
    /// Stiff sources with the node that each gives its potential.
    stiff: Vec<(u32, u32)>,
}

/// Potentials that stiff sources and the earth hold, and one reference for each island without any.
fn references(
    draft: &Draft,
    island: &[u32],
    count: usize,
    faults: &mut Vec<GridError>,
) -> References {
    let mut stiff = Vec::new();
    let mut open = vec![None; draft.nodes.len()];
    for &node in &draft.earthed {
        open[node as usize] = Some(0.0);
    }
    hold(draft, &mut open, &mut stiff);
    let mut earthed = vec![false; count];
    let lines = draft.lines.iter().map(|l| l.ends);
    let loads = draft.loads.iter().map(|l| l.ends);
    let all = lines
        .chain(loads)
        .chain(draft.sources.iter().map(|s| s.ends));
    for [a, b] in all.filter(|[a, b]| (*a == GROUND) != (*b == GROUND)) {
        earthed[island[(if a == GROUND { b } else { a }) as usize] as usize] = true;
    }
    for node in 0..open.len() {
        earthed[island[node] as usize] |= open[node].is_some();
    }
    for source in &draft.sources {
        let at = source.ends.into_iter().find(|n| *n != GROUND);
        let Some(of) = at.map(|n| island[n as usize] as usize) else {
            continue;
        };
        if !earthed[of] {
            earthed[of] = true;
            open[source.ends[1] as usize] = Some(0.0);
            hold(draft, &mut open, &mut stiff);
        }
    }
    for (i, source) in draft.sources.iter().enumerate() {
        let used = stiff.iter().any(|(s, _)| *s as usize == i);
        if !used && matches!(source.hold, Hold::Stiff(_)) {
            faults.push(GridError::Conflict {
                name: source.name.clone(),
            });
        }
    }
    let held = open.iter().map(Option::is_some).collect();
    References { open, held, stiff }
}

/// Carries potentials over stiff sources until nothing changes.
fn hold(draft: &Draft, open: &mut [Option<f64>], stiff: &mut Vec<(u32, u32)>) {
    let mut left: Vec<u32> = (0..draft.sources.len() as u32)
        .filter(|s| stiff.iter().all(|(used, _)| used != s))
        .collect();
    let mut moved = true;
    while moved {
        let before = left.len();
        left.retain(|&i| {
            let source = &draft.sources[i as usize];
            let Hold::Stiff(volts) = source.hold else {
                return false;
            };
            match carry(source, volts, open) {
                Some(node) => stiff.push((i, node)),
                None => return true,
            }
            false
        });
        moved = left.len() < before;
    }
}

/// Sets the free end of a source whose other end has a potential, and says which it is.
fn carry(source: &Source, volts: f64, open: &mut [Option<f64>]) -> Option<u32> {
    let [plus, minus] = source.ends;
    let at = |n: u32, open: &[Option<f64>]| match n {
        GROUND => Some(0.0),
        n => open[n as usize],
    };
    let (node, potential) = match (at(plus, open), at(minus, open)) {
        (None, Some(low)) => (plus, low + volts),
        (Some(high), None) => (minus, high - volts),
        _ => return None,
    };
    open[node as usize] = Some(potential);
    Some(node)
}

/// Gives every node that lines and sources reach the potential of what is nearest.
fn spread(draft: &Draft, held: &[bool], open: &mut [Option<f64>]) {
    let mut near: Vec<Vec<(u32, f64)>> = vec![Vec::new(); draft.nodes.len()];
    let mut join = |[a, b]: [u32; 2], step: f64| {
        near[a as usize].push((b, -step));
        near[b as usize].push((a, step));
    };
    let mut queue: VecDeque<u32> = (0..held.len() as u32)
        .filter(|n| held[*n as usize])
        .collect();
    for line in &draft.lines {
        join(line.ends, 0.0);
    }
    for source in &draft.sources {
        let volts = source.hold.volts();
        match source.ends {
            [plus, GROUND] if open[plus as usize].is_none() => {
                open[plus as usize] = Some(volts);
                queue.push_back(plus);
            }
            [GROUND, minus] if open[minus as usize].is_none() => {
                open[minus as usize] = Some(-volts);
                queue.push_back(minus);
            }
            [GROUND, _] | [_, GROUND] => {}
            ends => join(ends, volts),
        }
    }
    while let Some(node) = queue.pop_front() {
        let Some(here) = open[node as usize] else {
            continue;
        };
        for &(next, step) in &near[node as usize] {
            if open[next as usize].is_none() {
                open[next as usize] = Some(here + step);
                queue.push_back(next);
            }
        }
    }
}

/// Islands, those that feed no other first.
fn order(draft: &Draft, island: &[u32], count: usize, faults: &mut Vec<GridError>) -> Vec<u32> {
    let of = |ends: [u32; 2]| {
        let node = ends.into_iter().find(|n| *n != GROUND)?;
        Some(island[node as usize] as usize)
    };
    let pairs: Vec<(usize, usize, &str)> = draft
        .ties
        .iter()
        .filter_map(|tie| {
            let output = of(draft.sources[tie.output as usize].ends)?;
            Some((of(tie.input)?, output, tie.name.as_str()))
        })
        .collect();
    let mut waiting = vec![0usize; count];
    for (above, _, _) in &pairs {
        waiting[*above] += 1;
    }
    let mut ready: VecDeque<usize> = (0..count).filter(|i| waiting[*i] == 0).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(next) = ready.pop_front() {
        order.push(next as u32);
        for (above, _, _) in pairs.iter().filter(|(_, below, _)| *below == next) {
            waiting[*above] -= 1;
            if waiting[*above] == 0 {
                ready.push_back(*above);
            }
        }
    }
    if let Some((_, _, name)) = pairs.iter().find(|(above, _, _)| waiting[*above] > 0) {
        faults.push(GridError::Circle {
            name: (*name).to_owned(),
        });
    }
    order
}

/// Loads and converter inputs whose first conductor is the lower one.
fn reversed(grid: &Grid) -> Vec<GridError> {
    let loads = grid.loads.iter().map(|l| (&l.name, l.ends));
    let inputs = grid.ties.iter().map(|t| (&t.name, t.input));
    loads
        .chain(inputs)
        .filter_map(|(name, [a, b])| {
            let volts = grid.open_at(a) - grid.open_at(b);
            (volts <= 0.0).then(|| GridError::Reversed {
                name: name.clone(),
                volts,
            })
        })
        .collect()
}
