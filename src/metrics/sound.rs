//! Sums of sound levels.
//!
//! # Equations
//!
//! ```text
//! L = 10·lg Σ 10^(L_i/10)                                                                  (1)
//! ```
//!
//! # Units
//! dB of the same reference (power re 1 pW or pressure re 20 µPa), A-weighted or not, not mixed.
//!
//! # Validity
//! Sources that are not coherent: different fans.
//!
//! # References
//! - ISO 3744; ISO 9613-2: energetic sum.

/// Energetic sum of levels \[dB\]; −∞ for none: eq. (1).
pub fn sum(levels: impl IntoIterator<Item = f64>) -> f64 {
    let energy: f64 = levels
        .into_iter()
        .map(|level| 10f64.powf(0.1 * level))
        .sum();
    10.0 * energy.log10()
}

/// Level \[dB\] of `count` equal sources of `level` \[dB\].
pub fn equal(level: f64, count: f64) -> f64 {
    level + 10.0 * count.log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_adds_three_decibels() {
        assert!((sum([80.0, 80.0]) - 83.0103).abs() < 1e-4);
        assert!((sum([90.0; 10]) - 100.0).abs() < 1e-12);
        assert!((equal(90.0, 10.0) - 100.0).abs() < 1e-12);
        assert!((sum([60.0, 90.0]) - 90.0).abs() < 0.005);
        assert_eq!(sum([]), f64::NEG_INFINITY);
    }
}
