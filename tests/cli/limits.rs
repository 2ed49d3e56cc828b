//! Runs that pass a limit end well and say so; halls that have no solution are refused by name.

use super::folder::{Folder, config};
use halltwin::results::{EventKind, load};

/// Keys of the summary that scripts rely on.
const KEYS: [&str; 9] = [
    "energy_ratio",
    "it_energy_kWh",
    "wue_L_per_kWh",
    "ledger_residual",
    "coupling_residual",
    "worst_margin_K",
    "unknowns",
    "steps",
    "wall_time_s",
];

#[test]
fn figures_are_printed_as_json() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let done = folder.run(&["--for", "2 min", "--json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let all: serde_json::Value = serde_json::from_str(&done.out).expect("stdout is JSON alone");
    for key in KEYS {
        assert!(all[key].is_number(), "{key}: {}", all[key]);
    }
    assert_eq!(all["steps"], 8);
    assert!(all["ledger_residual"].as_f64().unwrap() < 1e-9);
    assert!(all["coupling_residual"].as_f64().unwrap() <= 1e-9);
    let ratio = all["energy_ratio"].as_f64().unwrap();
    assert!((1.0..2.0).contains(&ratio), "{ratio}");
    assert_eq!(
        folder.left(),
        [
            "config.resolved.toml",
            "series.csv",
            "series.parquet",
            "summary.json"
        ]
    );
    let kept = std::fs::read_to_string(folder.results().join("summary.json")).unwrap();
    assert_eq!(kept, done.out);
}

#[test]
fn a_chip_above_its_limit() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let done = folder.run(&["--for", "2 min", "--set", "row.a.rack.chip_limit=50 degC"]);
    assert_eq!(done.code, 3, "{}{}", done.out, done.err);
    assert!(
        done.out.contains("limit") && done.out.contains("a chip is above"),
        "{}",
        done.out
    );
    let run = load(&folder.results()).expect("the result is complete");
    assert!(run.summary.worst_margin_k.is_some_and(|m| m < 0.0) && !run.summary.interrupted);
    assert_eq!(run.series.rows(), 8);
    assert!(
        run.summary
            .events
            .iter()
            .any(|e| e.kind == EventKind::Violation)
    );
}

#[test]
fn a_megawatt_in_a_rack() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let done = folder.run(&["--for", "2 min", "--set", "row.a.power=1 MW"]);
    assert_eq!(done.code, 3, "{}{}", done.out, done.err);
    let events = load(&folder.results()).unwrap().summary.events;
    let told = events.iter().any(|e| {
        let by = e
            .text
            .contains("K above the 95.0 degC at which its protection");
        e.component == "row.a.1" && e.time_s == 0.0 && by
    });
    assert!(told, "{events:?}");
    assert!(!(done.out + &done.err).contains("NaN"));
}

#[test]
fn a_hall_without_a_solution() {
    let folder = Folder::new();
    folder.write(&config("halls/nanto_a.toml"));
    let done = folder.run(&["--for", "1 min", "--set", "busway.busway.length=50 km"]);
    assert_eq!(done.code, 4, "{}{}", done.out, done.err);
    assert!(
        done.err.contains("busway1") && done.err.contains("collapse"),
        "{}",
        done.err
    );
    assert!(done.out.is_empty() && folder.left().is_empty());
}

/// A loop that is asked for next to nothing carries next to nothing, and is still a loop.
#[test]
fn a_loop_with_hardly_any_flow() {
    let folder = Folder::new();
    folder.write(&config("02_cdu_and_row.toml"));
    for pressure in [
        "loop.fws.differential_pressure=1 Pa",
        "cdu.a.differential_pressure=1 Pa",
    ] {
        let done = folder.run(&["--for", "1 min", "--json", "--set", pressure]);
        assert!(
            [0, 3, 4].contains(&done.code),
            "{}: {}",
            done.code,
            done.err
        );
        assert_eq!(done.out.is_empty(), done.code == 4, "{}", done.out);
        assert!(!(done.out + &done.err).contains("NaN"));
    }
}

#[test]
fn a_neighbour_who_hears_more_than_is_allowed() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let ask = |limit: &str| {
        let set = format!("site.sound_limit_day=\"{limit}\"");
        let place = "site.boundary_distance=\"100 m\"";
        folder.run(&[
            "--from",
            "06-01 12:00",
            "--for",
            "1 min",
            "--set",
            place,
            "--set",
            &set,
        ])
    };
    let kept = ask("80 dBA");
    assert_eq!(kept.code, 0, "{}{}", kept.out, kept.err);
    let broken = ask("20 dBA");
    assert_eq!(broken.code, 3, "{}{}", broken.out, broken.err);
    assert!(broken.out.contains("sound by day"), "{}", broken.out);
}
