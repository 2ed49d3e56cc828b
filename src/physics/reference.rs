//! Tables of the reference folder for tests: read where they lie, skipped by name where they are not.

use std::{env, fs, path::PathBuf};

/// A table of numbers with named columns; cells that are not numbers read as NaN.
pub struct Table {
    names: Vec<String>,
    rows: Vec<Vec<f64>>,
}

impl Table {
    /// Column `name`.
    pub fn column(&self, name: &str) -> Vec<f64> {
        let at = self
            .names
            .iter()
            .position(|n| n == name)
            .unwrap_or_else(|| panic!("no column {name} in {:?}", self.names));
        self.rows.iter().map(|row| row[at]).collect()
    }
}

/// The CSV file `path` below the reference folder; says "skipped" and returns nothing where it is absent.
pub fn csv(path: &str) -> Option<Table> {
    let root = env::var("HALLTWIN_REFERENCE").map_or_else(
        |_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/reference"),
        PathBuf::from,
    );
    let Ok(text) = fs::read_to_string(root.join(path)) else {
        println!("skipped: {path}: reference folder absent");
        return None;
    };
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let names = lines.next()?.split(',').map(str::to_owned).collect();
    let rows = lines
        .map(|line| {
            line.split(',')
                .map(|cell| cell.trim().parse().unwrap_or(f64::NAN))
                .collect()
        })
        .collect();
    Some(Table { names, rows })
}
