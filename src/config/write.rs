//! A configuration as one text: with what it inherits and what the command line overrides, records still by name.

use super::family::Family;
use super::tree::{Node, Table, Value};

/// The text of a tree: one table a heading, what lies deeper in one line.
pub(super) fn to_toml(tree: &Table, families: &[Family]) -> String {
    let mut text = String::new();
    for (word, entry) in tree {
        let Value::Table(table) = &entry.node.value else {
            continue;
        };
        let many = families.iter().any(|(w, many, _)| w == word && *many);
        if many {
            for (name, entry) in table {
                if let Value::Table(table) = &entry.node.value {
                    heading(&mut text, &format!("{}.{}", key(word), key(name)), table);
                }
            }
        } else {
            heading(&mut text, &key(word), table);
        }
    }
    text
}

fn heading(text: &mut String, name: &str, table: &Table) {
    text.push_str(&format!("\n[{name}]\n"));
    for (name, entry) in table {
        text.push_str(&format!("{} = {}\n", key(name), value(&entry.node)));
    }
}

/// A bare key where it can be one.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A basic string.
fn quoted(text: &str) -> String {
    let mut all = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => all.push_str("\\\""),
            '\\' => all.push_str("\\\\"),
            '\n' => all.push_str("\\n"),
            '\t' => all.push_str("\\t"),
            c if c.is_control() => all.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => all.push(c),
        }
    }
    all + "\""
}

fn value(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Integer(n) => n.to_string(),
        Value::Float(x) => float(*x),
        Value::Bool(flag) => flag.to_string(),
        Value::Date(text) => text.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => {
            let entries = table.iter();
            let entries: Vec<String> = entries
                .map(|(name, entry)| format!("{} = {}", key(name), value(&entry.node)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A number that TOML reads as a decimal number again, the same to the last bit.
fn float(x: f64) -> String {
    let text = format!("{x:?}");
    match text.as_str() {
        "NaN" => "nan".to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use crate::config::{from_text_with, resolved_text};

    /// Writing is the inverse of reading: what is written reads the same and is written the same.
    #[test]
    fn what_is_written_reads_the_same() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("configs");
        let sets = ["row.r1.racks=4".to_owned(), "run.step=\"5 s\"".to_owned()];
        let path = root.join("halls/nanto_a.toml");
        let text = resolved_text(&path, &sets).unwrap();
        assert!(text.contains("racks = 4") && text.contains("step = \"5 s\""));
        let (config, _) = crate::config::load(&path, &sets).unwrap();
        let copy = path.with_file_name("copy.toml");
        let (again, _) = from_text_with(&text, &copy.display().to_string(), &[]).unwrap();
        assert_eq!(config.size().racks, again.size().racks);
        assert_eq!(*config.run.step, *again.run.step);
        assert_eq!(config.citations.len(), again.citations.len());
        let dir = tempfile::tempdir().unwrap();
        let twice = dir.path().join("twice.toml");
        std::fs::write(&twice, &text).unwrap();
        let lines = |text: &str| text.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(lines(&resolved_text(&twice, &[]).unwrap()), lines(&text));
    }
}
