//! Ctrl-C: the step is finished, what is there is complete and readable, and the run can go on.

use super::folder::{Done, Folder, config};
use halltwin::results::{Mode, PueKind, load};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Sends a signal to a process.
fn send(signal: &str, process: u32) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -{signal} {process}")])
        .status()
        .unwrap();
    assert!(sent.success());
}

/// What a command did that was sent `signal` in the midst of its steps.
fn stopped(folder: &Folder, signal: &str, arguments: &[&str]) -> Done {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("halltwin"))
        .current_dir(folder.path(""))
        .args(arguments)
        .args(["--out", "out", "--no-report"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Drafts appear when the steady start is found and steps begin.
    let begun = Instant::now();
    while folder.left().is_empty() && begun.elapsed() < Duration::from_secs(120) {
        sleep(Duration::from_millis(20));
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    }
    sleep(Duration::from_millis(300));
    send(signal, child.id());
    child.wait_with_output().unwrap().into()
}

const LONG: [&str; 6] = ["run", "hall.toml", "--for", "8000 h", "--step", "5 s"];

#[test]
fn a_run_that_is_interrupted_can_go_on() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let done = stopped(&folder, "INT", &LONG);
    assert_eq!(done.code, 130, "{}{}", done.out, done.err);
    assert!(done.out.starts_with("PARTIAL"), "{}", done.out);
    assert!(done.err.contains("--resume"), "{}", done.err);
    let run = load(&folder.results()).expect("a partial result is complete");
    assert!(run.summary.interrupted && run.summary.steps > 0);
    assert_eq!(run.series.rows() as u64, run.summary.steps);
    let checkpoint = run.summary.checkpoint.expect("the state was kept");
    assert!(std::path::Path::new(&folder.path(&checkpoint.path)).exists());
    assert_eq!(
        folder.left(),
        [
            "checkpoint.json",
            "config.resolved.toml",
            "series.csv",
            "series.parquet",
            "summary.json"
        ]
    );
}

/// A request to end is met as Ctrl-C is; the printed command goes on, quotes included.
#[test]
fn a_run_that_is_asked_to_end_goes_on_with_the_printed_command() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let set = "site.climate=\"tokyo\"";
    let done = stopped(&folder, "TERM", &[&LONG[..], &["--set", set]].concat());
    assert_eq!(done.code, 130, "{}{}", done.out, done.err);
    let checkpoint = load(&folder.results()).unwrap().summary.checkpoint.unwrap();
    let script = format!("printf '%s\\n' {}", checkpoint.command);
    let words = Command::new("sh").args(["-c", &script]).output().unwrap();
    let words = String::from_utf8(words.stdout).unwrap();
    let words: Vec<&str> = words.lines().collect();
    assert!(words.contains(&set), "{words:?}");
    assert_eq!(words.last(), Some(&"--resume"));
}

/// A part of a year has no PUE.
#[test]
fn a_year_that_is_interrupted_is_a_year_without_a_pue() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let year = ["year", "hall.toml", "--threads", "1"];
    let sets = ["--set", "run.year_step=1 min"];
    let done = stopped(&folder, "INT", &[&year[..], &sets[..]].concat());
    assert_eq!(done.code, 130, "{}{}", done.out, done.err);
    let summary = load(&folder.results()).unwrap().summary;
    assert_eq!((summary.mode, summary.pue), (Mode::Year, None));
    assert!(summary.energy_ratio.is_some_and(|r| r > 1.0));
    assert_eq!(summary.pue_statement.kind, PueKind::EnergyRatio);
}

/// A year that is stopped while its bands are found says how they are found, and `--resume` finds them without solving it anew.
#[test]
fn a_year_that_is_interrupted_in_its_bands_goes_on_with_them() {
    let folder = Folder::new();
    folder.write(&config("halls/nanto_a.toml"));
    let year = [
        "year",
        "hall.toml",
        "--threads",
        "1",
        "--out",
        "out",
        "--no-report",
        "--bands",
    ];
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("halltwin"))
        .current_dir(folder.path(""))
        .args(year)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !folder.left().contains(&"summary.json".to_owned()) {
        assert!(begun.elapsed() < Duration::from_secs(120));
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        sleep(Duration::from_millis(5));
    }
    send("INT", child.id());
    let done: Done = child.wait_with_output().unwrap().into();
    assert_eq!(done.code, 130, "{}{}", done.out, done.err);
    assert!(done.err.contains("--bands --resume"), "{}", done.err);
    let stopped = load(&folder.results()).unwrap().summary;
    assert!(!stopped.interrupted && stopped.pue.is_some() && stopped.uncertainty.is_none());

    let resume = || -> Done {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("halltwin"));
        command.current_dir(folder.path("")).args(year);
        command.arg("--resume").output().unwrap().into()
    };
    let done = resume();
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
    let whole = load(&folder.results()).unwrap();
    assert_eq!(
        (whole.series.rows(), whole.summary.pue),
        (8_760, stopped.pue)
    );
    assert!(whole.summary.uncertainty.is_some());
    assert!(!folder.left().contains(&"checkpoint.json".to_owned()));

    let done = resume();
    assert_eq!(done.code, 2, "{}", done.err);
    assert!(done.err.contains("are whole"), "{}", done.err);
}

/// What a killed run leaves is swept by the next.
#[test]
#[cfg(target_os = "linux")]
fn drafts_of_a_killed_run_are_swept() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let done = stopped(&folder, "KILL", &LONG);
    assert_eq!(done.code, -1, "{}", done.err);
    let drafts = folder.left();
    assert!(!drafts.is_empty() && drafts.iter().all(|n| n.ends_with(".partial")));
    let done = folder.run(&["--for", "1 min"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(folder.left().iter().all(|n| !n.ends_with(".partial")));
}
