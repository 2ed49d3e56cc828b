//! State: all that a run carries from one step to the next.

use super::coolant::{Coolant, Element};
use super::equipment::cdu_loops::Memories;
use super::equipment::staged::Switched;
use super::equipment::{Balance, HallAir, Reading};
use crate::kernels::transport::{Line, Rings};
use crate::physics::thermal::rack;
use serde::{Deserialize, Serialize};

/// Coolant temperatures of a hall, as enthalpies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CoolantState {
    /// Enthalpy at each node [J/kg].
    pub node: Vec<f64>,
    /// Enthalpy of each cell [J/kg].
    pub cell: Vec<f64>,
    /// Parcels and wall of each pipe.
    pub rings: Rings,
}

impl CoolantState {
    /// Every volume at the temperature `t[node]` [°C] of its upstream node.
    pub fn at(coolant: &Coolant, t: &[f64]) -> Self {
        let fluid = |n: usize| &coolant.fluids[coolant.node_fluid[n] as usize];
        let node: Vec<f64> = (0..coolant.nodes())
            .map(|n| fluid(n).enthalpy(t[n]))
            .collect();
        let upstream = |link: &u32| node[coolant.from[*link as usize] as usize];
        let pipes = &coolant.pipes;
        let cell = coolant.cells.link.iter().map(upstream).collect();
        let rings = Rings::new((0..pipes.mass.len()).map(|p| Line {
            content: pipes.mass[p],
            wall: pipes.wall[p].mass,
            parcels: pipes.parcels[p],
            enthalpy: upstream(&pipes.link[p]),
        }));
        Self { node, cell, rings }
    }

    /// Heat content of `link` above 0 °C \[J\].
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
    /// Time after the first midnight of the climate year \[s\].
    pub time_s: f64,
    /// Steps done.
    pub step: u64,
    /// Coolant.
    pub coolant: CoolantState,
    /// Chips, plates and coolant of the racks.
    pub racks: rack::State,
    /// Contents of the stores of cold [J/kg].
    pub stores: Vec<f64>,
    /// Last start and stop in each group of staged machines.
    pub switched: Vec<Switched>,
    /// Air of the hall.
    pub hall: HallAir,
    /// Dry air in the hall \[kg\].
    pub dry_air: f64,
    /// 1 for each rack that is on, 0 for one that its protection switched off.
    pub on: Vec<f64>,
    /// What the next step starts its iteration from.
    pub memory: Memory,
}

/// Results of the last pass: they do not change what a step converges to, but its last bits, so that a
/// resumed run is the same run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Mass flow of each link [kg/s].
    pub flow: Vec<f64>,
    /// Piezometric pressure at each node \[Pa\].
    pub potential: Vec<f64>,
    /// Loss of each link \[Pa\].
    pub drop: Vec<f64>,
    /// Whether flows and pressures are a solution.
    pub solved: bool,
    /// Power of each unit as last swept \[W\].
    pub power: Vec<f64>,
    /// Power of each unit for the next pass \[W\].
    pub next: Vec<f64>,
    /// Modules on in each node of the power tree.
    pub modules: Vec<f64>,
    /// Discrete choices: pads on, units running.
    pub staged: Vec<f64>,
    /// Heat given to each cell \[W\].
    pub cell_heat: Vec<f64>,
    /// Inlet temperature of each cell [°C].
    pub inlet_t: Vec<f64>,
    /// Where the heat of each unit went.
    pub balance: Vec<Balance>,
    /// Conversion losses given to each unit \[W\].
    pub loss: Vec<f64>,
    /// Set flow of each flow limiter [kg/s].
    pub set: Vec<f64>,
    /// Heat of the chips of each rack segment \[W\].
    pub chips: Vec<f64>,
    /// Heat to the hall's air but for fan walls \[W\].
    pub air_gain: f64,
    /// Share of a change that comes round within a step, at each node.
    pub share: Vec<f64>,
    /// The same of the hall's air.
    pub air_share: f64,
    /// Rate at which the hall's air warmed in the last step [K/s].
    pub air_rate: f64,
    /// What hydraulics and power system told.
    pub reading: Reading,
    /// Rotors of the pump groups, row by row.
    pub rotors: Vec<Rotor>,
    /// Temperature of the busways as last swept [°C].
    pub busways: Vec<f64>,
    /// What each unit gives that takes time to follow what is asked of it.
    pub response: Vec<f64>,
    /// Level of each workload profile in the last step, and how far it swung in it.
    pub level: Vec<f64>,
    /// Standard deviation of each level within the last step; empty where none swung.
    pub deviation: Vec<f64>,
    /// Local controllers of the CDUs.
    pub local: Vec<Memories>,
}

/// Rotors of a pump group: they run down when their drive is lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rotor {
    /// Speed over rated speed.
    pub speed: f64,
    /// How many turn.
    pub turning: f64,
    /// What brakes them, c of eq. (4) of `physics::hydraulic::coast_down` [1/s].
    pub braking: f64,
    /// Whether their drive is lost.
    pub coasting: bool,
}
