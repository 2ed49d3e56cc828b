//! A regulated converter built of equal modules: rectifier, solid-state transformer, power shelf,
//! DC/DC stage, voltage regulator.
//!
//! # Equations
//! N modules, n of them on and sharing the delivered power P equally, each with the loss table L and,
//! when off, the standby loss s:
//!
//! ```text
//! loss(P) = n·L(P/n) + (N − n)·s                                                         (1)
//! ```
//!
//! The number of modules on follows the load per module with hysteresis, P̂ being the rated power of a
//! module:
//!
//! ```text
//! one more while P > n·u·P̂,   one less while P ≤ (n − 1)·d·P̂,   d ≤ u                    (2)
//! ```
//!
//! Below the knee of its efficiency more than half of the loss would be lost without any load,
//!
//! ```text
//! loss(P) < 2·loss(0)                                                                    (3)
//! ```
//!
//! so that the loss hardly falls with the load and the efficiency falls steeply; with the quadratic a + b·P + c·P² of a
//! module and b = 0 the knee is √(a/c), where the efficiency is greatest, with b > 0 it lies below that.
//!
//! # Units
//! W; counts of modules as f64 in rows so that they share vector lanes.
//!
//! # Validity
//! The output voltage is held; sharing is exact (droop sharing is a network matter). Within a step n is
//! given: (2) is evaluated between steps, so that a step has one smooth loss.
//!
//! # References
//! - Rasmussen, APC White Paper 113 (2006): module losses add, sharing is equal.
//! - ExaDigiT RAPS, `raps/power.py`: equal sharing and staging of Frontier's rectifiers by (2) with u = d.

use super::loss_table::{LossTable, TableError, not_negative};

/// What is bought.
#[derive(Clone, Debug)]
pub struct Rating {
    /// Equal modules in parallel, at least one.
    pub modules: u32,
    /// Rated output of one module \[W\].
    pub rated: f64,
    /// Loss of one module that is on, over its output.
    pub module: LossTable,
    /// Loss of one module that is off \[W\].
    pub standby: f64,
    /// When modules are switched; `None` keeps all of them on.
    pub staging: Option<Staging>,
}

/// Load fractions of a module at which the number of modules changes: eq. (2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staging {
    /// u: a module is added when the load of each exceeds this fraction of its rating, above 0 and at most 1.
    pub up: f64,
    /// d: a module is dropped when the rest would stay at or below this fraction, at most `up`.
    pub down: f64,
    /// Modules that always stay on (redundancy included), at least 1.
    pub least: u32,
}

/// Why a converter cannot be built.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// No modules at all.
    #[error("a converter needs at least one module")]
    NoModules,
    /// The rated output is not above zero.
    #[error("rated output of a module is {rated} W, it must be above 0")]
    Rated {
        /// What was given \[W\].
        rated: f64,
    },
    /// The staging thresholds do not satisfy 0 < down ≤ up ≤ 1 and 1 ≤ least ≤ modules.
    #[error("staging needs 0 < down ≤ up ≤ 1 and 1 ≤ least ≤ modules, got {0:?}")]
    Staging(Staging),
    /// A figure of the loss table is unusable.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// A sized converter: what stays the same during a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Converter {
    /// Loss of one module that is on.
    pub module: LossTable,
    /// Modules installed, a whole number.
    pub modules: f64,
    /// Rated output of one module \[W\].
    pub rated: f64,
    /// Loss of a module that is off \[W\].
    pub standby: f64,
    /// Loss of a module that is on and delivers nothing \[W\].
    pub no_load: f64,
    /// Switching of modules, if any.
    pub staging: Option<Staging>,
}

impl Converter {
    /// Checks a rating.
    pub fn new(rating: Rating) -> Result<Self, RatingError> {
        if rating.modules == 0 {
            return Err(RatingError::NoModules);
        }
        if !(rating.rated.is_finite() && rating.rated > 0.0) {
            return Err(RatingError::Rated {
                rated: rating.rated,
            });
        }
        not_negative("standby loss [W]", rating.standby)?;
        if let Some(s) = rating.staging {
            let ordered = 0.0 < s.down && s.down <= s.up && s.up <= 1.0;
            if !ordered || s.least == 0 || s.least > rating.modules {
                return Err(RatingError::Staging(s));
            }
        }
        Ok(Self {
            no_load: rating.module.loss(0.0),
            module: rating.module,
            modules: f64::from(rating.modules),
            rated: rating.rated,
            standby: rating.standby,
            staging: rating.staging,
        })
    }

    /// A single unit of `rated` output \[W\] with one loss table.
    pub fn single(rated: f64, table: LossTable) -> Result<Self, RatingError> {
        Self::new(Rating {
            modules: 1,
            rated,
            module: table,
            standby: 0.0,
            staging: None,
        })
    }

    /// A single unit of constant `efficiency` up to `rated` output \[W\].
    pub fn constant(rated: f64, efficiency: f64) -> Result<Self, RatingError> {
        if !(efficiency > 0.0 && efficiency <= 1.0) {
            return Err(TableError::Efficiency {
                output: rated,
                efficiency,
            }
            .into());
        }
        Self::single(
            rated,
            LossTable::quadratic(0.0, 1.0 / efficiency - 1.0, 0.0, rated)?,
        )
    }

    /// Rated output of all modules together \[W\].
    pub fn capacity(&self) -> f64 {
        self.modules * self.rated
    }

    /// Loss \[W\] delivering `output` \[W\] with `on` modules, between 1 and all: eq. (1).
    #[inline(always)]
    pub fn loss(&self, output: f64, on: f64) -> f64 {
        self.wide([output], [on])[0]
    }

    /// Whether the share of each module lies within the range of its loss table.
    pub fn covers(&self, output: f64, on: f64) -> bool {
        self.module.covers(output / on)
    }

    /// Modules on for `output` \[W\] when `on` were on before: eq. (2), ending where neither side moves.
    pub fn staged(&self, output: f64, on: f64) -> f64 {
        let Some(s) = self.staging else {
            return self.modules;
        };
        let least = f64::from(s.least);
        let enough = |n: f64, share: f64| output <= n * share * self.rated;
        let mut n = on.clamp(least, self.modules);
        while n < self.modules && !enough(n, s.up) {
            n += 1.0;
        }
        while n > least && enough(n - 1.0, s.down) {
            n -= 1.0;
        }
        n
    }

    /// Whether `on` modules, as many as always stay on, deliver `output` \[W\] for which staging would need fewer.
    pub fn keeps_idle(&self, output: f64, on: f64) -> bool {
        self.staging.is_some_and(|s| {
            s.least > 1 && on <= f64::from(s.least) && output <= (on - 1.0) * s.down * self.rated
        })
    }

    /// Whether `on` modules that lose `loss` \[W\] stand below the knee of their efficiency: eq. (3).
    pub fn below_knee(&self, loss: f64, on: f64) -> bool {
        let idle = on * self.no_load + (self.modules - on) * self.standby;
        loss > 0.0 && loss < 2.0 * idle
    }

    #[inline(always)]
    fn wide<const N: usize>(&self, output: [f64; N], on: [f64; N]) -> [f64; N] {
        let mut share = [0.0; N];
        for i in 0..N {
            share[i] = output[i] / on[i];
        }
        let mut loss = self.module.losses(share);
        for i in 0..N {
            loss[i] = on[i] * loss[i] + (self.modules - on[i]) * self.standby;
        }
        loss
    }
}

/// Losses of a row of equal converters: same arithmetic as [`Converter::loss`], eight lanes at a time.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn losses(converter: &Converter, output: &[f64], on: &[f64], loss: &mut [f64]) {
    const LANES: usize = 8;
    let n = loss.len();
    let (output, on) = (&output[..n], &on[..n]);
    let whole = n - n % LANES;
    for at in (0..whole).step_by(LANES) {
        let (mut p, mut k) = ([0.0; LANES], [0.0; LANES]);
        p.copy_from_slice(&output[at..at + LANES]);
        k.copy_from_slice(&on[at..at + LANES]);
        loss[at..at + LANES].copy_from_slice(&converter.wide(p, k));
    }
    for i in whole..n {
        loss[i] = converter.loss(output[i], on[i]);
    }
}

#[cfg(test)]
mod tests;
