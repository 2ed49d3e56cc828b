//! `halltwin year`: 8760 quasi-steady hours, week by week in parallel.
//!
//! Each week starts from a guess of its own, so that the result does not depend on how many threads
//! share the weeks; within a week each hour starts from the one before.

use super::checkpoint;
use super::events::{Events, event};
use super::grid::{grid, violations};
use super::march::{Orders, Outcome};
use super::probes::{self, Quality};
use super::run::covered;
use super::summary;
use super::tally::Tally;
use super::{Hall, StudyError};
use crate::results::{Event, EventKind, Mode};
use crate::results::{Recorder, RecorderOptions, SUMMARY_JSON};
use crate::solver::ledger::Ledger;
use crate::solver::{self, Drivers, Stepper};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Hours in a chunk.
const WEEK: usize = 168;
/// Hours in a year [h].
const YEAR_S: f64 = 8_760.0 * 3_600.0;

/// First moment [s] and length of a step [s].
#[derive(Clone, Copy)]
struct Pace {
    start: f64,
    step: f64,
}

/// What one week left behind.
struct Week {
    rows: Vec<f64>,
    staged: Vec<f64>,
    tally: Tally,
    ledger: Ledger,
    steps: usize,
    /// Hours that were sought from rest because the hour before did not lead to them, since the start \[s\].
    anew: Vec<f64>,
}

/// Weeks taken so far; what a resumed year goes on from.
#[derive(Serialize, Deserialize)]
struct Progress {
    config: String,
    start_s: f64,
    step_s: f64,
    done: usize,
    tally: Tally,
    events: Events,
    ledger: Option<Ledger>,
}

impl Progress {
    fn begin(hall: &Hall, orders: &Orders) -> Self {
        Self {
            config: hall.identity().hash,
            start_s: orders.start,
            step_s: orders.step,
            done: 0,
            tally: Tally::new(&hall.model, &hall.model.equipment.ranges()),
            events: Events::new(&hall.model),
            ledger: None,
        }
    }

    fn resume(hall: &Hall, orders: &Orders) -> Result<Self, StudyError> {
        let saved: Self = checkpoint::read(&orders.folder)?;
        checkpoint::matches(hall, orders, (&saved.config, saved.start_s, saved.step_s))?;
        Ok(saved)
    }

    /// Adds a week whose rows were recorded.
    fn join(&mut self, week: Week) {
        self.done += week.steps;
        self.tally.join(&week.tally);
        match &mut self.ledger {
            Some(sum) => sum.join(week.ledger),
            None => self.ledger = Some(week.ledger),
        }
    }
}

/// Solves a year of quasi-steady hours.
///
/// # Errors
/// A trace shorter than the year; an hour without a solution is named; a file that cannot be written; a
/// checkpoint of something else.
pub fn year(hall: &Hall, orders: Orders, pool: &rayon::ThreadPool) -> Result<Outcome, StudyError> {
    let help = "a year needs a trace of 8760 h from the first of January; `halltwin run` solves a part of it";
    covered(hall, orders.start, orders.duration, help)?;
    let begun = Instant::now();
    let probes = probes::all(&hall.model);
    let steps = (orders.duration.min(YEAR_S) / orders.step).round() as usize;
    let options = RecorderOptions {
        csv_all: orders.csv_all,
    };
    let (mut progress, mut recorder) = if orders.resume {
        let progress = Progress::resume(hall, &orders)?;
        let until = progress.done as f64 * orders.step;
        let recorder = Recorder::resume(&orders.folder, &probes, options, until)?;
        (progress, recorder)
    } else {
        let recorder = Recorder::create(&orders.folder, &probes, options)?;
        (Progress::begin(hall, &orders), recorder)
    };
    let pace = Pace {
        start: orders.start,
        step: orders.step,
    };
    let width = probes.len();
    let starts: Vec<usize> = (progress.done..steps).step_by(WEEK).collect();
    // As many weeks at a time as keep all threads busy; their results are taken in order.
    for group in starts.chunks(4 * pool.current_num_threads()) {
        let solve = |first: &usize| week(hall, *first, WEEK.min(steps - first), pace, width);
        let weeks: Vec<Result<Week, StudyError>> =
            pool.install(|| group.par_iter().map(solve).collect());
        for week in weeks {
            let week = week?;
            let done = progress.done;
            take(
                hall,
                &orders,
                &week,
                width,
                done,
                &mut recorder,
                &mut progress.events,
            )?;
            progress.join(week);
        }
        if (orders.stop)(progress.done as f64 / steps as f64) {
            break;
        }
    }
    recorder.finish()?;
    conclude(hall, orders, &progress, progress.done < steps, begun, pool)
}

/// Summary of the weeks taken, and what is needed to go on where some are left.
fn conclude(
    hall: &Hall,
    orders: Orders,
    progress: &Progress,
    interrupted: bool,
    begun: Instant,
    pool: &rayon::ThreadPool,
) -> Result<Outcome, StudyError> {
    let tally = &progress.tally;
    let grid = grid(hall, &orders.folder, orders.step)?;
    let exceeded = grid.as_ref().map(|g| violations(g, tally.seconds));
    let mut events = progress.events.clone();
    events.note(exceeded.unwrap_or_default());
    let mut summary = summary::of(&summary::Sources {
        hall,
        tally,
        events: &events.all,
        grid,
        ledger: &progress.ledger.clone().unwrap_or_default(),
        ranges: &hall.model.equipment.ranges(),
        command: &orders.command,
        mode: Mode::Year,
        start: orders.start,
        step: orders.step,
        wall: begun.elapsed().as_secs_f64(),
        threads: pool.current_num_threads(),
        interrupted,
        hydraulics: None,
    })?;
    if interrupted {
        let time = progress.done as f64 * orders.step;
        summary.checkpoint = Some(checkpoint::write(progress, &orders, time)?);
    } else {
        checkpoint::forget(&orders.folder)?;
    }
    summary.write(&orders.folder.join(SUMMARY_JSON))?;
    Ok(Outcome {
        summary,
        folder: orders.folder,
        violated: events.violated() || tally.shortfall.is_some(),
        failed: None,
    })
}

/// Solves the steps `first .. first + steps` one after the other.
fn week(
    hall: &Hall,
    first: usize,
    steps: usize,
    pace: Pace,
    width: usize,
) -> Result<Week, StudyError> {
    let model = &hall.model;
    let ranges = model.equipment.ranges();
    let mut level = vec![0.0; model.profiles.len()];
    let t0 = pace.start + first as f64 * pace.step;
    let mut state = solver::cold(model, t0, &model.climate.at(t0));
    let mut stepper = Stepper::new(model, &state);
    let mut out = Week {
        rows: vec![0.0; steps * width],
        staged: Vec::with_capacity(steps * model.equipment.units.len()),
        tally: Tally::new(model, &ranges),
        ledger: Ledger::default(),
        steps,
        anew: Vec::new(),
    };
    for (k, row) in out.rows.chunks_exact_mut(width).enumerate() {
        let t = t0 + k as f64 * pace.step;
        state.time_s = t;
        for (level, profile) in level.iter_mut().zip(&model.profiles) {
            *level = profile.mean(t, pace.step);
        }
        let drivers = Drivers {
            dt: f64::INFINITY,
            outdoor: model.climate.at(t),
            level: &level,
        };
        let followed = (k > 0).then(|| stepper.settle(&mut state, &drivers));
        let report = match followed {
            Some(Ok(report)) => report,
            Some(Err(error)) if !error.may_start_anew() => return Err(error.into()),
            // The first hour of a week, or one that the hour before does not lead to: sought from rest.
            Some(Err(_)) | None => {
                let ledger = std::mem::take(&mut stepper.ledger);
                state = solver::cold(model, t, &drivers.outdoor);
                stepper = Stepper::new(model, &state);
                if k > 0 {
                    stepper.ledger = ledger;
                    out.anew.push(t - pace.start);
                }
                stepper.settle(&mut state, &drivers)?
            }
        };
        let dt = pace.step;
        let (end, middle) = (t + dt - pace.start, t + 0.5 * dt);
        out.tally
            .add(&stepper, model, &ranges, &report, dt, end, middle);
        let plant = [
            stepper.plant_heat_by_flow(f64::INFINITY),
            stepper.plant_heat_by_meters(f64::INFINITY),
        ];
        out.tally.add_plant(plant[0], plant[1], dt);
        let quality = Quality {
            passes: report.passes,
            ledger: stepper.ledger.residual_of_step(),
        };
        probes::fill(&stepper, model, &state, &drivers, quality, row);
        out.staged.extend_from_slice(&state.memory.staged);
    }
    stepper.ledger.scale(pace.step);
    out.ledger = stepper.ledger;
    Ok(out)
}

/// Records a week and looks for events.
fn take(
    hall: &Hall,
    orders: &Orders,
    week: &Week,
    width: usize,
    done: usize,
    recorder: &mut Recorder,
    events: &mut Events,
) -> Result<(), StudyError> {
    let units = hall.model.equipment.units.len();
    let told = "sought from rest: the hour before does not lead to it";
    let anew = week.anew.iter();
    let event = |t: &f64| Event {
        lasted_s: Some(orders.step),
        ..event(*t, "year", EventKind::Operation, told)
    };
    events.note(anew.map(event).collect());
    for (k, row) in week.rows.chunks_exact(width).enumerate() {
        let t = (done + k) as f64 * orders.step;
        let staged = &week.staged[k * units..(k + 1) * units];
        events.look(
            &hall.model,
            &row[probes::HALL_PROBES..],
            staged,
            t,
            orders.step,
        );
        recorder.push(t + orders.step, row)?;
    }
    Ok(())
}
