//! First-order lag whose rate is limited: a regulator's bandwidth and slew, a rack's ramp limits.
//!
//! # Equations
//! ```text
//! dy/dt = clip( (u − y)/T, −r₋, r₊ )                                                       (1)
//! ```
//! One implicit stage y = y* + (1/s)·dy/dt(y), with s = 1/τ, has the closed form
//!
//! ```text
//! y = (s·y* + u/T)/(s + 1/T)   where s·(y − y*) lies within −r₋…r₊                         (2)
//! y = y* + r₊/s  or  y* − r₋/s elsewhere
//! ```
//!
//! # Units
//! Those of y; s in 1/s, T in s, rates per second.
//!
//! # Validity
//! T > 0; s = 0 gives the steady value y = u.
//!
//! # References
//! - Åström & Murray, *Feedback Systems* (2008), §10.4: rate limits.

/// A lag with its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimitedLag {
    /// 1/T \[1/s\].
    pub rate: f64,
    /// r₊ \[1/s times the unit of y\]; infinite where there is no limit.
    pub up: f64,
    /// r₋, likewise.
    pub down: f64,
}

/// Why a lag is unusable.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("time constant and ramps of a lag must be above 0")]
pub struct LagError;

impl LimitedLag {
    /// A lag of time constant `time` \[s\] limited to `up` and `down` \[unit/s\].
    ///
    /// # Errors
    /// [`LagError`].
    pub fn new(time: f64, up: f64, down: f64) -> Result<Self, LagError> {
        if time.is_finite() && time > 0.0 && up > 0.0 && down > 0.0 {
            Ok(Self {
                rate: 1.0 / time,
                up,
                down,
            })
        } else {
            Err(LagError)
        }
    }

    /// Value at a stage of rate `s` \[1/s\] from `base`, asked for `target`, and its derivative by
    /// `target`: (2).
    #[inline(always)]
    pub fn stage(&self, s: f64, base: f64, target: f64) -> (f64, f64) {
        let share = self.rate / (s + self.rate);
        let free = base + (target - base) * share;
        let slope = s * (free - base);
        if slope > self.up {
            (base + self.up / s, 0.0)
        } else if slope < -self.down {
            (base - self.down / s, 0.0)
        } else {
            (free, share)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn follows_an_exponential_and_a_ramp() {
        let free = LimitedLag::new(0.02, f64::INFINITY, f64::INFINITY).unwrap();
        let (h, mut y) = (1e-5, 0.0);
        for _ in 0..2_000 {
            // The midpoint rule: a stage of half a step, then the reflection.
            y = 2.0 * free.stage(2.0 / h, y, 1.0).0 - y;
        }
        assert!((y - (1.0 - (-1.0f64).exp())).abs() < 1e-7);
        let limited = LimitedLag::new(0.02, 3.0, 1.0).unwrap();
        assert!((limited.stage(100.0, 0.0, 1e6).0 - 0.03).abs() < 1e-15);
        assert!((limited.stage(100.0, 0.0, -1e6).0 + 0.01).abs() < 1e-15);
        assert_eq!(limited.stage(0.0, 0.3, 0.7), (0.7, 1.0));
    }

    #[test]
    fn refuses_a_lag_without_time() {
        assert!(LimitedLag::new(0.0, 1.0, 1.0).is_err());
        assert!(LimitedLag::new(1.0, -1.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn stays_between_base_and_target(s in 1.0..1e6f64, base in -5.0..5.0f64, target in -5.0..5.0f64) {
            let lag = LimitedLag::new(0.01, 20.0, 30.0).unwrap();
            let (y, _) = lag.stage(s, base, target);
            prop_assert!(y >= base.min(target) - 1e-12 && y <= base.max(target) + 1e-12);
        }
    }
}
