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

use crate::kernels::math::exp;
use crate::units::ZERO_CELSIUS;

/// Triple point of water [°C].
pub(super) const TRIPLE_POINT: f64 = 0.01;
/// Pressure at the triple point [Pa].
const TRIPLE_PRESSURE: f64 = 611.657;

/// a of eq. (1) over liquid water.
const WATER: [f64; 6] = [
    1.984_895_204_171e1,
    -2.500_722_250_685,
    -1.324_956_341_575,
    -6.349_716_166_914e-1,
    -1.534_110_106_147,
    6.800_032_354_612,
];
/// a of eq. (1) over ice.
const ICE: [f64; 6] = [
    2.249_542_249_105e1,
    -2.134_145_647_973e-1,
    -7.499_558_855_789e-1,
    -8.699_623_532_612e-1,
    -6.382_898_388_939e-1,
    -2.247_744_195_761e-1,
];
/// b, c, d of eq. (2) [1/bar]; powers of t/100 °C.
const ENHANCEMENT: [[f64; 3]; 3] = [
    [
        3.642_871_955_436e-3,
        -3.994_820_477_793e-3,
        2.586_087_689_122e-3,
    ],
    [
        7.257_462_987_541e-2,
        -1.253_417_549_670e-1,
        7.126_011_475_519e-2,
    ],
    [
        -1.448_401_610_620e-1,
        3.574_591_731_259e-1,
        -2.649_974_883_715e-1,
    ],
];

/// v of eq. (1) at `t` [°C].
#[inline(always)]
fn departure(t: f64) -> f64 {
    (t - TRIPLE_POINT) / (t + ZERO_CELSIUS)
}

/// Polynomial of eq. (1) with its factor v.
#[inline(always)]
fn log_ratio(a: &[f64; 6], v: f64) -> f64 {
    v * (a[0] + v * (a[1] + v * (a[2] + v * (a[3] + v * (a[4] + v * a[5])))))
}

/// Saturation pressure of pure water vapour \[Pa\] at `t` [°C], over ice below 0.01 °C; −100 to 120 °C.
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

/// f of eq. (2) where pure vapour saturates at `ps` [Pa].
#[inline(always)]
fn enhancement(t: f64, p: f64, ps: f64) -> f64 {
    let s = 0.01 * t;
    let term = |c: &[f64; 3]| c[0] + s * (c[1] + s * c[2]);
    let sum = p * term(&ENHANCEMENT[0])
        + ps * term(&ENHANCEMENT[1])
        + ps * ps / p * term(&ENHANCEMENT[2]);
    exp(1e-5 * sum)
}

/// Enhancement factor f [-]: how much more vapour air at `t` [°C] and `p` \[Pa\] holds than a vacuum.
#[inline(always)]
pub fn enhancement_factor(t: f64, p: f64) -> f64 {
    enhancement(t, p, saturation_pressure(t))
}

/// Partial pressure of vapour in saturated air [Pa] at `t` [°C] and `p` [Pa]: f·p_ws.
#[inline(always)]
pub(super) fn saturated_vapour(t: f64, p: f64) -> f64 {
    let ps = saturation_pressure(t);
    enhancement(t, p, ps) * ps
}
