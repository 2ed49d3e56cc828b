//! A hall ready to be studied: configuration, model, identity.

use super::StudyError;
use crate::climate::{self, Climate, ClimateError, Defect, Moisture};
use crate::config::{self, Config, Diagnostic, Diagnostics, MoistureColumn, Origin, Source};
use crate::model::equipment::stores::Store;
use crate::model::{self, Model, Period};
use crate::results::ConfigIdentity;
use std::path::{Path, PathBuf};

/// A hall ready to be studied.
pub struct Hall {
    /// What the user wrote.
    pub config: Config,
    /// What it means.
    pub model: Model,
    /// Path of the configuration.
    pub path: PathBuf,
    /// Overrides of the command line.
    pub sets: Vec<String>,
    /// Remarks that are no faults.
    pub warnings: Diagnostics,
    /// The configuration as one text, with what it inherits and its overrides.
    pub resolved: String,
}

impl Hall {
    /// Reads and resolves the configuration at `path` with the overrides `sets`.
    ///
    /// # Errors
    /// All faults of the file, or of the climate.
    pub fn load(path: &Path, sets: &[String]) -> Result<Self, StudyError> {
        Self::read(path, sets, climate_of, Period::run)
    }

    /// As [`Self::load`], for a year: what happens and what is asked for in it has the length of a year, not that of the
    /// configuration's run.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_year(path: &Path, sets: &[String]) -> Result<Self, StudyError> {
        Self::read(path, sets, climate_of, Period::year)
    }

    /// As [`Self::load_year`], in the climate that `climate` has for a configuration: a study of many designs reads
    /// it once.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_in(
        path: &Path,
        sets: &[String],
        climate: impl FnOnce(&Config) -> Result<Climate, Diagnostics>,
    ) -> Result<Self, StudyError> {
        Self::read(path, sets, climate, Period::year)
    }

    fn read(
        path: &Path,
        sets: &[String],
        climate: impl FnOnce(&Config) -> Result<Climate, Diagnostics>,
        period: fn(&Config) -> Period,
    ) -> Result<Self, StudyError> {
        let (config, mut found) = config::load(path, sets).map_err(|mut found| {
            found.extend(in_other_files(path, sets));
            found.sort();
            StudyError::Config(found)
        })?;
        let model = resolve(&config, climate(&config), period(&config), &mut found);
        found.sort();
        match model {
            Some(model) if !found.has_errors() => Ok(Self {
                config,
                model,
                path: path.to_owned(),
                sets: sets.to_vec(),
                warnings: found,
                resolved: config::resolved_text(path, sets).unwrap_or_default(),
            }),
            _ => Err(StudyError::Config(found)),
        }
    }

    /// Whether the hall carries cold from hour to hour.
    pub fn has_stores(&self) -> bool {
        !self.model.equipment.stores.all.is_empty()
    }

    /// Refuses a hall with a store that nothing freezes again, such as snow, which lasts from winter to summer: `asked` takes days
    /// of a year for themselves.
    ///
    /// # Errors
    /// The first such store by its name.
    pub fn without_seasons(&self, asked: &str) -> Result<(), StudyError> {
        let stores = &self.model.equipment.stores;
        let Some(i) = stores.all.iter().position(Store::is_seasonal) else {
            return Ok(());
        };
        let store = &self.model.equipment.units[stores.first + i].name;
        Err(StudyError::Order(format!(
            "{asked} takes days of a year apart from each other and cannot follow {store}, which nothing freezes again, from winter to \
             summer: `halltwin year` does, one design at a time; give it a machine (maker_capacity, maker_cop) where it is frozen day by day"
        )))
    }

    /// Name, path, fingerprint and overrides of the configuration.
    pub fn identity(&self) -> ConfigIdentity {
        let text = std::fs::read_to_string(&self.path).unwrap_or_default();
        let mut whole = text;
        for set in &self.sets {
            whole.push('\n');
            whole.push_str(set);
        }
        for citation in &self.config.citations {
            whole.push_str(&citation.record);
            whole.push_str(&citation.field);
            whole.push_str(&citation.value);
        }
        ConfigIdentity {
            name: self.model.name.clone(),
            path: self.path.display().to_string(),
            hash: format!("{:016x}", fnv1a(whole.as_bytes())),
            overrides: self.sets.clone(),
        }
    }

    /// Name of the configuration's file without its ending, for the folder of results.
    pub fn stem(&self) -> String {
        self.path
            .file_stem()
            .map_or_else(|| "hall".to_owned(), |s| s.to_string_lossy().into_owned())
    }
}

/// The model of a configuration. What is wrong with the climate does not hide what is wrong with the plant, nor the
/// other way round: all is found.
fn resolve(
    config: &Config,
    climate: Result<Climate, Diagnostics>,
    period: Period,
    found: &mut Diagnostics,
) -> Option<Model> {
    let climate = match climate {
        Ok(climate) => {
            found.extend(model::rules::apply(config, &climate));
            climate
        }
        Err(problems) => {
            found.extend(problems);
            // Any weather shows the other faults of the plant; its model is not used.
            climate::load("tokyo", Path::new("")).ok()?
        }
    };
    match model::build_for(config, climate, period) {
        Ok(mut model) => {
            let mut seen = std::mem::take(&mut model.warnings);
            config::silence(config, &mut seen);
            found.extend(seen);
            found.extend(super::barred::check(config, &model));
            Some(model)
        }
        Err(faults) => {
            found.extend(faults);
            None
        }
    }
}

/// The climate that a configuration names, at its elevation; a path is relative to the file it is written in.
pub(super) fn climate_of(config: &Config) -> Result<Climate, Diagnostics> {
    let moisture = match *config.site.moisture {
        MoistureColumn::DewPoint => Moisture::DewPoint,
        MoistureColumn::RelativeHumidity => Moisture::RelativeHumidity,
    };
    let climate = climate::load_with(&config.climate(), Path::new(""), moisture)
        .map_err(|error| of_climate(&error, &config.site.climate.at))?;
    Ok(match &config.site.elevation {
        Some(elevation) => climate.at_elevation(**elevation),
        None => climate,
    })
}

/// A climate that cannot be used as problems, each at its line of the weather file; it is named at `named`.
fn of_climate(error: &ClimateError, named: &Origin) -> Vec<Diagnostic> {
    let ClimateError::Broken { file, defects } = error else {
        return vec![Diagnostic::error("climate", error.to_string()).at(named, "cannot be used")];
    };
    const MOST: usize = 20;
    let bytes = std::fs::read(file).unwrap_or_default();
    let source = Source::new(file.clone(), String::from_utf8_lossy(&bytes));
    let problem = |d: &Defect| {
        let at = source.offset(d.line, d.column);
        Diagnostic::error("climate", d.reason.clone())
            .at(&Origin::new(&source, at..at), "")
            .at(named, "the weather file is named here")
            .help(d.fix.clone())
    };
    let mut all: Vec<Diagnostic> = defects.iter().take(MOST).map(problem).collect();
    if defects.len() > MOST {
        let end = Origin::new(&source, source.text.len()..source.text.len());
        let more = format!("and {} more problems of this file", defects.len() - MOST);
        all.push(Diagnostic::error("climate", more).at(&end, ""));
    }
    all
}

/// What is wrong with the weather and the traces that a configuration names which cannot be read itself.
fn in_other_files(path: &Path, sets: &[String]) -> Vec<Diagnostic> {
    let named = config::files_named(path, sets);
    let mut found = Vec::new();
    if let Some((climate, at)) = &named.climate
        && let Err(error) = climate::load(climate, Path::new(""))
        && !matches!(error, ClimateError::Unreadable { .. })
    {
        found.extend(of_climate(&error, at));
    }
    for (path, at) in named.traces.iter().filter(|(path, _)| path.is_file()) {
        found.extend(model::trace_problems(path, at));
    }
    found
}

/// FNV-1a, 64 bits: a fingerprint that tells configurations apart, not a seal.
pub(super) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
    })
}
