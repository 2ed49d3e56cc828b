//! Eight GB300 racks on one XDU1350: what the network gives against what the racks ask for.
//!
//! The two-pump curve is public (476.5 kPa at rest, 250 kPa at 1200 L/min), and so is the racks' rule, flow times
//! (55 °C − inlet) = 1775 L·K/min each: 1420 L/min at 45 °C, 947 L/min at 40 °C.

mod support;

use halltwin::study::{Hall, Orders, Outcome, run};

const HALL: &str = r#"
[hall]
name = "Eight racks on one CDU"
air_volume = "900 m3"
[site]
climate = "toyama-design-winter"
[row.a]
racks = 8
rack = { use = "rack/gb300-nvl72", chain = [], liquid_fraction = 1.0 }
cdu = ["a"]
header_diameter = "125 mm"
hose_diameter = "38 mm"
[cdu.a]
use = "cdu/vertiv-xdu1350"
supply = "45 degC"
differential_pressure = "450 kPa"
primary = "fws"
[loop.fws]
fluid = "pg25"
supply = "30 degC"
pump = "pump/end-suction-2000"
pumps = 2
pumps_running = 1
differential_pressure = "150 kPa"
main_length = "40 m"
main_diameter = "150 mm"
branch_diameter = "125 mm"
rejection = ["roof"]
[dry_cooler.roof]
use = "dry_cooler/v-bank-1mw"
count = 2
"#;

fn outcome(sets: &[&str]) -> (Outcome, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("hall.toml");
    std::fs::write(&path, HALL).expect("written");
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    let hall = Hall::load(&path, &sets).unwrap_or_else(|e| panic!("{e}: {e:?}"));
    let orders = Orders {
        folder: folder.path().join("run"),
        command: "test".to_owned(),
        start: 0.0,
        duration: 600.0,
        step: 15.0,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    (run(&hall, orders).unwrap_or_else(|e| panic!("{e}")), folder)
}

fn shortfall(outcome: &Outcome) -> Option<&String> {
    let mut remarks = outcome.summary.remarks.iter();
    remarks.find(|r| r.starts_with("coolant: "))
}

#[test]
fn at_45_degrees_two_pumps_are_too_few() {
    let (outcome, _folder) = outcome(&[]);
    let text = shortfall(&outcome).expect("infeasible");
    println!("{text}");
    assert!(outcome.violated);
    let number = |before: &str| -> f64 {
        let at = text
            .find(before)
            .unwrap_or_else(|| panic!("{before} in {text}"));
        let word = text[..at].trim_end().rsplit(' ').next().expect("a number");
        word.trim_start_matches('(').parse().expect("a number")
    };
    let (flow, head) = (number("L/min at"), number("kPa"));
    // On the pumps' curve, and below what is asked. The pumps stand in the warm return, where the same mass is 0.9 %
    // more volume, and lighter coolant is lifted by as much less.
    let volume = 1.009 * flow;
    let curve = 0.991 * (-2.34e-4 * volume * volume + 0.092_063 * volume + 476.457);
    assert!((head / curve - 1.0).abs() < 0.02, "{head} against {curve}");
    assert!(flow < 1_400.0, "{flow}");
    let (asked, short) = (number("L/min are asked"), number("L/min ("));
    assert!((asked - flow - short).abs() <= 1.0, "{text}");
}

#[test]
fn at_40_degrees_or_with_three_pumps_it_is_enough() {
    for sets in [&["cdu.a.supply=40 degC"], &["cdu.a.pumps_running=3"]] {
        let (outcome, _folder) = outcome(sets);
        assert_eq!(shortfall(&outcome), None, "{sets:?}");
    }
}

/// A second CDU that no row names stands, and is told; the row runs as it does on a hall that has but one.
#[test]
fn a_cdu_that_nothing_uses_stands() {
    let idle = support::hall("02_cdu_and_row.toml", &["row.a.cdu=[\"a1\"]"]);
    let told = idle.warnings.iter().find(|w| w.code == "W016");
    assert!(
        told.is_some_and(|w| w.message.contains("cdu.a2")),
        "{told:?}"
    );
    let outcome = support::outcome(&idle, 300.0);
    let energy = &outcome.summary.plant.component_energy;
    assert_eq!(energy["cdu.a2_kWh"], 0.0);
    assert!(energy["cdu.a1_kWh"] > 0.0);
    assert!(outcome.summary.ledger_residual < 1e-9);
}
