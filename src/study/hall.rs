//! A hall ready to be studied: configuration, model, identity.

use super::StudyError;
use crate::climate::{self, Climate, Moisture};
use crate::config::{self, Config, Diagnostic, Diagnostics, MoistureColumn};
use crate::model::{self, Model};
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
}

impl Hall {
    /// Reads and resolves the configuration at `path` with the overrides `sets`.
    ///
    /// # Errors
    /// All faults of the file, or of the climate.
    pub fn load(path: &Path, sets: &[String]) -> Result<Self, StudyError> {
        Self::load_in(path, sets, climate_of)
    }

    /// As [`Self::load`], in the climate that `climate` has for a configuration: a study of many designs reads
    /// it once.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_in(
        path: &Path,
        sets: &[String],
        climate: impl FnOnce(&Config) -> Result<Climate, Diagnostics>,
    ) -> Result<Self, StudyError> {
        let (config, mut warnings) = config::load(path, sets).map_err(StudyError::Config)?;
        let climate = climate(&config).map_err(StudyError::Config)?;
        warnings.extend(model::rules::apply(&config, &climate));
        warnings.sort();
        if warnings.has_errors() {
            return Err(StudyError::Config(warnings));
        }
        let model = model::build(&config, climate).map_err(StudyError::Config)?;
        Ok(Self {
            config,
            model,
            path: path.to_owned(),
            sets: sets.to_vec(),
            warnings,
        })
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

/// The climate that a configuration names, at its elevation; a path is relative to the file it is written in.
pub(super) fn climate_of(config: &Config) -> Result<Climate, Diagnostics> {
    let moisture = match *config.site.moisture {
        MoistureColumn::DewPoint => Moisture::DewPoint,
        MoistureColumn::RelativeHumidity => Moisture::RelativeHumidity,
    };
    let climate = climate::load_with(&config.climate(), Path::new(""), moisture);
    let climate = climate.map_err(|error| {
        Diagnostic::error("climate", error.to_string())
            .at(&config.site.climate.at, "cannot be used")
    })?;
    Ok(match &config.site.elevation {
        Some(elevation) => climate.at_elevation(**elevation),
        None => climate,
    })
}

/// FNV-1a, 64 bits: a fingerprint that tells configurations apart, not a seal.
pub(super) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
    })
}
