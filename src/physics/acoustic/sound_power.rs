//! Sound power by octave bands: sums, weightings and sources.
//!
//! # Equations
//! ```text
//! L_Σ = 10·log₁₀ Σ 10^(L_k/10)                                energy sum                    (1)
//! L_A = 10·log₁₀ Σ_b 10^((L_b + A_b)/10)                      A-weighted total               (2)
//! N equal sources: L + 10·log₁₀ N                                                           (3)
//! ```
//!
//! A datasheet that prints only an A-weighted total is spread over the bands by a shape, and scaled so that
//! (2) gives the total back exactly.
//!
//! # Units
//! dB re 1 pW for power; bands of 63 Hz to 8 kHz.
//!
//! # References
//! - IEC 61672-1:2013, table 3: A-weighting.
//! - ISO 3744:2010: sound power and its sums.
//! - VDI 2081-1:2022: spectrum of axial fans, falling from 250 Hz.

use crate::kernels::math::{exp, ln};

/// Number of octave bands.
pub const BANDS: usize = 8;
/// Exact centre frequencies \[Hz\], 1000·10^(3k/10); by name 63, 125, 250, 500 Hz, 1, 2, 4, 8 kHz.
pub const FREQUENCY: [f64; BANDS] = [
    63.095_73,
    125.892_54,
    251.188_64,
    501.187_23,
    1e3,
    1_995.262_3,
    3_981.071_7,
    7_943.282_3,
];
/// A-weighting \[dB\] at the centre frequencies.
pub const A_WEIGHTING: [f64; BANDS] = [-26.2, -16.1, -8.6, -3.2, 0.0, 1.2, 1.0, -1.1];
/// Shape of an axial fan's spectrum \[dB\] below its unweighted total, where a datasheet gives none (assumed).
pub const AXIAL_FAN: [f64; BANDS] = [-7.0, -7.0, -7.0, -8.0, -11.0, -15.0, -19.0, -25.0];

/// Levels in the eight octave bands \[dB\].
pub type Spectrum = [f64; BANDS];

/// Level \[dB\] of a strength `x`: 10·log₁₀ x.
#[inline(always)]
pub fn decibel(x: f64) -> f64 {
    10.0 / std::f64::consts::LN_10 * ln(x)
}

/// Strength 10^(level/10) of a level \[dB\]: what adds up where levels do not.
#[inline(always)]
pub fn energy(level: f64) -> f64 {
    exp(level * (std::f64::consts::LN_10 / 10.0))
}

/// Energy sum of levels \[dB\], eq. (1); −∞ for none. Levels of −∞ (a source at rest) count as silence.
pub fn sum(levels: impl IntoIterator<Item = f64>) -> f64 {
    let total: f64 = levels
        .into_iter()
        .filter(|level| *level > -300.0)
        .map(energy)
        .sum();
    if total > 0.0 {
        decibel(total)
    } else {
        f64::NEG_INFINITY
    }
}

/// A-weighted total \[dB\] of a spectrum, eq. (2).
pub fn a_weighted(spectrum: &Spectrum) -> f64 {
    sum((0..BANDS).map(|b| spectrum[b] + A_WEIGHTING[b]))
}

/// Spectrum of `shape` whose A-weighted total is `total` \[dB\].
pub fn shaped(shape: &Spectrum, total: f64) -> Spectrum {
    let shift = total - a_weighted(shape);
    shape.map(|level| level + shift)
}

/// Level \[dB\] of `count` ≥ 1 equal sources of `level` \[dB\] each, eq. (3).
pub fn several(level: f64, count: f64) -> f64 {
    level + decibel(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_equal_sources_add_three_decibels() {
        assert!((sum([90.0, 90.0]) - 93.010_3).abs() < 1e-4);
        assert!((several(90.0, 10.0) - 100.0).abs() < 1e-9);
        assert_eq!(sum([]), f64::NEG_INFINITY);
        assert!((sum([90.0, f64::NEG_INFINITY]) - 90.0).abs() < 1e-9);
    }

    /// Pink noise (equal levels in all octaves): the A-weighted total is 10 log Σ10^(A/10) above one band.
    #[test]
    fn flat_spectrum_is_weighted_by_the_standard() {
        let total: f64 = A_WEIGHTING.iter().map(|a| 10f64.powf(a / 10.0)).sum();
        assert!((a_weighted(&[80.0; BANDS]) - 80.0 - 10.0 * total.log10()).abs() < 1e-9);
        assert!((a_weighted(&[80.0; BANDS]) - 86.97).abs() < 0.1);
    }

    proptest! {
        #[test]
        fn shape_keeps_the_total(total in 40.0..120.0f64) {
            prop_assert!((a_weighted(&shaped(&AXIAL_FAN, total)) - total).abs() < 1e-9);
        }
    }
}
