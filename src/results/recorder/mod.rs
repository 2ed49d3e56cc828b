//! Streams rows of values to Parquet and CSV while a run marches.
//!
//! Rows gather in one block of fixed size; a full block goes out as one Parquet row group and as
//! lines of CSV. [`Recorder::push`] copies numbers and allocates nothing; memory does not grow
//! with the length of the run, but for the footer of the Parquet file (some 300 bytes a column
//! and row group).

mod columns;
mod text;

use super::{Draft, Probe, ResultsError, SERIES_CSV, SERIES_PARQUET, Scope, Series, Unit, folder};
use columns::ColumnFile;
use std::path::{Path, PathBuf};
use text::TextFile;

/// Bytes of the block that becomes one row group.
const BLOCK_BYTES: usize = 8 << 20;
/// Fewest and most rows of a row group: readers skip by groups, footers grow by them.
const ROWS: (usize, usize) = (512, 8192);

/// Choices of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecorderOptions {
    /// Writes the probes of single components to the CSV too, not only to Parquet.
    pub csv_all: bool,
}

/// A recording in progress. Dropped without [`Recorder::finish`], it leaves no file.
pub struct Recorder {
    units: Vec<Unit>,
    /// Rows of shown values, time first, row-major, of capacity `rows_max × (1 + probes)`.
    block: Vec<f64>,
    rows_max: usize,
    last_time_s: f64,
    rows: u64,
    parquet: ColumnFile,
    csv: TextFile,
    dir: PathBuf,
    /// Whether it goes on from a checkpoint in the folder.
    resumed: bool,
}

impl Recorder {
    /// Opens `series.parquet` and `series.csv` in `dir`, creating the folder if need be.
    ///
    /// # Errors
    /// [`ResultsError::Name`] for a repeated probe name, [`ResultsError::Io`] for a folder that
    /// may not be written.
    pub fn create(
        dir: &Path,
        probes: &[Probe],
        options: RecorderOptions,
    ) -> Result<Self, ResultsError> {
        Probe::check_all(probes)?;
        std::fs::create_dir_all(dir).map_err(|e| ResultsError::io("create", dir, e))?;
        folder::sweep(dir);
        let width = 1 + probes.len();
        let rows_max = (BLOCK_BYTES / 8 / width).clamp(ROWS.0, ROWS.1);
        let in_csv = |p: &Probe| options.csv_all || p.scope == Scope::Hall;
        Ok(Self {
            units: probes.iter().map(|p| p.unit).collect(),
            block: Vec::with_capacity(rows_max * width),
            rows_max,
            last_time_s: f64::NEG_INFINITY,
            rows: 0,
            parquet: ColumnFile::create(&dir.join(SERIES_PARQUET), probes, rows_max)?,
            csv: TextFile::create(&dir.join(SERIES_CSV), probes, in_csv)?,
            dir: dir.to_path_buf(),
            resumed: false,
        })
    }

    /// Opens a recording that starts with the rows up to `until_s` \[s\] of the one in `dir`, which
    /// stays in place until the new one is finished.
    ///
    /// # Errors
    /// As [`Recorder::create`]; [`ResultsError::Mismatch`] when the columns on disk are not those
    /// of `probes`, in order.
    pub fn resume(
        dir: &Path,
        probes: &[Probe],
        options: RecorderOptions,
        until_s: f64,
    ) -> Result<Self, ResultsError> {
        let former = Series::open(&dir.join(SERIES_PARQUET))?;
        former.expect_probes(probes)?;
        let mut recorder = Self::create(dir, probes, options)?;
        recorder.resumed = true;
        former.for_each_row(|row| {
            if row[0] <= until_s {
                recorder.advance(row[0])?;
                recorder.block.extend_from_slice(row);
                recorder.flush_full_block()?;
            }
            Ok(())
        })?;
        Ok(recorder)
    }

    /// Appends the row of a step that ended at `time_s` \[s\], values in SI (°C), in the order of
    /// the probes. Non-finite values are recorded as they are: a sensor without a reading is NaN.
    ///
    /// # Errors
    /// [`ResultsError::Width`], [`ResultsError::Order`], or the failure of writing a full block.
    pub fn push(&mut self, time_s: f64, values: &[f64]) -> Result<(), ResultsError> {
        if values.len() != self.units.len() {
            return Err(ResultsError::Width {
                expected: self.units.len(),
                found: values.len(),
            });
        }
        self.advance(time_s)?;
        self.block.push(time_s);
        let shown = values.iter().zip(&self.units).map(|(&v, u)| u.show(v));
        self.block.extend(shown);
        self.flush_full_block()
    }

    /// Rows recorded so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes what is gathered and gives both files their final names. To be called on Ctrl-C too:
    /// the partial result is then complete and readable. What an earlier run left in the folder goes
    /// first, once the new files are known good: its summary and its plots belong to other series. The two files are written side by
    /// side by the pool of threads that this is called in.
    ///
    /// # Errors
    /// [`ResultsError`]; on a full disk neither file appears under its final name.
    pub fn finish(self) -> Result<(), ResultsError> {
        let (mut columns, mut text, rest) = (self.parquet, self.csv, &self.block);
        let (parquet, csv) = rayon::join(
            || {
                columns.write_block(rest)?;
                settled(columns.close()?)
            },
            || {
                text.write_block(rest)?;
                settled(text.close())
            },
        );
        let (parquet, csv) = (parquet?, csv?);
        folder::clear(&self.dir, self.resumed)?;
        parquet.finish()?;
        csv.finish().map(drop)
    }

    /// Counts a row, which must lie after the one before it.
    fn advance(&mut self, time_s: f64) -> Result<(), ResultsError> {
        if time_s.is_nan() || time_s <= self.last_time_s {
            return Err(ResultsError::Order {
                time_s,
                before_s: self.last_time_s,
            });
        }
        self.last_time_s = time_s;
        self.rows += 1;
        Ok(())
    }

    fn flush_full_block(&mut self) -> Result<(), ResultsError> {
        if self.block.len() < self.rows_max * (1 + self.units.len()) {
            return Ok(());
        }
        self.flush_block()
    }

    fn flush_block(&mut self) -> Result<(), ResultsError> {
        self.parquet.write_block(&self.block)?;
        self.csv.write_block(&self.block)?;
        self.block.clear();
        Ok(())
    }
}

/// A draft whose bytes are on the device.
fn settled(mut draft: Draft) -> Result<Draft, ResultsError> {
    draft.settle()?;
    Ok(draft)
}

#[cfg(test)]
mod tests;
