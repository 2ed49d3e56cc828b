//! Workload profiles: what the racks are asked for, integrated exactly over a step.
//!
//! # Equations
//! A profile is a level p(t); a step sees its mean, from the running integral E(t) = ∫₀ᵗ p dt:
//!
//! ```text
//! p̄(t, Δt) = (E(t + Δt) − E(t))/Δt                                                          (1)
//! trace:      p linear between samples, E by the trapezoid rule, which is then exact          (2)
//! training:   p = level·(1 ± swing/2) on the halves of a period, idle while a checkpoint is written (3)
//! inference:  p = level·(night + (1 − night)·(1 + cos(2π(t − peak)/24 h))/2)                  (4)
//! monthly:    p = the level of the month, in a year of 365 days                               (5)
//! daily:      p = the level of the hour of the day, every day the same                       (6)
//! ```
//!
//! What several batch jobs draw together has no formula: [`jobs`] makes a trace of it.
//!
//! Energy is therefore the same at any step length: the sum of (1) telescopes.
//!
//! # Units
//! Level 0 to 1, or W for a trace of power; time in s after the run's first midnight.

mod blocks;
pub mod jobs;
mod trace;

pub use blocks::Blocks;
pub use trace::{Trace, TraceError};

use crate::kernels::math::sin_turns;
use std::f64::consts::PI;

/// One day [s].
const DAY: f64 = 86_400.0;
/// One hour [s].
const HOUR: f64 = 3_600.0;

/// A level over time.
#[derive(Clone, Debug, PartialEq)]
pub enum Profile {
    /// The same at all times.
    Constant(f64),
    /// Synchronous swings with checkpoints, eq. (3).
    Training(Training),
    /// A day's swing, eq. (4).
    Inference(Inference),
    /// A level each month, eq. (5).
    Monthly(Monthly),
    /// A level each hour of the day, eq. (6).
    Daily([f64; 24]),
    /// Samples, eq. (2).
    Trace(Trace),
    /// Means of the steps of a year.
    Blocks(Blocks),
}

/// E(t) of eq. (6).
fn daily(level: &[f64; 24], t: f64) -> f64 {
    let days = (t / DAY).floor();
    let within = t - days * DAY;
    let upto = |t: f64| -> f64 {
        let part = |(k, level): (usize, &f64)| level * (t - HOUR * k as f64).clamp(0.0, HOUR);
        level.iter().enumerate().map(part).sum()
    };
    days * upto(DAY) + upto(within)
}

/// First day of each month, from 0, in a year of 365 days, and its end.
const MONTHS: [f64; 13] = [
    0.0, 31.0, 59.0, 90.0, 120.0, 151.0, 181.0, 212.0, 243.0, 273.0, 304.0, 334.0, 365.0,
];

/// One level a month, January first, the same every year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Monthly {
    /// Levels, 0 or more.
    pub level: [f64; 12],
}

impl Monthly {
    /// E(t) of eq. (5).
    fn integral(&self, t: f64) -> f64 {
        let year = MONTHS[12] * DAY;
        let whole = (t / year).floor();
        let within = t - whole * year;
        let upto = |t: f64| -> f64 {
            let part = |(k, level): (usize, &f64)| {
                level * (t - MONTHS[k] * DAY).clamp(0.0, (MONTHS[k + 1] - MONTHS[k]) * DAY)
            };
            self.level.iter().enumerate().map(part).sum()
        };
        whole * upto(year) + upto(within)
    }

    /// Mean between `t` and `t + dt` [s]; exact, not a difference of large numbers, inside a month.
    fn mean(&self, t: f64, dt: f64) -> f64 {
        let month = |t: f64| {
            let day = (t / DAY).rem_euclid(MONTHS[12]);
            MONTHS[1..12].partition_point(|first| *first <= day)
        };
        let (first, last) = (month(t), month(t + dt * (1.0 - 1e-9)));
        if first == last && dt < 28.0 * DAY {
            return self.level[first];
        }
        (self.integral(t + dt) - self.integral(t)) / dt
    }
}

/// Synchronous training: the whole job computes, then exchanges gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// Mean level while training.
    pub level: f64,
    /// Difference between the two halves of a period over the level [0 to 2].
    pub swing: f64,
    /// Period of a training step \[s\].
    pub period: f64,
    /// Level while a checkpoint is written.
    pub idle: f64,
    /// Time from one checkpoint to the next \[s\].
    pub checkpoint_every: f64,
    /// Time a checkpoint takes \[s\].
    pub checkpoint_length: f64,
}

/// Requests of people: a trough at night.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inference {
    /// Level at the peak.
    pub level: f64,
    /// Level of the trough over that of the peak [0 to 1].
    pub night: f64,
    /// Time of day of the peak \[s\].
    pub peak: f64,
}

impl Training {
    /// E(t) of eq. (3).
    fn integral(&self, t: f64) -> f64 {
        let every = self.checkpoint_every.max(self.checkpoint_length);
        let cycle = (t / every).floor();
        let within = t - cycle * every;
        let computing = every - self.checkpoint_length;
        let full = cycle * (self.computed(computing) + self.idle * self.checkpoint_length);
        let idle = (within - computing).max(0.0);
        full + self.computed(within.min(computing)) + self.idle * idle
    }

    /// ∫₀ᵗ p² dt of eq. (3).
    fn square(&self, t: f64) -> f64 {
        let every = self.checkpoint_every.max(self.checkpoint_length);
        let cycle = (t / every).floor();
        let within = t - cycle * every;
        let computing = every - self.checkpoint_length;
        let least = self.idle * self.idle;
        let full = cycle * (self.computed_square(computing) + least * self.checkpoint_length);
        let idle = (within - computing).max(0.0);
        full + self.computed_square(within.min(computing)) + least * idle
    }

    /// ∫ of the square of the swings over the first `t` [s] of computing.
    fn computed_square(&self, t: f64) -> f64 {
        let within = t - (t / self.period).floor() * self.period;
        let half = 0.5 * self.period;
        let swung = self.swing * (half - (within - half).abs());
        self.level * self.level * (t * (1.0 + 0.25 * self.swing * self.swing) + swung)
    }

    /// ∫ of the swings over the first `t` [s] of computing.
    fn computed(&self, t: f64) -> f64 {
        let within = t - (t / self.period).floor() * self.period;
        let half = 0.5 * self.period;
        self.level * (t + 0.5 * self.swing * (half - (within - half).abs()))
    }
}

impl Inference {
    /// E(t) of eq. (4).
    fn integral(&self, t: f64) -> f64 {
        let omega = 2.0 * PI / DAY;
        let depth = 0.5 * (1.0 - self.night);
        self.level * ((self.night + depth) * t + depth / omega * sin_turns((t - self.peak) / DAY))
    }
}

impl Profile {
    /// Mean level between `t` and `t + dt` \[s\], eq. (1).
    pub fn mean(&self, t: f64, dt: f64) -> f64 {
        match self {
            Self::Constant(level) => *level,
            Self::Training(p) => (p.integral(t + dt) - p.integral(t)) / dt,
            Self::Inference(p) => (p.integral(t + dt) - p.integral(t)) / dt,
            Self::Monthly(p) => p.mean(t, dt),
            Self::Daily(level) => (daily(level, t + dt) - daily(level, t)) / dt,
            Self::Trace(p) => (p.integral(t + dt) - p.integral(t)) / dt,
            Self::Blocks(p) => (p.integral(t + dt) - p.integral(t)) / dt,
        }
    }

    /// Standard deviation of the level between `t` and `t + dt` \[s\], of what swings faster than a day does.
    pub fn deviation(&self, t: f64, dt: f64) -> f64 {
        let square = match self {
            Self::Constant(_) | Self::Inference(_) | Self::Monthly(_) | Self::Daily(_) => {
                return 0.0;
            }
            Self::Training(p) => p.square(t + dt) - p.square(t),
            // Between two samples there is no swing, only a slope.
            Self::Trace(p) if dt <= p.spacing() => return 0.0,
            Self::Trace(p) => p.square(t + dt) - p.square(t),
            Self::Blocks(p) => p.square(t + dt) - p.square(t),
        };
        let mean = self.mean(t, dt);
        (square / dt - mean * mean).max(0.0).sqrt()
    }

    /// Largest level the profile reaches.
    pub fn peak(&self) -> f64 {
        match self {
            Self::Constant(level) => *level,
            Self::Training(p) => p.level * (1.0 + 0.5 * p.swing),
            Self::Inference(p) => p.level,
            Self::Monthly(p) => p.level.iter().copied().fold(0.0, f64::max),
            Self::Daily(level) => level.iter().copied().fold(0.0, f64::max),
            Self::Trace(p) => p.peak(),
            Self::Blocks(p) => p.peak(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn training() -> Training {
        Training {
            level: 0.8,
            swing: 0.4,
            period: 2.0,
            idle: 0.3,
            checkpoint_every: 1_800.0,
            checkpoint_length: 60.0,
        }
    }

    #[test]
    fn a_swing_has_its_two_levels_and_a_checkpoint_is_idle() {
        let p = Profile::Training(training());
        assert!((p.mean(0.0, 1.0) - 0.96).abs() < 1e-12);
        assert!((p.mean(1.0, 1.0) - 0.64).abs() < 1e-12);
        assert!((p.mean(1_740.0, 60.0) - 0.3).abs() < 1e-12);
        assert!((p.mean(0.0, 1_800.0) - (0.8 * 1_740.0 + 0.3 * 60.0) / 1_800.0).abs() < 1e-12);
    }

    #[test]
    fn a_day_of_inference_peaks_when_it_should() {
        let p = Profile::Inference(Inference {
            level: 1.0,
            night: 0.4,
            peak: 54_000.0,
        });
        assert!((p.mean(0.0, DAY) - 0.7).abs() < 1e-12);
        assert!((p.mean(54_000.0 - 1.0, 2.0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn months_have_their_lengths_and_years_repeat() {
        let level = std::array::from_fn(|k| 0.1 * (k + 1) as f64);
        let p = Profile::Monthly(Monthly { level });
        assert_eq!(p.mean(30.5 * DAY, 0.5 * DAY), 0.1);
        assert_eq!(p.mean(31.0 * DAY, 3_600.0), 0.2);
        assert!((p.mean(30.5 * DAY, DAY) - 0.15).abs() < 1e-9);
        assert_eq!(p.mean(364.0 * DAY, DAY), level[11]);
        assert_eq!(p.mean(365.0 * DAY, DAY), 0.1);
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let sum: f64 = level
            .iter()
            .zip(lengths)
            .map(|(l, d)| l * f64::from(d))
            .sum();
        assert!((p.mean(0.0, 365.0 * DAY) - sum / 365.0).abs() < 1e-12);
    }

    #[test]
    fn hours_of_a_day_repeat() {
        let level = std::array::from_fn(|k| k as f64);
        let p = Profile::Daily(level);
        for day in [0.0, 7.0] {
            let t = day * DAY;
            assert!((p.mean(t + 5.0 * HOUR, HOUR) - 5.0).abs() < 1e-9);
            assert!((p.mean(t + 5.5 * HOUR, HOUR) - 5.5).abs() < 1e-9);
            assert!((p.mean(t + 23.5 * HOUR, HOUR) - 11.5).abs() < 1e-9);
        }
        assert!((p.mean(3.0 * DAY, 2.0 * DAY) - 11.5).abs() < 1e-9);
        assert_eq!((p.peak(), p.deviation(0.0, DAY)), (23.0, 0.0));
    }

    #[test]
    fn a_trace_is_linear_between_samples() {
        let trace = Trace::new(vec![0.0, 10.0, 20.0], vec![0.0, 100.0, 0.0]).unwrap();
        let p = Profile::Trace(trace);
        assert_eq!(p.mean(0.0, 20.0), 50.0);
        assert_eq!(p.mean(5.0, 5.0), 75.0);
        assert_eq!(p.mean(20.0, 5.0), 0.0);
    }

    #[test]
    fn names_the_row_that_is_wrong() {
        assert_eq!(Trace::new(vec![0.0], vec![1.0]), Err(TraceError::TooFew));
        let order = Trace::new(vec![0.0, 0.0], vec![1.0, 1.0]);
        assert!(matches!(order, Err(TraceError::Order { row: 2, .. })));
        let level = Trace::new(vec![0.0, 1.0], vec![1.0, -1.0]);
        assert!(matches!(level, Err(TraceError::Level { row: 2, .. })));
    }

    /// Halves of 1.2 and 0.8 of the level; a line from 1 to 4, of mean square 7, and 4 after it; half a step of each of two levels.
    #[test]
    fn deviates_as_its_wave_does() {
        let wave = Profile::Training(training());
        assert!((wave.deviation(0.0, 20.0) - 0.2 * 0.8).abs() < 1e-9);
        assert!(wave.deviation(4.0, 1.0) < 1e-6);
        let line = Trace::new(vec![0.0, 10.0, 20.0], vec![1.0, 4.0, 4.0]).unwrap();
        let line = Profile::Trace(line);
        assert_eq!(line.deviation(0.0, 10.0), 0.0);
        let (mean, square) = (0.5 * (2.5 + 4.0), 0.5 * (7.0 + 16.0));
        let exact = f64::sqrt(square - mean * mean);
        assert!((line.deviation(0.0, 20.0) - exact).abs() < 1e-12);
        // 0.8 for a half, 0.3 for the other.
        let edge = wave.deviation(1_730.0, 20.0);
        let (mean, swung) = (0.55, 0.8f64.powi(2) * 1.04);
        let exact = (0.5 * (swung + 0.3f64.powi(2)) - mean * mean).sqrt();
        assert!((edge - exact).abs() < 1e-6, "{edge} {exact}");
        assert_eq!(Profile::Constant(0.7).deviation(0.0, 60.0), 0.0);
    }

    proptest! {
        #[test]
        fn energy_does_not_depend_on_the_step(levels in prop::collection::vec(0.0f64..1e6, 3..40)) {
            let time: Vec<f64> = (0..levels.len()).map(|i| 15.0 * i as f64).collect();
            let end = time[time.len() - 1];
            let p = Profile::Trace(Trace::new(time, levels).unwrap());
            let sum = |dt: f64| (0..(end / dt) as usize).map(|k| p.mean(k as f64 * dt, dt) * dt).sum::<f64>();
            let (fine, coarse) = (sum(1.0), sum(15.0));
            prop_assert!((fine - coarse).abs() <= 1e-12 * coarse.max(1.0));
        }
    }
}
