//! A study ready to be made: its fields with their values, each known to be possible by itself.

use super::surroundings::Surroundings;
use crate::config::study::{StudyFile, Vary};
use crate::config::{self, Diagnostic, Diagnostics, Named, Severity};
use crate::study::StudyError;
use std::path::{Path, PathBuf};

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// As people read it.
    pub shown: String,
    /// Overrides that give it.
    pub sets: Vec<String>,
}

/// A field that varies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Such as `dry_cooler.roof.count`.
    pub name: String,
    /// Its values.
    pub values: Vec<Value>,
}

/// A study ready to be made.
pub struct Plan {
    /// What the user wrote.
    pub study: StudyFile,
    /// Path of the study.
    pub path: PathBuf,
    /// Path of the hall.
    pub hall: PathBuf,
    /// Overrides of the command line.
    pub sets: Vec<String>,
    /// Fields that vary.
    pub fields: Vec<Field>,
    /// Climates that were read.
    pub(super) surroundings: Surroundings,
    /// Remarks that are no faults.
    pub warnings: Diagnostics,
}

impl Plan {
    /// Reads the study at `path` of the hall at `hall` with the overrides `sets`.
    ///
    /// # Errors
    /// All faults of the study and of the hall, values that the hall refuses among them.
    pub fn load(hall: &Path, path: &Path, sets: &[String]) -> Result<Self, StudyError> {
        let read = config::study::load(path, &[]);
        let base = config::load(hall, sets);
        let (study, warnings, base) = match (read, base) {
            (Ok((study, warnings)), Ok(base)) => (study, warnings, base),
            (read, base) => {
                let mut all = Diagnostics::default();
                all.extend(read.err().into_iter().flatten());
                all.extend(base.err().into_iter().flatten());
                return Err(StudyError::Config(all));
            }
        };
        let mut problems = Diagnostics::default();
        let mut fields = Vec::new();
        for vary in &study.vary {
            fields.push(field(vary, hall, sets, &mut problems));
        }
        let surroundings = match Surroundings::of(&study, &base.0) {
            Ok(found) => found,
            Err(found) => {
                problems.extend(found);
                Surroundings::default()
            }
        };
        if problems.has_errors() {
            problems.sort();
            return Err(StudyError::Config(problems));
        }
        Ok(Self {
            study,
            path: path.to_owned(),
            hall: hall.to_owned(),
            sets: sets.to_vec(),
            fields,
            surroundings,
            warnings,
        })
    }

    /// Number of designs.
    pub fn designs(&self) -> u64 {
        let counts = self.fields.iter().map(|f| f.values.len() as u64);
        counts.fold(1, u64::saturating_mul)
    }

    /// What tells this study from others: texts of both files, overrides and version.
    pub fn fingerprint(&self) -> String {
        let read = |p: &Path| std::fs::read_to_string(p).unwrap_or_default();
        let mut whole = read(&self.hall);
        whole += &read(&self.path);
        whole += &self.sets.join("\n");
        whole += env!("CARGO_PKG_VERSION");
        format!("{:016x}", crate::study::hall::fnv1a(whole.as_bytes()))
    }
}

/// Codes of faults that a value has by itself. Others, such as more pumps that run than are built, may be mended by
/// the values of other fields: they rule out single designs.
const ALONE: [&str; 10] = [
    "bad-set",
    "out-of-range",
    "syntax",
    "unknown-key",
    "unknown-record",
    "unknown-table",
    "unknown-word",
    "wrong-curve",
    "wrong-type",
    "wrong-unit",
];

/// The values of a field, each tried by itself on the hall.
fn field(vary: &Named<Vary>, hall: &Path, sets: &[String], problems: &mut Diagnostics) -> Field {
    let mut values = Vec::new();
    for setting in vary.settings() {
        let own = StudyFile::overrides(vary, &setting);
        let mut tried = sets.to_vec();
        tried.extend(own.iter().cloned());
        if let Err(found) = config::load(hall, &tried) {
            let errors = found.iter().filter(|d| d.severity == Severity::Error);
            let errors = errors.filter(|d| ALONE.contains(&d.code));
            for error in errors {
                let what = format!("{} = {}: {}", vary.name, setting.shown, error.message);
                let mut told = Diagnostic::error(error.code, what).at(&setting.at, "this value");
                told.reason.clone_from(&error.reason);
                told.help.clone_from(&error.help);
                problems.push(told);
            }
        }
        values.push(Value {
            shown: setting.shown.clone(),
            sets: own,
        });
    }
    Field {
        name: vary.name.clone(),
        values,
    }
}
