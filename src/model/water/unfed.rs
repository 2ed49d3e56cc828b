//! Junctions that no water reaches: behind closed links, which the drawing tells, or behind links that a solution
//! finds shut.
//!
//! EPANET solves such a file by a leak of 10⁸ ft a cfs through a closed link and warns that nodes are disconnected; so
//! do we, and name the nodes with what cuts them off.

use super::Scale;
use super::draw::{demand, fullness};
use crate::config::inp::{Inp, Link, LinkKind, NodeKind, Switch};

/// Head beyond the given ones that no network has \[m\]: what a leak makes of a demand.
const OUT_OF_THIS_WORLD: f64 = 1e4;

/// Why water does not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barred {
    /// Links that lead there are closed.
    Closed,
    /// Links that lead there pass one way, or keep a pressure or a flow, and are shut.
    Shut,
    /// Links that lead there are open pipes which lose more head than there is.
    Narrow,
    /// Nothing: no water is asked for, and what leads there lifts or holds back without end.
    Idle,
}

/// Junctions without water, and the links that bar its way, by their places in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfed {
    /// Junctions: those that draw, where links are closed.
    pub nodes: Vec<usize>,
    /// All links between them and the rest.
    pub links: Vec<usize>,
    /// Why.
    pub barred: Barred,
}

impl Unfed {
    /// What is wrong and what to do, with the names of `inp`.
    pub fn message(&self, inp: &Inp) -> String {
        let nodes = names(self.nodes.iter().map(|&i| inp.nodes[i].id.as_str()));
        let links = names(self.links.iter().map(|&i| inp.links[i].id.as_str()));
        let [it, they, are, keeps] = if self.links.len() == 1 {
            ["it", "it", "is", "keeps"]
        } else {
            ["them", "they", "are", "keep"]
        };
        match self.barred {
            Barred::Closed => format!(
                "{nodes} cut off: {links} closed and no other path; what is drawn there leaks through, and heads there \
                 mean nothing: open {it}, or take out the demand"
            ),
            Barred::Shut => format!(
                "{nodes} cut off: {links} shut and no other path; heads there mean nothing: see which way {they} may \
                 pass water and what pressure or flow {they} {keeps}, or take out the demand"
            ),
            Barred::Idle => format!(
                "heads at {nodes} mean nothing: no water is drawn there, and {links}, which alone {lead} there, {lift} \
                 or {hold} back without end (a pump of constant power does)",
                lead = if self.links.len() == 1 {
                    "leads"
                } else {
                    "lead"
                },
                lift = if self.links.len() == 1 {
                    "lifts"
                } else {
                    "lift"
                },
                hold = if self.links.len() == 1 {
                    "holds"
                } else {
                    "hold"
                },
            ),
            Barred::Narrow => format!(
                "heads at {nodes} are out of this world: {links} {are} too narrow for what is drawn there; see the \
                 diameter and roughness"
            ),
        }
    }
}

/// Up to four names, and how many more.
fn names<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = all.collect();
    let shown: Vec<String> = all.iter().take(4).map(|name| format!("`{name}`")).collect();
    match all.len().saturating_sub(4) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Parts of `inp` that draw water and that only closed links lead to, the links being set to `switches` and `given`
/// telling the heads of reservoirs and tanks.
pub(super) fn behind_closed(inp: &Inp, given: &[f64], switches: &[Switch]) -> Vec<Unfed> {
    // A part that no link leads to, closed or not, is an island and refused as such.
    if switches.iter().all(|s| s.open) {
        return Vec::new();
    }
    let open: Vec<bool> = switches.iter().map(|s| s.open).collect();
    let part = parts(inp, |i, _| open[i]);
    let most = part.iter().max().map_or(0, |&p| p + 1);
    let (mut fed, mut net, mut all) = (vec![false; most], vec![0.0; most], vec![0.0; most]);
    let drawn: Vec<f64> = inp.nodes.iter().map(|n| drawn_at(inp, &n.kind)).collect();
    for (i, &p) in part.iter().enumerate() {
        fed[p] |= !given[i].is_nan();
        net[p] += drawn[i];
        all[p] += drawn[i].abs();
    }
    let short = |p: usize| !fed[p] && f64::abs(net[p]) > 1e-12 * all[p];
    (0..most)
        .filter(|&p| short(p))
        .map(|p| Unfed {
            nodes: (0..part.len())
                .filter(|&i| part[i] == p && drawn[i] != 0.0)
                .collect(),
            links: border(inp, |i| part[i] == p),
            barred: Barred::Closed,
        })
        .collect()
}

/// Parts of `inp` whose `heads` \[m\] are further than 10 km from all `given` ones, but for those that `known` tells of.
pub fn out_of_this_world(
    inp: &Inp,
    scale: &Scale,
    [given, heads]: [&[f64]; 2],
    switches: &[Switch],
    known: &[Unfed],
) -> Vec<Unfed> {
    let least = given.iter().fold(f64::INFINITY, |a, b| a.min(*b)) - OUT_OF_THIS_WORLD;
    let most = given.iter().fold(f64::NEG_INFINITY, |a, b| a.max(*b)) + OUT_OF_THIS_WORLD;
    let far: Vec<bool> = heads.iter().map(|h| !(least..=most).contains(h)).collect();
    if !far.contains(&true) {
        return Vec::new();
    }
    let part = parts(inp, |i, link| {
        switches[i].open && far[link.from] && far[link.to]
    });
    let mut tops: Vec<usize> = (0..far.len())
        .filter(|&i| far[i])
        .map(|i| part[i])
        .collect();
    tops.sort_unstable();
    tops.dedup();
    let told = |nodes: &[usize]| {
        known
            .iter()
            .any(|u| u.nodes.iter().any(|n| nodes.contains(n)))
    };
    let open = |links: Vec<usize>| -> Vec<usize> {
        links.into_iter().filter(|&i| switches[i].open).collect()
    };
    tops.into_iter()
        .map(|p| {
            let links = open(border(inp, |i| part[i] == p));
            let nodes: Vec<usize> = (0..far.len()).filter(|&i| part[i] == p).collect();
            let barred = why(inp, scale, &nodes, &links);
            Unfed {
                nodes,
                links,
                barred,
            }
        })
        .filter(|u| !told(&u.nodes) && !u.links.is_empty())
        .collect()
}

/// Why the heads of `nodes`, to which `links` lead, are what they are.
fn why(inp: &Inp, scale: &Scale, nodes: &[usize], links: &[usize]) -> Barred {
    let drawn = nodes.iter().map(|&i| drawn_at(inp, &inp.nodes[i].kind));
    if drawn.sum::<f64>() == 0.0 {
        Barred::Idle
    } else if links.iter().any(|&i| is_plain(inp, scale, &inp.links[i])) {
        Barred::Narrow
    } else {
        Barred::Shut
    }
}

/// What a node draws, in the file's unit.
fn drawn_at(inp: &Inp, kind: &NodeKind) -> f64 {
    match kind {
        NodeKind::Junction(demands) => demand(inp, demands),
        _ => 0.0,
    }
}

/// Whether a link is a pipe that passes water both ways, at no tank that is full or empty.
fn is_plain(inp: &Inp, scale: &Scale, link: &Link) -> bool {
    let free = |node: usize| fullness(inp, scale, node) == (false, false);
    let both = free(link.from) && free(link.to);
    matches!(&link.kind, LinkKind::Pipe(pipe) if !pipe.check) && both
}

/// Links with one end among the nodes that `inside` tells.
fn border(inp: &Inp, inside: impl Fn(usize) -> bool) -> Vec<usize> {
    let links = inp.links.iter().enumerate();
    links
        .filter(|(_, link)| inside(link.from) != inside(link.to))
        .map(|(i, _)| i)
        .collect()
}

/// Number of the part that each node is in, by the links that `joins` tells.
fn parts(inp: &Inp, joins: impl Fn(usize, &Link) -> bool) -> Vec<usize> {
    let mut top: Vec<usize> = (0..inp.nodes.len()).collect();
    fn find(top: &mut [usize], mut v: usize) -> usize {
        while top[v] != v {
            top[v] = top[top[v]];
            v = top[v];
        }
        v
    }
    for (i, link) in inp.links.iter().enumerate() {
        if joins(i, link) {
            let (a, b) = (find(&mut top, link.from), find(&mut top, link.to));
            top[a.max(b)] = a.min(b);
        }
    }
    (0..top.len()).map(|v| find(&mut top, v)).collect()
}
