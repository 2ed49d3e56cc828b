//! Moist air: the state of hall air, of outdoor air and of the air leaving a tower.
//!
//! A state is dry-bulb temperature t [°C], humidity ratio w [kg vapour per kg dry air] and total
//! pressure p \[Pa\]. Relative humidity is a fraction 0 to 1, referred to ice below 0.01 °C.
//!
//! # Equations
//! ```text
//! x  = w/(ε + w),  w = ε·x/(1 − x),  ε = M_w/M_a                    mole fraction of vapour  (1)
//! x  = φ·f(t, p)·p_ws(t)/p                                           relative humidity φ      (2)
//! ρ  = p·M/(Z·R·T),  Z = 1 + p·B(t, x)                               density                  (3)
//! h  = c_a(t)·t + w·(h_g + c_v(t)·t)                                 enthalpy per kg dry air  (4)
//! h(t, w) + (w_s(t*, p) − w)·h_c(t*) = h(t*, w_s(t*, p))             wet bulb t*              (5)
//! ```
//! p_ws and the enhancement factor f are in `saturation`. B is a quadratic in x and t; h_c is the
//! enthalpy of liquid water above 0 °C, of ice below.
//!
//! # Validity
//! −40 to 65 °C, 70 to 110 kPa, w up to 0.25. Against the real-gas model of ASHRAE RP-1485 as
//! evaluated by CoolProp 8.0: humidity ratio 7e-5, density 2e-5 relative; enthalpy (4), which leaves
//! out the pressure term so that heat balances stay linear in w, 0.1 kJ/kg near sea level; wet bulb
//! 0.015 K, dew point 1e-3 K.
//!
//! # References
//! - ASHRAE, *Handbook: Fundamentals* (2021), ch. 1, eqs. (1)–(36).
//! - Herrmann, Kretzschmar & Gatley, "Thermodynamic properties of real moist air" (ASHRAE RP-1485),
//!   *HVAC&R Research* 15 (2009) 961–986.
//! - ISO 2533:1975, standard atmosphere.

mod saturation;
mod transport;
mod wet_bulb;

pub use saturation::{enhancement_factor, saturation_pressure};
pub use transport::{conductivity, specific_heat, viscosity};
pub use wet_bulb::{
    dew_point, dew_point_near, dew_points, humidity_ratio_from_wet_bulb, wet_bulb, wet_bulbs,
};

use crate::kernels::math::powf;
use crate::units::ZERO_CELSIUS;

/// Molar mass of dry air [kg/mol] (CIPM-2007 air, Lemmon 2000).
pub(super) const MOLAR_MASS_AIR: f64 = 28.966e-3;
/// Molar mass of water [kg/mol] (IAPWS-95).
const MOLAR_MASS_WATER: f64 = 18.015_268e-3;
/// ε of eq. (1): ratio of the molar masses of water and dry air.
pub const MOLAR_MASS_RATIO: f64 = MOLAR_MASS_WATER / MOLAR_MASS_AIR;
/// Molar gas constant [J/(mol·K)], the value of the real-gas model the fits refer to.
pub(super) const GAS_CONSTANT: f64 = 8.314_472;

/// Vapour mole fraction may come this close to one: keeps w finite at and above boiling.
const MOST_VAPOUR: f64 = 0.95;

/// Mole fraction of vapour from the humidity ratio, eq. (1).
#[inline(always)]
pub(crate) fn mole_fraction(w: f64) -> f64 {
    w / (MOLAR_MASS_RATIO + w)
}

/// Humidity ratio from the mole fraction of vapour, eq. (1); fractions above 0.95 count as 0.95.
#[inline(always)]
pub(crate) fn ratio_of_mole_fraction(x: f64) -> f64 {
    let x = x.clamp(0.0, MOST_VAPOUR);
    MOLAR_MASS_RATIO * x / (1.0 - x)
}

/// Mole fraction of vapour in saturated air at `t` [°C] and `p` [Pa].
#[inline(always)]
pub(crate) fn saturated_mole_fraction(t: f64, p: f64) -> f64 {
    saturation::saturated_vapour(t, p) / p
}

/// Humidity ratio [kg/kg] at dry bulb `t` [°C], relative humidity `rh` [0 to 1] and `p` \[Pa\], eq. (2).
#[inline(always)]
pub fn humidity_ratio(t: f64, rh: f64, p: f64) -> f64 {
    ratio_of_mole_fraction(rh * saturated_mole_fraction(t, p))
}

/// Humidity ratio [kg/kg] of saturated air at `t` [°C] and `p` \[Pa\].
#[inline(always)]
pub fn humidity_ratio_saturated(t: f64, p: f64) -> f64 {
    ratio_of_mole_fraction(saturated_mole_fraction(t, p))
}

/// Humidity ratio [kg/kg] of air with dew point (below 0.01 °C: frost point) `t_dp` [°C] at `p` \[Pa\].
#[inline(always)]
pub fn humidity_ratio_from_dew_point(t_dp: f64, p: f64) -> f64 {
    humidity_ratio_saturated(t_dp, p)
}

/// Relative humidity [0 to 1, above 1 when supersaturated] at `t` [°C], `w` [kg/kg], `p` \[Pa\].
#[inline(always)]
pub fn relative_humidity(t: f64, w: f64, p: f64) -> f64 {
    mole_fraction(w) / saturated_mole_fraction(t, p)
}

/// Enthalpy [J per kg dry air] at `t` [°C] and `w` [kg/kg], eq. (4); zero for dry air at 0 °C and
/// liquid water at 0 °C.
#[inline(always)]
pub fn enthalpy(t: f64, w: f64) -> f64 {
    t * (CP_AIR[0] + t * CP_AIR[1]) + w * (LATENT + t * (CP_VAPOUR[0] + t * CP_VAPOUR[1]))
}

/// Enthalpy [J per kg dry air] of saturated air at `t` [°C] and `p` \[Pa\]: the driving potential of
/// a cooling tower.
#[inline(always)]
pub fn enthalpy_saturated(t: f64, p: f64) -> f64 {
    enthalpy(t, humidity_ratio_saturated(t, p))
}

/// Dry-bulb temperature [°C] at which air of `w` [kg/kg] has enthalpy `h` [J per kg dry air]: the
/// exact inverse of [`enthalpy`].
#[inline(always)]
pub fn temperature_from_enthalpy(h: f64, w: f64) -> f64 {
    let a = CP_AIR[1] + w * CP_VAPOUR[1];
    let b = CP_AIR[0] + w * CP_VAPOUR[0];
    let c = h - w * LATENT;
    // This form of the root of a·t² + b·t = c has no cancellation for small a.
    2.0 * c / (b + (b * b + 4.0 * a * c).max(0.0).sqrt())
}

/// Coefficients of c_a(t) in eq. (4) [J/(kg·K), J/(kg·K²)].
const CP_AIR: [f64; 2] = [1_005.589_144_511, 1.656_937_094_962e-2];
/// h_g of eq. (4): enthalpy of vapour at 0 °C [J/kg].
const LATENT: f64 = 2.501_391_456_297e6;
/// Coefficients of c_v(t) in eq. (4) [J/(kg·K), J/(kg·K²)].
const CP_VAPOUR: [f64; 2] = [1.735_113_542_870e3, 1.598_463_249_745];

/// Density of the mixture [kg/m³] at `t` [°C], `w` [kg/kg], `p` \[Pa\], eq. (3).
#[inline(always)]
pub fn density(t: f64, w: f64, p: f64) -> f64 {
    let x = mole_fraction(w);
    let xa = 1.0 - x;
    let molar_mass = xa * MOLAR_MASS_AIR + x * MOLAR_MASS_WATER;
    let s = 0.01 * t;
    let term = |c: &[f64; 3]| c[0] + s * (c[1] + s * c[2]);
    let b = xa * xa * term(&VIRIAL[0]) + xa * x * term(&VIRIAL[1]) + x * x * term(&VIRIAL[2]);
    p * molar_mass / ((1.0 + p * 1e-5 * b) * GAS_CONSTANT * (t + ZERO_CELSIUS))
}

/// B of eq. (3) [1/bar]: rows for air–air, air–vapour, vapour–vapour; powers of t/100 °C.
const VIRIAL: [[f64; 3]; 3] = [
    [
        -5.987_349_638_643e-4,
        1.290_105_152_787e-3,
        -7.088_823_338_234e-4,
    ],
    [
        -3.134_144_825_456e-3,
        1.161_131_678_252e-3,
        2.758_845_372_621e-3,
    ],
    [
        -6.805_806_394_412e-2,
        1.014_886_284_608e-1,
        -5.483_868_957_739e-2,
    ],
];

/// Pressure of the standard atmosphere \[Pa\] at `z` metres above the sea, −500 to 11 000 m (ISO 2533).
#[inline(always)]
pub fn pressure_at_elevation(z: f64) -> f64 {
    101_325.0 * powf(1.0 - 2.255_77e-5 * z, 5.255_88)
}

#[cfg(test)]
mod tests;
