//! The hall before any loss: one converged steady state from which all losses start.

use super::super::operating::settled;
use super::super::{Hall, StudyError};
use crate::model::state::State;
use crate::model::{Model, Outdoor};

/// A hall in its steady state, with weather and load that stay.
pub(super) struct Ready<'h> {
    /// The hall as built.
    pub model: &'h Model,
    /// The same without what no step reads, to be changed.
    pub bare: Model,
    /// Its steady state.
    pub state: State,
    /// Weather.
    pub outdoor: Outdoor,
    /// Level of each workload.
    pub level: Vec<f64>,
    /// Mass flow of each link [kg/s].
    pub flow: Vec<f64>,
    /// Power of each unit \[W\].
    pub power: Vec<f64>,
}

impl<'h> Ready<'h> {
    /// The steady state at `moment` \[s\] with all workloads at their peak.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn at(hall: &'h Hall, moment: f64) -> Result<Self, StudyError> {
        let model = &hall.model;
        let level: Vec<f64> = model.profiles.iter().map(|p| p.peak()).collect();
        let (stepper, state) = settled(model, model, moment, &level)?;
        Ok(Self {
            flow: stepper.flow().to_vec(),
            power: stepper.unit_power().to_vec(),
            bare: Model {
                profiles: Vec::new(),
                schedule: Vec::new(),
                ..model.clone()
            },
            model,
            state,
            outdoor: model.climate.at(moment),
            level,
        })
    }

    /// Hottest chip of each rack \[°C\].
    pub(super) fn chips(&self, state: &State, into: &mut Vec<f64>) {
        let racks = &self.model.equipment.racks;
        let n = racks.len();
        into.clear();
        into.extend((0..n).map(|i| {
            let segments = (0..racks.bank.segments).map(|s| state.racks.t_chip[s * n + i]);
            segments.fold(f64::MIN, f64::max)
        }));
    }

    /// Coolant through all racks [kg/s] for link flows `flow`.
    pub(super) fn through_racks(&self, flow: &[f64]) -> f64 {
        let cells = &self.model.coolant.cells.link;
        let racks = self.model.equipment.racks.cell.iter();
        racks.map(|c| flow[cells[*c as usize] as usize].abs()).sum()
    }

    /// Name of rack `i`.
    pub(super) fn rack(&self, i: usize) -> &str {
        let e = &self.model.equipment;
        &e.units[e.racks.first + i].name
    }
}
