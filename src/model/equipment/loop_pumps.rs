//! Pumps of the facility loops, and pumps drawn into a network: shaft power warms the coolant, motors and drives warm the plant room.

use super::{Balance, Effect, Reading, Signal, Situation};
use crate::fluids::Fluid;
use crate::physics::control::pressure_reset::PressureReset;
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

/// A pump known by its power over flow alone: P = P₀·(c₀ + c₁r + c₂r² + c₃r³), r the flow over rated flow, at most 1: the curve
/// ends at full speed (EnergyPlus, *Engineering Reference*, "Pump:VariableSpeed"). All of it warms the coolant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerCurve {
    /// Power of one pump at its rated flow P₀ \[W\].
    pub rated: f64,
    /// Rated flow of one pump [m³/s].
    pub flow: f64,
    /// c₀ to c₃.
    pub coefficients: [f64; 4],
}

impl PowerCurve {
    /// Power \[W\] at `flow` [m³/s] of one pump; none at rest.
    #[inline]
    pub fn power(&self, flow: f64) -> f64 {
        let [c0, c1, c2, c3] = self.coefficients;
        let r = (flow / self.flow).clamp(0.0, 1.0);
        if r > 0.0 {
            (self.rated * (c0 + r * (c1 + r * (c2 + r * c3)))).max(0.0)
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
    /// Power over flow, where that alone is known.
    pub curve: Option<PowerCurve>,
    /// How their differential pressure follows the flow.
    pub reset: Option<PressureReset>,
    /// Pumps that run.
    pub running: f64,
    /// Their least speed over rated speed [0 to 1].
    pub least_speed: f64,
    /// Last cell of the plant: what leaves it is the loop's supply.
    pub last: u32,
    /// Coolant.
    pub fluid: Fluid,
    /// Set point of the supply [°C].
    pub supply: f64,
}

impl Group {
    /// Electric power \[W\] where it is known by flow alone.
    fn by_flow(&self, at: &Situation) -> Option<f64> {
        let curve = self.curve.as_ref()?;
        let cell = self.cell as usize;
        let volume = at.flow[cell] / self.fluid.density(at.inlet_t[cell]);
        Some(self.running * curve.power(volume / self.running.max(1.0)))
    }
}

/// Pump groups of all facility loops, then those drawn into a network.
#[derive(Clone, Debug, Default)]
pub struct LoopPumps {
    /// First unit; group i is unit `first + i`.
    pub first: usize,
    /// The groups.
    pub groups: Vec<Group>,
    /// How many of them are those of loops: only these have a supply to keep.
    pub loops: usize,
}

/// Quantities a group reports, in order.
const QUANTITIES: [(&str, &str); 5] = [
    ("pump_power", "W"),
    ("pump_speed", "1"),
    ("flow", "kg/s"),
    ("return_temperature", "degC"),
    ("supply_temperature", "degC"),
];

impl LoopPumps {
    /// Groups of the loops.
    pub fn of_loops(&self) -> &[Group] {
        &self.groups[..self.loops]
    }

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

    /// Electric power of each group that follows from hydraulics \[W\].
    pub fn draw(&self, reading: &Reading, power: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            if group.curve.is_none() {
                let shaft = reading.shaft_power[group.link as usize];
                power[self.first + i] = group.drive.mains(shaft, group.running);
            }
        }
    }

    /// Electric power of each group that is known by its power over flow \[W\].
    pub fn draw_by_flow(&self, at: &Situation, power: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            if let Some(drawn) = group.by_flow(at) {
                power[self.first + i] = drawn;
            }
        }
    }

    /// Gives shaft power to the coolant, losses to the plant room.
    pub fn exchange(&self, at: &Situation, reading: &Reading, to: &mut Effect) {
        for (i, group) in self.groups.iter().enumerate() {
            let unit = self.first + i;
            // The flow may be newer than the power of this pass: what reaches the coolant is that of the flow.
            let by_flow = group.by_flow(at);
            if let Some(drawn) = by_flow {
                to.power[unit] = drawn;
            }
            let shaft = by_flow.unwrap_or(reading.shaft_power[group.link as usize]);
            to.cell_heat[group.cell as usize] = shaft;
            to.balance[unit] = Balance {
                coolant: shaft,
                outdoors: at.power[unit] - shaft + at.loss[unit],
                ..Balance::default()
            };
        }
    }

    /// Writes what each group reports.
    pub fn report(&self, at: &Situation, reading: &Reading, cell_h: &[f64], signal: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            let (link, cell) = (group.link as usize, group.cell as usize);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                at.power[self.first + i],
                reading.speed[link],
                at.flow[cell],
                at.inlet_t[cell],
                group.fluid.temperature(cell_h[group.last as usize]),
            ]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_curve_ends_at_rated_flow() {
        let curve = PowerCurve {
            rated: 8_000.0,
            flow: 0.03,
            coefficients: [0.0, 0.0, 0.0, 1.0],
        };
        assert_eq!(curve.power(0.015), 1_000.0);
        assert_eq!(curve.power(0.0302), 8_000.0);
        assert_eq!(curve.power(0.0), 0.0);
    }
}
