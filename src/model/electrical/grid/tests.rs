use super::*;
use crate::physics::electrical::droop;

fn line(name: &str, resistance: f64) -> Line {
    Line {
        name: name.to_owned(),
        ends: [GROUND; 2],
        resistance,
        coefficient: 3.93e-3,
        ambient: 20.0,
        rise: 0.0,
        rated: f64::INFINITY,
    }
}

fn droop(volts: f64) -> Hold {
    Hold::Droop(
        Droop::new(&droop::Rating {
            volts,
            resistance: 0.01,
            limit: f64::INFINITY,
            reversible: false,
        })
        .unwrap(),
    )
}

fn buses(names: &[&str]) -> GridBuilder {
    let mut b = GridBuilder::new();
    for name in names {
        b.node(name);
    }
    b
}

#[test]
fn all_faults_come_at_once_and_by_name() {
    let mut b = buses(&["a", "b"]);
    b.line(line("short", -0.1), ["a", "b"]);
    b.line(line("lost", 0.1), ["a", "c"]);
    b.line(line("loop", 0.1), ["a", "a"]);
    b.load(
        "sink",
        PolynomialLoad::constant_power(f64::NAN),
        [Some("b"), None],
    );
    let text: Vec<String> = b
        .build()
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    for words in [
        "`short` has a resistance",
        "bus `c`, which does not exist",
        "both ends of `loop`",
        "load `sink`: power [W]",
        "no source",
    ] {
        assert!(text.iter().any(|t| t.contains(words)), "{words}: {text:#?}");
    }
}

#[test]
fn a_bus_without_a_line_is_fed_by_nothing() {
    let mut b = buses(&["a", "b"]);
    b.source("grid", Hold::Stiff(800.0), f64::INFINITY, [Some("a"), None]);
    b.load(
        "rack",
        PolynomialLoad::constant_power(1e3),
        [Some("b"), None],
    );
    assert_eq!(
        b.build().unwrap_err(),
        [GridError::NotFed { bus: "b".into() }]
    );
}

#[test]
fn a_three_wire_supply_holds_its_conductors() {
    let mut b = buses(&["p", "o", "n"]);
    b.source("upper", Hold::Stiff(400.0), 1.0, [Some("p"), Some("o")]);
    b.source("lower", Hold::Stiff(400.0), 1.0, [Some("o"), Some("n")]);
    let grid = b.build().unwrap();
    assert_eq!(grid.open, [400.0, 0.0, -400.0]);
    assert_eq!(grid.held, [true; 3]);
}

#[test]
fn two_stiff_sources_on_one_bus_conflict() {
    let mut b = buses(&["a"]);
    b.source("one", Hold::Stiff(800.0), 1.0, [Some("a"), None]);
    b.source("two", Hold::Stiff(801.0), 1.0, [Some("a"), None]);
    assert_eq!(
        b.build().unwrap_err(),
        [GridError::Conflict { name: "two".into() }]
    );
}

#[test]
fn droop_sources_leave_their_bus_free() {
    let mut b = buses(&["a", "b"]);
    b.source("one", droop(800.0), 1.0, [Some("a"), None]);
    b.line(line("ab", 0.1), ["a", "b"]);
    let grid = b.build().unwrap();
    assert_eq!(grid.open, [800.0, 800.0]);
    assert_eq!(grid.held, [false; 2]);
}

#[test]
fn converters_order_islands_and_circles_are_named() {
    let unit = Converter::constant(1e5, 0.98).unwrap();
    let mut b = buses(&["mv", "lv"]);
    b.source("grid", Hold::Stiff(800.0), 1.0, [Some("mv"), None]);
    let (mv, lv) = ([Some("mv"), None], [Some("lv"), None]);
    b.converter("step", unit.clone(), Hold::Stiff(50.0), mv, lv);
    let grid = b.build().unwrap();
    assert_eq!(grid.order, [1, 0]);

    let mut b = buses(&["a", "b"]);
    let (a, c) = ([Some("a"), None], [Some("b"), None]);
    b.converter("there", unit.clone(), droop(50.0), a, c);
    b.converter("back", unit, droop(800.0), c, a);
    assert!(matches!(
        b.build().unwrap_err()[0],
        GridError::Circle { .. }
    ));
}

#[test]
fn a_load_the_wrong_way_round_is_named() {
    let mut b = buses(&["a"]);
    b.source("grid", Hold::Stiff(800.0), 1.0, [Some("a"), None]);
    b.load(
        "rack",
        PolynomialLoad::constant_power(1e3),
        [None, Some("a")],
    );
    assert!(matches!(
        b.build().unwrap_err()[0],
        GridError::Reversed { .. }
    ));
}

#[test]
fn resistance_follows_temperature_and_loading() {
    let copper = Line {
        rise: 50.0,
        ambient: 30.0,
        rated: 100.0,
        ..line("c", 1.0)
    };
    // 1 + 0.00393·(30 − 20) cold, + 0.00393·50 more at rated current.
    assert!((copper.at(0.0) - 1.0393).abs() < 1e-12);
    assert!((copper.at(100.0) - 1.2358).abs() < 1e-12);
}
