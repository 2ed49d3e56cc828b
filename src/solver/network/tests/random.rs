//! Networks nobody drew: any mixture of links must converge, balance, and answer as physics does.

use super::*;
use crate::kernels::random::Random;
use crate::physics::hydraulic::valve::{Trim, Valve};
use proptest::prelude::*;

/// A grid of `side`² nodes with every kind of link between neighbours and some across, one vessel.
pub(super) fn tangle(seed: u64, side: usize) -> Hydraulics {
    let mut dice = Random::seeded(seed);
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let nodes: Vec<NodeId> = (0..side * side)
        .map(|i| b.node(format!("n{i}"), 10.0 * dice.uniform()))
        .collect();
    let mut ends = Vec::new();
    for i in 0..side * side {
        if i % side + 1 < side {
            ends.push((i, i + 1));
        }
        if i + side < side * side {
            ends.push((i, i + side));
        }
    }
    for _ in 0..side {
        let (x, y) = (dice.below(side * side), dice.below(side * side));
        if x != y {
            ends.push((x, y));
        }
    }
    for (i, (x, y)) in ends.into_iter().enumerate() {
        let (from, to) = (nodes[x], nodes[y]);
        let kind = if i == 0 { 0.0 } else { dice.uniform() };
        let size = 0.2 + dice.uniform();
        any_link(&mut b, &mut dice, format!("l{i}"), [from, to], kind, size);
    }
    b.anchor(nodes[dice.below(nodes.len())], 3e5);
    let mut h = b.build().unwrap();
    for rho in h.density.all_mut() {
        *rho = 1000.0 - 20.0 * dice.uniform();
    }
    h
}

fn any_link(
    b: &mut HydraulicsBuilder,
    dice: &mut Random,
    name: String,
    [from, to]: [NodeId; 2],
    kind: f64,
    size: f64,
) {
    let kv = 40.0 * size;
    if kind < 0.08 {
        let running = (dice.uniform() * 2.5).floor().min(1.0);
        let drive = Drive {
            speed: 0.4 + 0.6 * dice.uniform(),
            running,
        };
        b.pump(name, from, to, pump(1), drive);
    } else if kind < 0.12 {
        let law = pump(2).and_then(|p| RegulatedPump::new(p, &[], 0.2, 1.0));
        let hold = Hold {
            pressure: 2e5 * dice.uniform(),
            droop: 200.0 * (3.0 * dice.uniform()).floor(),
            running: (dice.uniform() * 3.0).floor(),
            fouling: 1.0,
            slack: 0.0,
            bias: 0.0,
        };
        b.regulated_pump(name, from, to, law, hold);
    } else if kind < 0.3 {
        let n = 1.7 + 0.3 * dice.uniform();
        b.power_law(name, from, to, PowerLaw::new(10.0 * size, 5e4, n));
    } else if kind < 0.4 {
        let set = if dice.uniform() < 0.2 {
            0.0
        } else {
            8.0 * dice.uniform()
        };
        b.flow_limiter(name, from, to, FlowLimiter::new(kv), set);
    } else if kind < 0.5 {
        b.check_valve(name, from, to, CheckValve::new(kv));
    } else if kind < 0.6 {
        let trim = Trim::EqualPercentage { rangeability: 50.0 };
        b.valve(name, from, to, Valve::new(kv, trim, 1e-4), dice.uniform());
    } else if kind < 0.65 {
        b.stop_valve(name, from, to, StopValve::new(kv), dice.uniform() < 0.5);
    } else {
        b.pipe(
            name,
            from,
            to,
            hose(1.0 + 40.0 * dice.uniform(), 0.02 + 0.1 * size),
        );
    }
}

#[test]
fn three_hundred_links_of_any_kind_converge() {
    let mut most = 0;
    for seed in 0..40 {
        let h = tangle(seed, 12);
        assert!(h.links() > 260);
        most = most.max(run(&h).1.iterations);
    }
    assert!(most <= 60, "{most}");
}

#[test]
fn closing_balances_leaves_heads_within_the_tolerance() {
    run(&tangle(10_784_746_508_027_451_100, 7));
}

#[test]
fn a_meshed_network_at_rest_stays_at_rest() {
    let mut h = grid(3, false);
    h.set_running(LinkId(0), 0.0).unwrap();
    let (flows, report) = run(&h);
    let most = flows.mass.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    assert!(most < 1e-6, "{most} {report:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_tangle_has_a_balanced_solution(seed in any::<u64>(), side in 2usize..9) {
        run(&tangle(seed, side));
    }

    #[test]
    fn numbering_and_direction_change_nothing_but_signs(seed in any::<u64>()) {
        let h = grid(seed, false);
        let mirrored = grid(seed, true);
        let (a, b) = (run(&h).0, run(&mirrored).0);
        let n = h.links();
        for l in 0..n {
            let (m, w) = (a.mass[l], b.mass[n - 1 - l]);
            prop_assert!((m.abs() - w.abs()).abs() < 1e-6 * (1.0 + m.abs()), "{l}: {m} {w}");
        }
    }

    #[test]
    fn flow_rises_with_speed_and_falls_with_resistance(seed in any::<u64>()) {
        let mut h = grid(seed, false);
        let at = |h: &Hydraulics| run(h).0.mass[0];
        let slow = at(&h);
        h.set_speed(LinkId(0), 1.0).unwrap();
        let fast = at(&h);
        prop_assert!(fast > slow, "{slow} {fast}");
        let mut dice = Random::seeded(seed);
        let victim = dice.below(h.pipes.law.len());
        h.pipes.law[victim].length *= 2.0;
        prop_assert!(at(&h) <= fast * (1.0 + 1e-7));
    }
}

/// One pump across a grid of pipes; `mirrored` draws links in reverse order and direction.
fn grid(seed: u64, mirrored: bool) -> Hydraulics {
    const SIDE: usize = 6;
    let mut dice = Random::seeded(seed);
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let nodes: Vec<NodeId> = (0..SIDE * SIDE)
        .map(|i| b.node(format!("n{i}"), 0.0))
        .collect();
    let mut links = Vec::new();
    for i in 0..SIDE * SIDE {
        let size = [0.02 + 0.05 * dice.uniform(), 0.02 + 0.05 * dice.uniform()];
        if i % SIDE + 1 < SIDE {
            links.push((i, i + 1, size[0]));
        }
        if i + SIDE < SIDE * SIDE {
            links.push((i, i + SIDE, size[1]));
        }
    }
    let drive = Drive {
        speed: 0.8,
        running: 1.0,
    };
    if !mirrored {
        b.pump("pump", nodes[SIDE * SIDE - 1], nodes[0], pump(1), drive);
    } else {
        links.reverse();
    }
    for (i, &(x, y, d)) in links.iter().enumerate() {
        let (x, y) = if mirrored { (y, x) } else { (x, y) };
        b.pipe(format!("p{i}"), nodes[x], nodes[y], hose(5.0, d));
    }
    if mirrored {
        b.pump("pump", nodes[SIDE * SIDE - 1], nodes[0], pump(1), drive);
    }
    b.anchor(nodes[7], 2e5);
    b.build().unwrap()
}
