//! Parts of a circuit that what has opened leaves without a potential.

use super::{Circuit, Ends, GROUND, Law};
use crate::kernels::groups::Groups;

/// Groups of nodes that conductors, storage and devices join while gates stand as they do.
#[derive(Clone, Debug)]
pub struct Islands {
    groups: Groups,
}

impl Islands {
    /// The islands of `circuit` with the gates that are true in `closed` conducting. With `leaks` the resistance of
    /// what is open counts as a conductor, and so does a varistor; `conducts` tells of a diode whether it does anyway.
    pub fn new(
        circuit: &Circuit,
        closed: &[bool],
        leaks: bool,
        conducts: impl Fn(usize) -> bool,
    ) -> Self {
        let mut groups = Groups::new(circuit.nodes.len());
        let on = |gate: Option<u32>| gate.is_none_or(|g| closed[g as usize]);
        for fixed in &circuit.fixed {
            groups.join(GROUND, fixed.node);
        }
        let mut join = |e: Ends| groups.join(e.from, e.to);
        for s in &circuit.series {
            if on(s.gate) || (leaks && s.open_resistance.is_finite()) {
                join(s.ends);
            }
        }
        circuit.capacitors.iter().for_each(|c| join(c.ends));
        for (n, d) in circuit.devices.iter().enumerate() {
            let joins = match d.law {
                Law::Input { .. } => false,
                Law::Varistor(_) => leaks,
                Law::Diode(_) => leaks || conducts(n),
                _ => true,
            };
            if on(d.gate) && joins {
                join(d.ends);
            }
        }
        Self { groups }
    }

    /// True where nothing but loads joins `node` to ground.
    pub fn is_dead(&mut self, node: u32) -> bool {
        self.groups.root(node) != GROUND
    }

    /// True where `a` and `b` are of one island.
    pub fn together(&mut self, a: u32, b: u32) -> bool {
        self.groups.root(a) == self.groups.root(b)
    }
}

/// A bus whose loads ask for power at time zero though no source is joined to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfed {
    /// The bus.
    pub bus: String,
    /// Open elements whose closing would join it to something else.
    pub open: Vec<String>,
}

/// Buses that nothing feeds at time zero because of what stands open.
pub fn unfed_at_start(circuit: &Circuit) -> Vec<Unfed> {
    let on = |gate: Option<u32>| gate.is_none_or(|g| circuit.gates[g as usize].closed);
    let free = |e: Ends| e.from != GROUND && e.to != GROUND;
    let holds = |law: &Law| !matches!(law, Law::Input { .. } | Law::Varistor(_) | Law::Diode(_));
    let mut groups = Groups::new(circuit.nodes.len());
    let series = circuit.series.iter().filter(|s| on(s.gate));
    let devices = circuit.devices.iter().filter(|d| on(d.gate));
    let joined = series.clone().map(|s| s.ends);
    for e in joined.chain(devices.clone().map(|d| d.ends)) {
        if free(e) {
            groups.join(e.from, e.to);
        }
    }
    let emfs = series.filter(|s| s.emf.is_some()).map(|s| s.ends);
    let held = devices.filter(|d| holds(&d.law)).map(|d| d.ends);
    let sources = emfs.chain(held).flat_map(|e| [e.from, e.to]);
    let mut fed: Vec<u32> = sources
        .chain(circuit.fixed.iter().map(|f| f.node))
        .collect();
    fed.retain(|n| *n != GROUND);
    let mut fed: Vec<u32> = fed.into_iter().map(|n| groups.root(n)).collect();
    let mut found = Vec::new();
    for load in circuit.loads.iter().filter(|l| on(l.gate)) {
        let asked = circuit.waveforms[load.power as usize]
            .value(0.0)
            .max(load.least);
        let Ends { from, to } = load.ends;
        let node = if from == GROUND { to } else { from };
        let root = groups.root(node);
        if asked == 0.0 || fed.contains(&root) {
            continue;
        }
        let open: Vec<String> = (circuit.series.iter())
            .filter(|s| !on(s.gate) && s.resistance.is_finite())
            .filter(|s| (groups.root(s.ends.from) == root) != (groups.root(s.ends.to) == root))
            .map(|s| s.name.clone())
            .collect();
        if !open.is_empty() {
            // One word an island is enough.
            fed.push(root);
            let bus = circuit.nodes[node as usize].clone();
            found.push(Unfed { bus, open });
        }
    }
    found
}
