//! Differential pressures that follow the flow of the step before; a steady state is sought again until they follow its own.

use super::error::StepError;
use super::step::Stepper;
use crate::model::hydraulic::LinkId;
use crate::model::state::State;

/// Change of a set point below which a steady state is left as it is, relative.
const SAME_PRESSURE: f64 = 1e-9;

impl Stepper<'_> {
    /// Set points of all groups that follow the flow which `state` remembers: row among the pump groups and pressure \[Pa\].
    fn followed<'s>(&'s self, state: &'s State) -> impl Iterator<Item = (usize, f64)> + 's {
        let groups = self.model.equipment.loop_pumps.groups.iter();
        groups.filter_map(|group| {
            let link = group.link as usize;
            let row = self.model.hydraulics.row[link] as usize;
            let reset = group.reset.filter(|_| !self.rotors[row].coasting)?;
            // Where no flow is known yet it is the full one, which every consumer can live with.
            let known = state.memory.solved;
            let flow = if known {
                state.memory.flow[link]
            } else {
                reset.flow
            };
            Some((row, reset.set_point(flow)))
        })
    }

    /// Sets the pumps whose differential pressure follows the flow for a step that begins from `state`.
    pub(super) fn reset_pressures(&mut self, state: &State) {
        let mut hold = std::mem::take(&mut self.plant.regulated.hold);
        for (row, pressure) in self.followed(state) {
            hold[row].pressure = pressure;
        }
        self.plant.regulated.hold = hold;
    }

    /// Row of a pump group that does not stand where the flow that `state` was left with asks it to.
    pub(super) fn unmatched(&self, state: &State) -> Option<usize> {
        let mut followed = self.followed(state);
        let lagging = followed.find(|(row, pressure)| {
            let set = self.plant.regulated.hold[*row].pressure;
            (set - pressure).abs() > SAME_PRESSURE * pressure
        });
        lagging.map(|(row, _)| row)
    }

    /// What is set for another steady state than the one that was found, `sought` times over; `switched` tells that converter
    /// modules are.
    pub(super) fn hunting(&self, state: &State, switched: bool, sought: u32) -> StepError {
        let link = |row: usize| LinkId(self.plant.regulated.link[row]);
        let pumps = self.unmatched(state);
        let pumps = pumps.map(|row| self.plant.link_name(link(row)));
        let modules = "the staging of converter modules";
        StepError::Hunting {
            time_s: state.time_s,
            element: match pumps {
                Some(pumps) if switched => format!("{modules}, with {pumps},"),
                Some(pumps) => pumps.to_owned(),
                None => modules.to_owned(),
            },
            sought,
        }
    }
}
