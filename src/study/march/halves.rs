//! One recorded step, in halves where the coolant moves much in it or where the whole has no solution: to whoever reads of
//! it, it stays one step.

use super::{March, Recorder};
use crate::model::Outdoor;
use crate::model::equipment::Trip;
use crate::results::{Event, EventKind};
use crate::solver::{Drivers, LONG, Report, StepError, Stepper, TRANSIENT, Tolerance};
use crate::study::StudyError;
use crate::study::events::event;
use crate::study::probes::{self, Joined, Quality};

/// How often a step without a solution is cut in two.
pub(in crate::study) const HALVINGS: u32 = 4;

/// Most passes of steps that are [`LONG`].
const LONG_PASSES: u32 = 400;

/// How well a part of `dt` \[s\] is solved that may be halved `halvings` times more; while it may, it switches no rack off, so that
/// the moment is known to the shortest part.
pub(in crate::study) fn tolerance(dt: f64, halvings: u32) -> Tolerance {
    Tolerance {
        trips: halvings == 0,
        passes: if dt >= LONG {
            LONG_PASSES
        } else {
            TRANSIENT.passes
        },
        ..TRANSIENT
    }
}

/// What the rows of the parts of a step leave behind.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// Values of the part made last.
    row: Vec<f64>,
    /// The row of the step as far as it is made.
    whole: Vec<f64>,
    /// How each value of the parts makes that of the step.
    joined: Vec<Joined>,
    /// Whether the step is made in parts at all.
    several: bool,
}

impl Parts {
    pub(super) fn new(model: &crate::model::Model) -> Self {
        let joined: Vec<Joined> = probes::all(model).iter().map(probes::joined).collect();
        Self {
            row: vec![0.0; joined.len()],
            whole: vec![0.0; joined.len()],
            joined,
            several: false,
        }
    }

    fn begin(&mut self) {
        self.whole.fill(0.0);
        self.several = false;
    }

    /// Takes up the row of a part that makes `share` of the step.
    fn add(&mut self, share: f64) {
        let first = !self.several;
        self.several = share < 1.0;
        if !self.several {
            return;
        }
        for ((sum, value), joined) in self.whole.iter_mut().zip(&self.row).zip(&self.joined) {
            *sum = match joined {
                Joined::Mean => *sum + share * value,
                _ if first => *value,
                Joined::Most => sum.max(*value),
                Joined::Least => sum.min(*value),
            };
        }
        probes::set_ratio(&mut self.whole);
    }

    /// The row of the step.
    fn of_step(&self) -> &[f64] {
        if self.several { &self.whole } else { &self.row }
    }
}

impl March<'_> {
    /// Makes and records the next step of `dt` \[s\] of a march that began at `start` \[s\]; after an error everything is as
    /// it was before the step.
    pub(super) fn step(
        &mut self,
        start: f64,
        dt: f64,
        recorder: &mut Recorder,
    ) -> Result<(), StudyError> {
        // Time is counted in steps, so that it does not drift.
        let t = start + self.state.step as f64 * dt;
        self.state.time_s = t;
        self.turn(start, t);
        let number = self.state.step;
        self.parts.begin();
        self.whole(start, t, dt)?;
        self.state.step = number + 1;
        // Halves of a step are one step to whoever reads of it.
        self.tally.steps = self.state.step;
        let staged = &self.state.memory.staged;
        let row = self.parts.of_step();
        let signals = &row[probes::HALL_PROBES..];
        self.events
            .look(&self.hall.model, signals, staged, t - start, dt);
        recorder.push(t + dt - start, row)?;
        Ok(())
    }

    /// The step at once or in parts.
    fn whole(&mut self, start: f64, t: f64, dt: f64) -> Result<(), StepError> {
        let mut halvings = HALVINGS;
        if !self.is_to_be_cut([t, dt, dt]) {
            let outdoor = self.hall.model.climate.at(t + 0.5 * dt);
            match self.attempt(t, dt, outdoor, halvings) {
                Ok(report) => {
                    self.account(&report, [start, t, dt], outdoor, 1.0);
                    return Ok(());
                }
                Err(error) if !error.may_be_halved() => return Err(error),
                Err(_) => halvings -= 1,
            }
        }
        // A part that fails may stand behind one that did not: it must leave no trace in the totals.
        let kept = (
            self.state.clone(),
            self.tally.clone(),
            self.events.clone(),
            self.stepper.ledger.clone(),
            self.pace.clone(),
        );
        if halvings < HALVINGS {
            self.renew();
        }
        let made = self.two_halves([start, t, dt], dt, halvings);
        made.inspect_err(|_| {
            (self.state, self.tally, self.events) = (kept.0, kept.1, kept.2);
            self.renew();
            (self.stepper.ledger, self.pace) = (kept.3, kept.4);
        })
    }

    /// Takes up the workloads of the `dt` \[s\] from `t` \[s\], of a recorded `step` \[s\]; returns whether they are to be made
    /// in halves.
    fn is_to_be_cut(&mut self, [t, dt, step]: [f64; 3]) -> bool {
        let model = &self.hall.model;
        for (level, profile) in self.level.iter_mut().zip(&model.profiles) {
            *level = profile.mean(t, dt);
        }
        self.pace
            .halves(model, &self.state, &self.level, [t, dt, step])
    }

    /// The `dt` \[s\] from `t` \[s\], a part of a step of `whole` \[s\]: in halves where the coolant moves much, or where it
    /// has no solution, the latter up to `halvings` times.
    fn in_parts(
        &mut self,
        [start, t, dt]: [f64; 3],
        whole: f64,
        halvings: u32,
    ) -> Result<(), StepError> {
        if self.is_to_be_cut([t, dt, whole]) {
            return self.two_halves([start, t, dt], whole, halvings);
        }
        let outdoor = self.hall.model.climate.at(t + 0.5 * dt);
        match self.attempt(t, dt, outdoor, halvings) {
            Ok(report) => {
                self.account(&report, [start, t, dt], outdoor, dt / whole);
                Ok(())
            }
            Err(error) if halvings > 0 && error.may_be_halved() => {
                self.renew();
                self.two_halves([start, t, dt], whole, halvings - 1)
            }
            Err(error) => Err(error),
        }
    }

    fn two_halves(
        &mut self,
        [start, t, dt]: [f64; 3],
        whole: f64,
        halvings: u32,
    ) -> Result<(), StepError> {
        let half = 0.5 * dt;
        self.in_parts([start, t, half], whole, halvings)?;
        self.in_parts([start, t + half, half], whole, halvings)
    }

    /// A fresh stepper from the state as it stands.
    fn renew(&mut self) {
        let ledger = std::mem::take(&mut self.stepper.ledger);
        self.stepper = Stepper::new(self.stages.model(self.stage), &self.state);
        self.stepper.ledger = ledger;
    }

    /// One step of the solver.
    fn attempt(
        &mut self,
        t: f64,
        dt: f64,
        outdoor: Outdoor,
        halvings: u32,
    ) -> Result<Report, StepError> {
        let model = &self.hall.model;
        self.state.time_s = t;
        let drivers = Drivers {
            dt,
            outdoor,
            level: &self.level,
        };
        let swings = model.profiles.iter().map(|p| p.deviation(t, dt));
        self.swing.clear();
        self.swing.extend(swings);
        self.stepper.set_swing(&self.swing);
        self.stepper
            .step(&mut self.state, &drivers, tolerance(dt, halvings))
    }

    /// Tells the pace of a part of `dt` \[s\] from `t` \[s\], `share` of its step.
    fn note_pace(&mut self, t: f64, dt: f64, share: f64) {
        let times = [t, dt, dt / share];
        self.pace.note(&self.level, times);
        if !self.stepper.trips().is_empty() {
            self.pace.note_jump(t);
        }
    }

    /// Adds a part of `dt` \[s\] from `t` \[s\], `share` of its step, to totals, row and events.
    fn account(&mut self, report: &Report, [start, t, dt]: [f64; 3], outdoor: Outdoor, share: f64) {
        self.note_pace(t, dt, share);
        let (stepper, model, middle) = (&self.stepper, &self.hall.model, t + 0.5 * dt);
        let end = t + dt - start;
        self.tally
            .add(stepper, model, &self.ranges, report, dt, end, middle);
        let plant = [
            stepper.plant_heat_by_flow(dt),
            stepper.plant_heat_by_meters(dt),
        ];
        self.tally.add_plant(plant[0], plant[1], dt);
        let drivers = Drivers {
            dt,
            outdoor,
            level: &self.level,
        };
        let quality = Quality {
            passes: report.passes,
            ledger: stepper.ledger.residual_of_step(),
        };
        let row = &mut self.parts.row;
        probes::fill(stepper, model, &self.state, &drivers, quality, row);
        self.parts.add(share);
        let first = model.equipment.racks.first;
        let name = |trip: &Trip| model.equipment.units[first + trip.rack].name.clone();
        let trips = self.stepper.trips().iter();
        let told = trips.map(|trip| tripped(end, &name(trip), trip));
        self.events.note(told.collect());
    }
}

/// A rack that switched itself off.
fn tripped(time_s: f64, rack: &str, trip: &Trip) -> Event {
    let why = if trip.gain >= 1.0 {
        format!(
            "thermal runaway (one kelvin more makes its chips draw as much more as warms them by {:.2} K)",
            trip.gain
        )
    } else {
        "its coolant carries too little heat off".to_owned()
    };
    let text = format!(
        "{why}: a chip reached {:.1} degC, where its protection switches the rack off; it stays off",
        trip.shutdown
    );
    event(time_s, rack, EventKind::Violation, &text)
}
