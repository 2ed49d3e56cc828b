//! The hall's air as one well-mixed volume: temperature and humidity.
//!
//! # Equations
//! The room holds M kg of dry air and solids of heat capacity C that follow its temperature. Every stream k brings
//! ṁ_k of dry air in its own state and takes as much away in the room's. Backward Euler, new values primed:
//!
//! ```text
//! M·(w' − w)/Δt = Σ ṁ_k·(w_k − w') + m_v                                                    (1)
//! (M·(h' − h) + C·(t' − t))/Δt = Σ ṁ_k·(h_k − h') + Q + m_v·h_v + UA·(t_o − t')             (2)
//! ```
//!
//! h = h(t, w) of moist air per kg of dry air. (1) is linear, (2) quadratic in t'; both are solved to round-off, so
//! heat, dry air and water are conserved at any Δt. `1/Δt = 0` gives the steady state, which exists when a
//! stream or the envelope carries heat.
//!
//! # Units
//! kg, kg/s, W, W/K, °C, kg/kg.
//!
//! # Validity
//! Well-mixed: containment and recirculation are the business of the hall-air model. No fog: a humidity
//! ratio above saturation is returned as it is and shows as a relative humidity above one.
//!
//! # References
//! - ASHRAE, *Handbook: Fundamentals* (2021), ch. 16 (infiltration) and ch. 1 (moist air).

use crate::{fluids::moist_air::enthalpy, physics::air::state::AirState};

/// Newton passes on eq. (2), quadratic in t': the third already stands at round-off.
const PASSES: usize = 5;

/// What stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Air volume \[m³\].
    pub volume: f64,
    /// Heat capacity of the solids that follow the air C [J/K].
    pub capacity: f64,
    /// Envelope conductance UA to outdoors [W/K].
    pub envelope: f64,
}

/// Air that a stream brings: it takes the same dry-air flow away in the room's state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stream {
    /// Dry-air mass flow ṁ_k [kg/s], not negative.
    pub air_mass: f64,
    /// State of the air that enters.
    pub air: AirState,
}

/// What else acts on the room.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gains {
    /// Sensible heat Q \[W\].
    pub heat: f64,
    /// Vapour released m_v [kg/s]; negative for a desiccant.
    pub vapour: f64,
    /// Enthalpy of that vapour h_v [J/kg]; about 2.55e6 for steam of a humidifier, 105e3 for a spray.
    pub vapour_enthalpy: f64,
    /// Outdoor temperature at the envelope t_o [°C].
    pub t_outdoor: f64,
}

/// New state, and where heat and water went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Air at the end of the step.
    pub air: AirState,
    /// Heat stored in air and solids \[W\].
    pub stored: f64,
    /// Vapour stored [kg/s].
    pub stored_vapour: f64,
    /// Heat that the streams carried away, net \[W\].
    pub carried: f64,
    /// Vapour that the streams carried away, net [kg/s].
    pub carried_vapour: f64,
    /// Heat through the envelope to outdoors \[W\].
    pub envelope: f64,
}

/// Why a room cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} of the room must be {range}, is {value}")]
pub struct RoomError {
    /// Which figure.
    pub what: &'static str,
    /// Allowed range in words.
    pub range: &'static str,
    /// Value given.
    pub value: f64,
}

impl Room {
    /// The room itself when its figures are possible.
    pub fn checked(self) -> Result<Self, RoomError> {
        for (what, range, value, good) in [
            ("volume", "positive", self.volume, self.volume > 0.0),
            (
                "heat capacity",
                "0 or more",
                self.capacity,
                self.capacity >= 0.0,
            ),
            ("envelope", "0 or more", self.envelope, self.envelope >= 0.0),
        ] {
            if !(good && value.is_finite()) {
                return Err(RoomError { what, range, value });
            }
        }
        Ok(self)
    }

    /// Dry air that the room holds in state `air` \[kg\].
    pub fn air_mass(&self, air: &AirState) -> f64 {
        self.volume * air.dry_density()
    }

    /// One step from `old`, with `dry_air` \[kg\] in the room (kept by the caller, so that dry air is
    /// conserved) and `inv_dt` = 1/Δt [1/s]: eqs. (1) and (2).
    pub fn advance(
        &self,
        old: AirState,
        dry_air: f64,
        streams: &[Stream],
        gains: &Gains,
        inv_dt: f64,
    ) -> Step {
        let hold = dry_air * inv_dt;
        let (mut flow, mut water, mut heat) = (0.0, 0.0, 0.0);
        for stream in streams {
            flow += stream.air_mass;
            water += stream.air_mass * stream.air.w;
            heat += stream.air_mass * stream.air.enthalpy();
        }
        let exchange = (hold + flow).max(1e-12);
        let w = (hold * old.w + water + gains.vapour) / exchange;
        let solid = self.capacity * inv_dt;
        let source = hold * old.enthalpy()
            + solid * old.t
            + heat
            + gains.heat
            + gains.vapour * gains.vapour_enthalpy
            + self.envelope * gains.t_outdoor;
        let linear = solid + self.envelope;
        let mut t = old.t;
        for _ in 0..PASSES {
            let air = AirState { t, w, ..old };
            let miss = exchange * air.enthalpy() + linear * t - source;
            t -= miss / (exchange * air.specific_heat() + linear);
        }
        let h = enthalpy(t, w);
        Step {
            air: AirState { t, w, ..old },
            stored: hold * (h - old.enthalpy()) + solid * (t - old.t),
            stored_vapour: hold * (w - old.w),
            carried: flow * h - heat,
            carried_vapour: flow * w - water,
            envelope: self.envelope * (t - gains.t_outdoor),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOM: Room = Room {
        volume: 5_000.0,
        capacity: 2e7,
        envelope: 800.0,
    };

    fn air(t: f64, rh: f64) -> AirState {
        AirState::from_relative_humidity(t, rh, 101_325.0)
    }

    fn supply(air_mass: f64, t: f64) -> Stream {
        Stream {
            air_mass,
            air: air(t, 0.5),
        }
    }

    /// Steady state by hand: 100 kW into 10 kg/s of supply air warms it by 100/(10·c_p).
    #[test]
    fn steady_rise_is_heat_over_capacity_rate() {
        let sealed = Room {
            envelope: 0.0,
            ..ROOM
        };
        let gains = Gains {
            heat: 100e3,
            ..Gains::default()
        };
        let step = sealed.advance(air(30.0, 0.4), 5_700.0, &[supply(10.0, 22.0)], &gains, 0.0);
        let rise = 100e3 / (10.0 * air(22.0, 0.5).specific_heat());
        assert!((step.air.t - 22.0 - rise).abs() < 0.01, "{step:?}");
        assert!((step.air.w - air(22.0, 0.5).w).abs() < 1e-15 && step.stored == 0.0);
    }

    /// Decay of a tracer: air changes flush the moisture exponentially.
    #[test]
    fn moisture_decays_with_the_air_changes() {
        let (mut state, mass, dt) = (air(25.0, 0.6), 6_000.0, 0.1);
        let (start, dry) = (state.w, AirState { w: 0.0, ..state });
        let stream = Stream {
            air_mass: 6.0,
            air: dry,
        };
        for _ in 0..10_000 {
            let step = ROOM.advance(state, mass, &[stream], &Gains::default(), 1.0 / dt);
            state = step.air;
        }
        assert!((state.w / start / f64::exp(-1.0) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn refuses_what_cannot_be() {
        let bad = Room {
            volume: 0.0,
            ..ROOM
        };
        assert_eq!(bad.checked().unwrap_err().what, "volume");
        assert!(ROOM.checked().is_ok());
    }

    proptest! {
        #[test]
        fn heat_and_water_are_conserved(
            t in 10.0..45.0f64, rh in 0.1..0.9f64, heat in -2e5..5e5f64, flow in 0.0..60.0f64,
            outdoor in -10.0..40.0f64, vapour in -1e-3..1e-3f64, inv_dt in 1e-4..10.0f64,
        ) {
            let gains = Gains { heat, vapour, vapour_enthalpy: 2.55e6, t_outdoor: outdoor };
            let streams = [supply(flow, 22.0), supply(0.3, outdoor)];
            let step = ROOM.advance(air(t, rh), 5_800.0, &streams, &gains, inv_dt);
            let given = heat + vapour * 2.55e6;
            let scale = heat.abs() + 1e5 * (flow + 1.0) + inv_dt * 1e9;
            prop_assert!((given - step.stored - step.carried - step.envelope).abs() < 1e-12 * scale);
            let water = vapour - step.stored_vapour - step.carried_vapour;
            prop_assert!(water.abs() < 1e-14 * (flow + inv_dt * 5_800.0 + 1.0));
        }
    }
}
