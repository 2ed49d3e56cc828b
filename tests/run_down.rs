//! Pumps that lose their drive in a run.

use halltwin::study::{Hall, Orders, run};
use std::path::Path;

/// A quadratic loop: rough pipes, losses with the square of flow.
const QUADRATIC: &str = r#"
[run]
duration = "2 min"
[row.a]
rack = { use = "rack/gb200-nvl72", drop_exponent = 2.0 }
roughness = "1.5 mm"
workload = "none"
[cdu.a]
use = "cdu/vertiv-xdu1350"
count = 2
filter_exponent = 2.0
supply = "38 degC"
differential_pressure = "110 kPa"
primary = "fws"
fed_by = "mech"
[workload.none]
pattern = "constant"
level = 0.05
[event.trip]
from = "1 min"
on = "cdu.a"
running = 0
"#;

/// Flow of a CDU over time after its pumps trip \[s, -\].
fn run_down(more: &str) -> Vec<(f64, f64)> {
    let folder = tempfile::tempdir().expect("a folder");
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/02_cdu_and_row.toml");
    let path = folder.path().join("hall.toml");
    std::fs::write(&path, format!("base = {base:?}\n{more}")).expect("a file");
    let hall = Hall::load(&path, &[]).unwrap_or_else(|error| panic!("{error:?}"));
    let out = folder.path().join("out");
    let orders = Orders {
        folder: out.clone(),
        command: "test".to_owned(),
        start: hall.config.run.start.seconds(),
        duration: 120.0,
        step: 0.1,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    run(&hall, orders).unwrap_or_else(|error| panic!("{error}"));
    let done = halltwin::results::load(&out).expect("results");
    let flow = done.series.column("cdu.a1.secondary_flow").expect("a flow");
    let before = flow[599];
    let after = flow[600..].iter().enumerate();
    after
        .map(|(k, m)| (0.1 * (k + 1) as f64, m / before))
        .collect()
}

#[test]
fn a_tripped_pump_on_a_quadratic_loop_follows_the_hyperbola() {
    let flow = run_down(QUADRATIC);
    let (t, first) = flow[0];
    let tau = t / (1.0 / first - 1.0);
    assert!(tau > 1.0 && tau < 30.0, "{tau} s");
    for (t, m) in flow.iter().filter(|(t, _)| *t < 20.0) {
        let law = 1.0 / (1.0 + t / tau);
        assert!((m / law - 1.0).abs() < 0.01, "{t} s: {m}, {law}");
    }
}

#[test]
fn without_inertia_a_tripped_pump_stops_at_once() {
    let flow = run_down(&QUADRATIC.replace("[cdu.a]", "[cdu.a]\npump_inertia = \"0 s\""));
    assert!(flow[0].1 < 0.05, "{}", flow[0].1);
}
