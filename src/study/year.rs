//! `halltwin year`: 8760 quasi-steady hours, or as many steps as these are divided into, week by week in parallel.
//!
//! Each week starts from a guess of its own, so that the result does not depend on how many threads
//! share the weeks; within a week each step starts from the one before. Events of the file change the hall for the steps at
//! whose beginning they hold; one that is over within a step is refused. A step has the weather of its beginning, linear between
//! the hours of the climate, and the mean and the deviation of loads over its length.
//!
//! A hall with stores of cold is marched from step to step instead, the contents of stores, pipes, racks and air carried: a
//! transient run with the steps of the year, on one thread.

use super::checkpoint;
use super::events::{Events, event};
use super::grid::{grid, violations};
use super::in_order::in_order;
use super::march::{Orders, Outcome, march};
use super::probes::{self, Quality};
use super::run::covered;
use super::solved::Solved;
use super::stages::Stages;
use super::summary;
use super::tally::Tally;
use super::{Hall, StudyError};
use crate::config::{Diagnostic, Diagnostics, no_year_in};
use crate::model::Model;
use crate::model::equipment::CurveRange;
use crate::model::state::{Memory, State};
use crate::results::{Event, EventKind, Mode};
use crate::results::{Recorder, RecorderOptions, SUMMARY_JSON};
use crate::solver::ledger::Ledger;
use crate::solver::{self, Drivers, Report, Stepper};
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Length of a chunk \[s\].
const WEEK_S: f64 = 168.0 * HOUR_S;
/// Values of rows that wait for their turn at most, weeks that are solved side by side together.
const HELD: usize = 1 << 26;
/// Length of a year \[s\].
const YEAR_S: f64 = 8_760.0 * HOUR_S;
/// An hour \[s\].
const HOUR_S: f64 = 3_600.0;

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
    /// Probes of what was solved: values of a row.
    width: usize,
    tally: Tally,
    ledger: Ledger,
    steps: usize,
    /// What the schedule began, and steps that were sought from rest because the one before did not lead to them.
    noted: Vec<Event>,
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
    /// Accounts of what was solved.
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

/// Steps of `step` \[s\] in a week, of which nothing is carried into the next.
fn steps_of_week(step: f64) -> usize {
    (WEEK_S / step).round() as usize
}

/// How many weeks of rows of `width` values are begun before the first of them is taken: as many as keep `threads` busy, fewer where
/// short steps would fill the memory; one thread solves and takes by turns.
fn weeks_ahead(threads: usize, steps: usize, width: usize) -> usize {
    let busy = if threads > 1 { 4 * threads } else { 1 };
    busy.min(HELD / (steps * width).max(1)).max(1)
}

/// Solves a year of quasi-steady steps, hours unless ordered otherwise.
///
/// # Errors
/// A step that does not divide an hour; a trace shorter than the year; an hour without a solution is named; a file that cannot be written; a
/// checkpoint of something else.
pub fn year(hall: &Hall, orders: Orders, pool: &rayon::ThreadPool) -> Result<Outcome, StudyError> {
    year_kept(hall, orders, pool, false)
}

/// The same; with `keep` its checkpoint stays when it is whole, for what follows from it may be interrupted too: who asks for
/// that takes it away with [`forget`](super::forget).
///
/// # Errors
/// Those of [`year`].
pub fn year_kept(
    hall: &Hall,
    mut orders: Orders,
    pool: &rayon::ThreadPool,
    keep: bool,
) -> Result<Outcome, StudyError> {
    year_fits(hall, orders.start, orders.duration, orders.step)?;
    if !hall.model.equipment.stores.all.is_empty() {
        // What a store holds comes from the step before, and with it what pipes and racks hold.
        return march(hall, orders, Mode::Year);
    }
    let begun = Instant::now();
    let solved = Solved::of(hall);
    let stages = Stages::of(solved.model());
    let probes = probes::all(&hall.model);
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
    weeks(
        (hall, &solved, &stages),
        &mut orders,
        pool,
        &mut progress,
        &mut recorder,
    )?;
    pool.install(|| recorder.finish())?;
    let mut outcome = conclude((hall, &solved), &orders, &progress, begun, pool)?;
    let interrupted = outcome.summary.interrupted;
    if interrupted || keep {
        let time = progress.done as f64 * orders.step;
        let saved = checkpoint::write(&progress, &orders, time)?;
        outcome.summary.checkpoint = interrupted.then_some(saved);
    } else {
        checkpoint::forget(&orders.folder)?;
    }
    outcome.summary.write(&orders.folder.join(SUMMARY_JSON))?;
    Ok(outcome)
}

/// Steps of a year.
fn steps(orders: &Orders) -> usize {
    (orders.duration.min(YEAR_S) / orders.step).round() as usize
}

/// Solves the weeks that are left, until somebody asks to stop.
fn weeks(
    (hall, solved, stages): (&Hall, &Solved, &Stages),
    orders: &mut Orders,
    pool: &rayon::ThreadPool,
    progress: &mut Progress,
    recorder: &mut Recorder,
) -> Result<(), StudyError> {
    let steps = steps(orders);
    let pace = Pace {
        start: orders.start,
        step: orders.step,
    };
    let long = steps_of_week(orders.step);
    let starts: Vec<usize> = (progress.done..steps).step_by(long).collect();
    let width = solved.width();
    let mut row = vec![0.0; probes::all(&hall.model).len()];
    let ahead = weeks_ahead(pool.current_num_threads(), long, width);
    let solve = |k: usize| week(solved, stages, starts[k], long.min(steps - starts[k]), pace);
    in_order(pool, (starts.len(), ahead), solve, |week| {
        let (week, done) = (week?, progress.done);
        let events = &mut progress.events;
        take(
            (hall, solved),
            orders,
            &week,
            done,
            &mut row,
            recorder,
            events,
        )?;
        progress.join(week);
        Ok((orders.stop)(progress.done as f64 / steps as f64))
    })
}

/// Refuses what no year of `duration` \[s\] from `start` \[s\] in steps of `step` \[s\] can follow.
///
/// # Errors
/// A trace that is too short, a step that does not divide an hour, events that are shorter than a step.
pub fn year_fits(hall: &Hall, start: f64, duration: f64, step: f64) -> Result<(), StudyError> {
    let help = "a year needs a trace of 8760 h from the first of January; `halltwin run` solves a part of it";
    covered(hall, start, duration, help)?;
    if let Some(why) = no_year_in(step) {
        let text = format!("a year in steps of {step} s: {why}");
        return Err(StudyError::Order(text));
    }
    lasting(hall, step)
}

/// Refuses events that are over before a step of `step` \[s\]: a steady state knows nothing of them.
fn lasting(hall: &Hall, step: f64) -> Result<(), StudyError> {
    let mut found = Diagnostics::default();
    for item in &hall.config.event {
        let Some(until) = &item.until else { continue };
        let lasts = **until - *item.from;
        if lasts < step {
            let text = format!(
                "event {} lasts {lasts} s, a step of the year {step} s: the year has no room for it",
                item.name
            );
            found.push(
                Diagnostic::error("event-short", text)
                    .at(&item.from.at, "from here")
                    .at(&until.at, "to here")
                    .reason("a year is made of steady states, each of which holds for a whole step")
                    .help("follow it with `halltwin run`, or let it last for a step or more"),
            );
        }
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(StudyError::Config(found))
    }
}

/// Summary of the weeks taken.
fn conclude(
    (hall, solved): (&Hall, &Solved),
    orders: &Orders,
    progress: &Progress,
    begun: Instant,
    pool: &rayon::ThreadPool,
) -> Result<Outcome, StudyError> {
    let tally = &progress.tally;
    let grid = grid(hall, &orders.folder, orders.step)?;
    let exceeded = grid.as_ref().map(|g| violations(g, tally.seconds));
    let mut events = progress.events.clone();
    events.note(exceeded.unwrap_or_default());
    let summary = summary::of(&summary::Sources {
        hall,
        tally,
        events: &events.all,
        grid,
        ledger: &solved.ledger(progress.ledger.clone().unwrap_or_default()),
        ranges: &hall.model.equipment.ranges(),
        command: &orders.command,
        mode: Mode::Year,
        start: orders.start,
        step: orders.step,
        wall: begun.elapsed().as_secs_f64(),
        threads: pool.current_num_threads(),
        interrupted: progress.done < steps(orders),
        hydraulics: None,
    })?;
    let too_loud = summary.is_too_loud();
    Ok(Outcome {
        summary,
        folder: orders.folder.clone(),
        violated: events.violated() || tally.shortfall.is_some() || too_loud,
        failed: None,
    })
}

/// Solves the steps `first .. first + steps` one after the other.
fn week(
    solved: &Solved,
    stages: &Stages,
    first: usize,
    steps: usize,
    pace: Pace,
) -> Result<Week, StudyError> {
    let (t0, model) = (pace.start + first as f64 * pace.step, solved.model());
    let mut march = Hours::begin(model, stages, pace, t0);
    let width = solved.width();
    let mut rows = vec![0.0; steps * width];
    let mut staged = Vec::with_capacity(steps * model.equipment.units.len());
    for (k, row) in rows.chunks_exact_mut(width).enumerate() {
        march.hour(t0 + k as f64 * pace.step, k > 0, row)?;
        staged.extend_from_slice(&march.state.memory.staged);
    }
    march.stepper.ledger.scale(pace.step);
    Ok(Week {
        rows,
        staged,
        width,
        tally: solved.tally(march.tally),
        ledger: march.stepper.ledger,
        steps,
        noted: march.noted,
    })
}

/// Steps that are solved one from the other.
struct Hours<'h> {
    model: &'h Model,
    stages: &'h Stages<'h>,
    stage: usize,
    pace: Pace,
    ranges: Vec<CurveRange>,
    level: Vec<f64>,
    /// Standard deviation of each level within the step.
    swing: Vec<f64>,
    state: State,
    stepper: Stepper<'h>,
    tally: Tally,
    noted: Vec<Event>,
}

impl<'h> Hours<'h> {
    /// Before the hour at `t0` \[s\].
    fn begin(model: &'h Model, stages: &'h Stages<'h>, pace: Pace, t0: f64) -> Self {
        let state = solver::cold(model, t0, &model.climate.at(t0));
        let ranges = model.equipment.ranges();
        // What begins with this hour is told here, what began before by the week before.
        let stage = if t0 > pace.start {
            stages.at(t0 - pace.step)
        } else {
            0
        };
        Self {
            stepper: Stepper::new(stages.model(stage), &state),
            tally: Tally::new(model, &ranges),
            level: vec![0.0; model.profiles.len()],
            swing: vec![0.0; model.profiles.len()],
            noted: Vec::new(),
            model,
            stages,
            stage,
            pace,
            ranges,
            state,
        }
    }

    /// Goes on with the model of the hour at `t` \[s\].
    fn turn(&mut self, t: f64) {
        let stage = self.stages.at(t);
        if stage != self.stage {
            let begun = self.stages.begun(self.stage, stage, t, self.pace.start);
            self.noted.extend(begun);
            self.stage = stage;
            self.renew();
        }
    }

    /// A fresh stepper from the state as it stands.
    fn renew(&mut self) {
        let ledger = std::mem::take(&mut self.stepper.ledger);
        self.stepper = Stepper::new(self.stages.model(self.stage), &self.state);
        self.stepper.ledger = ledger;
    }

    /// Solves the hour at `t` \[s\], from the one before where there is one, and records it.
    fn hour(&mut self, t: f64, follows: bool, row: &mut [f64]) -> Result<(), StudyError> {
        let (model, dt) = (self.model, self.pace.step);
        self.state.time_s = t;
        self.turn(t);
        let levels = self.level.iter_mut().zip(&mut self.swing);
        for ((level, swing), profile) in levels.zip(&model.profiles) {
            (*level, *swing) = (profile.mean(t, dt), profile.deviation(t, dt));
        }
        let outdoor = model.climate.at(t);
        let level = std::mem::take(&mut self.level);
        let drivers = Drivers {
            dt: f64::INFINITY,
            outdoor,
            level: &level,
        };
        let report = self.settle(&drivers, follows)?;
        let (end, middle) = (t + dt - self.pace.start, t + 0.5 * dt);
        let stepper = &self.stepper;
        self.tally
            .add(stepper, model, &self.ranges, &report, dt, end, middle);
        let plant = [
            stepper.plant_heat_by_flow(f64::INFINITY),
            stepper.plant_heat_by_meters(f64::INFINITY),
        ];
        self.tally.add_plant(plant[0], plant[1], dt);
        let quality = Quality {
            passes: report.passes,
            ledger: stepper.ledger.residual_of_step(),
        };
        probes::fill(stepper, model, &self.state, &drivers, quality, row);
        self.level = level;
        Ok(())
    }

    /// The steady state, from the hour before or, where that does not lead to it, from rest.
    fn settle(&mut self, drivers: &Drivers, follows: bool) -> Result<Report, StudyError> {
        if follows {
            self.stepper.set_swing(&self.swing);
            match self.stepper.settle_hour(&mut self.state, drivers) {
                Ok(report) => return Ok(report),
                Err(error) if !error.may_start_anew() => return Err(error.into()),
                Err(_) => {}
            }
            let told = match self.pace.step < HOUR_S {
                true => "sought from rest: the step before does not lead to it",
                false => "sought from rest: the hour before does not lead to it",
            };
            let time = self.state.time_s - self.pace.start;
            self.noted.push(Event {
                lasted_s: Some(self.pace.step),
                ..event(time, "year", EventKind::Operation, told)
            });
        }
        let t = self.state.time_s;
        let rest = solver::cold(self.model, t, &drivers.outdoor);
        // Other start values, the same hour: its machines still follow those of the hour before.
        let switched = std::mem::take(&mut self.state.switched);
        let staged = std::mem::take(&mut self.state.memory.staged);
        let memory = Memory {
            staged,
            ..rest.memory
        };
        self.state = State {
            switched,
            memory,
            ..rest
        };
        self.renew();
        self.stepper.set_swing(&self.swing);
        Ok(self.stepper.settle_hour(&mut self.state, drivers)?)
    }
}

/// Records a week and looks for events.
fn take(
    (hall, solved): (&Hall, &Solved),
    orders: &Orders,
    week: &Week,
    done: usize,
    row: &mut [f64],
    recorder: &mut Recorder,
    events: &mut Events,
) -> Result<(), StudyError> {
    events.note(week.noted.clone());
    let mut staged = vec![0.0; hall.model.equipment.units.len()];
    let units = solved.model().equipment.units.len();
    let rows = week.rows.chunks_exact(week.width);
    for (k, (values, columns)) in rows.zip(week.staged.chunks_exact(units)).enumerate() {
        let t = (done + k) as f64 * orders.step;
        solved.row(values, row);
        solved.units(columns, &mut staged);
        let signals = &row[probes::HALL_PROBES..];
        events.look(&hall.model, signals, &staged, t, orders.step);
        recorder.push(t + orders.step, row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
