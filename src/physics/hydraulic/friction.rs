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
///
/// The four stages it is made of are public for row kernels: each depends on the one before, so a
/// processor overlaps neighbouring pipes best where a loop does one stage at a time.
#[inline(always)]
pub fn colebrook(reynolds: f64, x1: f64) -> Friction {
    let x2 = smooth(reynolds);
    friction(refined(rough(x1, x2), x1, x2), x1)
}

/// Stage 1: X₂ of a Reynolds number.
#[inline(always)]
pub fn smooth(reynolds: f64) -> f64 {
    ln(reynolds) - X2_SHIFT
}

/// Stage 2: F after the first pass.
#[inline(always)]
pub fn rough(x1: f64, x2: f64) -> f64 {
    let start = x2 - 0.2;
    pass(start, x1, rough_ln(x1 + start) + start - x2)
}

/// Stage 3: F after the second pass.
#[inline(always)]
pub fn refined(near: f64, x1: f64, x2: f64) -> f64 {
    pass(near, x1, ln(x1 + near) + near - x2)
}

/// Stage 4: what follows from F.
#[inline(always)]
pub fn friction(f: f64, x1: f64) -> Friction {
    let g = x1 + f;
    let inverse = 1.0 / (f * (1.0 + g));
    let root = HALF_LN_10 * (1.0 + g) * inverse;
    Friction {
        factor: root * root,
        exponent: 2.0 * g * f * inverse,
    }
}

/// One pass of Clamond's iteration from `f`, where F + ln(X₁ + F) − X₂ is `excess`; his three
/// quotients are brought over one denominator.
#[inline(always)]
fn pass(f: f64, x1: f64, excess: f64) -> f64 {
    let g = x1 + f;
    let d = 1.0 + g;
    let dd = d * d;
    let numerator = (dd + 0.5 * excess) * excess * g;
    f - numerator / (dd * d + excess * (d + excess * (1.0 / 3.0)))
}

/// ln x to 1e-5, without a division: good enough for the first pass, whose error the second
/// raises to the fourth power. Minimax polynomial of ln(1 + t)/t on √½ − 1 ≤ t ≤ √2 − 1.
#[inline(always)]
fn rough_ln(x: f64) -> f64 {
    const HALF: u64 = 0x3fe6_a09e_667f_3bcd; // √½
    const ROUND: f64 = 6_755_399_441_055_744.0; // 2⁵²·1.5, holds an integer in its low bits
    const C: [f64; 5] = [
        0.999_918_878_3,
        -0.499_233_575_6,
        0.337_345_150_9,
        -0.273_498_789_4,
        0.175_130_633_2,
    ];
    let bits = x.to_bits();
    let shift = bits.wrapping_sub(HALF) & 0xfff0_0000_0000_0000;
    let exponent = (((shift as i64) >> 52) as u64).wrapping_add(ROUND.to_bits());
    let t = f64::from_bits(bits.wrapping_sub(shift)) - 1.0;
    let t2 = t * t;
    let series = t * (C[0] + C[1] * t) + t2 * t * ((C[2] + C[3] * t) + t2 * C[4]);
    (f64::from_bits(exponent) - ROUND) * std::f64::consts::LN_2 + series
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
