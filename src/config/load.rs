//! From a path to a [`Config`]: parse, inherit, override, multiply, read, check.

use std::fs;
use std::path::{Path, PathBuf};

use crate::catalog::Shelf;

use super::diagnostic::{Diagnostic, Diagnostics};
use super::names::Names;
use super::origin::{Origin, Source};
use super::read::Reader;
use super::records::Records;
use super::tables::{Config, FAMILIES};
use super::tree::{self, Node, Table, Value};

/// A configuration that can be run, with the warnings about it.
pub type Loaded = (Config, Diagnostics);

/// Reads the configuration at `path`, with overrides such as `row.a.racks=20`.
///
/// # Errors
/// All problems found, sorted by place; nothing is returned when one of them is an error.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Diagnostics> {
    let mut problems = Diagnostics::default();
    let text = fs::read_to_string(path).map_err(|error| missing_file(path, &error, None))?;
    let source = Source::new(path.display().to_string(), text);
    let tree = tree::parse(&source, &mut problems);
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    finish(tree, folder, sets, problems)
}

/// Reads a configuration from a text; paths in it are relative to the working folder.
///
/// # Errors
/// As [`load`].
pub fn from_text(text: &str, name: &str) -> Result<Loaded, Diagnostics> {
    let mut problems = Diagnostics::default();
    let tree = tree::parse(&Source::new(name, text), &mut problems);
    finish(tree, PathBuf::new(), &[], problems)
}

fn finish(
    tree: Node,
    folder: PathBuf,
    _sets: &[String],
    mut problems: Diagnostics,
) -> Result<Loaded, Diagnostics> {
    let Value::Table(tree) = tree.value else {
        return Err(problems);
    };
    known_families(&tree, &mut problems);
    let names = names_in(&tree);
    let records = Records::new(Shelf::around(&folder));
    let mut reader = Reader::new(&names, records);
    let config = Config::read(&tree, &mut reader);
    problems.extend(reader.problems);
    problems.sort();
    match config {
        Some(config) if !problems.has_errors() => Ok((
            Config {
                citations: reader.records.into_citations(),
                folder,
                ..config
            },
            problems,
        )),
        _ => Err(problems),
    }
}

fn missing_file(path: &Path, error: &std::io::Error, named_at: Option<&Origin>) -> Diagnostic {
    let problem = Diagnostic::error(
        "missing-file",
        format!("cannot read {}: {error}", path.display()),
    );
    match named_at {
        Some(at) => problem.at(at, "named here"),
        None => problem.help("`halltwin new FILE` writes a hall to start from"),
    }
}

/// Objects to tables that are of no known kind.
fn known_families(tree: &Table, problems: &mut Diagnostics) {
    for (word, entry) in tree {
        if !FAMILIES.iter().any(|(w, ..)| w == word) {
            problems.push(
                Diagnostic::error("unknown-table", format!("there is no table [{word}]"))
                    .at(&entry.key, "not a table of the language")
                    .did_you_mean(word, FAMILIES.iter().map(|(w, ..)| *w)),
            );
        }
    }
}

fn names_in(tree: &Table) -> Names {
    let mut names = Names::default();
    for (word, many, _) in FAMILIES {
        let tables = tree
            .get(*word)
            .filter(|_| *many)
            .and_then(|e| e.node.as_table());
        for (name, entry) in tables.into_iter().flatten() {
            names.insert(word, name, &entry.node.at);
        }
    }
    names
}
