//! Rear-door exchanger: a coil in the exhaust of a rack, moved by the rack's own fans.
//!
//! # Equations
//! Rack air of mass flow ṁ_a takes the rack's air-side heat Q and passes the dry coil:
//!
//! ```text
//! t₁ = t_hall + Q/(ṁ_a·c_a)                                                                 (1)
//! Q_door = g·(t₁ − T_w,in),   to the hall: Q − Q_door                                       (2)
//! ```
//!
//! g is the dry conductance of [`crate::physics::air::coil`]. A door without drain must not condense: the point says
//! by how much the water is above the hall's dew point, and (2) holds while that margin is positive.
//!
//! # Units
//! W, kg/s, °C, K.
//!
//! # Validity
//! Water above the dew point of the hall; air flow above a tenth of the coil's rated flow.
//!
//! # References
//! - IBM 9009-22A rear-door specification: water at 18 to 22 °C, above the room's dew point.
//! - Braun (1988), see [`crate::physics::air::coil`].

use crate::physics::air::coil::Coil;

/// What enters a door.
#[derive(Clone, Copy, Debug)]
pub struct Inlet {
    /// Hall air at the rack's front [°C].
    pub t_hall: f64,
    /// Dew point of the hall air [°C].
    pub dew_point: f64,
    /// Heat that the rack gives to its air Q \[W\].
    pub heat: f64,
    /// Dry-air mass flow of the rack's fans [kg/s].
    pub air_mass: f64,
    /// Specific heat of the air [J/(K·kg dry air)].
    pub air_cp: f64,
    /// Water at the inlet [°C].
    pub t_water: f64,
    /// Water mass flow [kg/s].
    pub water_flow: f64,
    /// Water specific heat [J/(kg·K)].
    pub cp: f64,
}

/// What leaves a door.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlet {
    /// Heat to the water \[W\]; negative when the water is warmer than the exhaust.
    pub heat: f64,
    /// Heat to the hall \[W\]; negative when the door cools the hall.
    pub to_hall: f64,
    /// Air behind the rack, before the coil [°C].
    pub exhaust: f64,
    /// Air behind the door [°C].
    pub t_out: f64,
    /// Water inlet above the dew point \[K\]; the door stays dry while it is positive.
    pub dry_margin: f64,
}

/// Heat of a door, eqs. (1) and (2).
#[inline(always)]
pub fn run(coil: &Coil, inlet: &Inlet) -> Outlet {
    let capacity = inlet.air_mass * inlet.air_cp + 1e-9;
    let exhaust = inlet.t_hall + inlet.heat / capacity;
    let g = coil.conductance(inlet.air_mass, inlet.air_cp, inlet.water_flow, inlet.cp);
    let heat = g * (exhaust - inlet.t_water);
    Outlet {
        heat,
        to_hall: inlet.heat - heat,
        exhaust,
        t_out: exhaust - heat / capacity,
        dry_margin: inlet.t_water - inlet.dew_point,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::air::{coil::Rating, state::AirState};
    use proptest::prelude::*;

    /// 30 kW door: exhaust at 40 °C, 2 m³/s, water from 20 °C.
    fn door() -> Coil {
        Coil::rated(&Rating {
            heat: 30e3,
            air: AirState::from_relative_humidity(40.0, 0.2, 101_325.0),
            air_flow: 2.0,
            t_water: 20.0,
            water_flow: 0.75,
            cp: 4_184.0,
            film_ratio: 0.5,
        })
        .unwrap()
    }

    const RACK: Inlet = Inlet {
        t_hall: 25.0,
        dew_point: 12.0,
        heat: 30e3,
        air_mass: 2.2,
        air_cp: 1_020.0,
        t_water: 20.0,
        water_flow: 0.75,
        cp: 4_184.0,
    };

    #[test]
    fn neutral_door_gives_the_hall_what_it_took() {
        let out = run(&door(), &RACK);
        assert!((out.exhaust - 25.0 - 30e3 / (2.2 * 1_020.0)).abs() < 1e-6);
        assert!((out.heat / 30e3 - 1.0).abs() < 0.15, "{out:?}");
        assert!((out.to_hall + out.heat - 30e3).abs() < 1e-9 && out.dry_margin == 8.0);
    }

    #[test]
    fn without_water_all_heat_goes_to_the_hall() {
        let dry = Inlet {
            water_flow: 0.0,
            ..RACK
        };
        assert!(run(&door(), &dry).heat.abs() < 1e-3);
    }

    proptest! {
        #[test]
        fn obeys_the_second_law(
            heat_in in 0.0..60e3f64, air in 0.2..4.0f64, water in 0.0..2.0f64, t in 10.0..30.0f64,
        ) {
            let inlet = Inlet { heat: heat_in, air_mass: air, water_flow: water, t_water: t, ..RACK };
            let one = run(&door(), &inlet);
            prop_assert!((one.t_out - t) * (one.exhaust - t) >= -1e-9);
        }
    }
}
