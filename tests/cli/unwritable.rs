//! Folders and disks that take no results: exit 1, and never a truncated file under a final name.

use super::folder::{Done, Folder, config};
use assert_cmd::cargo::cargo_bin;
use halltwin::results::{Series, Summary};
use std::fs;
use std::process::Command;

#[test]
fn a_file_where_the_folder_should_be() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    fs::write(folder.results(), "kept").unwrap();
    let done = folder.run(&["--for", "1 min"]);
    assert_eq!(done.code, 1, "{}", done.err);
    assert!(
        done.err
            .contains("cannot create out: a file stands in the way"),
        "{}",
        done.err
    );
    assert_eq!(fs::read_to_string(folder.results()).unwrap(), "kept");
}

#[test]
fn a_folder_that_cannot_be_made() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let mut command = Command::new(cargo_bin("halltwin"));
    command.current_dir(folder.path(""));
    command.args(["run", "hall.toml", "--for", "1 min", "--no-report"]);
    let done: Done = command
        .args(["--out", "/proc/halltwin"])
        .output()
        .unwrap()
        .into();
    assert_eq!(done.code, 1, "{}", done.err);
    assert!(done.err.contains("/proc/halltwin"), "{}", done.err);
}

/// Every file that has its final name is whole.
fn whole(folder: &Folder, rows: usize) {
    for name in folder.left() {
        let path = folder.results().join(&name);
        match name.as_str() {
            "series.csv" => {
                let text = fs::read_to_string(&path).unwrap();
                assert!(text.ends_with('\n') && text.lines().count() == rows + 1);
            }
            "series.parquet" => assert_eq!(Series::open(&path).unwrap().rows(), rows),
            "summary.json" => assert_eq!(Summary::read(&path).unwrap().steps, rows as u64),
            "config.resolved.toml" => {
                let text = fs::read_to_string(&path).unwrap();
                assert!(text.contains("[row.a]") && text.ends_with('\n'));
            }
            other => panic!("{other} was left behind"),
        }
    }
}

/// A limit on the length of files stands in for a full disk: the write fails in the same way.
#[test]
#[cfg(unix)]
fn a_disk_that_is_full() {
    let halltwin = cargo_bin("halltwin");
    let mut codes = Vec::new();
    for blocks in [1, 8, 24, 48, 100_000] {
        let folder = Folder::new();
        folder.write(&config("01_one_rack.toml"));
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec {} run hall.toml --out out --no-report --for '2 min'",
            halltwin.display()
        );
        let mut shell = Command::new("sh");
        shell.current_dir(folder.path("")).args(["-c", &script]);
        let done: Done = shell.output().unwrap().into();
        whole(&folder, 8);
        match done.code {
            0 => assert_eq!(folder.left().len(), 4),
            1 => {
                assert!(done.err.starts_with("error: cannot write"), "{}", done.err);
                assert!(!done.err.contains(".partial"), "{}", done.err);
            }
            code => panic!("{code}: {}", done.err),
        }
        codes.push(done.code);
    }
    assert_eq!((codes[0], codes[4]), (1, 0), "{codes:?}");
}
