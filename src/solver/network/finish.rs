//! From chain flows and core potentials to those of every link and node.

use super::Flows;
use super::newton::Workspace;
use super::symbolic::Network;
use crate::model::hydraulic::Hydraulics;

impl Workspace {
    /// Passes injections through blind links and along chains to core nodes; true if any changed.
    pub(super) fn pass_injections(&mut self, h: &Hydraulics, net: &Network) -> bool {
        if same(&h.injection, &self.brought) {
            return false;
        }
        self.brought.copy_from_slice(&h.injection);
        self.injected = h.injection.iter().any(|&m| m != 0.0);
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
        true
    }

    /// Makes the flows solenoidal and writes the solution.
    pub(super) fn finish(&mut self, h: &Hydraulics, net: &Network, flows: &mut Flows) {
        if !self.closed {
            self.close_balances(net);
        }
        let links = flows.mass.iter_mut().zip(&mut flows.drop);
        let of = net.row_of_link.iter().zip(&net.chain_of_link);
        for ((mass, drop), (&row, chain)) in links.zip(of) {
            *mass = chain.turn(self.chain[chain.index()]);
            *drop = self.rows.drop[row as usize];
        }
        if self.injected {
            for (mass, &row) in flows.mass.iter_mut().zip(&net.row_of_link) {
                *mass += self.rows.base[row as usize];
            }
        }
        self.spread_potentials(h, net, flows);
        // What a regulating valve takes is what is left between its ends; its law knows the open valve alone.
        for &link in &h.regulators.link {
            let l = link as usize;
            let [a, b] = [h.from[l], h.to[l]].map(|v| flows.potential[v as usize]);
            flows.drop[l] = a - b - self.rows.buoyancy[net.row_of_link[l] as usize];
        }
        flows.solved = true;
    }

    /// Recomputes tree flows from all others, leaves first.
    pub(super) fn close_balances(&mut self, net: &Network) {
        self.imbalance.copy_from_slice(&self.supply);
        for &[c, a, b] in &net.loops {
            let flow = self.chain[c as usize];
            self.imbalance[a as usize] -= flow;
            self.imbalance[b as usize] += flow;
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
        for &(node, before, row) in &net.within {
            let fall = self.rows.drop[row.index()] + self.rows.buoyancy[row.index()];
            p[node as usize] = p[before as usize] - row.turn(fall);
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

/// Whether two columns have the same bits.
fn same(a: &[f64], b: &[f64]) -> bool {
    let differ = |(a, b): (&[f64], &[f64])| {
        let bits = a.iter().zip(b).map(|(a, b)| a.to_bits() ^ b.to_bits());
        bits.fold(0, |all, bits| all | bits) != 0
    };
    !a.chunks(64).zip(b.chunks(64)).any(differ)
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
