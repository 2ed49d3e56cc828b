//! The table of samples that a case refers to.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use flate2::read::GzDecoder;
use serde_json::{Map, Value};

/// A CSV file with one heading line, where lines that start with `#` are comments; or an array of objects
/// in a JSON file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Data {
    names: Vec<String>,
    /// Cells by row.
    rows: Vec<Vec<String>>,
    /// Row of the file that each kept row came from, counted from 1.
    origin: Vec<usize>,
}

impl Data {
    /// Reads `path`, unpacking it if it ends in `.gz`.
    ///
    /// # Errors
    /// What the file system or the decoder says.
    pub fn read(path: &Path) -> io::Result<Self> {
        let file = BufReader::new(File::open(path)?);
        let mut text = String::new();
        if path.extension().is_some_and(|e| e == "gz") {
            GzDecoder::new(file).read_to_string(&mut text)?;
        } else {
            BufReader::new(file).read_to_string(&mut text)?;
        }
        Self::parse(&text)
    }

    /// Reads `table` in the JSON file `path`: a key, or a pointer such as `/pumps/cases/0` (RFC 6901). An array of
    /// objects has the keys of the first as columns, text without quotes; an object is one row; an array of
    /// numbers is the column `value`, and so are the members of an object named with `/*`, beside their `name`s.
    ///
    /// # Errors
    /// What the file system or the parser says, or that there is no such table.
    pub fn read_json(path: &Path, table: &str) -> io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let record: Value = serde_json::from_str(&text)?;
        let (at, members) = match table.strip_suffix("/*") {
            Some(at) => (at, true),
            None => (table, false),
        };
        let found = match at.starts_with('/') {
            true => record.pointer(at),
            false => record.get(at),
        };
        let objects: Option<Vec<Map<String, Value>>> =
            found.and_then(|found| objects(found, members));
        let absent = || io::Error::other(format!("no array of objects `{table}`"));
        let objects = objects.filter(|all| !all.is_empty()).ok_or_else(absent)?;
        let names: Vec<String> = objects[0].keys().cloned().collect();
        let cell = |value: Option<&Value>| match value {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        };
        let row =
            |object: &Map<String, Value>| names.iter().map(|name| cell(object.get(name))).collect();
        let rows: Vec<Vec<String>> = objects.iter().map(row).collect();
        let origin = (1..=rows.len()).collect();
        Ok(Self {
            names,
            rows,
            origin,
        })
    }

    /// `count` evenly spaced values of one column `name`, the ends included.
    pub fn evenly(name: &str, ends: [f64; 2], count: usize) -> Self {
        let [from, to] = ends;
        let last = count.saturating_sub(1).max(1) as f64;
        let value = |k: usize| from + (to - from) * (k as f64 / last);
        Self {
            names: vec![name.to_owned()],
            rows: (0..count).map(|k| vec![value(k).to_string()]).collect(),
            origin: (1..=count).collect(),
        }
    }

    /// Reads the text of a file.
    pub fn parse(text: &str) -> io::Result<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let names = reader.headers()?.iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|record| Ok(record?.iter().map(str::to_owned).collect()))
            .collect::<Result<Vec<_>, csv::Error>>()?;
        let origin = (1..=rows.len()).collect();
        Ok(Self {
            names,
            rows,
            origin,
        })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Names of the columns.
    pub fn names(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }

    /// Where column `name` stands.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// Numbers of column `at`; cells that are not numbers are NaN.
    pub fn numbers(&self, at: usize) -> Vec<f64> {
        let number = |row: &Vec<String>| row[at].parse().unwrap_or(f64::NAN);
        self.rows.iter().map(number).collect()
    }

    /// Row of the file that row `at` came from, counted from 1.
    pub fn origin(&self, at: usize) -> usize {
        self.origin[at]
    }

    /// The cell of row `row` in column `at`.
    pub fn cell(&self, row: usize, at: usize) -> &str {
        &self.rows[row][at]
    }

    /// Keeps the rows for which `kept` is true.
    pub fn retain(&mut self, kept: &[bool]) {
        let mut wanted = kept.iter();
        self.rows.retain(|_| wanted.next() == Some(&true));
        let mut wanted = kept.iter();
        self.origin.retain(|_| wanted.next() == Some(&true));
    }
}

/// Rows of a JSON value, one object each.
fn objects(found: &Value, members: bool) -> Option<Vec<Map<String, Value>>> {
    let number = |value: &Value| Map::from_iter([("value".to_owned(), value.clone())]);
    match found {
        Value::Object(all) if members => {
            let row = |(name, value): (&String, &Value)| {
                let mut row = number(value);
                row.insert("name".to_owned(), Value::String(name.clone()));
                row
            };
            Some(all.iter().map(row).collect())
        }
        Value::Object(one) => Some(vec![one.clone()]),
        Value::Array(all) if all.iter().all(Value::is_number) => {
            Some(all.iter().map(number).collect())
        }
        Value::Array(all) => all.iter().map(|v| v.as_object().cloned()).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# by hand\nkind, x\na,1\nb,2.5\na,nan\na,4e1\n";

    #[test]
    fn comments_text_and_gaps() {
        let data = Data::parse(TEXT).unwrap();
        assert_eq!((data.len(), data.names()), (4, vec!["kind", "x"]));
        let x = data.numbers(data.find("x").unwrap());
        assert_eq!(&x[..2], &[1.0, 2.5]);
        assert!(x[2].is_nan() && x[3] == 40.0);
        assert_eq!(data.find("y"), None);
    }

    #[test]
    fn kept_rows_remember_where_they_stood() {
        let mut data = Data::parse(TEXT).unwrap();
        data.retain(&[true, false, true, true]);
        assert_eq!(data.len(), 3);
        assert_eq!((data.origin(0), data.origin(2)), (1, 4));
    }

    #[test]
    fn a_json_array_is_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.json");
        let text = r#"{"links": [{"id": "a", "flow": 0.5}, {"id": "b", "k": 1}], "g": 9.8}"#;
        std::fs::write(&path, text).unwrap();
        let data = Data::read_json(&path, "links").unwrap();
        assert_eq!((data.len(), data.names()), (2, vec!["id", "flow"]));
        assert_eq!(data.cell(1, 0), "b");
        let flow = data.numbers(1);
        assert!(flow[0] == 0.5 && flow[1].is_nan());
        assert!(Data::read_json(&path, "g").is_err() && Data::read_json(&path, "nodes").is_err());
    }

    #[test]
    fn a_pointer_finds_rows_members_and_numbers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.json");
        std::fs::write(
            &path,
            r#"{"a": {"b": [{"x": 1, "y": [2, 3]}], "q": {"AB": 5, "CD": -1}}}"#,
        )
        .unwrap();
        let read = |table: &str| Data::read_json(&path, table).unwrap();
        let value = |data: &Data| data.numbers(data.find("value").unwrap());
        assert_eq!(read("/a/b").numbers(0), [1.0]);
        assert_eq!(value(&read("/a/b/0/y")), [2.0, 3.0]);
        assert_eq!(read("/a/q").names(), ["AB", "CD"]);
        let members = read("/a/q/*");
        assert_eq!(value(&members), [5.0, -1.0]);
        assert_eq!(members.cell(1, members.find("name").unwrap()), "CD");
        assert!(Data::read_json(&path, "/a/c").is_err());
    }

    #[test]
    fn rows_may_be_counted_out() {
        let data = Data::evenly("t", [1.0, 3.0], 5);
        assert_eq!(data.numbers(0), [1.0, 1.5, 2.0, 2.5, 3.0]);
        assert_eq!(Data::evenly("t", [7.0, 9.0], 1).numbers(0), [7.0]);
    }

    #[test]
    fn a_ragged_file_is_an_error() {
        assert!(Data::parse("a,b\n1,2\n3\n").is_err());
    }
}
