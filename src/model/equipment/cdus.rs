//! CDUs: plate exchanger, pumps and primary valve between a technology loop and a facility loop.
//!
//! The primary valve holds the technology supply at its set point, never below the hall's dew point
//! plus a margin: the flow that moves the heat is found by inverting the exchanger, and the facility
//! network gives as much of it as its pressure allows.

use super::cdu_loops::{LocalLoops, Memories};
use super::{Balance, Effect, Reading, Signal, Situation};
use crate::fluids::Fluid;
use crate::model::hydraulic::Hydraulics;
use crate::physics::control::dew_point_guard::Guard;
use crate::physics::thermal::plate_hx::{self, Inlet, PlateHx};

/// One CDU's places and set points.
#[derive(Clone, Debug)]
pub struct Cdu {
    /// Exchanger; the technology side is the hot one.
    pub exchanger: PlateHx,
    /// Cells of the exchanger, technology and facility side.
    pub cell: [u32; 2],
    /// Cell of the pumps.
    pub pump_cell: u32,
    /// Link of the pumps.
    pub pump_link: u32,
    /// Row of the primary valve among the flow limiters.
    pub valve: usize,
    /// Equal CDUs whose primary valves that row lumps.
    pub lumped: f64,
    /// Technology supply set point [°C].
    pub supply: f64,
    /// What keeps the supply above the hall's dew point.
    pub guard: Guard,
    /// Largest flow the primary valve is asked for [kg/s].
    pub primary_max: f64,
    /// Coolant of the technology loop.
    pub fluid: Fluid,
    /// Controller, sensors, display \[W\].
    pub control_power: f64,
    /// Least speed of the pumps over rated speed [0 to 1].
    pub least_speed: f64,
    /// Controllers of valve and pumps.
    pub loops: LocalLoops,
}

impl Cdu {
    /// Leaves the primary valve at `flow` [kg/s]: a set point out of reach asks for all that it may pass.
    pub fn hold_valve(&mut self, flow: f64) {
        self.primary_max = flow;
        self.supply = self.fluid.range()[0];
        self.guard.margin = f64::NEG_INFINITY;
        self.loops.frozen = true;
    }
}

/// What a primary valve was set for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrived {
    /// Temperature at the hot and the cold inlet [°C].
    pub t: [f64; 2],
    /// Hot mass flow [kg/s].
    pub flow: f64,
    /// Heat to be moved \[W\].
    pub wanted: f64,
}

impl Arrived {
    /// Nothing yet: any arrival is another.
    pub const NOTHING: Self = Self {
        t: [f64::NAN; 2],
        flow: f64::NAN,
        wanted: f64::NAN,
    };

    /// Whether `other` would set the valve alike, but for the share `same`.
    fn is(&self, other: &Self, same: f64) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= same * a.abs();
        let t = self.t.iter().zip(&other.t);
        t.fold(true, |same, (a, b)| same && near(*a, *b))
            && near(self.flow, other.flow)
            && near(self.wanted, other.wanted)
    }
}

/// All CDUs of a hall.
#[derive(Clone, Debug, Default)]
pub struct Cdus {
    /// First unit; CDU i is unit `first + i`.
    pub first: usize,
    /// The CDUs.
    pub cdus: Vec<Cdu>,
    /// Their exchangers, side by side.
    exchangers: plate_hx::Bank,
}

/// Working columns of the CDUs: what flows through their exchangers, and what that conducts.
#[derive(Clone, Debug, Default)]
pub struct Ports {
    hot: Vec<f64>,
    cold: Vec<f64>,
    cp_hot: Vec<f64>,
    cp_cold: Vec<f64>,
    conductance: Vec<f64>,
}

impl Ports {
    /// Columns for `n` CDUs.
    pub fn new(n: usize) -> Self {
        let zero = || vec![0.0; n];
        Self {
            hot: zero(),
            cold: zero(),
            cp_hot: zero(),
            cp_cold: zero(),
            conductance: zero(),
        }
    }
}

/// Relative difference below which what arrives at a valve is the same in a transient step: some 0.1 µK, a tenth of
/// what a step leaves; in a steady state: some nK, likewise.
const SAME_ARRIVAL: f64 = 2e-9;
const SAME_STEADY_ARRIVAL: f64 = 3e-11;

/// Share of the pumps' electric power that reaches the shaft and so the coolant; the rest warms the
/// hall. Assumed: canned-motor pump with drive, IE4 class.
const MOTOR_EFFICIENCY: f64 = 0.9;

/// Quantities a CDU reports, in order.
const QUANTITIES: [(&str, &str); 9] = [
    ("heat", "W"),
    ("supply_temperature", "degC"),
    ("return_temperature", "degC"),
    ("secondary_flow", "kg/s"),
    ("primary_flow", "kg/s"),
    ("pump_speed", "1"),
    ("power", "W"),
    ("raised_by_dew_point", "K"),
    ("saturated", "1"),
];

impl Cdus {
    /// Appends a CDU.
    pub fn push(&mut self, cdu: Cdu) {
        self.exchangers.push(&cdu.exchanger);
        self.cdus.push(cdu);
    }

    /// Numbers reported by all of them.
    pub fn width(&self) -> usize {
        self.cdus.len() * QUANTITIES.len()
    }

    /// Names of what each CDU reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(
            &names[self.first..self.first + self.cdus.len()],
            &QUANTITIES,
        )
    }

    /// Opens each primary valve for the heat that brings the supply to its set point, or as far as its controller does
    /// in so short a step. A valve stays where what arrives is still what it was set for, as `arrived` remembers.
    pub fn command(&self, at: &Situation, arrived: &mut [Arrived], set: &mut Hydraulics) {
        let same = if at.inv_dt > 0.0 {
            SAME_ARRIVAL
        } else {
            SAME_STEADY_ARRIVAL
        };
        for ((cdu, arrived), memory) in self.cdus.iter().zip(arrived).zip(at.local) {
            let [hot, cold] = cdu.cell.map(|c| c as usize);
            let supply = cdu.guard.hold(cdu.supply, at.hall.dew_point).t;
            let wanted = -at.heat_to_reach(hot, cdu.fluid.enthalpy(supply));
            let inlet = Inlet {
                t: [at.inlet_t[hot], at.inlet_t[cold]],
                flow: [at.flow[hot], 0.0],
                cp: [at.cp[hot], at.cp[cold]],
            };
            let now = Arrived {
                t: inlet.t,
                flow: inlet.flow[0],
                wanted,
            };
            if now.is(arrived, same) {
                continue;
            }
            *arrived = now;
            let exchanger = &cdu.exchanger;
            let most = cdu.primary_max;
            let stepped = cdu.stepped_valve(at, &inlet, supply, memory[0]);
            let asked = stepped.unwrap_or_else(|| {
                let near = at.flow[cold];
                let asked = exchanger.flow_for_heat_near(wanted, &inlet, most, near);
                asked.flow
            });
            set.limiters.set[cdu.valve] = cdu.lumped * asked;
        }
    }

    /// What the controllers remember after a step whose supplies are `cell_h` [J/kg], with the settings `set` and the loss
    /// `drop` \[Pa\] of each link.
    pub fn remember(
        &self,
        at: &Situation,
        reading: &Reading,
        set: &Hydraulics,
        [cell_h, drop]: [&[f64]; 2],
        memory: &mut [Memories],
    ) {
        for (cdu, memory) in self.cdus.iter().zip(memory) {
            let t = cdu
                .fluid
                .temperature_near(cell_h[cdu.cell[0] as usize], cdu.supply)
                .0;
            let held = -drop[cdu.pump_link as usize];
            *memory = cdu.after(at, reading, set, [t, held], *memory);
        }
    }

    /// Electric power of pumps and controls \[W\].
    pub fn draw(&self, reading: &Reading, power: &mut [f64]) {
        for (i, cdu) in self.cdus.iter().enumerate() {
            // The record's efficiency is that from the mains to the coolant, so what the law of the pump calls shaft
            // power is electric.
            let pumping = reading.shaft_power[cdu.pump_link as usize];
            power[self.first + i] = cdu.control_power + pumping;
        }
    }

    /// Warms the coolant by the pumps' shafts, on its way to the exchanger, and the hall by the rest.
    pub fn pump(&self, at: &Situation, to: &mut Effect) {
        for (i, cdu) in self.cdus.iter().enumerate() {
            let power = at.power[self.first + i];
            let shaft = MOTOR_EFFICIENCY * (power - cdu.control_power);
            to.cell_heat[cdu.pump_cell as usize] = shaft;
            to.balance[self.first + i] = Balance {
                coolant: shaft,
                air: power - shaft + at.loss[self.first + i],
                ..Balance::default()
            };
        }
    }

    /// Conductance of all exchangers.
    fn conduct(&self, at: &Situation, ports: &mut Ports) {
        for (i, cdu) in self.cdus.iter().enumerate() {
            let [hot, cold] = cdu.cell.map(|c| c as usize);
            (ports.hot[i], ports.cold[i]) = (at.flow[hot], at.flow[cold]);
            (ports.cp_hot[i], ports.cp_cold[i]) = (at.cp[hot], at.cp[cold]);
        }
        let flows = plate_hx::Flows {
            hot: &ports.hot,
            cold: &ports.cold,
            cp_hot: &ports.cp_hot,
            cp_cold: &ports.cp_cold,
        };
        plate_hx::conductance(&self.exchangers, flows, &mut ports.conductance);
    }

    /// Moves heat from the technology to the facility side.
    pub fn exchange(&self, at: &Situation, ports: &mut Ports, to: &mut Effect) {
        self.conduct(at, ports);
        for (i, cdu) in self.cdus.iter().enumerate() {
            let [hot, cold] = cdu.cell.map(|c| c as usize);
            let heat = ports.conductance[i] * (at.inlet_t[hot] - at.inlet_t[cold]);
            to.cell_heat[hot] = -heat;
            to.cell_heat[cold] = heat;
            to.balance[self.first + i].duty = heat;
        }
    }

    /// Writes what each CDU reports.
    pub fn report(&self, at: &Situation, reading: &Reading, cell_h: &[f64], signal: &mut [f64]) {
        for (i, cdu) in self.cdus.iter().enumerate() {
            let [hot, cold] = cdu.cell.map(|c| c as usize);
            let supply = cdu.fluid.temperature(cell_h[hot]);
            let held = cdu.guard.hold(cdu.supply, at.hall.dew_point);
            let beyond = cdu.beyond_reach(at.inv_dt, supply - held.t, at.local[i][0]);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                at.flow[hot] * (at.inlet_h[hot] - cell_h[hot]),
                supply,
                at.inlet_t[hot],
                at.flow[hot],
                at.flow[cold],
                reading.speed[cdu.pump_link as usize],
                at.power[self.first + i],
                held.t - cdu.supply,
                f64::from(u8::from(beyond)),
            ]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arrived;

    #[test]
    fn a_valve_is_set_anew_for_another_arrival_only() {
        let set = Arrived {
            t: [45.0, 36.0],
            flow: 20.0,
            wanted: 5e5,
        };
        assert!(set.is(&set, 3e-11) && !set.is(&Arrived::NOTHING, 3e-11));
        let warmer = Arrived {
            t: [45.0 + 1e-8, 36.0],
            ..set
        };
        let less = Arrived {
            wanted: 5e5 - 1e-3,
            ..set
        };
        assert!(!warmer.is(&set, 3e-11) && !less.is(&set, 3e-11));
        let same = Arrived {
            t: [45.0 + 1e-10, 36.0],
            ..set
        };
        assert!(same.is(&set, 3e-11));
    }
}
