//! Specific heat, viscosity and conductivity of moist air: for film correlations, fans and filters.
//! Heat balances use [`enthalpy`](super::enthalpy), which these do not replace.
//!
//! # Equations
//! With s = t/100 °C, p in bar, x the mole fraction of vapour, index a dry air, v vapour,
//!
//! ```text
//! (1 + w)·c_p = A(s) + w·V(s) + p·D(s) + w·p·E(s) + w·x·p·F(s)                            (1)
//! y = (1−x)·y_a/((1−x) + x·Φ_av) + x·y_v/(x + (1−x)·Φ_va),   y = μ or k                    (2)
//! Φ_av = √2/4·(1 + M_a/M_v)^−½·(1 + (μ_a/μ_v)^½·(M_v/M_a)^¼)²,   Φ_va likewise             (3)
//! ```
//! In (2) the vapour is saturated steam at the total pressure, as in the reference.
//!
//! # Validity
//! −20 to 65 °C, 70 to 110 kPa, w up to 0.25: c_p 4e-5, μ and k 3e-5 of the reference.
//!
//! # References
//! - Tsilingiris, *Energy Convers. Manage.* 49 (2008) 1098: (2) and (3), after Wilke and Mason–Saxena.
//! - ASHRAE RP-1485 as evaluated by CoolProp 8.0 (`HAPropsSI`), to which (1) is fitted.
//! - `validation/peers/fit_fluids.py moist` prints the coefficients.

use super::{MOLAR_MASS_RATIO, mole_fraction};
use crate::fluids::air;

/// A, V, D, E, F of eq. (1) [J/(kg·K)], D, E, F per bar.
const SPECIFIC_HEAT: [[f64; 3]; 5] = [
    [1.003_608_443_416e3, 3.051_008_309_725, 3.924_233_755_016],
    [
        1.873_745_857_741e3,
        -3.592_758_488_806e1,
        5.505_648_251_881e1,
    ],
    [2.026_820_317_543, -1.487_308_674_791, 0.0],
    [
        -2.212_625_345_163,
        2.678_503_407_461e1,
        -2.344_901_528_759e1,
    ],
    [
        1.450_130_365_113e3,
        -2.617_984_351_168e3,
        1.421_709_973_883e3,
    ],
];
/// Viscosity of saturated steam [Pa·s], powers of the pressure in bar.
const STEAM_VISCOSITY: [f64; 3] = [
    1.075_166_352_713e-5,
    1.965_235_236_883e-6,
    -4.977_990_661_271e-7,
];
/// Conductivity of saturated steam [W/(m·K)], powers of the pressure in bar.
const STEAM_CONDUCTIVITY: [f64; 3] = [
    2.068_204_197_564e-2,
    4.973_539_812_248e-3,
    -1.122_483_270_466e-3,
];

/// c₀ + c₁·x + c₂·x².
#[inline(always)]
fn quadratic(c: &[f64; 3], x: f64) -> f64 {
    c[0] + x * (c[1] + x * c[2])
}

/// Specific heat [J/(K·kg of moist air)] at `t` [°C], `w` [kg/kg], `p` \[Pa\], eq. (1).
#[inline(always)]
pub fn specific_heat(t: f64, w: f64, p: f64) -> f64 {
    let (s, bar, x) = (0.01 * t, 1e-5 * p, mole_fraction(w));
    let [a, v, d, e, f] = &SPECIFIC_HEAT;
    let dry = quadratic(a, s) + bar * quadratic(d, s);
    let damp = quadratic(v, s) + bar * (quadratic(e, s) + x * quadratic(f, s));
    (dry + w * damp) / (1.0 + w)
}

/// Eq. (2) for a property of value `dry` in air and `steam` in vapour.
#[inline(always)]
fn mixed(x: f64, dry: f64, steam: f64, viscosities: [f64; 2]) -> f64 {
    let (sum_av, sum_va) = interactions(viscosities);
    (1.0 - x) * dry / ((1.0 - x) + x * sum_av) + x * steam / (x + (1.0 - x) * sum_va)
}

/// Φ_av and Φ_va of eq. (3).
#[inline(always)]
fn interactions([air, steam]: [f64; 2]) -> (f64, f64) {
    const QUARTER_ROOT_8: f64 = std::f64::consts::SQRT_2 / 4.0;
    let root = (air / steam).sqrt();
    let fourth = MOLAR_MASS_RATIO.sqrt().sqrt();
    let square = |x: f64| x * x;
    (
        QUARTER_ROOT_8 / (1.0 + 1.0 / MOLAR_MASS_RATIO).sqrt() * square(1.0 + root * fourth),
        QUARTER_ROOT_8 / (1.0 + MOLAR_MASS_RATIO).sqrt() * square(1.0 + 1.0 / (root * fourth)),
    )
}

/// Dynamic viscosity [Pa·s] at `t` [°C], `w` [kg/kg], `p` \[Pa\], eq. (2).
#[inline(always)]
pub fn viscosity(t: f64, w: f64, p: f64) -> f64 {
    let (dry, steam) = (air::viscosity(t, p), quadratic(&STEAM_VISCOSITY, 1e-5 * p));
    mixed(mole_fraction(w), dry, steam, [dry, steam])
}

/// Thermal conductivity [W/(m·K)] at `t` [°C], `w` [kg/kg], `p` \[Pa\], eq. (2).
#[inline(always)]
pub fn conductivity(t: f64, w: f64, p: f64) -> f64 {
    let viscosities = [air::viscosity(t, p), quadratic(&STEAM_VISCOSITY, 1e-5 * p)];
    let steam = quadratic(&STEAM_CONDUCTIVITY, 1e-5 * p);
    mixed(
        mole_fraction(w),
        air::conductivity(t, p),
        steam,
        viscosities,
    )
}
