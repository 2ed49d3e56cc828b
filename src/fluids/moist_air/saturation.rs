//! Saturation of water vapour, alone and in air.
//!
//! # Equations
//! ```text
//! ln(p_ws/p_t) = v·(a₀ + a₁v + … + a₅v⁵),  v = 1 − T_t/T                                  (1)
//! ln f = Σᵢ (t/100)ⁱ·(bᵢ·p + cᵢ·p_ws + dᵢ·p_ws²/p),  pressures in bar                      (2)
//! ```
//! (1) has one set of coefficients over liquid water and one over ice; both give the triple-point
//! pressure p_t at T_t = 273.16 K, so the curve is continuous. (2) is linear in the virial products
//! that theory gives; the coefficients over water serve over ice as well, where they are within 1e-4.
//!
//! # Validity
//! Ice −100 to 0.01 °C (1.4e-6 relative), water 0.01 to 120 °C (3.4e-6). f: −40 to 65 °C,
//! 70 to 110 kPa, 4e-5 above freezing, 1e-4 below.
//!
//! # References
//! - Wagner & Pruß, *J. Phys. Chem. Ref. Data* 31 (2002) 387: IAPWS-95, the values (1) is fitted to.
//! - Wagner et al., *J. Phys. Chem. Ref. Data* 40 (2011) 043103: sublimation pressure of ice.
//! - Herrmann, Kretzschmar & Gatley, ASHRAE RP-1485 (2009): f by the virial route.

use super::ICE_POINT;
use crate::kernels::math::exp;

/// Triple point of water [°C].
pub(super) const TRIPLE_POINT: f64 = 0.01;
/// Pressure at the triple point [Pa].
const TRIPLE_PRESSURE: f64 = 611.657;

/// a of eq. (1) over liquid water.
const WATER: [f64; 6] = [
    19.848_995_401_2,
    -2.502_350_381_2,
    -1.303_631_819_9,
    -0.761_753_780_4,
    -1.183_505_485_8,
    6.433_422_363_3,
];
/// a of eq. (1) over ice.
const ICE: [f64; 6] = [
    22.495_425_591_9,
    -0.213_417_212_1,
    -0.750_428_557_4,
    -0.872_881_529_5,
    -0.644_640_242_3,
    -0.229_422_117_7,
];
/// b, c, d of eq. (2) [1/bar]; powers of t/100 °C.
const ENHANCEMENT: [[f64; 3]; 3] = [
    [0.003_653_075, -0.003_918_580_5, 0.002_198_691_2],
    [0.070_683_657_9, -0.115_849_532_1, 0.062_363_468_2],
    [-0.143_836_414_2, 0.337_426_866_3, -0.237_214_264_3],
];

/// v of eq. (1) at `t` [°C].
#[inline(always)]
fn departure(t: f64) -> f64 {
    (t - TRIPLE_POINT) / (t + ICE_POINT)
}

/// Polynomial of eq. (1) with its factor v.
#[inline(always)]
fn log_ratio(a: &[f64; 6], v: f64) -> f64 {
    v * (a[0] + v * (a[1] + v * (a[2] + v * (a[3] + v * (a[4] + v * a[5])))))
}

/// Saturation pressure of pure water vapour [Pa] at `t` [°C], over ice below 0.01 °C; −100 to 120 °C.
#[inline(always)]
pub fn saturation_pressure(t: f64) -> f64 {
    let v = departure(t);
    let over_water = log_ratio(&WATER, v);
    let over_ice = log_ratio(&ICE, v);
    TRIPLE_PRESSURE
        * exp(if t >= TRIPLE_POINT {
            over_water
        } else {
            over_ice
        })
}

/// Enhancement factor f [-]: how much more vapour air at `t` [°C] and `p` [Pa] holds than a vacuum.
#[inline(always)]
pub fn enhancement_factor(t: f64, p: f64) -> f64 {
    let ps = saturation_pressure(t);
    let s = 0.01 * t;
    let term = |c: &[f64; 3]| c[0] + s * (c[1] + s * c[2]);
    let sum = p * term(&ENHANCEMENT[0])
        + ps * term(&ENHANCEMENT[1])
        + ps * ps / p * term(&ENHANCEMENT[2]);
    exp(1e-5 * sum)
}
