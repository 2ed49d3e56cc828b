//! A folder that is used again never mixes two runs.

use super::folder::{Done, Folder, config};
use std::process::Command;

#[test]
fn the_report_of_an_earlier_run_goes_with_its_series() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("halltwin"));
    command.current_dir(folder.path(""));
    let arguments = ["run", "hall.toml", "--out", "out", "--for", "1 min"];
    let done: Done = command.args(arguments).output().unwrap().into();
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(folder.left().contains(&"report.html".to_owned()));
    std::fs::write(folder.results().join("notes.txt"), "mine").unwrap();
    let done = folder.run(&["--for", "2 min"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let left = folder.left();
    assert!(!left.contains(&"report.html".to_owned()), "{left:?}");
    assert!(!left.contains(&"plots".to_owned()), "{left:?}");
    assert!(left.contains(&"notes.txt".to_owned()), "{left:?}");
}

/// Where the disk fills up, the folder holds one run or the other, never a summary of one beside series of the other.
#[test]
#[cfg(unix)]
fn a_full_disk_leaves_one_run_or_the_other() {
    use halltwin::results::{Series, Summary};
    let halltwin = assert_cmd::cargo::cargo_bin("halltwin");
    for blocks in [1, 8, 16, 24, 32, 48] {
        let folder = Folder::new();
        folder.write(&config("01_one_rack.toml"));
        assert_eq!(folder.run(&["--for", "1 min"]).code, 0);
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec {} run hall.toml --out out --no-report --for '2 min'",
            halltwin.display()
        );
        let mut shell = Command::new("sh");
        shell.current_dir(folder.path("")).args(["-c", &script]);
        let done: Done = shell.output().unwrap().into();
        assert!([0, 1].contains(&done.code), "{}", done.err);
        let rows = Series::open(&folder.results().join("series.parquet")).unwrap();
        if let Ok(summary) = Summary::read(&folder.results().join("summary.json")) {
            assert_eq!(summary.steps, rows.rows() as u64, "{blocks} blocks");
        }
    }
}
