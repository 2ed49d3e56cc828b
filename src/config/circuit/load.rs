//! From a path to a [`CircuitFile`].

use std::path::Path;

use crate::config::diagnostic::Diagnostics;
use crate::config::file::{self, Language};

use super::file::CircuitFile;

/// A circuit that can be built, with the warnings about it.
pub type Loaded = (CircuitFile, Diagnostics);

impl Language for CircuitFile {
    const NAME: &'static str = "circuit";
}

/// Reads the circuit at `path`, with overrides such as `load.rack.power="50 kW"`.
///
/// # Errors
/// All problems found, sorted by place.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Diagnostics> {
    file::load(path, sets)
}

/// Reads a circuit from a text.
///
/// # Errors
/// As [`load`].
pub fn from_text(text: &str, name: &str) -> Result<Loaded, Diagnostics> {
    file::from_text(text, name, &[])
}

/// A circuit whose faults are told elsewhere, as far as it can be read.
pub struct Sketch {
    /// Its tables; fields that cannot be read have values of no meaning.
    pub file: CircuitFile,
    /// Tables with such fields, and tables that were left out, such as `line.feeder`.
    pub doubtful: Vec<String>,
}

/// What can be told of the circuit at `path` that [`load`] refuses; `None` where that is nothing.
pub fn sketch(path: &Path, sets: &[String]) -> Option<Sketch> {
    let sketch = file::sketch::<CircuitFile>(path, sets)?;
    Some(Sketch {
        file: sketch.tables,
        doubtful: sketch.doubtful,
    })
}
