//! Heights and order of stages within their columns.

use super::graph::{Graph, Node};
use super::label::LINE;

/// Height of the whole energy \[px\].
const TRUNK: f64 = 190.0;
/// Free space between slots \[px\].
const GAP: f64 = 7.0;
/// Sweeps of ordering and straightening; further ones no longer move anything visible.
const SWEEPS: usize = 40;

/// Thickness of an energy \[px\].
pub(super) fn thickness(graph: &Graph, kwh: f64) -> f64 {
    (TRUNK * kwh / graph.total_kwh).max(0.8)
}

/// Sets slot and middle of every node, from 0 downward: of the pictures that several first orders
/// lead to, the one whose flows run straightest.
pub(super) fn place(graph: &mut Graph) {
    let slot = |n: &Node| {
        let (thick, label) = (thickness(graph, n.kwh), LINE * n.lines.len() as f64);
        match thick < label {
            true => [label + thick, label / 2.0],
            false => [thick, 0.0],
        }
    };
    let slots: Vec<[f64; 2]> = graph.nodes.iter().map(slot).collect();
    for (node, slot) in graph.nodes.iter_mut().zip(slots) {
        [node.slot, node.drop] = slot;
    }
    let mut best: Option<(f64, Vec<f64>)> = None;
    for first in first_orders(graph) {
        settle(graph, first);
        let cost = bending(graph);
        if best.as_ref().is_none_or(|b| cost < b.0) {
            best = Some((cost, graph.nodes.iter().map(|n| n.y).collect()));
        }
    }
    let heights = best.map(|b| b.1).unwrap_or_default();
    for (node, y) in graph.nodes.iter_mut().zip(heights) {
        node.y = y;
    }
    let tops = graph.nodes.iter().map(|n| n.y - n.slot / 2.0);
    let top = tops.fold(f64::INFINITY, f64::min);
    graph.nodes.iter_mut().for_each(|n| n.y -= top);
}

/// Orders to begin from: as the flows were given, backwards, and the largest last, first, or in
/// the middle.
fn first_orders(graph: &Graph) -> Vec<Vec<Vec<usize>>> {
    let columns = |sort: &dyn Fn(&mut Vec<usize>)| {
        (0..graph.columns)
            .map(|c| {
                let members = (0..graph.nodes.len()).filter(|&i| graph.nodes[i].column == c);
                let mut members: Vec<usize> = members.collect();
                sort(&mut members);
                members
            })
            .collect()
    };
    let by_energy = |m: &mut Vec<usize>| {
        m.sort_by(|&a, &b| graph.nodes[a].kwh.total_cmp(&graph.nodes[b].kwh));
    };
    vec![
        columns(&|_| {}),
        columns(&|m| m.reverse()),
        columns(&by_energy),
        columns(&|m| {
            by_energy(m);
            m.reverse();
        }),
        columns(&|m| {
            by_energy(m);
            let (even, odd): (Vec<_>, Vec<_>) = m.iter().enumerate().partition(|(i, _)| i % 2 == 0);
            let outward = even.into_iter().chain(odd.into_iter().rev());
            *m = outward.map(|(_, &node)| node).collect();
        }),
    ]
}

/// How far the flows bend in all, thick ones counting more \[px²\].
fn bending(graph: &Graph) -> f64 {
    let bend = |from: usize, to: usize| (graph.nodes[from].bar() - graph.nodes[to].bar()).abs();
    let weight = |kwh: f64| thickness(graph, kwh) + 24.0;
    let edges = graph.edges.iter();
    edges.map(|e| weight(e.kwh) * bend(e.from, e.to)).sum()
}

/// Sweeps over the columns from a first order.
fn settle(graph: &mut Graph, mut order: Vec<Vec<usize>>) {
    for column in &order {
        pack(&mut graph.nodes, column);
    }
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        for step in 0..graph.columns {
            let last = graph.columns - 1;
            let column = &mut order[if forward { step } else { last - step }];
            // The order settles first; then stages only slide.
            straighten(graph, column, forward, sweep < SWEEPS / 2);
        }
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
    let own = |i: usize| graph.nodes[i].y;
    let wish = |&i: &usize| (i, wish(graph, i, forward).unwrap_or(own(i)));
    let wishes: Vec<(usize, f64)> = column.iter().map(wish).collect();
    for &(i, y) in &wishes {
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
        let (mut sum, mut weight) = (0.0, 0.0);
        for e in &graph.edges {
            let (own, other) = if before {
                (e.to, e.from)
            } else {
                (e.from, e.to)
            };
            if own == i {
                sum += e.kwh * (graph.nodes[other].bar() - graph.nodes[i].drop);
                weight += e.kwh;
            }
        }
        (weight > 0.0).then(|| sum / weight)
    };
    mean(forward).or_else(|| mean(!forward))
}

/// Pushes overlapping slots of a column apart around the largest, which stays where it wished to
/// be: the trunk runs straight and the branches give way.
fn separate(nodes: &mut [Node], column: &[usize]) {
    let least = |a: &Node, b: &Node| (a.slot + b.slot) / 2.0 + GAP;
    let energies = column.iter().map(|&i| nodes[i].kwh).enumerate();
    let Some((trunk, _)) = energies.max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return;
    };
    for pair in column[trunk..].windows(2) {
        let floor = nodes[pair[0]].y + least(&nodes[pair[0]], &nodes[pair[1]]);
        nodes[pair[1]].y = nodes[pair[1]].y.max(floor);
    }
    for k in (1..=trunk).rev() {
        let (upper, lower) = (column[k - 1], column[k]);
        let ceiling = nodes[lower].y - least(&nodes[upper], &nodes[lower]);
        nodes[upper].y = nodes[upper].y.min(ceiling);
    }
}
