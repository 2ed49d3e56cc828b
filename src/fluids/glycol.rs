//! Aqueous glycols of any strength: the usual coolant where water could freeze or corrode.
//!
//! # Equations
//! Each property is a surface over a = (x − 0.3)/0.3 and s = (t − 30 °C)/70 K,
//!
//! ```text
//! y(x, t) = Σ cᵢⱼ·aⁱ·sʲ,   i ≤ 5, j ≤ 3, i + j ≤ 5                                       (1)
//! ```
//! with y one of ρ, c_p, k, ln μ. At a given strength x it becomes the cubic in s that a [`Fluid`] holds.
//!
//! # Validity
//! From the freezing point (by volume: not below −35 °C) to 100 °C; mass fraction 0 to 0.6, volume
//! fraction 0.1 to 0.6. The two bases are two collections of measurements: 25 vol-% of propylene glycol
//! by ASHRAE is 0.6 % denser than 25 mass-% by Melinder. Both are for pure glycol in water; products
//! with inhibitors are up to 15 % more viscous ([`Fluid::viscosity_band`]).
//!
//! # References
//! - Melinder, *Properties of Secondary Working Fluids for Indirect Systems*, 2nd ed., IIR (2010): the
//!   form (1), by mass fraction.
//! - ASHRAE, *Handbook: Fundamentals* (2001), ch. 21: by volume fraction.
//! - Bell et al., *Ind. Eng. Chem. Res.* 53 (2014) 2498: CoolProp, whose incompressible fluids
//!   MPG, MEG, APG and AEG the coefficients reproduce within 1e-11.

mod ethylene;
mod propylene;

use super::inverse::Inverse;
use super::liquid::{Fluid, FluidError, TERMS, integral};

/// Terms of eq. (1).
const SURFACE: usize = 18;
/// Highest power of the temperature, for each power of a.
const POWERS: [usize; 6] = [3, 3, 3, 2, 1, 0];
/// Centre and 1/width of a.
const FRACTION_SCALE: [f64; 2] = [0.3, 1.0 / 0.3];
/// Centre [°C] and 1/width [1/K] of s.
const SCALE: [f64; 2] = [30.0, 1.0 / 70.0];
/// Factor by which inhibitors may raise the viscosity.
const INHIBITED: f64 = 1.15;

/// Strength of a glycol mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fraction {
    /// Glycol volume before mixing per volume of both, 0 to 1: the trade's "PG25" is 0.25.
    Volume(f64),
    /// Glycol mass per mass of mixture, 0 to 1.
    Mass(f64),
}

/// One glycol on one basis.
struct Family {
    what: &'static str,
    unit: &'static str,
    name: &'static str,
    source: &'static str,
    /// Weakest and strongest mixture [0 to 1].
    fraction: [f64; 2],
    /// Lowest temperature of the measurements [°C].
    coldest: f64,
    freezing: [f64; 8],
    density: [f64; SURFACE],
    specific_heat: [f64; SURFACE],
    log_viscosity: [f64; SURFACE],
    conductivity: [f64; SURFACE],
}

/// Propylene glycol of the given strength.
pub(super) fn propylene(fraction: Fraction) -> Result<Fluid, FluidError> {
    match fraction {
        Fraction::Mass(x) => propylene::MASS.mixture(x),
        Fraction::Volume(x) => propylene::VOLUME.mixture(x),
    }
}

/// Ethylene glycol of the given strength.
pub(super) fn ethylene(fraction: Fraction) -> Result<Fluid, FluidError> {
    match fraction {
        Fraction::Mass(x) => ethylene::MASS.mixture(x),
        Fraction::Volume(x) => ethylene::VOLUME.mixture(x),
    }
}

/// Coefficients of s at strength `a`, eq. (1).
fn at_strength(surface: &[f64; SURFACE], a: f64) -> [f64; TERMS] {
    let mut terms = [0.0; TERMS];
    let mut power = 1.0;
    let mut next = 0;
    for highest in POWERS {
        for j in 0..=highest {
            terms[j] += surface[next] * power;
            next += 1;
        }
        power *= a;
    }
    terms
}

impl Family {
    /// The mixture of strength `x` [0 to 1].
    fn mixture(&self, x: f64) -> Result<Fluid, FluidError> {
        let [low, high] = self.fraction;
        if !(low..=high).contains(&x) {
            return Err(FluidError::Fraction {
                what: self.what,
                given: x,
                low,
                high,
            });
        }
        let a = (x - FRACTION_SCALE[0]) * FRACTION_SCALE[1];
        let freezing = self.freezing.iter().rev().fold(0.0, |sum, c| sum * a + c);
        let specific_heat = at_strength(&self.specific_heat, a);
        let enthalpy = integral(&specific_heat, SCALE);
        let range = [freezing.max(self.coldest), 100.0];
        let percent = (x * 1e4).round() / 100.0;
        Ok(Fluid {
            name: format!("{} {percent} {}", self.name, self.unit),
            source: self.source,
            range,
            freezing,
            viscosity_band: [1.0, INHIBITED],
            scale: SCALE,
            density: at_strength(&self.density, a),
            inverse: Inverse::of(&enthalpy, SCALE, range),
            enthalpy,
            specific_heat,
            log_viscosity: at_strength(&self.log_viscosity, a),
            conductivity: at_strength(&self.conductivity, a),
        })
    }
}
