//! Steps of a hall solved by its quotient against the same steps solved whole.

use super::*;
use crate::solver::{self, Drivers, STEADY, Stepper, TRANSIENT, Tolerance};
use crate::study::probes::Quality;

pub(in crate::study) fn hall(path: &str) -> Hall {
    Hall::load(path.as_ref(), &[]).unwrap()
}

/// Whether two figures are one but for rounding.
fn alike(a: f64, b: f64) -> bool {
    a.is_nan() && b.is_nan() || (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-3)
}

/// Rows of all probes of the hall over an hour in steps of `dt` \[s\], and the worst residual of the ledger.
fn hour(solved: &Solved, dt: f64) -> (Vec<Vec<f64>>, f64) {
    let (model, begin) = (solved.model(), 7.2e6);
    let mut state = solver::cold(model, begin, &model.climate.at(begin));
    let mut stepper = Stepper::new(model, &state);
    let levels = |t: f64| -> Vec<f64> { model.profiles.iter().map(|p| p.mean(t, dt)).collect() };
    let at = |t: f64, dt: f64, level: &[f64], each: &mut dyn FnMut(&Drivers)| {
        let outdoor = model.climate.at(t);
        each(&Drivers { dt, outdoor, level });
    };
    at(begin, f64::INFINITY, &levels(begin), &mut |drivers| {
        stepper.settle(&mut state, drivers).unwrap();
    });
    let (mut rows, mut row) = (Vec::new(), vec![0.0; probes::all(model).len()]);
    for k in 0..(3_600.0 / dt) as usize {
        let t = begin + k as f64 * dt;
        state.time_s = t;
        at(t, dt, &levels(t), &mut |drivers| {
            let report = stepper.step(&mut state, drivers, TRANSIENT).unwrap();
            let quality = Quality {
                passes: report.passes,
                ledger: 0.0,
            };
            probes::fill(&stepper, model, &state, drivers, quality, &mut row);
        });
        let mut whole = vec![0.0; probes::all(solved.full).len()];
        solved.row(&row, &mut whole);
        rows.push(whole);
    }
    (rows, stepper.ledger.worst.unwrap().residual)
}

#[test]
fn a_quotient_tells_of_steps_what_the_whole_hall_does() {
    let hall = hall("configs/halls/nanto_a.toml");
    let names = probes::all(&hall.model);
    for dt in [1.0, 15.0] {
        let (told, residual) = hour(&Solved::of(&hall), dt);
        let (rows, whole) = hour(&Solved::whole(&hall), dt);
        assert!(residual < 1e-9 && whole < 1e-9, "{residual} {whole}");
        for (k, (a, b)) in told.iter().zip(&rows).enumerate() {
            for (name, (a, b)) in names.iter().zip(a.iter().zip(b)) {
                assert!(alike(*a, *b), "step {k} of {dt} s, {}: {a} {b}", name.name);
            }
        }
    }
}

/// By how much steady states may differ, relative: pressures are solved to 1e-9 of the largest pump head, of which a CDU's
/// pumps make up a part.
const SOLVED: f64 = 5e-9;

/// A steady state settled so far that what its passes leave is below that.
const FURTHER: Tolerance = Tolerance {
    temperature: 2e-9,
    air: 1e-9,
    power: 2e-11,
    ..STEADY
};

/// Rows of all probes of the hall in hours of a year, one from the other.
fn hours(solved: &Solved) -> Vec<Vec<f64>> {
    let model = solved.model();
    let mut state = solver::cold(model, 0.0, &model.climate.at(0.0));
    let mut stepper = Stepper::new(model, &state);
    let mut row = vec![0.0; probes::all(model).len()];
    let mut rows = Vec::new();
    for hour in 4_500..4_510 {
        let t = f64::from(hour) * 3_600.0;
        state.time_s = t;
        let level: Vec<f64> = model.profiles.iter().map(|p| p.mean(t, 3_600.0)).collect();
        let drivers = Drivers {
            dt: f64::INFINITY,
            outdoor: model.climate.at(t),
            level: &level,
        };
        stepper.settle(&mut state, &drivers).unwrap();
        stepper.step(&mut state, &drivers, FURTHER).unwrap();
        probes::fill(
            &stepper,
            model,
            &state,
            &drivers,
            Quality::default(),
            &mut row,
        );
        let mut whole = vec![0.0; probes::all(solved.full).len()];
        solved.row(&row, &mut whole);
        rows.push(whole);
    }
    rows
}

#[test]
fn a_quotient_tells_of_steady_states_what_the_whole_hall_does() {
    for path in ["configs/halls/nanto_a.toml", "configs/halls/chiba_b.toml"] {
        let hall = hall(path);
        let names = probes::all(&hall.model);
        let both = [Solved::of(&hall), Solved::whole(&hall)].map(|solved| hours(&solved));
        let mut worst = (0.0, String::new());
        for (k, (told, whole)) in both[0].iter().zip(&both[1]).enumerate() {
            for (probe, (a, b)) in names.iter().zip(told.iter().zip(whole)) {
                let off = (a - b).abs() / a.abs().max(b.abs()).max(1e-3);
                assert_eq!(a.is_nan(), b.is_nan(), "{}", probe.name);
                if off > worst.0 {
                    worst = (off, format!("{path} hour {k}, {}: {a} {b}", probe.name));
                }
            }
        }
        assert!(worst.0 <= SOLVED, "{worst:?}");
    }
}
