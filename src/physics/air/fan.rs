//! Fan with variable-speed drive: power and sound over speed.
//!
//! # Equations
//! x = air flow / rated air flow, d = air density / rated density, π = added pressure loss as a share
//! of the rated pressure at the same flow (wet pads, loaded filters):
//!
//! ```text
//! P_shaft = P_shaft,0·d·(1 + π)·x³                                                          (1)
//! P_el    = P_shaft + L₀·(σ + (1 − σ)·τ²),   τ = d·(1 + π)·x²,   0 at rest                  (2)
//! L_W     = L_W,0 + 50·log₁₀ x                                                              (3)
//! ```
//!
//! (1) is the affinity law on a fixed system curve. (2) splits the rated loss L₀ of motor and
//! drive into a constant part σ (iron, switching, control) and one that follows the square of the torque τ.
//! A fan that stands draws nothing.
//!
//! # Units
//! W, dB re 1 pW.
//!
//! # Validity
//! x from 0.1 to 1 (to 1.2 where the motor allows). σ is 0.3 to 0.5 for induction motors with inverter.
//!
//! # References
//! - ASHRAE, *Handbook: HVAC Systems and Equipment* (2020), ch. 21: fan laws.
//! - IEC TS 60034-31:2021 and EN 61800-9-2:2017: loss of motor and drive over torque and speed.
//! - VDI 2081-1:2022: 50 log₁₀ of the speed ratio for the sound power of one fan.

use crate::kernels::math::ln;

/// A fan's nameplate.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Electric power at rated flow \[W\].
    pub power: f64,
    /// Efficiency of motor and drive together at rated flow [0 to 1].
    pub drive_efficiency: f64,
    /// σ of eq. (2) [0 to 1].
    pub fixed_share: f64,
    /// Sound power level at rated flow \[dB\], A-weighted as the datasheet has it.
    pub sound_power: f64,
}

/// Why a nameplate is not one.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} must be in {range}, is {value}")]
pub struct RatingError {
    /// Which figure.
    pub what: &'static str,
    /// Allowed range in words.
    pub range: &'static str,
    /// Value given.
    pub value: f64,
}

/// A sized fan: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fan {
    /// Shaft power at rated flow and density \[W\].
    pub shaft: f64,
    /// Loss of motor and drive L₀ at rated flow \[W\].
    pub loss: f64,
    /// σ of eq. (2) [0 to 1].
    pub fixed_share: f64,
    /// Sound power level at rated flow \[dB\].
    pub sound_power: f64,
}

/// Where the air flow of a fan stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duty {
    /// Air flow over rated air flow x, not negative.
    pub flow: f64,
    /// Air density over rated density d.
    pub density: f64,
    /// Added pressure loss π, 0 or more.
    pub resistance: f64,
}

impl Duty {
    /// Rated density and no added loss at air flow fraction `flow`.
    pub fn at(flow: f64) -> Self {
        Self {
            flow,
            density: 1.0,
            resistance: 0.0,
        }
    }
}

impl Fan {
    /// Sizes a fan from its nameplate.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        let refuse = |what, range, value| Err(RatingError { what, range, value });
        if !(rating.power >= 0.0 && rating.power.is_finite()) {
            return refuse("fan power", "0 or more watts", rating.power);
        }
        if !(rating.drive_efficiency > 0.0 && rating.drive_efficiency <= 1.0) {
            let value = rating.drive_efficiency;
            return refuse("efficiency of motor and drive", "0 to 1", value);
        }
        if !(0.0..=1.0).contains(&rating.fixed_share) {
            return refuse("constant share of loss", "0 to 1", rating.fixed_share);
        }
        let shaft = rating.power * rating.drive_efficiency;
        Ok(Self {
            shaft,
            loss: rating.power - shaft,
            fixed_share: rating.fixed_share,
            sound_power: rating.sound_power,
        })
    }

    /// Electric power \[W\] at `duty`, eqs. (1) and (2); all of it ends as heat in air and drive.
    #[inline(always)]
    pub fn power(&self, duty: Duty) -> f64 {
        let torque = duty.density * (1.0 + duty.resistance) * duty.flow * duty.flow;
        let loss = self.loss * (self.fixed_share + (1.0 - self.fixed_share) * torque * torque);
        if duty.flow > 0.0 {
            self.shaft * torque * duty.flow + loss
        } else {
            0.0
        }
    }

    /// Largest air flow fraction that asks no more than rated shaft power with an added `resistance`.
    #[inline(always)]
    pub fn most_flow(&self, resistance: f64) -> f64 {
        crate::kernels::math::powf(1.0 + resistance, -1.0 / 3.0)
    }

    /// Sound power level \[dB\] at air flow fraction `flow`, eq. (3); −∞ at rest.
    #[inline(always)]
    pub fn sound_power(&self, flow: f64) -> f64 {
        if flow > 0.0 {
            self.sound_power + 50.0 / std::f64::consts::LN_10 * ln(flow)
        } else {
            f64::NEG_INFINITY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLATE: Rating = Rating {
        power: 3_000.0,
        drive_efficiency: 0.88,
        fixed_share: 0.4,
        sound_power: 92.0,
    };

    #[test]
    fn meets_its_nameplate_and_rests_at_zero() {
        let fan = Fan::rated(&PLATE).unwrap();
        assert!((fan.power(Duty::at(1.0)) - 3_000.0).abs() < 1e-9);
        assert_eq!(fan.power(Duty::at(0.0)), 0.0);
        assert_eq!(fan.sound_power(0.0), f64::NEG_INFINITY);
    }

    /// Without loss in the drive the affinity law alone: half the flow, an eighth of the power.
    #[test]
    fn ideal_drive_follows_the_cube() {
        let fan = Fan::rated(&Rating {
            drive_efficiency: 1.0,
            ..PLATE
        })
        .unwrap();
        assert!((fan.power(Duty::at(0.5)) - 375.0).abs() < 1e-9);
    }

    #[test]
    fn half_speed_is_fifteen_decibels_quieter() {
        let fan = Fan::rated(&PLATE).unwrap();
        assert!((fan.sound_power(0.5) - (92.0 - 15.051_5)).abs() < 1e-3);
    }

    #[test]
    fn pads_cost_flow_at_the_same_shaft_power() {
        let fan = Fan::rated(&PLATE).unwrap();
        let most = fan.most_flow(0.25);
        let duty = Duty {
            flow: most,
            density: 1.0,
            resistance: 0.25,
        };
        let shaft = 1.25 * most.powi(3);
        assert!((shaft - 1.0).abs() < 1e-12 && fan.power(duty) < 3_000.0 * 1.02);
    }

    #[test]
    fn refuses_what_cannot_be() {
        let bad = Rating {
            drive_efficiency: 1.2,
            ..PLATE
        };
        assert_eq!(Fan::rated(&bad).unwrap_err().value, 1.2);
        let nan = Rating {
            power: f64::NAN,
            ..PLATE
        };
        assert!(Fan::rated(&nan).is_err());
    }

    proptest! {
        #[test]
        fn power_rises_with_flow_density_and_resistance(
            x in 0.01..1.2f64, d in 0.7..1.2f64, r in 0.0..1.0f64,
        ) {
            let fan = Fan::rated(&PLATE).unwrap();
            let at = |flow, density, resistance| fan.power(Duty { flow, density, resistance });
            let p = at(x, d, r);
            prop_assert!(at(x * 1.01, d, r) > p && at(x, d * 1.01, r) > p && at(x, d, r + 0.01) > p);
        }
    }
}
