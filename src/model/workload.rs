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
//! ```
//!
//! What several batch jobs draw together has no formula: [`jobs`] makes a trace of it.
//!
//! Energy is therefore the same at any step length: the sum of (1) telescopes.
//!
//! # Units
//! Level 0 to 1, or W for a trace of power; time in s after the run's first midnight.

pub mod jobs;

use crate::kernels::math::sin_turns;
use std::f64::consts::PI;

/// One day [s].
const DAY: f64 = 86_400.0;

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
    /// Samples, eq. (2).
    Trace(Trace),
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

/// Samples of a level with their running integral.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    time: Vec<f64>,
    level: Vec<f64>,
    integral: Vec<f64>,
}

/// Why samples are no trace.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TraceError {
    /// Fewer than two samples.
    #[error("a trace needs at least two samples")]
    TooFew,
    /// More samples than memory should hold.
    #[error("a trace of more than ten million samples is not made")]
    TooMany,
    /// A time that is not after the one before.
    #[error("row {row}: time {time} s does not come after {before} s")]
    Order {
        /// Data row, from 1.
        row: usize,
        /// Its time \[s\].
        time: f64,
        /// The time before \[s\].
        before: f64,
    },
    /// A sample that is no finite number or is negative.
    #[error("row {row}: level {level} is not a finite number of at least 0")]
    Level {
        /// Data row, from 1.
        row: usize,
        /// The sample.
        level: f64,
    },
}

impl Trace {
    /// A trace of `level` at the ascending times `time` \[s\].
    pub fn new(time: Vec<f64>, level: Vec<f64>) -> Result<Self, TraceError> {
        if time.len() < 2 || time.len() != level.len() {
            return Err(TraceError::TooFew);
        }
        let mut integral = vec![0.0; time.len()];
        for i in 0..time.len() {
            if !(level[i].is_finite() && level[i] >= 0.0) {
                return Err(TraceError::Level {
                    row: i + 1,
                    level: level[i],
                });
            }
            if i > 0 {
                let before = time[i - 1];
                if !(time[i] > before && time[i].is_finite()) {
                    return Err(TraceError::Order {
                        row: i + 1,
                        time: time[i],
                        before,
                    });
                }
                integral[i] =
                    integral[i - 1] + 0.5 * (level[i] + level[i - 1]) * (time[i] - before);
            }
        }
        Ok(Self {
            time,
            level,
            integral,
        })
    }

    /// First and last time \[s\].
    pub fn span(&self) -> [f64; 2] {
        [self.time[0], self.time[self.time.len() - 1]]
    }

    /// Largest sample.
    pub fn peak(&self) -> f64 {
        self.level.iter().copied().fold(0.0, f64::max)
    }

    /// The sample at or before `t`, which lies between the first and the last: looked for where equal intervals would
    /// have it first.
    fn interval(&self, t: f64) -> usize {
        let last = self.time.len() - 1;
        let share = (t - self.time[0]) / (self.time[last] - self.time[0]);
        let guess = ((share * last as f64) as usize).min(last - 1);
        if self.time[guess] <= t && t < self.time[guess + 1] {
            return guess;
        }
        self.time.partition_point(|s| *s <= t) - 1
    }

    /// E(t), the ends held beyond the samples.
    fn integral(&self, t: f64) -> f64 {
        let last = self.time.len() - 1;
        if t <= self.time[0] {
            return self.level[0] * (t - self.time[0]);
        }
        if t >= self.time[last] {
            return self.integral[last] + self.level[last] * (t - self.time[last]);
        }
        let i = self.interval(t);
        let (dt, span) = (t - self.time[i], self.time[i + 1] - self.time[i]);
        let slope = (self.level[i + 1] - self.level[i]) / span;
        self.integral[i] + dt * (self.level[i] + 0.5 * slope * dt)
    }
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
            Self::Trace(p) => (p.integral(t + dt) - p.integral(t)) / dt,
        }
    }

    /// Largest level the profile reaches.
    pub fn peak(&self) -> f64 {
        match self {
            Self::Constant(level) => *level,
            Self::Training(p) => p.level * (1.0 + 0.5 * p.swing),
            Self::Inference(p) => p.level,
            Self::Monthly(p) => p.level.iter().copied().fold(0.0, f64::max),
            Self::Trace(p) => p.peak(),
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
