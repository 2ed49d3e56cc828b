//! One way through time, for runs: steady start, steps, recording, checkpoint.

use super::StudyError;
use super::events::Events;
use super::hall::Hall;
use super::probes::{self, Quality};
use super::summary;
use super::tally::Tally;
use crate::model::equipment::CurveRange;
use crate::model::state::State;
use crate::results::{Checkpoint, Mode, Summary};
use crate::results::{Recorder, RecorderOptions, ResultsError, SUMMARY_JSON, write_atomic};
use crate::solver::ledger::Ledger;
use crate::solver::{self, Drivers, Stepper, TRANSIENT};
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
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
}

/// Time over whose mean load the steady state stands from which a run starts [s]: the same for any step.
const START: f64 = 60.0;

/// File of the checkpoint.
const CHECKPOINT: &str = "checkpoint.json";

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
}

/// A run in progress.
struct March<'h> {
    hall: &'h Hall,
    ranges: Vec<CurveRange>,
    stepper: Stepper<'h>,
    state: State,
    tally: Tally,
    events: Events,
    row: Vec<f64>,
    level: Vec<f64>,
}

/// Marches a hall through time.
pub fn march(hall: &Hall, orders: Orders) -> Result<Outcome, StudyError> {
    let begun = Instant::now();
    let probes = probes::all(&hall.model);
    let options = RecorderOptions {
        csv_all: orders.csv_all,
    };
    let (mut march, mut recorder) = if orders.resume {
        let march = March::resume(hall, &orders)?;
        let until = march.state.time_s - orders.start;
        (
            march,
            Recorder::resume(&orders.folder, &probes, options, until)?,
        )
    } else {
        (
            March::begin(hall, &orders)?,
            Recorder::create(&orders.folder, &probes, options)?,
        )
    };
    let steps = (orders.duration / orders.step).round() as u64;
    let mut stopped = false;
    while march.state.step < steps && !stopped {
        march.step(orders.start, orders.step, &mut recorder)?;
        stopped = (orders.stop)(march.state.step as f64 / steps as f64);
    }
    recorder.finish()?;
    let interrupted = march.state.step < steps;
    let wall = begun.elapsed().as_secs_f64();
    let mut summary = march.summary(&orders, Mode::Run, wall, interrupted)?;
    if interrupted {
        summary.checkpoint = Some(march.save(&orders)?);
    } else {
        forget(&orders.folder.join(CHECKPOINT))?;
    }
    summary.write(&orders.folder.join(SUMMARY_JSON))?;
    let violated = march.events.violated() || march.tally.shortfall.is_some();
    Ok(Outcome {
        summary,
        folder: orders.folder,
        violated,
    })
}

/// Removes the checkpoint of an earlier run: nothing is left to go on from.
fn forget(checkpoint: &Path) -> Result<(), ResultsError> {
    match std::fs::remove_file(checkpoint) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(ResultsError::io("remove", checkpoint, error))
        }
        _ => Ok(()),
    }
}

impl<'h> March<'h> {
    /// A steady state at the start, with the load and weather of the first step.
    fn begin(hall: &'h Hall, orders: &Orders) -> Result<Self, StudyError> {
        let model = &hall.model;
        let outdoor = model.climate.at(orders.start);
        let level: Vec<f64> = model
            .profiles
            .iter()
            .map(|p| p.mean(orders.start, START))
            .collect();
        let mut state = solver::cold(model, orders.start, &outdoor);
        let mut stepper = Stepper::new(model, &state);
        let drivers = Drivers {
            dt: f64::INFINITY,
            outdoor,
            level: &level,
        };
        stepper.settle(&mut state, &drivers)?;
        state.step = 0;
        Ok(Self::with(hall, state, level))
    }

    fn with(hall: &'h Hall, state: State, level: Vec<f64>) -> Self {
        let model = &hall.model;
        let ranges = model.equipment.ranges();
        Self {
            stepper: Stepper::new(model, &state),
            tally: Tally::new(model, &ranges),
            events: Events::new(model),
            row: vec![0.0; probes::all(model).len()],
            hall,
            ranges,
            state,
            level,
        }
    }

    fn resume(hall: &'h Hall, orders: &Orders) -> Result<Self, StudyError> {
        let path = orders.folder.join(CHECKPOINT);
        let refuse = |why: String| {
            StudyError::Order(format!("cannot resume from {}: {why}", path.display()))
        };
        let text = std::fs::read_to_string(&path).map_err(|e| refuse(e.to_string()))?;
        let saved: Saved = serde_json::from_str(&text).map_err(|e| refuse(e.to_string()))?;
        if saved.config != hall.identity().hash {
            return Err(refuse("it was written by another configuration".into()));
        }
        if saved.step_s != orders.step || saved.start_s != orders.start {
            return Err(refuse(
                "start or step differ from those it was written with".into(),
            ));
        }
        let level = vec![0.0; hall.model.profiles.len()];
        let mut march = Self::with(hall, saved.state, level);
        march.tally = saved.tally;
        march.events = saved.events;
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
            ledger: self.stepper.ledger.clone(),
        };
        let path = orders.folder.join(CHECKPOINT);
        let text = serde_json::to_vec(&saved)
            .map_err(|e| StudyError::Order(format!("cannot write {}: {e}", path.display())))?;
        write_atomic(&path, &text)?;
        Ok(Checkpoint {
            path: path.display().to_string(),
            time_s: self.state.time_s - orders.start,
            command: match orders.resume {
                true => orders.command.clone(),
                false => format!("{} --resume", orders.command),
            },
        })
    }

    fn step(&mut self, start: f64, dt: f64, recorder: &mut Recorder) -> Result<(), StudyError> {
        let model = &self.hall.model;
        // Time is counted in steps, so that it does not drift.
        let t = start + self.state.step as f64 * dt;
        self.state.time_s = t;
        for (level, profile) in self.level.iter_mut().zip(&model.profiles) {
            *level = profile.mean(t, dt);
        }
        let outdoor = model.climate.at(t + 0.5 * dt);
        let drivers = Drivers {
            dt,
            outdoor,
            level: &self.level,
        };
        let report = self.stepper.step(&mut self.state, &drivers, TRANSIENT)?;
        self.tally.add(
            &self.stepper,
            model,
            &self.ranges,
            &report,
            dt,
            t + dt - start,
            t + 0.5 * dt,
        );
        let plant = [
            self.stepper.plant_heat_by_flow(dt),
            self.stepper.plant_heat_by_meters(dt),
        ];
        self.tally.add_plant(plant[0], plant[1], dt);
        let quality = Quality {
            passes: report.passes,
            ledger: self.stepper.ledger.residual_of_step(),
        };
        probes::fill(
            &self.stepper,
            model,
            &self.state,
            &drivers,
            quality,
            &mut self.row,
        );
        let staged = &self.state.memory.staged;
        self.events.look(
            model,
            &self.row[probes::HALL_PROBES..],
            staged,
            t - start,
            dt,
        );
        recorder.push(t + dt - start, &self.row)?;
        Ok(())
    }

    fn summary(
        &self,
        orders: &Orders,
        mode: Mode,
        wall: f64,
        interrupted: bool,
    ) -> Result<Summary, StudyError> {
        summary::of(&summary::Sources {
            hall: self.hall,
            tally: &self.tally,
            events: &self.events.all,
            ledger: &self.stepper.ledger,
            ranges: &self.ranges,
            command: &orders.command,
            mode,
            start: orders.start,
            step: orders.step,
            wall,
            threads: 1,
            interrupted,
        })
    }
}
