//! Reduction of a network to its core: what can be known of flows from topology alone.
//!
//! A link to a node that carries no other link has a flow that continuity fixes; removing such links
//! one after the other leaves the loops. In a chain of links between two nodes where three or more
//! meet, all flows are one unknown. Newton's method then works on core nodes and chains only, with
//! exactly the same iterates: for a hall a third of the nodes and half of the links.

use crate::model::hydraulic::Hydraulics;

/// A link whose flow follows from what enters at its blind end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blind {
    pub link: u32,
    /// Node at the blind end, and node that it hangs on.
    pub leaf: u32,
    pub stem: u32,
}

/// The reduced network.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    /// Core node at which each chain starts and ends.
    pub from: Vec<u32>,
    pub to: Vec<u32>,
    /// First step of each chain in `step`, one more than chains.
    pub start: Vec<u32>,
    /// Links along the chains.
    pub step: Vec<Step>,
    /// Blind links, outermost first.
    pub blind: Vec<Blind>,
    /// Core nodes of given potential: several a part where the user gave several, else one.
    pub ground: Vec<u32>,
    /// Core nodes whose potential is unknown.
    pub free: Vec<u32>,
}

/// One link of a chain.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub link: u32,
    /// Node at which the step ends.
    pub end: u32,
    /// +1 where the link points along the chain, −1 where against it.
    pub sign: f64,
}

/// Links around each node, in compressed rows.
struct Around {
    start: Vec<u32>,
    link: Vec<u32>,
}

impl Around {
    fn new(h: &Hydraulics) -> Self {
        let mut start = vec![0u32; h.nodes() + 1];
        for &v in h.from.iter().chain(&h.to) {
            start[v as usize + 1] += 1;
        }
        for v in 0..h.nodes() {
            start[v + 1] += start[v];
        }
        let mut next = start.clone();
        let mut link = vec![0; 2 * h.links()];
        for l in 0..h.links() {
            for v in [h.from[l], h.to[l]] {
                link[next[v as usize] as usize] = l as u32;
                next[v as usize] += 1;
            }
        }
        Self { start, link }
    }

    fn at(&self, v: u32) -> &[u32] {
        &self.link[self.start[v as usize] as usize..self.start[v as usize + 1] as usize]
    }
}

fn other(h: &Hydraulics, link: u32, v: u32) -> u32 {
    let (a, b) = (h.from[link as usize], h.to[link as usize]);
    if a == v { b } else { a }
}

impl Chains {
    /// Reduces `h`, of whose nodes `part` tells the connected part.
    pub fn new(h: &Hydraulics, part: &[u32]) -> Self {
        let around = Around::new(h);
        let mut degree: Vec<u32> = (0..h.nodes() as u32)
            .map(|v| around.at(v).len() as u32)
            .collect();
        let kept = open_ends(h, part);
        let mut held = kept.clone();
        for &link in &h.regulators.link {
            held[h.from[link as usize] as usize] = true;
            held[h.to[link as usize] as usize] = true;
        }
        for node in h.regulators.sense.iter().flatten() {
            held[*node as usize] = true;
        }
        let mut gone = vec![false; h.links()];
        let mut chains = Self {
            start: vec![0],
            ..Self::default()
        };
        chains.prune(h, &around, &held, &mut degree, &mut gone);
        let core = core_nodes(part, &held, &degree);
        chains.trace(h, &around, &core, &mut gone);
        chains.choose_ground(h, part, &kept, &core, &degree);
        chains
    }

    /// Puts chains in another `order`.
    pub fn reorder(&mut self, order: &[usize]) {
        self.from = order.iter().map(|&c| self.from[c]).collect();
        self.to = order.iter().map(|&c| self.to[c]).collect();
        let (mut start, mut step) = (vec![0], Vec::with_capacity(self.step.len()));
        for &c in order {
            let (low, high) = (self.start[c] as usize, self.start[c + 1] as usize);
            step.extend_from_slice(&self.step[low..high]);
            start.push(step.len() as u32);
        }
        (self.start, self.step) = (start, step);
    }

    fn prune(
        &mut self,
        h: &Hydraulics,
        around: &Around,
        kept: &[bool],
        degree: &mut [u32],
        gone: &mut [bool],
    ) {
        for first in 0..h.nodes() as u32 {
            let mut leaf = first;
            while degree[leaf as usize] == 1 && !kept[leaf as usize] {
                let Some(&link) = around.at(leaf).iter().find(|&&l| !gone[l as usize]) else {
                    break;
                };
                let stem = other(h, link, leaf);
                gone[link as usize] = true;
                degree[leaf as usize] = 0;
                degree[stem as usize] -= 1;
                self.blind.push(Blind { link, leaf, stem });
                leaf = stem;
            }
        }
    }

    fn trace(&mut self, h: &Hydraulics, around: &Around, core: &[bool], gone: &mut [bool]) {
        for first in (0..h.nodes() as u32).filter(|&v| core[v as usize]) {
            for &head in around.at(first) {
                if gone[head as usize] {
                    continue;
                }
                let (mut link, mut v) = (head, first);
                loop {
                    gone[link as usize] = true;
                    let sign = if h.from[link as usize] == v {
                        1.0
                    } else {
                        -1.0
                    };
                    v = other(h, link, v);
                    self.step.push(Step { link, end: v, sign });
                    if core[v as usize] {
                        break;
                    }
                    let Some(&next) = around.at(v).iter().find(|&&l| !gone[l as usize]) else {
                        break;
                    };
                    link = next;
                }
                self.from.push(first);
                self.to.push(v);
                self.start.push(self.step.len() as u32);
            }
        }
    }

    fn choose_ground(
        &mut self,
        h: &Hydraulics,
        part: &[u32],
        kept: &[bool],
        core: &[bool],
        degree: &[u32],
    ) {
        let parts = part.iter().max().map_or(0, |&m| m as usize + 1);
        let mut open = vec![false; parts];
        let mut best: Vec<Option<u32>> = vec![None; parts];
        for v in (0..h.nodes() as u32).filter(|&v| core[v as usize]) {
            let c = part[v as usize] as usize;
            open[c] |= kept[v as usize];
            // A hub of many branches is the best node to ground: it leaves the matrix.
            if best[c].is_none_or(|b| degree[b as usize] < degree[v as usize]) {
                best[c] = Some(v);
            }
        }
        for v in (0..h.nodes() as u32).filter(|&v| core[v as usize]) {
            let c = part[v as usize] as usize;
            let grounded = if open[c] {
                kept[v as usize]
            } else {
                best[c] == Some(v)
            };
            if grounded {
                self.ground.push(v);
            } else {
                self.free.push(v);
            }
        }
    }
}

/// Parts in which potentials are absolute: several are given, or a valve regulates one.
pub(super) fn open_parts(h: &Hydraulics, part: &[u32]) -> Vec<bool> {
    let parts = part.iter().max().map_or(0, |&m| m as usize + 1);
    let mut count = vec![0u32; parts];
    for fixed in &h.fixed {
        count[part[fixed.node.0 as usize] as usize] += 1;
    }
    let mut open: Vec<bool> = count.iter().map(|&n| n > 1).collect();
    for &link in &h.regulators.link {
        open[part[h.from[link as usize] as usize] as usize] = true;
    }
    open
}

/// Nodes of given pressure in open parts.
fn open_ends(h: &Hydraulics, part: &[u32]) -> Vec<bool> {
    let open = open_parts(h, part);
    let mut kept = vec![false; h.nodes()];
    for fixed in &h.fixed {
        let v = fixed.node.0 as usize;
        kept[v] = open[part[v] as usize];
    }
    kept
}

/// Nodes that stay: given pressures, ends of regulators and of their impulse lines, meetings of three or more links, one node of each bare ring.
fn core_nodes(part: &[u32], kept: &[bool], degree: &[u32]) -> Vec<bool> {
    let mut core: Vec<bool> = (0..part.len()).map(|v| kept[v] || degree[v] > 2).collect();
    let parts = part.iter().max().map_or(0, |&m| m as usize + 1);
    let mut has = vec![false; parts];
    for v in 0..part.len() {
        has[part[v] as usize] |= core[v];
    }
    for v in 0..part.len() {
        let c = part[v] as usize;
        if !has[c] && degree[v] == 2 {
            has[c] = true;
            core[v] = true;
        }
    }
    core
}
