//! Reading the records as plain tables, apart from the configuration's own reader.

use std::fs;
use std::path::{Path, PathBuf};

use halltwin::units::{Dimension, parse};
use toml::{Table, Value};

/// A record of the catalogue.
pub struct Record {
    /// `family/name`.
    pub name: String,
    table: Table,
}

/// Folder of the catalogue.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/catalog")
}

/// Files or folders in `folder`, by name.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .expect("the catalogue's folder")
        .map(|entry| entry.expect("readable entry").path())
        .collect();
    found.sort();
    found
}

/// Names of all families.
pub fn families() -> Vec<String> {
    entries(&folder())
        .iter()
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

/// All records of a family, each joined with the one it uses.
pub fn family(family: &str) -> Vec<Record> {
    entries(&folder().join(family))
        .iter()
        .map(|path| {
            let stem = path.file_stem().expect("a name").to_string_lossy();
            Record::open(&format!("{family}/{stem}"))
        })
        .collect()
}

impl Record {
    /// The record of that name.
    pub fn open(name: &str) -> Self {
        let path = folder().join(format!("{name}.toml"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let mut table: Table = text.parse().unwrap_or_else(|e| panic!("{name}: {e}"));
        if let Some(base) = table.remove("use") {
            let base = Self::open(base.as_str().expect("a record's name"));
            for (key, value) in base.table {
                match (table.get_mut(&key), value) {
                    (Some(Value::Table(own)), Value::Table(under)) => {
                        for (key, value) in under {
                            own.entry(key).or_insert(value);
                        }
                    }
                    (Some(_), _) => {}
                    (None, value) => {
                        table.insert(key, value);
                    }
                }
            }
        }
        Self {
            name: name.to_owned(),
            table,
        }
    }

    /// Keys that hold figures.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        let keys = self.table.keys().map(String::as_str);
        keys.filter(|key| !["source", "note"].contains(key))
    }

    /// The `[source]` table.
    pub fn sources(&self) -> &Table {
        self.table
            .get("source")
            .and_then(Value::as_table)
            .unwrap_or_else(|| panic!("{}: no [source] table", self.name))
    }

    /// What stands at `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.table.get(key)
    }

    /// A quantity in SI.
    pub fn si(&self, key: &str, dimension: Dimension) -> f64 {
        let value = self
            .get(key)
            .unwrap_or_else(|| panic!("{}: no {key}", self.name));
        self.read(value, key, dimension)
    }

    /// Points of a curve in SI.
    pub fn curve(&self, key: &str, x: Dimension, y: Dimension) -> Vec<(f64, f64)> {
        let value = self
            .get(key)
            .unwrap_or_else(|| panic!("{}: no {key}", self.name));
        value
            .as_array()
            .unwrap_or_else(|| panic!("{}: {key} is no curve", self.name))
            .iter()
            .map(|point| {
                let point = point.as_array().expect("a point");
                (self.read(&point[0], key, x), self.read(&point[1], key, y))
            })
            .collect()
    }

    /// Plain numbers.
    pub fn numbers(&self, key: &str) -> Vec<f64> {
        let value = self
            .get(key)
            .unwrap_or_else(|| panic!("{}: no {key}", self.name));
        let list = value.as_array().expect("a list");
        list.iter()
            .map(|x| self.read(x, key, Dimension::Ratio))
            .collect()
    }

    fn read(&self, value: &Value, key: &str, dimension: Dimension) -> f64 {
        match value {
            Value::Float(x) if dimension == Dimension::Ratio => *x,
            Value::Integer(n) if dimension == Dimension::Ratio => *n as f64,
            Value::String(text) => {
                parse(text, dimension).unwrap_or_else(|e| panic!("{}: {key}: {e}", self.name))
            }
            other => panic!("{}: {key}: {other} is no quantity", self.name),
        }
    }
}
