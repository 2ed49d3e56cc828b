//! Differential pressures that follow the flow of the step before; a steady state is sought again until they follow its own.

use super::step::Stepper;
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

    /// Whether the pumps stand where the flow that `state` was left with asks them to.
    pub(super) fn pressures_follow(&self, state: &State) -> bool {
        self.followed(state).all(|(row, pressure)| {
            let set = self.plant.regulated.hold[row].pressure;
            (set - pressure).abs() <= SAME_PRESSURE * pressure
        })
    }
}
