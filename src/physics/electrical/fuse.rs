//! Fuse: an element that its current melts, cooled well enough to carry its rated current for ever.
//!
//! # Equations
//! One body heated by i² and cooled in proportion to its warmth, H in units of ∫i²dt:
//!
//! ```text
//! dH/dt = i² − H/τ,   melts at H = M,   τ = M/I_nf²,   I_nf = 1.25·I_n                        (1)
//! H(t + Δt) = H·e^−a + ∫i²dt·(1 − e^−a)/a,   a = Δt/τ                                         (2)
//! ```
//!
//! M is the melting (pre-arcing) integral from cold, I_n the rated and I_nf the conventional non-fusing current: a steady
//! current melts the element where it is above I_nf, and a short one where its ∫i²dt reaches M. (2) is exact for a
//! constant current.
//!
//! # Units
//! A, s, A²s.
//!
//! # Validity
//! Faults of up to some milliseconds, which find the element cold as the datasheet's M does, and currents up to the rating.
//! Between I_nf and some ten times it, heat that spreads into the body of a real fuse makes it melt later than (1) says.
//!
//! # References
//! - IEC 60269-1:2006 + A2:2014, table 2: gG fuses of 16 A and above carry 1.25·I_n for the conventional time and melt
//!   within it at 1.6·I_n.
//! - A. Wright and P. G. Newbery, *Electric Fuses*, 3rd ed. (IET, 2004), ch. 2: heating of the element.

use crate::kernels::math::{exp, phi1};

/// Conventional non-fusing current over the rated current.
const NON_FUSING: f64 = 1.25;

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// ∫i²dt at which the element melts from cold M \[A² s\].
    pub melting: f64,
    /// Rated current I_n \[A\].
    pub current: f64,
}

/// Why a rating is unusable.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error(
    "melting integral and rated current of a fuse must be above 0, are {melting} A²s and {current} A"
)]
pub struct RatingError {
    melting: f64,
    current: f64,
}

/// A sized fuse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fuse {
    /// M \[A² s\].
    pub melting: f64,
    /// τ \[s\].
    pub time: f64,
}

impl Fuse {
    /// Sizes a fuse.
    ///
    /// # Errors
    /// [`RatingError`].
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let Rating { melting, current } = *rating;
        let good = |x: f64| x.is_finite() && x > 0.0;
        let carried = NON_FUSING * current;
        let time = melting / (carried * carried);
        if !(good(melting) && good(current) && good(time)) {
            return Err(RatingError { melting, current });
        }
        Ok(Self { melting, time })
    }

    /// Heat after `dt` \[s\] in which ∫i²dt was `joules` \[A² s\], from `heat` \[A² s\]: eq. (2).
    #[inline(always)]
    pub fn heated(&self, heat: f64, joules: f64, dt: f64) -> f64 {
        let a = dt / self.time;
        heat * exp(-a) + joules * phi1(a)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fuse() -> Fuse {
        let rating = Rating {
            melting: 4e4,
            current: 250.0,
        };
        Fuse::new(&rating).unwrap()
    }

    /// Time until a steady current of `i` \[A\] melts it, in steps of `dt` \[s\], within `most` \[s\].
    fn melts(fuse: &Fuse, i: f64, dt: f64, most: f64) -> Option<f64> {
        let (mut heat, mut t) = (0.0, 0.0);
        while t < most {
            heat = fuse.heated(heat, i * i * dt, dt);
            t += dt;
            if heat >= fuse.melting {
                return Some(t);
            }
        }
        None
    }

    /// IEC 60269-1, table 2: an hour of 1.25 times the rated current is carried, 1.6 times melts it within.
    #[test]
    fn the_gates_of_the_standard() {
        assert_eq!(melts(&fuse(), 1.249 * 250.0, 1.0, 3_600.0), None);
        assert!(melts(&fuse(), 1.6 * 250.0, 0.01, 3_600.0).is_some());
    }

    #[test]
    fn a_fault_melts_it_at_its_integral() {
        let t = melts(&fuse(), 20e3, 1e-7, 1.0).unwrap();
        assert!((20e3 * 20e3 * t / 4e4 - 1.0).abs() < 2e-3, "{t}");
    }

    #[test]
    fn refuses_what_is_no_fuse() {
        for (melting, current) in [
            (0.0, 1.0),
            (1.0, 0.0),
            (f64::NAN, 1.0),
            (1.0, f64::INFINITY),
        ] {
            assert!(Fuse::new(&Rating { melting, current }).is_err());
        }
    }

    proptest! {
        #[test]
        fn steps_may_be_of_any_length(i in 1.0..5e3f64, t in 1e-3..10.0f64, n in 2..9usize) {
            let fuse = fuse();
            let whole = fuse.heated(0.0, i * i * t, t);
            let dt = t / n as f64;
            let parts = (0..n).fold(0.0, |heat, _| fuse.heated(heat, i * i * dt, dt));
            prop_assert!((whole - parts).abs() <= 1e-12 * whole, "{whole} {parts}");
            prop_assert!(whole <= i * i * fuse.time.min(t) * (1.0 + 1e-12));
        }
    }
}
