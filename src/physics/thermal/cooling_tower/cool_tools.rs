//! CoolTools: a correlation for the approach of cross-flow towers.
//!
//! # Equations
//! With p = x³ the share of fan power at the air flow fraction x, w water flow over its rated flow, range R \[K\] and wet
//! bulb t* [°C], the approach is the full cubic
//!
//! ```text
//! A = Σ c·p^a·w^b·t*^c·R^d,   a + b + c + d ≤ 3                                             (1)
//! ```
//!
//! of 35 terms, in the order of `terms`. Texts call its first variable the air flow ratio; EnergyPlus 25.2 holds its set point at the
//! air flow whose cube solves (1), and only so does it agree with YorkCalc: at half the air, 5.6 K of range and 25.6 °C of wet
//! bulb the approach is 8.5 K against 8.7 K, not 5.3 K. How a tower is sized and solved by it: [`super::correlation`].
//!
//! # Units
//! K, °C.
//!
//! # Validity
//! [`RANGES`]: a cubic leaves its data fast. As in EnergyPlus w is clamped to its range and R ends at 11.1 K; the flags tell of all
//! five.
//!
//! # References
//! - Benton, Bowman, Hydeman & Miller, "An improved cooling tower algorithm for the CoolTools simulation model", *ASHRAE
//!   Transactions* 108 (2002), part 1.
//! - EnergyPlus, *Engineering Reference*, "Variable speed cooling towers", table of coefficients; Buildings Library,
//!   `CoolingTowers.Correlations` (the same digits).

use super::correlation::{Correlated, Correlation};

/// c of eq. (1), in the order of [`terms`].
const C: [f64; 35] = [
    0.52049709836241,
    -10.617046395344,
    10.7292974722538,
    -2.74988377158227,
    4.73629943913743,
    -8.25759700874711,
    1.57640938114136,
    6.51119643791324,
    1.50433525206692,
    -3.2888529287801,
    0.0257786145353773,
    0.182464289315254,
    -0.0818947291400898,
    -0.215010003996285,
    0.0186741309635284,
    0.0536824177590012,
    -0.00270968955115031,
    0.00112277498589279,
    -0.00127758497497718,
    0.0000760420796601607,
    1.43600088336017,
    -0.5198695909109,
    0.117339576910507,
    1.50492810819924,
    -0.135898905926974,
    -0.152577581866506,
    -0.0533843828114562,
    0.00493294869565511,
    -0.00796260394174197,
    0.000222619828621544,
    -0.0543952001568055,
    0.00474266879161693,
    -0.0185854671815598,
    0.00115667701293848,
    0.000807370664460284,
];

/// Ranges of the validity bits: wet bulb [°C], range \[K\], approach \[K\], FR_water and s·FR_water, λ.
pub const RANGES: [[f64; 2]; 5] = [
    [-1.0, 26.6667],
    [1.1111, 11.1111],
    [1.1111, 11.1111],
    [0.75, 1.25],
    [0.0, 8.0],
];

/// Terms of eq. (1) without their coefficients at the share `x` of fan power, water flow ratio `w`, wet bulb `t` and range `r`.
fn terms(x: f64, w: f64, t: f64, r: f64) -> [f64; 35] {
    [
        1.0,
        x,
        x * x,
        x * x * x,
        w,
        x * w,
        x * x * w,
        w * w,
        x * w * w,
        w * w * w,
        t,
        x * t,
        x * x * t,
        w * t,
        x * w * t,
        w * w * t,
        t * t,
        x * t * t,
        w * t * t,
        t * t * t,
        r,
        x * r,
        x * x * r,
        w * r,
        x * w * r,
        w * w * r,
        t * r,
        x * t * r,
        w * t * r,
        t * t * r,
        r * r,
        x * r * r,
        w * r * r,
        t * r * r,
        r * r * r,
    ]
}

/// A tower whose approach is that of CoolTools.
pub type CoolTools = Correlated<CrossFlow>;

/// The correlation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrossFlow;

impl Correlation for CrossFlow {
    const RANGES: [[f64; 2]; 5] = RANGES;
    const SCALES: [f64; 2] = RANGES[3];

    const MOST_RANGE: f64 = RANGES[1][1];

    fn approach(range: f64, wet_bulb: f64, water: f64, air: f64) -> f64 {
        let water = water.clamp(RANGES[3][0], RANGES[3][1]);
        let all = terms(air * air * air, water, wet_bulb, range);
        all.iter().zip(C).map(|(term, c)| c * term).sum()
    }

    fn range_for(_above: f64, _wet_bulb: f64, _water: f64, _air: f64) -> Option<f64> {
        None
    }

    fn air_for(_range: f64, _wet_bulb: f64, _water: f64, _goal: f64) -> Option<f64> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sum of the coefficients: all ratios, range and wet bulb at 1, of the published digits.
    #[test]
    fn the_digits_are_those_published() {
        let sum: f64 = C.iter().sum();
        assert!((CrossFlow::approach(1.0, 1.0, 1.0, 1.0) - sum).abs() < 1e-12);
        // The design point of the Title 24 tower: 95/85 °F water at 78 °F wet bulb has an approach of 7 °F.
        let at = CrossFlow::approach(5.556, 25.556, 1.0, 1.0);
        assert!((at - 3.9).abs() < 0.05, "{at}");
    }

    /// Air flow fractions at which EnergyPlus 25.2 held a supply of 22 °C with this tower (design of 25.6 °C, 3.9 K, 5.6 K, hours of a
    /// year in San Francisco, water flow below three quarters of the design).
    #[test]
    fn energyplus_holds_its_set_point_at_the_same_air() {
        for (x, range, wet_bulb) in [
            (0.8446, 8.05, 13.43),
            (0.6526, 8.05, 8.30),
            (0.7904, 9.38, 10.17),
            (0.8864, 10.54, 11.29),
        ] {
            let a = CrossFlow::approach(range, wet_bulb, 0.4, x);
            assert!((wet_bulb + a - 22.0).abs() < 0.05, "{x}: {a}");
        }
    }

    proptest! {
        #[test]
        fn more_air_means_a_nearer_wet_bulb(
            range in 3.0..10.0, wet in 5.0..26.0, water in 0.8..1.2, air in 0.5..0.95,
        ) {
            let at = |x| CrossFlow::approach(range, wet, water, x);
            prop_assert!(at(air + 0.05) < at(air));
        }
    }
}
