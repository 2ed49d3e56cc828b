//! Which sags of its supply a load rides through.
//!
//! # Equations
//! With points (d_k, v_k), durations against the least voltages that are borne for them, a load rides through a
//! voltage v, as a share of the nominal one, that lasts t when
//!
//! ```text
//! v ≥ 0.9   or   v ≥ v_k and t ≤ d_k for some k                                            (1)
//! ```
//!
//! Voltages from 0.9 on are the normal band and last as long as they like. Below, the points are steps, as the curves
//! are drawn: between two of them the one that demands more holds.
//!
//! # Units
//! s; voltages as shares of the nominal one.
//!
//! # Validity
//! Sags with sharp edges, the deepest phase counting for all. What a load draws meanwhile is no question here.
//!
//! # References
//! - Information Technology Industry Council, *ITI (CBEMA) Curve Application Note* (2000): 0 % for 20 ms, 70 % for
//!   0.5 s, 80 % for 10 s, 90 % without end.
//! - SEMI F47-0706, *Specification for Semiconductor Processing Equipment Voltage Sag Immunity* (2006): 50 % for 0.2 s,
//!   70 % for 0.5 s, 80 % for 1 s.

/// Share of the nominal voltage from which supply is normal.
const NORMAL: f64 = 0.9;

/// What rounding may add to a duration.
const ROUNDING: f64 = 1.0 + 1e-9;

/// Durations \[s\] and the least voltages \[-\] borne for them: information technology, by ITIC.
pub const ITIC: [[f64; 2]; 3] = [[0.02, 0.0], [0.5, 0.7], [10.0, 0.8]];
/// The same of equipment by SEMI F47: drives and contactors of a plant that is made to it.
pub const SEMI_F47: [[f64; 2]; 3] = [[0.2, 0.5], [0.5, 0.7], [1.0, 0.8]];

/// Sags that a load rides through.
#[derive(Clone, Debug, PartialEq)]
pub struct Tolerance {
    points: Vec<[f64; 2]>,
}

/// Points that are no curve.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ToleranceError {
    /// A duration or voltage that is none.
    #[error("a duration of {duration} s at {voltage} of the nominal voltage is no sag")]
    Point {
        /// Duration \[s\].
        duration: f64,
        /// Voltage as a share of the nominal one.
        voltage: f64,
    },
    /// A longer sag that may be deeper.
    #[error("a sag to {voltage} may last {duration} s, and a shorter one must not be as deep")]
    Deeper {
        /// The longer duration \[s\].
        duration: f64,
        /// The lower voltage.
        voltage: f64,
    },
}

impl Tolerance {
    /// The curve through `points` of (duration \[s\], least voltage \[-\]), in any number.
    ///
    /// # Errors
    /// Durations that are not above zero, voltages outside 0 to 1, voltages that fall with duration.
    pub fn new(points: &[[f64; 2]]) -> Result<Self, ToleranceError> {
        for [duration, voltage] in points.iter().copied() {
            if !(duration > 0.0 && duration.is_finite() && (0.0..=1.0).contains(&voltage)) {
                return Err(ToleranceError::Point { duration, voltage });
            }
        }
        let falls = |w: &&[[f64; 2]]| w[1][1] < w[0][1];
        if let Some(pair) = points.windows(2).find(falls) {
            let [duration, voltage] = pair[1];
            return Err(ToleranceError::Deeper { duration, voltage });
        }
        Ok(Self {
            points: points.to_vec(),
        })
    }

    /// Whether the load rides through `duration` \[s\] at `voltage`, a share of the nominal one: eq. (1).
    #[inline]
    pub fn bears(&self, voltage: f64, duration: f64) -> bool {
        let borne = |[most, least]: &[f64; 2]| voltage >= *least && duration <= *most * ROUNDING;
        voltage >= NORMAL || self.points.iter().any(borne)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_corners_are_borne_and_nothing_beyond() {
        for (points, corners) in [
            (ITIC, [(0.0, 0.02), (0.7, 0.5), (0.8, 10.0)]),
            (SEMI_F47, [(0.5, 0.2), (0.7, 0.5), (0.8, 1.0)]),
        ] {
            let curve = Tolerance::new(&points).unwrap();
            for (voltage, duration) in corners {
                assert!(curve.bears(voltage, duration), "{voltage} {duration}");
                assert!(
                    !curve.bears(voltage - 0.01, duration),
                    "{voltage} {duration}"
                );
                assert!(
                    !curve.bears(voltage, 1.01 * duration),
                    "{voltage} {duration}"
                );
            }
            assert!(curve.bears(0.9, f64::INFINITY));
        }
    }

    #[test]
    fn what_is_no_curve_is_refused() {
        assert!(Tolerance::new(&[[0.0, 0.5]]).is_err());
        assert!(Tolerance::new(&[[1.0, 1.5]]).is_err());
        assert!(Tolerance::new(&[[f64::NAN, 0.5]]).is_err());
        let deeper = Tolerance::new(&[[0.5, 0.7], [1.0, 0.6]]).unwrap_err();
        assert!(deeper.to_string().contains("0.6"), "{deeper}");
        assert!(!Tolerance::new(&[]).unwrap().bears(0.89, 1e-6));
    }

    proptest! {
        #[test]
        fn a_shallower_or_shorter_sag_is_borne_too(
            voltage in 0.0..1.0f64, duration in 1e-3..20.0f64, up in 0.0..0.5f64, less in 0.0..1.0f64,
        ) {
            for points in [ITIC, SEMI_F47] {
                let curve = Tolerance::new(&points).unwrap();
                if curve.bears(voltage, duration) {
                    prop_assert!(curve.bears(voltage + up, duration));
                    prop_assert!(curve.bears(voltage, duration * less));
                }
            }
        }
    }
}
