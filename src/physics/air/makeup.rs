//! Treatment of make-up air: dried by a cooling coil, or warmed and humidified by steam.
//!
//! # Equations
//! Per kilogram of dry air, from outdoor air (t₁, w₁, h₁) to what is blown into the hall (t₂, w₂, h₂):
//!
//! ```text
//! w₁ > w_s(t_dry):   t₂ = min(t₁, t_dry), w₂ = w_s(t_dry)      cooled to its dew point, not reheated         (1)
//!                    q = h₁ − h₂ − (w₁ − w₂)·c_w·t₂,   e = q/COP                                             (2)
//! w₁ < w_s(t_wet):   w₂ = w_s(t_wet),  h₂ = h₁ + (w₂ − w₁)·h_st + q_e,  t₂ ≥ t_wet + 2 K                     (3)
//!                    e = q_e + (w₂ − w₁)·(h_st − c_w·t_feed)/η                                               (4)
//! ```
//!
//! (3): q_e ≥ 0 is the least electric heat that keeps the steam from condensing in the duct. h_st is the enthalpy of
//! saturated steam at 100 °C, 2.676 MJ/kg; η counts what the steam generator and its pipes lose through their surfaces, which
//! is taken to stay outdoors with the electricity. Blow-down is not in it: none of its water and none of its heat.
//!
//! # Units
//! kg/s of dry air, °C, kg/kg, W.
//!
//! # Validity
//! An ideal coil: air leaves it saturated, at the dew point asked for; t_dry above 1 °C, below that it would freeze. Fans of
//! the unit are not in it.
//!
//! # References
//! - ASHRAE, *Handbook: Fundamentals* (2021), ch. 1: cooling and dehumidifying, eqs. (40)–(42); steam humidifying.
//! - ASHRAE, *Handbook: HVAC Systems and Equipment* (2020), ch. 22: electric steam humidifiers.
//! - IAPWS-IF97: enthalpy of saturated steam at 100 °C, 2 675.6 kJ/kg.

use crate::fluids::moist_air as air;
use crate::physics::air::state::{AirState, CP_LIQUID};

/// Enthalpy of saturated steam at 100 °C [J/kg].
const STEAM: f64 = 2.675_6e6;
/// Temperature of the feed water [°C] (assumed).
const FEED: f64 = 10.0;
/// Heat in the steam over electricity (assumed: 5 % through surfaces).
const STEAM_EFFICIENCY: f64 = 0.95;
/// Distance of humidified air from its dew point \[K\].
const CLEAR: f64 = 2.0;
/// Coldest dew point to which a coil dries without freezing [°C].
const COLDEST: f64 = 1.0;
/// Dew points that a setting may ask for [°C]: beyond them no air of a hall lies.
const DEW_POINTS: [f64; 2] = [-40.0, 40.0];
/// Newton steps for the temperature after steam, eq. (3): linear but for c_p(t).
const PASSES: usize = 4;

/// What a unit is set to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Dew point to which more humid air is dried t_dry [°C].
    pub dry_to: Option<f64>,
    /// Dew point to which drier air is humidified t_wet [°C].
    pub wet_to: Option<f64>,
    /// Heat taken from the air per electricity of the cooling machine.
    pub cop: f64,
}

/// A setting that cannot work.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// A dew point that no air of a hall has.
    #[error("a dew point of {0} °C is outside {low} to {high} °C", low = DEW_POINTS[0], high = DEW_POINTS[1])]
    DewPoint(f64),
    /// The coil would freeze.
    #[error("a coil cannot dry air to a dew point of {0} °C: below {COLDEST} °C it freezes")]
    Freezes(f64),
    /// Air would be dried and humidified at once.
    #[error(
        "air is dried to {dry} °C and humidified to {wet} °C: the second must be below the first"
    )]
    Crossed {
        /// Dew point to which it is dried [°C].
        dry: f64,
        /// Dew point to which it is humidified [°C].
        wet: f64,
    },
    /// No machine cools without electricity.
    #[error("the COP of the cooling machine must be positive and finite, is {0}")]
    Cop(f64),
}

/// A unit that treats make-up air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MakeupUnit {
    rating: Rating,
}

/// What treatment does to each kilogram of dry air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Treated {
    /// Air that is blown into the hall.
    pub air: AirState,
    /// Electricity e [J/kg].
    pub electric: f64,
    /// Heat taken by the coil q [J/kg].
    pub cooled: f64,
    /// Water drained by the coil \[kg/kg\].
    pub drained: f64,
    /// Water taken as steam \[kg/kg\].
    pub steam: f64,
}

impl MakeupUnit {
    /// A unit with possible settings.
    ///
    /// # Errors
    /// A dew point outside −40 to 40 °C, a coil that would freeze, dew points that cross, a COP not above zero.
    pub fn rated(rating: Rating) -> Result<Self, RatingError> {
        if !(rating.cop > 0.0 && rating.cop.is_finite()) {
            return Err(RatingError::Cop(rating.cop));
        }
        let [low, high] = DEW_POINTS;
        let mut asked = rating.dry_to.into_iter().chain(rating.wet_to);
        if let Some(t) = asked.find(|t| !(low..=high).contains(t)) {
            return Err(RatingError::DewPoint(t));
        }
        match (rating.dry_to, rating.wet_to) {
            (Some(dry), _) if dry < COLDEST => Err(RatingError::Freezes(dry)),
            (Some(dry), Some(wet)) if wet >= dry => Err(RatingError::Crossed { dry, wet }),
            _ => Ok(Self { rating }),
        }
    }

    /// Treatment of `outdoor` air, eqs. (1) to (4).
    pub fn treat(&self, outdoor: AirState) -> Treated {
        let at = |t: Option<f64>| t.map(|t| (t, air::humidity_ratio_from_dew_point(t, outdoor.p)));
        match (at(self.rating.dry_to), at(self.rating.wet_to)) {
            (Some((t, w)), _) if outdoor.w > w => self.dried(outdoor, t, w),
            (_, Some((t, w))) if outdoor.w < w => humidified(outdoor, t, w),
            _ => Treated {
                air: outdoor,
                electric: 0.0,
                cooled: 0.0,
                drained: 0.0,
                steam: 0.0,
            },
        }
    }

    fn dried(&self, outdoor: AirState, t: f64, w: f64) -> Treated {
        let air = AirState {
            t: outdoor.t.min(t),
            w,
            ..outdoor
        };
        let drained = outdoor.w - w;
        let cooled = outdoor.enthalpy() - air.enthalpy() - drained * CP_LIQUID * air.t;
        Treated {
            air,
            electric: cooled.max(0.0) / self.rating.cop,
            cooled,
            drained,
            steam: 0.0,
        }
    }
}

fn humidified(outdoor: AirState, dew_point: f64, w: f64) -> Treated {
    let steam = w - outdoor.w;
    let given = outdoor.enthalpy() + steam * STEAM;
    let mut air = AirState { w, ..outdoor };
    for _ in 0..PASSES {
        air.t -= (air.enthalpy() - given) / air.specific_heat();
    }
    air.t = air.t.max(dew_point + CLEAR);
    let heat = (air.enthalpy() - given).max(0.0);
    Treated {
        air,
        electric: heat + steam * (STEAM - CP_LIQUID * FEED) / STEAM_EFFICIENCY,
        cooled: 0.0,
        drained: 0.0,
        steam,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit() -> MakeupUnit {
        let rating = Rating {
            dry_to: Some(15.0),
            wet_to: Some(5.0),
            cop: 3.0,
        };
        MakeupUnit::rated(rating).unwrap()
    }

    fn air(t: f64, rh: f64) -> AirState {
        AirState::from_relative_humidity(t, rh, 101_325.0)
    }

    /// ASHRAE Fundamentals (2021), ch. 1, example 3: 5 m³/s at 30 °C and 50 % is cooled to saturation at 10 °C; the coil
    /// takes 5.70 kg/s × (64.3 − 29.5 − 0.24) kJ/kg = 197 kW (from table values, to 1 %).
    #[test]
    fn the_handbook_coil() {
        let rating = Rating {
            dry_to: Some(10.0),
            wet_to: None,
            cop: 4.0,
        };
        let outdoor = air(30.0, 0.5);
        let done = MakeupUnit::rated(rating).unwrap().treat(outdoor);
        let flow = 5.0 * outdoor.dry_density();
        let heat = flow * done.cooled;
        assert!((heat / 197e3 - 1.0).abs() < 0.01, "{heat}");
        assert!((done.electric - done.cooled / 4.0).abs() < 1e-9);
        assert!((done.air.t - 10.0).abs() < 1e-9);
    }

    /// ASHRAE Fundamentals (2021), ch. 1, example 5: 2 kg/s of dry air at 20 °C and 8 °C wet bulb take 0.0152 kg/s of steam to
    /// reach a dew point of 13 °C, at 21 °C; its steam is that of 110 °C, 0.6 % richer.
    #[test]
    fn the_handbook_steam() {
        let rating = Rating {
            dry_to: None,
            wet_to: Some(13.0),
            cop: 3.0,
        };
        let outdoor = AirState::from_wet_bulb(20.0, 8.0, 101_325.0);
        let done = MakeupUnit::rated(rating).unwrap().treat(outdoor);
        assert!((2.0 * done.steam / 0.0152 - 1.0).abs() < 0.02, "{done:?}");
        assert!((done.air.t - 21.0).abs() < 0.3, "{done:?}");
    }

    #[test]
    fn steam_warms_little_and_costs_its_heat() {
        let outdoor = air(20.0, 0.1);
        let done = unit().treat(outdoor);
        assert!(done.steam > 0.003 && done.drained == 0.0);
        assert!(done.air.t > 20.0 && done.air.t < 21.0, "{done:?}");
        let per_kilogram = done.electric / done.steam;
        assert!((per_kilogram - 2.772e6).abs() < 2e4, "{per_kilogram}");
        // Frosty air is warmed too, else the steam would fall out.
        let cold = unit().treat(air(-15.0, 0.8));
        assert!(cold.air.t >= 7.0 && cold.electric > cold.steam * per_kilogram);
    }

    #[test]
    fn refuses_what_cannot_be() {
        let bad = |dry, wet, cop| {
            MakeupUnit::rated(Rating {
                dry_to: dry,
                wet_to: wet,
                cop,
            })
            .unwrap_err()
        };
        assert_eq!(bad(Some(-3.0), None, 3.0), RatingError::Freezes(-3.0));
        assert!(matches!(
            bad(Some(8.0), Some(9.0), 3.0),
            RatingError::Crossed { .. }
        ));
        assert_eq!(bad(None, None, 0.0), RatingError::Cop(0.0));
        assert_eq!(bad(None, Some(60.0), 3.0), RatingError::DewPoint(60.0));
        assert_eq!(bad(Some(41.0), None, 3.0), RatingError::DewPoint(41.0));
        assert_eq!(bad(None, Some(-41.0), 3.0), RatingError::DewPoint(-41.0));
        let nan = bad(None, Some(f64::NAN), 3.0);
        assert!(matches!(nan, RatingError::DewPoint(t) if t.is_nan()));
    }

    proptest! {
        #[test]
        fn moisture_stays_between_its_settings_and_heat_has_a_price(
            t in -20.0..42.0f64, rh in 0.05..1.0f64,
        ) {
            let outdoor = air(t, rh);
            let done = unit().treat(outdoor);
            let dew_point = air::dew_point(done.air.w.max(1e-5), outdoor.p);
            prop_assert!((4.9..=15.1).contains(&dew_point), "{dew_point}");
            prop_assert!((outdoor.w + done.steam - done.drained - done.air.w).abs() < 1e-15);
            prop_assert!(done.electric >= 0.0 && done.air.t.is_finite());
            let treated = done.steam + done.drained > 0.0;
            prop_assert!(!treated || done.electric > 0.0);
        }
    }
}
