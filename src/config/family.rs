//! Reading the tables of a family.

use super::origin::Origin;
use super::read::{Reader, Section};
use super::tree::{Node, Table};
use super::value::{Map, Named};

/// A family: its word, whether it holds several named tables, and whether `count` multiplies them.
pub(super) type Family = (&'static str, bool, bool);

/// Reads the only table of its kind; a missing one is read as empty.
pub(super) fn read_one<T: Section>(word: &str, tree: &Table, cx: &mut Reader<'_>) -> Option<T> {
    match tree.get(word) {
        Some(entry) => T::read(&entry.node, word, cx),
        None => T::read(&Node::empty_table(start_of(tree, &cx.file)), word, cx),
    }
}

/// The first character of the file, where a missing table is reported.
fn start_of(tree: &Table, file: &Origin) -> Origin {
    let source = tree.values().find_map(|e| e.key.source.clone());
    Origin {
        source: source.or_else(|| file.source.clone()),
        start: 0,
        end: 0,
    }
}

/// Reads all named tables of a kind; none when one of them cannot be read.
pub(super) fn read_many<T: Section>(
    word: &'static str,
    tree: &Table,
    cx: &mut Reader<'_>,
) -> Option<Map<T>> {
    let mut map = Map::default();
    let Some(entry) = tree.get(word) else {
        return Some(map);
    };
    let Some(tables) = entry.node.as_table() else {
        let example = format!("[{word}.name]");
        return cx.wrong_type(&entry.node, word, "named tables", &example);
    };
    let mut good = true;
    for (name, entry) in tables {
        match T::read(&entry.node, &format!("{word}.{name}"), cx) {
            Some(value) => map.insert(Named {
                name: name.clone(),
                group: cx.names.group_of(word, name),
                at: entry.node.at.clone(),
                value,
            }),
            None if cx.sketching => cx.doubtful.push(format!("{word}.{name}")),
            None => good = false,
        }
    }
    good.then_some(map)
}
