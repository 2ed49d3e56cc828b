//! Metal-oxide varistor: the arrester across a solid-state breaker.
//!
//! # Equations
//! ```text
//! i(v) = I_r·(|v|/V_r)^α·sign v                                                            (1)
//! ```
//!
//! # Units
//! V, A.
//!
//! # Validity
//! From 1 mA up to the surge rating; α of zinc oxide is 25–50. Heating and ageing are not part of it;
//! the absorbed energy is a result to compare with the rating.
//!
//! # References
//! - Levinson & Philipp, J. Appl. Phys. 46 (1975) 1332: i = k·v^α of zinc oxide.
//! - IEC 61051-1: varistor voltage at 1 mA, clamping voltage at a class current.

use crate::kernels::math::{exp, ln};

/// What is bought: two points of the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Varistor voltage \[V\].
    pub voltage: f64,
    /// Current at that voltage, usually 1 mA \[A\].
    pub current: f64,
    /// Clamping voltage \[V\].
    pub clamp_voltage: f64,
    /// Current at that voltage \[A\].
    pub clamp_current: f64,
}

/// Why a rating is unusable.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// A figure is not above zero.
    #[error("all voltages and currents of a varistor must be above 0")]
    NotPositive,
    /// The curve does not rise more steeply than a resistance.
    #[error("the clamping point must lie above the varistor point, with α above 1 (got {alpha})")]
    Flat {
        /// Exponent that follows from the points.
        alpha: f64,
    },
}

/// A sized varistor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Varistor {
    /// V_r \[V\].
    pub voltage: f64,
    /// I_r \[A\].
    pub current: f64,
    /// α.
    pub alpha: f64,
}

impl Varistor {
    /// The curve (1) through both points.
    ///
    /// # Errors
    /// [`RatingError`].
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let all = [
            rating.voltage,
            rating.current,
            rating.clamp_voltage,
            rating.clamp_current,
        ];
        if !all.iter().all(|x| x.is_finite() && *x > 0.0) {
            return Err(RatingError::NotPositive);
        }
        let alpha =
            ln(rating.clamp_current / rating.current) / ln(rating.clamp_voltage / rating.voltage);
        if !(alpha > 1.0 && alpha <= 200.0) {
            return Err(RatingError::Flat { alpha });
        }
        Ok(Self {
            voltage: rating.clamp_voltage,
            current: rating.clamp_current,
            alpha,
        })
    }

    /// Current \[A\] at `v` \[V\] and its derivative \[A/V\]: (1).
    #[inline(always)]
    pub fn current(&self, v: f64) -> (f64, f64) {
        let size = v.abs();
        if size < 1e-3 * self.voltage {
            return (0.0, 0.0);
        }
        let i = self.current * exp(self.alpha * ln(size / self.voltage));
        (i.copysign(v), self.alpha * i / size)
    }

    /// Voltage \[V\] at which `i` \[A\] flows, the inverse of (1).
    #[inline(always)]
    pub fn voltage(&self, i: f64) -> f64 {
        (self.voltage * exp(ln(i.abs().max(1e-300) / self.current) / self.alpha)).copysign(i)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn arrester() -> Varistor {
        Varistor::new(&Rating {
            voltage: 1_000.0,
            current: 1e-3,
            clamp_voltage: 1_650.0,
            clamp_current: 100.0,
        })
        .unwrap()
    }

    #[test]
    fn passes_through_both_points() {
        let m = arrester();
        assert!((m.current(1_000.0).0 / 1e-3 - 1.0).abs() < 1e-11);
        assert!((m.current(-1_650.0).0 / -100.0 - 1.0).abs() < 1e-13);
        assert!((20.0..30.0).contains(&m.alpha), "{}", m.alpha);
        assert_eq!(m.current(0.0), (0.0, 0.0));
    }

    #[test]
    fn refuses_a_curve_that_falls() {
        let bad = Rating {
            voltage: 1_000.0,
            current: 1e-3,
            clamp_voltage: 900.0,
            clamp_current: 100.0,
        };
        assert!(matches!(Varistor::new(&bad), Err(RatingError::Flat { .. })));
    }

    proptest! {
        #[test]
        fn voltage_undoes_current(v in 500.0..3_000.0f64) {
            let m = arrester();
            prop_assert!((m.voltage(m.current(v).0) / v - 1.0).abs() < 1e-12);
        }

        #[test]
        fn rises_and_absorbs(v in -3_000.0..3_000.0f64, dv in 0.1..100.0f64) {
            let m = arrester();
            prop_assert!(m.current(v + dv).0 >= m.current(v).0);
            prop_assert!(v * m.current(v).0 >= 0.0);
        }
    }
}
