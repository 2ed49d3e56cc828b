//! From a path to a [`Config`]: parse, inherit, override, multiply, read, check.

use std::path::{Path, PathBuf};

use crate::catalog::Shelf;

use super::diagnostic::{Diagnostic, Diagnostics};
use super::family::Family;
use super::multiply::multiply;
use super::origin::Source;
use super::read::Reader;
use super::records::Records;
use super::tables::{Config, FAMILIES};
use super::tree::{self, Node, Table, Value};
use super::value::At;
use super::{check, compose, rules};

/// Where reference data lie unless `HALLTWIN_REFERENCE` says otherwise.
const REFERENCE: &str = "../shared/reference";

/// A configuration that can be run, with the warnings about it.
pub type Loaded = (Config, Diagnostics);

/// Reads the configuration at `path`, with overrides such as `row.a.racks=20`.
///
/// # Errors
/// All problems found, sorted by place; nothing is returned when one of them is an error.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Diagnostics> {
    let mut problems = Diagnostics::default();
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    match compose::read_file(path, None, &[], &mut problems) {
        Some(tree) => finish(tree, folder, sets, problems),
        None => Err(problems),
    }
}

/// Reads a configuration from a text; paths in it are relative to the working folder.
///
/// # Errors
/// As [`load`].
pub fn from_text(text: &str, name: &str) -> Result<Loaded, Diagnostics> {
    from_text_with(text, name, &[])
}

/// As [`from_text`], with overrides such as `row.a.racks=20`.
///
/// # Errors
/// As [`load`].
pub fn from_text_with(text: &str, name: &str, sets: &[String]) -> Result<Loaded, Diagnostics> {
    let mut problems = Diagnostics::default();
    let tree = tree::parse(&Source::new(name, text), &mut problems);
    match compose::inherit(tree, Path::new(""), &[], &mut problems) {
        Some(tree) => finish(tree, PathBuf::new(), sets, problems),
        None => Err(problems),
    }
}

fn finish(
    tree: Node,
    folder: PathBuf,
    sets: &[String],
    mut problems: Diagnostics,
) -> Result<Loaded, Diagnostics> {
    let file = tree.at;
    let Value::Table(mut tree) = tree.value else {
        return Err(problems);
    };
    for text in sets {
        compose::set(&mut tree, text, FAMILIES, &mut problems);
    }
    known_families(&tree, FAMILIES, &mut problems);
    let names = multiply(&mut tree, FAMILIES, &mut problems);
    let mut reader = Reader::new(&names, Records::new(Shelf::around(&folder)));
    reader.file = file;
    let config = Config::read(&tree, &mut reader);
    check::references(&mut reader, &tree);
    problems.extend(reader.problems);
    if let Some(config) = config.as_ref().filter(|_| !problems.has_errors()) {
        problems.extend(rules::apply(config));
    }
    problems.sort();
    match config {
        Some(config) if !problems.has_errors() => {
            let config = Config {
                citations: reader.records.into_citations(),
                folder,
                ..config
            };
            Ok((config, problems))
        }
        _ => Err(problems),
    }
}

/// Objects to tables that are of no known kind.
pub(super) fn known_families(tree: &Table, families: &[Family], problems: &mut Diagnostics) {
    for (word, entry) in tree {
        if !families.iter().any(|(w, ..)| w == word) {
            problems.push(
                Diagnostic::error("unknown-table", format!("there is no table [{word}]"))
                    .at(&entry.key, "not a table of the language")
                    .did_you_mean(word, families.iter().map(|(w, ..)| *w)),
            );
        }
    }
}

impl Config {
    /// The path that `text` names: relative to the file it is written in, or, when it comes from
    /// the command line, to the working folder. `${reference}/` stands for the folder of reference
    /// data: `HALLTWIN_REFERENCE`, or `../shared/reference` beside the working folder.
    pub fn path(&self, text: &At<String>) -> PathBuf {
        path_in(text)
    }

    /// The climate: a built-in name, or the path of an EPW file as [`Config::path`] has it.
    pub fn climate(&self) -> String {
        let place = &self.site.climate;
        if is_climate_file(place) {
            self.path(place).display().to_string()
        } else {
            place.value.clone()
        }
    }
}

/// True when a climate is named by its file.
pub(super) fn is_climate_file(name: &str) -> bool {
    name.to_lowercase().ends_with(".epw") || name.contains(['/', '\\'])
}

/// As [`Config::path`], while no configuration exists yet.
pub(super) fn path_in(text: &At<String>) -> PathBuf {
    if let Some(rest) = text.value.strip_prefix("${reference}/") {
        let folder = std::env::var_os("HALLTWIN_REFERENCE");
        return folder
            .map_or_else(|| PathBuf::from(REFERENCE), PathBuf::from)
            .join(rest);
    }
    let file = text.at.source.as_ref().map_or("", |s| s.name.as_str());
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    folder.join(&text.value)
}
