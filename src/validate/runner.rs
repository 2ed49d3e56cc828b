//! Finds the cases below a folder and runs them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    case,
    outcome::{Outcome, Status},
};

/// Deepest nesting of case folders below a given one.
const DEEPEST: usize = 4;

/// Runs every case in or below `folders`, in the order of their paths.
///
/// `reference` is the folder of reference data that cases name by `reference = "…"`; without it they
/// are skipped. A folder without any case gives one broken outcome, so that a wrong path never passes.
pub fn run(folders: &[PathBuf], reference: Option<&Path>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for folder in folders {
        let mut cases = Vec::new();
        find(folder, DEEPEST, &mut cases);
        cases.sort();
        if cases.is_empty() {
            let name = folder.display().to_string();
            let status = Status::Broken(format!("{name}: no case.toml here or below"));
            outcomes.push(Outcome::without_result(&name, &name, "", status));
        }
        for path in cases {
            outcomes.extend(case::run(&path, &name(folder, &path), reference));
        }
    }
    outcomes
}

/// Folders with a case in or below `folder`.
fn find(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    if folder.join("case.toml").is_file() {
        found.push(folder.to_owned());
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    if depth > 0 {
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                find(&path, depth - 1, found);
            }
        }
    }
}

/// Name of the case at `path` below `folder`: the same on every system.
fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    if parts.is_empty() {
        let last = folder.file_name().unwrap_or(folder.as_os_str());
        last.to_string_lossy().into_owned()
    } else {
        parts.join("/")
    }
}
