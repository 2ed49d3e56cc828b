//! Heights and order of stages within their columns.

use super::graph::{Graph, Node};
use super::label::LINE;

/// Height of the whole energy \[px\].
pub(super) const TRUNK: f64 = 190.0;
/// Free space between slots \[px\].
const GAP: f64 = 7.0;
/// Sweeps of ordering and straightening; further ones no longer move anything visible.
const SWEEPS: usize = 30;

/// Thickness of an energy \[px\].
pub(super) fn thickness(graph: &Graph, kwh: f64) -> f64 {
    (TRUNK * kwh / graph.total_kwh).max(0.8)
}

/// Sets slot and middle of every node, from 0 downward.
pub(super) fn place(graph: &mut Graph) {
    let slot = |n: &Node| thickness(graph, n.kwh).max(LINE * n.lines.len() as f64);
    let slots: Vec<f64> = graph.nodes.iter().map(slot).collect();
    for (node, slot) in graph.nodes.iter_mut().zip(slots) {
        node.slot = slot;
    }
    let mut order: Vec<Vec<usize>> = (0..graph.columns)
        .map(|c| {
            (0..graph.nodes.len())
                .filter(|&i| graph.nodes[i].column == c)
                .collect()
        })
        .collect();
    for column in &order {
        pack(&mut graph.nodes, column);
    }
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        for step in 0..graph.columns {
            let c = if forward {
                step
            } else {
                graph.columns - 1 - step
            };
            // The order settles first; then stages only slide.
            straighten(graph, &mut order[c], forward, sweep < SWEEPS / 2);
        }
    }
    let top = graph
        .nodes
        .iter()
        .map(|n| n.y - n.slot / 2.0)
        .fold(f64::INFINITY, f64::min);
    for node in &mut graph.nodes {
        node.y -= top;
    }
}

/// Stacks a column around 0 in its present order.
fn pack(nodes: &mut [Node], column: &[usize]) {
    let height: f64 = column.iter().map(|&i| nodes[i].slot + GAP).sum();
    let mut y = -height / 2.0;
    for &i in column {
        nodes[i].y = y + nodes[i].slot / 2.0;
        y += nodes[i].slot + GAP;
    }
}

/// Moves the nodes of a column towards the mean of their neighbours on one side, then apart.
fn straighten(graph: &mut Graph, column: &mut [usize], forward: bool, reorder: bool) {
    let wished: Vec<(usize, f64)> = column
        .iter()
        .map(|&i| (i, wish(graph, i, forward).unwrap_or(graph.nodes[i].y)))
        .collect();
    for &(i, y) in &wished {
        graph.nodes[i].y = y;
    }
    if reorder {
        // Stable and total: the same order on every machine.
        column.sort_by(|&a, &b| graph.nodes[a].y.total_cmp(&graph.nodes[b].y));
    }
    separate(&mut graph.nodes, column);
}

/// Energy-weighted mean height of the neighbours on one side, or on the other where there are
/// none.
fn wish(graph: &Graph, i: usize, forward: bool) -> Option<f64> {
    let mean = |before: bool| {
        let mut sum = 0.0;
        let mut weight = 0.0;
        for e in &graph.edges {
            let (own, other) = if before {
                (e.to, e.from)
            } else {
                (e.from, e.to)
            };
            if own == i {
                sum += e.kwh * graph.nodes[other].y;
                weight += e.kwh;
            }
        }
        (weight > 0.0).then(|| sum / weight)
    };
    mean(forward).or_else(|| mean(!forward))
}

/// Pushes overlapping slots of a column apart, evenly around where they wished to be.
fn separate(nodes: &mut [Node], column: &[usize]) {
    let least = |a: &Node, b: &Node| (a.slot + b.slot) / 2.0 + GAP;
    let before: f64 = column.iter().map(|&i| nodes[i].y).sum();
    for pair in column.windows(2) {
        let floor = nodes[pair[0]].y + least(&nodes[pair[0]], &nodes[pair[1]]);
        nodes[pair[1]].y = nodes[pair[1]].y.max(floor);
    }
    let after: f64 = column.iter().map(|&i| nodes[i].y).sum();
    let shift = (after - before) / column.len().max(1) as f64;
    for &i in column {
        nodes[i].y -= shift;
    }
}
