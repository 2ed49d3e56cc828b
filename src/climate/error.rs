//! Why a climate could not be had: each problem with its place, its reason and a way out.

use std::fmt;

/// How many problems of one file are printed; the others are counted.
const SHOWN: usize = 20;

/// A climate that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ClimateError {
    /// Neither a built-in name nor a file.
    #[error("there is no climate called \"{name}\": {hint}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The nearest built-in name, or all of them.
        hint: String,
    },
    /// The file cannot be opened or read.
    #[error("cannot read the climate file {file}: {source}")]
    Unreadable {
        /// Path as opened.
        file: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The file was read and is not a complete, plausible year.
    #[error("{}", Listing { file, defects })]
    Broken {
        /// Path as opened.
        file: String,
        /// Every problem found, in the order of the file; never empty.
        defects: Vec<Defect>,
    },
}

/// One problem in a weather file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub fix: String,
}

/// Prints one line a defect.
struct Listing<'a> {
    file: &'a str,
    defects: &'a [Defect],
}

impl fmt::Display for Listing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, d) in self.defects.iter().take(SHOWN).enumerate() {
            let gap = if i == 0 { "" } else { "\n" };
            let Defect { line, column, .. } = d;
            write!(
                f,
                "{gap}{}:{line}:{column}: {}; {}",
                self.file, d.reason, d.fix
            )?;
        }
        match self.defects.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n{}: and {more} more problems", self.file),
        }
    }
}
