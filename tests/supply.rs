//! Sags and outages of supply in a run: what stands, for how long, and what batteries, generators and tolerance spare.

use halltwin::model::electrical::{Meter, Place, PowerTreeBuilder, Seat, Supply};
use halltwin::results::{Event, Run, load};
use halltwin::solver::electrics::account::{from_grid, totals};
use halltwin::solver::electrics::{PowerFlow, sweep};
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
    of(&hall, folder.path(), length, step)
}

/// Runs `hall` from the start of its file into a folder below `folder`.
fn of(hall: &Hall, folder: &Path, length: f64, step: f64) -> Run {
    let orders = Orders {
        folder: folder.join("out"),
        command: "test".to_owned(),
        start: hall.config.run.start.seconds(),
        duration: length,
        step,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    let outcome = run(hall, orders).unwrap_or_else(|e| panic!("{e}"));
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

/// The grid gives nothing while it is out of service, whatever the meter counts: means, ramps and the return are its own.
#[test]
fn the_audit_sees_the_loss_and_the_return_of_the_grid() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/08_supply.toml");
    let hall = Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e:?}"));
    let folder = tempfile::tempdir().expect("a folder");
    let run = of(&hall, folder.path(), *hall.config.run.duration, 1.0);
    let (meter, grid) = (
        column(&run, "hall.facility_power"),
        column(&run, "hall.grid_power"),
    );
    assert_eq!(grid.len(), 1800);
    for (k, (meter, grid)) in meter.iter().zip(&grid).enumerate() {
        let given = if (600..1200).contains(&k) {
            0.0
        } else {
            *meter
        };
        assert_eq!(*grid, given, "step {k}");
    }
    // The generators carry the hall before the grid is back.
    assert!(meter[1190] > 0.5 * meter[590], "{}", meter[1190]);
    let audit = run.summary.grid.as_ref().expect("it is audited");
    let figure = |name: &str| {
        let found = audit.figures.iter().find(|f| f.quantity == name);
        found.and_then(|f| f.value_kw).expect(name)
    };
    let mean = grid.iter().sum::<f64>() / 1800.0;
    assert!((figure("demand") / mean - 1.0).abs() < 1e-9);
    let steps = grid.windows(2).map(|w| (w[1] - w[0]).abs());
    let largest = steps.fold(0.0, f64::max);
    assert!((figure("ramp_per_second") / largest - 1.0).abs() < 1e-9);
    // It is lost and comes back at once with what it carries then.
    assert!(largest >= grid[599].max(grid[1200]), "{largest}");
    assert!(figure("swing") > 0.0);
}

#[test]
fn the_loss_of_one_of_two_connections_leaves_the_other() {
    let (volts, seat) = (Supply::Ac(415.0), Seat::new(Place::Outdoors, Meter::House));
    let mut drawn = PowerTreeBuilder::new();
    for (source, load) in [("first", "yard"), ("second", "gate")] {
        drawn.source(source, volts);
        drawn.load(load, source, volts, seat);
    }
    let mut tree = drawn.build().expect("a tree");
    let mut flow = PowerFlow::new(&tree);
    sweep(&tree, &[3e3, 5e3], &mut flow).expect("no conductors");
    let first = tree.names.iter().position(|n| n == "first").expect("a row");
    assert_eq!(from_grid(&tree, &flow), 8e3);
    tree.lost.push(first as u32);
    assert_eq!(from_grid(&tree, &flow), 5e3);
    assert_eq!(totals(&tree, &flow).utility, 8e3);
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
