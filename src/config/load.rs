//! From a path to a [`Config`], and from what is written in it to other files.

use std::path::{Path, PathBuf};

use super::diagnostic::Diagnostics;
use super::file::{self, Language};
use super::read::Reader;
use super::tables::Config;
use super::tree::Table;
use super::value::At;
use super::{check, rules};

/// Where reference data lie unless `HALLTWIN_REFERENCE` says otherwise.
const REFERENCE: &str = "../shared/reference";

/// A configuration that can be run, with the warnings about it.
pub type Loaded = (Config, Diagnostics);

/// Reads the configuration at `path`, with overrides such as `row.a.racks=20`.
///
/// # Errors
/// All problems found, sorted by place; nothing is returned when one of them is an error.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Diagnostics> {
    file::load(path, sets)
}

/// Reads a configuration from a text; paths in it are relative to the working folder.
///
/// # Errors
/// As [`load`].
pub fn from_text(text: &str, name: &str) -> Result<Loaded, Diagnostics> {
    from_text_with(text, name, &[])
}

/// As [`from_text`], with overrides such as `row.a.racks=20`.
///
/// # Errors
/// As [`load`].
pub fn from_text_with(text: &str, name: &str, sets: &[String]) -> Result<Loaded, Diagnostics> {
    file::from_text(text, name, sets)
}

impl Language for Config {
    fn references(cx: &mut Reader<'_>, tree: &Table) {
        check::references(cx, tree);
    }

    fn rules(&self) -> Diagnostics {
        rules::apply(self)
    }
}

impl Config {
    /// The path that `text` names: relative to the file it is written in, or, when it comes from
    /// the command line, to the working folder. `${reference}/` stands for the folder of reference
    /// data: `HALLTWIN_REFERENCE`, or `../shared/reference` beside the working folder.
    pub fn path(&self, text: &At<String>) -> PathBuf {
        path_in(text)
    }

    /// The climate: a built-in name, or the path of an EPW file as [`Config::path`] has it.
    pub fn climate(&self) -> String {
        let place = &self.site.climate;
        if is_climate_file(place) {
            self.path(place).display().to_string()
        } else {
            place.value.clone()
        }
    }
}

/// True when a climate is named by its file.
pub(super) fn is_climate_file(name: &str) -> bool {
    name.to_lowercase().ends_with(".epw") || name.contains(['/', '\\'])
}

/// As [`Config::path`], while no configuration exists yet.
pub(crate) fn path_in(text: &At<String>) -> PathBuf {
    if let Some(rest) = text.value.strip_prefix("${reference}/") {
        let folder = std::env::var_os("HALLTWIN_REFERENCE");
        return folder
            .map_or_else(|| PathBuf::from(REFERENCE), PathBuf::from)
            .join(rest);
    }
    let file = text.at.source.as_ref().map_or("", |s| s.name.as_str());
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    folder.join(&text.value)
}
