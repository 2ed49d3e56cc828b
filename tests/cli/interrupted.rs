//! Ctrl-C: the step is finished, what is there is complete and readable, and the run can go on.

use super::folder::{Done, Folder, config};
use halltwin::results::load;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Sends SIGINT to a process.
fn interrupt(process: u32) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -INT {process}")])
        .status()
        .unwrap();
    assert!(sent.success());
}

#[test]
fn a_run_that_is_interrupted_can_go_on() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("halltwin"))
        .current_dir(folder.path(""))
        .args(["run", "hall.toml", "--out", "out", "--no-report"])
        .args(["--for", "8000 h", "--step", "5 s"])
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
    interrupt(child.id());
    let done: Done = child.wait_with_output().unwrap().into();
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
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
            "series.csv",
            "series.parquet",
            "summary.json"
        ]
    );
}
