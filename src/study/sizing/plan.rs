//! A study ready to be made: its fields with their values, each known to be possible by itself.

use super::surroundings::Surroundings;
use super::trial::{Trial, frozen};
use crate::config::study::{ObjectiveWord, StudyFile};
use crate::config::{self, Config, Diagnostic, Diagnostics, Severity};
use crate::study::{StudyError, uncertainty};
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
    /// What is to be small.
    pub objectives: Vec<ObjectiveWord>,
    /// Climates that were read.
    pub(super) surroundings: Surroundings,
    /// Remarks that are no faults.
    pub warnings: Diagnostics,
    /// Asked between designs and years; `true` ends the study with what is done. Never, unless set.
    pub stop: fn() -> bool,
}

impl Plan {
    /// Reads the study at `path` of the hall at `hall` with the overrides `sets`.
    ///
    /// # Errors
    /// All faults of the study and of the hall, values and bands that the hall refuses among them: what cannot be read does
    /// not hide what cannot be.
    pub fn load(hall: &Path, path: &Path, sets: &[String]) -> Result<Self, StudyError> {
        let (study, mut problems, mut warnings) = read(path);
        let base = config::load(hall, sets).map(|(config, _)| config);
        let Some(study) = study else {
            problems.extend(base.err().into_iter().flatten());
            return Err(StudyError::Config(problems));
        };
        let surroundings = match &base {
            Ok(base) => {
                problems.extend(boundary(&study, base));
                Surroundings::of(&study, base)
            }
            Err(_) => Ok(Surroundings::default()),
        };
        let mut fields = Vec::new();
        if is_whole(&base) {
            let trial = Trial::new(hall, sets, &base, surroundings.as_ref().ok());
            fields.extend(study.vary.iter().map(|v| trial.field(v, &mut problems)));
            let told = uncertainty::check(&study.band, hall, sets).into_iter();
            let (faults, remarks) = told.partition::<Vec<_>, _>(|d| d.severity == Severity::Error);
            problems.extend(faults);
            warnings.extend(remarks);
        }
        if let (Ok(_), Ok(surroundings), false) = (&base, &surroundings, problems.has_errors()) {
            problems.extend(frozen(hall, sets, &fields, surroundings));
        }
        problems.extend(surroundings.as_ref().err().into_iter().flatten().cloned());
        problems.extend(base.as_ref().err().into_iter().flatten().cloned());
        match (surroundings, problems.has_errors()) {
            (Ok(surroundings), false) => Ok(Self {
                objectives: objectives(&study, base.ok().as_ref()),
                study,
                path: path.to_owned(),
                hall: hall.to_owned(),
                sets: sets.to_vec(),
                fields,
                surroundings,
                warnings,
                stop: || false,
            }),
            _ => {
                problems.sort();
                Err(StudyError::Config(problems))
            }
        }
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

/// What helps where there is no study.
const HELP: &str = "the second file is the study; configs/studies has examples, `halltwin schema --study` says what it may hold";

/// The study at `path` as far as it can be read, with its faults and the warnings about it.
fn read(path: &Path) -> (Option<StudyFile>, Diagnostics, Diagnostics) {
    match config::study::load(path, &[]) {
        Ok((study, told)) => (Some(study), Diagnostics::default(), told),
        Err(told) => {
            let helped = |d: Diagnostic| match d.code {
                "missing-file" => d.help(HELP),
                _ => d,
            };
            let told: Vec<Diagnostic> = told.into_iter().map(helped).collect();
            let known = config::study::sketch(path);
            (known, told.into(), Diagnostics::default())
        }
    }
}

/// Whether all tables of a hall were read, good or bad: names that are not among them are then not in it.
fn is_whole(base: &Result<Config, Diagnostics>) -> bool {
    const TORN: [&str; 6] = [
        "circle",
        "is-folder",
        "missing-file",
        "not-utf8",
        "other-language",
        "syntax",
    ];
    let mut found = base.as_ref().err().into_iter().flatten();
    !found.any(|problem| TORN.contains(&problem.code))
}

/// Whether the level at the boundary can be told: the site gives its distance, or the study varies it.
fn hears(study: &StudyFile, base: &Config) -> bool {
    let mut varied = study.vary.iter().flat_map(|v| {
        let also = v.also.iter().map(|a| a.value.as_str());
        also.chain([v.name.as_str()])
    });
    base.site.boundary_distance.is_some() || varied.any(|field| field == DISTANCE)
}

/// Field of the hall that says how far the boundary is.
const DISTANCE: &str = "site.boundary_distance";

/// Limits and objectives at a boundary of which nobody says how far it is.
fn boundary(study: &StudyFile, base: &Config) -> Vec<Diagnostic> {
    if hears(study, base) {
        return Vec::new();
    }
    let limits = [
        &study.constraint.boundary_day,
        &study.constraint.boundary_night,
        &base.site.sound_limit_day,
        &base.site.sound_limit_night,
    ];
    let limits = limits.into_iter().flatten();
    let limits = limits.map(|limit| (&limit.at, format!("`{}` cannot be checked", limit.path)));
    let words = study.objective.minimize.iter();
    let noise = words.filter(|w| w.given && w.value == ObjectiveWord::Noise);
    let noise = noise.map(|w| (&w.at, format!("`{}` cannot be `noise`", w.path)));
    let told = limits.chain(noise).map(|(at, text)| {
        Diagnostic::error(
            "no-boundary",
            format!("{text}: the site has no `boundary_distance`"),
        )
        .at(at, "asks for the level at the boundary")
        .reason("sound falls with distance, and the hall does not say how far its boundary is")
        .help("give the hall for example [site] boundary_distance = \"60 m\"")
    });
    told.collect()
}

/// What is to be small. Where nobody chose, noise only counts where it can be told.
fn objectives(study: &StudyFile, base: Option<&Config>) -> Vec<ObjectiveWord> {
    let heard = base.is_some_and(|base| hears(study, base));
    let words = study.objective.minimize.iter().map(|w| w.value);
    words
        .filter(|w| heard || *w != ObjectiveWord::Noise)
        .collect()
}
