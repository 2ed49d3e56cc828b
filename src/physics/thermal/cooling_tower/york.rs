//! YorkCalc: a manufacturer's correlation for the approach of a tower.
//!
//! # Equations
//! With λ = FR_water/FR_air (water and air flow over their rated flows), range R = T_in − T_out \[K\] and
//! wet bulb t* [°C],
//!
//! ```text
//! A(λ, R, t*) = Σ_ijk c_ijk·λ^i·R^j·t*^k,   i, j, k = 0 … 2                                  (1)
//! ```
//!
//! How a tower is sized and solved by it: [`super::correlation`].
//!
//! # Units
//! K, °C.
//!
//! # Validity
//! [`RANGES`]: the wet bulb ends at 26.7 °C, below the summer extremes of Tokyo and Singapore.
//! Nothing is clamped; the flags tell.
//!
//! # References
//! - York International, *YORKcalc Software Chiller-Plant Energy-Estimating Program*, form 160.00-SG2 (2002);
//!   coefficients as in Buildings Library, `CoolingTowers.Correlations.yorkCalc`, and in EnergyPlus,
//!   *Engineering Reference*, "Variable speed cooling towers".

use super::correlation::{Correlated, Correlation};

/// c of eq. (1), at 9i + 3j + k.
const C: [f64; 27] = [
    -0.359741205,
    -0.055053608,
    0.0023850432,
    0.173926877,
    -0.0248473764,
    0.00048430224,
    -0.005589849456,
    0.0005770079712,
    -1.342427256e-5,
    2.84765801111111,
    -0.121765149,
    0.0014599242,
    1.680428651,
    -0.0166920786,
    -0.0007190532,
    -0.025485194448,
    4.87491696e-5,
    2.719234152e-5,
    -0.0653766255555556,
    -0.002278167,
    0.0002500254,
    -0.0910565458,
    0.00318176316,
    3.8621772e-5,
    -0.0034285382352,
    8.56589904e-6,
    -1.516821552e-6,
];

/// Ranges of the validity bits: wet bulb [°C], range \[K\], approach \[K\], FR_water and s·FR_water, λ.
pub const RANGES: [[f64; 2]; 5] = [
    [-34.4, 26.7],
    [1.1, 22.2],
    [1.1, 40.0],
    [0.75, 1.25],
    [0.0, 8.0],
];

/// Approach \[K\] of eq. (1) at range `range` \[K\], wet bulb `wet_bulb` [°C] and flow ratio `lambda` \[1\].
#[inline(always)]
pub fn approach(range: f64, wet_bulb: f64, lambda: f64) -> f64 {
    let wet = |c: usize| C[c] + wet_bulb * (C[c + 1] + wet_bulb * C[c + 2]);
    let row = |c: usize| wet(c) + range * (wet(c + 3) + range * wet(c + 6));
    row(0) + lambda * (row(9) + lambda * row(18))
}

/// A tower whose approach is that of YorkCalc.
pub type York = Correlated<YorkCalc>;

/// The correlation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YorkCalc;

impl Correlation for YorkCalc {
    const RANGES: [[f64; 2]; 5] = RANGES;
    const SCALES: [f64; 2] = [0.1, 3.0];

    #[inline(always)]
    fn approach(range: f64, wet_bulb: f64, water: f64, air: f64) -> f64 {
        approach(range, wet_bulb, water / air.max(1e-3))
    }

    /// (1) is quadratic in R.
    fn range_for(above: f64, wet_bulb: f64, water: f64, air: f64) -> Option<f64> {
        let lambda = water / air.max(1e-3);
        let at = |range: f64| approach(range, wet_bulb, lambda) + range - above;
        zero_of_quadratic([at(0.0), at(1.0), at(2.0)])
    }

    /// (1) is quadratic in λ.
    fn air_for(range: f64, wet_bulb: f64, water: f64, goal: f64) -> Option<f64> {
        let at = |lambda: f64| approach(range, wet_bulb, lambda) - goal;
        zero_of_quadratic([at(0.0), at(1.0), at(2.0)]).map(|lambda| water / lambda)
    }
}

/// Where the rising branch of the quadratic with `values` at 0, 1 and 2 is zero; `None` where it is nowhere.
fn zero_of_quadratic([c, one, two]: [f64; 3]) -> Option<f64> {
    let a = 0.5 * (two - 2.0 * one + c);
    let b = one - c - a;
    let square = b * b - 4.0 * a * c;
    (square >= 0.0).then(|| -2.0 * c / (b + square.sqrt()))
}
