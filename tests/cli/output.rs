//! Standard output and error on a full device: an error with its exit code, never a panic.

use super::folder::{Folder, config};
use assert_cmd::cargo::cargo_bin;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

/// A path of the repository.
fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The first file below a folder of the repository with an ending.
fn first(folder: &str, ending: &str) -> String {
    let mut found: Vec<PathBuf> = fs::read_dir(root(folder))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == ending))
        .collect();
    found.sort();
    found[0].display().to_string()
}

#[test]
#[cfg(target_os = "linux")]
fn every_command_says_that_its_output_cannot_be_written() {
    let folder = Folder::new();
    folder.write(&config("01_one_rack.toml"));
    let done = folder.run(&["--for", "1 min"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let circuit = first("configs/circuits", "toml");
    let chains = first("configs/power", "toml");
    fs::write(folder.path("two.inp"), TWO).unwrap();
    fs::create_dir(folder.path("cases")).unwrap();
    let commands: [&[&str]; 15] = [
        &["check", "hall.toml"],
        &["check", "hall.toml", "--json"],
        &["schema"],
        &["new", "fresh.toml"],
        &["report", "out"],
        &["report", "out", "--json"],
        &["validate", "cases"],
        &["network", "solve", "hall.toml"],
        &["network", "bench", "two.inp", "--reps", "1"],
        &["network", "export", "hall.toml", "hall.inp"],
        &[
            "power",
            "bench",
            "--buses",
            "20",
            "--repeat",
            "1",
            "--scenarios",
            "2",
        ],
        &["power", "compare", &chains],
        &["power", "transient", &circuit],
        &["run", "hall.toml", "--for", "1 min", "--out", "out"],
        &[
            "run",
            "hall.toml",
            "--for",
            "1 min",
            "--out",
            "out",
            "--json",
        ],
    ];
    for arguments in commands {
        let mut command = Command::new(cargo_bin("halltwin"));
        command.current_dir(folder.path("")).args(arguments);
        let done = command.stdout(full()).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(1), "{arguments:?}: {said}");
        assert!(
            said.contains("cannot write the output"),
            "{arguments:?}: {said}"
        );
    }
}

/// Two nodes and a pipe, as EPANET has them.
const TWO: &str = "[JUNCTIONS]\n J 0 10\n[RESERVOIRS]\n R 50\n[PIPES]\n P R J 100 200 0.1 0 Open\n\
                   [OPTIONS]\n Units LPS\n Headloss D-W\n[END]\n";

/// Where nobody can be told, the result stands all the same.
#[test]
#[cfg(target_os = "linux")]
fn words_that_cannot_be_said_change_nothing() {
    let folder = Folder::new();
    for (text, code) in [("", 2), (&config("01_one_rack.toml")[..], 0)] {
        folder.write(text);
        let mut command = Command::new(cargo_bin("halltwin"));
        command.current_dir(folder.path(""));
        command.args(["check", "hall.toml"]).stderr(full());
        assert_eq!(command.output().unwrap().status.code(), Some(code));
    }
}
