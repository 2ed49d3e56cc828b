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
fn a_run_that_was_stopped_and_resumed_is_the_same_run() {
    let hall = support::hall("02_cdu_and_row.toml", &[]);
    let [at_once, in_parts] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let (duration, step) = (900.0, 15.0);
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

/// A rack without leakage and conversion, on a trace with uneven samples: its energy is that of the trace.
fn traced(folder: &Path) -> Hall {
    let samples = [
        (0.0, 90.0),
        (47.25, 118.0),
        (131.0, 35.5),
        (200.875, 101.25),
        (423.125, 64.0),
        (600.0, 110.0),
    ];
    let lines = samples.map(|(t, kw)| format!("{t},{kw}\n"));
    fs::write(
        folder.join("trace.csv"),
        format!("time,power\n{}", lines.concat()),
    )
    .unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    let text = format!(
        "base = {:?}\n[workload.steady]\npattern = \"trace\"\nfile = \"trace.csv\"\ncolumn = \"power\"\nunit = \"kW\"\n[row.a]\n\
         rack = {{ use = \"rack/gb300-nvl72\", leakage = \"0 1/K\", chain = [] }}\n",
        base
    );
    let path = folder.join("traced.toml");
    fs::write(&path, text).unwrap();
    Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn it_energy_does_not_depend_on_the_step() {
    let folder = tempfile::tempdir().unwrap();
    let hall = traced(folder.path());
    let energy = |step: f64| whole(&hall, &folder.path().join("run"), 600.0, step).it_energy_kwh;
    let fine = energy(1.0);
    // Trapezoids of the samples above.
    let joule: f64 = [
        (47.25, 208.0),
        (83.75, 153.5),
        (69.875, 136.75),
        (222.25, 165.25),
        (176.875, 174.0),
    ]
    .map(|(span, sum)| 500.0 * span * sum)
    .iter()
    .sum();
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

#[test]
fn a_minute_a_step_is_close_to_a_second_a_step() {
    let hall = support::hall("02_cdu_and_row.toml", &["row.a.racks=4"]);
    let folder = tempfile::tempdir().unwrap();
    let results = [1.0, 60.0].map(|step| {
        let summary = whole(&hall, folder.path(), 1_200.0, step);
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
    assert_eq!((back.len(), coarse_back.len()), (20, 20));
    for (minute, (a, b)) in back.iter().zip(&coarse_back).enumerate() {
        assert!(
            (a - b).abs() < 0.2,
            "minute {minute}: return {b} °C at 60 s, {a} °C at 1 s"
        );
    }
}
