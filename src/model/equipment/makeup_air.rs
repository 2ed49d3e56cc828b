//! Make-up air: outdoor air that is dried or humidified before it is blown into the hall.
//!
//! The hall exchanges untreated air with outdoors; what treatment changes of it, heat and vapour, is the unit's. So the
//! unit's balance tells both, and its electricity stands on the meter of cooling.

use super::{Balance, Effect, Signal, Situation};
use crate::physics::air::makeup::MakeupUnit;
use crate::physics::air::state::AirState;

/// The unit, where a hall has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MakeupAir {
    /// Its number among all units.
    pub unit: usize,
    /// What it does to the air.
    pub law: MakeupUnit,
    /// Outdoor air that it takes in [m³/s].
    pub flow: f64,
}

/// Quantities it reports, in order.
const QUANTITIES: [(&str, &str); 4] = [
    ("power", "W"),
    ("supply_temperature", "degC"),
    ("dried", "kg/s"),
    ("humidified", "kg/s"),
];

fn outdoor(at: &Situation) -> AirState {
    AirState {
        t: at.outdoor.dry_bulb,
        w: at.outdoor.humidity_ratio,
        p: at.outdoor.pressure,
    }
}

impl MakeupAir {
    /// Numbers reported.
    pub fn width(&self) -> usize {
        QUANTITIES.len()
    }

    /// Names of what it reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(&names[self.unit..=self.unit], &QUANTITIES)
    }

    /// Electricity that treatment draws \[W\].
    pub fn draw(&self, at: &Situation, power: &mut [f64]) {
        let air = outdoor(at);
        power[self.unit] = self.flow * air.dry_density() * self.law.treat(air).electric;
    }

    /// Heat and vapour that treatment gives to the hall's air; the rest goes outdoors.
    pub fn exchange(&self, at: &Situation, to: &mut Effect) {
        let air = outdoor(at);
        let (mass, done) = (self.flow * air.dry_density(), self.law.treat(air));
        let given = mass * (done.air.enthalpy() - air.enthalpy());
        to.balance[self.unit] = Balance {
            air: given,
            outdoors: at.power[self.unit] + at.loss[self.unit] - given,
            vapour: mass * (done.air.w - air.w),
            water: mass * done.steam,
            duty: mass * done.cooled,
            ..Balance::default()
        };
    }

    /// Writes what it reports.
    pub fn report(&self, at: &Situation, signal: &mut [f64]) {
        let air = outdoor(at);
        let (mass, done) = (self.flow * air.dry_density(), self.law.treat(air));
        signal.copy_from_slice(&[
            at.power[self.unit],
            done.air.t,
            mass * done.drained,
            mass * done.steam,
        ]);
    }
}
