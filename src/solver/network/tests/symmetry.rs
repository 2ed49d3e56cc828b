//! What must not matter: the order of links and nodes, and the direction in which a link is drawn.

use super::*;
use crate::physics::hydraulic::formula_pipe::FormulaPipe;

/// A ladder with one reservoir and demands; `turned` reverses links, `last_first` their order.
fn ladder(turned: bool, last_first: bool, resistance: f64) -> Hydraulics {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let n = 10usize;
    let order: Vec<usize> = if last_first {
        (0..2 * n).rev().collect()
    } else {
        (0..2 * n).collect()
    };
    let mut node = vec![None; 2 * n];
    for &i in &order {
        node[i] = Some(b.node(format!("n{i}"), 0.0));
    }
    let node: Vec<_> = node.into_iter().flatten().collect();
    let mut links = Vec::new();
    for i in 0..n {
        links.push((format!("rung{i}"), i, n + i));
        if i > 0 {
            links.push((format!("top{i}"), i - 1, i));
            links.push((format!("bottom{i}"), n + i - 1, n + i));
        }
    }
    if last_first {
        links.reverse();
    }
    for (name, from, to) in links {
        let (from, to) = if turned { (to, from) } else { (from, to) };
        let more = if name == "rung3" { resistance } else { 1.0 };
        let law = FormulaPipe::new(10.0 * more, 1.852, 0.3, 10.0);
        b.formula_pipe(name, node[from], node[to], law);
    }
    b.reservoir(node[0], 3e5);
    for i in 1..2 * n {
        b.inject(node[i], -0.5 - 0.1 * i as f64);
    }
    b.build().unwrap()
}

fn flow(h: &Hydraulics, name: &str) -> f64 {
    let (flows, _) = run(h);
    flows.flow(h.find_link(name).unwrap())
}

#[test]
fn renumbering_and_reversing_change_nothing_but_signs() {
    let plain = ladder(false, false, 1.0);
    for name in ["rung3", "top4", "bottom9", "rung0"] {
        let m = flow(&plain, name);
        let renumbered = flow(&ladder(false, true, 1.0), name);
        let turned = flow(&ladder(true, false, 1.0), name);
        assert!((m - renumbered).abs() < 1e-9 * m.abs().max(1.0), "{name}");
        assert!((m + turned).abs() < 1e-9 * m.abs().max(1.0), "{name}");
    }
}

#[test]
fn flow_falls_with_added_resistance() {
    let mut last = f64::INFINITY;
    for resistance in [1.0, 2.0, 8.0, 64.0] {
        let m = flow(&ladder(false, false, resistance), "rung3").abs();
        assert!(m < last, "{m} {last}");
        last = m;
    }
}
