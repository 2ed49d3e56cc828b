//! Rear doors: the air that leaves a rack gives its heat to water before it reaches the hall.

use super::{Balance, Effect, Signal, Situation};
use crate::fluids::moist_air;
use crate::physics::air::coil::Coil;
use crate::physics::thermal::rear_door::{Inlet, run};

/// One door.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// Its coil.
    pub coil: Coil,
    /// Unit of the rack it hangs on.
    pub rack: usize,
    /// Air through the rack [m³/s].
    pub air_flow: f64,
    /// Cell of the water.
    pub cell: u32,
    /// Power of its fans \[W\].
    pub fan_power: f64,
}

/// All doors of a hall.
#[derive(Clone, Debug, Default)]
pub struct RearDoors {
    /// First unit; door i is unit `first + i`.
    pub first: usize,
    /// The doors.
    pub doors: Vec<Door>,
}

/// Quantities a door reports, in order.
const QUANTITIES: [(&str, &str); 1] = [("heat", "W")];

/// Conductance behind `heat` [W] at `difference` [K]; none where there is no difference to tell it from.
fn slope(heat: f64, difference: f64) -> f64 {
    if difference.abs() > 1e-6 {
        heat / difference
    } else {
        0.0
    }
}

impl RearDoors {
    /// Numbers reported by all doors.
    pub fn width(&self) -> usize {
        self.doors.len() * QUANTITIES.len()
    }

    /// Names of what each door reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(
            &names[self.first..self.first + self.doors.len()],
            &QUANTITIES,
        )
    }

    /// Electric power of the doors' fans \[W\].
    pub fn draw(&self, power: &mut [f64]) {
        for (i, door) in self.doors.iter().enumerate() {
            power[self.first + i] = door.fan_power;
        }
    }

    /// Moves the racks' air heat into water.
    pub fn exchange(&self, at: &Situation, to: &mut Effect) {
        let hall = at.hall;
        let dry = moist_air::density(hall.t, hall.humidity_ratio, hall.pressure)
            / (1.0 + hall.humidity_ratio);
        let air_cp = moist_air::enthalpy(hall.t + 0.5, hall.humidity_ratio)
            - moist_air::enthalpy(hall.t - 0.5, hall.humidity_ratio);
        for (i, door) in self.doors.iter().enumerate() {
            let (unit, cell) = (self.first + i, door.cell as usize);
            let out = run(
                &door.coil,
                &Inlet {
                    t_hall: hall.t,
                    dew_point: hall.dew_point,
                    heat: to.balance[door.rack].air + at.power[unit],
                    air_mass: door.air_flow * dry,
                    air_cp,
                    t_water: at.inlet_t[cell],
                    water_flow: at.flow[cell],
                    cp: at.cp[cell],
                },
            );
            to.cell_heat[cell] = out.heat;
            to.balance[unit] = Balance {
                coolant: out.heat,
                air: at.power[unit] + at.loss[unit] - out.heat,
                duty: out.heat,
                air_slope: slope(out.heat, out.exhaust - at.inlet_t[cell]),
                ..Balance::default()
            };
        }
    }

    /// Writes what each door reports.
    pub fn report(&self, balance: &[Balance], signal: &mut [f64]) {
        for (i, value) in signal.iter_mut().enumerate() {
            *value = balance[self.first + i].coolant;
        }
    }
}
