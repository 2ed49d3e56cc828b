//! Putting a configuration together: `base = "file"` under it, `--set key=value` over it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Diagnostics};
use super::family::Family;
use super::names::is_member;
use super::origin::{Origin, Source};
use super::read::USE;
use super::tree::{self, Entry, Node, Table, Value};

/// The key under which a file names the one it inherits from.
pub(super) const BASE: &str = "base";

/// Reads a file and, under it, the ones it inherits from; `above` lists the files that led here.
pub(super) fn read_file(
    path: &Path,
    named_at: Option<&Origin>,
    above: &[PathBuf],
    problems: &mut Diagnostics,
) -> Option<Node> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            problems.push(missing_file(path, &error, named_at));
            return None;
        }
    };
    let tree = tree::parse(&Source::new(path.display().to_string(), text), problems);
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut above = above.to_vec();
    above.push(path.canonicalize().unwrap_or_else(|_| path.to_owned()));
    inherit(tree, folder, &above, problems)
}

/// Lays a tree over the file it names as its base.
pub(super) fn inherit(
    mut tree: Node,
    folder: &Path,
    above: &[PathBuf],
    problems: &mut Diagnostics,
) -> Option<Node> {
    let Value::Table(table) = &mut tree.value else {
        return Some(tree);
    };
    let Some(base) = table.shift_remove(BASE) else {
        return Some(tree);
    };
    let Some(name) = base.node.as_text() else {
        problems.push(
            Diagnostic::error("wrong-type", "`base` is no text")
                .at(&base.node.at, "a file is expected")
                .help("write for example base = \"nanto_a.toml\""),
        );
        return Some(tree);
    };
    let path = folder.join(name);
    let canonical = path.canonicalize().unwrap_or_else(|_| path.clone());
    if above.contains(&canonical) {
        problems.push(
            Diagnostic::error("circle", format!("{} inherits from itself", path.display()))
                .at(&base.node.at, "named here")
                .help("inherit from a file that does not lead back"),
        );
        return Some(tree);
    }
    match read_file(&path, Some(&base.node.at), above, problems) {
        Some(mut under) => {
            under.overlay(tree);
            Some(under)
        }
        None => Some(tree),
    }
}

/// A file that cannot be read.
pub(super) fn missing_file(
    path: &Path,
    error: &std::io::Error,
    named_at: Option<&Origin>,
) -> Diagnostic {
    let name = path.display();
    let (code, text, help) = if path.is_dir() {
        let help = "name a file in it";
        ("is-folder", format!("{name} is a folder, no file"), help)
    } else if error.kind() == ErrorKind::InvalidData {
        let help = "save it as UTF-8: an editor may have written another encoding, or it is no text at all";
        ("not-utf8", format!("{name} is no text in UTF-8"), help)
    } else {
        let help = match (error.kind(), named_at) {
            (ErrorKind::NotFound, Some(_)) => "paths are relative to the file they are written in",
            (ErrorKind::NotFound, None) => "`halltwin new FILE` writes a hall to start from",
            _ => "see its permissions",
        };
        ("missing-file", format!("cannot read {name}: {error}"), help)
    };
    let problem = Diagnostic::error(code, text).help(help);
    match named_at {
        Some(at) => problem.at(at, "named here"),
        None => problem,
    }
}

/// Applies one override such as `row.a.racks=20`. Another option of the command line that stands for an override
/// is named before it: `--climate site.climate=tokyo`.
pub(super) fn set(tree: &mut Table, text: &str, families: &[Family], problems: &mut Diagnostics) {
    let (option, text) = match text.split_once(' ') {
        Some((option, rest)) if option.starts_with("--") => (option.to_owned(), rest),
        // Several overrides are told apart by their keys.
        _ => match text.split_once('=') {
            Some((key, _)) => (format!("--set {}", key.trim()), text),
            None => ("--set".to_owned(), text),
        },
    };
    let source = Source::new(option, text);
    let whole = Origin::new(&source, 0..text.len());
    let Some((path, value)) = text.split_once('=') else {
        problems.push(
            Diagnostic::error("bad-set", format!("`--set {text}` has no `=`"))
                .at(&whole, "key=value is expected")
                .help("write for example --set row.a.racks=20"),
        );
        return;
    };
    let keys: Vec<&str> = path.trim().split('.').map(str::trim).collect();
    if keys.iter().any(|k| k.is_empty()) || keys.len() < 2 {
        problems.push(
            Diagnostic::error("bad-set", format!("`{}` names no field", path.trim()))
                .at(&whole, "table.field or table.name.field is expected")
                .help("write for example --set row.a.racks=20"),
        );
        return;
    }
    if let Err(problem) = table_exists(tree, &keys, families, &whole) {
        problems.push(problem);
        return;
    }
    let start = path.len() + 1;
    let node = set_value(value, start, &source);
    if let Err(problem) = place(tree, &keys, node, &Origin::new(&source, 0..path.len())) {
        problems.push(problem.at(&whole, "of this override"));
    }
}

/// An override changes what is there; it does not invent tables.
fn table_exists(
    tree: &Table,
    keys: &[&str],
    families: &[Family],
    at: &Origin,
) -> Result<(), Diagnostic> {
    let Some((word, many, multiplied)) = families.iter().find(|(w, ..)| *w == keys[0]) else {
        return Err(
            Diagnostic::error("bad-set", format!("there is no table [{}]", keys[0]))
                .at(at, "in this override")
                .did_you_mean(keys[0], families.iter().map(|(w, ..)| *w)),
        );
    };
    if !many {
        return Ok(());
    }
    let named = tree.get(*word).and_then(|e| e.node.as_table());
    let names: Vec<&str> = named
        .into_iter()
        .flat_map(|t| t.keys())
        .map(String::as_str)
        .collect();
    let name = keys[1];
    let member = *multiplied && names.iter().any(|base| is_member(base, name));
    if names.contains(&name) || member {
        return Ok(());
    }
    Err(Diagnostic::error(
        "bad-set",
        format!("there is no [{word}.{name}] to override"),
    )
    .at(at, "in this override")
    .did_you_mean(name, names))
}

/// The value of an override: TOML where it is TOML, else the text itself (`--set a.b=40 degC`).
fn set_value(text: &str, start: usize, source: &Arc<Source>) -> Node {
    let at = Origin::new(source, start..start + text.len());
    let toml = format!("v = {text}");
    let mut problems = Diagnostics::default();
    let parsed = tree::parse(&Source::new("--set", toml), &mut problems);
    let value = match (problems.is_empty(), parsed.value) {
        (true, Value::Table(mut table)) if table.len() == 1 => {
            table.shift_remove("v").map(|e| e.node.value)
        }
        _ => None,
    };
    let mut node = Node::new(
        value.unwrap_or_else(|| Value::Text(text.trim().to_owned())),
        at,
    );
    settle(&mut node);
    node
}

/// Gives every part of an override's value the place of the whole.
fn settle(node: &mut Node) {
    let at = node.at.clone();
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| {
            item.at = at.clone();
            settle(item);
        }),
        Value::Table(table) => table.values_mut().for_each(|entry| {
            entry.key = at.clone();
            entry.node.at = at.clone();
            settle(&mut entry.node);
        }),
        _ => {}
    }
}

fn place(table: &mut Table, keys: &[&str], value: Node, at: &Origin) -> Result<(), Diagnostic> {
    let (first, rest) = (keys[0], &keys[1..]);
    let fresh = || Entry {
        key: at.clone(),
        node: Node::empty_table(at.clone()),
    };
    let entry = table.entry(first.to_owned()).or_insert_with(fresh);
    if rest.is_empty() {
        entry.key = at.clone();
        entry.node = value;
        return Ok(());
    }
    // `rack = "rack/x"` is short for `rack = { use = "rack/x" }`, whose fields can be overridden.
    if let Value::Text(record) = &entry.node.value
        && record.contains('/')
    {
        let used = Entry {
            key: entry.key.clone(),
            node: entry.node.clone(),
        };
        entry.node.value = Value::Table(Table::from_iter([(USE.to_owned(), used)]));
    }
    match &mut entry.node.value {
        Value::Table(inner) => place(inner, rest, value, at),
        other => Err(Diagnostic::error(
            "bad-set",
            format!("`{first}` is {}, it has no `{}`", other.noun(), rest[0]),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overridden(text: &str, sets: &[&str]) -> (Table, Diagnostics) {
        let mut problems = Diagnostics::default();
        let node = tree::parse(&Source::new("t.toml", text), &mut problems);
        let Value::Table(mut table) = node.value else {
            unreachable!("a document is a table")
        };
        for text in sets {
            set(&mut table, text, crate::config::FAMILIES, &mut problems);
        }
        (table, problems)
    }

    fn at<'a>(table: &'a Table, path: &str) -> &'a Node {
        let mut keys = path.split('.');
        let first = &table[keys.next().unwrap()].node;
        keys.fold(first, |node, key| &node.as_table().unwrap()[key].node)
    }

    #[test]
    fn overrides_are_toml_or_plain_text() {
        let (table, problems) = overridden(
            "[row.a]\nracks = 16\nrack = \"rack/x\"\n[run]\nstep = \"1 s\"\n",
            &[
                "row.a.racks=20",
                "run.step=15 s",
                "row.a.cdu=[\"c1\"]",
                "row.a.rack.chips=8",
            ],
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(at(&table, "row.a.racks").value, Value::Integer(20));
        assert_eq!(at(&table, "run.step").as_text(), Some("15 s"));
        assert_eq!(at(&table, "run.step").at.to_string(), "--set run.step:1:10");
        assert_eq!(at(&table, "row.a.rack.chips").value, Value::Integer(8));
        assert_eq!(at(&table, "row.a.rack.use").as_text(), Some("rack/x"));
    }

    #[test]
    fn an_override_of_nothing_is_refused() {
        let slips = [
            "racks",
            "racks=3",
            "rwo.a.racks=3",
            "row.z.racks=3",
            "row.a.racks.x=3",
            "row..x=1",
        ];
        let (_, problems) = overridden("[row.a]\nracks = 16\n", &slips);
        assert_eq!(problems.len(), slips.len(), "{problems:#?}");
        assert!(problems.iter().all(|p| p.code == "bad-set"));
    }
}
