//! Expansion vessel of a closed loop: its least volume, its final pressure, its relief valve.
//!
//! # Equations
//! Absolute pressures, V the coolant in the loop:
//!
//! ```text
//! V_e  = V·(ρ_cold/ρ_hot − 1)                                                              (1)
//! V_wr = max(0.5 % of V, 3 L)                                                              (2)
//! V_n  ≥ (V_e + V_wr)·p_e/(p_e − p_0)                                                      (3)
//! p_e  = p_0·V_n/(V_n − V_e − V_wr)                                                        (4)
//! p_sv = p_e + max(0.5 bar, 10 % of p_sv)      (gauge pressures)                           (5)
//! ```
//!
//! (4) is (3) for a vessel that is there.
//!
//! # Units
//! m³, Pa, kg/m³.
//!
//! # Validity
//! Gas at constant temperature, coolant without gas of its own, from 0 to 110 °C.
//!
//! # References
//! - EN 12828:2012+A1:2014, annex D (sizing), §4.6.2.2 (safety valve).

use super::{LawError, positive, within};

/// Share of the coolant that is kept in reserve, and its least volume [m³].
const RESERVE: (f64, f64) = (0.005, 3e-3);
/// Distance of the relief pressure above the final pressure: least [Pa], and share of the relief pressure.
const RELIEF: (f64, f64) = (5e4, 0.1);
/// Final over static pressure where no vessel is given [-, absolute]: a third of its volume is used (assumed).
pub const ASSUMED_RATIO: f64 = 1.5;

/// Coolant of a closed loop, cold and hot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Content {
    /// Coolant in the loop \[m³\].
    pub volume: f64,
    /// Density when it was filled [kg/m³].
    pub cold: f64,
    /// Density at its hottest [kg/m³].
    pub hot: f64,
}

impl Content {
    /// Checks the figures.
    ///
    /// # Errors
    /// One not above zero.
    pub fn checked(self) -> Result<Self, LawError> {
        positive("coolant in the loop [m3]", self.volume)?;
        positive("density when cold [kg/m3]", self.cold)?;
        positive("density when hot [kg/m3]", self.hot)?;
        Ok(self)
    }

    /// Volume by which it expands, eq. (1) \[m³\]; none where it is denser hot.
    pub fn expansion(&self) -> f64 {
        (self.volume * (self.cold / self.hot - 1.0)).max(0.0)
    }

    /// What a vessel has to take: eqs. (1) and (2) \[m³\].
    pub fn taken(&self) -> f64 {
        self.expansion() + (RESERVE.0 * self.volume).max(RESERVE.1)
    }

    /// Least volume of a vessel between the absolute pressures `low` and `high` \[Pa\]: eq. (3) \[m³\].
    ///
    /// # Errors
    /// Pressures that are not 0 < low < high.
    pub fn vessel(&self, low: f64, high: f64) -> Result<f64, LawError> {
        positive("static pressure [Pa absolute]", low)?;
        positive("final less static pressure [Pa]", high - low)?;
        Ok(self.taken() * high / (high - low))
    }

    /// Final absolute pressure in a vessel of `volume` \[m³\] that holds `low` \[Pa\]: eq. (4) \[Pa\].
    ///
    /// # Errors
    /// A vessel that is smaller than what it has to take.
    pub fn final_pressure(&self, low: f64, volume: f64) -> Result<f64, LawError> {
        positive("static pressure [Pa absolute]", low)?;
        let gas = within(
            "volume of the vessel [m3]",
            volume,
            self.taken() * 1.000_1,
            f64::MAX,
        )?;
        Ok(low * gas / (gas - self.taken()))
    }
}

/// Set pressure of the relief valve for the final gauge pressure `most` \[Pa\]: eq. (5) \[Pa\].
pub fn relief(most: f64) -> f64 {
    (most + RELIEF.0).max(most / (1.0 - RELIEF.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 1 m³ of water heated from 10 to 90 °C expands by 3.55 % (EN 12828, table D.1: 3.59 %); between 1.5 and 2.5 bar
    /// gauge a vessel of (35.5 + 5)·3.5/1.0 L.
    #[test]
    fn is_that_of_the_standard() {
        let content = Content {
            volume: 1.0,
            cold: 999.70,
            hot: 965.31,
        };
        assert!((content.expansion() - 0.0356).abs() < 2e-4);
        let vessel = content.vessel(2.5e5, 3.5e5).unwrap();
        assert!((vessel - 0.1422).abs() < 1e-3, "{vessel}");
        assert_eq!(relief(2.5e5), 3.0e5);
        assert!((relief(9e5) - 1e6).abs() < 1e-6);
    }

    #[test]
    fn a_vessel_that_is_too_small_is_refused() {
        let content = Content {
            volume: 1.0,
            cold: 1000.0,
            hot: 980.0,
        };
        assert!(content.final_pressure(2e5, 0.02).is_err());
        assert!(content.vessel(3e5, 2e5).is_err());
        assert!(
            Content {
                volume: f64::NAN,
                ..content
            }
            .checked()
            .is_err()
        );
    }

    proptest! {
        /// A vessel of the least volume ends at the pressure it was sized for; a larger one below.
        #[test]
        fn volume_and_pressure_are_inverse(volume in 0.05..50.0f64, hot in 940.0..998.0f64, low in 1.1e5..6e5f64, ratio in 1.05..3.0f64) {
            let content = Content { volume, cold: 999.7, hot };
            let vessel = content.vessel(low, low * ratio).unwrap();
            let end = content.final_pressure(low, vessel).unwrap();
            prop_assert!((end / (low * ratio) - 1.0).abs() < 1e-9);
            prop_assert!(content.final_pressure(low, 1.5 * vessel).unwrap() < end);
        }
    }
}
