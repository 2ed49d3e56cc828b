//! More input that cannot be: slips of the keyboard, files that lead nowhere, plants without a solution.

use super::folder::{Folder, config};
use std::fs;

/// Exit code and what is said of the row of configs/02 with more arguments; nothing may be left.
fn told(more: &[&str]) -> (i32, String) {
    let folder = Folder::new();
    folder.write(&config("02_cdu_and_row.toml"));
    let done = folder.run(&[&["--for", "2 min"], more].concat());
    assert!(folder.left().is_empty(), "left {:?}", folder.left());
    (done.code, done.err)
}

#[test]
fn slips_are_met_with_what_was_meant() {
    for (set, meant) in [
        ("row.a.rakcs=3", "did you mean `racks`"),
        ("rwo.a.racks=3", "did you mean `row`"),
        ("cdu.a.use=cdu/vertiv-xdu1305", "did you mean"),
        ("site.climate=tokio", "tokyo"),
        ("event.x.on=row.a.3", "event"),
    ] {
        let (code, said) = told(&["--set", set]);
        assert_eq!(code, 2, "{set}: {said}");
        assert!(said.contains(meant), "{set}: {said}");
    }
}

#[test]
fn an_empty_file_is_told_by_its_name() {
    let folder = Folder::new();
    folder.write("");
    let done = folder.run(&[]);
    assert_eq!(done.code, 2);
    assert!(done.err.contains("hall.toml:1:1"), "{}", done.err);
}

#[test]
fn a_base_that_leads_back_is_a_circle() {
    let folder = Folder::new();
    folder.write("base = \"other.toml\"\n");
    fs::write(folder.path("other.toml"), "base = \"hall.toml\"\n").unwrap();
    let done = folder.run(&[]);
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("other.toml:1:8") && done.err.contains("circle"),
        "{}",
        done.err
    );
}

#[test]
fn a_site_colder_than_its_coolant_is_refused() {
    let (code, said) = told(&["--set", "lint.allow=[]"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("W102") && said.contains("loop.fws"), "{said}");
    let folder = Folder::new();
    let bare = config("halls/chiba_b.toml").replace("drain-down", "none");
    folder.write(&bare.replace("basin-heater", "none"));
    let done = folder.run(&["--for", "2 min"]);
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(
        done.err.contains("basins of `loop.condenser`"),
        "{}",
        done.err
    );
}

#[test]
fn a_rack_without_coolant_is_named() {
    let folder = Folder::new();
    folder.write(&config("04_drawn.toml"));
    let base = "02_cdu_and_row.toml";
    fs::write(folder.path(base), config(base)).unwrap();
    let shut = folder.run(&["--for", "2 min", "--set", "valve.balance.opening=0"]);
    assert_eq!(shut.code, 2, "{}", shut.err);
    let said = shut.err.contains("row d is cut off: valve balance closed");
    assert!(said, "{}", shut.err);
    let done = folder.run(&["--for", "2 min", "--set", "valve.balance.opening=0.0001"]);
    assert_eq!(done.code, 3, "{}", done.err);
    let said = done.out.contains("row.d") && done.out.contains("kg/s of coolant");
    assert!(said, "{}", done.out);
}

#[test]
fn an_event_after_the_end_is_refused() {
    let folder = Folder::new();
    let event = "\n[event.late]\nfrom = \"25 h\"\non = \"row.a.3\"\nopening = 0.0\n";
    folder.write(&(config("02_cdu_and_row.toml") + event));
    let done = folder.run(&[]);
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(
        done.err.contains("outside the run") && done.err.contains("hall.toml:"),
        "{}",
        done.err
    );
    assert!(folder.left().is_empty());
}

/// Standard output on a full device is an error; the results themselves are whole.
#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_a_failure() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("halltwin"));
    command.current_dir(folder.path(""));
    command.args([
        "run",
        "hall.toml",
        "--out",
        "out",
        "--no-report",
        "--for",
        "1 min",
        "--json",
    ]);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let done = command.stdout(full).output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(folder.left().contains(&"summary.json".to_owned()));
}
