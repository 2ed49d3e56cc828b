//! Ribbons, bars and labels.

use super::super::super::figure::{Anchor, Colour, Figure, Point};
use super::super::super::font::{self, Weight};
use super::super::super::number;
use super::super::panel::{Place, Sample, header};
use super::super::style::{self, TOP, WIDTH};
use super::graph::{Edge, Graph, Node};
use super::layout::{LABEL_LINE, thickness};

/// Breadth of the bar of a stage \[px\].
const BAR: f64 = 6.0;
/// Size of labels \[px\].
const EM: f64 = 10.0;
/// Room for the labels of the last column \[px\].
const LAST: f64 = 74.0;
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
    let name = format!(
        "Height in proportion; 100 % = {}",
        number::energy(graph.total_kwh)
    );
    let top = header(&mut figure, whole, &name, &legend) + 6.0;
    let pitch = (WIDTH - 8.0 - LAST) / (graph.columns.max(2) - 1) as f64;
    let left = |column: usize| 8.0 + pitch * column as f64 - if column == 0 { 0.0 } else { BAR };
    for (edge, [y0, y1]) in graph.edges.iter().zip(ports(graph)) {
        let from = left(graph.nodes[edge.from].column) + BAR;
        let to = left(graph.nodes[edge.to].column);
        // A led-through flow has no bar: its pieces meet.
        let to = if graph.nodes[edge.to].name.is_empty() {
            to + BAR
        } else {
            to
        };
        let half = thickness(graph, edge.kwh) / 2.0;
        let fill = if edge.electric { ELECTRIC } else { HEAT };
        let ribbon = ribbon([from, top + y0], [to, top + y1], half);
        figure.area(
            ribbon,
            fill,
            format!("{}: {}", edge.tip, number::energy(edge.kwh)),
        );
    }
    let mut bottom: f64 = 0.0;
    for node in &graph.nodes {
        bottom = bottom.max(top + node.y + node.slot / 2.0);
        if !node.name.is_empty() {
            let x = left(node.column);
            let half = thickness(graph, node.kwh) / 2.0;
            let y = top + node.y;
            figure.rect(
                [x, y - half],
                [x + BAR, y + half],
                Colour::INK,
                node.name.clone(),
            );
            let last = node.column + 1 == graph.columns;
            let room = if last { LAST } else { pitch - BAR } - 6.0;
            label(
                &mut figure,
                [x + BAR + 3.0, y],
                room,
                half,
                node,
                graph.total_kwh,
            );
        }
    }
    figure.height = bottom + 10.0;
    figure.description = describe(graph);
    figure
}

/// Heights at which each edge leaves and enters, stacked in the order of the other ends.
fn ports(graph: &Graph) -> Vec<[f64; 2]> {
    let mut ports = vec![[0.0; 2]; graph.edges.len()];
    for (i, node) in graph.nodes.iter().enumerate() {
        for side in [0, 1] {
            let own = |e: &Edge| if side == 0 { e.from } else { e.to };
            let other = |e: &Edge| if side == 0 { e.to } else { e.from };
            let mut edges: Vec<usize> = (0..graph.edges.len())
                .filter(|&k| own(&graph.edges[k]) == i)
                .collect();
            let height = |k: usize| graph.nodes[other(&graph.edges[k])].y;
            edges.sort_by(|&a, &b| height(a).total_cmp(&height(b)));
            let whole: f64 = edges
                .iter()
                .map(|&k| thickness(graph, graph.edges[k].kwh))
                .sum();
            let mut y = node.y - whole / 2.0;
            for k in edges {
                let thick = thickness(graph, graph.edges[k].kwh);
                ports[k][side] = y + thick / 2.0;
                y += thick;
            }
        }
    }
    ports
}

/// Outline of a ribbon: a cubic that leaves and arrives level.
fn ribbon(from: Point, to: Point, half: f64) -> Vec<Point> {
    let middle = |i: usize| {
        let t = i as f64 / PIECES as f64;
        let ease = t * t * (3.0 - 2.0 * t);
        [
            from[0] + t * (to[0] - from[0]),
            from[1] + ease * (to[1] - from[1]),
        ]
    };
    let upper = (0..=PIECES).map(&middle).map(|p| [p[0], p[1] - half]);
    let lower = (0..=PIECES).rev().map(middle).map(|p| [p[0], p[1] + half]);
    upper.chain(lower).collect()
}

/// Name, energy and share, wrapped to the room beside the bar and centred on it.
fn label(figure: &mut Figure, at: Point, room: f64, half: f64, node: &Node, total_kwh: f64) {
    let name = wrap(node.name.split(' '), room, Weight::Semibold);
    let amount = [
        number::energy(node.kwh),
        number::percent(node.kwh / total_kwh),
    ];
    let amount = wrap(amount.iter().map(String::as_str), room, Weight::Regular);
    let lines: Vec<(String, Weight)> = name
        .into_iter()
        .map(|l| (l, Weight::Semibold))
        .chain(amount.into_iter().map(|l| (l, Weight::Regular)))
        .collect();
    let height = LABEL_LINE * lines.len() as f64;
    let widest = lines
        .iter()
        .map(|(l, w)| font::width(l, EM, *w))
        .fold(0.0, f64::max);
    let top = at[1] - height / 2.0;
    // Beside a thin bar, ribbons pass between the lines: paper keeps them off the letters.
    if 2.0 * half < height {
        let paper = Colour::PAPER.with_opacity(0.8);
        let end = [at[0] + widest + 2.0, top + height];
        figure.rect([at[0] - 1.0, top], end, paper, "");
    }
    for (i, (line, weight)) in lines.into_iter().enumerate() {
        let y = top + LABEL_LINE * (i as f64 + 0.78);
        figure.text([at[0], y], line, EM, weight, Anchor::Start, Colour::INK);
    }
}

/// Fills lines with words as far as they go.
fn wrap<'a>(words: impl Iterator<Item = &'a str>, room: f64, weight: Weight) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if font::width(&longer, EM, weight) <= room {
                *line = longer;
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

fn describe(graph: &Graph) -> String {
    let stage = |n: &Node| format!("{} {}", n.name, number::energy(n.kwh));
    let named = graph.nodes.iter().filter(|n| !n.name.is_empty());
    named.map(stage).collect::<Vec<_>>().join("; ")
}
