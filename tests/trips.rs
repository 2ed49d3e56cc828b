//! Racks that run away thermally switch themselves off: the run goes on and tells when and which.

use halltwin::results::{EventKind, load};
use halltwin::study::{Hall, Orders, Outcome, StudyError, run};
use std::fs;
use std::path::Path;

const DURATION: f64 = 900.0;
const STEP: f64 = 15.0;

/// One rack whose chips leak 1 % a kelvin through a resistance that bears its load, but not `factor` times it.
fn hall(folder: &Path, resistance: &str, factor: f64) -> Hall {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    let text = format!(
        "base = {base:?}\n[workload.steady]\nlevel = 0.5\n[row.a]\nrack = {{ use = \"rack/gb300-nvl72\", leakage = \
         \"0.01 1/K\", leakage_reference = \"90 degC\", throttle_slope = \"0 1/K\", chip_limit = \"105 degC\", shutdown = \
         \"115 degC\", plate_resistance = \"{resistance}\" }}\n\
         [event.more]\nfrom = \"120 s\"\non = \"row.a\"\nload = {factor}\n"
    );
    let path = folder.join("runaway.toml");
    fs::write(&path, text).unwrap();
    Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e}: {e:?}"))
}

fn made(hall: &Hall, folder: &Path, step: f64) -> Result<Outcome, StudyError> {
    run(
        hall,
        Orders {
            folder: folder.join("run"),
            command: "halltwin".to_owned(),
            start: hall.config.run.start.seconds(),
            duration: DURATION,
            step,
            csv_all: true,
            resume: false,
            stop: &mut |_| false,
        },
    )
}

#[test]
fn a_rack_that_runs_away_is_switched_off_and_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let hall = hall(folder.path(), "0.05 K/W", 2.5);
    let mut times = Vec::new();
    for step in [STEP, 5.0] {
        let outcome = made(&hall, folder.path(), step).unwrap_or_else(|e| panic!("{e}"));
        assert!(outcome.failed.is_none() && outcome.violated);
        let summary = &outcome.summary;
        assert_eq!(summary.steps, (DURATION / step) as u64);
        let trip = |e: &&halltwin::results::Event| e.text.contains("thermal runaway");
        let told: Vec<_> = summary.events.iter().filter(trip).collect();
        assert_eq!(told.len(), 1, "{:?}", summary.events);
        assert_eq!(told[0].kind, EventKind::Violation);
        assert_eq!(told[0].component, "row.a.1");
        assert!((120.0..DURATION).contains(&told[0].time_s), "{:?}", told[0]);
        times.push(told[0].time_s);
        assert!(summary.ledger_residual <= 1e-9);
        let worst = summary.worst_margin.as_ref().expect("a rack");
        assert!(worst.reached_deg_c < 117.0, "{worst:?}");
        let series = load(&outcome.folder).unwrap().series;
        let power = series.column("row.a.1.power").unwrap();
        assert_eq!(*power.last().unwrap(), 0.0);
        // A step that was made in parts is one step: its means add up to the totals.
        let meter = series.column("hall.facility_power").unwrap();
        let sum: f64 = meter.iter().sum::<f64>() * step / 3_600.0;
        let told = summary.facility_energy_kwh;
        assert!((sum / told - 1.0).abs() < 1e-9, "{sum} {told}");
    }
    assert!((times[0] - times[1]).abs() <= 3.0, "{times:?}");
}

#[test]
fn a_start_without_a_steady_state_has_the_rack_off_that_stands_in_its_way() {
    let folder = tempfile::tempdir().unwrap();
    let hall = hall(folder.path(), "0.4 K/W", 1.0);
    let outcome = made(&hall, folder.path(), STEP).unwrap_or_else(|e| panic!("{e}"));
    assert!(outcome.failed.is_none() && outcome.violated);
    let first = &outcome.summary.events[0];
    assert_eq!((first.time_s, first.component.as_str()), (0.0, "row.a.1"));
    assert!(
        first.text.contains("no steady state with it on"),
        "{first:?}"
    );
    assert!(first.text.contains("above the 115.0 degC"), "{first:?}");
    let series = load(&outcome.folder).unwrap().series;
    let power = series.column("row.a.1.power").unwrap();
    assert!(power.iter().all(|p| *p == 0.0));
}

/// A rack of eight times the power that its plates and the heat rejection are made for.
#[test]
fn a_rack_far_beyond_its_cooling_is_off_from_the_start_and_its_neighbours_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/02_cdu_and_row.toml");
    let sets = ["row.a.power=1MW".to_owned()];
    let hall = Hall::load(&path, &sets).unwrap_or_else(|e| panic!("{e}: {e:?}"));
    let outcome = made(&hall, folder.path(), STEP).unwrap_or_else(|e| panic!("{e}"));
    assert!(outcome.failed.is_none() && outcome.violated);
    let told = |e: &&halltwin::results::Event| e.text.contains("off from the start");
    let off: Vec<_> = outcome.summary.events.iter().filter(told).collect();
    println!("{off:?}");
    assert!(!off.is_empty());
    assert!(outcome.summary.ledger_residual <= 1e-9);
}
