//! Weather of a study: the years that its designs stand in, and its design days; each is read once.

use crate::climate::{self, Climate, Outdoor, exceeded};
use crate::config::study::StudyFile;
use crate::config::{At, Config, Diagnostic, Diagnostics};
use crate::study::hall::climate_of;
use crate::study::surface::Weather;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A climate and its hours.
pub(super) struct Place {
    pub climate: Climate,
    pub weather: Weather,
    /// The hours that a design has to stand there.
    pub design: Vec<DesignHour>,
}

/// An hour that a design has to stand.
#[derive(Clone, Debug)]
pub(super) struct DesignHour {
    /// Where it comes from.
    pub name: String,
    /// Its air.
    pub outdoor: Outdoor,
    /// Seconds after the year's beginning.
    pub time_s: f64,
    /// The day that it belongs to, to be repeated: what a hall with stores has to stand.
    pub day: Climate,
}

/// Weather of a study.
#[derive(Default)]
pub(super) struct Surroundings {
    years: Mutex<BTreeMap<String, Arc<Place>>>,
    days: Option<Vec<DesignHour>>,
    warmer: f64,
}

/// Built-in design days that a plant is sized by.
const DAYS: [&str; 2] = ["design-summer", "design-humid"];
/// A year of weather \[s\].
const YEAR: f64 = 8_760.0 * 3_600.0;
/// Share of the hours beyond the design hours of a weather file (ASHRAE Fundamentals, ch. 14).
const SHARE: f64 = 0.004;

impl Surroundings {
    /// The design days that a study names, and the year of the hall as configured.
    pub fn of(study: &StudyFile, base: &Config) -> Result<Self, Diagnostics> {
        let all = Self {
            warmer: *study.constraint.warmer,
            ..Self::default()
        };
        let Some(names) = &study.constraint.design_days else {
            all.place(base)?;
            return Ok(all);
        };
        let mut problems = Diagnostics::default();
        let mut hours = Vec::new();
        for name in names {
            match day(name, base) {
                Ok(climate) => hours.extend(hottest(name, &climate, *study.constraint.warmer)),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.has_errors() {
            return Err(problems);
        }
        let all = Self {
            days: Some(hours),
            ..all
        };
        all.place(base)?;
        Ok(all)
    }

    /// Climate and weather of a configuration.
    pub fn place(&self, config: &Config) -> Result<Arc<Place>, Diagnostics> {
        let key = format!(
            "{}|{:?}|{:?}|{}",
            config.climate(),
            *config.site.moisture,
            config.site.elevation.as_ref().map(|e| e.value.to_bits()),
            config.run.year_step.value.to_bits()
        );
        let mut years = match self.years.lock() {
            Ok(years) => years,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(place) = years.get(&key) {
            return Ok(Arc::clone(place));
        }
        let climate = climate_of(config)?;
        if climate.length_s() < YEAR {
            return Err(no_year(config, &climate));
        }
        let place = Arc::new(Place {
            weather: Weather::of(&climate, *config.run.year_step),
            design: self.design_hours(config, &climate),
            climate,
        });
        years.insert(key, Arc::clone(&place));
        Ok(place)
    }

    /// The hours that a design has to stand.
    fn design_hours(&self, config: &Config, climate: &Climate) -> Vec<DesignHour> {
        if let Some(days) = &self.days {
            return days.clone();
        }
        let name = config.climate();
        let built_in: Vec<DesignHour> = DAYS
            .iter()
            .filter_map(|kind| {
                let day = format!("{name}-{kind}");
                let day_climate = climate::load(&day, Path::new("")).ok()?;
                let day_climate = match &config.site.elevation {
                    Some(elevation) => day_climate.at_elevation(**elevation),
                    None => day_climate,
                };
                Some(hottest(&day, &day_climate, self.warmer))
            })
            .flatten()
            .collect();
        if built_in.is_empty() {
            rarely_exceeded(climate, self.warmer)
        } else {
            built_in
        }
    }
}

/// Why a climate that repeats within a year makes no study: its designs would be compared by a ratio that is no PUE.
fn no_year(config: &Config, climate: &Climate) -> Diagnostics {
    let hours = climate.length_s() / 3_600.0;
    let text =
        format!("the weather repeats after {hours:.0} h, and designs are compared by their year");
    let problem = Diagnostic::error("climate", text);
    let help = "name the climate of a year; days that designs have to stand are `design_days` of the study's [constraint]";
    let mut problems = Diagnostics::default();
    problems.push(
        problem
            .at(&config.site.climate.at, "a day is no year")
            .help(help),
    );
    problems
}

/// A climate that a study names.
fn day(name: &At<String>, base: &Config) -> Result<Climate, Diagnostic> {
    let file = name.contains(['/', '\\', '.']);
    let path = if file {
        crate::config::path_in(name).display().to_string()
    } else {
        name.value.clone()
    };
    let climate = climate::load(&path, Path::new("")).map_err(|error| {
        Diagnostic::error("climate", error.to_string()).at(&name.at, "cannot be used")
    })?;
    Ok(match &base.site.elevation {
        Some(elevation) => climate.at_elevation(**elevation),
        None => climate,
    })
}

fn hour(name: String, climate: &Climate, k: usize, warmer: f64) -> DesignHour {
    let time_s = k as f64 * climate.step_s;
    let o = climate.at(time_s);
    DesignHour {
        name,
        outdoor: Outdoor::new(o.dry_bulb + warmer, o.humidity_ratio, o.pressure, o.wind),
        time_s,
        day: climate.day_of(k).warmer(warmer),
    }
}

/// The hours of the highest dry bulb and of the highest wet bulb, once where they are one.
fn hottest(name: &str, climate: &Climate, warmer: f64) -> Vec<DesignHour> {
    let last = |column: &[f64]| {
        let best =
            (0..column.len()).max_by(|a, b| column[*a].total_cmp(&column[*b]).then(b.cmp(a)));
        best.unwrap_or(0)
    };
    let (dry, wet) = (last(&climate.dry_bulb), last(&climate.wet_bulb));
    let mut all = vec![hour(name.to_owned(), climate, dry, warmer)];
    if wet != dry {
        all.push(hour(format!("{name} (wet bulb)"), climate, wet, warmer));
    }
    all
}

/// The hours nearest to the dry and wet bulb that 0.4 % of a year exceed.
fn rarely_exceeded(climate: &Climate, warmer: f64) -> Vec<DesignHour> {
    let nearest = |column: &[f64]| {
        let wanted = exceeded(column, SHARE);
        let off = |k: &usize| (column[*k] - wanted).abs();
        let best = (0..column.len()).min_by(|a, b| off(a).total_cmp(&off(b)).then(a.cmp(b)));
        best.unwrap_or(0)
    };
    vec![
        hour(
            "0.4 % dry bulb of the year".to_owned(),
            climate,
            nearest(&climate.dry_bulb),
            warmer,
        ),
        hour(
            "0.4 % wet bulb of the year".to_owned(),
            climate,
            nearest(&climate.wet_bulb),
            warmer,
        ),
    ]
}
