//! Chains of constant stages: the product of efficiencies, and what moves when a stage changes sides.

use super::super::account::{at_point, it_input, overheads, totals};
use super::solved;
use crate::model::electrical::{
    Meter, NodeId, Place, Point, PowerTree, PowerTreeBuilder, Seat, Supply,
};
use crate::physics::electrical::converter::Converter;

/// A chain from 13.8 kV to 12 V with the given stage efficiencies, the stage `it_from` and all below it
/// metered as IT.
fn chain(stages: &[f64], it_from: usize) -> (PowerTree, NodeId) {
    let mut b = PowerTreeBuilder::new();
    b.source("grid", Supply::Dc(800.0));
    let mut above = "grid".to_owned();
    for (i, efficiency) in stages.iter().enumerate() {
        let unit = Converter::constant(1e6, *efficiency).unwrap();
        let meter = if i >= it_from {
            Meter::It
        } else {
            Meter::Power
        };
        let mut seat = Seat::new(Place::ElectricalRoom, meter);
        if i + 1 == stages.len() {
            seat = seat.with(Point::Bus12V);
        }
        let name = format!("stage {i}");
        b.converter(&name, &above, unit, [Supply::Dc(800.0); 2], seat);
        above = name;
    }
    let seat = Seat::new(Place::HallAir, Meter::It).with(Point::Chip);
    let chip = b.load("chip", &above, Supply::Dc(800.0), seat);
    (b.build().unwrap(), chip)
}

/// The composed chains from the meter to 12 V of AC with UPS, eco UPS, rack batteries, sidecars and
/// solid-state transformers.
#[test]
fn composed_chains_have_the_published_product() {
    let chains: [(&[f64], f64); 7] = [
        (&[0.992, 0.97, 0.995, 0.975, 0.995, 0.975], 0.9056),
        (&[0.992, 0.99, 0.995, 0.975, 0.995, 0.975], 0.9243),
        (&[0.992, 0.995, 0.975, 0.995, 0.975], 0.9336),
        (&[0.992, 0.995, 0.97, 0.998, 0.98, 0.995, 0.975], 0.9084),
        (&[0.992, 0.995, 0.97, 0.998, 0.975], 0.9316),
        (&[0.98, 0.998, 0.98, 0.995, 0.975], 0.9298),
        (&[0.98, 0.998, 0.975], 0.9536),
    ];
    for (stages, product) in chains {
        let (tree, _) = chain(stages, stages.len());
        let flow = solved(&tree, &[1e5]);
        let share = at_point(&tree, &flow, Point::Bus12V).unwrap() / totals(&tree, &flow).utility;
        assert!((share - product).abs() < 1e-4, "{stages:?}: {share}");
    }
}

#[test]
fn moving_a_sidecar_to_it_moves_category_3_and_nothing_else() {
    let stages = [0.992, 0.995, 0.97, 0.998, 0.975];
    let (power, it) = (chain(&stages, 3).0, chain(&stages, 2).0);
    let (a, b) = (solved(&power, &[1e5]), solved(&it, &[1e5]));
    assert!(it_input(&it, &b) > 1.02 * it_input(&power, &a));
    let utility = |tree, flow| totals(tree, flow).utility;
    assert_eq!(utility(&power, &a), utility(&it, &b));
    assert_eq!(
        at_point(&power, &a, Point::Bus12V),
        at_point(&it, &b, Point::Bus12V)
    );
    assert_eq!(at_point(&power, &a, Point::UpsOutput), None);
}

#[test]
fn energy_at_the_ups_leaves_out_what_is_not_it() {
    let mut b = PowerTreeBuilder::new();
    let ac = Supply::Ac(415.0);
    b.source("grid", ac);
    let seat = Seat::new(Place::ElectricalRoom, Meter::Power);
    let unit = Converter::constant(1e6, 0.96).unwrap();
    b.converter("ups", "grid", unit, [ac, ac], seat.with(Point::UpsOutput));
    let shelf = Converter::constant(1e6, 0.975).unwrap();
    b.converter("shelf", "ups", shelf, [ac, Supply::Dc(54.0)], seat);
    b.load(
        "rack",
        "shelf",
        Supply::Dc(54.0),
        Seat::new(Place::Coolant(0), Meter::It),
    );
    b.load(
        "pump",
        "ups",
        ac,
        Seat::new(Place::Coolant(0), Meter::Cooling),
    );
    b.load(
        "lights",
        "grid",
        ac,
        Seat::new(Place::HallAir, Meter::House),
    );
    let tree = b.build().unwrap();
    let flow = solved(&tree, &[100e3, 7e3, 2e3]);
    let ups = at_point(&tree, &flow, Point::UpsOutput).unwrap();
    assert!((ups - 100e3 / 0.975).abs() < 1e-6, "{ups}");
    assert_eq!(it_input(&tree, &flow), 100e3);
    let sums = totals(&tree, &flow);
    assert!((sums.it + sums.cooling + sums.power + sums.house - sums.utility).abs() < 1e-9);
    assert_eq!((sums.cooling, sums.house), (7e3, 2e3));
    let mut bars = vec![0.0; tree.len()];
    overheads(&tree, &flow, &mut bars);
    let bars: f64 = bars.iter().sum();
    assert!((bars - (sums.utility - sums.it)).abs() < 1e-9, "{bars}");
    assert!((sums.utility - (100e3 / 0.975 + 7e3) / 0.96 - 2e3).abs() < 1e-9);
}
