//! Values of a study, each tried by itself on the hall.

use super::design::Design;
use super::plan::{Field, Value};
use super::surroundings::Surroundings;
use crate::climate::Climate;
use crate::config::study::{StudyFile, Vary};
use crate::config::{self, Config, Diagnostic, Diagnostics, Named, Severity};
use crate::model::{self, Period};
use std::path::Path;

/// Codes of faults that a value has by itself. Others, such as more pumps that run than are built, may be mended by
/// the values of other fields: they rule out single designs.
const ALONE: [&str; 11] = [
    "bad-set",
    "fluid-range",
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

/// Ends of the fields that decide whether a coolant can freeze.
const DECIDE: [&str; 7] = [
    "climate",
    "elevation",
    "fluid",
    "frost_protection",
    "model",
    "rejection",
    "use",
];
/// Most combinations of them that are looked at before a study begins.
const LOOKED_AT: u64 = 256;

/// What every design of a study breaks by standing in its climate, such as coolant that freezes there: it is told before
/// the study begins. Nothing where one design does not, or where there are too many to look at.
pub(super) fn frozen(
    hall: &Path,
    sets: &[String],
    fields: &[Field],
    surroundings: &Surroundings,
) -> Diagnostics {
    let decides = |f: &&Field| DECIDE.contains(&f.name.rsplit('.').next().unwrap_or(""));
    let deciding: Vec<Field> = fields.iter().filter(decides).cloned().collect();
    let count = deciding.iter().map(|f| f.values.len() as u64);
    let count = count.fold(1, u64::saturating_mul);
    let mut first = Diagnostics::default();
    if count > LOOKED_AT {
        return first;
    }
    for number in 0..count {
        let own = Design::of(&deciding, number).sets(&deciding);
        let Ok((config, _)) = config::load(hall, &[sets, &own[..]].concat()) else {
            return Diagnostics::default();
        };
        let Ok(place) = surroundings.place(&config) else {
            return Diagnostics::default();
        };
        let mut told = Diagnostics::default();
        let found = model::rules::apply(&config, &place.climate);
        told.extend(found.into_iter().filter(|d| d.severity == Severity::Error));
        if told.is_empty() {
            return told;
        }
        if number == 0 {
            first = told;
        }
    }
    first
}

/// A hall on which values are tried.
pub(super) struct Trial<'a> {
    hall: &'a Path,
    sets: &'a [String],
    /// Weather in which the hall is built; none where it cannot be read.
    climate: Option<Climate>,
    /// What the hall is told without any value.
    own: Diagnostics,
}

impl<'a> Trial<'a> {
    /// The hall that `sets` make of `hall`; `base` is what was read of it.
    pub(super) fn new(
        hall: &'a Path,
        sets: &'a [String],
        base: &Result<Config, Diagnostics>,
        surroundings: Option<&Surroundings>,
    ) -> Self {
        let place = base.as_ref().ok().zip(surroundings);
        let place = place.and_then(|(base, s)| s.place(base).ok());
        let mut trial = Self {
            hall,
            sets,
            climate: place.map(|p| p.climate.clone()),
            own: Diagnostics::default(),
        };
        trial.own = trial.faults(&[]);
        trial
    }

    /// What is wrong with the hall with the overrides `own`, as far as it can be built.
    fn faults(&self, own: &[String]) -> Diagnostics {
        let sets = [self.sets, own].concat();
        match (config::load(self.hall, &sets), &self.climate) {
            (Err(found), _) => found,
            (Ok((config, _)), Some(climate)) => {
                let built = model::build_for(&config, climate.clone(), Period::year(&config));
                built.err().unwrap_or_default()
            }
            (Ok(_), None) => Diagnostics::default(),
        }
    }

    /// The values of a field; those that the hall refuses are told where they stand.
    pub(super) fn field(&self, vary: &Named<Vary>, problems: &mut Diagnostics) -> Field {
        let mut values = Vec::new();
        for setting in vary.settings() {
            let own = StudyFile::overrides(vary, &setting);
            let found = self.faults(&own);
            let alone = |d: &&Diagnostic| d.severity == Severity::Error && ALONE.contains(&d.code);
            let told = |d: &Diagnostic| self.own.iter().any(|o| o.message == d.message);
            for error in found.iter().filter(alone).filter(|d| !told(d)) {
                let what = format!("{} = {}: {}", vary.name, setting.shown, error.message);
                let mut told = Diagnostic::error(error.code, what).at(&setting.at, "this value");
                told.reason.clone_from(&error.reason);
                told.help.clone_from(&error.help);
                problems.push(told);
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
}
