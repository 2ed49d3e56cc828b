//! From a path to a [`ChainFile`].

use std::path::Path;

use crate::config::diagnostic::Diagnostics;
use crate::config::file::{self, Language};

use super::tables::ChainFile;

/// A file of chains that can be compared, with the warnings about it.
pub type Loaded = (ChainFile, Diagnostics);

impl Language for ChainFile {
    const NAME: &'static str = "comparison of chains";
}

/// Reads the chains at `path`, with overrides such as `stage.ups.efficiency=0.97`.
///
/// # Errors
/// All problems found, sorted by place.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Diagnostics> {
    file::load(path, sets)
}

/// Reads chains from a text.
///
/// # Errors
/// As [`load`].
pub fn from_text(text: &str, name: &str) -> Result<Loaded, Diagnostics> {
    file::from_text(text, name, &[])
}
