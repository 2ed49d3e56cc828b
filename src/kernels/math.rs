//! Branch-free elementary functions that the compiler can vectorise.
//!
//! `f64::exp`, `f64::ln` and `f64::powf` are opaque calls, so one of them in a loop body keeps the
//! whole loop scalar, and their last bit depends on the platform's C library. These versions are
//! plain arithmetic and bit moves; inlined in a `multiversion` loop they become AVX2 or AVX-512
//! code, and give the same bits on every target because nothing is contracted. Polynomials are
//! summed in pairs (Estrin), which halves the chain of dependent operations in a scalar call.
//!
//! A NaN argument gives NaN; outside the range of `exp` the result is that at the range's end.
//!
//! # References
//! - Muller, *Elementary Functions*, 3rd ed. (2016), ch. 5 (polynomials) and 11 (range reduction).
//! - Cody & Waite, *Software Manual for the Elementary Functions* (1980), ch. 5–6: ln 2 in two parts.

/// `2^52 · 1.5`: adding it rounds a small double to an integer held in the low mantissa bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Leading 33 bits of ln 2: a product with a whole number below 2²⁰ is exact.
const LN2_HI: f64 = 6.931_471_803_691_238e-1;
/// ln 2 − [`LN2_HI`].
const LN2_LO: f64 = 1.908_214_929_270_587_7e-10;

/// eˣ, relative error below 3e-16 on [-700, 700]; clamped outside.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN2_HI) - n * LN2_LO;
    let r2 = r * r;
    let r4 = r2 * r2;
    let a = (0.5 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0));
    let b = (1.0 / 720.0 + r * (1.0 / 5_040.0)) + r2 * (1.0 / 40_320.0 + r * (1.0 / 362_880.0));
    let c = (1.0 / 3_628_800.0 + r * (1.0 / 39_916_800.0))
        + r2 * (1.0 / 479_001_600.0 + r * (1.0 / 6_227_020_800.0));
    let p = 1.0 + (r + r2 * (a + r4 * (b + r4 * c)));
    p * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// ln x for normal x > 0, relative error below 3e-16 (absolute 4e-16 near 1).
///
/// Zero gives −1023·ln 2 ≈ −709.1, so that [`powf`] of zero is negligible and finite; a negative
/// argument gives NaN.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    const HALF: u64 = 0x3fe6_a09e_667f_3bcd; // √½
    let bits = x.to_bits();
    let shift = bits.wrapping_sub(HALF) & 0xfff0_0000_0000_0000;
    let m = f64::from_bits(bits.wrapping_sub(shift));
    let e = f64::from_bits((((shift as i64) >> 52) as u64).wrapping_add(ROUND.to_bits())) - ROUND;
    // ln m = 2·artanh s, with |s| ≤ 0.172 because m lies in [√½, √2).
    let s = (m - 1.0) / (m + 1.0);
    let z = s * s;
    let z2 = z * z;
    let z4 = z2 * z2;
    let a = (1.0 / 3.0 + z * (1.0 / 5.0)) + z2 * (1.0 / 7.0 + z * (1.0 / 9.0));
    let b = (1.0 / 11.0 + z * (1.0 / 13.0)) + z2 * (1.0 / 15.0 + z * (1.0 / 17.0));
    let c = (1.0 / 19.0 + z * (1.0 / 21.0)) + z2 * (1.0 / 23.0);
    let tail = z * (a + z4 * (b + z4 * c));
    let value = e * LN2_HI + (2.0 * s + (2.0 * s * tail + e * LN2_LO));
    if x >= 0.0 { value } else { f64::NAN }
}

/// ln(1 + y) for y > −1, relative error below 5e-16 also where 1 + y has lost the digits of y.
#[inline(always)]
pub fn ln_1p(y: f64) -> f64 {
    // 2·artanh s with |s| ≤ 0.053; the next term is below 1e-17.
    let s = y / (2.0 + y);
    let z = s * s;
    let tail =
        z * (1.0 / 3.0 + z * (1.0 / 5.0 + z * (1.0 / 7.0 + z * (1.0 / 9.0 + z * (1.0 / 11.0)))));
    let near = 2.0 * (s + s * tail);
    if y.abs() < 0.1 { near } else { ln(1.0 + y) }
}

/// xᵃ for x > 0: relative error below (1 + |a·ln x|)·3e-16. 0ᵃ is below 1e-30 for a ≥ 0.1.
#[inline(always)]
pub fn powf(x: f64, a: f64) -> f64 {
    exp(a * ln(x))
}

/// x^(−1/10) for normal x > 0, relative error below 4e-16; no division.
///
/// The upper half of a double counts octaves, with what it is above a power of two for their parts, so that the root's
/// is nearly a tenth of it. From within 3 % each of three steps of third order,
/// (1 − r)^(−1/10) ≈ 1 + r/10 + 11/200·r² with r = 1 − x·t¹⁰, cubes the error.
#[inline(always)]
pub fn per_tenth_root(x: f64) -> f64 {
    /// 2⁵²: the low half of a double of this size is a whole number.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    /// Upper half of 1 with the tenth of its root's, less what makes the first guess best.
    const ONE: f64 = 1_048_576.0 * (1.1 * 1023.0 - 0.052);
    let upper = f64::from_bits(x.to_bits() >> 32 | WHOLE.to_bits()) - WHOLE;
    let root = (ONE - 0.1 * upper) + WHOLE;
    let mut t = f64::from_bits(root.to_bits() << 32);
    for _ in 0..3 {
        let t2 = t * t;
        let t4 = t2 * t2;
        let r = 1.0 - x * (t4 * t4 * t2);
        t += t * (r * (0.1 + 0.055 * r));
    }
    t
}

/// sin 2πx, absolute error below 4e-16; the whole turns of x are taken off exactly.
#[inline(always)]
pub fn sin_turns(x: f64) -> f64 {
    let turn = x - x.round();
    // Beyond a quarter turn the sine falls as it rose.
    let folded = if turn.abs() > 0.25 {
        0.5_f64.copysign(turn) - turn
    } else {
        turn
    };
    let a = std::f64::consts::TAU * folded;
    let a2 = a * a;
    // Taylor's series to a²¹, Horner; the next term is below 2e-18 at a quarter turn.
    let mut sum = 0.0;
    for k in (1..=10).rev() {
        let k = f64::from(k);
        sum = (1.0 + sum) * (-a2 / ((2.0 * k) * (2.0 * k + 1.0)));
    }
    a * (1.0 + sum)
}

/// φ₁(x) = (1 − e⁻ˣ)/x, continuous through 0 where it is 1; relative error below 1e-14 for x ≥ −700.
#[inline(always)]
pub fn phi1(x: f64) -> f64 {
    let x2 = x * x;
    let near = (1.0 - x * 0.5) + x2 * (1.0 / 6.0 - x * (1.0 / 24.0));
    let far = (1.0 / 120.0 - x * (1.0 / 720.0)) + x2 * (1.0 / 5_040.0 - x * (1.0 / 40_320.0));
    let series = near + x2 * x2 * far;
    let direct = (1.0 - exp(-x)) / x;
    if x.abs() < 0.031_25 { series } else { direct }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn worst(f: impl Fn(f64) -> f64, g: impl Fn(f64) -> f64, lo: f64, hi: f64) -> f64 {
        let n = 200_000;
        (0..=n)
            .map(|i| lo + (hi - lo) * i as f64 / n as f64)
            .map(|x| ((f(x) - g(x)) / g(x)).abs())
            .fold(0.0, f64::max)
    }

    #[test]
    fn agree_with_the_standard_library() {
        assert!(worst(exp, f64::exp, -50.0, 50.0) < 3e-16);
        assert!(worst(exp, f64::exp, -700.0, 700.0) < 3e-16);
        assert!(worst(ln, f64::ln, 2.0, 1e6) < 3e-16);
        assert!(worst(ln, f64::ln, 0.01, 0.99) < 5e-16);
        assert!(worst(|x| powf(x, 0.8), |x| x.powf(0.8), 1e-9, 3.0) < 5e-15);
        assert!(worst(phi1, |x| -(-x).exp_m1() / x, 1e-12, 60.0) < 1e-14);
        assert!(worst(phi1, |x| -(-x).exp_m1() / x, -60.0, -1e-12) < 1e-14);
        assert_eq!(phi1(0.0), 1.0);
    }

    #[test]
    fn ln_1p_keeps_the_digits_of_small_arguments() {
        assert!(worst(ln_1p, f64::ln_1p, -0.0999, -1e-12) < 5e-16);
        assert!(worst(ln_1p, f64::ln_1p, 1e-15, 0.0999) < 5e-16);
        assert!(worst(ln_1p, f64::ln_1p, 0.1, 1e3) < 2e-15);
        assert_eq!(ln_1p(1e-30), 1e-30);
    }

    #[test]
    fn tenth_roots_agree_with_the_standard_library() {
        let root = |x: f64| x.powf(-0.1);
        assert!(worst(per_tenth_root, root, 1.0, 16.0) < 5e-16);
        // Far from one the exponent −0.1 of the library's power is not a tenth; the tenth power undoes the root anywhere.
        let undone = |y: f64| y.exp() * per_tenth_root(y.exp()).powi(10);
        assert!(worst(undone, |_| 1.0, -600.0, 600.0) < 4e-15);
        assert_eq!(per_tenth_root(1.0), 1.0);
        assert!(per_tenth_root(f64::NAN).is_nan());
    }

    #[test]
    fn sine_agrees_with_the_standard_library() {
        for i in -2_000..=2_000 {
            let x = f64::from(i) / 997.0;
            let want = (std::f64::consts::TAU * x).sin();
            assert!((sin_turns(x) - want).abs() < 2e-15, "{x}");
        }
        assert_eq!(
            (sin_turns(0.0), sin_turns(0.5), sin_turns(1e6)),
            (0.0, 0.0, 0.0)
        );
        assert!((sin_turns(0.25) - 1.0).abs() < 4e-16 && (sin_turns(-8.25) + 1.0).abs() < 4e-16);
        assert!((sin_turns(1.0 / 12.0) - 0.5).abs() < 4e-16);
        assert!(sin_turns(f64::NAN).is_nan() && sin_turns(f64::INFINITY).is_nan());
    }

    #[test]
    fn are_finite_at_and_beyond_the_ends() {
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(exp(1e9), exp(700.0));
        assert_eq!(exp(-1e9), exp(-700.0));
        assert!((ln(0.0) + 709.09).abs() < 0.01);
        assert!(powf(0.0, 0.25) < 1e-70 && powf(0.0, 0.25) >= 0.0);
        assert!(exp(f64::NAN).is_nan() && phi1(f64::NAN).is_nan());
        assert!(ln(f64::NAN).is_nan() && ln(-1.0).is_nan() && powf(-1.0, 0.8).is_nan());
    }

    proptest! {
        #[test]
        fn exp_and_ln_undo_each_other(x in -600.0..600.0f64) {
            prop_assert!((ln(exp(x)) - x).abs() <= 4e-16 * (1.0 + x.abs()));
        }

        #[test]
        fn exp_never_falls(x in -690.0..690.0f64, step in 1e-9..1.0f64) {
            prop_assert!(exp(x + step) >= exp(x));
        }

        #[test]
        fn powers_multiply(x in 1e-6..1e6f64, a in -2.0..2.0f64, b in -2.0..2.0f64) {
            prop_assert!((powf(x, a) * powf(x, b) / powf(x, a + b) - 1.0).abs() < 5e-14);
        }
    }
}
