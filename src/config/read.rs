//! From tree to tables: what a field is ([`Kind`]), what a table is ([`Section`]), and the
//! [`Reader`] that collects every problem on the way instead of stopping at the first.

use std::sync::Arc;

use serde_json::Value as Json;

use super::diagnostic::{Diagnostic, Diagnostics};
use super::names::Names;
use super::origin::{Origin, Source};
use super::records::Records;
use super::tree::{self, Node, Table, Value};
use super::value::At;

/// A kind of field: how its text becomes a value, and how a schema describes it.
pub trait Kind {
    /// What the field holds once read.
    type Value;

    /// Reads `node`, the value of `path`; problems go to `cx` and give none.
    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Self::Value>;

    /// Reads one item of a list, which may stand for several values (a group of units).
    fn read_item(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Vec<Self::Value>> {
        Self::read(node, path, cx).map(|value| vec![value])
    }

    /// Its JSON Schema.
    fn schema() -> Json;
}

/// A field of a table, as documentation and schema show it.
pub struct Field {
    /// Key.
    pub name: &'static str,
    /// Meaning and unit.
    pub doc: &'static str,
    /// True when it must be given.
    pub required: bool,
    /// The preset value, if it has one.
    pub preset: Option<fn() -> Node>,
    /// JSON Schema of its kind.
    pub schema: fn() -> Json,
}

/// A table of the configuration language.
pub trait Section: Sized {
    /// The word in its header: `cdu` for `[cdu.c1]`.
    const KIND: &'static str;
    /// What it is.
    const DOC: &'static str;

    /// Its fields, in the order of declaration.
    fn fields() -> &'static [Field];

    /// Reads it; problems go to `cx` and give none.
    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<Self>;
}

/// The key under which any table names the catalogue record it starts from.
pub const USE: &str = "use";
/// The key under which any table says where its figures come from.
pub const SOURCE: &str = "source";
/// The key under which any table may carry a remark.
pub const NOTE: &str = "note";

/// A table that names another.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The table that names, such as `ups.u1`.
    pub from: String,
    /// The field in which it does.
    pub field: String,
    /// Family of the table that is named.
    pub family: &'static str,
    /// Name of the table that is named, and where that is written.
    pub name: At<String>,
}

/// What a reading knows and finds.
pub struct Reader<'a> {
    /// Problems so far.
    pub problems: Diagnostics,
    /// Names of all tables.
    pub names: &'a Names,
    /// Catalogue records, and the sources of what was taken from them.
    pub records: Records,
    /// Who names whom, as far as read.
    pub references: Vec<Reference>,
    /// The file as a whole, where problems of an empty one are told.
    pub file: Origin,
    /// Whether fields that cannot be read are replaced, so that the rest can be looked at.
    pub sketching: bool,
    /// Tables in which a field was replaced, and tables that were left out.
    pub doubtful: Vec<String>,
}

impl<'a> Reader<'a> {
    /// A reader that knows `names` and takes records from `records`.
    pub fn new(names: &'a Names, records: Records) -> Self {
        Self {
            problems: Diagnostics::default(),
            names,
            records,
            references: Vec::new(),
            file: Origin::default(),
            sketching: false,
            doubtful: Vec::new(),
        }
    }

    /// Notes a problem and gives none, so that a reader can end with it.
    pub fn fail<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// Notes that the field `path` names a table.
    pub fn refer(&mut self, path: &str, family: &'static str, name: At<String>) {
        let (from, field) = path.rsplit_once('.').unwrap_or(("", path));
        let field = field.split('[').next().unwrap_or(field);
        self.references.push(Reference {
            from: from.to_owned(),
            field: field.to_owned(),
            family,
            name,
        });
    }

    /// Says that `node` is not what `expected` describes.
    pub fn wrong_type<T>(
        &mut self,
        node: &Node,
        path: &str,
        expected: &str,
        example: &str,
    ) -> Option<T> {
        self.fail(
            Diagnostic::error(
                "wrong-type",
                format!("`{path}` is {}, {expected} is expected", node.value.noun()),
            )
            .at(&node.at, format!("{expected} is expected"))
            .help(format!("write for example {example}")),
        )
    }

    /// Opens `node` as a table of the given fields: joins the record it uses, and objects to keys
    /// that are no fields.
    pub fn open(&mut self, node: &Node, path: &str, fields: &'static [Field]) -> Option<Open> {
        let Value::Table(own) = &node.value else {
            return self.wrong_type(node, path, "a table", &format!("[{path}]"));
        };
        let names: Vec<&str> = fields.iter().map(|f| f.name).collect();
        let mut entries = self.records.join(own, path, &names, &mut self.problems)?;
        for meta in [USE, SOURCE, NOTE] {
            entries.shift_remove(meta);
        }
        for (key, entry) in &entries {
            if !names.contains(&key.as_str()) {
                if self.sketching {
                    self.doubtful.push(path.to_owned());
                }
                self.problems.push(
                    Diagnostic::error("unknown-key", format!("`{path}` has no key `{key}`"))
                        .at(&entry.key, "not a key of this table")
                        .did_you_mean(key, names.iter().copied()),
                );
            }
        }
        Some(Open {
            entries,
            at: node.at.clone(),
            path: path.to_owned(),
        })
    }
}

/// A table being read field by field.
pub struct Open {
    entries: Table,
    at: Origin,
    path: String,
}

impl Open {
    fn field_path(&self, field: &Field) -> String {
        format!("{}.{}", self.path, field.name)
    }

    /// A field that must be given.
    pub fn required<K: Kind>(&self, field: &Field, cx: &mut Reader<'_>) -> Option<K::Value> {
        let path = self.field_path(field);
        let read = match self.entries.get(field.name) {
            Some(entry) => K::read(&entry.node, &path, cx),
            None => {
                let example = super::schema::example(&(field.schema)());
                let first_line = field.doc.trim().lines().next().unwrap_or("").trim();
                cx.fail(
                    Diagnostic::error("missing-key", format!("`{path}` is missing"))
                        .at(&self.at, format!("needs `{}`", field.name))
                        .reason(first_line.to_owned())
                        .help(format!("add {} = {example}", field.name)),
                )
            }
        };
        read.or_else(|| self.replaced::<K>(field, cx))
    }

    /// A field that may be left out; the outer option is none when it was given wrongly.
    #[expect(clippy::option_option, reason = "absent and wrong are different")]
    pub fn optional<K: Kind>(
        &self,
        field: &Field,
        cx: &mut Reader<'_>,
    ) -> Option<Option<K::Value>> {
        match self.entries.get(field.name) {
            Some(entry) => match K::read(&entry.node, &self.field_path(field), cx) {
                None if self.doubted(cx) => Some(None),
                read => read.map(Some),
            },
            None => Some(None),
        }
    }

    /// A field with a preset value.
    pub fn preset<K: Kind>(
        &self,
        field: &Field,
        preset: Node,
        cx: &mut Reader<'_>,
    ) -> Option<K::Value> {
        let path = self.field_path(field);
        let given = self.entries.get(field.name);
        if let Some(read) = given.and_then(|entry| K::read(&entry.node, &path, cx)) {
            return Some(read);
        }
        if given.is_some() && !self.doubted(cx) {
            return None;
        }
        K::read(&Node::new(preset.value, self.preset_place()), &path, cx)
    }

    /// Notes that this table is not what was meant; false where faults end the reading.
    fn doubted(&self, cx: &mut Reader<'_>) -> bool {
        if cx.sketching {
            cx.doubtful.push(self.path.clone());
        }
        cx.sketching
    }

    /// The example of a field in place of what cannot be read; none for names and texts.
    fn replaced<K: Kind>(&self, field: &Field, cx: &mut Reader<'_>) -> Option<K::Value> {
        if !self.doubted(cx) {
            return None;
        }
        let example = super::schema::example(&(field.schema)());
        let whole = !example.contains('…');
        let source = Source::new("example", format!("x = {example}"));
        let tree = whole.then(|| tree::parse(&source, &mut Diagnostics::default()))?;
        let node = &tree.as_table()?.get("x")?.node;
        K::read(node, &self.field_path(field), cx)
    }

    /// Preset values stand nowhere, but messages about them point at the table.
    fn preset_place(&self) -> Origin {
        Origin {
            end: self.at.start,
            ..self.at.clone()
        }
    }
}

/// Dresses a value with its place and name.
pub fn at<T>(value: T, node: &Node, path: &str) -> At<T> {
    At {
        value,
        at: node.at.clone(),
        path: Arc::from(path),
        given: node.at.source.is_some() && node.at.end > node.at.start,
    }
}
