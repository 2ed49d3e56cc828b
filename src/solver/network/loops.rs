//! How far flows may still move, seen around loops.
//!
//! # Equations
//! With balanced nodes the next step is the projection of y·r, r the residual of heads and y = 1/Δp′, onto flows that
//! balance, in the measure of the slopes. It does not change with any potentials ψ taken from r,
//!
//! ```text
//! r′_e = r_e − (ψ_a − ψ_b),   Σ δṁ_e²/y_e ≤ Σ y_e·r′_e²                                     (1)
//! ```
//!
//! so ψ may be such that r′ vanishes in a tree. What is left is the residual around the loop that each other link closes,
//! in which the last digit of potentials cancels: a link next to without loss would turn it into much flow. And as
//! the flows of a tree follow from the others,
//!
//! ```text
//! (Σ_e |δṁ_e|)² ≤ (Σ_c L_c·|δṁ_c|)² ≤ Σ_c L_c²·y_c · Σ_c y_c·r′_c²                           (2)
//! ```
//!
//! over the links c outside the tree, L_c the number of links around the loop of each. The tree is that of the largest y:
//! the links of least loss have then no part in (2).
//!
//! # References
//! - Kruskal, Proc. Amer. Math. Soc. 7 (1956) 48: the tree of largest weights.

use super::newton::Workspace;
use super::symbolic::Network;
use super::tree::root;

/// Where a node stands in a tree.
#[derive(Clone, Copy, Debug, Default)]
struct Stand {
    /// The node before it; itself where the tree begins.
    before: u32,
    /// Steps from there, and links.
    steps: u32,
    links: f64,
    /// ψ of eq. (1) \[Pa\].
    potential: f64,
    seen: bool,
}

impl Workspace {
    /// Bound on Σ|δṁ| of the next step over links [kg/s], where nodes are balanced: eq. (2).
    pub(super) fn change_in_loops(&self, net: &Network) -> f64 {
        let ground = net.unknowns() as u32;
        let mut order: Vec<u32> = (0..net.flows() as u32).collect();
        let weight = |c: &u32| self.yielding[*c as usize];
        order.sort_unstable_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        let mut parent: Vec<u32> = (0..=ground).collect();
        let mut near: Vec<Vec<u32>> = vec![Vec::new(); ground as usize + 1];
        let mut others = Vec::new();
        for c in order {
            let [a, b] = net.nodes_of_chain[c as usize];
            let (ra, rb) = (root(&mut parent, a), root(&mut parent, b));
            if ra == rb {
                others.push(c);
                continue;
            }
            parent[ra.max(rb) as usize] = ra.min(rb);
            near[a as usize].push(c);
            near[b as usize].push(c);
        }
        let stands = self.climb(net, &near);
        let (mut weights, mut square) = (0.0, 0.0);
        for c in others {
            let [a, b] = net.nodes_of_chain[c as usize];
            let c = c as usize;
            let (links, y) = (
                net.links_of_chain[c] + around(&stands, a, b),
                weight(&(c as u32)),
            );
            let [at_a, at_b] = [a, b].map(|v| stands[v as usize].potential);
            let r = self.residual[c] - (at_a - at_b);
            weights += links * links * y;
            square += y * (r * r);
        }
        (weights * square).sqrt()
    }

    /// Where each node stands in the forest whose chains are `near` the nodes.
    fn climb(&self, net: &Network, near: &[Vec<u32>]) -> Vec<Stand> {
        let mut stands = vec![Stand::default(); near.len()];
        let mut queue = Vec::with_capacity(near.len());
        for first in (0..near.len() as u32).rev() {
            if stands[first as usize].seen {
                continue;
            }
            stands[first as usize] = Stand {
                before: first,
                seen: true,
                ..Stand::default()
            };
            queue.clear();
            queue.push(first);
            let mut at = 0;
            while let Some(&inner) = queue.get(at) {
                at += 1;
                for &c in &near[inner as usize] {
                    let [a, b] = net.nodes_of_chain[c as usize];
                    let (outer, sign) = if a == inner { (b, -1.0) } else { (a, 1.0) };
                    if stands[outer as usize].seen {
                        continue;
                    }
                    let from = stands[inner as usize];
                    stands[outer as usize] = Stand {
                        before: inner,
                        steps: from.steps + 1,
                        links: from.links + net.links_of_chain[c as usize],
                        potential: from.potential + sign * self.residual[c as usize],
                        seen: true,
                    };
                    queue.push(outer);
                }
            }
        }
        stands
    }
}

/// Links of the tree between two of its nodes.
fn around(stands: &[Stand], mut a: u32, mut b: u32) -> f64 {
    let at = |v: u32| stands[v as usize];
    let total = at(a).links + at(b).links;
    while a != b {
        if at(a).steps >= at(b).steps {
            a = at(a).before;
        } else {
            b = at(b).before;
        }
    }
    total - 2.0 * at(a).links
}
