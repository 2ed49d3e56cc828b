//! A folder with a hall in it, and what a command does there.

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// A folder of its own for one test.
pub struct Folder(tempfile::TempDir);

/// What a command did.
pub struct Done {
    /// Exit code.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it said.
    pub err: String,
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }
}

/// Text of a configuration below configs/.
pub fn config(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(name);
    fs::read_to_string(path).unwrap()
}

impl Folder {
    /// An empty one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes `hall.toml`.
    pub fn write(&self, text: &str) -> &Self {
        fs::write(self.path("hall.toml"), text).unwrap();
        self
    }

    /// The folder of results.
    pub fn results(&self) -> PathBuf {
        self.path("out")
    }

    /// Names of the results, sorted; none when the folder is absent.
    pub fn left(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.results()) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The command `halltwin run hall.toml --out out --no-report` with more arguments.
    pub fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::cargo_bin("halltwin").unwrap();
        command.current_dir(self.0.path());
        command.args(["run", "hall.toml", "--out", "out", "--no-report"]);
        command.args(more);
        command
    }

    /// Runs `halltwin ride hall.toml --out out` with more arguments to its end.
    pub fn ride(&self, more: &[&str]) -> Done {
        let mut command = Command::cargo_bin("halltwin").unwrap();
        command.current_dir(self.0.path());
        command.args(["ride", "hall.toml", "--out", "out"]);
        command.args(more).output().unwrap().into()
    }

    /// Runs it to its end.
    pub fn run(&self, more: &[&str]) -> Done {
        self.command(more).output().unwrap().into()
    }
}
