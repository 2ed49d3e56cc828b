//! Loss coefficients of sharp changes of section, and of a valve's Kv.
//!
//! # Equations
//! Referred to the narrower section d₁ < d₂, β = d₁/d₂:
//!
//! ```text
//! widening:     K = (1 − β²)²                                                              (1)
//! contraction:  λ = 1 + 0.622·(1 − 0.215·β² − 0.785·β⁵)
//!               K = 0.0696·(1 − β⁵)·λ² + (λ − 1)²                                          (2)
//! ```
//!
//! A loss coefficient and a Kv are one loss, Δp = K·ρ/2·v² (see `valve`, eq. 1):
//!
//! ```text
//! K = (π·D²/4)²·2·1.296e9/Kv²                                                              (3)
//! ```
//!
//! # Units
//! m, m³/h, dimensionless.
//!
//! # Validity
//! Turbulent flow, edges sharp, straight pipe before and after.
//!
//! # References
//! - Borda & Carnot, in Idelchik, *Handbook of Hydraulic Resistance*, 4th ed. (2007), diagram 4-1 (1).
//! - Rennels & Hudson, *Pipe Flow* (2012), eq. 10.4 (2).

use super::valve::resistance;
use super::{LawError, positive, within};

/// Loss coefficient of a sharp widening from `narrow` to `wide` \[m\], referred to the narrow section: eq. (1).
///
/// # Errors
/// Diameters not above zero or not in order.
pub fn widening(narrow: f64, wide: f64) -> Result<f64, LawError> {
    let b = ratio(narrow, wide)?;
    Ok((1.0 - b * b) * (1.0 - b * b))
}

/// Loss coefficient of a sharp contraction from `wide` to `narrow` \[m\], referred to the narrow section: eq. (2).
///
/// # Errors
/// Diameters not above zero or not in order.
pub fn contraction(wide: f64, narrow: f64) -> Result<f64, LawError> {
    let b = ratio(narrow, wide)?;
    let (b2, b5) = (b * b, b * b * b * b * b);
    let jet = 1.0 + 0.622 * (1.0 - 0.215 * b2 - 0.785 * b5);
    Ok(0.0696 * (1.0 - b5) * jet * jet + (jet - 1.0) * (jet - 1.0))
}

/// Loss coefficient of the sharp-edged way from a wide vessel into a pipe: eq. (2) at β = 0.
pub fn entrance() -> f64 {
    0.0696 * 1.622 * 1.622 + 0.622 * 0.622
}

/// Loss coefficient of the way from a pipe into a wide vessel, all of its dynamic head: eq. (1) at β = 0.
pub fn exit() -> f64 {
    1.0
}

/// Loss coefficient in a pipe of `diameter` \[m\] of a valve of `kv` [m³/h]: eq. (3).
///
/// # Errors
/// A figure not above zero.
pub fn of_kv(kv: f64, diameter: f64) -> Result<f64, LawError> {
    let (kv, d) = (
        positive("Kv [m3/h]", kv)?,
        positive("diameter [m]", diameter)?,
    );
    let area = 0.25 * std::f64::consts::PI * d * d;
    Ok(2.0 * area * area * resistance(kv, 1.0))
}

fn ratio(narrow: f64, wide: f64) -> Result<f64, LawError> {
    let wide = positive("wider diameter [m]", wide)?;
    within("ratio of diameters", narrow / wide, f64::MIN_POSITIVE, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `valves` of the reference `hydraulics/textbook.json` (fluids 1.3.1).
    #[test]
    fn are_those_of_the_textbook() {
        assert!((contraction(0.1, 0.08).unwrap() - 0.230_340_649_492_637_83).abs() < 1e-15);
        assert!((widening(0.03, 0.1).unwrap() - 0.8281).abs() < 1e-15);
        assert!((entrance() - contraction(1.0, 1e-9).unwrap()).abs() < 1e-12);
        assert!((exit() - widening(1e-9, 1.0).unwrap()).abs() < 1e-12);
        // That reference rounds π²/8·3600²·10⁻⁴ to 1.6e9·10⁻⁶.
        assert!((of_kv(2.5, 0.025).unwrap() / 100.0 - 1.0).abs() < 1e-3);
    }

    #[test]
    fn refuses_what_is_no_change_of_section() {
        assert!(widening(0.2, 0.1).is_err() && contraction(0.1, 0.0).is_err());
        assert!(of_kv(0.0, 0.1).is_err() && of_kv(1.0, f64::NAN).is_err());
    }

    proptest! {
        /// No change loses nothing; a larger change loses more, and widening never more than all of the dynamic head.
        #[test]
        fn losses_grow_with_the_change(b in 0.05..0.95f64, less in 0.5..0.99f64) {
            prop_assert!(widening(1.0, 1.0).unwrap() == 0.0 && contraction(1.0, 1.0).unwrap() < 1e-12);
            prop_assert!(widening(b * less, 1.0).unwrap() > widening(b, 1.0).unwrap());
            prop_assert!(contraction(1.0, b * less).unwrap() > contraction(1.0, b).unwrap());
            prop_assert!(widening(b, 1.0).unwrap() <= 1.0);
        }
    }
}
