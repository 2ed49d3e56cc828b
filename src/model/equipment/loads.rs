//! Loads known by heat and flow alone: electric power becomes heat in a facility loop.

use super::racks::Demand;
use super::{Balance, Effect, Signal, Situation};

/// One load.
#[derive(Clone, Debug)]
pub struct Load {
    /// Cell in which it warms the coolant.
    pub cell: u32,
    /// What its power follows.
    pub demand: Demand,
    /// Whether it counts as information technology.
    pub is_it: bool,
}

/// All loads of a hall.
#[derive(Clone, Debug, Default)]
pub struct Loads {
    /// First unit; load i is unit `first + i`.
    pub first: usize,
    /// The loads.
    pub loads: Vec<Load>,
}

/// Quantities a load reports, in order.
const QUANTITIES: [(&str, &str); 3] = [
    ("power", "W"),
    ("inlet_temperature", "degC"),
    ("flow", "kg/s"),
];

impl Loads {
    /// Numbers reported by all of them.
    pub fn width(&self) -> usize {
        self.loads.len() * QUANTITIES.len()
    }

    /// Names of what each load reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(
            &names[self.first..self.first + self.loads.len()],
            &QUANTITIES,
        )
    }

    /// Electric power at the profiles' levels `level` \[W\].
    pub fn draw(&self, level: &[f64], power: &mut [f64]) {
        for (i, load) in self.loads.iter().enumerate() {
            let d = &load.demand;
            power[self.first + i] = (d.base + d.slope * level[d.profile as usize]).max(0.0);
        }
    }

    /// Power of the loads that are information technology \[W\], from the powers of all units.
    pub fn it_power(&self, power: &[f64]) -> f64 {
        let it = self.loads.iter().enumerate().filter(|(_, l)| l.is_it);
        it.map(|(i, _)| power[self.first + i]).sum()
    }

    /// Warms the coolant.
    pub fn exchange(&self, at: &Situation, to: &mut Effect) {
        for (i, load) in self.loads.iter().enumerate() {
            let unit = self.first + i;
            let heat = at.power[unit] + at.loss[unit];
            to.cell_heat[load.cell as usize] = heat;
            to.balance[unit] = Balance {
                coolant: heat,
                ..Balance::default()
            };
        }
    }

    /// Writes what each load reports.
    pub fn report(&self, at: &Situation, signal: &mut [f64]) {
        for (i, load) in self.loads.iter().enumerate() {
            let cell = load.cell as usize;
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[at.power[self.first + i], at.inlet_t[cell], at.flow[cell]]);
        }
    }
}
