//! State: all that a run carries from one step to the next.

use super::coolant::{Coolant, Element};
use super::equipment::HallAir;
use crate::kernels::transport::Rings;
use crate::physics::thermal::rack;
use serde::{Deserialize, Serialize};

/// Coolant temperatures of a hall, as enthalpies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CoolantState {
    /// Enthalpy at each node [J/kg].
    pub node: Vec<f64>,
    /// Enthalpy of each cell [J/kg].
    pub cell: Vec<f64>,
    /// Parcels of each pipe.
    pub rings: Rings,
}

impl CoolantState {
    /// Every volume at the temperature `t[node]` [°C] of its upstream node.
    pub fn at(coolant: &Coolant, t: &[f64]) -> Self {
        let fluid = |n: usize| &coolant.fluids[coolant.node_fluid[n] as usize];
        let node: Vec<f64> = (0..coolant.nodes()).map(|n| fluid(n).enthalpy(t[n])).collect();
        let upstream = |link: &u32| node[coolant.from[*link as usize] as usize];
        let pipes: Vec<f64> = coolant.pipes.link.iter().map(upstream).collect();
        let cell = coolant.cells.link.iter().map(upstream).collect();
        let rings = Rings::new(&coolant.pipes.mass, &coolant.pipes.parcels, &pipes);
        Self { node, cell, rings }
    }

    /// Heat content of `link` above 0 °C [J].
    pub fn content(&self, coolant: &Coolant, link: usize) -> f64 {
        let held = |e: &Element| match *e {
            Element::Pipe(p) => self.rings.content(p as usize, 0.0),
            Element::Cell(c) => coolant.cells.mass[c as usize] * self.cell[c as usize],
        };
        coolant.chain(link).iter().map(held).sum()
    }
}

/// All that a run carries from one step to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Time after the first midnight of the climate year [s].
    pub time_s: f64,
    /// Steps done.
    pub step: u64,
    /// Coolant.
    pub coolant: CoolantState,
    /// Chips, plates and coolant of the racks.
    pub racks: rack::State,
    /// Air of the hall.
    pub hall: HallAir,
    /// Mass flow of each link [kg/s], the start of the next hydraulic solve.
    pub flow: Vec<f64>,
    /// Pressure at each node [Pa], likewise.
    pub pressure: Vec<f64>,
    /// Electric power of each unit [W].
    pub power: Vec<f64>,
    /// Losses given to each unit [W].
    pub loss: Vec<f64>,
    /// Discrete choices: pads on, units running.
    pub staged: Vec<f64>,
}
