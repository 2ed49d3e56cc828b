//! From a path to the tables of a language: parse, inherit, override, multiply, read, check.
//!
//! Halls, chains and circuits are languages of one grammar: they differ in their families of tables and in what
//! is checked once all are read.

use std::path::{Path, PathBuf};

use crate::catalog::Shelf;

use super::chains::ChainFile;
use super::circuit::CircuitFile;
use super::compose;
use super::diagnostic::{Diagnostic, Diagnostics};
use super::family::Family;
use super::multiply::multiply;
use super::origin::Source;
use super::read::{Reader, SOURCE};
use super::records::{Citation, Records};
use super::study::StudyFile;
use super::tables::Config;
use super::tree::{self, Node, Table, Value};

/// The tables of a file; `families!` writes it.
pub(super) trait Tables: Sized {
    /// Every family of tables.
    const FAMILIES: &'static [Family];

    /// Reads all tables; none when one of them cannot be read.
    fn read(tree: &Table, cx: &mut Reader<'_>) -> Option<Self>;

    /// The tables with the sources of their figures and the folder of their paths.
    fn placed(self, citations: Vec<Citation>, folder: PathBuf) -> Self;
}

/// What is checked once all tables are read.
pub(super) trait Language: Tables {
    /// What stands in every file though nobody wrote it.
    fn prepare(_tree: &mut Table) {}
    /// Puts what must be given, and has no example that could stand for it, into a faulty file, so that the rest of it
    /// can be looked at.
    fn mend(_tree: &mut Table) {}
    /// What a file of this language describes, as in "this is a hall".
    const NAME: &'static str;

    /// Names that point from one table to another.
    fn references(_cx: &mut Reader<'_>, _tree: &Table) {}

    /// What is possible but not plausible.
    fn rules(&self) -> Diagnostics {
        Diagnostics::default()
    }
}

/// What a file says, with the warnings about it, or all problems sorted by place.
pub(super) type Read<L> = Result<(L, Diagnostics), Diagnostics>;

/// Reads the file at `path`, with overrides such as `row.a.racks=20`.
pub(super) fn load<L: Language>(path: &Path, sets: &[String]) -> Read<L> {
    let mut problems = Diagnostics::default();
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    match compose::read_file(path, None, &[], &mut problems) {
        Some(tree) => finish(tree, folder, sets, problems),
        None => Err(problems),
    }
}

/// The tables of a faulty file as far as they can be read.
pub(super) struct Sketch<L> {
    /// The tables; fields that cannot be read have values of no meaning.
    pub tables: L,
    /// Tables with such fields, and tables that were left out, such as `line.feeder`.
    pub doubtful: Vec<String>,
}

/// What can be told of the file at `path`, whose faults [`load`] tells.
pub(super) fn sketch<L: Language>(path: &Path, sets: &[String]) -> Option<Sketch<L>> {
    let mut tree = tree_of::<L>(path, sets)?;
    if another_language::<L>(&tree).is_some() {
        return None;
    }
    L::prepare(&mut tree);
    L::mend(&mut tree);
    let names = multiply(&mut tree, L::FAMILIES, &mut Diagnostics::default());
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let mut reader = Reader::new(&names, Records::new(Shelf::around(&folder)));
    reader.sketching = true;
    let tables = L::read(&tree, &mut reader)?.placed(Vec::new(), folder);
    Some(Sketch {
        tables,
        doubtful: reader.doubtful,
    })
}

/// The tables of the file at `path` with its overrides, as far as they can be told; faults are left aside.
pub(super) fn tree_of<L: Language>(path: &Path, sets: &[String]) -> Option<Table> {
    let mut aside = Diagnostics::default();
    let tree = compose::read_file(path, None, &[], &mut aside)?;
    let Value::Table(mut tree) = tree.value else {
        return None;
    };
    for text in sets {
        compose::set(&mut tree, text, L::FAMILIES, &mut aside);
    }
    Some(tree)
}

/// Reads a text; paths in it are relative to the working folder.
pub(super) fn from_text<L: Language>(text: &str, name: &str, sets: &[String]) -> Read<L> {
    let mut problems = Diagnostics::default();
    let tree = tree::parse(&Source::new(name, text), &mut problems);
    match compose::inherit(tree, Path::new(""), &[], &mut problems) {
        Some(tree) => finish(tree, PathBuf::new(), sets, problems),
        None => Err(problems),
    }
}

fn finish<L: Language>(
    tree: Node,
    folder: PathBuf,
    sets: &[String],
    mut problems: Diagnostics,
) -> Read<L> {
    let file = tree.at;
    let Value::Table(mut tree) = tree.value else {
        return Err(problems);
    };
    let other = record::<L>(&tree).or_else(|| another_language::<L>(&tree));
    if let Some(problem) = other {
        problems.push(problem);
        return Err(problems);
    }
    for text in sets {
        compose::set(&mut tree, text, L::FAMILIES, &mut problems);
    }
    L::prepare(&mut tree);
    known_families(&tree, L::FAMILIES, &mut problems);
    let names = multiply(&mut tree, L::FAMILIES, &mut problems);
    let mut reader = Reader::new(&names, Records::new(Shelf::around(&folder)));
    reader.file = file;
    let read = L::read(&tree, &mut reader);
    L::references(&mut reader, &tree);
    problems.extend(reader.problems);
    if let Some(read) = read.as_ref().filter(|_| !problems.has_errors()) {
        problems.extend(read.rules());
    }
    problems.sort();
    if problems.iter().any(|problem| problem.code == "syntax") {
        // What follows a fault of the grammar was not read: that it is missing is no news.
        problems.retain(|problem| problem.code != "missing-key");
    }
    match read {
        Some(read) if !problems.has_errors() => {
            let citations = reader.records.into_citations();
            Ok((read.placed(citations, folder), problems))
        }
        _ => Err(problems),
    }
}

/// Languages by their name, tables and commands.
const LANGUAGES: [(&str, &[Family], &str); 4] = [
    (
        Config::NAME,
        Config::FAMILIES,
        "`halltwin check`, `run` and `year` take halls",
    ),
    (
        CircuitFile::NAME,
        CircuitFile::FAMILIES,
        "`halltwin power transient`, `fault` and `stability` take circuits",
    ),
    (
        ChainFile::NAME,
        ChainFile::FAMILIES,
        "`halltwin power compare` takes comparisons of chains",
    ),
    (
        StudyFile::NAME,
        StudyFile::FAMILIES,
        "`halltwin size HALL STUDY` takes a study, behind the hall that it varies",
    ),
];

/// What a file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Described {
    /// A hall.
    Hall,
    /// A circuit.
    Circuit,
    /// A comparison of chains.
    Chains,
}

/// What the file at `path` describes, by the tables in it; a hall where they tell nothing. Faults are left aside:
/// reading it as what it is finds them.
pub fn described(path: &Path) -> Described {
    let mut aside = Diagnostics::default();
    let Some(Value::Table(tree)) = compose::read_file(path, None, &[], &mut aside).map(|t| t.value)
    else {
        return Described::Hall;
    };
    let known = |families: &[Family]| {
        let known = tree
            .keys()
            .filter(|word| families.iter().any(|(w, ..)| w == word));
        known.count()
    };
    [
        (Described::Chains, ChainFile::FAMILIES),
        (Described::Circuit, CircuitFile::FAMILIES),
        (Described::Hall, Config::FAMILIES),
    ]
    .into_iter()
    .max_by_key(|(_, families)| known(families))
    .map_or(Described::Hall, |(what, _)| what)
}

/// The one problem of a file that is sound but of another language: more of its tables are known there than here.
fn another_language<L: Language>(tree: &Table) -> Option<Diagnostic> {
    let known = |families: &[Family]| {
        let tables = tree.iter().filter(|(_, e)| e.node.as_table().is_some());
        let known = tables.filter(|(word, _)| families.iter().any(|(w, ..)| w == word));
        known.count()
    };
    let own = known(L::FAMILIES);
    let other = LANGUAGES.iter().filter(|l| l.0 != L::NAME);
    let (name, families, commands) = other.max_by_key(|l| known(l.1))?;
    if known(families) <= own {
        return None;
    }
    let first = |(word, ..): &&Family| !L::FAMILIES.iter().any(|(w, ..)| w == word);
    let mut telling = families.iter().filter(first);
    let entry = telling.find_map(|(word, ..)| tree.get(*word))?;
    Some(
        Diagnostic::error(
            "other-language",
            format!("this is a {name}, no {}", L::NAME),
        )
        .at(&entry.key, format!("a table of a {name}"))
        .help(*commands),
    )
}

/// The one problem of a file that is a record of a catalogue: figures without a table around them, and their source.
fn record<L: Language>(tree: &Table) -> Option<Diagnostic> {
    let is_family = |word: &str| L::FAMILIES.iter().any(|(w, ..)| *w == word);
    let mut tables = tree.iter().filter(|(_, e)| e.node.as_table().is_some());
    let source = tree.get(SOURCE)?;
    // Circuits have sources too, each a table of its own.
    let told = source.node.as_table()?.values();
    if tables.any(|(word, _)| is_family(word)) || !told.clone().all(|e| e.node.as_text().is_some())
    {
        return None;
    }
    let text = format!("this is a record of the catalogue, no {}", L::NAME);
    let problem =
        Diagnostic::error("other-language", text).at(&source.key, "sources of its figures");
    let help = "a hall takes it by its folder and name, as in `use = \"cdu/vertiv-xdu1350\"`";
    Some(problem.help(help))
}

/// Objects to tables that are of no known kind.
fn known_families(tree: &Table, families: &[Family], problems: &mut Diagnostics) {
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
