//! How finely a recorded step is made: in parts where the load moves within it, and while the coolant follows.
//!
//! Racks are stepped by an implicit rule of first order, which smears what changes within a step, and the valves of CDUs only in
//! parts below a fifth of their reset time. So a step is made in halves, and these again:
//!
//! - down to parts of one to two seconds, until no part sees a load that would in the end warm what leaves a rack by more than
//!   [`JUMP`] against the part before; where even the shortest does, or a rack, a pump or a feeder is switched, the next
//!   parts are no longer than a twelfth of the time since then;
//! - of a step longer than [`WHOLE`], down to parts in which the valves are stepped, while a load moves by more than [`MOVES`]
//!   and for [`SETTLES`] reset times after that. A shorter step leaves their way to the set point out, as one who asks for many
//!   steps wants them cheap: after a job began or ended the return is then off by up to 1.5 K for some minutes.
//!
//! Of such a long step a change by [`BUMP`] in a part that steps the valves counts as a jump.
//!
//! What is recorded is the mean over the parts.

use crate::model::Model;
use crate::model::state::State;
use serde::{Deserialize, Serialize};

/// Change of what leaves a rack from which a load counts as jumping \[K\].
const JUMP: f64 = 3.0;
/// The same from which the valves of CDUs are moved enough for their way there to matter \[K\].
const MOVES: f64 = 0.3;
/// Reset times of a valve within which its way is over.
const SETTLES: f64 = 4.0;
/// The same from which a load jumps for a step longer than [`WHOLE`], in parts that step the valves \[K\].
const BUMP: f64 = 0.5;
/// Longest step that is taken whole where a load moves but does not jump \[s\].
const WHOLE: f64 = 15.0;
/// Shortest part \[s\].
const SHORTEST: f64 = 1.0;
/// Length of a part over the time since a jump.
const SHARE: f64 = 1.0 / 12.0;

/// What the part before tells of the next.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::study) struct Pace {
    /// Level of each workload, its mean over the part before.
    level: Vec<f64>,
    /// When something jumped last, after the first midnight of the climate year \[s\].
    jumped: Option<f64>,
    /// When a load moved last \[s\].
    moved: Option<f64>,
    /// What the load of the part looked at last would warm or cool what leaves a rack by in the end, against that of the part
    /// before, the most of all racks \[K\].
    change: f64,
}

impl Pace {
    /// Before the first part, in a steady state of workloads at `level`.
    pub(in crate::study) fn begin(level: &[f64]) -> Self {
        Self {
            level: level.to_vec(),
            ..Self::default()
        }
    }

    /// Whether a part of `dt` \[s\] from `t` \[s\] with workloads at `level` is to be made in halves; `step` \[s\] is the
    /// recorded step that it belongs to.
    pub(in crate::study) fn halves(
        &mut self,
        model: &Model,
        state: &State,
        level: &[f64],
        [t, dt, step]: [f64; 3],
    ) -> bool {
        self.change = change(model, state, &self.level, |p| level[p]);
        let mut valves = model.equipment.cdus.cdus.iter().map(|c| &c.loops.valve);
        if step > WHOLE && self.change > BUMP && valves.all(|v| v.is_stepped(dt)) {
            self.note_jump(t);
        }
        if 0.5 * dt < SHORTEST {
            return false;
        }
        let follows = self.jumped.is_some_and(|jump| dt > SHARE * (t - jump));
        follows || self.change > JUMP || (step > WHOLE && self.held_moves(model, state, [t, dt]))
    }

    /// Whether a valve whose way to its set point matters would be held there.
    fn held_moves(&self, model: &Model, state: &State, [t, dt]: [f64; 2]) -> bool {
        let half = 0.5 * dt;
        let level = |t: f64| move |p: usize| model.profiles[p].mean(t, half);
        let first: Vec<f64> = (0..model.profiles.len()).map(level(t)).collect();
        let moving = change(model, state, &self.level, |p| first[p]) > MOVES
            || change(model, state, &first, level(t + half)) > MOVES;
        let mut valves = model.equipment.cdus.cdus.iter().map(|c| &c.loops.valve);
        let since = self.moved.map_or(f64::INFINITY, |moved| t - moved);
        valves.any(|v| !v.is_stepped(dt) && (moving || since < SETTLES * v.integral_time))
    }

    /// Notes that something jumped at `t` \[s\].
    pub(in crate::study) fn note_jump(&mut self, t: f64) {
        (self.jumped, self.moved) = (Some(t), Some(t));
    }

    /// Notes that the part looked at last was made, from `t` \[s\] for `dt` \[s\] with workloads at `level`; `step` \[s\] is the
    /// recorded step that it belongs to.
    pub(in crate::study) fn note(&mut self, level: &[f64], [t, dt, step]: [f64; 3]) {
        let since = |jump: f64| t + dt - jump;
        if self.change > JUMP {
            self.jumped = Some(t);
        } else if self.jumped.is_some_and(|jump| step <= SHARE * since(jump)) {
            self.jumped = None;
        }
        if self.change > MOVES {
            self.moved = Some(t);
        }
        self.level.copy_from_slice(level);
    }
}

/// By how much workloads at `after` instead of `before` would warm or cool what leaves a rack in the end, the most of all
/// racks \[K\].
fn change(model: &Model, state: &State, before: &[f64], after: impl Fn(usize) -> f64) -> f64 {
    let racks = &model.equipment.racks;
    let mut most = 0.0f64;
    for (i, demand) in racks.demand.iter().enumerate() {
        let p = demand.profile as usize;
        let change = (demand.slope * (after(p) - before[p])).abs();
        let heat = state.on[i] * racks.liquid[i] * change;
        most = most.max(heat / capacity(model, state, i).max(1e-9));
    }
    most
}

/// Heat that warms the coolant of rack `i` by one kelvin at its flow [W/K]; its specific heat at 40 °C, for some per cent are
/// nothing to the length of a part.
fn capacity(model: &Model, state: &State, i: usize) -> f64 {
    let cell = model.equipment.racks.cell[i] as usize;
    let link = model.coolant.cells.link[cell] as usize;
    let cp = model.coolant.fluid_of_cell(cell).specific_heat(40.0);
    state.memory.flow[link].abs() * cp
}
