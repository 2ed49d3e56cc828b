//! Reads trace files: CSV, plain or gzipped, columns by name, every fault with its row.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A table of numbers with named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

/// Why a file is no trace.
#[derive(Debug, thiserror::Error)]
pub enum TraceFileError {
    /// It cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A row is no row of numbers.
    #[error("{}: row {row}: {reason}", path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// Line in the file, from 1.
        row: usize,
        /// What is wrong.
        reason: String,
    },
}

impl Table {
    /// Reads `path`.
    pub fn read(path: &Path) -> Result<Self, TraceFileError> {
        let text = text_of(path).map_err(|source| TraceFileError::Read {
            path: path.into(),
            source,
        })?;
        let mut lines = text
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
        let wrong = |row: usize, reason: String| TraceFileError::Row {
            path: path.into(),
            row: row + 1,
            reason,
        };
        let Some((_, header)) = lines.next() else {
            return Err(wrong(0, "the file is empty".into()));
        };
        let names: Vec<String> = header
            .split(',')
            .map(|n| n.trim().trim_matches('"').to_owned())
            .collect();
        let mut columns = vec![Vec::new(); names.len()];
        for (row, line) in lines {
            let mut fields = 0;
            for (k, field) in line.split(',').enumerate() {
                let Some(column) = columns.get_mut(k) else {
                    return Err(wrong(row, format!("more than {} fields", names.len())));
                };
                let value = field.trim().parse::<f64>().map_err(|_| {
                    wrong(
                        row,
                        format!(
                            "`{}` in column `{}` is not a number",
                            field.trim(),
                            names[k]
                        ),
                    )
                })?;
                if !value.is_finite() {
                    return Err(wrong(
                        row,
                        format!("{value} in column `{}` is not finite", names[k]),
                    ));
                }
                column.push(value);
                fields += 1;
            }
            if fields != names.len() {
                return Err(wrong(
                    row,
                    format!("{fields} fields, the header has {}", names.len()),
                ));
            }
        }
        Ok(Self { names, columns })
    }

    /// The column called `name`.
    pub fn column(&self, name: &str) -> Option<&[f64]> {
        let k = self.names.iter().position(|n| n == name)?;
        Some(&self.columns[k])
    }

    /// Names of all columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

fn text_of(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    let file = File::open(path)?;
    if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)?;
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text)?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("trace.csv");
        std::fs::write(&path, text).unwrap();
        Table::read(&path).map_err(|e| e.to_string())
    }

    #[test]
    fn columns_by_name() {
        let table = read("# made\ntime,power[1]\n0,5\n15,7.5\n").unwrap();
        assert_eq!(table.column("power[1]"), Some(&[5.0, 7.5][..]));
        assert_eq!(table.column("power"), None);
    }

    #[test]
    fn faults_name_their_row() {
        assert!(
            read("time,p\n0,1\n15,x\n")
                .unwrap_err()
                .contains("row 3: `x` in column `p`")
        );
        assert!(
            read("time,p\n0,1\n15\n")
                .unwrap_err()
                .contains("row 3: 1 fields")
        );
        assert!(read("time,p\n0,NaN\n").unwrap_err().contains("not finite"));
        assert!(read("").unwrap_err().contains("empty"));
    }
}
