//! One way through the time after a loss, from the common steady state.

use super::condition::Condition;
use super::pace::{Moved, Pace};
use super::ready::Ready;
use super::track::Track;
use crate::model::schedule::Edit;
use crate::model::state::State;
use crate::model::{Model, equipment::Equipment};
use crate::results::RideEnd;
use crate::solver::{Drivers, StepError, Stepper, TRANSIENT};

/// Share of the distance to a limit that what still moves may make up by the horizon, for a march to be settled.
const SETTLED: f64 = 0.25;
/// Time after the last change before a march may be settled \[s\].
const QUIET: f64 = 60.0;

/// What a march found.
#[derive(Clone, Debug)]
pub(super) struct Marched {
    /// Times of the racks.
    pub track: Track,
    /// How it ended, and when \[s\].
    pub end: RideEnd,
    /// When \[s\].
    pub ended: f64,
    /// Why a step has no solution.
    pub reason: Option<String>,
    /// Coolant through the racks at the end over that before.
    pub coolant_left: f64,
    /// Coolant that buoyancy moves through standing pumps [kg/s].
    pub thermosyphon: f64,
    /// Whether anything still became warmer at the end by as much as matters.
    pub warming: bool,
    /// Steps made.
    pub steps: u32,
}

/// A march in progress.
struct March<'a> {
    ready: &'a Ready<'a>,
    condition: &'a Condition<'a>,
    horizon: f64,
    turns: Vec<f64>,
    pace: Pace,
    state: State,
    t: f64,
    track: Track,
    chips: [Vec<f64>; 2],
    cells: Vec<f64>,
    drift: f64,
    steps: u32,
    flows: [f64; 2],
}

/// Follows a loss to its end.
pub(super) fn march(ready: &Ready, condition: &Condition, horizon: f64, pace: Pace) -> Marched {
    let mut march = March {
        ready,
        condition,
        horizon,
        turns: condition.turning_points(),
        pace,
        state: ready.state.clone(),
        t: 0.0,
        track: Track::new(ready),
        chips: [Vec::new(), Vec::new()],
        cells: Vec::new(),
        drift: 0.0,
        steps: 0,
        flows: [1.0, 0.0],
    };
    ready.chips(&march.state, &mut march.chips[0]);
    let (end, reason) = loop {
        match march.leg() {
            Ok(None) => {}
            Ok(Some(end)) => break (end, None),
            Err(error) => break (failure(&error), Some(error.to_string())),
        }
    };
    Marched {
        warming: end != RideEnd::Settled && march.drift * QUIET > 0.1,
        track: march.track,
        end,
        ended: march.t,
        reason,
        coolant_left: march.flows[0],
        thermosyphon: march.flows[1],
        steps: march.steps,
    }
}

/// What a step without a solution means.
fn failure(error: &StepError) -> RideEnd {
    match error {
        StepError::Starved { .. } | StepError::Coupling { .. } => RideEnd::Runaway,
        StepError::Network { .. } | StepError::Power { .. } | StepError::Ledger(_) => {
            RideEnd::Unsolved
        }
    }
}

impl March<'_> {
    /// From here to the next change of the model; tells how the march ended if it did.
    fn leg(&mut self) -> Result<Option<RideEnd>, StepError> {
        let mut edits = self.condition.edits(self.t);
        let first = self.ready.model.equipment.racks.first;
        edits.extend(self.track.tripped().map(|i| Edit::Off(first + i)));
        let model = self.ready.bare.changed(&edits);
        let dark = |i: usize| self.condition.stands(first + i, self.t);
        self.track.darken(dark);
        if self.track.none_left() && !self.turns_later() {
            return Ok(Some(RideEnd::Shutdown));
        }
        let next = self.turns.iter().copied().find(|turn| *turn > self.t);
        let until = next.unwrap_or(f64::INFINITY).min(self.horizon);
        let mut stepper = Stepper::new(&model, &self.state);
        self.pace.begin();
        loop {
            let tripped = self.step(&model, &mut stepper, until)?;
            self.read(&stepper, &model.equipment);
            if self.t >= self.horizon - 1e-9 {
                return Ok(Some(RideEnd::Horizon));
            }
            if self.is_settled() {
                return Ok(Some(RideEnd::Settled));
            }
            if tripped || self.t >= until - 1e-9 {
                return Ok(None);
            }
        }
    }

    fn turns_later(&self) -> bool {
        self.turns.iter().any(|turn| *turn > self.t)
    }

    /// One step, made again where it went too far; returns whether a rack passed its limit.
    fn step<'m>(
        &mut self,
        model: &'m Model,
        stepper: &mut Stepper<'m>,
        until: f64,
    ) -> Result<bool, StepError> {
        loop {
            let kept = self.state.clone();
            let left = until - self.t;
            // No sliver is left for the step after.
            let dt = if self.pace.dt > 0.999 * left {
                left
            } else {
                self.pace.dt.min(0.5 * left.max(2.0 * self.pace.dt))
            };
            let drivers = Drivers {
                dt,
                outdoor: self.ready.outdoor,
                level: &self.ready.level,
            };
            let made = stepper.step(&mut self.state, &drivers, TRANSIENT);
            self.steps += 1;
            if let Err(error) = made {
                self.state = kept;
                if !self.pace.halve() {
                    return Err(error);
                }
                *stepper = Stepper::new(model, &self.state);
                continue;
            }
            let [before, after] = &mut self.chips;
            self.ready.chips(&self.state, after);
            let moved = self.track.moved(before, after, dt, slowing(&self.state));
            if self.pace.refuses(&moved) {
                self.state = kept;
                continue;
            }
            let tripped = self.track.note(before, after, self.t, dt);
            self.drift = self.drifting(&kept, dt, &moved);
            self.chips.swap(0, 1);
            self.t += dt;
            if self.t > until - 1e-9 {
                self.t = until;
            }
            self.pace.go_on(&moved);
            return Ok(tripped);
        }
    }

    /// Fastest change of any chip, volume of equipment or the air in the step from `kept` [K/s].
    fn drifting(&mut self, kept: &State, dt: f64, moved: &Moved) -> f64 {
        let coolant = &self.ready.model.coolant;
        let cells = kept.coolant.cell.iter().zip(&self.state.coolant.cell);
        self.cells.clear();
        self.cells.extend(cells.map(|(a, b)| (b - a).abs()));
        let specific = |cell: usize| {
            let fluid = coolant.fluid_of_cell(cell);
            fluid.specific_heat(fluid.temperature(self.state.coolant.cell[cell]))
        };
        let (mut fastest, mut at) = (0.0, 0);
        for (cell, change) in self.cells.iter().enumerate() {
            if *change > fastest {
                (fastest, at) = (*change, cell);
            }
        }
        let coolant = if fastest > 0.0 {
            fastest / specific(at)
        } else {
            0.0
        };
        let air = (self.state.hall.t - kept.hall.t).abs();
        moved.chip.max(coolant).max(air) / dt
    }

    fn is_settled(&self) -> bool {
        let last = self.turns.last().copied().unwrap_or(0.0);
        let coasting = self.state.memory.rotors.iter().any(|r| r.coasting);
        let gain = self.drift * (self.horizon - self.t);
        self.pace.is_calm()
            && self.t >= last + QUIET
            && !coasting
            && gain <= SETTLED * self.track.least_distance(&self.chips[0])
    }

    /// Coolant through racks and standing pumps.
    fn read(&mut self, stepper: &Stepper, equipment: &Equipment) {
        let ready = self.ready;
        let whole = ready.through_racks(&ready.flow).max(1e-9);
        let regulated = &ready.model.hydraulics.regulated;
        let stand = |(link, rotor): &(&u32, &crate::model::state::Rotor)| {
            !rotor.coasting && rotor.speed <= 0.0 && {
                let own = |l: &u32| l == *link;
                equipment.cdus.cdus.iter().any(|c| own(&c.pump_link))
                    || equipment.loop_pumps.groups.iter().any(|g| own(&g.link))
            }
        };
        let standing = regulated.link.iter().zip(&self.state.memory.rotors);
        let syphon = standing
            .filter(stand)
            .map(|(link, _)| stepper.flow()[*link as usize].max(0.0));
        self.flows = [ready.through_racks(stepper.flow()) / whole, syphon.sum()];
    }
}

/// Largest rate at which a rotor slows down, relative to its speed [1/s].
fn slowing(state: &State) -> f64 {
    let rotors = state.memory.rotors.iter().filter(|r| r.coasting);
    rotors.map(|r| r.braking * r.speed).fold(0.0, f64::max)
}
