//! Files drawn as networks: units, statuses, what is shut.

use super::*;
use crate::config::inp::Inp;
use crate::model::hydraulic::Kind;

const FILE: &str = "\
[JUNCTIONS]
J1 10 5
J2 12 3
J3 12 0
[RESERVOIRS]
R 50
[TANKS]
T 30 10 0 10 20 0
[PIPES]
p1 R J1 100 200 130
p2 J1 J2 100 200 130 0 CV
p3 J2 T 100 200 130
p4 J2 J3 100 200 130 0 Closed
[VALVES]
v J1 J2 100 PRV 20 0
[CONTROLS]
LINK p1 CLOSED IF NODE J1 ABOVE 1000
LINK v CLOSED IF NODE T ABOVE 9
[OPTIONS]
UNITS LPS
[END]
";

fn draw(text: &str) -> Water {
    let inp = Inp::read(text).unwrap();
    Water::draw(&inp, Constants::Epanet, &at_start(&inp)).unwrap()
}

#[test]
fn units_and_constants_are_those_of_epanet() {
    let water = draw(FILE);
    assert!((water.scale.gravity - 9.814_56).abs() < 1e-12);
    // 28.317 L a cubic foot.
    let drawn = -water.hydraulics.injection[0] / 1000.0;
    assert!((drawn / (0.005 * 28.316_846_592 / 28.317) - 1.0).abs() < 1e-12);
    let exact = Inp::read(FILE).unwrap();
    let exact = Water::draw(&exact, Constants::Si, &at_start(&exact)).unwrap();
    assert!((exact.hydraulics.injection[0] + 5.0).abs() < 1e-12);
}

#[test]
fn controls_act_and_closed_links_are_left_out() {
    let water = draw(FILE);
    assert!(water.links[4].is_none(), "the tank's level shuts the valve");
    assert!(water.links[0].is_some(), "a pressure has to be known first");
}

#[test]
fn a_part_that_nothing_feeds_hangs_on_a_leak() {
    let water = draw(FILE);
    let leak = water.links[3].unwrap();
    assert_eq!(water.hydraulics.kind[leak.0 as usize], Kind::FormulaPipe);
    let law = water.hydraulics.formulas.law[water.hydraulics.row[leak.0 as usize] as usize];
    assert_eq!(law.exponent, 1.0);
}

#[test]
fn check_valves_and_full_tanks_pass_one_way() {
    let water = draw(FILE);
    let limits: Vec<[f64; 2]> = water
        .hydraulics
        .throttles
        .law
        .iter()
        .map(|law| [law.least, law.most])
        .collect();
    // p2 by its check valve, p3 into a full tank.
    assert_eq!(limits, [[0.0, f64::INFINITY], [f64::NEG_INFINITY, 0.0]]);
}

#[test]
fn pumps_need_a_curve_that_falls() {
    let text = "[JUNCTIONS]\nJ 0 1\n[RESERVOIRS]\nR 0\n[PUMPS]\nu R J HEAD c\n[CURVES]\nc 0 10\nc 5 12\nc 9 3\n";
    let inp = Inp::read(text).unwrap();
    let errors = Water::draw(&inp, Constants::Epanet, &at_start(&inp)).unwrap_err();
    assert_eq!(errors, [WaterError::Curve { pump: "u".into() }]);
}
