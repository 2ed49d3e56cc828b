//! One recorded step, in halves where the whole has no solution: to whoever reads of it, it stays one step.

use super::{March, Recorder};
use crate::model::Outdoor;
use crate::model::equipment::Trip;
use crate::results::{Event, EventKind};
use crate::solver::{Drivers, Report, StepError, Stepper, TRANSIENT, Tolerance};
use crate::study::StudyError;
use crate::study::events::event;
use crate::study::probes::{self, Quality};

/// How often a step without a solution is cut in two.
const HALVINGS: u32 = 4;

/// Steps in which loops come round so often that they are sought as steady states are \[s\], and their most passes.
const LONG: f64 = 900.0;
const LONG_PASSES: u32 = 400;

/// What the rows of the parts of a step leave behind.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    /// Values of the part made last.
    row: Vec<f64>,
    /// The row of the step as far as it is made.
    whole: Vec<f64>,
    /// Whether a value is a mean over the step; the others are those of its end.
    is_mean: Vec<bool>,
    /// Whether the step is made in parts at all.
    several: bool,
}

impl Parts {
    pub(super) fn new(model: &crate::model::Model) -> Self {
        let is_mean: Vec<bool> = probes::all(model).iter().map(probes::is_mean).collect();
        Self {
            row: vec![0.0; is_mean.len()],
            whole: vec![0.0; is_mean.len()],
            is_mean,
            several: false,
        }
    }

    fn begin(&mut self) {
        self.whole.fill(0.0);
        self.several = false;
    }

    /// Takes up the row of a part that makes `share` of the step.
    fn add(&mut self, share: f64) {
        self.several = share < 1.0;
        if !self.several {
            return;
        }
        for ((sum, value), is_mean) in self.whole.iter_mut().zip(&self.row).zip(&self.is_mean) {
            *sum = if *is_mean {
                *sum + share * value
            } else {
                *value
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

    /// The step at once or in halves.
    fn whole(&mut self, start: f64, t: f64, dt: f64) -> Result<(), StepError> {
        let outdoor = self.hall.model.climate.at(t + 0.5 * dt);
        match self.attempt(t, dt, outdoor, HALVINGS) {
            Ok(report) => {
                self.account(&report, [start, t, dt], outdoor, 1.0);
                return Ok(());
            }
            Err(error) if !error.may_be_halved() => return Err(error),
            Err(_) => {}
        }
        // A half that fails may stand behind one that did not: it must leave no trace in the totals.
        let kept = (
            self.state.clone(),
            self.tally.clone(),
            self.events.clone(),
            self.stepper.ledger.clone(),
        );
        let made = self.in_halves([start, t, dt], dt, HALVINGS - 1);
        made.inspect_err(|_| {
            (self.state, self.tally, self.events) = (kept.0, kept.1, kept.2);
            self.renew();
            self.stepper.ledger = kept.3;
        })
    }

    /// Two halves of the `dt` \[s\] from `t` \[s\], each in halves again where need be; `whole` is the step they belong to.
    fn in_halves(
        &mut self,
        [start, t, dt]: [f64; 3],
        whole: f64,
        halvings: u32,
    ) -> Result<(), StepError> {
        self.renew();
        let half = 0.5 * dt;
        for t in [t, t + half] {
            let outdoor = self.hall.model.climate.at(t + 0.5 * half);
            match self.attempt(t, half, outdoor, halvings) {
                Ok(report) => self.account(&report, [start, t, half], outdoor, half / whole),
                Err(error) if halvings > 0 && error.may_be_halved() => {
                    self.in_halves([start, t, half], whole, halvings - 1)?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// A fresh stepper from the state as it stands.
    fn renew(&mut self) {
        let ledger = std::mem::take(&mut self.stepper.ledger);
        self.stepper = Stepper::new(self.stages.model(self.stage), &self.state);
        self.stepper.ledger = ledger;
    }

    /// One step of the solver; while it may be halved it switches no rack off, so that the moment is known to the
    /// shortest part.
    fn attempt(
        &mut self,
        t: f64,
        dt: f64,
        outdoor: Outdoor,
        halvings: u32,
    ) -> Result<Report, StepError> {
        let model = &self.hall.model;
        self.state.time_s = t;
        for (level, profile) in self.level.iter_mut().zip(&model.profiles) {
            *level = profile.mean(t, dt);
        }
        let drivers = Drivers {
            dt,
            outdoor,
            level: &self.level,
        };
        let tolerance = Tolerance {
            trips: halvings == 0,
            passes: if dt >= LONG {
                LONG_PASSES
            } else {
                TRANSIENT.passes
            },
            ..TRANSIENT
        };
        self.stepper.step(&mut self.state, &drivers, tolerance)
    }

    /// Adds a part of `dt` \[s\] from `t` \[s\], `share` of its step, to totals, row and events.
    fn account(&mut self, report: &Report, [start, t, dt]: [f64; 3], outdoor: Outdoor, share: f64) {
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
