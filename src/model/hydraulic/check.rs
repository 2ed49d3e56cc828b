//! Faults of a drawn network that would leave it without a solution, or with more than one.

use super::{Hydraulics, LinkId, NetworkError, NodeId};
use crate::kernels::groups::Groups;
use std::collections::HashSet;

/// Everything wrong with `net`, in order of elements.
pub(super) fn faults(net: &Hydraulics) -> Vec<NetworkError> {
    if net.links() == 0 {
        return vec![NetworkError::Empty];
    }
    let mut found = Vec::new();
    duplicates(&net.names.node, &mut found);
    duplicates(&net.names.link, &mut found);
    numbers(net, &mut found);
    for l in 0..net.links() {
        if net.from[l] == net.to[l] {
            found.push(NetworkError::Loop {
                element: net.names.link[l].clone(),
                node: net.names.node[net.from[l] as usize].clone(),
            });
        }
    }
    parts(net, &mut found);
    apart(net, &components(net), &mut found);
    found
}

fn duplicates(names: &[String], found: &mut Vec<NetworkError>) {
    let mut seen = HashSet::with_capacity(names.len());
    for name in names {
        if !seen.insert(name) {
            found.push(NetworkError::Duplicate {
                element: name.clone(),
            });
        }
    }
}

fn numbers(net: &Hydraulics, found: &mut Vec<NetworkError>) {
    let mut check = |good: bool, element: &str, quantity: &'static str, value: f64| {
        if !good {
            found.push(NetworkError::Number {
                element: element.to_owned(),
                quantity,
                value,
            });
        }
    };
    for (v, name) in net.names.node.iter().enumerate() {
        let (z, m) = (net.elevation[v], net.injection[v]);
        check(z.is_finite(), name, "elevation [m]", z);
        check(m.is_finite(), name, "injection [kg/s]", m);
    }
    for fixed in &net.fixed {
        let (name, p) = (net.node_name(fixed.node), fixed.pressure);
        check(p.is_finite(), name, "pressure [Pa]", p);
    }
    for (l, name) in net.names.link.iter().enumerate() {
        let (rho, mu) = (net.density[l], net.viscosity[l]);
        check(rho > 0.0 && rho < 1e5, name, "density [kg/m3]", rho);
        check(mu > 0.0 && mu < 1e3, name, "viscosity [Pa.s]", mu);
    }
    let name = |link: u32| net.link_name(LinkId(link));
    for (&l, &x) in net.valves.link.iter().zip(&net.valves.opening) {
        check((0.0..=1.0).contains(&x), name(l), "opening", x);
    }
    for (&l, &x) in net.limiters.link.iter().zip(&net.limiters.set) {
        check(x >= 0.0, name(l), "set flow [kg/s]", x);
    }
    for ((&l, d), law) in net
        .pumps
        .link
        .iter()
        .zip(&net.pumps.drive)
        .zip(&net.pumps.law)
    {
        check((0.0..=2.0).contains(&d.speed), name(l), "speed", d.speed);
        let good = (0.0..=law.installed).contains(&d.running);
        check(good, name(l), "number of running pumps", d.running);
    }
    for (&l, &speed) in net.devices.link.iter().zip(&net.devices.speed) {
        check(speed > 0.0 && speed.is_finite(), name(l), "speed", speed);
    }
    let regulated = &net.regulated;
    for ((&l, h), law) in regulated
        .link
        .iter()
        .zip(&regulated.hold)
        .zip(&regulated.law)
    {
        let good = h.pressure >= 0.0 && h.pressure.is_finite();
        check(good, name(l), "differential pressure [Pa]", h.pressure);
        let good = h.droop >= 0.0 && h.droop.is_finite();
        check(good, name(l), "droop [Pa.s/kg]", h.droop);
        let good = (0.0..=law.pump.installed).contains(&h.running);
        check(good, name(l), "number of running pumps", h.running);
        let good = h.fouling > 0.0 && h.fouling.is_finite();
        check(good, name(l), "factor on the loss", h.fouling);
    }
}

/// Impulse lines that lead to another part.
fn apart(net: &Hydraulics, part: &[u32], found: &mut Vec<NetworkError>) {
    for (&l, sense) in net.regulators.link.iter().zip(&net.regulators.sense) {
        if let Some(node) =
            sense.filter(|v| part[*v as usize] != part[net.from[l as usize] as usize])
        {
            found.push(NetworkError::Apart {
                element: net.link_name(LinkId(l)).to_owned(),
                node: net.node_name(NodeId(node)).to_owned(),
            });
        }
    }
}

/// Faults of each connected part: its given pressures and what drives it.
fn parts(net: &Hydraulics, found: &mut Vec<NetworkError>) {
    let part = components(net);
    let count = part.iter().max().map_or(0, |&m| m as usize + 1);
    let mut first = vec![None; count];
    let mut nodes = vec![0usize; count];
    let mut driven = vec![false; count];
    for (v, &c) in part.iter().enumerate() {
        let c = c as usize;
        first[c].get_or_insert(NodeId(v as u32));
        nodes[c] += 1;
        driven[c] |= net.injection[v] != 0.0;
    }
    let devices = net.devices.link.iter();
    for &l in (net.pumps.link.iter().chain(&net.regulated.link)).chain(devices) {
        driven[part[net.from[l as usize] as usize] as usize] = true;
    }
    for l in 0..net.links() {
        driven[part[net.from[l] as usize] as usize] |= net.rise[l] != 0.0;
    }
    let mut anchors: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (i, fixed) in net.fixed.iter().enumerate() {
        anchors[part[fixed.node.0 as usize] as usize].push(i);
    }
    for c in 0..count {
        let Some(node) = first[c] else { continue };
        let node = net.node_name(node).to_owned();
        let given = &anchors[c];
        if nodes[c] == 1 {
            found.push(NetworkError::Unconnected { node });
            continue;
        }
        let name = |i: usize| net.node_name(net.fixed[i].node).to_owned();
        let mut once = HashSet::new();
        let repeated = given.iter().any(|&i| !once.insert(net.fixed[i].node));
        match given.as_slice() {
            [] => found.push(NetworkError::NoAnchor {
                node,
                nodes: nodes[c],
            }),
            [i] if !driven[c] && net.fixed[*i].vessel => found.push(NetworkError::NoDrive { node }),
            [a, b, ..] if repeated || given.iter().any(|&i| net.fixed[i].vessel) => {
                found.push(NetworkError::TwoAnchors {
                    first: name(*a),
                    second: name(*b),
                });
            }
            _ => {}
        }
    }
}

/// Number of the connected part that each node belongs to, counted in order of first nodes.
pub(super) fn components(net: &Hydraulics) -> Vec<u32> {
    let mut parts = Groups::new(net.nodes());
    for (&a, &b) in net.from.iter().zip(&net.to) {
        parts.join(a, b);
    }
    let mut number = vec![u32::MAX; net.nodes()];
    let mut next = 0;
    (0..net.nodes() as u32)
        .map(|v| {
            let r = parts.root(v) as usize;
            if number[r] == u32::MAX {
                number[r] = next;
                next += 1;
            }
            number[r]
        })
        .collect()
}
