//! Diode by its forward voltage and resistance: OR-ing, free-wheeling, rectifiers that cannot sink.
//!
//! # Equations
//! A softened corner keeps the law smooth and monotone; w = 5 % of V_f is its width:
//!
//! ```text
//! i(v) = (w/R_f)·ln(1 + e^((v − V_f)/w)) + v/R_r                                           (1)
//! ```
//!
//! # Units
//! V, A, Ω.
//!
//! # Validity
//! Averaged circuits: charge storage and reverse recovery (below 1 µs) are not part of it.
//!
//! # References
//! - Mohan, Undeland & Robbins, *Power Electronics*, 3rd ed. (2003), §20-4: V_f + R_f·i.

use crate::kernels::math::{exp, ln};

/// Width of the corner as a share of the forward voltage.
const WIDTH: f64 = 0.05;

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Forward voltage V_f \[V\].
    pub forward_voltage: f64,
    /// Forward resistance R_f \[Ω\].
    pub resistance: f64,
    /// Resistance R_r that stands for reverse leakage \[Ω\].
    pub reverse_resistance: f64,
}

/// Why a rating is unusable.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("forward voltage and both resistances of a diode must be above 0")]
pub struct RatingError;

/// A sized diode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Diode {
    /// V_f \[V\].
    pub forward_voltage: f64,
    /// w \[V\].
    pub width: f64,
    /// 1/R_f \[S\].
    pub conductance: f64,
    /// 1/R_r \[S\].
    pub leakage: f64,
}

impl Diode {
    /// Sizes a diode.
    ///
    /// # Errors
    /// [`RatingError`].
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let good = |x: f64| x.is_finite() && x > 0.0;
        if !(good(rating.forward_voltage)
            && good(rating.resistance)
            && good(rating.reverse_resistance))
        {
            return Err(RatingError);
        }
        Ok(Self {
            forward_voltage: rating.forward_voltage,
            width: WIDTH * rating.forward_voltage,
            conductance: 1.0 / rating.resistance,
            leakage: 1.0 / rating.reverse_resistance,
        })
    }

    /// Current \[A\] at `v` \[V\] and its derivative \[A/V\]: (1).
    #[inline(always)]
    pub fn current(&self, v: f64) -> (f64, f64) {
        let x = (v - self.forward_voltage) / self.width;
        let e = exp(-x.abs());
        let soft = x.max(0.0) + ln(1.0 + e);
        let share = if x > 0.0 {
            1.0 / (1.0 + e)
        } else {
            e / (1.0 + e)
        };
        (
            self.conductance * self.width * soft + self.leakage * v,
            self.conductance * share + self.leakage,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn diode() -> Diode {
        Diode::new(&Rating {
            forward_voltage: 1.2,
            resistance: 1e-3,
            reverse_resistance: 1e6,
        })
        .unwrap()
    }

    #[test]
    fn conducts_one_way() {
        let d = diode();
        assert!((d.current(2.2).0 - 1_000.0).abs() < 0.01);
        assert!(d.current(-800.0).0.abs() < 1e-3);
        assert!(d.current(0.0).0 < 1e-6);
    }

    #[test]
    fn refuses_a_negative_resistance() {
        let bad = Rating {
            forward_voltage: 1.2,
            resistance: -1e-3,
            reverse_resistance: 1e6,
        };
        assert_eq!(Diode::new(&bad), Err(RatingError));
    }

    proptest! {
        #[test]
        fn the_derivative_is_that_of_the_current(v in -5.0..5.0f64) {
            let (d, h) = (diode(), 1e-6);
            let numeric = (d.current(v + h).0 - d.current(v - h).0) / (2.0 * h);
            prop_assert!((numeric - d.current(v).1).abs() < 1e-3 * (1.0 + d.current(v).1));
            prop_assert!(d.current(v).1 > 0.0);
        }
    }
}
