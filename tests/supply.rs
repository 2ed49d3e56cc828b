//! Sags and outages of supply in a run: what stands, for how long, and what batteries, generators and tolerance spare.

use halltwin::results::{Event, Run, load};
use halltwin::study::{Hall, Orders, run};
use std::path::Path;

fn hall(folder: &Path, more: &str) -> Result<Hall, String> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/05_ride.toml");
    let path = folder.join("hall.toml");
    std::fs::write(&path, format!("base = {base:?}\n{more}")).expect("a file");
    Hall::load(&path, &[]).map_err(|error| format!("{error:?}"))
}

/// Runs the hall for `length` \[s\] in steps of `step` \[s\].
fn ran(more: &str, length: f64, step: f64) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let hall = hall(folder.path(), more).unwrap_or_else(|e| panic!("{e}"));
    let orders = Orders {
        folder: folder.path().join("out"),
        command: "test".to_owned(),
        start: hall.config.run.start.seconds(),
        duration: length,
        step,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    let outcome = run(&hall, orders).unwrap_or_else(|e| panic!("{e}"));
    assert!(outcome.failed.is_none(), "{:?}", outcome.failed);
    load(&outcome.folder).expect("what was written")
}

fn column(run: &Run, name: &str) -> Vec<f64> {
    run.series.column(name).unwrap_or_else(|e| panic!("{e}"))
}

/// Steps in which `values` lie below `level`: the first, and how many.
fn below(values: &[f64], level: f64) -> (usize, usize) {
    let first = values
        .iter()
        .position(|v| *v < level)
        .unwrap_or(values.len());
    (first, values.iter().filter(|v| **v < level).count())
}

fn told<'a>(run: &'a Run, words: &str) -> Option<&'a Event> {
    run.summary.events.iter().find(|e| e.text.contains(words))
}

const OUTAGE: &str = "[event.outage]\nfrom = \"20 s\"\nuntil = \"5 min\"\non = \"utility.grid\"\nin_service = false\n";

#[test]
fn generators_end_an_outage_and_batteries_bridge_it() {
    let run = ran(OUTAGE, 120.0, 1.0);
    let it = column(&run, "hall.it_power");
    // Racks are dark from 20 s until the generators carry, 12 s later.
    assert_eq!(below(&it, 0.5 * it[0]), (20, 12));
    // Pumps on their batteries turn on: coolant still flows through the racks.
    let flow = column(&run, "cdu.a1.secondary_flow");
    assert_eq!(below(&flow, 0.9 * flow[0]).1, 0, "{flow:?}");
    let outage = told(&run, "out of service").expect("it is logged");
    assert!(outage.text.contains("carried by batteries"), "{outage:?}");
    let dark = told(&run, "without power").expect("what stands is logged");
    assert_eq!((dark.time_s, dark.lasted_s), (20.0, Some(12.0)));
}

#[test]
fn what_restarts_later_stands_longer() {
    let order = "[ride_through.cold]\nof = [\"chiller.cold\"]\nrestart = \"30 s\"\n";
    let run = ran(&format!("{OUTAGE}{order}"), 120.0, 1.0);
    let late = run.summary.events.iter();
    let late = late
        .filter(|e| e.text.contains("chiller.cold"))
        .collect::<Vec<_>>();
    assert_eq!(late.len(), 1, "{late:?}");
    assert_eq!((late[0].time_s, late[0].lasted_s), (20.0, Some(42.0)));
    let power = column(&run, "chiller.cold.power");
    assert_eq!(below(&power, 0.1 * power[0]), (20, 42));
}

#[test]
fn a_sag_that_is_borne_changes_nothing_and_a_deeper_one_switches_off() {
    let sag = |voltage: f64, ms: u32| {
        format!(
            "[event.sag]\nfrom = \"2 s\"\nuntil = \"{} s\"\non = \"utility.grid\"\nvoltage = {voltage}\n",
            2.0 + f64::from(ms) / 1e3
        )
    };
    let borne = ran(&sag(0.75, 300), 5.0, 0.1);
    let it = column(&borne, "hall.it_power");
    assert_eq!(below(&it, 0.99 * it[0]).1, 0);
    let event = told(&borne, "sags to 75 %").expect("it is logged");
    assert!(event.text.contains("riding it through"), "{event:?}");
    let deep = ran(&sag(0.6, 300), 5.0, 0.1);
    let it = column(&deep, "hall.it_power");
    assert_eq!(below(&it, 0.5 * it[0]), (20, 3));
    // A curve of their own lets the racks bear it.
    let own = "[ride_through.racks]\nof = [\"row.a\", \"row.b\", \"row.c\"]\nsurvives = [[\"0.3 s\", 0.5], [\"1 s\", 0.8]]\n";
    let spared = ran(&format!("{}{own}", sag(0.6, 300)), 5.0, 0.1);
    let it = column(&spared, "hall.it_power");
    assert_eq!(below(&it, 0.99 * it[0]).1, 0);
    // In steps of 15 s it falls between two of them, and the log says so.
    let coarse = ran(&sag(0.6, 300), 60.0, 15.0);
    assert!(
        told(&coarse, "take a shorter step").is_some(),
        "{:?}",
        coarse.summary.events
    );
}

#[test]
fn what_cannot_be_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for (more, words) in [
        (
            "[event.x]\nfrom = \"1 s\"\non = \"cdu.a1\"\nvoltage = 0.5\n",
            "has no `voltage`",
        ),
        (
            "[event.x]\nfrom = \"1 s\"\non = \"utility.grid\"\nvoltage = 1.5\n",
            "voltage",
        ),
        (
            "[ride_through.x]\nof = [\"row.a\"]\nsurvives = [[\"1 s\", 0.8], [\"2 s\", 0.5]]\n",
            "must not be as deep",
        ),
        ("[ride_through.x]\nof = [\"row.z\"]\n", "no element `row.z`"),
        (
            "[ride_through.x]\nof = [\"valve.v\"]\n",
            "no element `valve.v`",
        ),
    ] {
        let error = hall(folder.path(), more)
            .err()
            .unwrap_or_else(|| panic!("{more} is taken"));
        assert!(error.contains(words), "{more}: {error}");
    }
}
