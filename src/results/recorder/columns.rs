//! The Parquet side of a recording: required doubles, one row group a block, snappy.

use super::super::{Draft, Probe, ResultsError, TIME_COLUMN};
use parquet::basic::{Compression, Encoding, Repetition, Type as Physical};
use parquet::data_type::DoubleType;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Columns that share a line of cache.
const SIDE_BY_SIDE: usize = 8;

/// A Parquet file being written.
pub(super) struct ColumnFile {
    writer: SerializedFileWriter<Draft>,
    path: PathBuf,
    width: usize,
    /// Columns of a block that stand side by side in its rows, gathered together.
    columns: [Vec<f64>; SIDE_BY_SIDE],
}

/// Schema of time and probes.
fn schema(probes: &[Probe]) -> Result<Type, ParquetError> {
    let headers = std::iter::once(TIME_COLUMN.to_owned()).chain(probes.iter().map(Probe::header));
    let fields = headers
        .map(|h| {
            Type::primitive_type_builder(&h, Physical::DOUBLE)
                .with_repetition(Repetition::REQUIRED)
                .build()
                .map(Arc::new)
        })
        .collect::<Result<_, _>>()?;
    Type::group_type_builder("halltwin")
        .with_fields(fields)
        .build()
}

/// Byte-stream split lines up sign, exponent and mantissa bytes, which drift slowly in a time
/// series, so that snappy finds repeats; a dictionary of doubles would only cost time.
fn properties(rows_max: usize) -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_dictionary_enabled(false)
        .set_encoding(Encoding::BYTE_STREAM_SPLIT)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_write_batch_size(rows_max)
        .set_created_by(concat!("halltwin ", env!("CARGO_PKG_VERSION")).to_owned())
        .build()
}

impl ColumnFile {
    /// Opens the file under a temporary name.
    pub(super) fn create(
        path: &Path,
        probes: &[Probe],
        rows_max: usize,
    ) -> Result<Self, ResultsError> {
        let refuse = |e| ResultsError::parquet("write", path, e);
        let draft = Draft::create(path)?;
        let schema = Arc::new(schema(probes).map_err(refuse)?);
        let properties = Arc::new(properties(rows_max));
        Ok(Self {
            writer: SerializedFileWriter::new(draft, schema, properties).map_err(refuse)?,
            path: path.to_path_buf(),
            width: 1 + probes.len(),
            columns: std::array::from_fn(|_| Vec::with_capacity(rows_max)),
        })
    }

    /// Writes row-major `block` as one row group; none where it is empty.
    pub(super) fn write_block(&mut self, block: &[f64]) -> Result<(), ResultsError> {
        if block.is_empty() {
            return Ok(());
        }
        self.write_group(block)
            .map_err(|e| ResultsError::parquet("write", &self.path, e))
    }

    fn write_group(&mut self, block: &[f64]) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let mut index = 0;
        while let Some(mut column) = group.next_column()? {
            if index % SIDE_BY_SIDE == 0 {
                gather(block, (index, self.width), &mut self.columns);
            }
            let values = &self.columns[index % SIDE_BY_SIDE];
            column
                .typed::<DoubleType>()
                .write_batch(values, None, None)?;
            column.close()?;
            index += 1;
        }
        group.close().map(drop)
    }

    /// Writes the footer and hands back the draft, still under its temporary name.
    pub(super) fn close(self) -> Result<Draft, ResultsError> {
        let Self { writer, path, .. } = self;
        writer
            .into_inner()
            .map_err(|e| ResultsError::parquet("write", &path, e))
    }
}

/// Takes the columns from `first` on out of row-major `block` of `width`, as many as there are.
fn gather(block: &[f64], (first, width): (usize, usize), columns: &mut [Vec<f64>; SIDE_BY_SIDE]) {
    columns.iter_mut().for_each(Vec::clear);
    let end = width.min(first + SIDE_BY_SIDE);
    for row in block.chunks_exact(width) {
        for (column, value) in columns.iter_mut().zip(&row[first..end]) {
            column.push(*value);
        }
    }
}
