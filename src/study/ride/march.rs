//! One way through the time after a loss, from the common steady state.

use super::condition::Condition;
use super::pace::{LEAST, Moved, Pace, Retry};
use super::ready::Ready;
use super::track::Track;
use crate::model::Model;
use crate::model::schedule::Edit;
use crate::model::state::{Rotor, State};
use crate::results::{RideEnd, Syphon};
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
    /// Last change of the model by itself before that \[s\]; 0 where there is none.
    pub turned: f64,
    /// Why a step has no solution.
    pub reason: Option<String>,
    /// Coolant through the racks at the end over that before.
    pub coolant_left: f64,
    /// Coolant that buoyancy moves through standing pumps.
    pub syphons: Vec<Syphon>,
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
    air_limit: f64,
    turns: Vec<f64>,
    pace: Pace,
    state: State,
    t: f64,
    track: Track,
    chips: [Vec<f64>; 2],
    cells: Vec<f64>,
    drift: f64,
    steps: u32,
    coolant_left: f64,
}

/// Follows a loss to its end.
pub(super) fn march(
    ready: &Ready,
    condition: &Condition,
    [horizon, air_limit]: [f64; 2],
    pace: Pace,
) -> Marched {
    let mut march = March {
        ready,
        condition,
        horizon,
        air_limit,
        turns: condition.turning_points(),
        pace,
        state: ready.state.clone(),
        t: 0.0,
        track: Track::new(ready),
        chips: [Vec::new(), Vec::new()],
        cells: Vec::new(),
        drift: 0.0,
        steps: 0,
        coolant_left: 1.0,
    };
    ready.chips(&march.state, &mut march.chips[0]);
    let (end, reason) = loop {
        match march.leg() {
            Ok(None) => {}
            Ok(Some(end)) => break (end, None),
            Err(error) => break (failure(&error), Some(error.to_string())),
        }
    };
    let syphons = march.syphons();
    let turned = march.turns.iter().copied().filter(|t| *t <= march.t);
    let turned = turned.fold(0.0, f64::max);
    Marched {
        turned,
        warming: march.warms(end),
        track: march.track,
        end,
        ended: march.t,
        reason,
        coolant_left: march.coolant_left,
        syphons,
        steps: march.steps,
    }
}

/// What a step without a solution means.
fn failure(error: &StepError) -> RideEnd {
    match error {
        StepError::Starved { .. }
        | StepError::Coupling { .. }
        | StepError::Overloaded { .. }
        | StepError::Trips { .. }
        | StepError::Runaway { .. } => RideEnd::Runaway,
        StepError::Network { .. }
        | StepError::Power { .. }
        | StepError::Hunting { .. }
        | StepError::Ledger(_) => RideEnd::Unsolved,
    }
}

impl March<'_> {
    /// From here to the next change of the model; tells how the march ended if it did.
    fn leg(&mut self) -> Result<Option<RideEnd>, StepError> {
        let first = self.ready.model.equipment.racks.first;
        let model = self.model();
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
            let whole = self.ready.through_racks(&self.ready.flow).max(1e-9);
            self.coolant_left = self.ready.through_racks(stepper.flow()) / whole;
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

    /// The hall as it is now.
    fn model(&self) -> Model {
        let mut edits = self.condition.edits(self.t);
        let first = self.ready.model.equipment.racks.first;
        edits.extend(self.track.tripped().map(|i| Edit::Off(first + i)));
        self.ready.bare.changed(&edits)
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
        let mut again = Retry::default();
        loop {
            let kept = self.state.clone();
            let dt = self.length(until, again.factor());
            let drivers = Drivers {
                dt,
                outdoor: self.ready.outdoor,
                level: &self.ready.level,
            };
            let made = stepper.step(&mut self.state, &drivers, TRANSIENT);
            self.steps += 1;
            if let Err(error) = made {
                self.state = kept;
                *stepper = Stepper::new(model, &self.state);
                let other = match &error {
                    StepError::Ledger(_) => again.next(),
                    _ => self.pace.halve(),
                };
                if !other {
                    return Err(error);
                }
                continue;
            }
            let [before, after] = &mut self.chips;
            self.ready.chips(&self.state, after);
            let moved = self.track.moved(before, after, dt, slowing(&self.state));
            if self.pace.refuses(&moved) {
                self.state = kept;
                // What it remembers is of the step that was undone.
                *stepper = Stepper::new(model, &self.state);
                continue;
            }
            let air = [kept.hall.t, self.state.hall.t];
            let stifled = self.track.breathe(air, self.air_limit, self.t, dt);
            let tripped = self.track.note(before, after, self.t, dt) || stifled;
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

    /// Length of a step that ends no later than `until` \[s\] and leaves no sliver before it, `factor` times the usual.
    fn length(&self, until: f64, factor: f64) -> f64 {
        let (left, asked) = (until - self.t, self.pace.dt * factor);
        if asked > 0.999 * left {
            left
        } else {
            asked.min(0.5 * left.max(2.0 * asked))
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

    /// Whether it ended while something went on warming: what was followed to its end did unless it is calm, and what seemed settled
    /// did where it would come to a limit in as much time again.
    fn warms(&self, end: RideEnd) -> bool {
        let chips = self.track.least_distance(&self.chips[0]);
        let nearest = chips.min(self.air_limit - self.state.hall.t);
        self.drift * self.horizon > nearest || end != RideEnd::Settled && self.drift * QUIET > 0.1
    }

    fn is_settled(&self) -> bool {
        let last = self.turns.last().copied().unwrap_or(0.0);
        let coasting = self.state.memory.rotors.iter().any(|r| r.coasting);
        let gain = self.drift * (self.horizon - self.t);
        self.pace.is_calm()
            && self.t >= last + QUIET
            && !coasting
            && gain <= SETTLED * self.track.least_distance(&self.chips[0])
            && gain <= SETTLED * (self.air_limit - self.state.hall.t).abs()
    }

    /// Coolant that buoyancy alone moves through every group of which no pump runs, at the temperatures of the end.
    fn syphons(&self) -> Vec<Syphon> {
        let model = self.model();
        let regulated = &model.hydraulics.regulated;
        let stands = |row: usize| regulated.hold[row].running <= 0.0;
        if !(0..regulated.link.len()).any(stands) {
            return Vec::new();
        }
        let mut state = self.state.clone();
        state.memory.rotors.fill(Rotor::default());
        let drivers = Drivers {
            dt: LEAST,
            outdoor: self.ready.outdoor,
            level: &self.ready.level,
        };
        let mut stepper = Stepper::new(&model, &state);
        if stepper.step(&mut state, &drivers, TRANSIENT).is_err() {
            return Vec::new();
        }
        let e = &model.equipment;
        let cdus = e.cdus.cdus.iter().map(|c| c.pump_link).enumerate();
        let loops = e.loop_pumps.groups.iter().map(|g| g.link).enumerate();
        let groups = cdus
            .map(|(i, link)| (e.cdus.first + i, link as usize))
            .chain(loops.map(|(i, link)| (e.loop_pumps.first + i, link as usize)));
        let standing = groups.filter(|(_, link)| stands(model.hydraulics.row[*link] as usize));
        let syphon = |(unit, link): (usize, usize)| Syphon {
            unit: e.units[unit].name.clone(),
            flow_kg_per_s: stepper.flow()[link].max(0.0),
            share: stepper.flow()[link].max(0.0) / self.ready.flow[link].max(1e-9),
        };
        standing.map(syphon).collect()
    }
}

/// Largest rate at which a rotor slows down, relative to its speed [1/s].
fn slowing(state: &State) -> f64 {
    let rotors = state.memory.rotors.iter().filter(|r| r.coasting);
    rotors.map(|r| r.braking * r.speed).fold(0.0, f64::max)
}
