//! What a configuration schedules is done at its time, seen in the results, logged, and kept by a resumed run.

use halltwin::results::{Run, load};
use halltwin::study::{Hall, Orders, Outcome, run};
use std::path::{Path, PathBuf};

/// A hall with events below a configuration of configs/.
fn hall(folder: &Path, base: &str, events: &str) -> Result<Hall, String> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(base);
    let path = folder.join("hall.toml");
    std::fs::write(&path, format!("base = {base:?}\n{events}")).expect("a file");
    Hall::load(&path, &[]).map_err(|error| format!("{error:?}"))
}

/// Runs from `from` to `to` \[s\] after the start of the configuration; `stop_after` steps it is interrupted.
fn steps(
    hall: &Hall,
    folder: PathBuf,
    span: [f64; 2],
    step: f64,
    stop_after: Option<u32>,
) -> Outcome {
    let mut done = 0;
    let mut stop = |_| {
        done += 1;
        Some(done) == stop_after
    };
    let orders = Orders {
        folder,
        command: "test".to_owned(),
        start: hall.config.run.start.seconds() + span[0],
        duration: span[1] - span[0],
        step,
        csv_all: true,
        resume: false,
        stop: &mut stop,
    };
    run(hall, orders).unwrap_or_else(|error| panic!("{error}"))
}

fn column(run: &Run, name: &str) -> Vec<f64> {
    run.series
        .column(name)
        .unwrap_or_else(|error| panic!("{error}"))
}

const NOON: f64 = 12.0 * 3_600.0;

/// One of the three cabinets on a CDU is shut at noon, for ten minutes.
fn neighbours_feel_a_shut_valve(base: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let shut = "[event.noon]\nfrom = \"12 h\"\nuntil = \"12 h 10 min\"\non = \"row.r7.2\"\nopening = 0.0\n";
    let shut = shut.replace("12 h 10 min", "730 min");
    let hall = hall(folder.path(), base, &shut).unwrap();
    let out = folder.path().join("out");
    let outcome = steps(
        &hall,
        out.clone(),
        [NOON - 300.0, NOON + 1_200.0],
        15.0,
        None,
    );
    assert!(outcome.summary.ledger_residual <= 1e-9);
    let done = load(&out).expect("results");
    // Row k ends at 15·(k + 1) s after 11:55: row 19 is the last before noon, row 20 the first after it.
    let (before, after, end) = (19, 20, 59);
    let flow = |rack: &str| column(&done, &format!("{rack}.flow"));
    let [near, shut, far] = ["row.r7.1", "row.r7.2", "row.r7.3"].map(flow);
    assert!(
        shut[after] < 0.01 * shut[before],
        "{} of {} kg/s",
        shut[after],
        shut[before]
    );
    for (name, flow) in [("row.r7.1", &near), ("row.r7.3", &far)] {
        let (was, is) = (flow[before], flow[after]);
        assert!(
            is > 1.001 * was,
            "{name}: {was} kg/s before, {is} kg/s after"
        );
    }
    // When the valve opens again the row is where it was, but for the warmth of the coolant.
    assert!(shut[end + 1] > 0.9 * shut[before], "{} kg/s", shut[end + 1]);
    let pumps = column(&done, "cdu.c7.pump_speed");
    assert!(pumps[after] < pumps[before], "the CDU's pumps slow down");
    let noted = outcome
        .summary
        .events
        .iter()
        .find(|e| e.component == "row.r7.2" && e.text.contains("opening"));
    let noted = noted.expect("it is in the log");
    assert_eq!((noted.time_s, noted.lasted_s), (300.0, Some(600.0)));
}

#[test]
fn a_rack_valve_shut_at_noon_moves_its_neighbours_flows() {
    neighbours_feel_a_shut_valve("halls/frontier_synthetic.toml");
}

#[test]
fn a_rack_valve_shut_at_noon_moves_its_neighbours_flows_on_the_measured_day() {
    let folder = std::env::var_os("HALLTWIN_REFERENCE");
    let folder = folder.map_or_else(|| PathBuf::from("../shared/reference"), PathBuf::from);
    if !folder.join("systems").exists() {
        println!("skipped: a_rack_valve_shut_at_noon_on_the_measured_day: reference folder absent");
        return;
    }
    neighbours_feel_a_shut_valve("halls/frontier.toml");
}

/// Every action of the language, one after the other.
const ALL: &str = r#"
[event.shed]
from = "1 min"
on = "row.a"
load = 0.5
[event.warm]
from = "2 min"
on = "cdu.a1"
supply = "42 degC"
[event.press]
from = "3 min"
until = "5 min"
on = "cdu.a2"
differential_pressure = "90 kPa"
[event.trip]
from = "4 min"
until = "6 min"
on = "cdu.a1"
running = 0
[event.off]
from = "5 min"
on = "row.a.3"
in_service = false
[event.dark]
from = "6 min"
until = "7 min"
on = "ups.mech"
in_service = false
[event.black]
from = "430 s"
until = "450 s"
on = "transformer.lv"
in_service = false
"#;

fn every_action(folder: &Path) -> Hall {
    hall(folder, "02_cdu_and_row.toml", ALL).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_action_does_what_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = every_action(folder.path());
    let out = folder.path().join("out");
    let outcome = steps(&hall, out.clone(), [0.0, 480.0], 10.0, None);
    assert!(outcome.summary.ledger_residual <= 1e-9);
    let done = load(&out).expect("results");
    let at = |name: &str, minute: f64| column(&done, name)[(minute * 6.0) as usize];
    let power = |minute| at("row.a.1.power", minute);
    assert!(
        (power(1.0) / power(0.5) - 0.5).abs() < 0.1,
        "{} W",
        power(1.0)
    );
    assert!(at("cdu.a1.supply_temperature", 3.8) > at("cdu.a1.supply_temperature", 1.8) + 0.5);
    assert!(at("cdu.a2.pump_speed", 3.0) < at("cdu.a2.pump_speed", 2.8));
    let coasting = at("cdu.a1.pump_speed", 4.5);
    assert!(coasting > 0.0 && coasting < 0.12, "{coasting} after 30 s");
    assert!(at("cdu.a1.power", 4.5) < 0.2 * at("cdu.a1.power", 3.8));
    assert!(at("cdu.a1.pump_speed", 7.5) > 0.0, "it runs again");
    assert_eq!(at("row.a.3.power", 5.5), 0.0);
    assert!(at("row.a.3.flow", 5.5) < 0.01 * at("row.a.3.flow", 4.8));
    let coasting = at("cdu.a2.pump_speed", 6.5);
    assert!(coasting < 0.12, "{coasting}: its UPS is dead");
    assert_eq!(at("fan_wall.wall.power", 6.5), 0.0);
    assert!(
        at("row.a.1.power", 6.5) > 0.0,
        "the racks are fed by another"
    );
    assert_eq!(at("row.a.1.power", 7.2), 0.0, "the transformer is dead");
    assert!(at("row.a.1.power", 7.8) > 0.0, "it is back");
    let noted = outcome
        .summary
        .events
        .iter()
        .filter(|e| e.text.ends_with("as scheduled"));
    assert_eq!(noted.count(), 7);
}

#[test]
fn a_resumed_run_keeps_to_the_schedule() {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = every_action(folder.path());
    let whole = steps(&hall, folder.path().join("whole"), [0.0, 480.0], 10.0, None);
    let series =
        |name: &str| std::fs::read(folder.path().join(name).join("series.csv")).expect("series");
    // In the middle of an event, and in the step before one.
    for stop_after in [27, 36] {
        let name = format!("part{stop_after}");
        let out = folder.path().join(&name);
        let part = steps(&hall, out.clone(), [0.0, 480.0], 10.0, Some(stop_after));
        assert!(part.summary.interrupted);
        let orders = Orders {
            folder: out,
            command: "test".to_owned(),
            start: hall.config.run.start.seconds(),
            duration: 480.0,
            step: 10.0,
            csv_all: true,
            resume: true,
            stop: &mut |_| false,
        };
        let resumed = run(&hall, orders).unwrap_or_else(|error| panic!("{error}"));
        assert!(
            series("whole") == series(&name),
            "stopped after {stop_after} steps"
        );
        assert_eq!(resumed.summary.events, whole.summary.events);
    }
}

#[test]
fn events_that_cannot_be_are_refused_with_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = [
        (
            "from = \"1 h\"\non = \"row.b.3\"\nopening = 0.0",
            "there is no element",
        ),
        (
            "from = \"1 h\"\non = \"row.a.99\"\nopening = 0.0",
            "there is no rack row.a.99",
        ),
        (
            "from = \"9999 h\"\non = \"row.a.3\"\nopening = 0.0",
            "outside the run",
        ),
        (
            "from = \"1 h\"\non = \"row.a.3\"\nrunning = 0",
            "has no `running`",
        ),
        (
            "from = \"1 h\"\non = \"cdu.a1\"\nrunning = 17",
            "pumps, not 17",
        ),
        ("from = \"1 h\"\non = \"cdu.a1\"", "does nothing"),
        (
            "from = \"1 h\"\non = \"row.a\"\nload = 0.5\nopening = 0.5",
            "several things",
        ),
        (
            "from = \"1 h\"\nuntil = \"30 min\"\non = \"row.a\"\nload = 0.5",
            "ends before",
        ),
        (
            "from = \"1 h\"\non = \"cdu.a1\"\nsupply = \"300 degC\"",
            "described from",
        ),
        ("from = \"1 h\"\non = \"row.a\"\nopening = 1.5", "opening"),
    ];
    for (event, words) in wrong {
        let found = hall(
            folder.path(),
            "02_cdu_and_row.toml",
            &format!("[event.x]\n{event}\n"),
        );
        let error = found.err().unwrap_or_else(|| panic!("accepted: {event}"));
        assert!(error.contains(words), "{event}: {error}");
        assert!(error.contains("hall.toml"), "no place: {error}");
    }
}
