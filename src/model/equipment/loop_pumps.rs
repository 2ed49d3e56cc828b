//! Pumps of the facility loops: shaft power warms the coolant, motors and drives warm the plant room.

use super::{Balance, Effect, Reading, Signal, Situation};
use crate::physics::electrical::{converter::Converter, motor};

/// Motor and frequency converter of one pump.
#[derive(Clone, Debug)]
pub struct Drive {
    /// Frequency converter.
    pub converter: Converter,
    /// Motor.
    pub motor: Converter,
}

impl Drive {
    /// Mains power of `running` equal drives that give `shaft` \[W\] together: \[W\].
    pub fn mains(&self, shaft: f64, running: f64) -> f64 {
        if running > 0.0 {
            running * motor::mains(&self.converter, &self.motor, shaft / running)
        } else {
            0.0
        }
    }
}

/// Pump group of one loop.
#[derive(Clone, Debug)]
pub struct Group {
    /// Link of the pumps.
    pub link: u32,
    /// Cell that takes their shaft power.
    pub cell: u32,
    /// Drive of one pump.
    pub drive: Drive,
    /// Pumps that run.
    pub running: f64,
    /// Their least speed over rated speed [0 to 1].
    pub least_speed: f64,
}

/// Pump groups of all facility loops.
#[derive(Clone, Debug, Default)]
pub struct LoopPumps {
    /// First unit; group i is unit `first + i`.
    pub first: usize,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Quantities a group reports, in order.
const QUANTITIES: [(&str, &str); 4] = [
    ("pump_power", "W"),
    ("pump_speed", "1"),
    ("flow", "kg/s"),
    ("return_temperature", "degC"),
];

impl LoopPumps {
    /// Numbers reported by all of them.
    pub fn width(&self) -> usize {
        self.groups.len() * QUANTITIES.len()
    }

    /// Names of what each group reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(
            &names[self.first..self.first + self.groups.len()],
            &QUANTITIES,
        )
    }

    /// Electric power of each group \[W\].
    pub fn draw(&self, reading: &Reading, power: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            let shaft = reading.shaft_power[group.link as usize];
            power[self.first + i] = group.drive.mains(shaft, group.running);
        }
    }

    /// Gives shaft power to the coolant, losses to the plant room.
    pub fn exchange(&self, at: &Situation, reading: &Reading, to: &mut Effect) {
        for (i, group) in self.groups.iter().enumerate() {
            let unit = self.first + i;
            let shaft = reading.shaft_power[group.link as usize];
            to.cell_heat[group.cell as usize] = shaft;
            to.balance[unit] = Balance {
                coolant: shaft,
                outdoors: at.power[unit] - shaft + at.loss[unit],
                ..Balance::default()
            };
        }
    }

    /// Writes what each group reports.
    pub fn report(&self, at: &Situation, reading: &Reading, signal: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            let (link, cell) = (group.link as usize, group.cell as usize);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                at.power[self.first + i],
                reading.speed[link],
                at.flow[cell],
                at.inlet_t[cell],
            ]);
        }
    }
}
