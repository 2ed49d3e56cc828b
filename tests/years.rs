//! Years: events that last change its hours, those that are over within one are refused by name; loads that swing cost what they cost in
//! a run; every example has one.

mod support;

use halltwin::study::surface::{Tolerance, Weather};
use halltwin::study::uncertainty::{self, Spread, inputs, spread};
use halltwin::study::{Hall, Orders, Outcome, StudyError, run, year};
use std::fs;
use std::path::Path;

const HOUR: f64 = 3_600.0;

/// The first `duration` \[s\] of a year.
fn begun(hall: &Hall, folder: &Path, duration: f64) -> Result<Outcome, StudyError> {
    begun_at(hall, folder, hall.config.run.start.seconds(), duration)
}

/// `duration` \[s\] of a year from `start` \[s\].
fn begun_at(hall: &Hall, folder: &Path, start: f64, duration: f64) -> Result<Outcome, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let mut stop = |_: f64| false;
    let orders = Orders {
        start,
        ..support::orders(hall, folder, [duration, HOUR], &mut stop)
    };
    year(hall, orders, &pool)
}

fn hours(folder: &Path, event: &str) -> Result<Outcome, StudyError> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    let path = folder.join("hall.toml");
    fs::write(&path, format!("base = {base:?}\n{event}")).unwrap();
    let hall = Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e}"));
    begun(&hall, folder, 6.0 * HOUR)
}

#[test]
fn a_lasting_event_changes_its_hours() {
    let folder = tempfile::tempdir().unwrap();
    let event = "[event.less]\nfrom = \"2 h\"\nuntil = \"4 h\"\non = \"row.a\"\nload = 0.5\n";
    let outcome = hours(folder.path(), event).unwrap_or_else(|e| panic!("{e}"));
    let run = halltwin::results::load(&outcome.folder).unwrap();
    let power = run.series.column("row.a.1.power").unwrap();
    for (hour, p) in power.iter().enumerate() {
        let share = p / power[0];
        // Half the demand, and cooler chips leak less.
        let wanted = if (2..4).contains(&hour) {
            0.45..0.5
        } else {
            0.99..1.01
        };
        assert!(wanted.contains(&share), "hour {hour}: {share}");
    }
    let told = |e: &&halltwin::results::Event| e.component == "row.a";
    let events: Vec<_> = outcome.summary.events.iter().filter(told).collect();
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0].time_s, 2.0 * HOUR);
}

#[test]
fn a_short_event_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let event = "[event.noon]\nfrom = \"2 h\"\nuntil = \"130 min\"\non = \"row.a\"\nload = 0.5\n";
    match hours(folder.path(), event) {
        Err(StudyError::Config(found)) => {
            let text = format!("{found:?}");
            assert!(text.contains("event noon lasts 600 s"), "{text}");
        }
        other => panic!("{other:?}"),
    }
    assert!(!folder.path().join("out").exists());
}

/// A hall with next to no heat in its air stands among them.
#[test]
fn every_example_has_a_week() {
    for name in [
        "01_one_rack.toml",
        "02_cdu_and_row.toml",
        "04_drawn.toml",
        "05_ride.toml",
        "06_balanced.toml",
        "07_fresh_air.toml",
        "09_heat_reuse.toml",
        "slc_mimo.toml",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let hall = support::hall(name, &[]);
        let outcome = begun(&hall, folder.path(), 168.0 * HOUR);
        let outcome = outcome.unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(outcome.failed.is_none(), "{name}");
    }
}

#[test]
fn a_load_that_swings_loses_in_a_year_what_it_loses_in_a_run() {
    let hall = support::hall("halls/nanto_a.toml", &["site.climate=toyama-design-summer"]);
    let folder = tempfile::tempdir().unwrap();
    let steady = begun(&hall, &folder.path().join("year"), HOUR).unwrap_or_else(|e| panic!("{e}"));
    let mut stop = |_: f64| false;
    let lengths = support::orders(&hall, &folder.path().join("run"), [HOUR, 15.0], &mut stop);
    let marched = run(&hall, lengths).unwrap_or_else(|e| panic!("{e}"));
    let mean = |outcome: &Outcome, probe: &str| {
        let run = halltwin::results::load(&outcome.folder).unwrap();
        let column = run.series.column(probe).unwrap();
        column.iter().sum::<f64>() / column.len() as f64
    };
    for (probe, bound) in [("hall.power_loss", 1e-2), ("hall.it_power", 2e-3)] {
        let [year, run] = [&steady, &marched].map(|outcome| mean(outcome, probe));
        println!("{probe}: {year} in a year, {run} in a run");
        assert!((year / run - 1.0).abs() < bound, "{probe}: {year} {run}");
    }
}

/// Bands of `configs/halls/nanto_a.toml`, by every sixth hour of weather, with its rows under another name, and another description.
fn bands(folder: &Path, rows: &str, description: &str) -> uncertainty::Outcome {
    let hall = include_str!("../configs/halls/nanto_a.toml");
    let (hall, path) = (
        hall.replace("[row.r]", &format!("[row.{rows}]")),
        folder.join("hall.toml"),
    );
    let described = format!("[hall]\ndescription = \"{description}\"");
    fs::write(&path, hall.replacen("[hall]", &described, 1)).unwrap();
    let sets: [String; 0] = [];
    let hall = Hall::load(&path, &sets).unwrap_or_else(|e| panic!("{rows}: {e}"));
    let climate = &hall.model.climate;
    let of = Spread {
        hall: &path,
        sets: &sets,
        climate,
        weather: &Weather::of(climate, 6.0 * HOUR),
        tolerance: Tolerance::default(),
        stop: || false,
    };
    let inputs = inputs(None, &path, &sets).unwrap();
    spread(&of, &inputs).unwrap_or_else(|e| panic!("{rows}: {e}"))
}

/// What rows are called, and what is written about them, moves no digit of P10, P50 and P90.
#[test]
fn bands_do_not_hang_on_names() {
    let folder = tempfile::tempdir().unwrap();
    let plain = bands(folder.path(), "r", "six rows");
    for (rows, description) in [("1", "six rows"), ("zeile", "zeile1 to zeile6"), ("a", "")] {
        let named = bands(folder.path(), rows, description);
        assert_eq!(named, plain, "{rows}, {description}");
    }
}

/// Half a year after the first of August is in no year that ends with December; half a month after it is in the year though the
/// run of the file lasts a day.
#[test]
fn events_of_a_year_have_its_length() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hall.toml");
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    let write = |from: &str| {
        let event = format!("[event.less]\nfrom = \"{from}\"\non = \"row.a\"\nload = 0.5\n");
        let start = "[run]\nstart = \"08-01 00:00\"\nduration = \"24 h\"\n";
        fs::write(&path, format!("base = {base:?}\n{start}{event}")).unwrap();
    };
    write("360 h");
    let refused = |found: Result<Hall, StudyError>| match found {
        Err(StudyError::Config(found)) => found.iter().map(|p| p.message.clone()).collect(),
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    };
    let outside = |of: &str| vec![format!("event less lies outside the {of}")];
    assert_eq!(refused(Hall::load(&path, &[])), outside("run"));
    let hall = Hall::load_year(&path, &[]).unwrap_or_else(|e| panic!("{e}"));
    let outcome = begun_at(
        &hall,
        folder.path(),
        hall.config.run.start.seconds() + 358.0 * HOUR,
        4.0 * HOUR,
    );
    let run = halltwin::results::load(&outcome.unwrap().folder).unwrap();
    let power = run.series.column("row.a.1.power").unwrap();
    assert!(
        power[1] > 0.98 * power[0] && power[2] < 0.5 * power[0],
        "{power:?}"
    );
    write("4000 h");
    assert_eq!(refused(Hall::load_year(&path, &[])), outside("year"));
}

/// Jobs of a seed go on over the year, in the first hours as in a run from new year.
#[test]
fn seeded_jobs_last_for_a_year() {
    let sets = [
        "workload.steady.pattern=jobs",
        "workload.steady.seed=7",
        "workload.steady.sample=60 s",
        "run.start=01-01 00:00",
    ];
    let folder = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    let sets = sets.map(str::to_owned);
    let [year, run] = [Hall::load_year, Hall::load]
        .map(|load| load(&base, &sets).unwrap_or_else(|e| panic!("{e}: {e:?}")));
    for hour in 0..24 {
        let [a, b] = [&year, &run].map(|hall| {
            let (profile, t) = (&hall.model.profiles[0], f64::from(hour) * HOUR);
            [profile.mean(t, HOUR), profile.deviation(t, HOUR)]
        });
        assert!(
            (a[0] - b[0]).abs() < 1e-9 && (a[1] - b[1]).abs() < 1e-6,
            "{a:?} {b:?}"
        );
    }
    let last = &year.model.profiles[0];
    let late: Vec<f64> = (8_700..8_760)
        .map(|h| last.mean(f64::from(h) * HOUR, HOUR))
        .collect();
    assert!(late.iter().any(|p| (p - late[0]).abs() > 0.01), "{late:?}");
    let months = begun_at(&year, folder.path(), 8_600.0 * HOUR, 160.0 * HOUR);
    assert!(
        months
            .unwrap_or_else(|e| panic!("{e}"))
            .summary
            .ledger_residual
            < 1e-9
    );
}

/// A trace of watts is met as one of shares of the rated power is, hour by hour.
#[test]
fn a_trace_of_power_is_a_load_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/02_cdu_and_row.toml");
    let samples = (0..=2 * 8_760).map(|k| {
        let watts = if k / 7 % 2 == 0 { 60_000 } else { 100_000 };
        format!("{},{watts},{}\n", 1_800 * k, 1e-3 * f64::from(watts))
    });
    let trace = folder.path().join("trace.csv");
    fs::write(
        &trace,
        format!("time,watts,kilowatts\n{}", samples.collect::<String>()),
    )
    .unwrap();
    let [watts, kilowatts] = [("watts", "W"), ("kilowatts", "kW")].map(|(column, unit)| {
        let path = folder.path().join(format!("{column}.toml"));
        let load = format!("pattern = \"trace\"\nfile = {trace:?}\nof = \"rack\"");
        let text = format!(
            "base = {base:?}\n[run]\nstart = \"01-01 00:00\"\n[workload.training]\n{load}\ncolumn = \"{column}\"\nunit = \"{unit}\"\n"
        );
        fs::write(&path, text).unwrap();
        let hall = Hall::load_year(&path, &[]).unwrap_or_else(|e| panic!("{e}: {e:?}"));
        let found = begun_at(&hall, &folder.path().join(column), 0.0, 800.0 * HOUR);
        found.unwrap_or_else(|e| panic!("{e}")).summary
    });
    assert!(watts.ledger_residual < 1e-9);
    assert_eq!(watts.facility_energy_kwh, kilowatts.facility_energy_kwh);
}
