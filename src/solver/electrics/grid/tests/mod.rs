//! Load flow against closed forms and its own balances.

mod properties;

use super::*;
use crate::model::electrical::grid::{GROUND, Grid, GridBuilder, Hold, Line};
use crate::physics::electrical::converter::Converter;
use crate::physics::electrical::droop::{Droop, Rating};
use crate::physics::electrical::polynomial_load::PolynomialLoad;

pub(super) fn line(name: &str, resistance: f64) -> Line {
    Line {
        name: name.to_owned(),
        ends: [GROUND; 2],
        resistance,
        coefficient: 3.93e-3,
        ambient: 20.0,
        rise: 0.0,
        rated: 1e3,
    }
}

pub(super) fn buses(count: usize) -> GridBuilder {
    let mut b = GridBuilder::new();
    for bus in 0..count {
        b.node(&bus.to_string());
    }
    b
}

pub(super) fn stiff(b: &mut GridBuilder, name: &str, bus: &str, volts: f64) {
    let ends = [Some(bus), None];
    b.source(name, Hold::Stiff(volts), f64::INFINITY, ends);
}

pub(super) fn droop(b: &mut GridBuilder, bus: &str, resistance: f64, limit: f64) {
    let droop = Droop::new(&Rating {
        volts: 800.0,
        resistance,
        limit,
        reversible: false,
    })
    .unwrap();
    let ends = [Some(bus), None];
    b.source(&format!("at {bus}"), Hold::Droop(droop), limit, ends);
}

pub(super) fn rack(b: &mut GridBuilder, bus: &str, power: f64) {
    let law = PolynomialLoad::constant_power(power);
    b.load(&format!("rack {bus}"), law, [Some(bus), None]);
}

pub(super) fn solved(grid: &Grid) -> GridFlow {
    let mut flow = GridFlow::new(grid);
    flow.solve(grid, 1.0).unwrap();
    flow
}

fn two_bus() -> Grid {
    let mut b = buses(2);
    stiff(&mut b, "grid", "0", 800.0);
    b.line(line("feeder", 0.01), ["0", "1"]);
    rack(&mut b, "1", 100e3);
    b.build().unwrap()
}

#[test]
fn two_buses_have_the_closed_form() {
    // V = (V₀ + √(V₀² − 4RP))/2, P_max = V₀²/4R.
    let grid = two_bus();
    let mut flow = solved(&grid);
    let volts = 0.5 * (800.0 + (800.0f64 * 800.0 - 4e3).sqrt());
    assert!((flow.volts[1] - volts).abs() < 1e-12 * volts);
    assert!((flow.supply[0] - 100e3 / volts).abs() < 1e-11);
    let limit = flow.loadability(&grid).unwrap();
    assert!((limit.factor / 160.0 - 1.0).abs() < 1e-13, "{limit:?}");
    assert_eq!(limit.bus, "1");
}

#[test]
fn loads_beyond_the_fold_are_refused_with_margin_and_bus() {
    let grid = two_bus();
    let mut flow = GridFlow::new(&grid);
    assert!(flow.solve(&grid, 160.0 * 0.999_999).is_ok());
    let Err(GridFault::Collapse { bus, margin }) = flow.solve(&grid, 160.0 * 1.000_001) else {
        panic!("a load beyond the fold has no solution");
    };
    assert_eq!(bus, "1");
    assert!((margin * 1.000_001 - 1.0).abs() < 1e-12);
}

#[test]
fn a_network_without_constant_power_has_no_limit() {
    let mut b = buses(2);
    stiff(&mut b, "grid", "0", 800.0);
    b.line(line("feeder", 0.5), ["0", "1"]);
    let heater = PolynomialLoad::shared(64e3, 800.0, [0.0, 0.0, 1.0]).unwrap();
    b.load("heater", heater, [Some("1"), None]);
    let grid = b.build().unwrap();
    let mut flow = solved(&grid);
    // 10 Ω behind 0.5 Ω.
    assert!((flow.volts[1] - 800.0 * 10.0 / 10.5).abs() < 1e-10);
    assert_eq!(flow.loadability(&grid), None);
}

#[test]
fn droop_sources_share_in_inverse_proportion_until_one_is_at_its_limit() {
    let build = |power: f64, limit: f64| {
        let mut b = buses(1);
        droop(&mut b, "0", 0.01, limit);
        let other = Droop::new(&Rating {
            volts: 800.0,
            resistance: 0.02,
            limit: f64::INFINITY,
            reversible: false,
        })
        .unwrap();
        let ends = [Some("0"), None];
        b.source("second", Hold::Droop(other), f64::INFINITY, ends);
        rack(&mut b, "0", power);
        b.build().unwrap()
    };
    let flow = solved(&build(240e3, f64::INFINITY));
    assert!((flow.supply[0] / flow.supply[1] - 2.0).abs() < 1e-9);
    let flow = solved(&build(240e3, 150.0));
    assert_eq!(flow.supply[0], 150.0);
    let volts = flow.volts[0];
    assert!((flow.supply[1] - (240e3 / volts - 150.0)).abs() < 1e-9);
    assert!((volts - (800.0 - 0.02 * flow.supply[1])).abs() < 1e-9);
}

#[test]
fn loads_beyond_all_current_limits_are_refused() {
    let mut b = buses(1);
    droop(&mut b, "0", 0.01, 100.0);
    rack(&mut b, "0", 90e3);
    let grid = b.build().unwrap();
    let mut flow = GridFlow::new(&grid);
    let fault = flow.solve(&grid, 1.0).unwrap_err();
    // At the limit the source stands at 800 − 0.01·100 = 799 V: 79.9 kW.
    let GridFault::Collapse { margin, .. } = fault else {
        panic!("{fault}");
    };
    assert!((margin - 79.9 / 90.0).abs() < 1e-8, "{margin}");
}

#[test]
fn converters_are_loads_of_the_island_above() {
    let mut b = buses(3);
    stiff(&mut b, "grid", "0", 800.0);
    b.line(line("feeder", 0.01), ["0", "1"]);
    let unit = Converter::constant(200e3, 0.975).unwrap();
    let (input, output) = ([Some("1"), None], [Some("2"), None]);
    b.converter("shelf", unit, Hold::Stiff(50.0), input, output);
    rack(&mut b, "2", 100e3);
    let grid = b.build().unwrap();
    let mut flow = solved(&grid);
    let input = 100e3 / 0.975;
    assert!((flow.ties[0].input - input).abs() < 1e-9);
    let volts = 0.5 * (800.0 + (800.0f64 * 800.0 - 0.04 * input).sqrt());
    assert!((flow.volts[1] - volts).abs() < 1e-10);
    let balance = flow.supplied(&grid) - flow.taken(&grid, 1.0) - flow.loss();
    assert!(balance.abs() < 1e-9 * input);
    let limit = flow.loadability(&grid).unwrap();
    assert!((limit.factor / (16e6 / input) - 1.0).abs() < 1e-11);
}

#[test]
fn a_conductor_warms_until_its_current_fits_its_resistance() {
    let mut b = buses(2);
    stiff(&mut b, "grid", "0", 800.0);
    let warm = Line {
        rise: 55.0,
        ambient: 35.0,
        rated: 150.0,
        ..line("feeder", 0.1)
    };
    b.line(warm.clone(), ["0", "1"]);
    rack(&mut b, "1", 100e3);
    let grid = b.build().unwrap();
    let flow = solved(&grid);
    let resistance = warm.at(flow.current[0]);
    assert!((flow.resistance[0] / resistance - 1.0).abs() < 1e-13);
    let volts = 0.5 * (800.0 + (800.0f64 * 800.0 - 4.0 * resistance * 100e3).sqrt());
    assert!((flow.volts[1] - volts).abs() < 1e-9);
}

#[test]
fn the_worst_outage_of_a_ring_is_the_line_at_its_source() {
    let mut b = buses(4);
    stiff(&mut b, "grid", "0", 800.0);
    for (name, ends) in [
        ("first", ["0", "1"]),
        ("second", ["1", "2"]),
        ("third", ["2", "3"]),
        ("last", ["3", "0"]),
    ] {
        b.line(line(name, 0.02), ends);
    }
    rack(&mut b, "1", 300e3);
    rack(&mut b, "2", 50e3);
    rack(&mut b, "3", 50e3);
    let grid = b.build().unwrap();
    let outages = contingency::all(&grid, 1.0);
    let worst = contingency::worst(&outages).unwrap();
    assert_eq!(worst.line, 0);
    let contingency::OutageResult::Carried {
        loading, loaded, ..
    } = &worst.result
    else {
        panic!("{worst:?}");
    };
    // All 400 kW then come over the last line.
    assert_eq!(*loaded, 3);
    assert!((400.0..0.55e3).contains(&(loading * 1e3)), "{loading}");
}

#[test]
fn a_radial_outage_cuts_its_buses_off() {
    let grid = two_bus();
    let outages = contingency::all(&grid, 1.0);
    let cut = contingency::OutageResult::CutOff(vec!["1".to_owned()]);
    assert_eq!(outages[0].result, cut);
}
