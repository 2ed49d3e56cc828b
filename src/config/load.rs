//! From a path to a [`Config`], and from what is written in it to other files.

use std::path::{Path, PathBuf};

use super::diagnostic::Diagnostics;
use super::file::{self, Language, Tables};
use super::origin::Origin;
use super::read::Reader;
use super::tables::Config;
use super::tree::Table;
use super::value::At;
use super::{check, rules, write};

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

/// Files that a configuration names, whatever else is wrong with it, each with the place where it is named.
#[derive(Clone, Debug, Default)]
pub struct FilesNamed {
    /// A built-in climate, or the path of an EPW file.
    pub climate: Option<(String, Origin)>,
    /// Traces.
    pub traces: Vec<(PathBuf, Origin)>,
}

/// The files that the configuration at `path` names, so that their faults can be told beside its own.
pub fn files_named(path: &Path, sets: &[String]) -> FilesNamed {
    let tree = file::tree_of::<Config>(path, sets).unwrap_or_default();
    let table = |name: &str| tree.get(name).and_then(|e| e.node.as_table());
    let text = |table: &Table, key: &str| {
        let node = &table.get(key)?.node;
        node.as_text().map(|t| (t.to_owned(), node.at.clone()))
    };
    let resolved = |text: &str, at: &Origin| in_place(text, at);
    let climate = table("site").and_then(|site| text(site, "climate"));
    let traces = table("workload").into_iter().flat_map(|all| all.values());
    let traces = traces.filter_map(|entry| text(entry.node.as_table()?, "file"));
    FilesNamed {
        climate: climate.map(|(name, at)| match is_climate_file(&name) {
            true => (resolved(&name, &at).display().to_string(), at),
            false => (name, at),
        }),
        traces: traces.map(|(t, at)| (resolved(&t, &at), at)).collect(),
    }
}

/// The configuration at `path` with what it inherits and with its overrides, as one text for the record; records of
/// the catalogue stay by name, and paths are relative to the folder of `path`. `None` where it is no configuration.
pub fn resolved_text(path: &Path, sets: &[String]) -> Option<String> {
    let tree = file::tree_of::<Config>(path, sets)?;
    Some(format!(
        "# {} with what it inherits and its overrides, as it was run.\n# Paths are relative to the folder of that \
         file.\n{}",
        path.display(),
        write::to_toml(&tree, Config::FAMILIES)
    ))
}

impl Language for Config {
    const NAME: &'static str = "hall";

    fn references(cx: &mut Reader<'_>, tree: &Table) {
        check::references(cx, tree);
    }

    fn rules(&self) -> Diagnostics {
        let mut found = rules::apply(self);
        found.extend(check::unheld(self));
        found
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
    in_place(&text.value, &text.at)
}

/// The path that `text` names where it stands `at`.
fn in_place(text: &str, at: &Origin) -> PathBuf {
    if let Some(rest) = text.strip_prefix("${reference}/") {
        let folder = std::env::var_os("HALLTWIN_REFERENCE");
        return folder
            .map_or_else(|| PathBuf::from(REFERENCE), PathBuf::from)
            .join(rest);
    }
    let file = at.source.as_ref().map_or("", |s| s.name.as_str());
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    folder.join(text)
}
