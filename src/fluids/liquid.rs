//! The form that every liquid takes.
//!
//! # Equations
//! With s = (t − t_m)/Δ and polynomials of degree 8,
//!
//! ```text
//! ρ = Σ aₖsᵏ,   c_p = Σ bₖsᵏ,   k = Σ dₖsᵏ,   ln μ = Σ mₖsᵏ                               (1)
//! h(t) = ∫₀ᵗ c_p dT = t·q(s)                                                               (2)
//! ```
//! q is the polynomial of degree 8 left when the integral of c_p is divided by t, so (2) is the exact
//! integral, exactly zero at 0 °C, and as precise near 0 °C as elsewhere.
//!
//! # Validity
//! [`Fluid::range`]. Beyond it ρ, c_p, μ and k hold the value at its end and h goes on with that c_p:
//! a solver that strays meets no pole, and a run counts the hours it spent there.

use super::inverse::Inverse;
use super::{Constant, Fraction, constant, glycol, rows, water};
use crate::kernels::math::exp;

/// Number of coefficients of each polynomial of eq. (1).
pub(super) const TERMS: usize = 9;

/// Step of Newton's method after which a temperature is settled [K].
const LAST_STEP: f64 = 1e-7;
/// Most steps from anywhere in the range.
const NEAR_PASSES: usize = 8;

/// Why a liquid cannot be had.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FluidError {
    /// The strength of a glycol is outside its correlation.
    #[error("{what} of {given} is outside {low} to {high}, where its properties are known")]
    Fraction {
        /// Substance and basis, such as "volume fraction of propylene glycol".
        what: &'static str,
        /// The fraction asked for, 0 to 1.
        given: f64,
        /// Weakest mixture known, 0 to 1.
        low: f64,
        /// Strongest mixture known, 0 to 1.
        high: f64,
    },
    /// A figure of a constant fluid is not a positive number.
    #[error("{quantity} of a constant fluid must be a positive number, not {given}")]
    NotPositive {
        /// Which figure.
        quantity: &'static str,
        /// Its value in SI.
        given: f64,
    },
    /// No liquid has this name.
    #[error(
        "no fluid is called `{0}`; known are `water`, `pgNN` and `egNN`: propylene or ethylene glycol of NN vol-%, such as `pg25`"
    )]
    Unknown(String),
}

/// A liquid coolant: polynomials in temperature, see the module for the equations.
#[derive(Clone, Debug, PartialEq)]
pub struct Fluid {
    /// Name as printed in reports.
    pub(super) name: String,
    /// Where the figures come from.
    pub(super) source: &'static str,
    /// Lowest and highest temperature of validity [°C].
    pub(super) range: [f64; 2],
    /// Where ice begins to form [°C].
    pub(super) freezing: f64,
    /// How far a product sold under this name may differ in viscosity, as factors.
    pub(super) viscosity_band: [f64; 2],
    /// t_m [°C] and 1/Δ [1/K] of the scaled temperature.
    pub(super) scale: [f64; 2],
    /// a of eq. (1) [kg/m³].
    pub(super) density: [f64; TERMS],
    /// b of eq. (1) [J/(kg·K)].
    pub(super) specific_heat: [f64; TERMS],
    /// m of eq. (1), μ in Pa·s.
    pub(super) log_viscosity: [f64; TERMS],
    /// d of eq. (1) [W/(m·K)].
    pub(super) conductivity: [f64; TERMS],
    /// q of eq. (2) [J/(kg·K)].
    pub(super) enthalpy: [f64; TERMS],
    /// Where the inverse of eq. (2) starts.
    pub(super) inverse: Inverse,
}

/// Σ cₖsᵏ by Horner's rule.
#[inline(always)]
pub(super) fn polynomial(c: &[f64; TERMS], s: f64) -> f64 {
    let mut sum = c[TERMS - 1];
    let mut k = TERMS - 1;
    while k > 0 {
        k -= 1;
        sum = sum * s + c[k];
    }
    sum
}

/// q of eq. (2) from b: synthetic division of ∫c_p by (s − s₀), where s₀ is 0 °C.
pub(super) fn integral(b: &[f64; TERMS], scale: [f64; 2]) -> [f64; TERMS] {
    let zero = -scale[0] * scale[1];
    let mut q = [0.0; TERMS];
    let mut carry = 0.0;
    for k in (0..TERMS).rev() {
        carry = b[k] / (k + 1) as f64 + zero * carry;
        q[k] = carry;
    }
    q
}

impl Fluid {
    /// Pure water at 3 bar, 0 to 100 °C.
    pub fn water() -> Self {
        water::water()
    }

    /// Propylene glycol in water; the trade's "PG25" is `Fraction::Volume(0.25)`.
    ///
    /// # Errors
    /// [`FluidError::Fraction`] outside 0 to 0.6 by mass, 0.1 to 0.6 by volume.
    pub fn propylene_glycol(fraction: Fraction) -> Result<Self, FluidError> {
        glycol::propylene(fraction)
    }

    /// Ethylene glycol in water.
    ///
    /// # Errors
    /// [`FluidError::Fraction`] outside 0 to 0.6 by mass, 0.1 to 0.6 by volume.
    pub fn ethylene_glycol(fraction: Fraction) -> Result<Self, FluidError> {
        glycol::ethylene(fraction)
    }

    /// A liquid whose properties do not change with temperature, for comparisons.
    ///
    /// # Errors
    /// [`FluidError::NotPositive`] unless all four figures are positive and finite.
    pub fn constant(figures: Constant) -> Result<Self, FluidError> {
        constant::constant(figures)
    }

    /// The liquid called `water`, `pgNN` or `egNN` (NN vol-% of glycol), in any case.
    ///
    /// # Errors
    /// [`FluidError::Unknown`], or [`FluidError::Fraction`] for a strength that is not known.
    pub fn by_name(name: &str) -> Result<Self, FluidError> {
        let lower = name.to_ascii_lowercase();
        if lower == "water" {
            return Ok(Self::water());
        }
        let percent = |rest: &str| match rest.parse::<u8>() {
            Ok(n) => Ok(Fraction::Volume(f64::from(n) / 100.0)),
            Err(_) => Err(FluidError::Unknown(name.to_owned())),
        };
        match (lower.strip_prefix("pg"), lower.strip_prefix("eg")) {
            (Some(rest), _) => Self::propylene_glycol(percent(rest)?),
            (_, Some(rest)) => Self::ethylene_glycol(percent(rest)?),
            _ => Err(FluidError::Unknown(name.to_owned())),
        }
    }

    /// Name as printed in reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the figures come from.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Lowest and highest temperature of validity [°C]; infinite for a constant fluid.
    #[inline(always)]
    pub fn range(&self) -> [f64; 2] {
        self.range
    }

    /// Temperature at which ice begins to form [°C]; −∞ for a constant fluid.
    pub fn freezing_point(&self) -> f64 {
        self.freezing
    }

    /// Factors on [`viscosity`](Self::viscosity) between which products sold under this name lie:
    /// 1 to 1.15 for glycols, whose inhibitors thicken the pure mixture; 1 to 1 otherwise.
    pub fn viscosity_band(&self) -> [f64; 2] {
        self.viscosity_band
    }

    /// s of eq. (1), and t held within the range.
    #[inline(always)]
    fn scaled(&self, t: f64) -> (f64, f64) {
        let held = t.clamp(self.range[0], self.range[1]);
        ((held - self.scale[0]) * self.scale[1], held)
    }

    /// Density [kg/m³] at `t` [°C].
    #[inline(always)]
    pub fn density(&self, t: f64) -> f64 {
        polynomial(&self.density, self.scaled(t).0)
    }

    /// Specific heat at constant pressure [J/(kg·K)] at `t` [°C].
    #[inline(always)]
    pub fn specific_heat(&self, t: f64) -> f64 {
        polynomial(&self.specific_heat, self.scaled(t).0)
    }

    /// Dynamic viscosity [Pa·s] at `t` [°C].
    #[inline(always)]
    pub fn viscosity(&self, t: f64) -> f64 {
        exp(polynomial(&self.log_viscosity, self.scaled(t).0))
    }

    /// Thermal conductivity [W/(m·K)] at `t` [°C].
    #[inline(always)]
    pub fn conductivity(&self, t: f64) -> f64 {
        polynomial(&self.conductivity, self.scaled(t).0)
    }

    /// Prandtl number μ·c_p/k [-] at `t` [°C].
    #[inline(always)]
    pub fn prandtl(&self, t: f64) -> f64 {
        self.viscosity(t) * self.specific_heat(t) / self.conductivity(t)
    }

    /// Enthalpy [J/kg] at `t` [°C], zero at 0 °C: eq. (2).
    #[inline(always)]
    pub fn enthalpy(&self, t: f64) -> f64 {
        let (s, held) = self.scaled(t);
        held * polynomial(&self.enthalpy, s) + polynomial(&self.specific_heat, s) * (t - held)
    }

    /// Temperature [°C] at which the enthalpy is `h` [J/kg]: inverse of [`enthalpy`](Self::enthalpy).
    #[inline(always)]
    pub fn temperature(&self, h: f64) -> f64 {
        // Newton's error is some 1e-3/K of the square of what the start misses, and a step squares it again.
        let t = self.inverse.near(h);
        let t = t - (self.enthalpy(t) - h) / self.specific_heat(t);
        t - (self.enthalpy(t) - h) / self.specific_heat(t)
    }

    /// [`temperature`](Self::temperature) [°C] and specific heat [J/(kg·K)] where the enthalpy is `h` [J/kg],
    /// sought from `near` [°C]: as precise, and faster the nearer.
    #[inline(always)]
    pub fn temperature_near(&self, h: f64, near: f64) -> (f64, f64) {
        let (mut t, mut heat) = (near, self.specific_heat[0]);
        for _ in 0..NEAR_PASSES {
            let (s, held) = self.scaled(t);
            heat = polynomial(&self.specific_heat, s);
            let step = (held * polynomial(&self.enthalpy, s) + heat * (t - held) - h) / heat;
            t -= step;
            // Newton's error is some 1e-3/K of the step squared: the next step would be round-off.
            if step.abs() < LAST_STEP {
                break;
            }
        }
        (t, heat)
    }

    /// [`density`](Self::density) of a row: `out[i]` at `t[i]`, up to the shorter of the two.
    pub fn density_row(&self, t: &[f64], out: &mut [f64]) {
        rows::density(self, t, out);
    }

    /// [`specific_heat`](Self::specific_heat) of a row.
    pub fn specific_heat_row(&self, t: &[f64], out: &mut [f64]) {
        rows::specific_heat(self, t, out);
    }

    /// [`viscosity`](Self::viscosity) of a row.
    pub fn viscosity_row(&self, t: &[f64], out: &mut [f64]) {
        rows::viscosity(self, t, out);
    }

    /// [`conductivity`](Self::conductivity) of a row.
    pub fn conductivity_row(&self, t: &[f64], out: &mut [f64]) {
        rows::conductivity(self, t, out);
    }

    /// [`enthalpy`](Self::enthalpy) of a row.
    pub fn enthalpy_row(&self, t: &[f64], out: &mut [f64]) {
        rows::enthalpy(self, t, out);
    }

    /// [`temperature`](Self::temperature) of a row of enthalpies `h` [J/kg].
    pub fn temperature_row(&self, h: &[f64], out: &mut [f64]) {
        rows::temperature(self, h, out);
    }
}

#[cfg(test)]
mod tests;
