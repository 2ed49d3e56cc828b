//! A plant's return over supply after its load: first order with dead time, and its calibration from a record.
//!
//! # Equations
//! ΔT = return less supply, P = power of the load, θ = dead time, τ = time constant, C = capacity rate, b = what other
//! heat on the same loop keeps it apart:
//!
//! ```text
//! τ·df/dt = P(t − θ) − f,      ΔT = f/C + b                                                 (1)
//! f(t₁) = p₁ − r·τ + (f₀ − p₀ + r·τ)·e^(−(t₁ − t₀)/τ)                                       (2)
//! ```
//!
//! (2) is exact where P is a straight line from p₀ at t₀ to p₁ at t₁ of slope r; samples are joined by such lines, and
//! before the first sample P stands still. Calibration takes 1/C and b by least squares for each (θ, τ), and seeks these on a
//! grid that closes in on the best of its points. Any of the four may be held instead: a plant known by one record, with the
//! other heat of another day.
//!
//! # Units
//! s, W, K, W/K.
//!
//! # Validity
//! Constant flow and supply control much faster or slower than τ. A record tells θ from τ only if it was sampled more
//! often than either, and C only if P changes by much more than its own noise.
//!
//! # References
//! - K. J. Åström & T. Hägglund, *Advanced PID Control* (2006), §2.4: the three-parameter model.

use crate::kernels::math::exp;

/// Points of the grid in each direction.
const GRID: usize = 25;
/// Times the grid closes in, each to [`CLOSER`] of its width.
const ROUNDS: usize = 12;
/// Width of a grid over that of the one before.
const CLOSER: f64 = 0.4;

/// What (1) has to be told or may be sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoopResponse {
    /// Dead time θ \[s\].
    pub dead_time: f64,
    /// Time constant τ \[s\].
    pub time_constant: f64,
    /// Capacity rate C [W/K].
    pub capacity_rate: f64,
    /// Offset b \[K\].
    pub offset: f64,
}

/// Where θ and τ are sought \[s\], equal ends holding them, and what else is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sought {
    /// Least and most dead time, not below 0.
    pub dead_time: [f64; 2],
    /// Least and most time constant, above 0.
    pub time_constant: [f64; 2],
    /// Capacity rate, above 0, if it is known [W/K].
    pub capacity_rate: Option<f64>,
    /// Offset, if it is known \[K\].
    pub offset: Option<f64>,
}

impl Sought {
    fn check(&self) -> Result<(), RecordError> {
        let rises = |r: [f64; 2]| r[0] <= r[1] && r[1].is_finite();
        let (dead, tau) = (self.dead_time, self.time_constant);
        if !(rises(dead) && rises(tau) && dead[0] >= 0.0 && tau[0] > 0.0) {
            return Err(RecordError::Range);
        }
        let rate = self.capacity_rate.is_none_or(|c| c > 0.0 && c.is_finite());
        if !(rate && self.offset.is_none_or(f64::is_finite)) {
            return Err(RecordError::Held);
        }
        Ok(())
    }

    /// How many of the four are sought.
    fn unknowns(&self) -> usize {
        let [dead, tau] = [self.dead_time, self.time_constant].map(|r| r[0] < r[1]);
        let line = [self.capacity_rate, self.offset].map(|held| held.is_none());
        [dead, tau, line[0], line[1]]
            .into_iter()
            .filter(|sought| *sought)
            .count()
    }

    /// The response, where nothing is left to seek.
    ///
    /// # Errors
    /// What is held is impossible.
    pub fn known(&self) -> Result<Option<LoopResponse>, RecordError> {
        self.check()?;
        let [dead, tau] = [self.dead_time, self.time_constant];
        let (Some(capacity_rate), Some(offset)) = (self.capacity_rate, self.offset) else {
            return Ok(None);
        };
        Ok((self.unknowns() == 0).then_some(LoopResponse {
            dead_time: dead[0],
            time_constant: tau[0],
            capacity_rate,
            offset,
        }))
    }
}

/// Why a record cannot be calibrated on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Too few samples.
    #[error("{0} unknowns need more than {0} samples, there are {1}")]
    Few(usize, usize),
    /// A value is no number, or time does not rise.
    #[error("time must rise and all values be finite, sample {0} is not so")]
    Sample(usize),
    /// The power does not change.
    #[error("the power does not change over the samples, so that it says nothing of the loop")]
    Still,
    /// An empty or impossible range.
    #[error(
        "dead times are not below 0, time constants above 0, and no range begins above its end"
    )]
    Range,
    /// A held value that no loop has.
    #[error("a capacity rate is above 0 W/K, and an offset a number")]
    Held,
    /// The temperature does not rise with the power.
    #[error(
        "return over supply does not rise with the power: the columns are another loop's, or the dead time lies outside \
         the range it is sought in"
    )]
    Falls,
}

/// A record: time \[s\], rising, and power \[W\].
#[derive(Clone, Copy, Debug)]
pub struct Load<'a> {
    /// Time of each sample \[s\].
    pub time: &'a [f64],
    /// Power at each sample \[W\].
    pub power: &'a [f64],
}

impl Load<'_> {
    fn checked(&self) -> Result<(), RecordError> {
        let rises = |k: usize| k == 0 || self.time[k] > self.time[k - 1];
        let good = |k: &usize| self.time[*k].is_finite() && self.power[*k].is_finite() && rises(*k);
        let n = self.time.len().min(self.power.len());
        (0..n)
            .find(|k| !good(k))
            .map_or(Ok(()), |k| Err(RecordError::Sample(k + 1)))
    }

    /// f of eq. (1) at each sample \[W\], exactly, from rest at the first power.
    fn filtered(&self, dead: f64, tau: f64) -> Vec<f64> {
        let n = self.time.len();
        let mut f = self.power.first().copied().unwrap_or(0.0);
        let mut out = Vec::with_capacity(n);
        // Knot `next` of the delayed power is the first one not passed yet.
        let (mut now, mut level, mut next) = (self.time.first().copied().unwrap_or(0.0), f, 0);
        for &at in self.time {
            while now < at {
                let knot = self.time.get(next).map_or(f64::INFINITY, |t| t + dead);
                let until = knot.min(at);
                let (p1, rate) = self.towards(next, until - dead, level, until - now);
                f = p1 - rate * tau + (f - level + rate * tau) * exp(-(until - now) / tau);
                (now, level) = (until, p1);
                if until >= knot {
                    next += 1;
                }
            }
            out.push(f);
        }
        out
    }

    /// Power at `t` before the knot `next`, and its rate over the last `span` from `level`.
    fn towards(&self, next: usize, t: f64, level: f64, span: f64) -> (f64, f64) {
        if next == 0 || next >= self.time.len() {
            return (level, 0.0);
        }
        let (t0, t1) = (self.time[next - 1], self.time[next]);
        let (p0, p1) = (self.power[next - 1], self.power[next]);
        let at = p0 + (p1 - p0) * ((t - t0) / (t1 - t0));
        (at, if span > 0.0 { (at - level) / span } else { 0.0 })
    }
}

impl LoopResponse {
    /// ΔT at each sample of `load` \[K\], from rest at its first power.
    pub fn difference(&self, load: Load<'_>) -> Vec<f64> {
        let filtered = load.filtered(self.dead_time, self.time_constant);
        let of = |f: f64| f / self.capacity_rate + self.offset;
        filtered.into_iter().map(of).collect()
    }

    /// The response that fits `difference` \[K\] best over the first samples of `load`, as many as there are differences.
    ///
    /// # Errors
    /// A record that says too little.
    pub fn fitted(
        load: Load<'_>,
        difference: &[f64],
        sought: &Sought,
    ) -> Result<Self, RecordError> {
        let n = difference.len().min(load.time.len()).min(load.power.len());
        let unknowns = sought.unknowns();
        if n <= unknowns {
            return Err(RecordError::Few(unknowns, n));
        }
        let load = Load {
            time: &load.time[..n],
            power: &load.power[..n],
        };
        load.checked()?;
        if let Some(k) = difference.iter().position(|d| !d.is_finite()) {
            return Err(RecordError::Sample(k + 1));
        }
        sought.check()?;
        let resting = load.power.iter().all(|p| *p == load.power[0]);
        if resting && (unknowns > 1 || sought.offset.is_some()) {
            return Err(RecordError::Still);
        }
        let found = closing_in(load, &difference[..n], sought);
        if found.capacity_rate > 0.0 && found.capacity_rate.is_finite() {
            Ok(found)
        } else {
            Err(RecordError::Falls)
        }
    }
}

/// The best of ever finer grids.
fn closing_in(load: Load<'_>, difference: &[f64], sought: &Sought) -> LoopResponse {
    let whole = [sought.dead_time, sought.time_constant];
    let mut window = whole;
    let mut best = (f64::INFINITY, [0.0; 2], [0.0; 2]);
    for _ in 0..ROUNDS {
        let at = |k: usize, i: usize| {
            window[k][0] + (window[k][1] - window[k][0]) * i as f64 / (GRID - 1) as f64
        };
        for i in 0..GRID {
            for j in 0..GRID {
                let point = [at(0, i), at(1, j)];
                let (misfit, line) = line(&load.filtered(point[0], point[1]), difference, sought);
                if misfit < best.0 {
                    best = (misfit, point, line);
                }
            }
        }
        for k in 0..2 {
            let half = 0.5 * CLOSER * (window[k][1] - window[k][0]);
            window[k] = [
                (best.1[k] - half).max(whole[k][0]),
                (best.1[k] + half).min(whole[k][1]),
            ];
        }
    }
    let (_, [dead_time, time_constant], [slope, offset]) = best;
    LoopResponse {
        dead_time,
        time_constant,
        capacity_rate: 1.0 / slope,
        offset,
    }
}

/// Mean square misfit and [slope, offset] of the straight line through (`x`, `y`), as far as they are not held.
fn line(x: &[f64], y: &[f64], held: &Sought) -> (f64, [f64; 2]) {
    let n = x.len().min(y.len()) as f64;
    let mean = |v: &[f64]| v.iter().sum::<f64>() / n;
    // A line through a known offset turns about it, a free one about the middle of the points.
    let (mx, my) = match held.offset {
        Some(offset) => (0.0, offset),
        None => (mean(x), mean(y)),
    };
    let pairs = || x.iter().zip(y).map(|(x, y)| (x - mx, y - my));
    let (sxx, sxy) = pairs().fold((0.0, 0.0), |s, (a, b)| (s.0 + a * a, s.1 + a * b));
    let free = sxy / sxx.max(f64::MIN_POSITIVE);
    let slope = held.capacity_rate.map_or(free, f64::recip);
    let misfit = pairs()
        .map(|(a, b)| (b - slope * a) * (b - slope * a))
        .sum::<f64>()
        / n;
    (misfit, [slope, my - slope * mx])
}

#[cfg(test)]
mod tests;
