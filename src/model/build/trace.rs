//! Reads trace files: CSV, plain or gzipped, columns by name, every fault with its row and column.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::config::{Diagnostic, Origin, Source};

/// How many faults of one file are told one by one; the others are counted.
const MOST: usize = 20;

/// A table of numbers with named columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    names: Vec<String>,
    columns: Vec<Vec<f64>>,
}

/// Faults of one file, as ranges of its text.
#[derive(Default)]
struct Faults {
    told: Vec<(std::ops::Range<usize>, String)>,
    more: usize,
}

impl Faults {
    fn push(&mut self, text: &str, part: &str, reason: String) {
        if self.told.len() == MOST {
            self.more += 1;
            return;
        }
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        self.told.push((start..start + part.len(), reason));
    }

    /// As problems in the file at `path`, which is named at `named`.
    fn into_problems(self, path: &Path, text: &str, named: &Origin) -> Vec<Diagnostic> {
        let source = Source::new(path.display().to_string(), text);
        let mut all: Vec<Diagnostic> = Vec::new();
        for (range, reason) in self.told {
            let problem = Diagnostic::error("trace", reason).at(&Origin::new(&source, range), "");
            all.push(problem.at(named, "the trace is named here"));
        }
        if self.more > 0 {
            let end = Origin::new(&source, text.len()..text.len());
            let count = format!("and {} more faults of this file", self.more);
            all.push(Diagnostic::error("trace", count).at(&end, ""));
        }
        all
    }
}

/// Lines with data, the header first.
fn rows(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim_start_matches('\u{feff}');
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
}

fn names_of(header: &str) -> Vec<String> {
    let names = header.split(',');
    names
        .map(|n| n.trim().trim_matches('"').to_owned())
        .collect()
}

impl Table {
    /// Reads `path`, which is named at `named`.
    ///
    /// # Errors
    /// The file cannot be read; every row that is no row of numbers.
    pub fn read(path: &Path, named: &Origin) -> Result<Self, Vec<Diagnostic>> {
        let text = text_of(path, named)?;
        let mut faults = Faults::default();
        let mut lines = rows(&text);
        let Some(header) = lines.next() else {
            faults.push(&text, &text, "the file has no header".to_owned());
            return Err(faults.into_problems(path, &text, named));
        };
        let names = names_of(header);
        let mut columns = vec![Vec::new(); names.len()];
        for line in lines {
            row(&text, line, &names, &mut columns, &mut faults);
        }
        if !faults.told.is_empty() {
            return Err(faults.into_problems(path, &text, named));
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

/// Adds the numbers of a line to the columns, or what is wrong with it to the faults.
fn row(text: &str, line: &str, names: &[String], columns: &mut [Vec<f64>], faults: &mut Faults) {
    let mut fields = 0;
    for (k, field) in line.split(',').enumerate() {
        let Some(column) = columns.get_mut(k) else {
            let reason = format!("more than {} fields", names.len());
            return faults.push(text, field, reason);
        };
        let word = field.trim();
        match word.parse::<f64>() {
            Ok(value) if value.is_finite() => column.push(value),
            Ok(value) => {
                let reason = format!("{value} in column `{}` is not finite", names[k]);
                faults.push(text, word, reason);
            }
            Err(_) => {
                let reason = format!("`{word}` in column `{}` is not a number", names[k]);
                faults.push(text, word, reason);
            }
        }
        fields += 1;
    }
    if fields < names.len() {
        let reason = format!("{fields} fields, the header has {}", names.len());
        faults.push(text, line, reason);
    }
}

/// Every row whose time does not come after the one before, or whose level is negative: what keeps the numbers
/// of a file from being a trace.
pub fn disorder(path: &Path, [time, level]: [&str; 2], named: &Origin) -> Vec<Diagnostic> {
    let text = match text_of(path, named) {
        Ok(text) => text,
        Err(problems) => return problems,
    };
    let (mut faults, mut lines) = (Faults::default(), rows(&text));
    let names = names_of(lines.next().unwrap_or_default());
    let place = |name: &str| names.iter().position(|n| n == name).unwrap_or(0);
    let (time, level) = (place(time), place(level));
    let mut before = f64::NEG_INFINITY;
    let mut samples = 0;
    for line in lines {
        samples += 1;
        let word = |k: usize| line.split(',').nth(k).unwrap_or_default().trim();
        let number = |k: usize| word(k).parse::<f64>().unwrap_or(f64::NAN);
        if number(time) <= before {
            let reason = format!("time {} s does not come after {before} s", word(time));
            faults.push(&text, word(time), reason);
        }
        before = before.max(number(time));
        if number(level) < 0.0 {
            faults.push(&text, word(level), format!("{} is negative", word(level)));
        }
    }
    if samples < 2 {
        let reason = "a trace needs at least two samples".to_owned();
        faults.push(&text, &text[text.len()..], reason);
    }
    faults.into_problems(path, &text, named)
}

fn text_of(path: &Path, named: &Origin) -> Result<String, Vec<Diagnostic>> {
    let read = || -> std::io::Result<String> {
        let mut text = String::new();
        let file = File::open(path)?;
        if path.extension().is_some_and(|e| e == "gz") {
            flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)?;
        } else {
            std::io::BufReader::new(file).read_to_string(&mut text)?;
        }
        Ok(text)
    };
    read().map_err(|error| {
        let text = format!("cannot read {}: {error}", path.display());
        vec![Diagnostic::error("trace", text).at(named, "the trace is named here")]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, Vec<String>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("trace.csv");
        std::fs::write(&path, text).unwrap();
        let told = |all: Vec<Diagnostic>| all.iter().map(ToString::to_string).collect();
        Table::read(&path, &Origin::default()).map_err(told)
    }

    #[test]
    fn columns_by_name() {
        let table = read("# made\ntime,power[1]\n0,5\n15,7.5\n").unwrap();
        assert_eq!(table.column("power[1]"), Some(&[5.0, 7.5][..]));
        assert_eq!(table.column("power"), None);
    }

    #[test]
    fn every_fault_has_its_row_and_column() {
        let told = read("time,p\n0,1\n15, x\n30,2\n45\n60,NaN\n").unwrap_err();
        let places = ["trace.csv:3:5: ", "trace.csv:5:1: ", "trace.csv:6:4: "];
        assert_eq!(told.len(), places.len(), "{told:#?}");
        for (told, place) in told.iter().zip(places) {
            assert!(told.contains(place), "{told}");
        }
        assert!(told[0].contains("`x` in column `p`"));
        assert!(read("").unwrap_err()[0].contains("no header"));
        let many = format!("time,p\n{}", "x,1\n".repeat(30));
        let told = read(&many).unwrap_err();
        assert_eq!(told.len(), MOST + 1);
        assert!(told[MOST].contains("10 more"), "{}", told[MOST]);
    }

    #[test]
    fn rows_out_of_order_are_all_told() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("trace.csv");
        std::fs::write(&path, "time,p\n0,1\n0,1\n15,-1\n10,2\n").unwrap();
        let told = disorder(&path, ["time", "p"], &Origin::default());
        let places = ["trace.csv:3:1: ", "trace.csv:4:4: ", "trace.csv:5:1: "];
        assert_eq!(told.len(), places.len());
        for (told, place) in told.iter().zip(places) {
            assert!(told.to_string().contains(place), "{told}");
        }
    }
}
