//! Heat handed to district loops: what leaves the data centre for others' use.

use super::racks::Demand;
use super::{Balance, Effect, Signal, Situation};
use crate::fluids::Fluid;
use crate::physics::thermal::heat_reuse::{Inlet, Substation, Transfer};

/// One substation.
#[derive(Clone, Debug)]
pub struct Outlet {
    /// The exchanger and the district's temperatures.
    pub substation: Substation,
    /// Cell in which it cools the loop.
    pub cell: u32,
    /// What the district asks for.
    pub demand: Demand,
    /// Coolant of the loop.
    pub fluid: Fluid,
    /// Set point of the loop [°C]: heat below it is not taken.
    pub supply: f64,
}

/// All substations of a hall.
#[derive(Clone, Debug, Default)]
pub struct HeatReuse {
    /// First unit; substation i is unit `first + i`.
    pub first: usize,
    /// The substations.
    pub all: Vec<Outlet>,
}

/// Working columns.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// What each district asks for in this step \[W\].
    asked: Vec<f64>,
    /// What each was given in the last pass.
    done: Vec<Transfer>,
}

/// Quantities a substation reports, in order.
const QUANTITIES: [(&str, &str); 5] = [
    ("heat", "W"),
    ("demand", "W"),
    ("inlet_temperature", "degC"),
    ("outlet_temperature", "degC"),
    ("district_flow", "kg/s"),
];

impl HeatReuse {
    /// Working columns.
    pub fn scratch(&self) -> Scratch {
        Scratch {
            asked: vec![0.0; self.all.len()],
            done: vec![Transfer::default(); self.all.len()],
        }
    }

    /// Numbers reported by all of them.
    pub fn width(&self) -> usize {
        self.all.len() * QUANTITIES.len()
    }

    /// Names of what each substation reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(&names[self.first..self.first + self.all.len()], &QUANTITIES)
    }

    /// Takes note of what the districts ask for at the profiles' levels `level`.
    pub fn ask(&self, level: &[f64], scratch: &mut Scratch) {
        for (outlet, asked) in self.all.iter().zip(&mut scratch.asked) {
            let d = &outlet.demand;
            *asked = (d.base + d.slope * level[d.profile as usize]).max(0.0);
        }
    }

    /// Hands the loops' heat over.
    pub fn exchange(&self, at: &Situation, scratch: &mut Scratch, to: &mut Effect) {
        for (i, outlet) in self.all.iter().enumerate() {
            let (unit, cell) = (self.first + i, outlet.cell as usize);
            let inlet = Inlet {
                t: at.inlet_t[cell],
                flow: at.flow[cell],
                cp: at.cp[cell],
            };
            let most = -at.heat_to_reach(cell, outlet.fluid.enthalpy(outlet.supply));
            let done = outlet.substation.transfer(&inlet, scratch.asked[i], most);
            to.cell_heat[cell] = -done.heat;
            to.balance[unit] = Balance {
                coolant: -done.heat,
                reused: done.heat,
                duty: done.heat,
                ..Balance::default()
            };
            scratch.done[i] = done;
        }
    }

    /// Writes what each substation reports.
    pub fn report(&self, at: &Situation, scratch: &Scratch, cell_h: &[f64], signal: &mut [f64]) {
        for (i, outlet) in self.all.iter().enumerate() {
            let (cell, done) = (outlet.cell as usize, &scratch.done[i]);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                done.heat,
                scratch.asked[i],
                at.inlet_t[cell],
                outlet.fluid.temperature(cell_h[cell]),
                done.flow,
            ]);
        }
    }
}
