//! Adiabatic pads: wetted media that cool the air in front of a coil towards its wet bulb.
//!
//! # Equations
//! With x the air flow over rated air flow, t* the wet bulb and h_w the enthalpy of water at t*,
//!
//! ```text
//! η   = 1 − (1 − η₀)^(x^−0.2)                              saturation effectiveness         (1)
//! t₂  = t₁ − η·(t₁ − t*)                                                                    (2)
//! h(t₂, w₂) − h(t₁, w₁) = (w₂ − w₁)·h_w                    closed enthalpy balance           (3)
//! M_evap = ṁ_da·(w₂ − w₁),   M_bleed = M_evap/(c − 1)      c cycles of concentration          (4)
//! ```
//!
//! (1) is NTU ~ x^(0.8 − 1), the film coefficient of the media growing with the 0.8th power of speed.
//! The pads stand in the air stream all year: their pressure loss, a share of the fan's, is paid
//! dry as well as wet.
//!
//! # Units
//! °C, kg/kg, kg/s.
//!
//! # Validity
//! Face velocities of 0.5 to 3.5 m/s, wet bulb above 0 °C: colder, pads are drained. Make-up water at
//! the wet bulb.
//!
//! # References
//! - J. A. Dowdy & N. S. Karabash, "Experimental determination of heat and mass transfer coefficients in
//!   rigid impregnated cellulose evaporative media", *ASHRAE Transactions* 93 (1987): Nu ~ Re^0.8.
//! - ASHRAE, *Handbook: HVAC Systems and Equipment* (2020), ch. 41: effectiveness 0.8 to 0.9, bleed.

use crate::{
    fluids::moist_air,
    kernels::math::powf,
    physics::air::state::{AirState, CP_LIQUID},
};

/// Wetted media in front of a coil.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pads {
    /// Saturation effectiveness η₀ at rated air flow [0 to 1].
    pub effectiveness: f64,
    /// Pressure loss as a share of the fan's rated pressure π [0 or more].
    pub resistance: f64,
    /// Cycles of concentration c, above 1.
    pub cycles: f64,
}

/// Why pads cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} of the pads must be {range}, is {value}")]
pub struct PadError {
    /// Which figure.
    pub what: &'static str,
    /// Allowed range in words.
    pub range: &'static str,
    /// Value given.
    pub value: f64,
}

/// Air behind wet pads and the water it took, for each kilogram of dry air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wetted {
    /// Air that enters the coil.
    pub air: AirState,
    /// Water evaporated [kg/kg dry air].
    pub evaporated: f64,
    /// Water drained to keep the concentration [kg/kg dry air].
    pub bled: f64,
}

impl Pads {
    /// The pads themselves when their figures are possible.
    pub fn checked(self) -> Result<Self, PadError> {
        let refuse = |what, range, value| Err(PadError { what, range, value });
        if !(self.effectiveness > 0.0 && self.effectiveness < 1.0) {
            return refuse("effectiveness", "between 0 and 1", self.effectiveness);
        }
        if !(self.resistance >= 0.0 && self.resistance.is_finite()) {
            return refuse("pressure loss", "0 or more", self.resistance);
        }
        if self.cycles.is_nan() || self.cycles <= 1.0 {
            return refuse("cycles of concentration", "above 1", self.cycles);
        }
        Ok(self)
    }

    /// Air behind the wet pads at air flow fraction `x`, eqs. (1) to (4).
    pub fn wet(&self, air: AirState, x: f64) -> Wetted {
        self.wet_from(air, air.wet_bulb(), x)
    }

    /// [`Self::wet`] where the wet bulb [°C] of the air is known.
    pub fn wet_from(&self, air: AirState, wet_bulb: f64, x: f64) -> Wetted {
        let ntu_ratio = powf(x.max(1e-3), -0.2);
        let effectiveness = 1.0 - powf(1.0 - self.effectiveness, ntu_ratio);
        let t = air.t - effectiveness * (air.t - wet_bulb).max(0.0);
        let water = CP_LIQUID * wet_bulb;
        // (3) is linear in w₂ because the enthalpy is.
        let dry = moist_air::enthalpy(t, 0.0);
        let vapour = moist_air::enthalpy(t, 1.0) - dry;
        let w = (air.enthalpy() - air.w * water - dry) / (vapour - water);
        let evaporated = (w - air.w).max(0.0);
        Wetted {
            air: AirState {
                w: air.w + evaporated,
                t,
                ..air
            },
            evaporated,
            bled: evaporated / (self.cycles - 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PADS: Pads = Pads {
        effectiveness: 0.85,
        resistance: 0.2,
        cycles: 3.0,
    };

    /// 35 °C at 40 % has a wet bulb of 24.0 °C: pads of 85 % bring it to 25.6 °C.
    #[test]
    fn rated_pads_on_a_summer_day() {
        let air = AirState::from_relative_humidity(35.0, 0.40, 101_325.0);
        let wet = PADS.wet(air, 1.0);
        assert!((wet.air.t - 25.6).abs() < 0.1, "{wet:?}");
        // Sensible heat over latent heat: 9.4 K · 1.03 kJ/kg/K / 2 443 kJ/kg.
        assert!((wet.evaporated - 9.35 * 1.032 / 2_443.0).abs() < 5e-5);
        assert_eq!(wet.bled, 0.5 * wet.evaporated);
    }

    #[test]
    fn refuses_what_cannot_be() {
        let bad = Pads {
            cycles: 1.0,
            ..PADS
        };
        assert_eq!(bad.checked().unwrap_err().what, "cycles of concentration");
        assert!(PADS.checked().is_ok());
    }

    proptest! {
        #[test]
        fn stays_between_wet_and_dry_bulb_and_keeps_its_wet_bulb(
            t in 14.0..48.0f64, rh in 0.05..1.0f64, x in 0.1..1.0f64,
        ) {
            let air = AirState::from_relative_humidity(t, rh, 101_325.0);
            let wet = PADS.wet(air, x);
            prop_assert!(wet.air.t <= t && wet.air.t >= air.wet_bulb() - 0.02);
            prop_assert!((wet.air.wet_bulb() - air.wet_bulb()).abs() < 0.05);
            prop_assert!(moist_air::relative_humidity(wet.air.t, wet.air.w, wet.air.p) < 1.01);
            let gained = wet.air.enthalpy() - air.enthalpy();
            let water = wet.evaporated * CP_LIQUID * air.wet_bulb();
            prop_assert!((gained - water).abs() < 1e-6 * air.enthalpy().abs().max(1e3));
        }

        #[test]
        fn slower_air_is_wetted_better(x in 0.1..0.9f64) {
            let air = AirState::from_relative_humidity(35.0, 0.3, 101_325.0);
            prop_assert!(PADS.wet(air, x).air.t < PADS.wet(air, x + 0.05).air.t);
        }
    }
}
