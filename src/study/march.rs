//! One way through time, for runs: steady start, steps, recording, checkpoint.

pub(in crate::study) mod halves;
pub(in crate::study) mod pace;

use super::StudyError;
use super::checkpoint;
use super::events::Events;
use super::grid::{grid, violations};
use super::hall::Hall;
use super::loop_report::loop_report;
use super::operating::Operating;
use super::probes;
use super::stages::Stages;
use super::start::start;
use super::summary;
use super::tally::Tally;
use crate::model::equipment::CurveRange;
use crate::model::state::State;
use crate::results::{Checkpoint, GridAudit, Hydraulics, Mode, Summary};
use crate::results::{Recorder, RecorderOptions, SUMMARY_JSON};
use crate::solver::ledger::Ledger;
use crate::solver::{StepError, Stepper};
use halves::Parts;
use pace::Pace;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Instant;

/// What is asked of a study.
pub struct Orders<'a> {
    /// Folder of results.
    pub folder: PathBuf,
    /// Command line, for the summary.
    pub command: String,
    /// First moment \[s\] after the first midnight of the climate year.
    pub start: f64,
    /// Time covered \[s\].
    pub duration: f64,
    /// Length of a step \[s\].
    pub step: f64,
    /// Whether every probe goes to the CSV too.
    pub csv_all: bool,
    /// Whether the run goes on from the checkpoint in the folder.
    pub resume: bool,
    /// Asked after each step with the share done; `true` stops the study.
    pub stop: &'a mut dyn FnMut(f64) -> bool,
}

/// How a study ended.
#[derive(Debug)]
pub struct Outcome {
    /// Totals and evidence.
    pub summary: Summary,
    /// Folder of results.
    pub folder: PathBuf,
    /// Whether a limit was passed.
    pub violated: bool,
    /// Why a run ended before its time; what was computed until then is in the folder.
    pub failed: Option<StepError>,
}

/// Valves whose authority a summary tells.
const VALVES: usize = 16;

/// All that is needed to go on.
#[derive(Serialize, Deserialize)]
struct Saved {
    config: String,
    step_s: f64,
    start_s: f64,
    state: State,
    tally: Tally,
    events: Events,
    ledger: Ledger,
    pace: Pace,
}

/// A run in progress.
struct March<'h> {
    hall: &'h Hall,
    stages: &'h Stages<'h>,
    stage: usize,
    ranges: Vec<CurveRange>,
    stepper: Stepper<'h>,
    state: State,
    tally: Tally,
    events: Events,
    hydraulics: Option<Hydraulics>,
    parts: Parts,
    pace: Pace,
    level: Vec<f64>,
    /// Standard deviation of each level within the step.
    swing: Vec<f64>,
}

/// Marches a hall through time; the summary is that of a study of `mode`.
pub fn march(hall: &Hall, orders: Orders, mode: Mode) -> Result<Outcome, StudyError> {
    let begun = Instant::now();
    let probes = probes::all(&hall.model);
    let options = RecorderOptions {
        csv_all: orders.csv_all,
    };
    let stages = Stages::of(&hall.model);
    let (mut march, mut recorder) = if orders.resume {
        let march = March::resume(hall, &stages, &orders)?;
        let until = march.state.time_s - orders.start;
        let recorder = Recorder::resume(&orders.folder, &probes, options, until)?;
        (march, recorder)
    } else {
        let march = March::begin(hall, &stages, &orders)?;
        (march, Recorder::create(&orders.folder, &probes, options)?)
    };
    let steps = (orders.duration / orders.step).round() as u64;
    let (mut stopped, mut failed) = (false, None);
    while march.state.step < steps && !stopped && failed.is_none() {
        match march.step(orders.start, orders.step, &mut recorder) {
            Err(StudyError::Step(error)) if march.state.step > 0 => failed = Some(error),
            done => done?,
        }
        stopped = (orders.stop)(march.state.step as f64 / steps as f64);
    }
    recorder.finish()?;
    let interrupted = march.state.step < steps;
    if !interrupted {
        march.note_standing(None, orders.duration);
    }
    march.conclude(orders, mode, failed, interrupted, begun)
}

impl<'h> March<'h> {
    /// A steady state at the start, with the load and weather of the first step.
    fn begin(hall: &'h Hall, stages: &'h Stages<'h>, orders: &Orders) -> Result<Self, StudyError> {
        let stage = stages.at(orders.start);
        let first = start(&hall.model, stages.model(stage), orders.start)?;
        let hydraulics = start_report(hall, &first.state);
        let mut march = Self::with(hall, stages, stage, first.state, first.level);
        march.events.note(first.events);
        march.hydraulics = hydraulics;
        let begun = stages.begun(0, stage, orders.start, orders.start);
        march.events.note(begun);
        Ok(march)
    }

    fn with(
        hall: &'h Hall,
        stages: &'h Stages<'h>,
        stage: usize,
        state: State,
        level: Vec<f64>,
    ) -> Self {
        let model = &hall.model;
        let ranges = model.equipment.ranges();
        Self {
            stepper: Stepper::new(stages.model(stage), &state),
            stages,
            stage,
            tally: Tally::new(model, &ranges),
            events: Events::new(model),
            hydraulics: None,
            parts: Parts::new(model),
            pace: Pace::begin(&level),
            hall,
            ranges,
            swing: level.clone(),
            state,
            level,
        }
    }

    fn resume(hall: &'h Hall, stages: &'h Stages<'h>, orders: &Orders) -> Result<Self, StudyError> {
        let saved: Saved = checkpoint::read(&orders.folder)?;
        checkpoint::matches(hall, orders, (&saved.config, saved.start_s, saved.step_s))?;
        let level = vec![0.0; hall.model.profiles.len()];
        // The state is that of the last step, whose model it goes on with.
        let stage = stages.at(saved.state.time_s - saved.step_s);
        let mut march = Self::with(hall, stages, stage, saved.state, level);
        let first = stages.at(orders.start);
        let begun = start(&hall.model, stages.model(first), orders.start);
        march.hydraulics = begun.ok().and_then(|b| start_report(hall, &b.state));
        march.tally = saved.tally;
        march.events = saved.events;
        march.pace = saved.pace;
        march.stepper.ledger = saved.ledger;
        Ok(march)
    }

    fn save(&self, orders: &Orders) -> Result<Checkpoint, StudyError> {
        let saved = Saved {
            config: self.hall.identity().hash,
            step_s: orders.step,
            start_s: orders.start,
            state: self.state.clone(),
            tally: self.tally.clone(),
            events: self.events.clone(),
            pace: self.pace.clone(),
            ledger: self.stepper.ledger.clone(),
        };
        checkpoint::write(&saved, orders, self.state.time_s - orders.start)
    }

    /// Goes on with another model where the schedule has one for a step that begins at `time` [s].
    fn turn(&mut self, start: f64, time: f64) {
        let stage = self.stages.at(time);
        if stage == self.stage {
            return;
        }
        self.note_standing(Some(stage), time - start);
        self.events
            .note(self.stages.begun(self.stage, stage, time, start));
        let ledger = std::mem::take(&mut self.stepper.ledger);
        self.stepper = Stepper::new(self.stages.model(stage), &self.state);
        self.stepper.ledger = ledger;
        self.stage = stage;
        self.pace.note_jump(time);
    }

    /// Tells what passes the pumps whose outage ends at `time` [s] after the start.
    fn note_standing(&mut self, next: Option<usize>, time: f64) {
        let flow = self.stepper.flow();
        let passed = self.stages.passed(self.stage, next, flow, time);
        self.events.note(passed);
    }

    /// Looks at the record as the grid does, and writes the summary, and what is needed to go on where the run was
    /// stopped.
    fn conclude(
        mut self,
        orders: Orders,
        mode: Mode,
        failed: Option<StepError>,
        interrupted: bool,
        begun: Instant,
    ) -> Result<Outcome, StudyError> {
        let grid = grid(self.hall, &orders.folder, orders.step)?;
        let exceeded = grid.as_ref().map(|g| violations(g, self.tally.seconds));
        let wall = begun.elapsed().as_secs_f64();
        let saved = (interrupted && failed.is_none()).then(|| self.save(&orders));
        let saved = saved.transpose()?;
        // Of the whole record, so that what goes on from here does not find them in its log.
        self.events.note(exceeded.unwrap_or_default());
        let mut summary = self.summary(&orders, mode, wall, interrupted, grid)?;
        if saved.is_none() {
            checkpoint::forget(&orders.folder)?;
        }
        summary.checkpoint = saved;
        summary.write(&orders.folder.join(SUMMARY_JSON))?;
        Ok(Outcome {
            violated: self.events.violated()
                || self.tally.shortfall.is_some()
                || summary.is_too_loud(),
            summary,
            folder: orders.folder,
            failed,
        })
    }

    fn summary(
        &self,
        orders: &Orders,
        mode: Mode,
        wall: f64,
        interrupted: bool,
        grid: Option<GridAudit>,
    ) -> Result<Summary, StudyError> {
        summary::of(&summary::Sources {
            hall: self.hall,
            tally: &self.tally,
            events: &self.events.all,
            ledger: &self.stepper.ledger,
            grid,
            ranges: &self.ranges,
            command: &orders.command,
            mode,
            start: orders.start,
            step: orders.step,
            wall,
            threads: 1,
            interrupted,
            hydraulics: self.hydraulics.clone(),
        })
    }
}

/// What a hydraulic engineer checks of the loops as a run begins, where they can be solved by themselves.
fn start_report(hall: &Hall, state: &State) -> Option<Hydraulics> {
    let operating = Operating::in_state(&hall.model, state);
    let point = operating.solve(f64::INFINITY).ok()?;
    loop_report(hall, &operating, &point, VALVES).ok()
}
