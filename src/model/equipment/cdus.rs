//! CDUs: plate exchanger, pumps and primary valve between a technology loop and a facility loop.
//!
//! The primary valve holds the technology supply at its set point, never below the hall's dew point
//! plus a margin: the flow that moves the heat is found by inverting the exchanger, and the facility
//! network gives as much of it as its pressure allows.

use super::{Balance, Effect, Reading, Signal, Situation};
use crate::fluids::Fluid;
use crate::model::hydraulic::Hydraulics;
use crate::physics::thermal::plate_hx::{Inlet, PlateHx};

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
    /// Technology supply set point [°C].
    pub supply: f64,
    /// Least distance of the supply above the hall's dew point \[K\].
    pub dew_point_margin: f64,
    /// Largest flow the primary valve is asked for [kg/s].
    pub primary_max: f64,
    /// Coolant of the technology loop.
    pub fluid: Fluid,
    /// Electric to hydraulic power [0 to 1].
    pub pump_efficiency: f64,
    /// Controller, sensors, display \[W\].
    pub control_power: f64,
    /// Least speed of the pumps over rated speed [0 to 1].
    pub least_speed: f64,
}

/// All CDUs of a hall.
#[derive(Clone, Debug, Default)]
pub struct Cdus {
    /// First unit; CDU i is unit `first + i`.
    pub first: usize,
    /// The CDUs.
    pub cdus: Vec<Cdu>,
}

/// Share of the pumps' electric power that reaches the shaft and so the coolant; the rest warms the
/// hall. Assumed: canned-motor pump with drive, IE4 class.
const MOTOR_EFFICIENCY: f64 = 0.9;

/// Quantities a CDU reports, in order.
const QUANTITIES: [(&str, &str); 7] = [
    ("heat", "W"),
    ("supply_temperature", "degC"),
    ("return_temperature", "degC"),
    ("secondary_flow", "kg/s"),
    ("primary_flow", "kg/s"),
    ("pump_speed", "1"),
    ("power", "W"),
];

impl Cdus {
    /// Appends a CDU.
    pub fn push(&mut self, cdu: Cdu) {
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

    /// Opens each primary valve for the heat that brings the supply to its set point.
    pub fn command(&self, at: &Situation, set: &mut Hydraulics) {
        for cdu in &self.cdus {
            let [hot, cold] = cdu.cell.map(|c| c as usize);
            let supply = cdu.supply.max(at.hall.dew_point + cdu.dew_point_margin);
            let wanted = -at.heat_to_reach(hot, cdu.fluid.enthalpy(supply));
            let inlet = Inlet {
                t: [at.inlet_t[hot], at.inlet_t[cold]],
                flow: [at.flow[hot], 0.0],
                cp: [at.cp[hot], at.cp[cold]],
            };
            let exchanger = &cdu.exchanger;
            let asked =
                exchanger.flow_for_heat_near(wanted, &inlet, cdu.primary_max, at.flow[cold]);
            set.limiters.set[cdu.valve] = asked.flow;
        }
    }

    /// Electric power of pumps and controls \[W\].
    pub fn draw(&self, reading: &Reading, power: &mut [f64]) {
        for (i, cdu) in self.cdus.iter().enumerate() {
            let pumping = reading.hydraulic_power[cdu.pump_link as usize] / cdu.pump_efficiency;
            power[self.first + i] = cdu.control_power + pumping;
        }
    }

    /// Moves heat from the technology to the facility side.
    pub fn exchange(&self, at: &Situation, to: &mut Effect) {
        for (i, cdu) in self.cdus.iter().enumerate() {
            let [hot, cold] = cdu.cell.map(|c| c as usize);
            let flow = [at.flow[hot], at.flow[cold]];
            let g = cdu.exchanger.conductance(flow, [at.cp[hot], at.cp[cold]]);
            let heat = g * (at.inlet_t[hot] - at.inlet_t[cold]);
            let power = at.power[self.first + i];
            let shaft = MOTOR_EFFICIENCY * (power - cdu.control_power);
            to.cell_heat[hot] = -heat;
            to.cell_heat[cold] = heat;
            to.cell_heat[cdu.pump_cell as usize] = shaft;
            to.balance[self.first + i] = Balance {
                coolant: shaft,
                air: power - shaft + at.loss[self.first + i],
                duty: heat,
                ..Balance::default()
            };
        }
    }

    /// Writes what each CDU reports.
    pub fn report(&self, at: &Situation, reading: &Reading, cell_h: &[f64], signal: &mut [f64]) {
        for (i, cdu) in self.cdus.iter().enumerate() {
            let [hot, cold] = cdu.cell.map(|c| c as usize);
            let supply = cdu.fluid.temperature(cell_h[hot]);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                at.flow[hot] * (at.inlet_h[hot] - cell_h[hot]),
                supply,
                at.inlet_t[hot],
                at.flow[hot],
                at.flow[cold],
                reading.speed[cdu.pump_link as usize],
                at.power[self.first + i],
            ]);
        }
    }
}
