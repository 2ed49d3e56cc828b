//! The tree along which flows are made solenoidal: with all other flows given, continuity fixes those
//! of a spanning tree, from its leaves inwards.

use super::chains::{Chains, Step};
use crate::model::hydraulic::{Hydraulics, Kind};

/// A tree chain: the node on its outer side and the direction of the flow out of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Branch {
    pub chain: u32,
    /// Place of the outer node, and of the inner one (the matrix' no-place for ground).
    pub outer: u32,
    pub inner: u32,
    /// +1 where the chain starts at the outer node.
    pub sign: f64,
}

/// Tree over core nodes, ground taken as one, of the least stiff chains: what is computed from the
/// other flows should not be a closed valve, where a flow of 10⁻¹⁴ kg/s matters, and should be an open one without
/// loss, whose flow its own law does not tell.
pub(super) fn spanning_tree(
    h: &Hydraulics,
    chains: &Chains,
    ends: &[[u32; 2]],
    ground: u32,
) -> (Vec<Branch>, Vec<bool>) {
    let stiffness = |c: usize| {
        let (low, high) = (chains.start[c] as usize, chains.start[c + 1] as usize);
        let rank = |s: &Step| match h.kind[s.link as usize] {
            Kind::Pipe | Kind::FormulaPipe => 0,
            Kind::PowerLaw | Kind::Valve => 1,
            Kind::Pump | Kind::RegulatedPump | Kind::Device => 2,
            Kind::FlowLimiter | Kind::CheckValve | Kind::StopValve => 3,
            Kind::Throttle => 3,
            Kind::Regulator => 4,
        };
        let steps = &chains.step[low..high];
        if steps.iter().all(|s| loses_nothing(h, s.link as usize)) {
            return -1;
        }
        steps.iter().map(rank).max().unwrap_or(0)
    };
    let mut order: Vec<usize> = (0..ends.len()).collect();
    order.sort_by_key(|&c| stiffness(c));
    let mut parent: Vec<u32> = (0..=ground).collect();
    let mut in_tree = vec![false; ends.len()];
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); ground as usize + 1];
    for c in order {
        let [a, b] = ends[c].map(|v| v.min(ground));
        let (ra, rb) = (root(&mut parent, a), root(&mut parent, b));
        if ra != rb {
            parent[ra.max(rb) as usize] = ra.min(rb);
            in_tree[c] = true;
            near[a as usize].push(c as u32);
            near[b as usize].push(c as u32);
        }
    }
    (outside_in(ends, &near, ground), in_tree)
}

/// Whether a link is an open valve without resistance and limits.
fn loses_nothing(h: &Hydraulics, link: usize) -> bool {
    h.kind[link] == Kind::Throttle && {
        let law = h.throttles.law[h.row[link] as usize];
        law.resistance == 0.0 && law.least.is_infinite() && law.most.is_infinite()
    }
}

fn outside_in(ends: &[[u32; 2]], near: &[Vec<u32>], ground: u32) -> Vec<Branch> {
    let mut tree = Vec::with_capacity(ground as usize);
    let mut seen = vec![false; ground as usize + 1];
    let mut queue = vec![ground];
    seen[ground as usize] = true;
    let mut at = 0;
    while at < queue.len() {
        let inner = queue[at];
        at += 1;
        for &chain in &near[inner as usize] {
            let [a, b] = ends[chain as usize].map(|v| v.min(ground));
            let (outer, sign) = if a == inner { (b, -1.0) } else { (a, 1.0) };
            if !seen[outer as usize] {
                seen[outer as usize] = true;
                queue.push(outer);
                tree.push(Branch {
                    chain,
                    outer,
                    inner,
                    sign,
                });
            }
        }
    }
    tree.reverse();
    tree
}

pub(super) fn root(parent: &mut [u32], mut v: u32) -> u32 {
    while parent[v as usize] != v {
        parent[v as usize] = parent[parent[v as usize] as usize];
        v = parent[v as usize];
    }
    v
}
