//! Machines that take time to follow what is asked of them: first order, and exact over a step of any length.
//!
//! # Equations
//! An output y follows what is asked, u, which is constant within a step Δt:
//!
//! ```text
//! dy/dt = (u − y)/τ                                                                         (1)
//! ȳ     = u + (y₀ − u)·(1 − e^−a)/a,   a = Δt/τ        mean over the step                     (2)
//! y₁    = u + (y₀ − u)·e^−a                            at its end                             (3)
//! ```
//!
//! A long step finds ȳ = u, a short one ȳ = y₀: a load that swings faster than τ is met by its mean, however it is cut
//! into steps. A steady state is y = u.
//!
//! # Units
//! Times in s; y and u in any one unit.
//!
//! # Validity
//! Changes within the range of the machine; a start from rest takes longer.
//!
//! # References
//! - Åström & Hägglund, *Advanced PID Control* (ISA, 2006), §2.3: processes of first order.

use crate::kernels::math::{exp, phi1};

/// What follows with a time constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    time: f64,
}

/// A time that is none.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("time of response must be finite and at least 0 s, is {0}")]
pub struct ResponseError(f64);

impl Response {
    /// A response with the time constant `time` τ \[s\]; 0 for one that is immediate.
    ///
    /// # Errors
    /// A time that is negative or not finite.
    pub fn new(time: f64) -> Result<Self, ResponseError> {
        match time >= 0.0 && time.is_finite() {
            true => Ok(Self { time }),
            false => Err(ResponseError(time)),
        }
    }

    /// Mean output over a step of 1/`inv_dt` \[s\] that finds it at `before` and asks for `asked`: eq. (2). `inv_dt` = 0 is
    /// the steady state.
    #[inline(always)]
    pub fn mean(&self, before: f64, asked: f64, inv_dt: f64) -> f64 {
        let rate = self.time * inv_dt;
        if rate <= 0.0 {
            return asked;
        }
        asked + (before - asked) * phi1(1.0 / rate)
    }

    /// Output at the end of such a step: eq. (3).
    #[inline(always)]
    pub fn end(&self, before: f64, asked: f64, inv_dt: f64) -> f64 {
        let rate = self.time * inv_dt;
        if rate <= 0.0 {
            return asked;
        }
        asked + (before - asked) * exp(-1.0 / rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 63.2 % of a step after one time constant, 95.0 % after three (any book on control).
    #[test]
    fn follows_as_the_books_say() {
        let response = Response::new(30.0).unwrap();
        for (dt, share) in [(30.0, 0.632_120_558_8), (90.0, 0.950_212_931_6)] {
            let end = response.end(0.0, 1.0, 1.0 / dt);
            assert!((end - share).abs() < 1e-9, "{end}");
        }
        assert_eq!(response.mean(0.3, 1.0, 0.0), 1.0);
        assert_eq!(Response::new(0.0).unwrap().end(0.3, 1.0, 1.0), 1.0);
        assert!(Response::new(-1.0).is_err() && Response::new(f64::NAN).is_err());
    }

    proptest! {
        #[test]
        fn a_step_is_the_sum_of_its_parts(
            time in 0.1..300.0f64, dt in 0.01..600.0f64, y in 0.0..1.0f64, u in 0.0..1.0f64, n in 1..20u32,
        ) {
            let response = Response::new(time).unwrap();
            let rate = f64::from(n) / dt;
            let (mut now, mut sum) = (y, 0.0);
            for _ in 0..n {
                sum += response.mean(now, u, rate);
                now = response.end(now, u, rate);
            }
            prop_assert!((now - response.end(y, u, 1.0 / dt)).abs() < 1e-12);
            prop_assert!((sum / f64::from(n) - response.mean(y, u, 1.0 / dt)).abs() < 1e-11);
            prop_assert!((now - y) * (u - now) >= -1e-15);
        }
    }
}
