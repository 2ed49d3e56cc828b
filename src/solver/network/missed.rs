//! Which criterion a network misses whose heads agree.

use super::newton::Workspace;
use super::symbolic::Network;
use super::{Convergence, SolveError, Tolerance};
use crate::model::hydraulic::{Hydraulics, LinkId, NodeId};

impl Workspace {
    /// What keeps flows from being a solution, where heads do not: balances, or their next change.
    pub(super) fn missed(
        &mut self,
        h: &Hydraulics,
        net: &Network,
        tolerance: &Tolerance,
        report: &Convergence,
    ) -> Option<SolveError> {
        let &Convergence {
            iterations,
            imbalance,
            change,
            ..
        } = report;
        if report.head.is_nan() || report.head > tolerance.head {
            return None;
        }
        if imbalance > tolerance.imbalance {
            return Some(SolveError::NotBalanced {
                node: h.node_name(self.least_balanced(net)?).to_owned(),
                imbalance,
                asked: tolerance.imbalance,
                iterations,
            });
        }
        (change > tolerance.change).then(|| SolveError::NotSettled {
            element: h.link_name(self.least_settled(net)).to_owned(),
            change,
            asked: tolerance.change,
            iterations,
        })
    }

    /// The node whose flows add up least [kg/s].
    fn least_balanced(&mut self, net: &Network) -> Option<NodeId> {
        self.imbalance.copy_from_slice(&self.supply);
        let flows = self.chain.iter();
        for (&[a, b], flow) in net.nodes_of_chain.iter().zip(flows) {
            self.imbalance[a as usize] -= flow;
            self.imbalance[b as usize] += flow;
        }
        let free = &self.imbalance[..net.unknowns()];
        let cores = net.place_of_core.iter();
        let off = cores.filter_map(|&(node, place)| Some((node, free.get(place as usize)?.abs())));
        off.max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(node, _)| NodeId(node))
    }

    /// First link of the chain whose flow changed most in the last step.
    fn least_settled(&self, net: &Network) -> LinkId {
        let moved = |c: usize| (self.chain[c] - self.start[c]).abs();
        let most = (0..net.flows()).max_by(|&a, &b| moved(a).total_cmp(&moved(b)));
        let first = net.first_of_chain.get(most.unwrap_or(0));
        LinkId(first.map_or(0, |link| link.index() as u32))
    }
}
