//! The hours of a year as points: outdoor air, level of each workload, pads on or off.

use crate::climate::{Climate, Outdoor};
use crate::model::Model;

/// Outdoor air of every step of a year; shared by all designs of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Weather {
    /// Air at the beginning of each step.
    pub outdoor: Vec<Outdoor>,
    /// Length of a step \[s\].
    pub step_s: f64,
}

impl Weather {
    /// Air of `climate` over a year of steps of `step_s` \[s\].
    pub fn of(climate: &Climate, step_s: f64) -> Self {
        let steps = (YEAR_S / step_s).round().max(1.0) as usize;
        let outdoor = (0..steps).map(|k| climate.at(k as f64 * step_s)).collect();
        Self { outdoor, step_s }
    }
}

/// A year \[s\].
const YEAR_S: f64 = 8_760.0 * 3_600.0;
/// A week, with which a year starts anew \[s\].
const WEEK_S: f64 = 168.0 * 3_600.0;

/// What a unit of each axis is: answers vary about as much over 1 K as over 2 kPa and a fiftieth of the load.
const PER_PASCAL: f64 = 5e-4;
const PER_LEVEL: f64 = 50.0;
/// Extent below which an axis is none.
const LEAST_EXTENT: f64 = 1e-6;

/// Hours as points.
pub(super) struct Points {
    /// Coordinates, `axes` a point.
    x: Vec<f64>,
    axes: usize,
    /// Pads on or off, one bit a dry cooler.
    pub mode: Vec<u64>,
    /// Levels, `profiles` an hour.
    level: Vec<f64>,
    /// Standard deviations of the levels within the hour, `profiles` an hour.
    swing: Vec<f64>,
    profiles: usize,
}

impl Points {
    /// The hours of `weather` as `model` sees them.
    pub fn of(model: &Model, weather: &Weather) -> Self {
        let n = weather.outdoor.len();
        let profiles = model.profiles.len();
        let mut level = Vec::with_capacity(n * profiles);
        let mut swing = Vec::with_capacity(n * profiles);
        for k in 0..n {
            let (t, dt) = (k as f64 * weather.step_s, weather.step_s);
            level.extend(model.profiles.iter().map(|p| p.mean(t, dt)));
            swing.extend(model.profiles.iter().map(|p| p.deviation(t, dt)));
        }
        let mut columns: Vec<Vec<f64>> = vec![
            weather.outdoor.iter().map(|o| o.dry_bulb).collect(),
            weather.outdoor.iter().map(|o| o.wet_bulb).collect(),
            weather
                .outdoor
                .iter()
                .map(|o| o.pressure * PER_PASCAL)
                .collect(),
        ];
        for p in 0..profiles {
            let of = |column: &[f64]| -> Vec<f64> {
                column.iter().skip(p).step_by(profiles).copied().collect()
            };
            let (level, swing) = (of(&level), of(&swing));
            let peak = level.iter().copied().fold(1e-300, f64::max);
            for column in [level, swing] {
                columns.push(column.iter().map(|l| l / peak * PER_LEVEL).collect());
            }
        }
        columns.retain(|column| {
            let lo = column.iter().copied().fold(f64::INFINITY, f64::min);
            let hi = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            hi - lo > LEAST_EXTENT
        });
        let axes = columns.len();
        let x = (0..n)
            .flat_map(|k| columns.iter().map(move |c| c[k]))
            .collect();
        Self {
            x,
            axes,
            mode: modes(model, weather),
            level,
            swing,
            profiles,
        }
    }

    /// Number of axes that vary.
    pub fn axes(&self) -> usize {
        self.axes
    }

    /// Coordinates of an hour.
    pub fn at(&self, hour: usize) -> &[f64] {
        &self.x[hour * self.axes..(hour + 1) * self.axes]
    }

    /// Levels of an hour.
    pub fn level(&self, hour: usize) -> &[f64] {
        &self.level[hour * self.profiles..(hour + 1) * self.profiles]
    }

    /// Standard deviations of the levels within an hour.
    pub fn swing(&self, hour: usize) -> &[f64] {
        &self.swing[hour * self.profiles..(hour + 1) * self.profiles]
    }
}

/// Bits of a mode that tell of pads; the one after them tells of quiet hours.
pub(super) const PADS: usize = 63;

/// Which pads run in every hour, with their hysteresis, and whether some fans are slower for the neighbours; each week starts with dry pads, as `halltwin year` does.
fn modes(model: &Model, weather: &Weather) -> Vec<u64> {
    let groups = &model.equipment.dry_coolers.groups;
    let towers = &model.equipment.towers.groups;
    let quiet = groups.iter().filter_map(|g| g.quiet);
    let quiet = quiet.chain(towers.iter().filter_map(|g| g.quiet));
    let mut on = vec![false; groups.len()];
    let week = (WEEK_S / weather.step_s).round().max(1.0) as usize;
    let each = |(k, outdoor): (usize, &Outdoor)| {
        if k % week == 0 {
            on.fill(false);
        }
        let mut bits = 0;
        for (i, (group, on)) in groups.iter().zip(&mut on).enumerate() {
            *on = group.pads_on(outdoor.dry_bulb + group.recirculation, *on);
            bits |= u64::from(*on) << (i % PADS);
        }
        let clock = k as f64 * weather.step_s;
        let quiet = quiet.clone().any(|q| q.hours.holds(clock));
        bits |= u64::from(quiet) << PADS;
        bits
    };
    weather.outdoor.iter().enumerate().map(each).collect()
}
