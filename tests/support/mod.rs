//! A hall that marches step by step, for tests that look inside a run.

// Each test takes what it needs.
#![allow(dead_code)]

use halltwin::model::state::State;
use halltwin::solver::{self, Drivers, Report, STEADY, StepError, Stepper, TRANSIENT};
use halltwin::study::{Hall, Orders, Outcome, run};
use std::path::Path;

/// The configuration `name` below configs/, with overrides.
pub fn hall(name: &str, sets: &[&str]) -> Hall {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(name);
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Hall::load(&path, &sets).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// What to do from the start of `hall` for `duration` \[s\] in steps of `step` \[s\], with all results in `folder`.
pub fn orders<'s>(
    hall: &Hall,
    folder: &Path,
    [duration, step]: [f64; 2],
    stop: &'s mut dyn FnMut(f64) -> bool,
) -> Orders<'s> {
    Orders {
        folder: folder.join("out"),
        command: "halltwin".to_owned(),
        start: hall.config.run.start.seconds(),
        duration,
        step,
        csv_all: true,
        resume: false,
        stop,
    }
}

/// What `duration` \[s\] of `hall` in steps of 15 s come to; the folder of results is gone.
pub fn outcome(hall: &Hall, duration: f64) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder for results");
    let mut stop = |_: f64| false;
    let orders = orders(hall, folder.path(), [duration, 15.0], &mut stop);
    run(hall, orders).unwrap_or_else(|error| panic!("{}: {error}", hall.path.display()))
}

/// A hall marched from a steady state.
#[derive(Clone)]
pub struct March<'h> {
    hall: &'h Hall,
    /// Its columns.
    pub stepper: Stepper<'h>,
    state: State,
    level: Vec<f64>,
}

impl<'h> March<'h> {
    /// The steady state at `start` \[s\], for the load of the `dt` \[s\] that follow.
    pub fn begin(hall: &'h Hall, start: f64, dt: f64) -> Self {
        let model = &hall.model;
        let state = solver::cold(model, start, &model.climate.at(start));
        let stepper = Stepper::new(model, &state);
        let level = vec![0.0; model.profiles.len()];
        let mut march = Self {
            hall,
            stepper,
            state,
            level,
        };
        march
            .advance(dt, f64::INFINITY)
            .expect("a steady state exists");
        march
    }

    /// One step of `dt` \[s\].
    pub fn step(&mut self, dt: f64) -> Result<Report, StepError> {
        self.advance(dt, dt)
    }

    fn advance(&mut self, span: f64, dt: f64) -> Result<Report, StepError> {
        let model = &self.hall.model;
        let t = self.state.time_s;
        for (level, profile) in self.level.iter_mut().zip(&model.profiles) {
            *level = profile.mean(t, span);
        }
        let drivers = Drivers {
            dt,
            outdoor: model.climate.at(t),
            level: &self.level,
        };
        let tolerance = if dt.is_finite() { TRANSIENT } else { STEADY };
        self.stepper.step(&mut self.state, &drivers, tolerance)
    }
}
