//! Exchangers between two facility loops: free cooling, water-side economisers, heat reuse.
//!
//! A valve on the cold side holds the hot outlet at its set point: the flow that moves the heat is found by
//! inverting the exchanger. It opens where the cold loop can come to be colder than the hot inlet by the changeover
//! difference: told by the weather that its towers or dry coolers meet, which the valve cannot change, and not by the loop's
//! temperature, which it does, so that a valve that reads it shuts on the heat of its own opening. Over a band of that difference it
//! opens as far as it likes. A tenth of a thousandth of the rated flow passes a shut valve, so that the sensor reads the loop.
//!
//! # References
//! - ASHRAE Guideline 36-2021, §5.20.3: a waterside economiser is enabled where the return is warmer than its outlet as
//!   predicted from the wet bulb.

use super::{Balance, Effect, Signal, Situation};
use crate::fluids::Fluid;
use crate::model::hydraulic::Hydraulics;
use crate::physics::thermal::plate_hx::{Inlet, PlateHx};

/// Flow that a shut valve passes, over its largest.
const LEAKAGE: f64 = 1e-4;

/// Difference beyond the changeover at which a valve may open fully \[K\] (assumed: what two sensors of class A, IEC 60751, tell apart
/// with certainty at 40 °C).
const BAND: f64 = 0.5;

/// What tells how cold the cold loop can come to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coldest {
    /// The wet bulb, which its towers meet.
    WetBulb,
    /// The dry bulb, which its dry coolers meet.
    DryBulb,
    /// Its own temperature: nothing of it meets the air.
    Itself,
}

/// One exchanger's places and set point.
#[derive(Clone, Debug)]
pub struct Exchanger {
    /// Exchanger.
    pub exchanger: PlateHx,
    /// Cells of the hot and of the cold side.
    pub cell: [u32; 2],
    /// Row of the cold side's valve among the flow limiters.
    pub valve: usize,
    /// Largest flow the valve is asked for [kg/s].
    pub most_flow: f64,
    /// Hot outlet set point [°C].
    pub supply: f64,
    /// What tells how cold the cold loop can come to be.
    pub coldest: Coldest,
    /// Least difference between the hot inlet and that at which the valve opens \[K\].
    pub changeover: f64,
    /// Coolant of the hot side.
    pub fluid: Fluid,
}

/// All exchangers of a hall.
#[derive(Clone, Debug, Default)]
pub struct Exchangers {
    /// First unit; exchanger i is unit `first + i`.
    pub first: usize,
    /// The exchangers.
    pub all: Vec<Exchanger>,
}

/// Quantities an exchanger reports, in order.
const QUANTITIES: [(&str, &str); 7] = [
    ("heat", "W"),
    ("hot_inlet_temperature", "degC"),
    ("outlet_temperature", "degC"),
    ("cold_inlet_temperature", "degC"),
    ("hot_flow", "kg/s"),
    ("cold_flow", "kg/s"),
    ("effectiveness", "1"),
];

impl Exchangers {
    /// Numbers reported by all of them.
    pub fn width(&self) -> usize {
        self.all.len() * QUANTITIES.len()
    }

    /// Names of what each exchanger reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(&names[self.first..self.first + self.all.len()], &QUANTITIES)
    }

    /// Opens each valve for the heat that brings the hot outlet to its set point.
    pub fn command(&self, at: &Situation, set: &mut Hydraulics) {
        for x in &self.all {
            let [hot, cold] = x.cell.map(|c| c as usize);
            let shut = LEAKAGE * x.most_flow;
            let coldest = match x.coldest {
                Coldest::WetBulb => at.outdoor.wet_bulb,
                Coldest::DryBulb => at.outdoor.dry_bulb,
                Coldest::Itself => at.inlet_t[cold],
            };
            let colder = at.inlet_t[hot] - coldest - x.changeover;
            // Where the cold loop is the warmer one all the same, an open valve could only do harm.
            let most = if at.inlet_t[hot] > at.inlet_t[cold] {
                x.most_flow * (colder / BAND).min(1.0)
            } else {
                0.0
            };
            set.limiters.set[x.valve] = if most > shut {
                let wanted = -at.heat_to_reach(hot, x.fluid.enthalpy(x.supply));
                let inlet = Inlet {
                    t: [at.inlet_t[hot], at.inlet_t[cold]],
                    flow: [at.flow[hot], 0.0],
                    cp: [at.cp[hot], at.cp[cold]],
                };
                let near = at.flow[cold];
                let asked = x.exchanger.flow_for_heat_near(wanted, &inlet, most, near);
                asked.flow.max(shut)
            } else {
                shut
            };
        }
    }

    /// Moves heat from the hot to the cold side.
    pub fn exchange(&self, at: &Situation, to: &mut Effect) {
        for (i, x) in self.all.iter().enumerate() {
            let [hot, cold] = x.cell.map(|c| c as usize);
            let g = x
                .exchanger
                .conductance([at.flow[hot], at.flow[cold]], [at.cp[hot], at.cp[cold]]);
            let heat = g * (at.inlet_t[hot] - at.inlet_t[cold]);
            to.cell_heat[hot] = -heat;
            to.cell_heat[cold] = heat;
            to.balance[self.first + i] = Balance::default();
        }
    }

    /// Writes what each exchanger reports.
    pub fn report(&self, at: &Situation, cell_h: &[f64], signal: &mut [f64]) {
        for (i, x) in self.all.iter().enumerate() {
            let [hot, cold] = x.cell.map(|c| c as usize);
            let capacity = [hot, cold].map(|c| at.flow[c] * at.cp[c]);
            let flows = [at.flow[hot], at.flow[cold]];
            let g = x.exchanger.conductance(flows, [at.cp[hot], at.cp[cold]]);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                at.flow[hot] * (at.inlet_h[hot] - cell_h[hot]),
                at.inlet_t[hot],
                x.fluid.temperature(cell_h[hot]),
                at.inlet_t[cold],
                at.flow[hot],
                at.flow[cold],
                g / capacity[0].min(capacity[1]).max(1e-9),
            ]);
        }
    }
}
