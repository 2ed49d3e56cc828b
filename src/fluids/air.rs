//! Dry air at pressures near one atmosphere.
//!
//! # Equations
//! With s = t/100 °C, p in bar and p₀ = 1.01325 bar,
//!
//! ```text
//! ρ = p·M/(Z·R·T),  Z = 1 + p·Σ bₖsᵏ                                                      (1)
//! c_p, μ, k = Σ cₖsᵏ + (p − p₀)·Σ dₖsᵏ                                                     (2)
//! ```
//!
//! # Validity
//! −40 to 90 °C, 70 to 110 kPa: density 5e-6, specific heat 1.5e-5, viscosity 5e-7, conductivity 3e-6
//! relative.
//!
//! # References
//! - Lemmon et al., *J. Phys. Chem. Ref. Data* 29 (2000) 331: density, specific heat.
//! - Lemmon & Jacobsen, *Int. J. Thermophys.* 25 (2004) 21: viscosity, conductivity.
//! - `validation/peers/fit_fluids.py air` prints the coefficients.

use super::moist_air::{GAS_CONSTANT, MOLAR_MASS_AIR};
use crate::units::ZERO_CELSIUS;

/// b of eq. (1) [1/bar].
const VIRIAL: [f64; 5] = [
    -5.703_710_012_125e-4,
    1.306_419_919_285e-3,
    -9.597_684_294_700e-4,
    3.651_138_659_467e-4,
    0.0,
];
/// c of eq. (2) [J/(kg·K)].
const SPECIFIC_HEAT: [f64; 5] = [
    1.005_683_289_404e3,
    1.515_305_363_101,
    3.927_037_854_283,
    2.593_618_826_799e-2,
    8.822_391_820_871e-2,
];
/// d of eq. (2) [J/(kg·K)] per bar.
const SPECIFIC_HEAT_SLOPE: [f64; 3] = [2.007_178_525_419, -1.862_209_748_347, 8.660_278_816_644e-1];
/// c of eq. (2) [Pa·s].
const VISCOSITY: [f64; 5] = [
    1.721_841_041_462e-5,
    5.009_186_549_968e-6,
    -3.736_775_240_108e-7,
    4.803_435_928_124e-8,
    -5.520_684_163_819e-9,
];
/// d of eq. (2) [Pa·s] per bar.
const VISCOSITY_SLOPE: [f64; 3] = [
    1.504_532_319_050e-8,
    -3.158_993_626_952e-9,
    3.537_925_166_047e-10,
];
/// c of eq. (2) [W/(m·K)].
const CONDUCTIVITY: [f64; 5] = [
    2.436_047_959_872e-2,
    7.653_086_263_371e-3,
    -4.423_113_332_389e-4,
    5.404_660_215_760e-5,
    -5.438_777_756_684e-6,
];
/// d of eq. (2) [W/(m·K)] per bar.
const CONDUCTIVITY_SLOPE: [f64; 3] = [
    3.489_532_243_645e-5,
    -1.459_706_643_192e-5,
    4.528_039_958_387e-6,
];

/// Polynomial of eqs. (1) and (2) at `t` [°C].
#[inline(always)]
fn polynomial(c: &[f64; 5], t: f64) -> f64 {
    let s = 0.01 * t;
    c[0] + s * (c[1] + s * (c[2] + s * (c[3] + s * c[4])))
}

/// Density [kg/m³] at `t` [°C] and `p` \[Pa\], eq. (1).
#[inline(always)]
pub fn density(t: f64, p: f64) -> f64 {
    let z = 1.0 + 1e-5 * p * polynomial(&VIRIAL, t);
    p * MOLAR_MASS_AIR / (z * GAS_CONSTANT * (t + ZERO_CELSIUS))
}

/// Eq. (2) at `t` [°C] and `p` [Pa].
#[inline(always)]
fn property(c: &[f64; 5], d: &[f64; 3], t: f64, p: f64) -> f64 {
    let s = 0.01 * t;
    polynomial(c, t) + (1e-5 * p - 1.013_25) * (d[0] + s * (d[1] + s * d[2]))
}

/// Specific heat at constant pressure [J/(kg·K)] at `t` [°C] and `p` \[Pa\].
#[inline(always)]
pub fn specific_heat(t: f64, p: f64) -> f64 {
    property(&SPECIFIC_HEAT, &SPECIFIC_HEAT_SLOPE, t, p)
}

/// Dynamic viscosity [Pa·s] at `t` [°C] and `p` \[Pa\].
#[inline(always)]
pub fn viscosity(t: f64, p: f64) -> f64 {
    property(&VISCOSITY, &VISCOSITY_SLOPE, t, p)
}

/// Thermal conductivity [W/(m·K)] at `t` [°C] and `p` \[Pa\].
#[inline(always)]
pub fn conductivity(t: f64, p: f64) -> f64 {
    property(&CONDUCTIVITY, &CONDUCTIVITY_SLOPE, t, p)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fluids::table::{relative, rows};
    use proptest::prelude::*;

    const ATM: f64 = 101_325.0;

    #[test]
    fn follows_the_reference_equations() {
        let table = rows(include_str!("../../validation/fluids/dry_air_1atm.csv"));
        assert_eq!(table.len(), 101);
        for row in table {
            let t = row[0];
            let ours = [
                density(t, ATM),
                specific_heat(t, ATM),
                viscosity(t, ATM),
                conductivity(t, ATM),
            ];
            for k in 0..4 {
                assert!(
                    relative(ours[k], row[k + 1]) < 1e-5,
                    "column {} at {t} °C",
                    k + 1
                );
            }
        }
    }

    proptest! {
        #[test]
        fn warm_air_is_lighter_thicker_and_conducts_better(t in -40.0..89.0f64, step in 1e-3..1.0f64) {
            prop_assert!(density(t + step, ATM) < density(t, ATM));
            prop_assert!(viscosity(t + step, ATM) > viscosity(t, ATM));
            prop_assert!(conductivity(t + step, ATM) > conductivity(t, ATM));
        }
    }
}
