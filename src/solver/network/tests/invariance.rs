//! What must not matter, on networks nobody drew: scale, order, direction. And what must: speed, resistance.

use super::*;
use crate::physics::hydraulic::stop_valve::StopValve;
use crate::physics::hydraulic::valve::{Trim, Valve};
use proptest::prelude::*;

/// Nodes on a side of the mesh.
const SIDE: usize = 4;

/// One link of a mesh: ends, law, size, and its loss as a multiple of the first.
#[derive(Clone, Debug)]
struct Part {
    ends: [usize; 2],
    kind: u8,
    size: f64,
    loss: f64,
}

/// A mesh with one pump from its last to its first node; check valves stand from lower to higher nodes.
fn parts() -> impl Strategy<Value = Vec<Part>> {
    let mut ends = Vec::new();
    for i in 0..SIDE * SIDE {
        if i % SIDE + 1 < SIDE {
            ends.push([i, i + 1]);
        }
        if i + SIDE < SIDE * SIDE {
            ends.push([i, i + SIDE]);
        }
    }
    let n = ends.len();
    let drawn = prop::collection::vec((0..4u8, 0.3..2.0f64), n..=n);
    drawn.prop_map(move |drawn| {
        let ends = ends.iter().zip(drawn);
        ends.map(|(&ends, (kind, size))| Part {
            ends,
            kind,
            size,
            loss: 1.0,
        })
        .collect()
    })
}

/// How a mesh is drawn.
#[derive(Clone, Copy)]
struct Drawn {
    /// Factor on flows and on pressures.
    scale: [f64; 2],
    /// Whether nodes and links are numbered backwards.
    backwards: bool,
    /// Whether links that may be are drawn the other way round.
    reversed: bool,
    speed: f64,
}

const PLAIN: Drawn = Drawn {
    scale: [1.0, 1.0],
    backwards: false,
    reversed: false,
    speed: 0.8,
};

fn draw(parts: &[Part], how: Drawn) -> Hydraulics {
    let [q, p] = how.scale;
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let total = SIDE * SIDE;
    let mut nodes = vec![NodeId(0); total];
    for k in 0..total {
        let v = if how.backwards { total - 1 - k } else { k };
        nodes[v] = b.node(format!("n{v}"), 0.0);
    }
    let mut order: Vec<usize> = (0..=parts.len()).collect();
    if how.backwards {
        order.reverse();
    }
    for i in order {
        if i == parts.len() {
            let curve = Curve::rated(3e5 * p, 0.02 * q, 2.4e5 * p);
            let pump =
                curve.and_then(|c| Pump::new(c, 1000.0, Efficiency::parabola(0.7, 0.02)?, 1));
            let drive = Drive {
                speed: how.speed,
                running: 1.0,
            };
            b.pump("pump", nodes[total - 1], nodes[0], pump, drive);
            continue;
        }
        let part = &parts[i];
        let [mut from, mut to] = part.ends.map(|v| nodes[v]);
        // Only check valves and pumps have a direction of their own.
        if how.reversed && part.kind != 3 {
            (from, to) = (to, from);
        }
        let kv = 40.0 * part.size * q / (p * part.loss).sqrt();
        let name = format!("l{i}");
        match part.kind {
            0 => {
                let law = PowerLaw::new(10.0 * part.size * q, 5e4 * p * part.loss, 1.85);
                b.power_law(name, from, to, law);
            }
            1 => {
                b.valve(name, from, to, Valve::new(kv, Trim::Linear, 1e-4), 0.7);
            }
            2 => {
                b.stop_valve(name, from, to, StopValve::new(kv), true);
            }
            _ => {
                b.check_valve(name, from, to, CheckValve::new(kv));
            }
        }
    }
    b.anchor(nodes[total - 1], 2e5 * p);
    b.build().unwrap()
}

/// Numbers by name.
type Named = Vec<(String, f64)>;

/// Flows and potentials by name, far finer than those of a run: two solutions that differ by next to nothing are told apart.
fn solved(h: &Hydraulics) -> (Named, Named) {
    let fine = Tolerance {
        head: 1e-13,
        ..Tolerance::default()
    };
    let (flows, _) = run_to(h, &fine);
    let links =
        (0..h.links() as u32).map(|l| (h.link_name(LinkId(l)).to_owned(), flows.mass[l as usize]));
    let nodes = (0..h.nodes() as u32).map(|v| {
        (
            h.node_name(NodeId(v)).to_owned(),
            flows.potential[v as usize],
        )
    });
    (links.collect(), nodes.collect())
}

fn of(all: &[(String, f64)], name: &str) -> f64 {
    all.iter().find(|x| x.0 == name).unwrap().1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn scaling_scales_the_solution(parts in parts(), q in 0.2..5.0f64, p in 0.2..3.0f64) {
        // Near rest valves are linear below a thousandth of their flow at 1 bar, which does not scale with pressure.
        let records: Vec<Part> = parts.iter().map(|part| Part { kind: 0, ..part.clone() }).collect();
        for (parts, scale) in [(&parts, [q, 1.0]), (&records, [q, p])] {
            let (flows, heads) = solved(&draw(parts, PLAIN));
            let (large, high) = solved(&draw(parts, Drawn { scale, ..PLAIN }));
            let most = of(&flows, "pump");
            for (name, m) in &flows {
                prop_assert!((of(&large, name) / q - m).abs() < 1e-7 * most, "{name}: {m}");
            }
            for (name, x) in &heads {
                prop_assert!((of(&high, name) / scale[1] - x).abs() < 1e-3, "{name}: {x}");
            }
        }
    }

    #[test]
    fn order_and_direction_change_nothing_but_signs(parts in parts(), backwards: bool) {
        let (flows, heads) = solved(&draw(&parts, PLAIN));
        let other = draw(&parts, Drawn { backwards, reversed: true, ..PLAIN });
        let (turned, same) = solved(&other);
        let most = of(&flows, "pump");
        for (i, part) in parts.iter().enumerate() {
            let name = format!("l{i}");
            let sign = if part.kind == 3 { 1.0 } else { -1.0 };
            let (m, w) = (of(&flows, &name), sign * of(&turned, &name));
            prop_assert!((m - w).abs() < 1e-7 * most, "{name}: {m} {w}");
        }
        for (name, x) in &heads {
            prop_assert!((of(&same, name) - x).abs() < 1e-3, "{name}: {x}");
        }
    }

    /// A faster pump passes more through anything, and no added resistance lets it pass more where all losses have one exponent.
    /// With several a link across may carry less and the whole more, Braess's paradox in earnest: B. Calvert, G. Keady, "Braess's paradox and
    /// power-law nonlinearities in networks", J. Austral. Math. Soc. B 35 (1993) 1–22.
    #[test]
    fn flow_rises_with_speed_and_falls_with_any_resistance(parts in parts(), which in any::<prop::sample::Index>(), more in 1.1..50.0f64) {
        let pump = |parts: &[Part], speed: f64| of(&solved(&draw(parts, Drawn { speed, ..PLAIN })).0, "pump");
        prop_assert!(pump(&parts, 0.9) > pump(&parts, 0.8));
        let records: Vec<Part> = parts.iter().map(|part| Part { kind: 0, ..part.clone() }).collect();
        let before = pump(&records, 0.8);
        let mut worse = records.clone();
        let which = which.index(parts.len());
        worse[which].loss = more;
        let after = pump(&worse, 0.8);
        prop_assert!(after <= before * (1.0 + 1e-9), "{before} {after}");
        // Where coolant goes through, it is less by more than rounding.
        let through = of(&solved(&draw(&records, PLAIN)).0, &format!("l{which}")).abs();
        prop_assert!(through < 0.05 * before || after < before, "{before} {after}");
    }

    /// Sum of the flows at every node, from the flows alone.
    #[test]
    fn mass_closes_at_every_node(parts in parts()) {
        let h = draw(&parts, PLAIN);
        let (flows, _) = run(&h);
        let (mut sum, mut through) = (vec![0.0f64; h.nodes()], vec![0.0f64; h.nodes()]);
        for l in 0..h.links() {
            let m = flows.mass[l];
            for (v, sign) in [(h.from[l], -1.0), (h.to[l], 1.0)] {
                sum[v as usize] += sign * m;
                through[v as usize] += 0.5 * m.abs();
            }
        }
        for (s, t) in sum.iter().zip(&through) {
            prop_assert!(s.abs() <= 1e-12 * t.max(1e-6 * flows.mass[h.links() - 1].abs()), "{s} {t}");
        }
    }
}
