//! Fan wall or CRAH: a coil with its fan, at its supply temperature.
//!
//! # Equations
//! The fan stands behind the coil and its electric power warms the supply air:
//!
//! ```text
//! h_supply = h_coil + P_fan/ṁ_a                                                             (1)
//! T_supply(ṁ_w) = T_set         solved for the water flow, 0 ≤ ṁ_w ≤ ṁ_max                   (2)
//! ```
//!
//! # Units
//! W, kg/s, °C.
//!
//! # Validity
//! That of [`super::coil`] and [`super::fan`]; at a flow fraction of 0 nothing happens.
//!
//! # References
//! - ASHRAE, *Handbook: HVAC Systems and Equipment* (2020), ch. 4 and 23.

use crate::{
    fluids::moist_air::temperature_from_enthalpy,
    physics::{
        air::{
            coil::{AirSide, Coil, Inlet, Outlet},
            fan::{Duty, Fan},
            state::AirState,
        },
        control::setpoint::{Reach, hold, seek},
    },
};

/// A sized unit: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crah {
    /// The coil.
    pub coil: Coil,
    /// The fan.
    pub fan: Fan,
    /// Rated air volume flow [m³/s].
    pub air_flow: f64,
    /// Density of the rated air [kg/m³].
    pub density: f64,
    /// Largest water mass flow [kg/s].
    pub most_water: f64,
}

/// What enters the unit and what is wanted of it.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Return air.
    pub air: AirState,
    /// Air flow over rated air flow, not negative.
    pub x: f64,
    /// Water at the inlet [°C].
    pub t_water: f64,
    /// Water specific heat [J/(kg·K)].
    pub cp: f64,
    /// Wanted supply air temperature [°C].
    pub t_supply: f64,
}

/// What the unit does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Supply air.
    pub air: AirState,
    /// Air flow over the rated one: speed of the fan over its rated speed.
    pub x: f64,
    /// Dry-air mass flow [kg/s].
    pub air_mass: f64,
    /// Water mass flow [kg/s].
    pub water_flow: f64,
    /// Heat to the water \[W\].
    pub heat: f64,
    /// Condensate [kg/s].
    pub condensate: f64,
    /// Enthalpy flow of the condensate \[W\].
    pub drained: f64,
    /// Electric power of the fan \[W\], all of it in the supply air.
    pub power: f64,
    /// Held; `AtLow` when the air is cold enough without water; `AtHigh` when all water is too little.
    pub reach: Reach,
}

/// Air that the fan blows through the coil.
struct Blown {
    /// Dry-air mass flow [kg/s].
    air_mass: f64,
    /// What it brings to the coil.
    side: AirSide,
    /// Electric power of the fan \[W\].
    power: f64,
}

impl Crah {
    /// What the unit does at a given water flow [kg/s], eq. (1).
    pub fn at_flow(&self, request: &Request, water_flow: f64) -> Point {
        self.cooled(request, &self.blow(request), water_flow)
    }

    /// The air of a request, which the water does not change.
    fn blow(&self, request: &Request) -> Blown {
        let air_mass = self.air_flow * request.air.dry_density() * request.x;
        Blown {
            air_mass,
            side: self.coil.air_side(request.air, air_mass, request.t_water),
            power: self.fan.power(Duty {
                flow: request.x,
                density: request.air.density() / self.density,
                resistance: 0.0,
            }),
        }
    }

    /// [`Self::at_flow`] of the air `blown`.
    fn cooled(&self, request: &Request, blown: &Blown, water_flow: f64) -> Point {
        let Blown {
            air_mass,
            side,
            power,
        } = *blown;
        let inlet = Inlet {
            air: request.air,
            air_mass,
            t_water: request.t_water,
            water_flow,
            cp: request.cp,
        };
        let Outlet {
            air,
            heat,
            condensate,
            drained,
        } = self.coil.run_behind(&inlet, side);
        let h = air.enthalpy() + power / air_mass.max(1e-12);
        let t = if request.x > 0.0 {
            temperature_from_enthalpy(h, air.w)
        } else {
            air.t
        };
        Point {
            air: AirState { t, ..air },
            x: request.x,
            air_mass,
            water_flow,
            heat,
            condensate,
            drained,
            power,
            reach: Reach::Held,
        }
    }

    /// What the unit does with its valve at the supply set point, eqs. (1) and (2).
    pub fn run(&self, request: &Request) -> Point {
        if request.x <= 0.0 {
            return self.at_flow(request, 0.0);
        }
        let blown = self.blow(request);
        let dry = self.cooled(request, &blown, 0.0);
        if dry.air.t <= request.t_supply || request.t_water >= request.air.t {
            let reach = if dry.air.t <= request.t_supply {
                Reach::AtLow
            } else {
                Reach::AtHigh
            };
            return Point { reach, ..dry };
        }
        let at = hold([0.0, self.most_water], request.t_supply, |m| {
            self.cooled(request, &blown, m).air.t
        });
        Point {
            reach: at.reach,
            ..self.cooled(request, &blown, at.input)
        }
    }

    /// [`Self::run`] where the water flow is expected near `near` [kg/s]: the same point to round-off, sooner.
    pub fn run_near(&self, request: &Request, near: f64) -> Point {
        let blown = self.blow(request);
        let supply = |m| self.cooled(request, &blown, m).air.t;
        let cools = request.x > 0.0 && request.t_water < request.air.t;
        let range = [0.0, self.most_water];
        let found = cools.then(|| seek(range, near, request.t_supply, supply));
        match found.flatten() {
            Some(at) => Point {
                reach: at.reach,
                ..self.cooled(request, &blown, at.input)
            },
            None => self.run(request),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::air::{coil, fan};
    use proptest::prelude::*;

    const P: f64 = 101_325.0;

    fn unit() -> Crah {
        let air = AirState::from_relative_humidity(36.0, 0.2, P);
        let coil = Coil::rated(&coil::Rating {
            heat: 100e3,
            air,
            air_flow: 8.0,
            t_water: 20.0,
            water_flow: 2.5,
            cp: 4_184.0,
            film_ratio: 0.5,
        })
        .unwrap();
        let fan = Fan::rated(&fan::Rating {
            power: 3e3,
            drive_efficiency: 0.85,
            fixed_share: 0.4,
            sound_power: 85.0,
        })
        .unwrap();
        Crah {
            coil,
            fan,
            air_flow: 8.0,
            density: air.density(),
            most_water: 3.5,
        }
    }

    fn request(t: f64, x: f64, t_supply: f64) -> Request {
        Request {
            air: AirState::from_relative_humidity(t, 0.2, P),
            x,
            t_water: 20.0,
            cp: 4_184.0,
            t_supply,
        }
    }

    #[test]
    fn holds_its_supply_or_says_why_not() {
        let held = unit().run(&request(36.0, 1.0, 27.0));
        assert!(held.reach == Reach::Held && (held.air.t - 27.0).abs() < 1e-9);
        assert_eq!(unit().run(&request(45.0, 1.0, 20.5)).reach, Reach::AtHigh);
        assert_eq!(unit().run(&request(24.0, 1.0, 27.0)).reach, Reach::AtLow);
        let still = unit().run(&request(36.0, 0.0, 27.0));
        assert_eq!((still.power, still.air.t.is_finite()), (0.0, true));
    }

    proptest! {
        #[test]
        fn air_water_and_fan_close(t in 20.0..45.0f64, x in 0.1..1.0f64, rh in 0.1..0.8f64, t_set in 18.0..30.0f64) {
            let air = AirState::from_relative_humidity(t, rh, P);
            let point = unit().run(&Request { air, ..request(t, x, t_set) });
            let given = point.air_mass * (air.enthalpy() - point.air.enthalpy()) + point.power;
            let taken = point.heat + point.drained;
            prop_assert!((given - taken).abs() < 1e-7 * point.heat.abs().max(1e3), "{point:?}");
        }
    }
}
