//! A mistake in a case file, with its place.

use std::{
    ops::Range,
    path::{Path, PathBuf},
};

/// What is wrong in a case file, and where.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}:{line}:{column}: {message}", file.display())]
pub struct Fault {
    /// The case file.
    pub file: PathBuf,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong and what is expected instead.
    pub message: String,
}

impl Fault {
    /// A fault at byte range `span` of `text`, the contents of `file`.
    pub(super) fn at(
        file: &Path,
        text: &str,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }
}

/// Why a case gives no result.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stop {
    /// Its data are not there.
    Absent(String),
    /// Its file has a mistake.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
