//! Working columns of a step, allocated once.

use crate::model::Model;
use crate::model::equipment::{Balance, Reading};
use crate::model::state::State;
use crate::physics::validity::Validity;

/// Readings of sensors and writings of equipment, by cell, unit and link.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Enthalpy at the inlet of each cell [J/kg].
    pub inlet_h: Vec<f64>,
    /// Temperature there [°C].
    pub inlet_t: Vec<f64>,
    /// Temperature there with which the equipment was evaluated in the pass [°C].
    pub inlet_before: Vec<f64>,
    /// Specific heat there [J/(kg·K)].
    pub cp: Vec<f64>,
    /// Mass flow through each cell, without sign [kg/s].
    pub cell_flow: Vec<f64>,
    /// Mass flow of each link [kg/s].
    pub flow: Vec<f64>,
    /// How often flows had turned round when density and viscosity were taken.
    pub turned_before: u32,
    /// Mass flow for which each pump was read last; NaN where it must be read anew [kg/s].
    pub pumped: Vec<f64>,
    /// Flow that each valve was asked for in the pass before [kg/s].
    pub set_before: Vec<f64>,
    /// Electric power of each unit as swept in this pass \[W\].
    pub power: Vec<f64>,
    /// Electric power of each unit for the next pass \[W\].
    pub next: Vec<f64>,
    /// Conversion losses given to each unit \[W\].
    pub loss: Vec<f64>,
    /// Discrete choices frozen for the step.
    pub staged: Vec<f64>,
    /// Balance of each unit.
    pub balance: Vec<Balance>,
    /// What units with a response give at the end of the step.
    pub response: Vec<f64>,
    /// Ranges left by each unit.
    pub validity: Vec<Validity>,
    /// By how much the heat to the hall's air differs from what fan walls were told in the pass \[W\].
    pub gain_moved: f64,
    /// Relative change of flows after racks and doors had been evaluated with them in the pass.
    pub flow_moved: f64,
    /// Relative change of losses that were swept after heat had been exchanged with them in the pass.
    pub loss_moved: f64,
    /// Loads of the power tree \[W\].
    pub load: Vec<f64>,
    /// Temperature of the busways [°C].
    pub busways: Vec<f64>,
    /// The same with the air and the current that the last pass ended with.
    pub busways_next: Vec<f64>,
    /// Change of their losses that the next sweep would bring \[W\].
    pub busways_moved: f64,
    /// What hydraulics and power system tell.
    pub reading: Reading,
    /// Cells whose inlets a stage reads, stage after stage.
    pub stage_cells: Vec<Vec<u32>>,
    /// Stage of the equipment on each link.
    pub stage_of_link: Vec<Option<u8>>,
}

impl Columns {
    /// Columns for `model`, with power and choices as `state` has them.
    pub fn new(model: &Model, state: &State) -> Self {
        let (cells, units) = (model.coolant.cells.mass.len(), model.equipment.units.len());
        let links = model.coolant.links();
        let stage_cells: Vec<Vec<u32>> = (0..crate::model::equipment::STAGES)
            .map(|stage| model.equipment.cells_of_stage(stage))
            .collect();
        Self {
            inlet_h: vec![0.0; cells],
            inlet_t: state.memory.inlet_t.clone(),
            inlet_before: vec![f64::INFINITY; cells],
            cp: vec![1.0; cells],
            cell_flow: vec![0.0; cells],
            flow: state.memory.flow.clone(),
            turned_before: 0,
            pumped: vec![f64::NAN; links],
            set_before: vec![0.0; model.hydraulics.limiters.set.len()],
            power: state.memory.power.clone(),
            next: state.memory.next.clone(),
            loss: state.memory.loss.clone(),
            staged: state.memory.staged.clone(),
            balance: state.memory.balance.clone(),
            response: state.memory.response.clone(),
            validity: vec![Validity::default(); units],
            gain_moved: 0.0,
            flow_moved: 0.0,
            loss_moved: 0.0,
            load: vec![0.0; model.power.leaves.len()],
            busways: state.memory.busways.clone(),
            busways_next: state.memory.busways.clone(),
            busways_moved: 0.0,
            reading: state.memory.reading.clone(),
            stage_of_link: stage_of_links(model, &stage_cells),
            stage_cells,
        }
    }
}

/// Last stage whose equipment sits on each link; pumps alone do not make a link wait.
fn stage_of_links(model: &Model, stage_cells: &[Vec<u32>]) -> Vec<Option<u8>> {
    let mut stages = vec![None; model.coolant.links()];
    for (stage, cells) in stage_cells.iter().enumerate() {
        for cell in cells {
            stages[model.coolant.cells.link[*cell as usize] as usize] = Some(stage as u8);
        }
    }
    stages
}
