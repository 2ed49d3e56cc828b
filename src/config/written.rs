//! Figures as they are written: what stands at a path such as `dry_cooler.*.rated_heat`, in the file or in the
//! record it uses.

use std::path::Path;

use crate::catalog::Shelf;

use super::compose;
use super::diagnostic::Diagnostics;
use super::file;
use super::records::Records;
use super::study::Setting;
use super::tables::{Config, FAMILIES};
use super::tree::Value;

/// The fields that `pattern` names, with their values as written. `*` stands for any table of a family; groups
/// that `count` multiplies are one table. Tables without the field are left out.
///
/// # Errors
/// A file or record that cannot be read.
pub fn written(
    path: &Path,
    sets: &[String],
    pattern: &str,
) -> Result<Vec<(String, Setting)>, Diagnostics> {
    let mut problems = Diagnostics::default();
    let folder = path.parent().unwrap_or(Path::new(""));
    let tree = compose::read_file(path, None, &[], &mut problems);
    let Some(Value::Table(mut tree)) = tree.map(|t| t.value) else {
        return Err(problems);
    };
    for text in sets {
        compose::set(&mut tree, text, FAMILIES, &mut problems);
    }
    let mut parts = pattern.splitn(3, '.');
    let (Some(family), Some(name), Some(field)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(Vec::new());
    };
    let tables = tree.get(family).and_then(|e| e.node.as_table());
    let mut records = Records::new(Shelf::around(folder));
    let mut found = Vec::new();
    for (own, entry) in tables.into_iter().flatten() {
        let Some(table) = entry.node.as_table().filter(|_| name == "*" || name == own) else {
            continue;
        };
        let place = format!("{family}.{own}");
        // What is wrong with a record is told where the hall is read.
        let mut elsewhere = Diagnostics::default();
        let Some(joined) = records.join(table, &place, &[], &mut elsewhere) else {
            continue;
        };
        if let Some(value) = joined.get(field).and_then(|e| Setting::of(&e.node)) {
            found.push((format!("{place}.{field}"), value));
        }
    }
    match problems.has_errors() {
        true => Err(problems),
        false => Ok(found),
    }
}

/// Names of the tables of a family, as written: a group that `count` multiplies is one.
pub fn names(path: &Path, sets: &[String], family: &str) -> Vec<String> {
    let tree = file::tree_of::<Config>(path, sets).unwrap_or_default();
    let tables = tree.get(family).and_then(|e| e.node.as_table());
    tables.into_iter().flat_map(|t| t.keys()).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_records_and_of_the_file_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("hall.toml");
        let text = "[dry_cooler]\na = { use = \"dry_cooler/v-bank-1mw\", fan_power = \"20 kW\" }\n\
                    b = { use = \"dry_cooler/v-bank-1mw-pads\" }\n";
        std::fs::write(&path, text).unwrap();
        let power = written(&path, &[], "dry_cooler.*.fan_power").unwrap();
        let shown: Vec<_> = power
            .iter()
            .map(|(p, s)| (p.as_str(), s.shown.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("dry_cooler.a.fan_power", "20 kW"),
                ("dry_cooler.b.fan_power", "24 kW")
            ]
        );
        let sets = ["dry_cooler.b.fan_power=30 kW".to_owned()];
        let one = written(&path, &sets, "dry_cooler.b.fan_power").unwrap();
        assert_eq!(one[0].1.shown, "30 kW");
        assert!(written(&path, &[], "tower.*.fan_power").unwrap().is_empty());
        assert!(written(&dir.path().join("none.toml"), &[], "a.b.c").is_err());
    }
}
