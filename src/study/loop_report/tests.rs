use super::*;
use std::path::Path;

fn hall(name: &str, sets: &[&str]) -> Hall {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(name);
    let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
    Hall::load(&path, &sets).unwrap_or_else(|e| panic!("{e}"))
}

fn report(hall: &Hall) -> Hydraulics {
    let operating = Operating::of(hall).unwrap();
    let point = operating.solve(1e-8).unwrap();
    loop_report(hall, &operating, &point, 100).unwrap()
}

#[test]
fn every_loop_pump_and_row_is_told() {
    let report = report(&hall("02_cdu_and_row.toml", &[]));
    // Technology loop, facility loop, chilled water.
    assert_eq!((report.loops.len(), report.pumps.len()), (3, 4));
    for vessel in &report.loops {
        assert!(
            vessel.volume_m3 > 0.05 && vessel.hottest > 15.0,
            "{vessel:?}"
        );
        let (end, relief) = (vessel.final_kpa.unwrap(), vessel.relief_kpa.unwrap());
        assert!(end > vessel.static_kpa && relief >= end + 50.0);
    }
    for pump in &report.pumps {
        assert!(
            pump.npsh_available_m > 10.0 && pump.npsh_required_m > 0.5,
            "{pump:?}"
        );
        assert!(pump.npsh_assumed && pump.min_flow_assumed && pump.flow > 0.0);
    }
    let [row] = &report.rows[..] else {
        panic!("one row")
    };
    assert!(row.least_ratio <= 1.0 && row.greatest_ratio >= 1.0 && row.mean > 50.0);
    assert!(
        report
            .valves
            .iter()
            .all(|v| (0.0..=1.0).contains(&v.authority))
    );
    assert!(
        report
            .valves
            .windows(2)
            .all(|w| w[0].authority <= w[1].authority)
    );
    assert!(!report.valves.is_empty());
}

#[test]
fn records_and_pressure_change_what_is_told() {
    let sets = [
        "cdu.a.pump_npsh_required=\"4 m\"",
        "cdu.a.pump_min_flow=\"90 L/min\"",
        "cdu.a.static_pressure=\"50 kPa\"",
    ];
    let (base, other) = (
        report(&hall("02_cdu_and_row.toml", &[])),
        report(&hall("02_cdu_and_row.toml", &sets)),
    );
    let pump = |r: &Hydraulics| r.pumps.iter().find(|p| p.pump.starts_with("cdu.")).cloned();
    let (a, b) = (pump(&base).unwrap(), pump(&other).unwrap());
    assert!(!b.npsh_assumed && b.npsh_required_m >= 4.0 && !b.min_flow_assumed);
    assert!((b.min_flow - 90.0 * b.speed).abs() < 1e-6);
    // 100 kPa less at the suction of coolant of about 1 010 kg/m3.
    let less = a.npsh_available_m - b.npsh_available_m;
    assert!((less - 10.1).abs() < 0.1, "{less}");
}
