//! Ribbons, bars and labels.

use super::super::super::figure::{Anchor, Colour, Figure, Point};
use super::super::super::number;
use super::super::panel::{Place, Sample, header};
use super::super::style::{self, TOP, WIDTH};
use super::graph::{Edge, Graph, Node};
use super::label::{AWAY, BAR, EM, LINE, bar_left, beyond};
use super::layout::thickness;

/// Pieces of a ribbon's curve.
const PIECES: usize = 24;
/// Filling of electricity.
const ELECTRIC: Colour = Colour::NAVY.with_opacity(0.5);
/// Filling of heat.
const HEAT: Colour = Colour::VERMILION.with_opacity(0.42);

/// Draws a placed graph.
pub(super) fn draw(title: &str, graph: &Graph) -> Figure {
    let mut figure = style::titled(title, 0.0);
    let whole = Place {
        left: 8.0,
        right: WIDTH,
        top: TOP,
        height: 0.0,
    };
    let legend = [
        ("electricity".to_owned(), Sample::Box(ELECTRIC)),
        ("heat".to_owned(), Sample::Box(HEAT)),
    ];
    let energy = number::energy(graph.total_kwh);
    let name = format!("Height in proportion; 100 % = {energy}");
    let top = header(&mut figure, whole, &name, &legend) + 6.0;
    let pieces: Vec<(&Edge, [f64; 2])> = graph.edges.iter().zip(ports(graph)).collect();
    // A led-through flow is one shape: pieces that touch would show their seams.
    for flow in pieces.chunk_by(|a, _| graph.nodes[a.0.to].name.is_empty()) {
        draw_flow(&mut figure, graph, flow, top);
    }
    for node in graph.nodes.iter().filter(|n| !n.name.is_empty()) {
        draw_node(&mut figure, graph, node, top);
    }
    let bottoms = graph.nodes.iter().map(|n| n.y + n.slot / 2.0);
    figure.height = top + bottoms.fold(0.0, f64::max) + 10.0;
    figure.description = describe(graph);
    figure
}

/// Heights at which each edge leaves and enters, stacked in the order of the other ends.
fn ports(graph: &Graph) -> Vec<[f64; 2]> {
    let thick = |k: usize| thickness(graph, graph.edges[k].kwh);
    let mut ports = vec![[0.0; 2]; graph.edges.len()];
    for (i, node) in graph.nodes.iter().enumerate() {
        for side in [0, 1] {
            let own = |e: &Edge| if side == 0 { e.from } else { e.to };
            let other = |e: &Edge| if side == 0 { e.to } else { e.from };
            let mut edges: Vec<usize> = (0..graph.edges.len())
                .filter(|&k| own(&graph.edges[k]) == i)
                .collect();
            let height = |k: usize| graph.nodes[other(&graph.edges[k])].bar();
            edges.sort_by(|&a, &b| height(a).total_cmp(&height(b)));
            let whole: f64 = edges.iter().map(|&k| thick(k)).sum();
            let mut y = node.bar() - whole / 2.0;
            for k in edges {
                ports[k][side] = y + thick(k) / 2.0;
                y += thick(k);
            }
        }
    }
    ports
}

fn draw_flow(figure: &mut Figure, graph: &Graph, pieces: &[(&Edge, [f64; 2])], top: f64) {
    let Some((edge, _)) = pieces.first() else {
        return;
    };
    let half = thickness(graph, edge.kwh) / 2.0;
    let mut middle = Vec::with_capacity(pieces.len() * (PIECES + 1));
    for (piece, ports) in pieces {
        let column = graph.nodes[piece.from].column;
        let from = bar_left(graph, column) + BAR;
        let to = &graph.nodes[piece.to];
        // Without a bar at its end, a piece runs on to where the next begins.
        let gap = if to.name.is_empty() { BAR } else { 0.0 };
        let to = bar_left(graph, to.column) + gap;
        let level = beyond(graph, column).clamp(from, to);
        middle.push([from, top + ports[0]]);
        middle.extend(curve([level, top + ports[0]], [to, top + ports[1]]));
    }
    let upper = middle.iter().map(|p| [p[0], p[1] - half]);
    let lower = middle.iter().rev().map(|p| [p[0], p[1] + half]);
    let fill = if edge.electric { ELECTRIC } else { HEAT };
    let tip = format!("{}: {}", edge.tip, number::energy(edge.kwh));
    figure.area(upper.chain(lower).collect(), fill, tip);
}

/// Middle of a ribbon: a cubic that leaves and arrives level.
fn curve(from: Point, to: Point) -> impl Iterator<Item = Point> {
    (0..=PIECES).map(move |i| {
        let t = i as f64 / PIECES as f64;
        let ease = t * t * (3.0 - 2.0 * t);
        let along = |k: usize, share: f64| from[k] + share * (to[k] - from[k]);
        [along(0, t), along(1, ease)]
    })
}

/// The bar of a stage and its label: beside a bar that is high enough for it, else above the flows that leave a thin one.
fn draw_node(figure: &mut Figure, graph: &Graph, node: &Node, top: f64) {
    let x = bar_left(graph, node.column);
    let y = top + node.bar();
    let half = thickness(graph, node.kwh) / 2.0;
    let corners = [[x, y - half], [x + BAR, y + half]];
    figure.rect(corners[0], corners[1], Colour::INK, node.name.clone());
    let left = x + BAR + AWAY;
    let height = LINE * node.lines.len() as f64;
    let label_top = if 2.0 * half < height {
        y - half - height
    } else {
        y - height / 2.0
    };
    for (i, (line, weight)) in node.lines.iter().enumerate() {
        let at = [left, label_top + LINE * (i as f64 + 0.78)];
        figure.text(at, line.as_str(), EM, *weight, Anchor::Start, Colour::INK);
    }
}

fn describe(graph: &Graph) -> String {
    let stage = |n: &Node| format!("{} {}", n.name, number::energy(n.kwh));
    let named = graph.nodes.iter().filter(|n| !n.name.is_empty());
    named.map(stage).collect::<Vec<_>>().join("; ")
}
