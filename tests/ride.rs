//! What fails first: parts that are found, losses that are followed, times that do not depend on the steps.

use halltwin::results::{Ride, RideEnd, RideSummary};
use halltwin::study::Hall;
use halltwin::study::ride::{RideOrders, parts, ride};
use std::path::{Path, PathBuf};

fn config(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(name)
}

/// A hall with `more` below a configuration of configs/.
fn hall_with(folder: &Path, base: &str, more: &str) -> Result<Hall, String> {
    let path = folder.join("hall.toml");
    let base = config(base);
    std::fs::write(&path, format!("base = {base:?}\n{more}")).expect("a file");
    Hall::load(&path, &[]).map_err(|error| format!("{error:?}"))
}

fn example() -> Hall {
    Hall::load(&config("05_ride.toml"), &[]).unwrap_or_else(|error| panic!("{error:?}"))
}

struct Asked<'a> {
    only: &'a [&'a str],
    at_once: u32,
    step: Option<f64>,
    threads: usize,
}

const ALL: Asked = Asked {
    only: &[],
    at_once: 1,
    step: None,
    threads: 1,
};

fn orders<'a>(
    asked: &Asked,
    folder: PathBuf,
    stop: &'a mut dyn FnMut(f64) -> bool,
) -> RideOrders<'a> {
    let names = |loss: &&str| loss.split('+').map(str::to_owned).collect();
    RideOrders {
        folder,
        command: "test".to_owned(),
        moment: None,
        horizon: None,
        at_once: asked.at_once,
        only: asked.only.iter().map(names).collect(),
        step: asked.step,
        resume: false,
        stop,
    }
}

fn pool(threads: usize) -> rayon::ThreadPool {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
    builder.build().expect("threads")
}

fn ask(hall: &Hall, asked: &Asked) -> RideSummary {
    let folder = tempfile::tempdir().expect("a folder");
    let mut never = |_| false;
    let orders = orders(asked, folder.path().to_owned(), &mut never);
    ride(hall, orders, &pool(asked.threads)).unwrap_or_else(|error| panic!("{error}"))
}

fn of<'r>(rides: &'r [Ride], lost: &[&str]) -> &'r Ride {
    let found = rides.iter().find(|r| r.lost == lost);
    found.unwrap_or_else(|| panic!("{lost:?} was not followed"))
}

#[test]
fn parts_are_found_by_name_and_kind() {
    let parts = parts(&example()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(parts.len(), 56);
    let count = |kind: &str| parts.iter().filter(|p| p.kind == kind).count();
    let found = ["pump", "cdu", "valve", "cooler", "chiller", "fan-wall"].map(count);
    assert_eq!(found, [23, 6, 7, 4, 1, 3]);
    let found = ["feeder", "header", "controller", "common-cause"].map(count);
    assert_eq!(found, [5, 5, 1, 1]);
    let mut names: Vec<&str> = parts.iter().map(|p| p.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 56);
    for name in [
        "cdu.a1.pump.3",
        "loop.fws.pump.1",
        "dry_cooler.roof.4",
        "pipe.header",
    ] {
        assert!(names.contains(&name), "{name}");
    }
}

#[test]
fn kinds_can_be_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let without = "[ride]\nwithout = [\"header\", \"pump\"]\n";
    let hall = hall_with(folder.path(), "05_ride.toml", without).unwrap();
    let parts = parts(&hall).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(parts.len(), 56 - 5 - 23);
}

/// The losses of one part of the example, and its planted header among them.
#[test]
fn the_shared_header_is_a_single_point_of_failure() {
    let summary = ask(&example(), &ALL);
    assert_eq!(summary.singles.len(), 56);
    let planted = of(&summary.singles, &["pipe.header"]);
    assert!(planted.violates() && planted.end == RideEnd::Shutdown || planted.racks_limited == 4);
    let first = planted.first_rack.as_deref().expect("a rack");
    assert!(first.starts_with("row.c."), "{first}");
    let time = planted.time_to_limit_s.expect("a limit");
    assert!((time - 40.4).abs() < 0.3, "{time} s");
    let shared = summary.shared_causes.iter();
    let takes: Vec<_> = shared.filter(|s| s.part == "pipe.header").collect();
    assert_eq!(takes.len(), 1);
    assert_eq!(takes[0].members, ["cdu.c1", "cdu.c2"]);
    let declared = summary.shared_causes.iter();
    let declared = declared.filter(|s| s.part == "common_cause.leak_under_row_a");
    assert_eq!(declared.count(), 1);
    // One of two CDUs, one pump with another standing by, a cooler of four: the hall goes on.
    for (part, held) in [
        ("cdu.c1", "what is left"),
        ("cdu.a1.pump.1", "a standby pump"),
        ("dry_cooler.roof.1", "what is left"),
        ("utility.grid", "generators"),
    ] {
        let ride = of(&summary.singles, &[part]);
        assert!(!ride.violates(), "{part}: {ride:?}");
        assert!(
            ride.held_by.iter().any(|h| h == held),
            "{part}: {:?}",
            ride.held_by
        );
    }
    // The UPS of the facility pumps stops them and half of the CDUs.
    assert!(of(&summary.singles, &["ups.mech1"]).violates());
    assert!(summary.singles.iter().all(|r| r.end != RideEnd::Unsolved));
}

/// Ten losses with steps found by themselves, against steps of 0.1 s.
#[test]
fn times_do_not_depend_on_the_steps() {
    let losses = [
        "pipe.header",
        "common_cause.leak_under_row_a",
        "loop.fws.supply-main",
        "ups.mech1",
        "cdu.b1+cdu.b2",
        "cdu.c1+cdu.c2.valve",
        "cdu.a1.pump.1+pipe.header",
        "transformer.lv1+common_cause.leak_under_row_a",
        "cdu.a1.valve+cdu.a2.valve",
        "cdu.b1+ups.mech2",
    ];
    let hall = example();
    let own = Asked {
        only: &losses,
        ..ALL
    };
    let fine = Asked {
        step: Some(0.1),
        ..own
    };
    let [own, fine] = [own, fine].map(|asked| {
        let summary = ask(&hall, &asked);
        [summary.singles, summary.pairs].concat()
    });
    let mut limits = 0;
    for (a, b) in own.iter().zip(&fine) {
        assert_eq!(a.lost, b.lost);
        for (a_s, b_s) in [
            (a.time_to_limit_s, b.time_to_limit_s),
            (a.time_to_throttle_s, b.time_to_throttle_s),
        ] {
            match (a_s, b_s) {
                (Some(own), Some(fine)) => {
                    limits += 1;
                    assert!((own - fine).abs() < 0.5, "{:?}: {own} s, {fine} s", a.lost);
                }
                (own, fine) => assert_eq!(own, fine, "{:?}", a.lost),
            }
        }
    }
    assert!(limits >= 16, "{limits}");
}

/// No time lies behind the end, and a shutdown ends with the last rack that it takes.
#[test]
fn a_shutdown_ends_when_its_last_rack_does() {
    let hall = Hall::load(&config("01_one_rack.toml"), &[]);
    let hall = hall.unwrap_or_else(|error| panic!("{error:?}"));
    let summary = ask(&hall, &Asked { at_once: 2, ..ALL });
    let mut shutdowns = 0;
    for ride in summary.all() {
        let times = ride.racks.iter().filter_map(|r| r.time_to_limit_s);
        let last = times.fold(0.0, f64::max);
        assert!(last <= ride.ended_at_s, "{:?}", ride.lost);
        // A pump that stands by takes over after 10 s: until then something may change by itself.
        if ride.end == RideEnd::Shutdown && last > 10.0 {
            shutdowns += 1;
            assert_eq!(last, ride.ended_at_s, "{:?}", ride.lost);
        }
    }
    assert_eq!(summary.losses, 105);
    assert!(shutdowns > 40, "{shutdowns}");
}

#[test]
fn named_losses_are_taken_once_in_the_order_of_the_parts() {
    let hall = example();
    let asked = Asked {
        only: &[
            "cdu.c2+cdu.c1",
            "cdu.c1+cdu.c2",
            "cdu.c1.pump.1+cdu.c2+cdu.a1",
        ],
        ..ALL
    };
    let summary = ask(&hall, &asked);
    assert_eq!((summary.losses, summary.losses_at_once), (2, 3));
    assert_eq!(summary.pairs[0].lost, ["cdu.c1", "cdu.c2"]);
    assert_eq!(
        summary.larger[0].lost,
        ["cdu.c1.pump.1", "cdu.a1", "cdu.c2"]
    );
    let folder = tempfile::tempdir().expect("a folder");
    summary.write(folder.path()).expect("files");
    let table = std::fs::read_to_string(folder.path().join("ride.csv")).expect("a table");
    assert!(
        table.starts_with("lost_1,lost_2,lost_3,outcome,"),
        "{table}"
    );
    assert!(table.contains("cdu.c1.pump.1,cdu.a1,cdu.c2,"), "{table}");
    let twice = Asked {
        only: &["cdu.c1+cdu.c1", "cdu.q"],
        ..ALL
    };
    let mut never = |_| false;
    let error = ride(
        &hall,
        orders(&twice, folder.path().to_owned(), &mut never),
        &pool(1),
    );
    let error = format!("{:?}", error.expect_err("a part is lost once"));
    assert!(
        error.contains("twice") && error.contains("cdu.q"),
        "{error}"
    );
}

fn same(a: &RideSummary, b: &RideSummary) {
    let strip = |s: &RideSummary| RideSummary {
        wall_time_s: 0.0,
        ..s.clone()
    };
    assert!(strip(a) == strip(b));
}

const SOME: [&str; 20] = [
    "pipe.header",
    "cdu.a1",
    "cdu.a2",
    "cdu.b1+cdu.b2",
    "ups.mech1",
    "ups.mech2",
    "loop.fws.pump.1",
    "loop.fws.pump.1+loop.fws.pump.2",
    "dry_cooler.roof.1",
    "dry_cooler.roof.1+dry_cooler.roof.2",
    "chiller.cold",
    "transformer.lv1",
    "transformer.lv2",
    "utility.grid",
    "cdu.a1.valve",
    "cdu.a1.valve+cdu.a2.valve",
    "controller.row_b",
    "controller.row_b+cdu.b1",
    "fan_wall.wall.1",
    "cdu.c1.pump.1+cdu.c2.pump.1",
];

#[test]
fn any_number_of_threads_gives_the_same() {
    let hall = example();
    let [one, two] = [1, 2].map(|threads| {
        let asked = Asked {
            only: &SOME,
            threads,
            ..ALL
        };
        ask(&hall, &asked)
    });
    same(&one, &two);
}

#[test]
fn an_interrupted_study_goes_on_to_the_same() {
    let hall = example();
    let asked = Asked { only: &SOME, ..ALL };
    let whole = ask(&hall, &asked);
    let folder = tempfile::tempdir().expect("a folder");
    let mut at_once = |_| true;
    let first = orders(&asked, folder.path().to_owned(), &mut at_once);
    let part = ride(&hall, first, &pool(1)).unwrap_or_else(|error| panic!("{error}"));
    assert!(part.interrupted() && !part.singles.is_empty());
    let mut never = |_| false;
    let rest = RideOrders {
        resume: true,
        ..orders(&asked, folder.path().to_owned(), &mut never)
    };
    let resumed = ride(&hall, rest, &pool(1)).unwrap_or_else(|error| panic!("{error}"));
    same(&whole, &resumed);
    assert!(!folder.path().join("checkpoint.json").exists());
}

/// The seal follows what the hall is, not how its file is written.
#[test]
fn the_seal_is_that_of_the_resolved_hall() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(config("05_ride.toml")).expect("the example");
    let seal = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        let hall = Hall::load(&path, &[]).unwrap_or_else(|error| panic!("{error:?}"));
        let asked = Asked {
            only: &["chiller.cold"],
            ..ALL
        };
        ask(&hall, &asked).resolved_sha256
    };
    let plain = seal("a.toml", text.clone());
    assert_eq!(plain.len(), 64);
    let moved = text.replace(
        "plant_elevation = \"12 m\"",
        "\n\nplant_elevation = \"1200 cm\"",
    );
    assert_eq!(plain, seal("b.toml", format!("# Moved.\n{moved}")));
    assert_ne!(
        plain,
        seal("c.toml", text.replace("\"12 m\"", "\"12.1 m\""))
    );
}

/// What is left of a CDU's flow by buoyancy, by the height of its exchanger above the racks.
#[test]
fn a_riser_leaves_a_thermosyphon() {
    let folder = tempfile::tempdir().expect("a folder");
    let flow = |height: &str| {
        let more = format!("[cdu.a]\nelevation = \"{height}\"\n[ride]\nwithout = [\"header\"]\n");
        let hall = hall_with(folder.path(), "02_cdu_and_row.toml", &more).unwrap();
        let asked = Asked {
            only: &["cdu.a1+cdu.a2"],
            ..ALL
        };
        let summary = ask(&hall, &asked);
        let syphons = &summary.pairs[0].thermosyphons;
        assert_eq!(syphons.len(), 2);
        syphons.iter().map(|s| s.flow_kg_per_s).sum::<f64>()
    };
    let [level, riser, tall] = ["0 m", "2 m", "8 m"].map(flow);
    assert!(
        level < 0.05 * riser,
        "{level} kg/s without a riser, {riser} kg/s with"
    );
    // Between laminar (in proportion) and rough (with the root) the flow grows with the height.
    assert!(
        tall > 1.7 * riser && tall < 4.5 * riser,
        "{riser} kg/s, {tall} kg/s"
    );
}

#[test]
fn what_cannot_be_lost_is_refused_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = [
        (
            "[controller.x]\nof = \"dry_cooler.roof\"\non_loss = \"hold\"",
            "cannot hold",
        ),
        ("[common_cause.x]\non = [\"cdu.q\"]", "there is no element"),
        ("[ride]\nwithout = [\"pumps\"]", "pump"),
        ("[ride]\nhorizon = \"0 s\"", "ride.horizon"),
    ];
    for (more, words) in wrong {
        let found = hall_with(folder.path(), "05_ride.toml", more);
        let error = found.err().unwrap_or_else(|| panic!("accepted: {more}"));
        assert!(error.contains(words), "{more}: {error}");
        assert!(error.contains("hall.toml"), "no place: {error}");
    }
    let hall = hall_with(
        folder.path(),
        "05_ride.toml",
        "[common_cause.x]\non = [\"row.a.9\"]",
    )
    .unwrap();
    let error = parts(&hall).expect_err("no such rack");
    assert!(format!("{error:?}").contains("row.a.9"), "{error:?}");
    let mut never = |_| false;
    let unknown = Asked {
        only: &["cdu.a9"],
        ..ALL
    };
    let orders = orders(&unknown, folder.path().to_owned(), &mut never);
    let error = ride(&example(), orders, &pool(1)).expect_err("no such part");
    assert!(format!("{error:?}").contains("cdu.a"), "{error:?}");
}

#[test]
fn a_hall_without_racks_is_refused() {
    let hall = Hall::load(&config("plants/tower_1mw.toml"), &[]);
    let hall = hall.unwrap_or_else(|error| panic!("{error:?}"));
    let mut never = |_| false;
    let folder = tempfile::tempdir().expect("a folder");
    let orders = orders(&ALL, folder.path().to_owned(), &mut never);
    let error = ride(&hall, orders, &pool(1)).expect_err("no racks");
    assert!(error.to_string().contains("no racks"), "{error}");
}
