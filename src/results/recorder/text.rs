//! The CSV side of a recording: the shortest decimal text that reads back to the same double.

use super::super::{Draft, Probe, ResultsError, TIME_COLUMN};
use std::io::Write;
use std::path::Path;

/// Bytes set aside for a number: 17 digits, sign, point, exponent and comma.
const NUMBER_BYTES: usize = 25;

/// A CSV file being written.
pub(super) struct TextFile {
    draft: Draft,
    width: usize,
    /// Columns of a row that are written, time first.
    chosen: Vec<usize>,
    line: Vec<u8>,
}

impl TextFile {
    /// Opens the file under a temporary name and writes its header.
    pub(super) fn create(
        path: &Path,
        probes: &[Probe],
        wanted: impl Fn(&Probe) -> bool,
    ) -> Result<Self, ResultsError> {
        let wanted = probes.iter().enumerate().filter(|(_, p)| wanted(p));
        let (indices, headers): (Vec<_>, Vec<_>) = wanted.map(|(i, p)| (1 + i, p.header())).unzip();
        let chosen: Vec<usize> = std::iter::once(0).chain(indices).collect();
        let mut header = csv::Writer::from_writer(Vec::new());
        header
            .write_record(std::iter::once(TIME_COLUMN).chain(headers.iter().map(String::as_str)))
            .map_err(|e| ResultsError::io("write", path, e.into()))?;
        let bytes = header
            .into_inner()
            .map_err(|e| ResultsError::io("write", path, e.into_error()))?;
        let mut draft = Draft::create(path)?;
        draft
            .write_all(&bytes)
            .map_err(|e| ResultsError::io("write", path, e))?;
        Ok(Self {
            draft,
            width: 1 + probes.len(),
            line: Vec::with_capacity(chosen.len() * NUMBER_BYTES),
            chosen,
        })
    }

    /// Writes the chosen columns of row-major `block`, a line a row.
    pub(super) fn write_block(&mut self, block: &[f64]) -> Result<(), ResultsError> {
        for row in block.chunks_exact(self.width) {
            self.line.clear();
            for &index in &self.chosen {
                write_number(&mut self.line, row[index]);
                self.line.push(b',');
            }
            self.line.pop();
            self.line.push(b'\n');
            if let Err(e) = self.draft.write_all(&self.line) {
                return Err(ResultsError::io("write", self.draft.path(), e));
            }
        }
        Ok(())
    }

    /// Hands back the draft, still under its temporary name.
    pub(super) fn close(self) -> Draft {
        self.draft
    }
}

/// Appends the shortest text that reads back to `x`, without the long zeros that plain notation
/// gives tiny and huge numbers. NaN is an empty field, as spreadsheets expect.
fn write_number(line: &mut Vec<u8>, x: f64) {
    let size = x.abs();
    if x.is_nan() {
        return;
    }
    if x == 0.0 || (1e-5..1e15).contains(&size) {
        let mut digits = ryu::Buffer::new();
        let text = digits.format_finite(x);
        line.extend_from_slice(text.strip_suffix(".0").unwrap_or(text).as_bytes());
    } else {
        write!(line, "{x:e}").expect("writing to memory does not fail");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(x: f64) -> String {
        let mut line = Vec::new();
        write_number(&mut line, x);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn numbers_are_short_and_read_back() {
        assert_eq!(text(0.1), "0.1");
        assert_eq!(text(-40.0), "-40");
        assert_eq!(text(0.0), "0");
        assert_eq!(text(f64::NAN), "");
        assert_eq!(text(1.5e-300), "1.5e-300");
        for exponent in -5..15 {
            let x = -7.3 * 10f64.powi(exponent);
            assert_eq!(text(x), format!("{x}"));
        }
        for x in [1.0 / 3.0, 2.0e20 / 3.0, -1e-9 / 7.0, f64::MAX] {
            let t = text(x);
            assert_eq!(t.parse::<f64>().unwrap().to_bits(), x.to_bits());
            assert!(t.len() < NUMBER_BYTES, "{t}");
        }
    }
}
