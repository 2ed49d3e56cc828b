//! Reading a run back: its summary at once, its columns when asked for.

use super::{Probe, ResultsError, SERIES_PARQUET, SUMMARY_JSON, Summary, TIME_COLUMN, Unit};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{DataType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::fs::File;
use std::path::{Path, PathBuf};

/// A finished (or interrupted) run on disk.
pub struct Run {
    /// Folder it was read from.
    pub dir: PathBuf,
    /// Totals and evidence.
    pub summary: Summary,
    /// Columns over time.
    pub series: Series,
}

/// Opens the run in `dir`.
///
/// # Errors
/// [`ResultsError`] naming the file that is missing, cut short, or not of this version.
pub fn load(dir: &Path) -> Result<Run, ResultsError> {
    Ok(Run {
        dir: dir.to_path_buf(),
        summary: Summary::read(&dir.join(SUMMARY_JSON))?,
        series: Series::open(&dir.join(SERIES_PARQUET))?,
    })
}

/// The columns of `series.parquet`, in the units their headers name.
pub struct Series {
    path: PathBuf,
    reader: SerializedFileReader<File>,
    headers: Vec<String>,
}

impl Series {
    /// Opens the file and reads its footer.
    ///
    /// # Errors
    /// [`ResultsError::Io`] or [`ResultsError::Parquet`].
    pub fn open(path: &Path) -> Result<Self, ResultsError> {
        let file = File::open(path).map_err(|e| ResultsError::io("read", path, e))?;
        let reader =
            SerializedFileReader::new(file).map_err(|e| ResultsError::parquet("read", path, e))?;
        let schema = reader.metadata().file_metadata().schema_descr();
        let headers = schema.columns().iter().map(|c| c.name().to_owned());
        Ok(Self {
            path: path.to_path_buf(),
            headers: headers.collect(),
            reader,
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        usize::try_from(self.reader.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// Name and unit of each column but time, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = (&str, Unit)> {
        self.headers
            .iter()
            .filter_map(|h| Probe::split_header(h))
            .filter(|(name, _)| *name != "time")
    }

    /// Unit of a column; `None` when it was not recorded.
    pub fn unit(&self, name: &str) -> Option<Unit> {
        self.names().find(|(n, _)| *n == name).map(|(_, u)| u)
    }

    /// Ends of the steps \[s\] since the start of the run.
    ///
    /// # Errors
    /// [`ResultsError::NoColumn`] or [`ResultsError::Parquet`].
    pub fn time_s(&self) -> Result<Vec<f64>, ResultsError> {
        self.read(|h| h == TIME_COLUMN, TIME_COLUMN)
    }

    /// Values of a probe in the unit of its column.
    ///
    /// # Errors
    /// [`ResultsError::NoColumn`] or [`ResultsError::Parquet`].
    pub fn column(&self, name: &str) -> Result<Vec<f64>, ResultsError> {
        let is_it = |h: &str| Probe::split_header(h).is_some_and(|(n, _)| n == name);
        self.read(is_it, name)
    }

    fn read(&self, is_it: impl Fn(&str) -> bool, name: &str) -> Result<Vec<f64>, ResultsError> {
        let Some(index) = self.headers.iter().position(|h| is_it(h)) else {
            return Err(ResultsError::NoColumn {
                path: self.path.clone(),
                name: name.to_owned(),
            });
        };
        let mut values = Vec::with_capacity(self.rows());
        for group in 0..self.reader.num_row_groups() {
            self.read_chunk(group, index, &mut values)
                .map_err(|e| ResultsError::parquet("read", &self.path, e))?;
        }
        Ok(values)
    }

    /// Appends one column of one row group to `values`.
    fn read_chunk(
        &self,
        group: usize,
        index: usize,
        values: &mut Vec<f64>,
    ) -> Result<(), ParquetError> {
        let group = self.reader.get_row_group(group)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        if group.metadata().column(index).column_type() != DoubleType::get_physical_type() {
            return Err(ParquetError::General(format!(
                "column {:?} does not hold doubles",
                self.headers[index]
            )));
        }
        let mut column = get_typed_column_reader::<DoubleType>(group.get_column_reader(index)?);
        let mut left = rows;
        while left > 0 {
            let (read, _, _) = column.read_records(left, None, None, values)?;
            if read == 0 {
                return Err(ParquetError::EOF("row group is cut short".to_owned()));
            }
            left -= read;
        }
        Ok(())
    }

    /// Checks that the columns on disk are time and `probes`, in order.
    pub(super) fn expect_probes(&self, probes: &[Probe]) -> Result<(), ResultsError> {
        let expected =
            std::iter::once(TIME_COLUMN.to_owned()).chain(probes.iter().map(Probe::header));
        let mut found = self.headers.iter();
        let mismatch = |what| ResultsError::Mismatch {
            path: self.path.clone(),
            what,
        };
        for header in expected {
            match found.next() {
                Some(h) if *h == header => {}
                Some(h) => return Err(mismatch(format!("{h:?} where {header:?} belongs"))),
                None => return Err(mismatch(format!("{header:?} is missing"))),
            }
        }
        found
            .next()
            .map_or(Ok(()), |h| Err(mismatch(format!("{h:?} is one too many"))))
    }

    /// Hands each row (time first, shown units) to `each`, one row group in memory at a time.
    pub(super) fn for_each_row(
        &self,
        mut each: impl FnMut(&[f64]) -> Result<(), ResultsError>,
    ) -> Result<(), ResultsError> {
        let width = self.headers.len();
        let mut columns: Vec<Vec<f64>> = vec![Vec::new(); width];
        let mut row = vec![0.0; width];
        for group in 0..self.reader.num_row_groups() {
            for (index, column) in columns.iter_mut().enumerate() {
                column.clear();
                self.read_chunk(group, index, column)
                    .map_err(|e| ResultsError::parquet("read", &self.path, e))?;
            }
            for i in 0..columns.first().map_or(0, Vec::len) {
                for (value, column) in row.iter_mut().zip(&columns) {
                    *value = column[i];
                }
                each(&row)?;
            }
        }
        Ok(())
    }
}
