//! Samples of a level, straight lines between them, with the running integrals of the level and of its square.

/// Samples of a level with their running integral.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    time: Vec<f64>,
    pub(super) level: Vec<f64>,
    integral: Vec<f64>,
    /// Running integral of the square.
    square: Vec<f64>,
    peak: f64,
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
        let mut square = integral.clone();
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
                square[i] = square[i - 1] + squared([level[i - 1], level[i]]) * (time[i] - before);
            }
        }
        Ok(Self {
            peak: level.iter().copied().fold(0.0, f64::max),
            time,
            level,
            integral,
            square,
        })
    }

    /// First and last time \[s\].
    pub fn span(&self) -> [f64; 2] {
        [self.time[0], self.time[self.time.len() - 1]]
    }

    /// Mean time between samples \[s\].
    pub fn spacing(&self) -> f64 {
        let [first, last] = self.span();
        (last - first) / (self.time.len() - 1) as f64
    }

    /// Largest sample.
    pub fn peak(&self) -> f64 {
        self.peak
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
    pub(super) fn integral(&self, t: f64) -> f64 {
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

    /// ∫₀ᵗ p² dt, the ends held beyond the samples.
    pub(super) fn square(&self, t: f64) -> f64 {
        let last = self.time.len() - 1;
        let [low, high] = [self.level[0], self.level[last]];
        if t <= self.time[0] {
            return low * low * (t - self.time[0]);
        }
        if t >= self.time[last] {
            return self.square[last] + high * high * (t - self.time[last]);
        }
        let i = self.interval(t);
        let (dt, span) = (t - self.time[i], self.time[i + 1] - self.time[i]);
        let now = self.level[i] + (self.level[i + 1] - self.level[i]) * (dt / span);
        self.square[i] + dt * squared([self.level[i], now])
    }
}

/// Mean square of what goes along a straight line between two levels.
fn squared([a, b]: [f64; 2]) -> f64 {
    (a * a + a * b + b * b) / 3.0
}
