//! CoolTools: a correlation for the approach of cross-flow towers.
//!
//! # Equations
//! With x and w air and water flow over their rated flows, range R \[K\] and wet bulb t* [°C], the approach is the full cubic
//!
//! ```text
//! A = Σ c·x^a·w^b·t*^c·R^d,   a + b + c + d ≤ 3                                             (1)
//! ```
//!
//! of 35 terms, in the order of [`terms`]. How a tower is sized and solved by it: [`super::correlation`].
//!
//! # Units
//! K, °C.
//!
//! # Validity
//! [`RANGES`]: a cubic leaves its data fast, at ranges and approaches below 1.1 K first, which a lightly loaded tower has most of the
//! year. Nothing is clamped; the flags tell.
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

/// Ranges of the validity bits: wet bulb [°C], range \[K\], approach \[K\], s·FR_water, λ.
pub const RANGES: [[f64; 2]; 5] = [
    [-1.0, 26.6667],
    [1.1111, 11.1111],
    [1.1111, 11.1111],
    [0.75, 1.25],
    [0.0, 8.0],
];

/// Terms of eq. (1) without their coefficients at air flow ratio `x`, water flow ratio `w`, wet bulb `t` and range `r`.
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

    fn approach(range: f64, wet_bulb: f64, water: f64, air: f64) -> f64 {
        let all = terms(air, water, wet_bulb, range);
        all.iter().zip(C).map(|(term, c)| c * term).sum()
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
        assert!((at - 3.9).abs() < 0.2, "{at}");
    }

    proptest! {
        #[test]
        fn more_air_means_a_nearer_wet_bulb(
            range in 1.2..11.0, wet in 0.0..26.0, water in 0.8..1.2, air in 0.4..0.95,
        ) {
            let at = |x| CrossFlow::approach(range, wet, water, x);
            prop_assert!(at(air + 0.05) < at(air));
        }
    }
}
