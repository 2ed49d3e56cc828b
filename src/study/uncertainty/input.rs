//! Inputs that are not known exactly, and the overrides that move a hall to a place in their bands.

use crate::config::study::{Setting, StudyFile};
use crate::config::{self, Diagnostics};
use crate::units::number;
use std::path::Path;

/// What an input moves.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Moves {
    /// Dry bulb of the year \[K\].
    Weather([f64; 2]),
    /// Power of all racks and loads, as a factor.
    Load([f64; 2]),
    /// Fields times a factor.
    Factor(Vec<(String, Setting)>, [f64; 2]),
    /// Temperatures plus a difference \[K\].
    Shift(Vec<(String, Setting)>, [f64; 2]),
}

/// An input with its band.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Name of the band.
    pub name: String,
    /// Where the band comes from.
    pub from: String,
    /// Its ends, as people read them.
    pub ends: [String; 2],
    pub(super) moves: Moves,
}

/// A band that is taken when a study gives none: name, fields, ends, whether they are a factor, reason.
struct Preset {
    name: &'static str,
    on: &'static [&'static str],
    ends: [f64; 2],
    factor: bool,
    from: &'static str,
}

/// Bands of a study that gives none.
const PRESETS: [Preset; 8] = [
    Preset {
        name: "load",
        on: &["load"],
        ends: [0.95, 1.05],
        factor: true,
        from: "assumed: mean power of racks known to 5 %",
    },
    Preset {
        name: "weather year",
        on: &["weather"],
        ends: [-0.8, 0.8],
        factor: false,
        from: "assumed: annual means of dry bulb scatter by about 0.5 K from year to year",
    },
    Preset {
        name: "coil conductance",
        on: &["dry_cooler.*.rated_air_in"],
        ends: [-0.6, 0.6],
        factor: false,
        from: "assumed: a tenth of the rated approach of 6 K",
    },
    Preset {
        name: "tower approach",
        on: &["tower.*.rated_approach"],
        ends: [0.9, 1.15],
        factor: true,
        from: "assumed: fill ages, and is tested to about 5 %",
    },
    Preset {
        name: "CDU fouling",
        on: &["cdu.*.rated_primary_inlet"],
        ends: [-0.8, 0.2],
        factor: false,
        from: "assumed: approach up to 0.8 K larger with fouled plates",
    },
    Preset {
        name: "fan power",
        on: &[
            "dry_cooler.*.fan_power",
            "tower.*.fan_power",
            "fan_wall.*.fan_power",
        ],
        ends: [0.95, 1.1],
        factor: true,
        from: "assumed: curve error of fans and drives",
    },
    Preset {
        name: "CDU pump efficiency",
        on: &["cdu.*.pump_efficiency"],
        ends: [0.93, 1.03],
        factor: true,
        from: "assumed: curve error of pumps and drives",
    },
    Preset {
        name: "chiller capacity",
        on: &["chiller.*.rated_capacity"],
        ends: [0.95, 1.03],
        factor: true,
        from: "assumed: tolerance of tested capacity about 5 %",
    },
];

/// The inputs of a study at the hall that `sets` make of `hall`; presets where it gives none. Bands whose fields
/// the hall does not have are left out.
///
/// # Errors
/// A file that cannot be read.
pub fn inputs(
    study: Option<&StudyFile>,
    hall: &Path,
    sets: &[String],
) -> Result<Vec<Input>, Diagnostics> {
    let mut all = Vec::new();
    let given = study.map(|s| &s.band).filter(|b| !b.is_empty());
    match given {
        Some(bands) => {
            for band in bands {
                let on: Vec<&str> = band.on.iter().map(|o| o.as_str()).collect();
                let (ends, factor) = match (&band.factor, &band.shift) {
                    (Some(factor), _) => (factor.value, true),
                    (None, Some(shift)) => (shift.value, false),
                    (None, None) => continue,
                };
                all.extend(input(
                    &band.name, &on, ends, factor, &band.from, hall, sets,
                )?);
            }
        }
        None => {
            for p in &PRESETS {
                all.extend(input(p.name, p.on, p.ends, p.factor, p.from, hall, sets)?);
            }
        }
    }
    // A study with more is refused before it runs.
    all.truncate(super::sample::MOST);
    Ok(all)
}

fn input(
    name: &str,
    on: &[&str],
    ends: [f64; 2],
    factor: bool,
    from: &str,
    hall: &Path,
    sets: &[String],
) -> Result<Option<Input>, Diagnostics> {
    let shown = |x: f64| match factor {
        true => format!("× {}", number(x, 4)),
        false => format!("{}{} K", if x > 0.0 { "+" } else { "" }, number(x, 4)),
    };
    let moves = match (on, factor) {
        (["weather"], false) => Moves::Weather(ends),
        (["load"], true) => Moves::Load(ends),
        _ => {
            let mut fields = Vec::new();
            for pattern in on {
                fields.extend(config::written(hall, sets, pattern)?);
            }
            fields.retain(|(_, value)| value.number_and_unit().is_some());
            if fields.is_empty() {
                return Ok(None);
            }
            match factor {
                true => Moves::Factor(fields, ends),
                false => Moves::Shift(fields, ends),
            }
        }
    };
    Ok(Some(Input {
        name: name.to_owned(),
        from: from.to_owned(),
        ends: ends.map(shown),
        moves,
    }))
}

impl Input {
    /// Overrides at the place `u` (0 to 1) of the band.
    pub(super) fn sets(&self, u: f64) -> Vec<String> {
        let at = |[a, b]: [f64; 2]| a + (b - a) * u;
        let write = |fields: &[(String, Setting)], new: &dyn Fn(f64, &str) -> f64| -> Vec<String> {
            let each = fields.iter().filter_map(|(field, value)| {
                let (number, unit) = value.number_and_unit()?;
                let moved = value.like(new(number, unit))?;
                Some(format!("{field}={}", moved.text))
            });
            each.collect()
        };
        match &self.moves {
            Moves::Weather(_) | Moves::Load(_) => Vec::new(),
            Moves::Factor(fields, ends) => write(fields, &|x, _| x * at(*ends)),
            Moves::Shift(fields, ends) => write(fields, &|x, unit| match unit {
                "degF" | "°F" | "R" => x + 1.8 * at(*ends),
                "mK" => x + 1e3 * at(*ends),
                _ => x + at(*ends),
            }),
        }
    }

    /// Place of the centre: where nothing is moved, if that lies in the band.
    pub(super) fn centre(&self) -> f64 {
        let (ends, nothing) = match &self.moves {
            Moves::Weather(ends) | Moves::Shift(_, ends) => (ends, 0.0),
            Moves::Load(ends) | Moves::Factor(_, ends) => (ends, 1.0),
        };
        ((nothing - ends[0]) / (ends[1] - ends[0])).clamp(0.0, 1.0)
    }
}
