//! Temperature from enthalpy, to start Newton's method from: one step after it is round-off.
//!
//! # Equations
//! With σ the enthalpy scaled to −1…1 over the liquid's range and a polynomial of degree 8,
//!
//! ```text
//! t ≈ h·Σ gₖσᵏ,   Σ gₖσᵏ = 1/q at the Chebyshev points of σ,   q of eq. (2) of `liquid`          (1)
//! ```
//! 1/q is the reciprocal of the mean specific heat from 0 °C, so that (1) is exact at 0 °C.
//!
//! # Validity
//! Within some 10⁻⁴ K over the range of any liquid here; beyond it the end of the range is returned.
//!
//! # References
//! - L. N. Trefethen, *Approximation Theory and Approximation Practice*, SIAM 2013, ch. 2–3: interpolation in Chebyshev
//!   points.

use super::liquid::{TERMS, polynomial};

/// Coefficients of eq. (1).
#[derive(Clone, Debug, PartialEq)]
pub struct Inverse {
    /// Enthalpy at the ends of the range [J/kg].
    range: [f64; 2],
    /// Middle of the range [J/kg] and the reciprocal of half its width [kg/J].
    scale: [f64; 2],
    /// g of eq. (1) [kg·K/J].
    terms: [f64; TERMS],
}

impl Inverse {
    /// Of a liquid of constant specific heat `cp` [J/(kg·K)].
    pub(super) fn constant(cp: f64) -> Self {
        let mut terms = [0.0; TERMS];
        terms[0] = 1.0 / cp;
        Self {
            range: [f64::MIN, f64::MAX],
            scale: [0.0, 0.0],
            terms,
        }
    }

    /// Of a liquid whose enthalpy is t·q(s), q the polynomial `enthalpy` in s of `scale`, over the range `t` [°C].
    pub(super) fn of(enthalpy: &[f64; TERMS], scale: [f64; 2], t: [f64; 2]) -> Self {
        let mean_cp = |t: f64| polynomial(enthalpy, (t - scale[0]) * scale[1]);
        let range = t.map(|t| t * mean_cp(t));
        let (middle, half) = (0.5 * (range[0] + range[1]), 0.5 * (range[1] - range[0]));
        let mut value = [0.0; TERMS];
        for (k, value) in value.iter_mut().enumerate() {
            let h = middle + half * angle(k).cos();
            // t·q(s(t)) = h by substitution: q varies by less than a fifth, so each turn gains a digit or more.
            let mut warm = h / mean_cp(0.5 * (t[0] + t[1]));
            for _ in 0..40 {
                warm = h / mean_cp(warm.clamp(t[0], t[1]));
            }
            *value = 1.0 / mean_cp(warm);
        }
        Self {
            range,
            scale: [middle, 1.0 / half],
            terms: monomials(&chebyshev(&value)),
        }
    }

    /// Temperature [°C] near that of enthalpy `h` [J/kg], eq. (1).
    #[inline(always)]
    pub(super) fn near(&self, h: f64) -> f64 {
        let held = h.clamp(self.range[0], self.range[1]);
        held * polynomial(&self.terms, (held - self.scale[0]) * self.scale[1])
    }
}

/// θ of the k-th Chebyshev point.
fn angle(k: usize) -> f64 {
    std::f64::consts::PI * (k as f64 + 0.5) / TERMS as f64
}

/// Chebyshev coefficients of the polynomial through `value` at the Chebyshev points.
fn chebyshev(value: &[f64; TERMS]) -> [f64; TERMS] {
    std::array::from_fn(|j| {
        let sum: f64 = (0..TERMS)
            .map(|k| value[k] * (j as f64 * angle(k)).cos())
            .sum();
        sum * if j == 0 { 1.0 } else { 2.0 } / TERMS as f64
    })
}

/// Σ cⱼTⱼ as powers of its argument, by Tⱼ₊₁ = 2σTⱼ − Tⱼ₋₁.
fn monomials(c: &[f64; TERMS]) -> [f64; TERMS] {
    let mut sum = [0.0; TERMS];
    let (mut last, mut this) = ([0.0; TERMS], [0.0; TERMS]);
    this[0] = 1.0;
    for (j, c) in c.iter().enumerate() {
        for (sum, t) in sum.iter_mut().zip(&this) {
            *sum += c * t;
        }
        let factor = if j == 0 { 1.0 } else { 2.0 };
        let mut next = last.map(|x| if j == 0 { 0.0 } else { -x });
        for k in 1..TERMS {
            next[k] += factor * this[k - 1];
        }
        (last, this) = (this, next);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fluids::Fluid;

    #[test]
    fn powers_give_what_chebyshev_polynomials_give() {
        let c: [f64; TERMS] = std::array::from_fn(|j| 1.0 / (1.0 + j as f64));
        let terms = monomials(&c);
        for x in [-1.0f64, -0.3, 0.0, 0.77, 1.0] {
            let sum: f64 = (0..TERMS).map(|j| c[j] * (j as f64 * x.acos()).cos()).sum();
            assert!((polynomial(&terms, x) - sum).abs() < 1e-13);
        }
    }

    #[test]
    fn starts_within_a_tenth_of_a_millikelvin() {
        for name in ["water", "pg25", "pg60", "eg30", "eg60"] {
            let fluid = Fluid::by_name(name).unwrap();
            let [low, high] = fluid.range();
            for i in 0..=100 {
                let t = low + (high - low) * f64::from(i) / 100.0;
                let near = fluid.inverse.near(fluid.enthalpy(t));
                assert!((near - t).abs() < 1e-4, "{name} {t} {near}");
            }
        }
    }
}
