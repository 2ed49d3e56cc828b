//! Finding a record by its name.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use super::embedded::RECORDS;

/// A record as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// `family/name`.
    pub name: String,
    /// The file it stands in, or would stand in when it is built in.
    pub path: String,
    /// The TOML text.
    pub text: Cow<'static, str>,
}

/// Where records are looked for.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    folders: Vec<PathBuf>,
}

impl Shelf {
    /// A shelf of the built-in records only.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// A shelf that looks first in `catalog/` beside a configuration in `folder`, then in the
    /// `catalog/` of each folder above it, then among the built-in records.
    pub fn around(folder: &Path) -> Self {
        let here = Path::new(".");
        let folder = if folder.as_os_str().is_empty() {
            here
        } else {
            folder
        };
        let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let folders = absolute
            .ancestors()
            .map(|f| f.join("catalog"))
            .filter(|f| f.is_dir())
            .collect();
        Self { folders }
    }

    /// The record called `name`, or none.
    pub fn find(&self, name: &str) -> Option<Record> {
        if !is_record_name(name) {
            return None;
        }
        let found = self.folders.iter().find_map(|folder| {
            let path = folder.join(format!("{name}.toml"));
            let text = fs::read_to_string(&path).ok()?;
            Some(Record {
                name: name.to_owned(),
                path: shown(&path),
                text: Cow::Owned(text),
            })
        });
        found.or_else(|| {
            let at = RECORDS.binary_search_by_key(&name, |r| r.0).ok()?;
            Some(Record {
                name: name.to_owned(),
                path: format!("configs/catalog/{name}.toml"),
                text: Cow::Borrowed(RECORDS[at].1),
            })
        })
    }

    /// The names of all records, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = RECORDS.iter().map(|r| r.0.to_owned()).collect();
        for folder in &self.folders {
            names.extend(names_in(folder));
        }
        names.sort();
        names.dedup();
        names
    }
}

/// The path as the user sees it: relative to the working folder where it lies below it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|d| d.canonicalize());
    let short = here
        .ok()
        .and_then(|d| path.strip_prefix(d).ok().map(Path::to_owned));
    short.as_deref().unwrap_or(path).display().to_string()
}

/// `family/name` in small letters, digits, `-`, `_` and `.`, so that no name leads out of a folder.
fn is_record_name(name: &str) -> bool {
    let part = |p: &str| {
        p.starts_with(|c: char| c.is_alphanumeric())
            && p.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
    };
    name.split_once('/')
        .is_some_and(|(family, rest)| part(family) && part(rest))
}

/// Names of the records in a catalogue folder.
fn names_in(folder: &Path) -> Vec<String> {
    let list = |p: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(p).into_iter().flatten().flatten();
        entries.map(|e| e.path()).collect()
    };
    let mut names = Vec::new();
    for family in list(folder).into_iter().filter(|p| p.is_dir()) {
        for file in list(&family) {
            let toml = file.extension().is_some_and(|e| e == "toml");
            let parts = (family.file_name(), file.file_stem());
            if let (true, (Some(family), Some(stem))) = (toml, parts) {
                names.push(format!(
                    "{}/{}",
                    family.to_string_lossy(),
                    stem.to_string_lossy()
                ));
            }
        }
    }
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/catalog")
    }

    #[test]
    fn built_in_records_are_those_of_the_folder() {
        let names = names_in(&catalog());
        let mut text = String::from(
            "//! The records of `configs/catalog`, built in. Written by the test in `shelf.rs`; run it with\n\
             //! `HALLTWIN_BLESS=1` after adding a record.\n\n\
             /// Names and texts, in the order of the names.\n\
             #[rustfmt::skip]\n\
             pub(super) const RECORDS: &[(&str, &str)] = &[\n",
        );
        for name in &names {
            text += &format!(
                "    (\"{name}\", include_str!(\"../../configs/catalog/{name}.toml\")),\n"
            );
        }
        text += "];\n";
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/embedded.rs");
        if std::env::var_os("HALLTWIN_BLESS").is_some() {
            fs::write(&file, &text).unwrap();
        }
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            text,
            "run HALLTWIN_BLESS=1 cargo test --lib catalog"
        );
    }

    #[test]
    fn a_record_beside_the_configuration_comes_first() {
        let dir = tempfile::tempdir().unwrap();
        let family = dir.path().join("catalog/cdu");
        fs::create_dir_all(&family).unwrap();
        fs::write(family.join("own.toml"), "x = 1").unwrap();
        let halls = dir.path().join("halls");
        fs::create_dir(&halls).unwrap();
        let shelf = Shelf::around(&halls);
        assert_eq!(shelf.find("cdu/own").unwrap().text, "x = 1");
        assert!(shelf.names().contains(&"cdu/own".to_owned()));
        assert!(shelf.find("cdu/other").is_none());
        assert!(
            shelf.find("../cdu/own").is_none(),
            "no way out of the folder"
        );
        assert!(shelf.find("own").is_none());
    }
}
