//! What can go wrong between a finished step and a file on disk, or back.

use std::path::{Path, PathBuf};

/// Failure to write or to read the results of a run. Each names the path concerned.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The operating system refused: full disk, missing permission, no such folder.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was attempted, as a verb: "write", "rename", "read".
        action: &'static str,
        /// File or folder concerned.
        path: PathBuf,
        /// Reason given by the operating system.
        source: std::io::Error,
    },
    /// The Parquet layer refused; a full disk while a row group is written arrives here too.
    #[error("cannot {action} {}: {source}", path.display())]
    Parquet {
        /// What was attempted, as a verb.
        action: &'static str,
        /// File concerned.
        path: PathBuf,
        /// Reason given by the Parquet library.
        source: parquet::errors::ParquetError,
    },
    /// `summary.json` is not what this version writes.
    #[error("{} is not a halltwin summary: {source}", path.display())]
    Summary {
        /// File concerned.
        path: PathBuf,
        /// Reason with line and column.
        source: serde_json::Error,
    },
    /// A total is NaN or infinite, so it could not be read back.
    #[error("{}: the summary holds a number that is not finite", path.display())]
    NotFinite {
        /// File that would have been written.
        path: PathBuf,
    },
    /// A row has another width than the list of probes.
    #[error("a row of {found} values was given for {expected} probes")]
    Width {
        /// Number of probes.
        expected: usize,
        /// Number of values in the row.
        found: usize,
    },
    /// Two probes share a name, or a name is empty.
    #[error("probe name {name:?} is empty or given twice")]
    Name {
        /// The name.
        name: String,
    },
    /// Time does not advance from row to row.
    #[error("time {time_s} s follows {before_s} s: rows must advance in time")]
    Order {
        /// Time of the offending row \[s\].
        time_s: f64,
        /// Time of the row before it \[s\].
        before_s: f64,
    },
    /// A column that was asked for is not in the file.
    #[error("{} has no column {name:?}", path.display())]
    NoColumn {
        /// File concerned.
        path: PathBuf,
        /// Column looked for.
        name: String,
    },
    /// A run cannot be continued because the columns on disk are others than the model's.
    #[error("{} holds other columns than this model writes: {what}", path.display())]
    Mismatch {
        /// File concerned.
        path: PathBuf,
        /// First difference.
        what: String,
    },
}

impl ResultsError {
    /// Wraps an operating-system error with its verb and path.
    pub fn io(action: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_path_buf(),
            source,
        }
    }

    /// Wraps a Parquet error with its verb and path.
    pub(super) fn parquet(
        action: &'static str,
        path: &Path,
        source: parquet::errors::ParquetError,
    ) -> Self {
        Self::Parquet {
            action,
            path: path.to_path_buf(),
            source,
        }
    }
}
