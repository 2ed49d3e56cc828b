//! A year of hours from the normals and extremes of a place.
//!
//! # Equations
//! Hour h of the day, season σ between 0 in the coldest and 1 in the warmest month; a, b, c are rings
//! of red noise with variance one (temperature, moisture, cloud), f is the daily profile, x is the mixing, D_m follows
//! from the monthly relative humidity:
//!
//! ```text
//! T    = T_season + s(σ)·a + S,   S = R(σ)·(1 − 0.3·(0.6·b + 0.8·c))·(f̄ − f(h))            (1)
//! t_dp = T_season − D_m + s_dp(σ)·(ρ·a + √(1−ρ²)·b) − x·S                               (2)
//! ```
//!
//! (1) is then shaped to the monthly means and to the design dry bulbs, the wet bulb that follows
//! from (1) and (2) to the design wet bulbs and the coincident ones, see [`shaping`]. The moisture
//! of an hour is finally that of its dry and wet bulb, at most 99 % of saturation.
//!
//! # Validity
//! Means, tails, daily course and day-to-day persistence are those of the place; single days and
//! sequences longer than a week are not. Same bits on every machine.
//!
//! # References
//! - ASHRAE, *Handbook: Fundamentals* (2017), ch. 14, table 6: fraction of the daily range.

use super::calendar::YEAR_H;
use super::normals::Normals;
use super::series::{
    Climate, Columns, Site, dew_points_of_ratio, humidities_of_dew_point, wet_bulbs_of_ratio,
};
use super::shaping::{
    bend_lower_tail, bend_tail, monthly_means, move_coincident, move_means, seasonal,
};
use crate::fluids::moist_air as air;
use crate::kernels::random::Random;

/// f of eq. (1) at 0, 1, … 23 o'clock: how far below the daily maximum, in daily ranges.
pub(super) const DAILY_RANGE: [f64; 24] = [
    0.82, 0.88, 0.92, 0.95, 0.98, 1.00, 0.98, 0.91, 0.74, 0.55, 0.38, 0.23, 0.13, 0.05, 0.00, 0.00,
    0.06, 0.14, 0.24, 0.39, 0.50, 0.59, 0.68, 0.75,
];
/// Mean of [`DAILY_RANGE`].
const MEAN_RANGE: f64 = 12.87 / 24.0;
/// Correlation of one day with the next.
const MEMORY: f64 = 0.7;
/// Most relative humidity of a synthetic hour.
const WETTEST: f64 = 0.99;
/// Least relative humidity of a synthetic hour.
const DRIEST: f64 = 0.03;
/// Most rounds of shaping.
const ROUNDS: usize = 30;
/// Shaping has settled when its largest correction is below this [K].
const SETTLED: f64 = 2e-3;
/// Rounds of fitting the dew point to the monthly relative humidity.
const HUMIDITY_ROUNDS: usize = 6;

/// The synthetic year of a place.
pub(super) fn year(normals: &Normals) -> Climate {
    let mut weather = Weather::new(normals);
    let dry_bulb = weather.dry_bulb();
    let pressure = weather.pressure();
    let dew_point = weather.dew_point(&dry_bulb, &pressure);
    let dew_point = weather.shape_moisture(&dry_bulb, dew_point, &pressure);
    let wind = weather.wind();
    let site = site(normals);
    let mut notes = vec![format!(
        "{} is synthetic: hours made from statistics, none of them measured",
        normals.name
    )];
    notes.extend(normals.sources.iter().map(|&source| source.to_owned()));
    Climate::hourly(
        site,
        Columns {
            dry_bulb,
            dew_point,
            pressure,
            wind,
        },
        notes,
    )
}

/// The place of `normals`.
pub(super) fn site(normals: &Normals) -> Site {
    let [latitude_deg, longitude_deg, elevation_m, utc_offset_h] = normals.place;
    Site {
        name: normals.name.to_owned(),
        latitude_deg,
        longitude_deg,
        elevation_m,
        utc_offset_h,
        source: normals.sources.join("; "),
        synthetic: true,
    }
}

/// The noise of one year at one place.
struct Weather<'a> {
    normals: &'a Normals,
    random: Random,
    /// σ of each hour.
    season: Vec<f64>,
    /// T_season of each hour [°C].
    mean: Vec<f64>,
    temperature: Vec<f64>,
    moisture: Vec<f64>,
    cloud: Vec<f64>,
}

impl<'a> Weather<'a> {
    fn new(normals: &'a Normals) -> Self {
        let mut random = Random::named(normals.key);
        let [coldest, warmest] = normals
            .dry_bulb
            .iter()
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[lo, hi], &t| {
                [lo.min(t), hi.max(t)]
            });
        Self {
            normals,
            season: seasonal(
                &normals
                    .dry_bulb
                    .map(|t| (t - coldest) / (warmest - coldest).max(1e-9)),
            )
            .collect(),
            mean: seasonal(&normals.dry_bulb).collect(),
            temperature: random.ring(YEAR_H / 24, MEMORY),
            moisture: random.ring(YEAR_H / 24, MEMORY),
            cloud: random.ring(YEAR_H / 24, MEMORY),
            random,
        }
    }

    /// A figure given for the coldest and the warmest month, at `hour`.
    fn at(&self, [coldest, warmest]: [f64; 2], hour: usize) -> f64 {
        coldest + (warmest - coldest) * self.season[hour]
    }

    /// The daily swing of eq. (1) [K].
    fn swing(&self, hour: usize) -> f64 {
        let moist = smooth(&self.moisture, hour);
        let cloud = 0.6 * moist + 0.8 * smooth(&self.cloud, hour);
        let clear = (1.0 - 0.3 * cloud).max(0.1);
        self.at(self.normals.range, hour) * clear * (MEAN_RANGE - DAILY_RANGE[hour % 24])
    }

    /// Eq. (1), shaped.
    fn dry_bulb(&mut self) -> Vec<f64> {
        let n = self.normals;
        let flicker = self.random.ring(YEAR_H, 0.8);
        let mut dry: Vec<f64> = (0..YEAR_H)
            .map(|hour| {
                self.mean[hour]
                    + self.at(n.spread, hour) * smooth(&self.temperature, hour)
                    + self.swing(hour)
                    + 0.3 * flicker[hour]
            })
            .collect();
        settle(|| {
            let means = move_means(&mut dry, &n.dry_bulb);
            let tails = [
                bend_tail(&mut dry, n.dry_tail),
                bend_lower_tail(&mut dry, n.cold_tail),
            ];
            means.max(tails[0]).max(tails[1])
        });
        dry
    }

    /// Eq. (2), with D_m fitted to the monthly relative humidity.
    fn dew_point(&self, dry: &[f64], pressure: &[f64]) -> Vec<f64> {
        let n = self.normals;
        let mut dew: Vec<f64> = (0..YEAR_H)
            .map(|hour| {
                let r = self.at(n.correlation, hour);
                let moist = r * smooth(&self.temperature, hour)
                    + (1.0 - r * r).sqrt() * smooth(&self.moisture, hour);
                self.mean[hour] + self.at(n.moisture_spread, hour) * moist
                    - n.mixing * self.swing(hour)
            })
            .collect();
        let mut humidity = vec![0.0; YEAR_H];
        for _ in 0..HUMIDITY_ROUNDS {
            humidity.copy_from_slice(&dew);
            humidities_of_dew_point(dry, pressure, &mut humidity);
            humidity
                .iter_mut()
                .for_each(|rh| *rh = 100.0 * rh.min(WETTEST));
            let means = monthly_means(&humidity);
            // 1 K of dew point changes relative humidity by about a sixteenth of itself.
            let shift = std::array::from_fn(|m| 16.0 * (n.humidity[m] / means[m] - 1.0));
            let moved = dew.iter_mut().zip(seasonal(&shift));
            moved.for_each(|(dew, shift)| *dew += shift);
        }
        dew
    }

    /// Bends the wet bulb to its design values and returns the dew point that belongs to it.
    fn shape_moisture(&self, dry: &[f64], dew: Vec<f64>, pressure: &[f64]) -> Vec<f64> {
        let n = self.normals;
        let at = |share: f64, i: usize| air::humidity_ratio(dry[i], share, pressure[i]);
        let most: Vec<f64> = (0..YEAR_H).map(|i| at(WETTEST, i)).collect();
        let least: Vec<f64> = (0..YEAR_H).map(|i| at(DRIEST, i)).collect();
        let bounded = |w: &dyn Fn(usize) -> f64| -> Vec<f64> {
            (0..YEAR_H).map(|i| w(i).clamp(least[i], most[i])).collect()
        };
        let mut highest = most.clone();
        let held = |i: usize| air::humidity_ratio_from_dew_point(dew[i], pressure[i]);
        let mut wet = bounded(&held);
        for row in [&mut highest, &mut wet] {
            wet_bulbs_of_ratio(dry, pressure, row);
        }
        settle(|| {
            let means = move_coincident(&mut wet, dry, n.coincident);
            let tail = bend_tail(&mut wet, n.wet_tail);
            for (wet, highest) in wet.iter_mut().zip(&highest) {
                *wet = wet.min(*highest);
            }
            means.max(tail)
        });
        let wetted = |i: usize| air::humidity_ratio_from_wet_bulb(dry[i], wet[i], pressure[i]);
        let mut found = bounded(&wetted);
        dew_points_of_ratio(dry, pressure, &mut found);
        found
    }

    /// Standard pressure at the height of the place, with weather of 0.6 kPa, less in the tropics.
    fn pressure(&mut self) -> Vec<f64> {
        let days = self.random.ring(YEAR_H / 24, MEMORY);
        let [latitude, _, elevation, _] = self.normals.place;
        let standard = air::pressure_at_elevation(elevation);
        let spread = 600.0 * (latitude.abs() / 30.0).min(1.0);
        (0..YEAR_H)
            .map(|hour| standard + spread * smooth(&days, hour))
            .collect()
    }

    /// Gusty and never negative: mean·x²/1.1225 with x = 1 + 0.35·noise, stronger in the afternoon.
    fn wind(&mut self) -> Vec<f64> {
        let noise = self.random.ring(YEAR_H, 0.9);
        let blow = |hour: usize| {
            let x = 1.0 + 0.35 * noise[hour];
            let daily = 1.0 + 0.3 * (MEAN_RANGE - DAILY_RANGE[hour % 24]);
            self.at(self.normals.wind, hour) * daily * x * x / 1.1225
        };
        (0..YEAR_H).map(blow).collect()
    }
}

/// Repeats a round of shaping, which returns its largest correction, until that is small.
fn settle(mut round: impl FnMut() -> f64) {
    for _ in 0..ROUNDS {
        if round() < SETTLED {
            break;
        }
    }
}

/// A ring of daily values at `hour`, linear from noon to noon.
fn smooth(days: &[f64], hour: usize) -> f64 {
    let n = days.len();
    let x = hour + 24 * n - 12;
    let (day, s) = (x / 24, (x % 24) as f64 / 24.0);
    let [from, to] = [days[day % n], days[(day + 1) % n]];
    from + (to - from) * s
}

#[cfg(test)]
mod tests;
