//! The same hall gives the same figures: for any number of threads, across an interruption, and, as far
//! as physics allows, for any step.

mod support;

use halltwin::results::{SERIES_CSV, SERIES_PARQUET, Summary, load};
use halltwin::study::{Hall, Orders, run, year};
use std::fs;
use std::path::Path;

const DAY: f64 = 86_400.0;
const HOUR: f64 = 3_600.0;

/// Orders for a run into `folder`, from the first midnight of July.
fn orders<'a>(
    folder: &Path,
    duration: f64,
    step: f64,
    stop: &'a mut dyn FnMut(f64) -> bool,
) -> Orders<'a> {
    Orders {
        folder: folder.to_owned(),
        command: "halltwin".to_owned(),
        start: 181.0 * DAY,
        duration,
        step,
        csv_all: true,
        resume: false,
        stop,
    }
}

/// The summary of a whole run of `hall`.
fn whole(hall: &Hall, folder: &Path, duration: f64, step: f64) -> Summary {
    let outcome = run(hall, orders(folder, duration, step, &mut |_| false));
    outcome.expect("the run ends well").summary
}

/// Everything but how long it took, on how many threads, and how it was asked for.
fn figures(mut summary: Summary) -> Summary {
    summary.wall_time_s = 0.0;
    summary.threads = 0;
    summary.command.clear();
    summary
}

fn same_bytes(one: &Path, other: &Path, file: &str) {
    let read = |folder: &Path| fs::read(folder.join(file)).expect("the file is there");
    assert!(read(one) == read(other), "{file} differs");
}

#[test]
fn a_year_has_the_same_bits_on_one_thread_and_on_two() {
    let hall = support::hall("01_one_rack.toml", &[]);
    let folders = [1, 2].map(|threads| {
        let folder = tempfile::tempdir().unwrap();
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        // Three chunks: two threads share them unevenly.
        let mut stop = |_: f64| false;
        let orders = orders(folder.path(), 400.0 * HOUR, HOUR, &mut stop);
        let summary = year(&hall, orders, &pool)
            .expect("the year ends well")
            .summary;
        assert_eq!((summary.steps, summary.threads), (400, threads));
        (folder, figures(summary))
    });
    let [(one, of_one), (two, of_two)] = folders;
    same_bytes(one.path(), two.path(), SERIES_CSV);
    same_bytes(one.path(), two.path(), SERIES_PARQUET);
    assert_eq!(of_one, of_two);
}

#[test]
fn a_year_that_was_stopped_and_resumed_is_the_same_year() {
    let hall = support::hall("01_one_rack.toml", &[]);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let [at_once, in_parts] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    // Seven weeks, after each of which it is asked whether to stop.
    let hours = 1_100.0;
    let mut never = |_: f64| false;
    let whole = orders(at_once.path(), hours * HOUR, HOUR, &mut never);
    let wanted = year(&hall, whole, &pool).expect("it ends well").summary;
    for resume in [false, true] {
        let mut stop = |_: f64| !resume;
        let mut orders = orders(in_parts.path(), hours * HOUR, HOUR, &mut stop);
        orders.resume = resume;
        let part = year(&hall, orders, &pool)
            .expect("each part ends well")
            .summary;
        assert_eq!(
            (part.interrupted, part.checkpoint.is_some()),
            (!resume, !resume)
        );
        let read = load(in_parts.path()).expect("a partial result is readable");
        assert_eq!(read.series.rows() as u64, part.steps);
        assert_eq!(part.steps, if resume { 1_100 } else { 168 });
    }
    same_bytes(at_once.path(), in_parts.path(), SERIES_CSV);
    same_bytes(at_once.path(), in_parts.path(), SERIES_PARQUET);
    let resumed = load(in_parts.path()).unwrap().summary;
    assert_eq!(figures(resumed), figures(wanted));
}

#[test]
fn a_run_that_was_stopped_and_resumed_is_the_same_run() {
    resumed("02_cdu_and_row.toml", &[], (900.0, 15.0));
}

/// What the local controllers remember goes on with the run.
#[test]
fn so_is_one_whose_local_loops_are_stepped() {
    let slow = ["cdu.a.pump_reset=20 s"];
    resumed("02_cdu_and_row.toml", &slow, (120.0, 1.0));
}

/// Loads that swing within a step, on busways at the temperature of their current.
#[test]
fn so_is_one_whose_loads_swing_on_busways() {
    resumed("halls/nanto_a.toml", &[], (300.0, 15.0));
}

fn resumed(config: &str, sets: &[&str], (duration, step): (f64, f64)) {
    let hall = support::hall(config, sets);
    let [at_once, in_parts] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let wanted = whole(&hall, at_once.path(), duration, step);

    for (resume, until) in [(false, 0.3), (true, 0.7), (true, 2.0)] {
        let mut stop = |share: f64| share >= until;
        let mut orders = orders(in_parts.path(), duration, step, &mut stop);
        orders.resume = resume;
        let part = run(&hall, orders).expect("each part ends well").summary;
        assert_eq!(part.interrupted, until < 1.0);
        assert_eq!(part.checkpoint.is_some(), until < 1.0);
        let kept = in_parts.path().join("checkpoint.json").exists();
        assert_eq!(kept, until < 1.0);
        let read = load(in_parts.path()).expect("a partial result is readable");
        assert_eq!(read.series.rows() as u64, part.steps);
    }
    same_bytes(at_once.path(), in_parts.path(), SERIES_CSV);
    same_bytes(at_once.path(), in_parts.path(), SERIES_PARQUET);
    let resumed = load(in_parts.path()).unwrap().summary;
    assert_eq!(figures(resumed), figures(wanted));
}

/// `config` with its workload replaced by a trace of power, samples in (s, kW), and `more` tables.
fn traced(folder: &Path, config: &str, workload: &str, samples: &[(f64, f64)], more: &str) -> Hall {
    let lines: String = samples
        .iter()
        .map(|(t, kw)| format!("{t},{kw}\n"))
        .collect();
    fs::write(folder.join("trace.csv"), format!("time,power\n{lines}")).unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(config);
    let text = format!(
        "base = {base:?}\n[run]\nstart = \"07-01 00:00\"\n[workload.{workload}]\npattern = \"trace\"\n\
         file = \"trace.csv\"\ncolumn = \"power\"\nunit = \"kW\"\n{more}"
    );
    let path = folder.join("traced.toml");
    fs::write(&path, text).unwrap();
    Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn it_energy_does_not_depend_on_the_step() {
    let folder = tempfile::tempdir().unwrap();
    let samples = [
        (0.0, 90.0),
        (47.25, 118.0),
        (131.0, 35.5),
        (200.875, 101.25),
        (423.125, 64.0),
        (600.0, 110.0),
    ];
    // Neither leakage nor conversion: the energy of the rack is that of the trace.
    let rack = "[row.a]\nrack = { use = \"rack/gb300-nvl72\", leakage = \"0 1/K\", chain = [] }\n";
    let hall = traced(folder.path(), "01_one_rack.toml", "steady", &samples, rack);
    let energy = |step: f64| whole(&hall, &folder.path().join("run"), 600.0, step).it_energy_kwh;
    let fine = energy(1.0);
    let trapezoid = |w: &[(f64, f64)]| 500.0 * (w[1].0 - w[0].0) * (w[1].1 + w[0].1);
    let joule: f64 = samples.windows(2).map(trapezoid).sum();
    assert!(
        (fine / (joule / 3.6e6) - 1.0).abs() < 1e-12,
        "{fine} kWh at 1 s"
    );
    for step in [15.0, 60.0] {
        let coarse = energy(step);
        assert!(
            (coarse / fine - 1.0).abs() < 1e-12,
            "{coarse} kWh at {step} s"
        );
    }
}

/// Means of `values` over runs of `n`.
fn means(values: &[f64], n: usize) -> Vec<f64> {
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    values.chunks_exact(n).map(mean).collect()
}

/// Runs `hall` for 25 minutes at 1 s and at 60 s: overhead energy agrees, and so does each minute's mean of
/// the coolant's return from the racks.
fn compare(hall: &Hall) {
    let folder = tempfile::tempdir().unwrap();
    let results = [1.0, 60.0].map(|step| {
        let summary = whole(hall, folder.path(), 1_500.0, step);
        let series = load(folder.path()).unwrap().series;
        let back = series.column("hall.rack_return_temperature").unwrap();
        let overhead = summary.facility_energy_kwh - summary.it_energy_kwh;
        (overhead, means(&back, (60.0 / step) as usize))
    });
    let [(fine, back), (coarse, coarse_back)] = results;
    assert!(
        (coarse / fine - 1.0).abs() < 5e-3,
        "overhead {coarse} kWh at 60 s, {fine} kWh at 1 s"
    );
    assert_eq!((back.len(), coarse_back.len()), (25, 25));
    for (minute, (a, b)) in back.iter().zip(&coarse_back).enumerate() {
        assert!(
            (a - b).abs() < 0.2,
            "minute {minute}: return {b} °C at 60 s, {a} °C at 1 s"
        );
    }
}

#[test]
fn a_minute_a_step_is_close_to_a_second_a_step() {
    let folder = tempfile::tempdir().unwrap();
    let samples = [
        (0.0, 100.0),
        (60.0, 100.0),
        (240.0, 115.0),
        (480.0, 95.0),
        (900.0, 118.0),
        (1_500.0, 100.0),
    ];
    let rows = "[row.a]\nracks = 4\n";
    let hall = traced(
        folder.path(),
        "02_cdu_and_row.toml",
        "training",
        &samples,
        rows,
    );
    compare(&hall);
}

/// A step of 1 s sees the swings of training, a step of 60 s their mean.
#[test]
fn a_minute_of_training_is_close_to_sixty_seconds_of_it() {
    let hall = support::hall("02_cdu_and_row.toml", &["row.a.racks=4"]);
    compare(&hall);
}
