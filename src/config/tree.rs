//! The tree of a TOML text in which every key and value knows where it was written.

use std::sync::Arc;

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Diagnostics};
use super::origin::{Origin, Source};

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its place.
    pub at: Origin,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Float(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A date or time, as written.
    Date(String),
    /// `[a, b]`.
    List(Vec<Node>),
    /// `[table]` or `{ inline = "table" }`.
    Table(Table),
}

/// The entries of a table, in the order written.
pub type Table = IndexMap<String, Entry>;

/// A key with its place, and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where the key stands.
    pub key: Origin,
    /// The value.
    pub node: Node,
}

impl Value {
    /// What it is, with an article, for messages.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Bool(_) => "a truth value",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Node {
    /// A node that holds `value` at `at`.
    pub fn new(value: Value, at: Origin) -> Self {
        Self { value, at }
    }

    /// An empty table at `at`.
    pub fn empty_table(at: Origin) -> Self {
        Self::new(Value::Table(Table::new()), at)
    }

    /// The table inside, if it is one.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The text inside, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Lays `over` on top: its keys replace, and tables inside tables are joined likewise.
    pub fn overlay(&mut self, over: Self) {
        match (&mut self.value, over) {
            (
                Value::Table(mine),
                Self {
                    value: Value::Table(theirs),
                    at,
                },
            ) => {
                self.at = at;
                for (name, entry) in theirs {
                    match mine.get_mut(&name) {
                        Some(existing) => {
                            existing.key = entry.key;
                            existing.node.overlay(entry.node);
                        }
                        None => {
                            mine.insert(name, entry);
                        }
                    }
                }
            }
            (_, over) => *self = over,
        }
    }

    /// Applies `change` to every text in the tree.
    pub fn map_texts(&mut self, change: &impl Fn(&mut String)) {
        match &mut self.value {
            Value::Text(text) => change(text),
            Value::List(items) => items.iter_mut().for_each(|n| n.map_texts(change)),
            Value::Table(table) => table.values_mut().for_each(|e| e.node.map_texts(change)),
            _ => {}
        }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::new(Value::Text(text.to_owned()), Origin::default())
    }
}

impl From<f64> for Node {
    fn from(number: f64) -> Self {
        Self::new(Value::Float(number), Origin::default())
    }
}

impl From<i32> for Node {
    fn from(number: i32) -> Self {
        Self::new(Value::Integer(number.into()), Origin::default())
    }
}

impl From<bool> for Node {
    fn from(flag: bool) -> Self {
        Self::new(Value::Bool(flag), Origin::default())
    }
}

impl<const N: usize> From<[&str; N]> for Node {
    fn from(items: [&str; N]) -> Self {
        let items = items.into_iter().map(Self::from).collect();
        Self::new(Value::List(items), Origin::default())
    }
}

/// Reads a TOML text; what the grammar forbids goes to `problems`, the rest is still returned.
pub fn parse(source: &Arc<Source>, problems: &mut Diagnostics) -> Node {
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        problems.push(syntax(error.message(), &Origin::new(source, span)));
    }
    let span = document.span();
    let value = Value::Table(table(document.into_inner(), source, problems));
    Node::new(value, Origin::new(source, span.start..span.start))
}

fn syntax(message: &str, at: &Origin) -> Diagnostic {
    let line = at.source.as_ref().and_then(|s| {
        let (line, _) = s.position(at.start);
        s.text.lines().nth(line - 1)
    });
    let code = if message.contains("duplicate") {
        "duplicate"
    } else {
        "syntax"
    };
    let problem =
        Diagnostic::error(code, message.to_owned()).at(at, "the grammar of TOML ends here");
    match line.and_then(|l| l.split_once('=')) {
        _ if code == "duplicate" => {
            let twice = Diagnostic::error(code, format!("`{}` is given twice", at.text().trim()))
                .at(at, "the second")
                .reason("the same thing is given twice, and only one can hold")
                .help("remove one of them, or give one another name");
            match first_of(at) {
                Some(first) => twice.at(&first, "the first"),
                None => twice,
            }
        }
        Some((key, value)) if unquoted_quantity(value) => {
            let (key, value) = (key.trim(), value.split('#').next().unwrap_or("").trim());
            Diagnostic::error(code, format!("`{value}` stands without quotes"))
                .at(at, "a number with a unit is a text")
                .help(format!("write {key} = \"{value}\""))
        }
        _ => problem,
    }
}

/// Where a key or table that stands twice, the second time at `second`, stands first.
fn first_of(second: &Origin) -> Option<Origin> {
    let source = second.source.as_ref()?;
    let (name, text) = (second.text(), source.text.as_str());
    let begin = text[..second.start].rfind('\n').map_or(0, |i| i + 1);
    let header = text[begin..].trim_start().starts_with('[');
    let heading = text[begin..].lines().next()?.split(']').next()?.trim();
    let mut end = begin;
    for line in text[..begin].split_inclusive('\n').rev() {
        end -= line.len();
        let words = line.trim_start();
        let start = end + line.len() - words.len();
        if header {
            if words.split(']').next().map(str::trim) == Some(heading) {
                return Some(Origin::new(source, start..start + heading.len() + 1));
            }
        } else if words.starts_with('[') {
            return None;
        } else if words.split('=').next().map(str::trim) == Some(name) && words.contains('=') {
            return Some(Origin::new(source, start..start + name.len()));
        }
    }
    None
}

/// True for `40 degC` and the like, which want quotes.
fn unquoted_quantity(value: &str) -> bool {
    let value = value.split('#').next().unwrap_or("").trim();
    value.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && value.contains(|c: char| c.is_alphabetic() || c == '%')
        && !value.contains('"')
}

fn table(from: DeTable<'_>, source: &Arc<Source>, problems: &mut Diagnostics) -> Table {
    let mut into = Table::with_capacity(from.len());
    for (key, value) in from {
        let at = Origin::new(source, key.span());
        let node = node(value, source, problems);
        into.insert(key.into_inner().into_owned(), Entry { key: at, node });
    }
    into
}

fn node(from: Spanned<DeValue<'_>>, source: &Arc<Source>, problems: &mut Diagnostics) -> Node {
    let at = Origin::new(source, from.span());
    let value = match from.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Boolean(flag) => Value::Bool(flag),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Integer(number) => {
            match i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()) {
                Ok(number) => Value::Integer(number),
                Err(_) => Value::Float(number.as_str().parse().unwrap_or(f64::INFINITY)),
            }
        }
        DeValue::Float(number) => {
            Value::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN))
        }
        DeValue::Array(items) => Value::List(
            items
                .into_iter()
                .map(|n| node(n, source, problems))
                .collect(),
        ),
        DeValue::Table(inner) => Value::Table(table(inner, source, problems)),
    };
    Node::new(value, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Node, Diagnostics) {
        let mut problems = Diagnostics::default();
        let node = parse(&Source::new("t.toml", text), &mut problems);
        (node, problems)
    }

    #[test]
    fn every_value_knows_its_place() {
        let (tree, problems) = read("[cdu.a]\nsupply = \"40 degC\"\n");
        assert!(problems.is_empty());
        let cdu = &tree.as_table().unwrap()["cdu"].node.as_table().unwrap()["a"];
        let supply = &cdu.node.as_table().unwrap()["supply"];
        assert_eq!(supply.key.to_string(), "t.toml:2:1");
        assert_eq!(supply.node.at.to_string(), "t.toml:2:10");
    }

    #[test]
    fn several_slips_of_grammar_are_told_at_once_with_advice() {
        let (_, problems) = read("[a]\nx = 40 degC\ny = 1\ny = 2\n[b]\nz = 3 kW\n");
        let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
        assert!(codes.contains(&"duplicate"), "{problems:?}");
        let quoted = problems.iter().filter(|p| {
            p.help
                .as_ref()
                .is_some_and(|h| h.contains("\"40 degC\"") || h.contains("\"3 kW\""))
        });
        assert_eq!(quoted.count(), 2, "{problems:?}");
    }

    #[test]
    fn an_overlay_replaces_values_and_joins_tables() {
        let (mut under, _) = read("a = 1\n[t]\nx = 1\ny = 2\n");
        let (over, _) = read("a = 3\n[t]\ny = 4\nz = 5\n");
        under.overlay(over);
        let top = under.as_table().unwrap();
        assert_eq!(top["a"].node.value, Value::Integer(3));
        let t = top["t"].node.as_table().unwrap();
        assert_eq!(t.keys().collect::<Vec<_>>(), ["x", "y", "z"]);
        assert_eq!(t["y"].node.value, Value::Integer(4));
    }
}
