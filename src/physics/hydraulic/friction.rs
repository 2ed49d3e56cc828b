//! Darcy friction factor of a round pipe, and how it changes with flow.
//!
//! # Equations
//! Turbulent, with relative roughness ε = k/D (Colebrook & White):
//!
//! ```text
//! 1/√f = −2·log₁₀(ε/3.7 + 2.51/(Re·√f))                                                    (1)
//! ```
//!
//! solved by Clamond's iteration for F = ln(10)/2/√f, which with X₁ = ε·Re·ln(10)/18.574 and
//! X₂ = ln(Re·ln(10)/5.02) turns (1) into F + ln(X₁ + F) = X₂. Two passes leave the rounding of a
//! double. The exponent of the loss, d ln Δp/d ln ṁ = 2 + d ln f/d ln Re, follows from (1) without
//! another logarithm:
//!
//! ```text
//! d ln Δp / d ln ṁ = 2·(X₁ + F)/(1 + X₁ + F)                                               (2)
//! ```
//!
//! # Units
//! Dimensionless.
//!
//! # Validity
//! Re ≥ 2000 (below, the flow is laminar: see `pipe`); 0 ≤ ε ≤ 0.05.
//!
//! # References
//! - Colebrook, J. Inst. Civ. Eng. 11 (1939) 133, eq. (1).
//! - Clamond, Ind. Eng. Chem. Res. 48 (2009) 3665: the iteration.

use crate::kernels::math::ln;

/// ln(10)/(2·2.51·3.7), the factor of ε·Re in X₁.
pub const ROUGHNESS_FACTOR: f64 = 0.123_968_186_335_417_56;
/// −ln(ln(10)/(2·2.51)), the constant of X₂.
const X2_SHIFT: f64 = 0.779_397_488_455_682;
/// ln(10)/2.
const HALF_LN_10: f64 = 1.151_292_546_497_022_8;

/// Friction factor and the exponent of its loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Friction {
    /// Darcy friction factor f (four times Fanning's).
    pub factor: f64,
    /// d ln Δp / d ln ṁ of eq. (2), between 1.7 and 2.
    pub exponent: f64,
}

/// Solves eq. (1) at `reynolds` ≥ 2000, with `x1` = [`ROUGHNESS_FACTOR`]·ε·Re.
#[inline(always)]
pub fn colebrook(reynolds: f64, x1: f64) -> Friction {
    let x2 = ln(reynolds) - X2_SHIFT;
    let mut f = x2 - 0.2;
    let mut pass = 0;
    while pass < 2 {
        let g = x1 + f;
        let e = (ln(g) + f - x2) / (1.0 + g);
        f -= (1.0 + g + 0.5 * e) * e * g / (1.0 + g + e * (1.0 + e * (1.0 / 3.0)));
        pass += 1;
    }
    let root = HALF_LN_10 / f;
    Friction {
        factor: root * root,
        exponent: 2.0 * (x1 + f) / (1.0 + x1 + f),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(re: f64, eps: f64) -> Friction {
        colebrook(re, ROUGHNESS_FACTOR * eps * re)
    }

    #[test]
    fn satisfies_colebrook_to_rounding() {
        for i in 0..200 {
            let re = 2e3 * 10f64.powf(i as f64 * 0.025);
            for eps in [0.0, 1e-6, 1e-4, 1e-3, 1e-2, 0.05] {
                let x = at(re, eps).factor.sqrt().recip();
                let right = -2.0 * (eps / 3.7 + 2.51 * x / re).log10();
                assert!((right / x - 1.0).abs() < 4e-14, "{re} {eps} {x} {right}");
            }
        }
    }

    #[test]
    fn agrees_with_the_published_table() {
        let root = std::env::var("HALLTWIN_REFERENCE")
            .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference").into());
        let Ok(text) = std::fs::read_to_string(format!("{root}/hydraulics/moody.csv")) else {
            println!("skipped: agrees_with_the_published_table: reference folder absent");
            return;
        };
        let mut rows = 0;
        for line in text
            .lines()
            .filter(|l| l.starts_with(|c: char| c.is_ascii_digit()))
        {
            let v: Vec<f64> = line.split(',').map(|x| x.parse().unwrap()).collect();
            // The table is printed to twelve digits.
            assert!((at(v[0], v[1]).factor / v[2] - 1.0).abs() < 1e-11, "{line}");
            rows += 1;
        }
        assert_eq!(rows, 14 * 9);
    }

    #[test]
    fn exponent_is_the_derivative() {
        for (re, eps) in [(2.5e3, 0.0), (4e4, 1e-4), (1e6, 1e-3), (1e7, 0.05)] {
            let h = 1e-4;
            let loss = |r: f64| (at(r, eps).factor * r * r).ln();
            let fd = (loss(re * (1.0 + h)) - loss(re * (1.0 - h))) / (2.0 * h);
            assert!((fd / at(re, eps).exponent - 1.0).abs() < 1e-7, "{re} {eps}");
        }
    }
}
