//! Time of one coupled step of a hall: control, hydraulics, power, heat and ledger, iterated until nothing moves.
//!
//! Each hall is marched for an hour of 15 s steps from its steady state; what is timed is the step that follows,
//! from the same state each time, under the load and weather of that hour. One more bench finds a steady state from
//! that of the hour before.

#![allow(missing_docs, reason = "criterion writes the group function")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use halltwin::model::state::State;
use halltwin::solver::{self, Drivers, Stepper, TRANSIENT, Tolerance};
use halltwin::study::Hall;
use std::path::Path;

const STEP: f64 = 15.0;
const HOUR: f64 = 3_600.0;
/// Noon of the first of August.
const START: f64 = (212.0 * 24.0 + 12.0) * HOUR;

/// A hall, what marches it, and where it stands.
struct March<'h> {
    hall: &'h Hall,
    stepper: Stepper<'h>,
    state: State,
    level: Vec<f64>,
}

impl<'h> March<'h> {
    fn begin(hall: &'h Hall) -> Self {
        let model = &hall.model;
        let start = model.traces.first().map_or(START, |t| t.span[0]);
        let state = solver::cold(model, start, &model.climate.at(start));
        let mut march = Self {
            hall,
            stepper: Stepper::new(model, &state),
            state,
            level: vec![0.0; model.profiles.len()],
        };
        march.advance(f64::INFINITY, solver::STEADY);
        march
    }

    fn advance(&mut self, dt: f64, tolerance: Tolerance) {
        let model = &self.hall.model;
        let t = self.state.time_s;
        let span = if dt.is_finite() { dt } else { HOUR };
        for (level, profile) in self.level.iter_mut().zip(&model.profiles) {
            *level = profile.mean(t, span);
        }
        let drivers = Drivers {
            dt,
            outdoor: model.climate.at(t),
            level: &self.level,
        };
        self.stepper
            .step(&mut self.state, &drivers, tolerance)
            .expect("the hall has a solution");
    }
}

fn load(name: &str) -> Hall {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(name);
    Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn steps(c: &mut Criterion) {
    for name in [
        "01_one_rack",
        "02_cdu_and_row",
        "halls/frontier_synthetic",
        "halls/nanto_a",
        "halls/chiba_b",
    ] {
        let hall = load(&format!("{name}.toml"));
        let mut march = March::begin(&hall);
        for _ in 0..(HOUR / STEP) as usize {
            march.advance(STEP, TRANSIENT);
        }
        let from = march.state.clone();
        c.bench_function(&format!("step/{name}"), |b| {
            b.iter_batched_ref(
                || (march.stepper.clone(), from.clone()),
                |(stepper, state)| {
                    let model = &hall.model;
                    let drivers = Drivers {
                        dt: STEP,
                        outdoor: model.climate.at(state.time_s),
                        level: &march.level,
                    };
                    stepper
                        .step(state, &drivers, TRANSIENT)
                        .expect("the hall has a solution")
                },
                BatchSize::SmallInput,
            );
        });
        if name.starts_with("halls/") && !name.contains("frontier") {
            c.bench_function(&format!("steady/{name}"), |b| {
                b.iter_batched_ref(
                    || {
                        let mut march = March::begin(&hall);
                        march.state.time_s += HOUR;
                        march
                    },
                    |march| march.advance(f64::INFINITY, solver::STEADY),
                    BatchSize::SmallInput,
                );
            });
        }
    }
}

criterion_group!(benches, steps);
criterion_main!(benches);
