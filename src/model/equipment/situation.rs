//! What equipment reads and what it writes in a pass.

use super::cdu_loops::Memories;
use super::staged::Switched;
use crate::climate::Outdoor;
use crate::physics::validity::Validity;

/// Air of the hall.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct HallAir {
    /// Temperature [°C].
    pub t: f64,
    /// Humidity ratio [kg/kg dry air].
    pub humidity_ratio: f64,
    /// Dew point [°C].
    pub dew_point: f64,
    /// Pressure \[Pa\].
    pub pressure: f64,
}

/// What the hydraulics and the power system of this pass tell, by link.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reading {
    /// Power that pumps on a link give to the coolant \[W\].
    pub hydraulic_power: Vec<f64>,
    /// Power at their shafts \[W\].
    pub shaft_power: Vec<f64>,
    /// Their speed over rated speed.
    pub speed: Vec<f64>,
    /// Losses in the electrical rooms \[W\].
    pub room_loss: f64,
}

/// What a bank may read.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// 1/Δt [1/s]; 0 in a steady state.
    pub inv_dt: f64,
    /// Outdoor air, mean of the step.
    pub outdoor: &'a Outdoor,
    /// Hall air of the last pass.
    pub hall: HallAir,
    /// Heat that everything but fan walls gives to the hall's air \[W\], of the last pass.
    pub air_gain: f64,
    /// Enthalpy at the inlet of each cell [J/kg].
    pub inlet_h: &'a [f64],
    /// Temperature at the inlet of each cell [°C].
    pub inlet_t: &'a [f64],
    /// Specific heat at the inlet of each cell [J/(kg·K)].
    pub cp: &'a [f64],
    /// Mass flow through each cell, without sign [kg/s].
    pub flow: &'a [f64],
    /// Enthalpy of each cell when the step began [J/kg].
    pub held_h: &'a [f64],
    /// Coolant in each cell \[kg\].
    pub mass: &'a [f64],
    /// Electric power drawn by each unit, as swept through the power tree in this pass \[W\].
    pub power: &'a [f64],
    /// Conversion losses given to each unit \[W\].
    pub loss: &'a [f64],
    /// Discrete choices frozen for the step, one number a unit: units running, pads on.
    pub staged: &'a [f64],
    /// Middle of the step \[s\] after some midnight; its beginning in a steady state.
    pub clock: f64,
    /// Contents of the stores when the step began [J/kg].
    pub stores: &'a [f64],
    /// What each unit with a response gave when the step began, in the unit of what is asked of it.
    pub response: &'a [f64],
    /// What each group of staged machines remembered of its last start and stop when the step began.
    pub switched: &'a [Switched],
    /// What the local controllers of each CDU remembered when the step began.
    pub local: &'a [Memories],
}

/// Where the heat of one unit went, mean of the step \[W\].
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Balance {
    /// To coolant, over all cells of the unit.
    pub coolant: f64,
    /// To the hall's air.
    pub air: f64,
    /// To the sky.
    pub outdoors: f64,
    /// Handed to others outside the data centre.
    #[serde(default)]
    pub reused: f64,
    /// Stored in the unit itself.
    pub stored: f64,
    /// Fall of `air` for each kelvin that the hall's air is warmer [W/K]: lets the air settle in few passes.
    pub air_slope: f64,
    /// Water vapour given to the hall's air [kg/s].
    pub vapour: f64,
    /// Water evaporated, drifted and blown down outdoors [kg/s].
    pub water: f64,
    /// The part of `water` that drifts off as droplets [kg/s].
    pub drift: f64,
    /// The part of `water` that is blown down [kg/s].
    pub blow_down: f64,
    /// Equal machines that run.
    pub running: u32,
    /// Heat that the unit is there to move, from its warm to its cold side or to the sky \[W\].
    pub duty: f64,
}

/// What a bank writes.
pub struct Effect<'a> {
    /// Heat given to each cell \[W\].
    pub cell_heat: &'a mut [f64],
    /// Balance of each unit.
    pub balance: &'a mut [Balance],
    /// Electric power each unit will draw in the next pass \[W\].
    pub power: &'a mut [f64],
    /// Ranges left, one entry a unit.
    pub validity: &'a mut [Validity],
}

impl Situation<'_> {
    /// Heat that brings the outlet of `cell` to enthalpy `h` [J/kg], negative when it must be cooled \[W\].
    #[inline]
    pub fn heat_to_reach(&self, cell: usize, h: f64) -> f64 {
        let held = self.mass[cell] * self.inv_dt;
        let brought = self.flow[cell] * self.inlet_h[cell];
        (held + self.flow[cell]) * h - held * self.held_h[cell] - brought
    }

    /// Heat that flows into `cell` above enthalpy `h` [J/kg] \[W\]: the load that machines are staged by. What the cell holds too much
    /// or too little is none, since over a short step it would be any power.
    #[inline]
    pub fn load_above(&self, cell: usize, h: f64) -> f64 {
        self.flow[cell] * (self.inlet_h[cell] - h)
    }

    /// Enthalpy at the outlet of `cell` [J/kg] that is given `heat` \[W\]: the inverse of [`Self::heat_to_reach`].
    #[inline]
    pub fn outlet_for_heat(&self, cell: usize, heat: f64) -> f64 {
        let held = self.mass[cell] * self.inv_dt;
        let brought = self.flow[cell] * self.inlet_h[cell];
        (heat + held * self.held_h[cell] + brought) / (held + self.flow[cell]).max(1e-12)
    }
}
