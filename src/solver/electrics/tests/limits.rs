//! How far loads may grow, and what single outages do.

use super::plain;
use crate::model::electrical::{PowerTree, PowerTreeBuilder, Supply};
use crate::physics::electrical::busway::{Busway, COPPER, Rating, Wiring};
use crate::physics::electrical::converter::{self, Converter};
use crate::physics::electrical::loss_table::LossTable;
use crate::physics::electrical::transformer::{self, Transformer};
use crate::solver::electrics::limit::limit;
use crate::solver::electrics::outage::{self, OutageResult};
use crate::solver::electrics::{PowerEvent, PowerFlow, sweep};

fn cable(resistance: f64, runs: f64) -> Busway {
    Busway::new(&Rating {
        conductor: 0.5 * resistance / runs,
        metal: COPPER,
        wiring: Wiring::Unipolar,
        rated_current: 500.0 * runs,
    })
    .unwrap()
}

fn modules(count: u32, rated: f64) -> Converter {
    Converter::new(converter::Rating {
        modules: count,
        rated,
        module: LossTable::quadratic(500.0, 0.01, 2e-8, rated).unwrap(),
        standby: 0.0,
        staging: None,
    })
    .unwrap()
}

fn solved(tree: &PowerTree, loads: &[f64]) -> PowerFlow {
    let mut flow = PowerFlow::new(tree);
    sweep(tree, loads, &mut flow).unwrap();
    flow
}

#[test]
fn a_lone_cable_carries_its_closed_form() {
    let mut b = PowerTreeBuilder::new();
    b.source("s", Supply::Dc(800.0));
    b.busway("cable", "s", cable(0.01, 1.0), plain());
    b.load("rack", "cable", Supply::Dc(800.0), plain());
    let tree = b.build().unwrap();
    let found = limit(&tree, &solved(&tree, &[1e5]), &[1e5]).unwrap();
    let closed = 800.0 * 800.0 / (4.0 * 0.01 * 1e5);
    assert!(
        (found.factor / closed - 1.0).abs() < 1e-12,
        "{found:?} {closed}"
    );
    assert_eq!(tree.names[found.row], "cable");
    assert!(limit(&tree, &solved(&tree, &[0.0]), &[0.0]).is_none());
}

#[test]
fn the_limit_parts_what_is_carried_from_what_is_not() {
    let mut b = PowerTreeBuilder::new();
    b.source("s", Supply::Dc(800.0));
    b.busway("row", "s", cable(0.002, 1.0), plain());
    for rack in 0..3 {
        let (shelf, tap) = (format!("shelf{rack}"), format!("tap{rack}"));
        b.busway(&tap, "row", cable(0.004, 1.0), plain());
        let volts = [Supply::Dc(800.0), Supply::Dc(50.0)];
        b.converter(&shelf, &tap, modules(4, 40e3), volts, plain());
        b.load(&format!("chips{rack}"), &shelf, Supply::Dc(50.0), plain());
    }
    let tree = b.build().unwrap();
    let loads = [120e3, 80e3, 100e3];
    let flow = solved(&tree, &loads);
    let found = limit(&tree, &flow, &loads).unwrap();
    let at = |factor: f64| {
        let scaled: Vec<f64> = loads.iter().map(|watts| factor * watts).collect();
        sweep(&tree, &scaled, &mut PowerFlow::new(&tree))
    };
    assert!(at(0.999_999 * found.factor).is_ok());
    let refused = at(1.000_001 * found.factor);
    assert!(
        matches!(refused, Err(PowerEvent::Collapse { .. })),
        "{refused:?}"
    );
}

/// Meter, 2N transformers and UPS, cables; a cooling load beside.
fn redundant() -> PowerTree {
    let mut b = PowerTreeBuilder::new();
    b.source("grid", Supply::Ac(22e3));
    let unit = Transformer::new(&transformer::Rating {
        apparent: 2.0 * 400e3,
        volts: [22e3, 415.0],
        no_load: 2.0 * 500.0,
        load_loss: 2.0 * 4e3,
        power_factor: 1.0,
    });
    let node = b.transformer("transformer", "grid", unit.unwrap(), plain());
    b.side_by_side(node, 2, 2);
    let volts = [Supply::Ac(415.0), Supply::Dc(800.0)];
    let node = b.converter("ups", "transformer", modules(4, 150e3), volts, plain());
    b.side_by_side(node, 1, 2);
    let node = b.busway("runs", "ups", cable(0.01, 2.0), plain());
    b.side_by_side(node, 2, 1);
    b.busway("tap", "runs", cable(0.01, 1.0), plain());
    b.load("rack", "tap", Supply::Dc(800.0), plain());
    b.build().unwrap()
}

#[test]
fn a_lost_system_leaves_the_other_its_load() {
    let tree = redundant();
    let flow = solved(&tree, &[200e3]);
    let all = outage::all(&tree, &flow, &[200e3]);
    let of = |name: &str| {
        let found = all.iter().find(|o| tree.names[o.row] == name);
        found.map(|o| o.result).unwrap()
    };
    let OutageResult::Carried { loading, loss, .. } = of("ups") else {
        panic!("{:?}", of("ups"))
    };
    let ups = tree.row(tree.find("ups").unwrap());
    assert!(
        (loading - flow.output[ups] / 300e3).abs() < 1e-9,
        "{loading}"
    );
    // One transformer and two modules carry it all: the system is lost from the meter on.
    let module = LossTable::quadratic(500.0, 0.01, 2e-8, 150e3).unwrap();
    let given = flow.output[ups];
    let alone = 2.0 * module.loss(0.5 * given);
    let above = given + alone;
    // V² − U·V + R·P = 0 of the one transformer that is left.
    let (open, ohms) = (415.0, 4e3 * 415.0 * 415.0 / (400e3 * 400e3));
    let amps = 2.0 * above / (open + f64::sqrt(open * open - 4.0 * ohms * above));
    let transformer = 500.0 + ohms * amps * amps;
    let cables: f64 = ["runs", "tap"]
        .iter()
        .map(|n| flow.loss[tree.row(tree.find(n).unwrap())])
        .sum();
    assert!(
        (loss / (cables + alone + transformer) - 1.0).abs() < 1e-9,
        "{loss}"
    );
    assert_eq!(of("transformer"), of("ups"));
    // Of two runs that belong to no systems one is lost by itself.
    assert!(matches!(of("runs"), OutageResult::Carried { .. }));
    let OutageResult::Dark { loads, watts, .. } = of("tap") else {
        panic!("{:?}", of("tap"))
    };
    assert!(loads == 1 && watts == 200e3);
    let worst = outage::worst(&all).unwrap();
    assert_eq!(tree.names[worst.row], "tap");
}
