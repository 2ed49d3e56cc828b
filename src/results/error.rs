//! What can go wrong between a finished step and a file on disk, or back.

use parquet::errors::ParquetError;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Failure to write or to read the results of a run. Each names the path concerned.
#[derive(Debug, thiserror::Error)]
pub enum ResultsError {
    /// The operating system refused: full disk, missing permission, no such folder.
    #[error("cannot {action} {}: {}", path.display(), why(action, path, source))]
    Io {
        /// What was attempted, as a verb: "write", "rename", "read".
        action: &'static str,
        /// File or folder concerned.
        path: PathBuf,
        /// Reason given by the operating system.
        source: Error,
    },
    /// The Parquet layer refused; a full disk while a row group is written arrives here too.
    #[error("cannot {action} {}: {}", path.display(), within(action, path, source))]
    Parquet {
        /// What was attempted, as a verb.
        action: &'static str,
        /// File concerned.
        path: PathBuf,
        /// Reason given by the Parquet library.
        source: ParquetError,
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

/// What the operating system means, and what helps; the names of drafts are nobody's business.
fn why(action: &str, path: &Path, source: &Error) -> String {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let said = source.to_string();
    let said = said.split(" at path ").next().unwrap_or_default();
    match (action, source.kind()) {
        ("read", _) => said.to_owned(),
        (_, ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge) => {
            format!("{said}: free some, or name a place elsewhere")
        }
        (_, ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied) => {
            format!("{said}: name a place that may be written")
        }
        ("create", ErrorKind::AlreadyExists | ErrorKind::NotADirectory) => {
            "a file stands in the way: name a folder".to_owned()
        }
        ("write", ErrorKind::NotFound) => folder.map_or(said.to_owned(), |folder| {
            format!("there is no folder {}", folder.display())
        }),
        _ => said.to_owned(),
    }
}

/// The same of an error of the system within one of Parquet's.
fn within(action: &str, path: &Path, source: &ParquetError) -> String {
    let ParquetError::External(inner) = source else {
        return source.to_string();
    };
    let inner = inner.downcast_ref::<Error>();
    inner.map_or_else(|| source.to_string(), |error| why(action, path, error))
}

impl ResultsError {
    /// Wraps an operating-system error with its verb and path.
    pub fn io(action: &'static str, path: &Path, source: Error) -> Self {
        Self::Io {
            action,
            path: path.to_path_buf(),
            source,
        }
    }

    /// Wraps a Parquet error with its verb and path.
    pub(super) fn parquet(action: &'static str, path: &Path, source: ParquetError) -> Self {
        Self::Parquet {
            action,
            path: path.to_path_buf(),
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_is_told_with_what_helps() {
        let path = Path::new("runs/x/series.csv");
        let told = |action, kind: ErrorKind, text: &str| {
            let source = Error::new(kind, text.to_owned());
            ResultsError::io(action, path, source).to_string()
        };
        let draft =
            "No space left on device (os error 28) at path \"runs/x/.halltwin-1-a.partial\"";
        assert_eq!(
            told("write", ErrorKind::StorageFull, draft),
            "cannot write runs/x/series.csv: No space left on device (os error 28): free some, or name a place elsewhere"
        );
        let absent = told("write", ErrorKind::NotFound, "No such file");
        assert!(absent.ends_with("there is no folder runs/x"), "{absent}");
        let file = told("create", ErrorKind::AlreadyExists, "File exists");
        assert!(
            file.ends_with("a file stands in the way: name a folder"),
            "{file}"
        );
        let full = ParquetError::External(Box::new(Error::from(ErrorKind::StorageFull)));
        let full = ResultsError::parquet("write", path, full).to_string();
        assert!(
            full.contains("free some") && !full.contains("External"),
            "{full}"
        );
    }
}
