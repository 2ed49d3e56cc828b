//! Joining catalogue records with the tables that use them, and keeping the source of each figure.

use indexmap::IndexMap;

use crate::catalog::Shelf;

use super::diagnostic::{Diagnostic, Diagnostics};
use super::origin::{Origin, Source};
use super::read::{NOTE, SOURCE, USE};
use super::tree::{self, Node, Table, Value};

/// A figure that was used, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Catalogue record, or the table of the configuration that states a source.
    pub record: String,
    /// Field.
    pub field: String,
    /// The figure as written.
    pub value: String,
    /// Where it comes from.
    pub source: String,
    /// True when nobody published it and it is an assumption.
    pub assumed: bool,
}

/// Records read so far, and the citations they led to.
#[derive(Debug, Default)]
pub struct Records {
    shelf: Shelf,
    read: IndexMap<String, Option<Table>>,
    cited: IndexMap<(String, String), Citation>,
}

impl Records {
    /// Records of `shelf`.
    pub fn new(shelf: Shelf) -> Self {
        Self {
            shelf,
            ..Self::default()
        }
    }

    /// What was cited, in the order of use.
    pub fn into_citations(self) -> Vec<Citation> {
        self.cited.into_values().collect()
    }

    /// `own` on top of the record that it uses, if it uses one; none when that cannot be read.
    pub fn join(
        &mut self,
        own: &Table,
        path: &str,
        fields: &[&str],
        problems: &mut Diagnostics,
    ) -> Option<Table> {
        self.cite(own, path, own, fields, problems);
        let Some(entry) = own.get(USE) else {
            return Some(own.clone());
        };
        let Some(name) = entry.node.as_text() else {
            problems.push(
                Diagnostic::error("wrong-type", format!("`{path}.use` is no text"))
                    .at(&entry.node.at, "the name of a catalogue record is expected")
                    .help("write for example use = \"cdu/vertiv-xdu1350\""),
            );
            return None;
        };
        let record = self.record(name, &entry.node.at, 0, problems)?;
        let mut kept = record.clone();
        kept.retain(|key, _| !own.contains_key(key) || key == SOURCE);
        self.cite(&kept, name, &record, fields, problems);
        let mut joined = Node::new(Value::Table(record), Origin::default());
        joined.overlay(Node::new(Value::Table(own.clone()), Origin::default()));
        match joined.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The record of that name, itself joined with the one it uses.
    fn record(
        &mut self,
        name: &str,
        at: &Origin,
        depth: usize,
        problems: &mut Diagnostics,
    ) -> Option<Table> {
        if let Some(known) = self.read.get(name) {
            return known.clone();
        }
        let Some(found) = self.shelf.find(name) else {
            let names = self.shelf.names();
            problems.push(
                Diagnostic::error("unknown-record", format!("the catalogue has no `{name}`"))
                    .at(at, "no such record")
                    .did_you_mean(name, names.iter().map(String::as_str)),
            );
            return None;
        };
        if depth > 8 {
            problems.push(
                Diagnostic::error("circle", format!("the record `{name}` uses itself")).at(at, ""),
            );
            return None;
        }
        let source = Source::new(found.path, found.text);
        let Value::Table(mut table) = tree::parse(&source, problems).value else {
            return None;
        };
        let under = table.get(USE).map(|e| e.node.clone());
        if let Some(under) = under.as_ref()
            && let Some(base) = under.as_text()
        {
            let base = self.record(base, &under.at, depth + 1, problems)?;
            let mut joined = Node::new(Value::Table(base), Origin::default());
            table.shift_remove(USE);
            joined.overlay(Node::new(Value::Table(table), Origin::default()));
            let Value::Table(whole) = joined.value else {
                return None;
            };
            table = whole;
        }
        self.read.insert(name.to_owned(), Some(table.clone()));
        Some(table)
    }

    /// Keeps the sources that `table` states for the figures in `figures`.
    fn cite(
        &mut self,
        figures: &Table,
        record: &str,
        table: &Table,
        fields: &[&str],
        problems: &mut Diagnostics,
    ) {
        let Some(stated) = table.get(SOURCE) else {
            return;
        };
        if let Some(by_field) = stated.node.as_table() {
            for (key, entry) in by_field {
                if key != "all" && !fields.contains(&key.as_str()) {
                    problems.push(
                        Diagnostic::error(
                            "unknown-key",
                            format!("`{record}` states a source for `{key}`, which is no field"),
                        )
                        .at(&entry.key, "no such field")
                        .did_you_mean(key, fields.iter().copied()),
                    );
                }
            }
        }
        for (field, entry) in figures {
            if [USE, SOURCE, NOTE].contains(&field.as_str()) {
                continue;
            }
            if let Some(source) = source_of(&stated.node, field) {
                let value = entry.node.at.text().trim_matches('"').to_owned();
                let key = (record.to_owned(), field.clone());
                self.cited.entry(key).or_insert_with(|| Citation {
                    record: record.to_owned(),
                    field: field.clone(),
                    value,
                    assumed: source.to_lowercase().starts_with("assumed"),
                    source: source.to_owned(),
                });
            }
        }
    }
}

/// The source stated for a field: its own, or the one for all.
pub(super) fn source_of<'a>(stated: &'a Node, field: &str) -> Option<&'a str> {
    match &stated.value {
        Value::Text(all) => Some(all),
        Value::Table(by_field) => {
            let entry = by_field.get(field).or_else(|| by_field.get("all"))?;
            entry.node.as_text()
        }
        _ => None,
    }
}
