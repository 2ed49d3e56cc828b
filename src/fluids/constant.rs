//! A liquid with constant properties: for comparison with references that use one.

use super::inverse::Inverse;
use super::liquid::{Fluid, FluidError, TERMS, integral};
use crate::kernels::math::ln;

/// The four figures of a constant fluid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    /// Density [kg/m³].
    pub density: f64,
    /// Specific heat [J/(kg·K)].
    pub specific_heat: f64,
    /// Dynamic viscosity [Pa·s].
    pub viscosity: f64,
    /// Thermal conductivity [W/(m·K)].
    pub conductivity: f64,
}

/// Builds the fluid; every figure must be positive and finite.
pub(super) fn constant(figures: Constant) -> Result<Fluid, FluidError> {
    for (quantity, given) in [
        ("density", figures.density),
        ("specific heat", figures.specific_heat),
        ("viscosity", figures.viscosity),
        ("conductivity", figures.conductivity),
    ] {
        if !(given > 0.0 && given.is_finite()) {
            return Err(FluidError::NotPositive { quantity, given });
        }
    }
    let only = |value: f64| {
        let mut terms = [0.0; TERMS];
        terms[0] = value;
        terms
    };
    // A range without ends: s must stay finite there, and the higher terms are zero.
    let scale = [0.0, 0.0];
    let specific_heat = only(figures.specific_heat);
    Ok(Fluid {
        name: "constant fluid".to_owned(),
        source: "given in the input",
        range: [f64::MIN, f64::MAX],
        freezing: f64::NEG_INFINITY,
        viscosity_band: [1.0, 1.0],
        scale,
        density: only(figures.density),
        enthalpy: integral(&specific_heat, scale),
        inverse: Inverse::constant(figures.specific_heat),
        specific_heat,
        log_viscosity: only(ln(figures.viscosity)),
        conductivity: only(figures.conductivity),
    })
}
