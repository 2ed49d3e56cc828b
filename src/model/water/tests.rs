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
    let [WaterError::Rises { from, to, .. }] = errors[..] else {
        panic!("{errors:?}");
    };
    assert_eq!([from, to], [(0.0, 10.0), (5.0, 12.0)]);
    assert!(errors[0].to_string().contains("quarter"), "{}", errors[0]);
    let place = errors[0].place(&inp).map(|place| place.line);
    assert_eq!(place, Some(6));
}

/// A pump that would draw from an empty tank or lift into a full one is shut, whatever its law.
#[test]
fn tanks_shut_pumps() {
    for (level, ends, law) in [
        (0, "T A", "POWER 5"),
        (0, "T A", "HEAD c"),
        (10, "A T", "POWER 5"),
    ] {
        let text = format!(
            "[JUNCTIONS]\nA 0 0\n[RESERVOIRS]\nR 50\n[TANKS]\nT 10 {level} 0 10 5 0\n[PIPES]\np A R 300 150 110\n\
             [PUMPS]\nu {ends} {law}\n[CURVES]\nc 10 60\n[OPTIONS]\nUNITS LPS\n[END]"
        );
        assert!(draw(&text).links[1].is_none(), "{text}");
        let half = text.replace(&format!("T 10 {level}"), "T 10 5");
        assert!(draw(&half).links[1].is_some(), "{half}");
    }
}

/// Heads that EPANET 2.3.5 (owa-epanet) keeps behind a PRV \[m\]; lengths in feet with GPM.
#[test]
fn pressures_are_in_the_unit_named() {
    let foot = 0.3048;
    for (unit, named, gravity, setting, head) in [
        ("LPS", "", 1.1, 30.0, 30.0),
        ("LPS", "PRESSURE KPA", 1.1, 300.0, 27.824_064_581),
        ("LPS", "PRESSURE PSI", 1.0, 40.0, 28.137_549_042),
        ("LPS", "PRESSURE BAR", 1.0, 3.0, 30.607_358_852),
        ("LPS", "PRESSURE FEET", 1.1, 30.0, 30.0 * foot),
        ("GPM", "", 1.1, 30.0, 62.941_904_622 * foot),
        ("GPM", "PRESSURE METERS", 1.1, 30.0, 30.0),
    ] {
        let text = format!(
            "[JUNCTIONS]\nA 0 0\nB 0 0\nC 0 10\n[RESERVOIRS]\nR 150\n[PIPES]\np R A 10 200 120\nq B C 10 200 120\n\
             [VALVES]\nv A B 150 PRV {setting} 10\n[OPTIONS]\nUNITS {unit}\nSPECIFIC GRAVITY {gravity}\n{named}\n[END]"
        );
        let setting = setting * draw(&text).scale.pressure;
        assert!(
            (setting - head).abs() < 2e-8,
            "{unit} {named}: {setting} {head}"
        );
    }
}
