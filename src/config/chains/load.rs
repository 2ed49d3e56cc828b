//! From a path to a [`ChainFile`].

use std::path::{Path, PathBuf};

use crate::catalog::Shelf;
use crate::config::compose;
use crate::config::diagnostic::Diagnostics;
use crate::config::load::known_families;
use crate::config::multiply::multiply;
use crate::config::origin::Source;
use crate::config::read::Reader;
use crate::config::records::Records;
use crate::config::tree::{self, Node, Value};

use super::tables::{ChainFile, FAMILIES};

/// A file of chains that can be compared, with the warnings about it.
pub type Loaded = (ChainFile, Diagnostics);

/// Reads the chains at `path`, with overrides such as `stage.ups.efficiency=0.97`.
///
/// # Errors
/// All problems found, sorted by place.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Diagnostics> {
    let mut problems = Diagnostics::default();
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    match compose::read_file(path, None, &[], &mut problems) {
        Some(tree) => finish(tree, folder, sets, problems),
        None => Err(problems),
    }
}

/// Reads chains from a text.
///
/// # Errors
/// As [`load`].
pub fn from_text(text: &str, name: &str) -> Result<Loaded, Diagnostics> {
    let mut problems = Diagnostics::default();
    let tree = tree::parse(&Source::new(name, text), &mut problems);
    match compose::inherit(tree, Path::new(""), &[], &mut problems) {
        Some(tree) => finish(tree, PathBuf::new(), &[], problems),
        None => Err(problems),
    }
}

fn finish(
    tree: Node,
    folder: PathBuf,
    sets: &[String],
    mut problems: Diagnostics,
) -> Result<Loaded, Diagnostics> {
    let Value::Table(mut tree) = tree.value else {
        return Err(problems);
    };
    for text in sets {
        compose::set(&mut tree, text, FAMILIES, &mut problems);
    }
    known_families(&tree, FAMILIES, &mut problems);
    let names = multiply(&mut tree, FAMILIES, &mut problems);
    let mut reader = Reader::new(&names, Records::new(Shelf::around(&folder)));
    let file = ChainFile::read(&tree, &mut reader);
    problems.extend(reader.problems);
    problems.sort();
    match file {
        Some(file) if !problems.has_errors() => Ok((
            ChainFile {
                citations: reader.records.into_citations(),
                folder,
                ..file
            },
            problems,
        )),
        _ => Err(problems),
    }
}
