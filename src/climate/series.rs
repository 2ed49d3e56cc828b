//! A climate in columns, and the air outdoors at any time.
//!
//! # Equations
//! Dry bulb T, humidity ratio w, pressure p and wind are linear between hours; the rest follows:
//!
//! ```text
//! y(t) = y_i + (y_{i+1} − y_i)·s,   s = t/Δt − i                      y = T, w, p, wind   (1)
//! w(t) ≤ w_s(T(t), p(t))                                                                  (2)
//! t*, t_dp, φ, ρ = moist air at T(t), w(t), p(t)                                          (3)
//! ```
//!
//! (2) matters on foggy nights: saturation is convex in T, so a straight line between two saturated
//! hours lies above it. Wet bulb is computed, not interpolated, and so never passes the dry bulb.
//!
//! # Time
//! Value i stands at i·Δt after the first midnight, local standard time. After the last value the
//! first follows: a year repeats and so does a design day.

mod rows;

use super::calendar::{DAY_S, HOUR_S};
use crate::fluids::moist_air as air;
pub(super) use rows::{
    dew_points_of_humidity, dew_points_of_ratio, humidities_of_dew_point, wet_bulbs_of_ratio,
};

/// Where the weather was taken, or for which place it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Place and country.
    pub name: String,
    /// Latitude, north positive [°].
    pub latitude_deg: f64,
    /// Longitude, east positive [°].
    pub longitude_deg: f64,
    /// Height above the sea \[m\].
    pub elevation_m: f64,
    /// Local standard time minus UTC \[h\].
    pub utc_offset_h: f64,
    /// Where the figures come from.
    pub source: String,
    /// Whether the hours were made from statistics instead of measured.
    pub synthetic: bool,
}

/// Hourly weather; all columns have the same length, at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Climate {
    /// The place.
    pub site: Site,
    /// Δt of eq. (1) \[s\].
    pub step_s: f64,
    /// Dry-bulb temperature [°C].
    pub dry_bulb: Vec<f64>,
    /// Dew point, below 0.01 °C frost point [°C], not above the dry bulb.
    pub dew_point: Vec<f64>,
    /// Station pressure \[Pa\].
    pub pressure: Vec<f64>,
    /// Wind speed at 10 m [m/s].
    pub wind: Vec<f64>,
    /// Wet-bulb temperature [°C].
    pub wet_bulb: Vec<f64>,
    /// Humidity ratio [kg vapour per kg dry air].
    pub humidity_ratio: Vec<f64>,
    /// Relative humidity [0 to 1].
    pub relative_humidity: Vec<f64>,
    /// What is synthetic, assumed or unverified, one sentence each, for reports.
    pub notes: Vec<String>,
}

/// Outdoor air at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outdoor {
    /// Dry-bulb temperature [°C].
    pub dry_bulb: f64,
    /// Wet-bulb temperature [°C].
    pub wet_bulb: f64,
    /// Dew point, below 0.01 °C frost point [°C].
    pub dew_point: f64,
    /// Humidity ratio [kg vapour per kg dry air].
    pub humidity_ratio: f64,
    /// Relative humidity [0 to 1].
    pub relative_humidity: f64,
    /// Pressure \[Pa\].
    pub pressure: f64,
    /// Wind speed at 10 m [m/s].
    pub wind: f64,
    /// Density [kg/m³].
    pub density: f64,
}

/// Lowest and highest hourly values of a climate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremes {
    /// Dry bulb [°C].
    pub dry_bulb: [f64; 2],
    /// Wet bulb [°C].
    pub wet_bulb: [f64; 2],
    /// Dew point [°C].
    pub dew_point: [f64; 2],
    /// Wind speed [m/s].
    pub wind: [f64; 2],
}

/// The four columns that are given; the others of [`Climate`] follow from them.
pub(super) struct Columns {
    pub dry_bulb: Vec<f64>,
    pub dew_point: Vec<f64>,
    pub pressure: Vec<f64>,
    pub wind: Vec<f64>,
}

impl Climate {
    /// Hourly weather of `site` with its psychrometric columns; a dew point above the dry bulb is
    /// lowered to it.
    pub(super) fn hourly(site: Site, given: Columns, notes: Vec<String>) -> Self {
        let Columns {
            dry_bulb,
            mut dew_point,
            pressure,
            wind,
        } = given;
        let n = dry_bulb.len();
        let (mut wet_bulb, mut humidity_ratio) = (vec![0.0; n], vec![0.0; n]);
        let mut relative_humidity = vec![0.0; n];
        rows::moist(
            [&dry_bulb, &pressure],
            &mut dew_point,
            [&mut humidity_ratio, &mut wet_bulb, &mut relative_humidity],
        );
        Self {
            site,
            step_s: HOUR_S,
            dry_bulb,
            dew_point,
            pressure,
            wind,
            wet_bulb,
            humidity_ratio,
            relative_humidity,
            notes,
        }
    }

    /// The same dry bulb, dew point and wind at another height: pressure follows the standard atmosphere
    /// (ISO 2533), humidity ratio and density follow pressure. −500 to 9000 m.
    pub fn at_elevation(mut self, elevation_m: f64) -> Self {
        let from = air::pressure_at_elevation(self.site.elevation_m);
        let ratio = air::pressure_at_elevation(elevation_m.clamp(-500.0, 9_000.0)) / from;
        self.notes.push(format!(
            "pressure moved from {} m to {elevation_m} m above the sea",
            self.site.elevation_m
        ));
        self.site.elevation_m = elevation_m;
        let given = Columns {
            dry_bulb: self.dry_bulb,
            dew_point: self.dew_point,
            pressure: self.pressure.iter().map(|p| p * ratio).collect(),
            wind: self.wind,
        };
        Self::hourly(self.site, given, self.notes)
    }

    /// The same moisture, pressure and wind in air that is warmer by `dry` \[K\]; dew points that would lie above the dry bulb
    /// are lowered to it.
    pub fn warmer(self, dry: f64) -> Self {
        let given = Columns {
            dry_bulb: self.dry_bulb.iter().map(|t| t + dry).collect(),
            dew_point: self.dew_point,
            pressure: self.pressure,
            wind: self.wind,
        };
        Self::hourly(self.site, given, self.notes)
    }

    /// The day that value `k` lies in, from midnight to midnight, to be repeated; all of it where it is shorter.
    pub fn day_of(&self, k: usize) -> Self {
        let steps = ((DAY_S / self.step_s).round() as usize).clamp(1, self.hours());
        let first = (k / steps * steps).min(self.hours() - steps);
        let cut = |column: &[f64]| column[first..first + steps].to_vec();
        Self {
            site: self.site.clone(),
            step_s: self.step_s,
            dry_bulb: cut(&self.dry_bulb),
            dew_point: cut(&self.dew_point),
            pressure: cut(&self.pressure),
            wind: cut(&self.wind),
            wet_bulb: cut(&self.wet_bulb),
            humidity_ratio: cut(&self.humidity_ratio),
            relative_humidity: cut(&self.relative_humidity),
            notes: self.notes.clone(),
        }
    }

    /// Time after which the weather repeats \[s\]: a year, or the day of a design day.
    pub fn length_s(&self) -> f64 {
        self.hours() as f64 * self.step_s
    }

    /// Number of values in each column: 8760 or 8784 for a year, 24 for a design day.
    pub fn hours(&self) -> usize {
        self.dry_bulb.len()
    }

    /// Outdoor air `time_s` seconds after the first midnight, eqs. (1)–(3); any finite time, the
    /// columns repeat.
    pub fn at(&self, time_s: f64) -> Outdoor {
        let n = self.hours();
        let x = (time_s / self.step_s).rem_euclid(n as f64);
        let i = (x as usize).min(n - 1);
        let (j, s) = ((i + 1) % n, x - i as f64);
        if s == 0.0 {
            return self.value(i);
        }
        let line = |y: &[f64]| y[i] + (y[j] - y[i]) * s;
        Outdoor::new(
            line(&self.dry_bulb),
            line(&self.humidity_ratio),
            line(&self.pressure),
            line(&self.wind),
        )
    }

    /// Outdoor air where value `i` stands.
    fn value(&self, i: usize) -> Outdoor {
        let (dry_bulb, humidity_ratio) = (self.dry_bulb[i], self.humidity_ratio[i]);
        let pressure = self.pressure[i];
        Outdoor {
            dry_bulb,
            wet_bulb: self.wet_bulb[i],
            dew_point: self.dew_point[i],
            humidity_ratio,
            relative_humidity: self.relative_humidity[i],
            pressure,
            wind: self.wind[i],
            density: air::density(dry_bulb, humidity_ratio, pressure),
        }
    }

    /// Lowest and highest hourly values.
    pub fn extremes(&self) -> Extremes {
        let span = |y: &[f64]| {
            y.iter()
                .fold([f64::INFINITY, f64::NEG_INFINITY], |[lo, hi], &v| {
                    [lo.min(v), hi.max(v)]
                })
        };
        Extremes {
            dry_bulb: span(&self.dry_bulb),
            wet_bulb: span(&self.wet_bulb),
            dew_point: span(&self.dew_point),
            wind: span(&self.wind),
        }
    }
}

impl Outdoor {
    /// Air at `dry_bulb` [°C], `humidity_ratio` [kg/kg] (at most saturated, eq. (2)), `pressure`
    /// \[Pa\] and `wind` [m/s].
    pub fn new(dry_bulb: f64, humidity_ratio: f64, pressure: f64, wind: f64) -> Self {
        let [w, wet_bulb, relative_humidity] = rows::measures(dry_bulb, humidity_ratio, pressure);
        Self {
            dry_bulb,
            wet_bulb,
            dew_point: air::dew_point(w, pressure).min(dry_bulb),
            humidity_ratio: w,
            relative_humidity,
            pressure,
            wind,
            density: air::density(dry_bulb, w, pressure),
        }
    }
}

/// The value that a share `exceeding` (0 to 1) of `values` lies above: 0.004 of a year's dry bulb is
/// the 0.4 % design dry bulb of ASHRAE Fundamentals ch. 14, exceeded in 35 of 8760 hours.
///
/// Zero for an empty slice.
pub fn exceeded(values: &[f64], exceeding: f64) -> f64 {
    Highest::of(values, exceeding).exceeded(exceeding)
}

/// The highest of some values, as many as a share of them and one more, in falling order.
pub(super) struct Highest {
    falling: Vec<f64>,
    of: usize,
}

impl Highest {
    /// The highest `share` of `values` [0 to 1].
    pub fn of(values: &[f64], share: f64) -> Self {
        let (mut falling, of) = (values.to_vec(), values.len());
        let down = |a: &f64, b: &f64| b.total_cmp(a);
        if of > 0 {
            let last = rank(share, of);
            falling.select_nth_unstable_by(last, down);
            falling.truncate(last + 1);
            falling.sort_unstable_by(down);
        }
        Self { falling, of }
    }

    /// The value that a share `exceeding` of all values is above, of those that are here.
    pub fn exceeded(&self, exceeding: f64) -> f64 {
        let at = rank(exceeding, self.of).min(self.falling.len().saturating_sub(1));
        self.falling.get(at).copied().unwrap_or(0.0)
    }
}

/// How many of `of` values are above the one that a share `exceeding` of them exceeds.
fn rank(exceeding: f64, of: usize) -> usize {
    let rank = (exceeding.clamp(0.0, 1.0) * of as f64) as usize;
    rank.min(of.saturating_sub(1))
}

#[cfg(test)]
mod tests;
