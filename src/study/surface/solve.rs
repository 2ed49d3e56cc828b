//! Solving single hours, each from the one before.

use super::answer::Answer;
use super::hours::{PADS, Points, Weather};
use crate::model::equipment::staged::Switched;
use crate::model::state::State;
use crate::model::{Model, Outdoor};
use crate::solver::{self, Drivers, StepError, Stepper};

/// Steady states of a hall one after the other.
pub struct Solver<'m> {
    model: &'m Model,
    state: State,
    stepper: Stepper<'m>,
    /// Standard deviation of each workload's level within the hour; none where nothing swings.
    swing: Vec<f64>,
    warm: bool,
    /// Hours solved.
    pub solved: usize,
    /// Hours that the one before did not lead to, sought from rest.
    pub anew: usize,
}

impl<'m> Solver<'m> {
    /// Columns for `model`; `pads` tells which dry coolers have wet pads.
    pub fn new(model: &'m Model, outdoor: &Outdoor, pads: u64) -> Self {
        let state = rest(model, 0.0, outdoor, pads);
        let stepper = Stepper::new(model, &state);
        Self {
            model,
            state,
            stepper,
            swing: Vec::new(),
            warm: false,
            solved: 0,
            anew: 0,
        }
    }

    /// The steady state at `outdoor` and `level`, `time_s` \[s\] after the year's beginning.
    ///
    /// # Errors
    /// There is none, from the hour before or from rest.
    pub fn at(
        &mut self,
        outdoor: &Outdoor,
        level: &[f64],
        pads: u64,
        time_s: f64,
    ) -> Result<Answer, StepError> {
        let drivers = Drivers {
            dt: f64::INFINITY,
            outdoor: *outdoor,
            level,
        };
        self.state.time_s = time_s;
        // The hour that was solved last is not the hour before: as many machines run as from rest.
        self.state.switched.fill(Switched::NEVER);
        self.solved += 1;
        self.stepper.set_swing(&self.swing);
        let followed = self
            .warm
            .then(|| self.stepper.settle_hour(&mut self.state, &drivers));
        match followed {
            Some(Ok(_)) => {}
            Some(Err(error)) if !error.may_start_anew() => return Err(error),
            Some(Err(_)) | None => {
                self.anew += usize::from(self.warm);
                self.warm = false;
                self.state = rest(self.model, time_s, outdoor, pads);
                self.stepper = Stepper::new(self.model, &self.state);
                self.stepper.set_swing(&self.swing);
                self.stepper.settle_hour(&mut self.state, &drivers)?;
                self.warm = true;
            }
        }
        Ok(Answer::read(&self.stepper, self.model, &drivers, time_s))
    }

    /// Hour `k` of `weather`.
    pub(super) fn hour(
        &mut self,
        points: &Points,
        weather: &Weather,
        k: usize,
    ) -> Result<Answer, StepError> {
        let time = k as f64 * weather.step_s;
        self.swing.clear();
        self.swing.extend_from_slice(points.swing(k));
        self.at(&weather.outdoor[k], points.level(k), points.mode[k], time)
    }
}

/// One steady state, sought from rest.
///
/// # Errors
/// There is none.
pub fn steady(
    model: &Model,
    outdoor: &Outdoor,
    level: &[f64],
    time_s: f64,
) -> Result<Answer, StepError> {
    Solver::new(model, outdoor, 0).at(outdoor, level, 0, time_s)
}

/// Heat that each unit moves in the steady state sought from rest \[W\].
///
/// # Errors
/// There is none.
pub fn duties(
    model: &Model,
    outdoor: &Outdoor,
    level: &[f64],
    time_s: f64,
) -> Result<Vec<f64>, StepError> {
    let mut solver = Solver::new(model, outdoor, 0);
    solver.at(outdoor, level, 0, time_s)?;
    let balances = solver.stepper.balances().iter();
    Ok(balances.map(|b| b.duty).collect())
}

/// A hall at rest whose pads are wet or dry as `pads` tells.
fn rest(model: &Model, time_s: f64, outdoor: &Outdoor, pads: u64) -> State {
    let mut state = solver::cold(model, time_s, outdoor);
    let dry = &model.equipment.dry_coolers;
    for i in 0..dry.groups.len() {
        let on = pads >> (i % PADS) & 1 == 1;
        state.memory.staged[dry.first + i] = f64::from(u8::from(on));
    }
    state
}
