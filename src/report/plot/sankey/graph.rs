//! Stages and flows in columns, long flows cut into pieces of one column each.

use super::super::super::font::Weight;
use super::merge::{LEAST, whole};
use super::{Link, SankeyError};

/// A line of a label and its weight.
pub(super) type Line = (String, Weight);

/// A stage, or a place through which a long flow is led.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Name; empty for a led-through flow.
    pub name: String,
    /// Column from the left.
    pub column: usize,
    /// The larger of inflow and outflow \[kWh\].
    pub kwh: f64,
    /// Lines of its label.
    pub lines: Vec<Line>,
    /// Height kept free for it \[px\].
    pub slot: f64,
    /// How far the middle of its bar lies below that of its slot \[px\]: the label of a thin bar stands above it.
    pub drop: f64,
    /// Middle of its slot \[px\].
    pub y: f64,
}

impl Node {
    /// Middle of its bar \[px\].
    pub fn bar(&self) -> f64 {
        self.y + self.drop
    }
}

/// A flow between neighbouring columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edge {
    /// Index of the node it leaves.
    pub from: usize,
    /// Index of the node it enters.
    pub to: usize,
    /// Energy \[kWh\].
    pub kwh: f64,
    /// Electricity or heat.
    pub electric: bool,
    /// Names of the stages at the ends of the whole flow.
    pub tip: String,
}

/// All stages and flows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Graph {
    /// Stages first, led-through places after them.
    pub nodes: Vec<Node>,
    /// Flows.
    pub edges: Vec<Edge>,
    /// Number of columns.
    pub columns: usize,
    /// Electricity of all stages that receive nothing, or all their energy where none is electric
    /// \[kWh\]: what 100 % means.
    pub total_kwh: f64,
}

/// Refuses negative amounts and those that are no numbers.
pub(super) fn check(links: &[Link]) -> Result<(), SankeyError> {
    let bad = links.iter().find(|l| !(l.kwh >= 0.0 && l.kwh.is_finite()));
    bad.map_or(Ok(()), |l| {
        Err(SankeyError::Amount {
            from: l.from.clone(),
            to: l.to.clone(),
            kwh: l.kwh,
        })
    })
}

/// Puts stages into columns. Flows below [`LEAST`] of the whole are not drawn, but count in the figures of
/// their stages.
pub(super) fn build(links: &[Link]) -> Result<Graph, SankeyError> {
    let total_kwh = whole(links);
    let kept = || {
        let drawn = |l: &&Link| l.kwh > 0.0 && l.kwh >= LEAST * total_kwh;
        links.iter().filter(drawn)
    };
    let mut names: Vec<&str> = Vec::new();
    for name in kept().flat_map(|l| [l.from.as_str(), l.to.as_str()]) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let index = |name: &str| names.iter().position(|n| *n == name).unwrap_or(0);
    let ends: Vec<(usize, usize)> = kept().map(|l| (index(&l.from), index(&l.to))).collect();
    let columns = columns(&names, &ends)?;
    let mut graph = Graph {
        columns: columns.iter().max().map_or(0, |c| c + 1),
        nodes: names
            .iter()
            .zip(&columns)
            .map(|(name, &column)| node((*name).to_owned(), column))
            .collect(),
        edges: Vec::new(),
        total_kwh,
    };
    for (link, &ends) in kept().zip(&ends) {
        lead(&mut graph, link, ends);
    }
    sum_up(&mut graph, links);
    Ok(graph)
}

fn node(name: String, column: usize) -> Node {
    Node {
        name,
        column,
        kwh: 0.0,
        lines: Vec::new(),
        slot: 0.0,
        drop: 0.0,
        y: 0.0,
    }
}

/// Column of each stage: the longest way to it. What receives nothing stands one column before
/// what it feeds, what gives nothing in the last column.
fn columns(names: &[&str], ends: &[(usize, usize)]) -> Result<Vec<usize>, SankeyError> {
    if ends.is_empty() {
        return Err(SankeyError::Empty);
    }
    let mut columns = vec![0; names.len()];
    let mut rounds = 0;
    while let Some(&(from, to)) = ends.iter().find(|e| columns[e.1] <= columns[e.0]) {
        columns[to] = columns[from] + 1;
        rounds += 1;
        // Without a circle every stage moves at most once per stage before it.
        if columns[to] >= names.len() || rounds > names.len() * ends.len() {
            return Err(SankeyError::Circle {
                stage: names[to].to_owned(),
            });
        }
    }
    let last = columns.iter().copied().max().unwrap_or(0);
    for i in 0..names.len() {
        let fed = ends.iter().any(|e| e.1 == i);
        let feeds = ends.iter().filter(|e| e.0 == i).map(|e| columns[e.1]).min();
        match feeds {
            None => columns[i] = last,
            Some(first) if !fed => columns[i] = first - 1,
            Some(_) => {}
        }
    }
    Ok(columns)
}

/// Adds a link, cut at each column between its ends.
fn lead(graph: &mut Graph, link: &Link, (from, to): (usize, usize)) {
    let mut at = from;
    for column in graph.nodes[from].column + 1..=graph.nodes[to].column {
        let next = if column == graph.nodes[to].column {
            to
        } else {
            graph.nodes.push(node(String::new(), column));
            graph.nodes.len() - 1
        };
        graph.edges.push(Edge {
            from: at,
            to: next,
            kwh: link.kwh,
            electric: link.electric,
            tip: format!("{} to {}", link.from, link.to),
        });
        at = next;
    }
}

/// Energies of stages from all links, of led-through places from the one flow through them.
fn sum_up(graph: &mut Graph, links: &[Link]) {
    let sum = |own: fn(&Link) -> &str, name: &str| -> f64 {
        let links = links.iter().filter(|l| own(l) == name);
        links.map(|l| l.kwh).sum()
    };
    for (i, node) in graph.nodes.iter_mut().enumerate() {
        node.kwh = if node.name.is_empty() {
            let through = graph.edges.iter().find(|e| e.to == i);
            through.map_or(0.0, |e| e.kwh)
        } else {
            sum(|l| &l.to, &node.name).max(sum(|l| &l.from, &node.name))
        };
    }
}
