//! Steps of a hall with stores, one from the other: what stores, pipes, racks and air hold is carried, as in `halltwin year`.

use super::answer::Answer;
use crate::model::Model;
use crate::solver::{self, Drivers, StepError, Stepper};
use crate::study::march::halves::{HALVINGS, tolerance};
use crate::study::march::pace::Pace;
use crate::study::operating::START;

/// A hall on its way through the weather and the loads of its model.
pub(super) struct Carried<'m> {
    model: &'m Model,
    state: crate::model::state::State,
    stepper: Stepper<'m>,
    pace: Pace,
    level: Vec<f64>,
    swing: Vec<f64>,
    /// The rack that switched itself off first on the way, and why in words.
    pub tripped: Option<(String, String)>,
}

impl<'m> Carried<'m> {
    /// The steady state of the first load after `time_s` \[s\], in which stores hold `stores` [J/kg]; what they hold when a run
    /// starts where that is not given.
    ///
    /// # Errors
    /// There is none.
    pub fn begin(model: &'m Model, time_s: f64, stores: Option<&[f64]>) -> Result<Self, StepError> {
        let outdoor = model.climate.at(time_s);
        let mut state = solver::cold(model, time_s, &outdoor);
        if let Some(stores) = stores {
            state.stores.copy_from_slice(stores);
        }
        let profiles = model.profiles.iter();
        let level: Vec<f64> = profiles.map(|p| p.mean(time_s, START)).collect();
        let mut stepper = Stepper::new(model, &state);
        let drivers = Drivers {
            dt: f64::INFINITY,
            outdoor,
            level: &level,
        };
        stepper.settle(&mut state, &drivers)?;
        Ok(Self {
            model,
            stepper: Stepper::new(model, &state),
            state,
            pace: Pace::begin(&level),
            swing: level.clone(),
            level,
            tripped: None,
        })
    }

    /// What all stores hold [J/kg].
    pub fn stores(&self) -> &[f64] {
        &self.state.stores
    }

    /// [`Self::step`] of a year, in which no rack may switch itself off: what it leaves undone is no saving.
    ///
    /// # Errors
    /// Those of [`Self::step`]; a rack that does.
    pub fn step_of_year(&mut self, t: f64, dt: f64) -> Result<Answer, StepError> {
        let answer = self.step(t, dt)?;
        match self.tripped.take() {
            Some((rack, _)) => Err(StepError::Trips { time_s: t, rack }),
            None => Ok(answer),
        }
    }

    /// The `dt` \[s\] from `t` \[s\], at once or in parts.
    ///
    /// # Errors
    /// Even the shortest parts have no solution.
    pub fn step(&mut self, t: f64, dt: f64) -> Result<Answer, StepError> {
        let mut answer = Answer::none();
        self.part([t, dt, dt], HALVINGS, &mut answer)?;
        self.state.step += 1;
        Ok(answer)
    }

    /// The `dt` \[s\] from `t` \[s\] of a step of `whole` \[s\], see [`Pace`]; where it has no solution it is cut up to `halvings` times.
    fn part(
        &mut self,
        [t, dt, whole]: [f64; 3],
        halvings: u32,
        to: &mut Answer,
    ) -> Result<(), StepError> {
        let profiles = self.level.iter_mut().zip(&self.model.profiles);
        profiles.for_each(|(level, profile)| *level = profile.mean(t, dt));
        let (model, times) = (self.model, [t, dt, whole]);
        if self.pace.halves(model, &self.state, &self.level, times) {
            return self.halves(times, halvings, to);
        }
        match self.attempt(t, dt, halvings) {
            Ok(answer) => {
                self.pace.note(&self.level, times);
                if let Some(trip) = self.stepper.trips().first() {
                    let unit = self.model.equipment.racks.first + trip.rack;
                    let name = &self.model.equipment.units[unit].name;
                    let text = format!(
                        "{name} reaches {:.1} degC and switches itself off",
                        trip.shutdown
                    );
                    self.tripped.get_or_insert((name.clone(), text));
                    self.pace.note_jump(t);
                }
                to.join(answer, dt / whole);
                Ok(())
            }
            Err(error) if halvings > 0 && error.may_be_halved() => {
                self.stepper = Stepper::new(self.model, &self.state);
                self.halves(times, halvings - 1, to)
            }
            Err(error) => Err(error),
        }
    }

    fn halves(
        &mut self,
        [t, dt, whole]: [f64; 3],
        halvings: u32,
        to: &mut Answer,
    ) -> Result<(), StepError> {
        let half = 0.5 * dt;
        self.part([t, half, whole], halvings, to)?;
        self.part([t + half, half, whole], halvings, to)
    }

    fn attempt(&mut self, t: f64, dt: f64, halvings: u32) -> Result<Answer, StepError> {
        self.state.time_s = t;
        let drivers = Drivers {
            dt,
            outdoor: self.model.climate.at(t + 0.5 * dt),
            level: &self.level,
        };
        let swings = self.model.profiles.iter().map(|p| p.deviation(t, dt));
        self.swing.clear();
        self.swing.extend(swings);
        self.stepper.set_swing(&self.swing);
        self.stepper
            .step(&mut self.state, &drivers, tolerance(dt, halvings))?;
        let mut answer = Answer::read(&self.stepper, self.model, &drivers, t);
        answer.units = Vec::new();
        Ok(answer)
    }
}
