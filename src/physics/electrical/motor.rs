//! Motor of a pump, fan or compressor and the frequency converter before it.
//!
//! # Equations
//! Electrical power from shaft power P along the drive's own load line (quadratic torque for fans and
//! pumps): each of the two is a loss table over the power it delivers,
//!
//! ```text
//! P_motor = P + L_m(P),   P_mains = P_motor + L_v(P_motor)                                 (1)
//! ```
//!
//! # Units
//! W.
//!
//! # Validity
//! Efficiencies belong to one load line: those of a fan or pump must not be used for constant torque.
//! Efficiencies rounded to whole per cents often imply a loss that falls with load and are refused.
//! Below the first point the loss tends to its no-load value, so a creeping pump still draws power.
//!
//! # References
//! - IEC 60034-30-1: efficiency classes at rated output.
//! - IEC 61800-9-2: losses of complete drive modules and of drive systems at part load.

use super::converter::{Converter, RatingError};
use super::loss_table::LossTable;

/// What is bought: a motor or a frequency converter by its efficiency along the load line.
#[derive(Clone, Copy, Debug)]
pub struct Rating<'a> {
    /// Rated delivered power: at the shaft, or at the converter's output \[W\].
    pub rated: f64,
    /// Points (fraction of rated delivered power, efficiency).
    pub points: &'a [(f64, f64)],
}

/// Sizes a motor or frequency converter as one unit with a loss table.
pub fn sized(rating: &Rating<'_>) -> Result<Converter, RatingError> {
    Converter::single(
        rating.rated,
        LossTable::from_efficiency(rating.rated, rating.points)?,
    )
}

/// Mains power \[W\] of `drive` and `motor` delivering `shaft` power \[W\]: eq. (1).
#[inline(always)]
pub fn mains(drive: &Converter, motor: &Converter, shaft: f64) -> f64 {
    let terminal = shaft + motor.loss(shaft, 1.0);
    terminal + drive.loss(terminal, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Drive and motor of a fan along its quadratic load line: the shape of IEC 61800-9-2 losses.
    const DRIVE: [(f64, f64); 4] = [(0.25, 0.935), (0.5, 0.957), (0.75, 0.963), (1.0, 0.965)];
    const MOTOR: [(f64, f64); 4] = [(0.25, 0.905), (0.5, 0.933), (0.75, 0.938), (1.0, 0.939)];

    fn pair() -> (Converter, Converter) {
        let drive = Rating {
            rated: 16_000.0,
            points: &DRIVE,
        };
        let motor = Rating {
            rated: 15_000.0,
            points: &MOTOR,
        };
        (sized(&drive).unwrap(), sized(&motor).unwrap())
    }

    #[test]
    fn efficiencies_multiply_at_the_stated_points() {
        let (drive, motor) = pair();
        let terminal = 0.5 * 16_000.0;
        let found = terminal / (terminal + drive.loss(terminal, 1.0));
        assert!((found - 0.957).abs() < 1e-12);
        let shaft = 7_500.0;
        let mains = mains(&drive, &motor, shaft);
        let terminal = shaft / 0.933;
        assert!((mains - terminal - drive.loss(terminal, 1.0)).abs() < 1e-9);
    }

    #[test]
    fn a_standing_pump_draws_its_no_load_loss() {
        let (drive, motor) = pair();
        let idle = mains(&drive, &motor, 0.0);
        assert!(idle > 0.0 && idle < 0.05 * 15_000.0, "{idle}");
    }

    proptest! {
        #[test]
        fn mains_power_exceeds_shaft_power_and_grows(p in 0.0..15_000.0f64, dp in 1.0..500.0f64) {
            let (drive, motor) = pair();
            let (low, high) = (mains(&drive, &motor, p), mains(&drive, &motor, p + dp));
            prop_assert!(low > p && high > low + dp * (1.0 - 1e-9));
        }
    }
}
