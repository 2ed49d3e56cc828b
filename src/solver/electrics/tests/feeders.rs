//! Published DC feeders: voltages, losses, loadability.

use serde_json::Value;

use super::super::{PowerEvent, PowerFlow, margin, sweep};
use super::{plain, reference, solved};
use crate::model::electrical::{Meter, NodeId, Place, PowerTree, PowerTreeBuilder, Seat, Supply};
use crate::physics::electrical::busway::{Busway, COPPER, Rating, Wiring};

/// Ω, W and V of a feeder with its solution.
struct Feeder {
    tree: PowerTree,
    loads: Vec<f64>,
    buses: Vec<(usize, NodeId)>,
    want: Value,
}

fn line(loop_resistance: f64) -> Busway {
    Busway::new(&Rating {
        conductor: 0.5 * loop_resistance,
        metal: COPPER,
        wiring: Wiring::Unipolar,
        rated_current: 1e4,
    })
    .unwrap()
}

fn feeder(test: &str, file: &str) -> Option<Feeder> {
    let want: Value = serde_json::from_str(&reference(test, file)?).unwrap();
    let volts = want["slack_voltage_V"].as_f64().unwrap();
    let slack = want["slack_bus"].as_u64().unwrap();
    let mut builder = PowerTreeBuilder::new();
    builder.source(&slack.to_string(), Supply::Dc(volts));
    let mut buses = Vec::new();
    let (mut seen, mut left) = (vec![slack], want["lines"].as_array().unwrap().clone());
    while !left.is_empty() {
        let before = left.len();
        left.retain(|l| {
            let ends = [l["f"].as_u64().unwrap(), l["t"].as_u64().unwrap()];
            let Some(known) = (0..2).find(|end| seen.contains(&ends[*end])) else {
                return true;
            };
            let (from, to) = (ends[known], ends[1 - known]);
            let unit = line(l["r_ohm"].as_f64().unwrap());
            let id = builder.busway(&to.to_string(), &from.to_string(), unit, plain());
            buses.push((to as usize, id));
            seen.push(to);
            false
        });
        assert!(left.len() < before, "feeder is not connected");
    }
    let mut loads = Vec::new();
    for (bus, watts) in want["loads_W"].as_object().unwrap() {
        let seat = Seat::new(Place::HallAir, Meter::It);
        builder.load(&format!("load {bus}"), bus, Supply::Dc(volts), seat);
        loads.push(watts.as_f64().unwrap());
    }
    Some(Feeder {
        tree: builder.build().unwrap(),
        loads,
        buses,
        want,
    })
}

/// Voltages to 1e-9, loss to 1e-8, loadability to 1e-8 and refusal just beyond it.
fn meets(file: &str) {
    let Some(Feeder {
        tree,
        loads,
        buses,
        want,
    }) = feeder("feeders", file)
    else {
        return;
    };
    let mut flow = solved(&tree, &loads);
    let volts = want["slack_voltage_V"].as_f64().unwrap();
    for (bus, id) in &buses {
        let expected = want["solution"]["V"][bus - 1].as_f64().unwrap();
        let found = flow.volts[tree.row(*id)];
        assert!(
            (found - expected).abs() < 1e-9 * volts,
            "{file} bus {bus}: {found} {expected}"
        );
    }
    let (loss, expected) = (
        flow.loss.iter().sum::<f64>(),
        want["solution"]["loss_W"].as_f64().unwrap(),
    );
    assert!(
        (loss / expected - 1.0).abs() < 1e-8,
        "{file}: {loss} {expected}"
    );

    let lambda = want["loadability"]["lambda_max"].as_f64().unwrap();
    let (found, _) = margin(&tree, &mut flow).unwrap();
    assert!(
        (found / lambda - 1.0).abs() < 1e-8,
        "{file}: {found} {lambda}"
    );
    let scaled = |factor: f64| {
        loads
            .iter()
            .map(|w| w * factor * lambda)
            .collect::<Vec<_>>()
    };
    assert!(
        sweep(&tree, &scaled(0.999_999), &mut PowerFlow::new(&tree)).is_ok(),
        "{file}"
    );
    match sweep(&tree, &scaled(1.000_001), &mut PowerFlow::new(&tree)) {
        Err(PowerEvent::Collapse { margin, .. }) => {
            assert!((margin * 1.000_001 - 1.0).abs() < 1e-8, "{file}: {margin}");
        }
        other => panic!("{file}: {other:?}"),
    }
}

#[test]
fn meets_published_feeders() {
    for name in [
        "two_bus",
        "garces21",
        "row20_radial",
        "dc33_from_bw",
        "matlvdc6_unipolar",
    ] {
        meets(&format!("power/dcpf/{name}.json"));
    }
}

/// Two equal lines in series with equal loads, solved here by bisection on the far voltage.
#[test]
fn a_chain_of_two_is_the_solution_by_hand() {
    let (r, p) = (0.01, 200e3);
    let mut b = PowerTreeBuilder::new();
    b.source("grid", Supply::Dc(800.0));
    let near = b.busway("near", "grid", line(r), plain());
    let far = b.busway("far", "near", line(r), plain());
    let seat = Seat::new(Place::HallAir, Meter::It);
    b.load("one", "near", Supply::Dc(800.0), seat);
    b.load("two", "far", Supply::Dc(800.0), seat);
    let tree = b.build().unwrap();
    let flow = solved(&tree, &[p, p]);
    let source = |v: f64| {
        let near = v + r * p / v;
        near + r * (p / v + p / near)
    };
    let (mut low, mut high) = (400.0, 800.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if source(middle) > 800.0 {
            high = middle
        } else {
            low = middle
        }
    }
    assert!((flow.volts[tree.row(far)] - low).abs() < 1e-9);
    assert!((flow.volts[tree.row(near)] - (low + r * p / low)).abs() < 1e-9);
}
