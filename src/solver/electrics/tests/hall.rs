//! A hall with transformers, busways and staged shelves: bits, balances, faults that must be caught.

use proptest::prelude::*;

use super::super::account::{PlaceHeat, totals};
use super::super::audit::{self, audit, outside_tables, overloads, tables};
use super::super::{PowerEvent, PowerFlow, margin, sweep};
use super::{check, plain, solved};
use crate::model::electrical::{Meter, Place, Point, PowerTree, PowerTreeBuilder, Seat, Supply};
use crate::physics::electrical::busway::{self, Busway, Wiring};
use crate::physics::electrical::converter::{Converter, Rating, Staging};
use crate::physics::electrical::loss_table::LossTable;
use crate::physics::electrical::transformer::{self, Transformer};

const MV: Supply = Supply::Ac(22_000.0);
const LV: Supply = Supply::Ac(415.0);
const DC: Supply = Supply::Dc(800.0);
const LOW: Supply = Supply::Dc(12.0);

fn staged(modules: u32, rated: f64, points: &[(f64, f64)]) -> Converter {
    let module = LossTable::from_efficiency(rated, points).unwrap();
    let staging = Some(Staging {
        up: 0.9,
        down: 0.7,
        least: 2,
    });
    Converter::new(Rating {
        modules,
        rated,
        module,
        standby: 5.0,
        staging,
    })
    .unwrap()
}

fn cable(length: f64, section: f64) -> Busway {
    Busway::new(&busway::Rating::solid(
        busway::COPPER,
        length,
        section,
        Wiring::Unipolar,
        800.0,
    ))
    .unwrap()
}

/// Rows of racks on tapped 800 V busways behind a transformer and a rectifier, with a pump on the LV side.
pub(super) fn hall(rows: usize, racks: usize) -> PowerTree {
    let mut b = PowerTreeBuilder::new();
    let it = Seat::new(Place::Coolant(1), Meter::It);
    b.source("grid", MV);
    let unit = Transformer::new(&transformer::Rating {
        apparent: 2.5e6 * rows as f64,
        volts: [22_000.0, 415.0],
        no_load: 2_790.0 * rows as f64,
        load_loss: 19_000.0 * rows as f64,
        power_factor: 0.99,
    });
    b.transformer(
        "transformer",
        "grid",
        unit.unwrap(),
        Seat::new(Place::Outdoors, Meter::Power),
    );
    b.load(
        "pump",
        "transformer",
        LV,
        Seat::new(Place::Coolant(0), Meter::Cooling),
    );
    let rectifier = staged(
        10,
        250e3,
        &[(0.1, 0.95), (0.3, 0.98), (0.5, 0.983), (1.0, 0.98)],
    );
    let rack_unit = staged(6, 30e3, &[(0.1, 0.955), (0.5, 0.98), (1.0, 0.976)]);
    for row in 0..rows {
        let feeder = format!("rectifier {row}");
        b.converter(&feeder, "transformer", rectifier.clone(), [LV, DC], plain());
        let mut above = feeder;
        for rack in 0..racks {
            let tap = format!("tap {row}.{rack}");
            b.busway(
                &tap,
                &above,
                cable(2.0, 1.2e-3),
                Seat::new(Place::HallAir, Meter::Power),
            );
            let shelf = format!("shelf {row}.{rack}");
            b.converter(
                &shelf,
                &tap,
                rack_unit.clone(),
                [DC, LOW],
                it.with(Point::Bus12V),
            );
            b.load(
                &format!("chip {row}.{rack}"),
                &shelf,
                LOW,
                it.with(Point::Chip),
            );
            above = tap;
        }
    }
    b.build().unwrap()
}

fn hall_loads(tree: &PowerTree, rack: f64) -> Vec<f64> {
    let mut loads: Vec<f64> = (0..tree.leaves.len())
        .map(|i| rack * (1.0 - 0.01 * (i % 7) as f64))
        .collect();
    loads[0] = 40e3;
    loads
}

#[test]
fn losses_are_heat_somewhere() {
    let tree = hall(3, 8);
    let loads = hall_loads(&tree, 110e3);
    let flow = solved(&tree, &loads);
    let mut heat = PlaceHeat::new(&tree);
    heat.collect(&tree, &flow);
    let sums = totals(&tree, &flow);
    let closure = sums.utility - loads.iter().sum::<f64>() - heat.total();
    assert!(closure.abs() < 1e-13 * sums.utility, "{closure}");
    let outdoors = flow.loss[tree.row(tree.find("transformer").unwrap())];
    assert_eq!(heat.outdoors, outdoors);
    assert!(heat.coolant[1] > 0.0 && heat.hall_air > 0.0 && heat.electrical_room > 0.0);
}

#[test]
fn hot_conductors_lose_more() {
    let tree = hall(1, 6);
    let loads = hall_loads(&tree, 110e3);
    let cold = solved(&tree, &loads);
    let mut hot = PowerFlow::new(&tree);
    hot.warm(&tree, &vec![75.0; tree.conductors.len()]);
    sweep(&tree, &loads, &mut hot).unwrap();
    check(&tree, &hot, &loads);
    let tap = tree.row(tree.find("tap 0.0").unwrap());
    let ratio = hot.loss[tap] / cold.loss[tap];
    assert!(ratio > 1.216 && ratio < 1.225, "{ratio}");
}

#[test]
fn a_sweep_depends_on_its_inputs_alone() {
    let tree = hall(2, 9);
    let loads = hall_loads(&tree, 90e3);
    let fresh = solved(&tree, &loads);
    let mut used = PowerFlow::new(&tree);
    sweep(&tree, &hall_loads(&tree, 120e3), &mut used).unwrap();
    let _ = margin(&tree, &mut used);
    sweep(&tree, &loads, &mut used).unwrap();
    let bits = |flow: &PowerFlow| -> Vec<u64> {
        let columns = [
            &flow.input,
            &flow.output,
            &flow.loss,
            &flow.volts,
            &flow.amps,
        ];
        columns.into_iter().flatten().map(|x| x.to_bits()).collect()
    };
    assert_eq!(bits(&fresh), bits(&used));
}

#[test]
fn staging_saves_at_low_load_and_settles() {
    let tree = hall(2, 6);
    let loads = hall_loads(&tree, 20e3);
    let mut flow = PowerFlow::new(&tree);
    assert!(
        !flow.stage(&tree),
        "nothing is switched before the first sweep"
    );
    sweep(&tree, &loads, &mut flow).unwrap();
    let all_on = totals(&tree, &flow).utility;
    let mut rounds = 0;
    while flow.stage(&tree) {
        sweep(&tree, &loads, &mut flow).unwrap();
        rounds += 1;
    }
    check(&tree, &flow, &loads);
    assert!(
        rounds <= 3 && totals(&tree, &flow).utility < all_on,
        "{rounds}"
    );
    let shelf = tree.row(tree.find("shelf 0.0").unwrap());
    assert!(flow.on[shelf] == 2.0 && audit::loading(&tree, &flow, shelf) > 0.05);
}

#[test]
fn an_overloaded_row_collapses_by_name() {
    let tree = hall(1, 8);
    let event = sweep(&tree, &hall_loads(&tree, 1e9), &mut PowerFlow::new(&tree)).unwrap_err();
    let PowerEvent::Collapse { row, margin } = event else {
        panic!("{event:?}")
    };
    assert_eq!(tree.names[row], "tap 0.0");
    assert!(
        event
            .message(&tree)
            .starts_with("voltage collapse below `tap 0.0`: only 0.")
    );
    assert!(margin > 0.0 && margin < 1.0, "{margin}");
}

#[test]
fn bad_loads_are_named() {
    let tree = hall(1, 2);
    for watts in [-1.0, f64::NAN, f64::INFINITY] {
        let mut loads = hall_loads(&tree, 1e5);
        loads[2] = watts;
        let event = sweep(&tree, &loads, &mut PowerFlow::new(&tree)).unwrap_err();
        assert!(matches!(event, PowerEvent::Load { row, .. } if tree.names[row] == "chip 0.1"));
    }
}

#[test]
fn a_thousandth_lost_anywhere_is_caught_with_its_name() {
    let tree = hall(2, 5);
    let loads = hall_loads(&tree, 100e3);
    let sound = solved(&tree, &loads);
    let mut fed = vec![0.0; tree.len()];
    for (name, column) in [
        ("tap 1.3", 0),
        ("shelf 0.2", 1),
        ("rectifier 1", 2),
        ("transformer", 1),
    ] {
        let row = tree.row(tree.find(name).unwrap());
        let mut flow = sound.clone();
        match column {
            0 => flow.amps[row] *= 0.999,
            1 => flow.input[row] *= 0.999,
            _ => flow.loss[row] *= 0.9,
        }
        let found = audit(&tree, &flow, &loads, &mut fed);
        assert!(found.residual > 5e-4, "{name}: {found:?}");
        assert_eq!(tree.names[found.row], name, "{found:?}");
    }
}

#[test]
fn energy_outside_a_table_is_reported() {
    let tree = hall(1, 3);
    let flow = solved(&tree, &hall_loads(&tree, 10e3));
    let mut found = Vec::new();
    outside_tables(&tree, &flow, |kind, row, share, covered| {
        let run = tables(&tree).nth(kind).unwrap();
        assert!(run.rows.contains(&row) && share > 0.0);
        if !covered {
            found.push((tree.names[row].clone(), flow.output[row]));
        }
    });
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(
        found
            .iter()
            .any(|(name, watts)| name == "rectifier 0" && *watts > 25e3)
    );
}

#[test]
fn overloads_are_reported_with_their_loading() {
    let tree = hall(1, 8);
    let count = |rack: f64| {
        let flow = solved(&tree, &hall_loads(&tree, rack));
        let mut found = Vec::new();
        overloads(&tree, &flow, |row, loading| {
            assert_eq!(loading, audit::loading(&tree, &flow, row));
            found.push(tree.names[row].clone());
        });
        found
    };
    assert_eq!(count(70e3), Vec::<String>::new());
    // 8 × 95 kW is 950 A in the first two taps, rated 800 A; at 330 kW shelves and rectifiers follow.
    assert!(count(95e3).iter().all(|name| name.starts_with("tap")) && !count(95e3).is_empty());
    let all = count(330e3);
    assert!(all.iter().any(|n| n == "shelf 0.0") && all.iter().any(|n| n == "rectifier 0"));
    assert!(all.iter().any(|n| n == "transformer"), "{all:?}");
}

proptest! {
    #[test]
    fn any_load_balances_and_more_load_draws_more(
        base in prop::collection::vec(0.0..130e3f64, 19), more in 1.0..1e3f64, which in 0..19usize,
    ) {
        let tree = hall(3, 6);
        let flow = solved(&tree, &base);
        prop_assert!(flow.loss.iter().all(|loss| *loss >= 0.0));
        let mut raised = base.clone();
        raised[which] += more;
        let other = solved(&tree, &raised);
        let (low, high) = (totals(&tree, &flow).utility, totals(&tree, &other).utility);
        prop_assert!(high - low >= more * (1.0 - 1e-6), "{low} {high}");
    }
}
