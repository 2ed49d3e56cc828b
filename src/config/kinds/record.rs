//! A table taken from the catalogue: by name, or by name with fields overridden in place.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde_json::{Value as Json, json};

use super::super::origin::Origin;
use super::super::read::{Kind, Reader, Section, USE};
use super::super::tree::{Entry, Node, Table, Value};

/// A catalogue record, `"rack/gb300-nvl72"`, or a table that uses one and overrides some of it,
/// `{ use = "rack/gb300-nvl72", idle_fraction = 0.2 }`.
#[derive(Clone, Copy, Debug)]
pub struct Record<T>(PhantomData<T>);

/// What was read, with the record's name.
#[derive(Clone)]
pub struct Recorded<T> {
    /// Name of the record; none when the table was written out in full.
    pub record: Option<String>,
    /// Where it was named.
    pub at: Origin,
    /// The figures.
    pub table: T,
}

/// The figures; where they were named is left out.
impl<T: fmt::Debug> fmt::Debug for Recorded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table.fmt(f)
    }
}

impl<T> Deref for Recorded<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.table
    }
}

impl<T: Section> Kind for Record<T> {
    type Value = Recorded<T>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Recorded<T>> {
        let table = match &node.value {
            Value::Text(_) => {
                let entry = Entry {
                    key: node.at.clone(),
                    node: node.clone(),
                };
                let table = Table::from_iter([(USE.to_owned(), entry)]);
                Node::new(Value::Table(table), node.at.clone())
            }
            Value::Table(_) => node.clone(),
            _ => {
                let example = format!("\"{}/…\"", T::KIND);
                return cx.wrong_type(node, path, "a catalogue record", &example);
            }
        };
        let record = table
            .as_table()
            .and_then(|t| t.get(USE)?.node.as_text().map(str::to_owned));
        Some(Recorded {
            record,
            at: node.at.clone(),
            table: T::read(&table, path, cx)?,
        })
    }

    fn schema() -> Json {
        let table = json!({ "$ref": format!("#/$defs/{}", T::KIND) });
        json!({ "anyOf": [{ "type": "string", "pattern": format!("^{}/", T::KIND) }, table] })
    }
}
