use super::bores::choose;
use super::*;
use crate::model::hydraulic::{HydraulicsBuilder, NodeId};
use crate::physics::hydraulic::bore::Rules;
use crate::physics::hydraulic::curve::Curve;
use crate::physics::hydraulic::efficiency::Efficiency;
use crate::physics::hydraulic::pipe::Pipe;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::pump::Pump;
use crate::physics::hydraulic::valve::{Trim, Valve};
use proptest::prelude::*;

/// A pump, headers in steps of 20 m, and a rack behind a control valve at `openings[i]` on each step.
fn comb(openings: &[f64], speed: f64) -> Hydraulics {
    let mut b = HydraulicsBuilder::new(998.0, 1e-3);
    let (suction, discharge) = (b.node("suction", 0.0), b.node("discharge", 0.0));
    let curve = Curve::rated(3e5, 0.02, 2.4e5);
    let pump = curve.and_then(|c| Pump::new(c, 998.0, Efficiency::parabola(0.75, 0.02)?, 1));
    let drive = Drive {
        speed,
        running: 1.0,
    };
    b.pump("pump", suction, discharge, pump, drive);
    b.anchor(suction, 2e5);
    let mut at = [discharge, suction];
    for (i, x) in openings.iter().enumerate() {
        let next: Vec<NodeId> = ["s", "r", "m"]
            .map(|n| b.node(format!("{n}{i}"), 0.0))
            .into();
        let header = || Pipe::new(20.0, 0.1, 4.6e-5, 1.0);
        b.pipe(format!("supply{i}"), at[0], next[0], header());
        b.pipe(format!("return{i}"), next[1], at[1], header());
        b.power_law(
            format!("rack{i}"),
            next[0],
            next[2],
            PowerLaw::new(5.0, 5e4, 1.85),
        );
        let valve = Valve::new(25.0, Trim::EqualPercentage { rangeability: 50.0 }, 1e-4);
        b.valve(format!("v{i}"), next[2], next[1], valve, *x);
        at = [next[0], next[1]];
    }
    b.build().unwrap()
}

fn valves(h: &Hydraulics) -> Vec<LinkId> {
    h.valves.link.iter().map(|l| LinkId(*l)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Openings give flows, and these flows give the openings back.
    #[test]
    fn is_the_inverse_of_the_solution(openings in prop::collection::vec(0.15..1.0f64, 2..7), speed in 0.5..1.0f64) {
        let h = comb(&openings, speed);
        let flows = solve_alone(&h, 1e-10).unwrap().flows;
        let wanted: Vec<Wanted> = valves(&h)
            .iter()
            .map(|&link| Wanted { link, flow: flows.flow(link) })
            .collect();
        let balanced = balance(&h, &wanted, 1e-10).unwrap();
        for (branch, x) in balanced.branches.iter().zip(&openings) {
            let found = branch.opening.unwrap();
            prop_assert!((found - x).abs() < 1e-6, "{found} {x}");
            prop_assert!((branch.reached / branch.wanted - 1.0).abs() < 1e-9);
        }
    }

    /// Equal flows need valves that close towards the pump.
    #[test]
    fn valves_close_towards_the_pump(n in 2usize..8, flow in 0.5..2.0f64) {
        let h = comb(&vec![0.5; n], 1.0);
        let wanted: Vec<Wanted> = valves(&h).iter().map(|&link| Wanted { link, flow }).collect();
        let balanced = balance(&h, &wanted, 1e-10).unwrap();
        for pair in balanced.branches.windows(2) {
            prop_assert!(pair[0].opening < pair[1].opening);
            prop_assert!((pair[0].reached / flow - 1.0).abs() < 1e-9);
        }
        let surplus = balanced.loops[0];
        prop_assert_eq!(h.link_name(surplus.index), format!("v{}", n - 1));
    }
}

/// At the speed that the surplus allows, the index valve stands open and all flows are as wanted.
#[test]
fn the_surplus_is_the_head_that_can_be_saved() {
    let mut h = comb(&[0.5; 4], 1.0);
    let flow = 2.0;
    let wanted: Vec<Wanted> = valves(&h)
        .iter()
        .map(|&link| Wanted { link, flow })
        .collect();
    let first = balance(&h, &wanted, 1e-10).unwrap().loops[0];
    assert!(first.pressure > 1e4, "{first:?}");
    h.set_speed(LinkId(0), first.speed.unwrap() * (1.0 + 1e-9))
        .unwrap();
    let second = balance(&h, &wanted, 1e-10).unwrap();
    assert!(second.loops[0].pressure < 10.0);
    assert!(second.branches[3].opening.unwrap() > 0.999_9);
    assert!(second.branches.iter().all(|b| !b.misses()));
}

#[test]
fn what_cannot_be_reached_is_told() {
    let h = comb(&[1.0; 3], 0.3);
    let wanted: Vec<Wanted> = valves(&h)
        .iter()
        .map(|&link| Wanted { link, flow: 8.0 })
        .collect();
    let balanced = balance(&h, &wanted, 1e-8).unwrap();
    assert!(balanced.branches.iter().all(Branch::misses));
    assert!(balanced.branches.iter().all(|b| b.opening == Some(1.0)));
    let twice = [
        wanted[0],
        wanted[0],
        Wanted {
            link: LinkId(1),
            flow: 1.0,
        },
    ];
    let text: Vec<String> = balance(&h, &twice, 1e-8)
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(text.len(), 2);
    assert!(text[0].contains("two flows") && text[1].contains("supply0 is a pipe"));
}

#[test]
fn bores_keep_rules_and_head() {
    let h = comb(&[0.5; 4], 1.0);
    let wanted: Vec<Wanted> = valves(&h)
        .iter()
        .map(|&link| Wanted { link, flow: 3.0 })
        .collect();
    let rules = Rules::default();
    let free = choose(&h, &wanted, &rules, None, 1e-8).unwrap();
    assert_eq!(free.pipes.len(), 8);
    for p in &free.pipes {
        let limit = if p.nominal <= 50 { 1.2 } else { 2.4 };
        assert!(
            p.speed <= limit && p.gradient <= 400.0 && !p.widened,
            "{p:?}"
        );
    }
    let needs = |sizes: &bores::Sizes| {
        let s = sizes.balanced.loops[0];
        s.rise - s.pressure
    };
    let head = needs(&free) - 5e3;
    let tight = choose(&h, &wanted, &rules, Some(head), 1e-8).unwrap();
    assert!(needs(&tight) <= head && tight.pipes.iter().any(|p| p.widened));
    assert!(
        tight
            .pipes
            .iter()
            .zip(&free.pipes)
            .all(|(t, f)| t.bore >= f.bore)
    );
    let none = choose(&h, &wanted, &rules, Some(2e4), 1e-8).unwrap_err();
    assert!(
        matches!(none[..], [BalanceError::Budget { .. }]),
        "{none:?}"
    );
}
