//! Valves that keep a difference of pressures, against the pressures that follow by hand.

use super::*;
use crate::physics::hydraulic::regulator::{Regulator, Side};

/// Resistance of a law that loses `drop` \[Pa\] at 10 kg/s, as a record.
fn at_ten(drop: f64) -> Result<PowerLaw, LawError> {
    PowerLaw::new(10.0, drop, 2.0)
}

/// A loop driven by `rise` \[Pa\] between two open ends: a main, a consumer, and a valve that keeps 50 kPa across it, in its
/// return or in its supply.
fn network(rise: f64, side: Side) -> Hydraulics {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let [s, a, c, d, r] = ["s", "a", "c", "d", "r"].map(|n| b.node(n, 0.0));
    b.reservoir(s, rise);
    b.reservoir(r, 0.0);
    b.power_law("main", s, a, at_ten(4e4));
    let set = |set| Regulator::new(side, set, 20.0, 10.0);
    match side {
        Side::Sustaining => {
            b.power_law("consumer", a, c, at_ten(1e5));
            b.difference_regulator("valve", c, d, set(-5e4), a);
        }
        Side::Reducing => {
            b.difference_regulator("valve", a, c, set(5e4), d);
            b.power_law("consumer", c, d, at_ten(1e5));
        }
    }
    b.power_law("back", d, r, at_ten(2e4));
    // A second way, so that the impulse line's node is not an end of the valve alone.
    b.power_law("beside", a, d, at_ten(3e5));
    b.build().unwrap()
}

fn at(h: &Hydraulics, flows: &Flows, node: &str) -> f64 {
    flows.potential[h.find_node(node).unwrap().0 as usize]
}

#[test]
fn a_difference_is_kept_where_there_is_enough() {
    for (side, ends) in [(Side::Sustaining, ["a", "c"]), (Side::Reducing, ["c", "d"])] {
        for rise in [1.5e5, 2e5, 4e5] {
            let h = network(rise, side);
            let (flows, report) = run(&h);
            let [up, down] = ends.map(|n| at(&h, &flows, n));
            assert!(
                (up - down - 5e4).abs() < 1.0,
                "{side:?} {rise}: {}",
                up - down
            );
            // The consumer then has the flow of 50 kPa whatever the pumps give.
            let m = flows.flow(h.find_link("consumer").unwrap());
            assert!((m - 10.0 * 0.5f64.sqrt()).abs() < 1e-3, "{m}");
            assert!(report.iterations < 40, "{report:?}");
        }
    }
}

#[test]
fn it_stands_open_where_there_is_less() {
    for side in [Side::Sustaining, Side::Reducing] {
        let h = network(4e4, side);
        let (flows, _) = run(&h);
        let valve = h.find_link("valve").unwrap();
        let m = flows.flow(valve);
        assert!(
            (flows.drop[valve.0 as usize] - 20.0 * m * m).abs() < 1.0,
            "{side:?}"
        );
    }
}

#[test]
fn an_impulse_line_to_another_loop_is_refused() {
    let mut b = HydraulicsBuilder::new(1000.0, 1e-3);
    let [s, a, r, x, y] = ["s", "a", "r", "x", "y"].map(|n| b.node(n, 0.0));
    b.reservoir(s, 1e5);
    b.reservoir(r, 0.0);
    b.power_law("main", s, a, at_ten(4e4));
    b.difference_regulator(
        "valve",
        a,
        r,
        Regulator::new(Side::Sustaining, -1e4, 20.0, 10.0),
        x,
    );
    b.reservoir(x, 1e5);
    b.reservoir(y, 0.0);
    b.power_law("other", x, y, at_ten(1e5));
    let faults = b.build().unwrap_err();
    assert!(
        faults
            .iter()
            .any(|f| f.element() == Some("valve") && f.to_string().contains("another loop")),
        "{faults:?}"
    );
}
