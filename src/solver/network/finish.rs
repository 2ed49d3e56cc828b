//! From chain flows and core potentials to those of every link and node.

use super::Flows;
use super::newton::Workspace;
use super::symbolic::Network;
use crate::model::hydraulic::Hydraulics;

impl Workspace {
    /// Passes injections through blind links and along chains to core nodes.
    pub(super) fn pass_injections(&mut self, h: &Hydraulics, net: &Network) {
        let any = h.injection.iter().any(|&m| m != 0.0);
        if !any && !self.injected {
            return;
        }
        self.injected = any;
        self.inflow.copy_from_slice(&h.injection);
        self.rows.base.fill(0.0);
        // Where one pressure is given, what is brought in leaves there.
        for (c, vessel) in net.vessel.iter().enumerate() {
            if let Some(i) = vessel {
                let total: f64 = (0..net.nodes)
                    .filter(|&v| net.part[v] as usize == c)
                    .map(|v| h.injection[v])
                    .sum();
                self.inflow[h.fixed[*i as usize].node.0 as usize] -= total;
            }
        }
        for blind in net.blind() {
            let flow = self.inflow[blind.leaf as usize];
            let outward = h.from[blind.link as usize] == blind.leaf;
            let row = net.row_of_link[blind.link as usize] as usize;
            self.rows.base[row] = if outward { flow } else { -flow };
            self.inflow[blind.stem as usize] += flow;
            self.inflow[blind.leaf as usize] = 0.0;
        }
        for c in 0..net.flows() {
            let mut offset = 0.0;
            let steps = net.steps(c);
            for (i, step) in steps.iter().enumerate() {
                let row = net.row_of_link[step.link as usize] as usize;
                self.rows.base[row] = step.sign * offset;
                if i + 1 < steps.len() {
                    offset += self.inflow[step.end as usize];
                    self.inflow[step.end as usize] = 0.0;
                }
            }
            // What joined along the way arrives at the chain's end.
            self.inflow[net.chains.to[c] as usize] += offset;
        }
        let none = net.matrix.no_place();
        self.supply.fill(0.0);
        for &(node, place) in &net.place_of_core {
            self.supply[place.min(none) as usize] += self.inflow[node as usize];
        }
    }

    /// Makes the flows solenoidal and writes the solution.
    pub(super) fn finish(&mut self, h: &Hydraulics, net: &Network, flows: &mut Flows) {
        self.close_balances(net);
        for row in 0..self.rows.flow.len() {
            let link = net.link_of_row[row] as usize;
            let chain = self.chain[net.chain_of_row[row] as usize];
            flows.mass[link] = self.rows.base[row] + net.sign_of_row[row] * chain;
            flows.drop[link] = self.rows.drop[row];
        }
        self.spread_potentials(h, net, flows);
        flows.solved = true;
    }

    /// Recomputes tree flows from all others, leaves first.
    fn close_balances(&mut self, net: &Network) {
        let none = net.matrix.no_place();
        self.imbalance.copy_from_slice(&self.supply);
        for (c, &[a, b]) in net.ends.iter().enumerate() {
            if !net.in_tree[c] {
                self.imbalance[a.min(none) as usize] -= self.chain[c];
                self.imbalance[b.min(none) as usize] += self.chain[c];
            }
        }
        for branch in &net.tree {
            let excess = self.imbalance[branch.outer as usize];
            self.chain[branch.chain as usize] = branch.sign * excess;
            self.imbalance[branch.inner as usize] += excess;
        }
    }

    /// Potentials of core nodes, then along chains, then out along blind links; each part with one
    /// given pressure is shifted to it.
    fn spread_potentials(&self, h: &Hydraulics, net: &Network, flows: &mut Flows) {
        let p = &mut flows.potential;
        let fall = |link: u32| {
            let row = net.row_of_link[link as usize] as usize;
            self.rows.drop[row] + self.rows.buoyancy[row]
        };
        for &(node, place) in &net.place_of_core {
            p[node as usize] = self.potential[place as usize];
        }
        let mut steps = (net.chains.step.iter()).zip(net.row_of_step.iter().zip(&net.sign_of_step));
        for (&from, &count) in net.chains.from.iter().zip(&net.steps_of_chain) {
            let mut at = p[from as usize];
            for (step, (&row, &sign)) in steps.by_ref().take(count as usize - 1) {
                at -= sign * (self.rows.drop[row as usize] + self.rows.buoyancy[row as usize]);
                p[step.end as usize] = at;
            }
            steps.next();
        }
        for blind in net.blind().iter().rev() {
            let outward = h.from[blind.link as usize] == blind.leaf;
            let fall = if outward {
                fall(blind.link)
            } else {
                -fall(blind.link)
            };
            p[blind.leaf as usize] = p[blind.stem as usize] + fall;
        }
        if let [Some(i)] = net.vessel[..] {
            let fixed = &h.fixed[i as usize];
            let shift = fixed.pressure + h.column(fixed.node) - p[fixed.node.0 as usize];
            p.iter_mut().for_each(|p| *p += shift);
        } else {
            shift_parts(h, net, p);
        }
        for fixed in &h.fixed {
            p[fixed.node.0 as usize] = fixed.pressure + h.column(fixed.node);
        }
    }
}

/// Shifts each part with one given pressure to it.
fn shift_parts(h: &Hydraulics, net: &Network, p: &mut [f64]) {
    for v in 0..net.nodes {
        let Some(i) = net.vessel[net.part[v] as usize] else {
            continue;
        };
        let fixed = &h.fixed[i as usize];
        if v != fixed.node.0 as usize {
            let given = fixed.pressure + h.column(fixed.node);
            p[v] += given - p[fixed.node.0 as usize];
        }
    }
}
