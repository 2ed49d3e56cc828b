//! Loss of a rounded bend of circular section, with a long straight pipe behind it.
//!
//! # Equations
//! With r the radius of the bend's axis, D the bore, θ the angle:
//!
//! ```text
//! K = K*(r/D, θ)·C_Re(r/D, Re)                                                             (1)
//! ```
//!
//! K* and C_Re are charts; between their points both are linear over ln(r/D), θ and ln(Re). At Re = 10⁶, to which K* belongs,
//! C_Re ought to be 1; the curves read here end there at 0.926 to 0.999, the lower the wider the bend, and K is theirs.
//!
//! # Units
//! dimensionless; angles in degrees.
//!
//! # Validity
//! r/D 1 to 10, 30 to 120 degrees of turn, Re 10⁴ to 10⁶ (the ends are kept beyond), smooth wall, more than 20 D of straight
//! pipe behind it. Bends one behind the other lose less together than one by one.
//!
//! # References
//! - D. S. Miller, *Internal Flow Systems*, 2nd ed. (1990), figs. 9.2 and 9.4, read at the points below from the curves
//!   that C. Bell's `fluids` 1.3.1 (MIT licence) fits to them.

use super::{LawError, within};

/// r/D of the columns of [`STEADY`].
const RADII: [f64; 8] = [1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 10.0];
/// Degrees of the rows of [`STEADY`].
const ANGLES: [f64; 5] = [30.0, 45.0, 60.0, 90.0, 120.0];
/// K* of fig. 9.2 \[-\].
const STEADY: [[f64; 8]; 5] = [
    [
        0.0579, 0.0585, 0.0607, 0.0640, 0.0703, 0.0770, 0.0862, 0.1087,
    ],
    [
        0.1005, 0.0896, 0.0882, 0.0892, 0.0934, 0.0992, 0.1168, 0.1455,
    ],
    [
        0.1476, 0.1286, 0.1199, 0.1123, 0.1152, 0.1234, 0.1432, 0.1788,
    ],
    [
        0.2481, 0.2060, 0.1838, 0.1602, 0.1549, 0.1660, 0.1976, 0.2371,
    ],
    [
        0.2682, 0.2295, 0.2055, 0.1787, 0.1884, 0.2149, 0.2458, 0.2901,
    ],
];
/// r/D of the rows of [`BY_REYNOLDS`].
const TIGHT: [f64; 6] = [1.0, 1.25, 1.5, 1.75, 2.0, 3.0];
/// Re of its columns.
const REYNOLDS: [f64; 9] = [1e4, 2e4, 3e4, 5e4, 1e5, 2e5, 3e5, 5e5, 1e6];
/// C_Re of fig. 9.4 \[-\].
const BY_REYNOLDS: [[f64; 9]; 6] = [
    [
        2.1744, 1.8536, 1.6849, 1.4883, 1.2426, 1.0114, 0.9986, 0.9986, 0.9986,
    ],
    [
        2.1127, 1.8237, 1.6762, 1.5083, 1.3040, 1.1153, 1.0070, 0.9682, 0.9682,
    ],
    [
        2.0697, 1.8019, 1.6668, 1.5146, 1.3319, 1.1656, 1.0710, 0.9500, 0.9477,
    ],
    [
        2.0361, 1.7883, 1.6616, 1.5179, 1.3450, 1.1896, 1.1031, 0.9956, 0.9330,
    ],
    [
        2.0125, 1.7906, 1.6722, 1.5342, 1.3655, 1.2160, 1.1367, 1.0444, 0.9315,
    ],
    [
        2.0010, 1.7804, 1.6627, 1.5255, 1.3577, 1.2091, 1.1302, 1.0384, 0.9262,
    ],
];

/// Loss coefficient of a bend of `angle` \[degrees\] and radius `ratio` = r/D at `reynolds`: eq. (1).
///
/// # Errors
/// A radius below one bore or above ten, an angle outside 30 to 120 degrees, a Reynolds number not above zero.
pub fn rounded(ratio: f64, angle: f64, reynolds: f64) -> Result<f64, LawError> {
    let ratio = within("radius of a bend over its bore", ratio, 1.0, 10.0)?;
    let angle = within("angle of a bend [degrees]", angle, ANGLES[0], ANGLES[4])?;
    let reynolds = within("Reynolds number", reynolds, f64::MIN_POSITIVE, f64::MAX)?;
    let steady = read(&ANGLES, angle, |row| {
        read(&RADII.map(f64::ln), ratio.ln(), |column| {
            STEADY[row][column]
        })
    });
    let factor = read(&TIGHT.map(f64::ln), ratio.ln(), |row| {
        let all = REYNOLDS.map(f64::ln);
        read(&all, reynolds.ln(), |column| BY_REYNOLDS[row][column])
    });
    Ok(steady * factor)
}

/// `y` at the place of `x` among ascending `points`, linear between them and level beyond.
fn read(points: &[f64], x: f64, y: impl Fn(usize) -> f64) -> f64 {
    let last = points.len() - 1;
    let above = points.partition_point(|p| *p <= x).clamp(1, last);
    let (a, b) = (points[above - 1], points[above]);
    let share = ((x - a) / (b - a)).clamp(0.0, 1.0);
    // In this form a level stretch reads level to the last bit.
    let (low, high) = (y(above - 1), y(above));
    low + share * (high - low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_the_charts_do_not_show() {
        assert!(rounded(0.5, 90.0, 1e5).is_err() && rounded(12.0, 90.0, 1e5).is_err());
        assert!(rounded(1.5, 10.0, 1e5).is_err() && rounded(1.5, 180.0, 1e5).is_err());
        assert!(rounded(1.5, 90.0, f64::NAN).is_err() && rounded(1.5, 90.0, 0.0).is_err());
    }

    proptest! {
        /// A sharper turn loses more, and so does slower flow.
        #[test]
        fn losses_grow_with_the_turn_and_fall_with_speed(
            ratio in 1.0..10.0f64, angle in 30.0..110.0f64, speed in 4.0..6.0f64,
        ) {
            let k = |angle, log: f64| rounded(ratio, angle, 10f64.powf(log)).unwrap();
            prop_assert!(k(angle + 10.0, speed) > k(angle, speed));
            prop_assert!(k(angle, speed) >= k(angle, speed + 0.1));
            prop_assert!((0.05..0.7).contains(&k(angle, speed)));
        }
    }
}
