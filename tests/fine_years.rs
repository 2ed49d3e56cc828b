//! Years in steps of less than an hour: what they share with hours, and what they tell beyond.

mod support;

use halltwin::results::{SERIES_CSV, SERIES_PARQUET, Summary, load};
use halltwin::study::{Hall, Orders, Outcome, StudyError, year};
use std::fs;
use std::path::Path;

const HOUR: f64 = 3_600.0;
const QUARTER: f64 = 900.0;
const YEAR: f64 = 8_760.0 * HOUR;

/// Part of a year of `hall` from its first midnight, for `duration` in steps of `step` \[s\].
fn part(
    hall: &Hall,
    folder: &Path,
    [duration, step]: [f64; 2],
    (threads, resume): (usize, bool),
    stop: &mut dyn FnMut(f64) -> bool,
) -> Result<Outcome, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap();
    let orders = Orders {
        folder: folder.to_owned(),
        command: "halltwin".to_owned(),
        start: 0.0,
        duration,
        step,
        csv_all: true,
        resume,
        stop,
    };
    year(hall, orders, &pool)
}

fn whole(hall: &Hall, folder: &Path, lengths: [f64; 2]) -> Summary {
    let outcome = part(hall, folder, lengths, (2, false), &mut |_| false);
    outcome.unwrap_or_else(|e| panic!("{e}")).summary
}

/// At the full hour a quarter has the weather of the hour, so that both are one steady state. Between full hours the weather is
/// linear: its mean over the year is the mean of the hours, its variance is smaller by 5/32 of the mean square of the changes from
/// hour to hour, some tenths of a K². Energies that are straight in the weather agree, those that bend, such as a fan's, by half
/// of their second derivative times that: less than half a per cent of what fans and chillers draw.
#[test]
fn a_year_in_quarters_passes_through_its_hours() {
    let hall = support::hall("01_one_rack.toml", &[]);
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [hours, quarters] = [HOUR, QUARTER];
    let a = whole(&hall, folders[0].path(), [YEAR, hours]);
    let b = whole(&hall, folders[1].path(), [YEAR, quarters]);
    assert_eq!([a.steps, b.steps], [8_760, 35_040]);
    let off = |x: f64, y: f64| (y / x - 1.0).abs();
    let cooling = |s: &Summary| s.facility_energy_kwh - s.it_energy_kwh;
    println!(
        "facility {:.2e}, IT {:.2e}, beyond IT {:.2e}",
        off(a.facility_energy_kwh, b.facility_energy_kwh),
        off(a.it_energy_kwh, b.it_energy_kwh),
        off(cooling(&a), cooling(&b))
    );
    assert!(off(a.it_energy_kwh, b.it_energy_kwh) < 1e-6);
    assert!(off(cooling(&a), cooling(&b)) < 5e-3);
    assert!(a.pue.is_some() && off(a.pue.unwrap(), b.pue.unwrap()) < 2e-4);
    assert!(b.ledger_residual < 1e-9);
    let [x, y] = [0, 1].map(|k| load(folders[k].path()).unwrap().series);
    for probe in [
        "hall.facility_power",
        "site.dry_bulb",
        "dry_cooler.roof.fan",
    ] {
        let [x, y] = [&x, &y].map(|s| s.column(probe).unwrap_or_else(|e| panic!("{probe}: {e}")));
        let mut between = 0;
        for (k, at) in x.iter().enumerate() {
            assert!(
                (y[4 * k] - at).abs() < 2e-6 * at.abs().max(1.0),
                "{probe} {k}: {} {at}",
                y[4 * k]
            );
            between += usize::from((y[4 * k + 2] - at).abs() > 2e-5 * at.abs().max(1.0));
        }
        assert!(
            between > 1_000,
            "{probe} stands still within hours: {between}"
        );
    }
}

/// Loads are means over their step, so that energy of IT is that of hours but for what chips leak at the temperatures between.
#[test]
fn loads_that_vary_within_an_hour_keep_their_energy() {
    let text = "base = \"BASE\"\n[workload.users]\npattern = \"inference\"\nlevel = 0.9\nnight = 0.4\n[row.a]\nworkload = \"users\"\n";
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("hall.toml");
    fs::write(&path, text.replace("BASE", &base.display().to_string())).unwrap();
    let hall = Hall::load(&path, &[]).unwrap_or_else(|e| panic!("{e}"));
    let week = 168.0 * HOUR;
    let [a, b] =
        [HOUR, QUARTER].map(|step| whole(&hall, &dir.path().join(step.to_string()), [week, step]));
    let off = (b.it_energy_kwh / a.it_energy_kwh - 1.0).abs();
    assert!(off < 1e-4, "{off}");
    let column = |step: f64| {
        let run = load(&dir.path().join(step.to_string())).unwrap();
        run.series.column("hall.it_power").unwrap()
    };
    let (hours, quarters) = (column(HOUR), column(QUARTER));
    // The evening falls within its hours.
    let moves = quarters
        .chunks(4)
        .filter(|q| (q[3] / q[0] - 1.0).abs() > 1e-2)
        .count();
    assert!(moves > 14 && hours.len() == 168, "{moves}");
}

#[test]
fn quarters_have_the_same_bits_on_any_threads_and_across_a_stop() {
    let hall = support::hall("01_one_rack.toml", &["dry_cooler.roof.pads_above=12 degC"]);
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    // Six weeks and a day.
    let lengths = [1_032.0 * HOUR, QUARTER];
    let go = |folder: &Path, how, stop: &mut dyn FnMut(f64) -> bool| {
        part(&hall, folder, lengths, how, stop)
            .unwrap_or_else(|e| panic!("{e}"))
            .summary
    };
    let a = go(&one, (1, false), &mut |_| false);
    let half = go(&two, (1, false), &mut |_| true);
    assert!(half.interrupted && half.steps == 672, "{}", half.steps);
    let b = go(&two, (3, true), &mut |_| false);
    assert_eq!((a.steps, b.steps), (4_128, 4_128));
    assert_eq!(a.facility_energy_kwh, b.facility_energy_kwh);
    assert_eq!(a.ledger, b.ledger);
    for file in [SERIES_CSV, SERIES_PARQUET] {
        let [x, y] = [&one, &two].map(|folder| fs::read(folder.join(file)).unwrap());
        assert!(x == y, "{file} differs");
    }
}

#[test]
fn steps_that_do_not_divide_an_hour_are_refused() {
    let hall = support::hall("01_one_rack.toml", &[]);
    let dir = tempfile::tempdir().unwrap();
    for step in [7_200.0, 86_400.0, 2_400.0, 30.0, 0.0, -900.0, f64::NAN] {
        let found = part(
            &hall,
            dir.path(),
            [168.0 * HOUR, step],
            (1, false),
            &mut |_| false,
        );
        assert!(matches!(found, Err(StudyError::Order(_))), "{step}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    match Hall::load(&path, &["--step run.year_step=25 min".to_owned()]) {
        Err(StudyError::Config(found)) => {
            let text = format!("{found}");
            assert!(
                text.contains("year-step") && text.contains("no whole number"),
                "{text}"
            );
        }
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("25 min do not divide an hour"),
    }
}

/// An event of twenty minutes has room in quarters.
#[test]
fn what_is_over_within_an_hour_has_room_in_quarters() {
    let dir = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/01_one_rack.toml");
    let path = dir.path().join("hall.toml");
    let event =
        "[event.less]\nfrom = \"130 min\"\nuntil = \"150 min\"\non = \"row.a\"\nload = 0.5\n";
    fs::write(&path, format!("base = {base:?}\n{event}")).unwrap();
    let hall =
        Hall::load(&path, &["run.start=01-01 00:00".to_owned()]).unwrap_or_else(|e| panic!("{e}"));
    let go = |step: f64| {
        part(
            &hall,
            &dir.path().join("out"),
            [6.0 * HOUR, step],
            (1, false),
            &mut |_| false,
        )
    };
    assert!(matches!(go(HOUR), Err(StudyError::Config(_))));
    let outcome = go(QUARTER).unwrap_or_else(|e| panic!("{e}"));
    let power = load(&outcome.folder)
        .unwrap()
        .series
        .column("row.a.1.power")
        .unwrap();
    let halved: Vec<usize> = (0..power.len())
        .filter(|k| power[*k] < 0.6 * power[0])
        .collect();
    // 2:15 is the one quarter that begins within it.
    assert_eq!((power.len(), halved), (24, vec![9]));
}

/// A tank whose hours begin at a quarter past is filled from then on, and its days agree with days in hours.
#[test]
fn a_tank_is_carried_from_quarter_to_quarter() {
    let hall = support::hall("10_night_tank.toml", &["tank.night.charge=21:15-07:00"]);
    let dir = tempfile::tempdir().unwrap();
    let lengths = [96.0 * HOUR, QUARTER];
    let go = |name: &str, how, stop: &mut dyn FnMut(f64) -> bool| {
        part(&hall, &dir.path().join(name), lengths, how, stop)
            .unwrap_or_else(|e| panic!("{e}"))
            .summary
    };
    let fine = go("whole", (2, false), &mut |_| false);
    let flow = load(&dir.path().join("whole"))
        .unwrap()
        .series
        .column("tank.night.flow")
        .unwrap();
    let filled = |k: usize| flow[k] < 0.0;
    assert!(
        !filled(96 + 84) && filled(96 + 85),
        "{:?}",
        &flow[96 + 82..96 + 88]
    );
    let half = go("parts", (1, false), &mut |share| share >= 0.4);
    assert!(half.interrupted && half.steps < fine.steps);
    let rest = go("parts", (3, true), &mut |_| false);
    assert_eq!(
        (rest.steps, rest.facility_energy_kwh),
        (384, fine.facility_energy_kwh)
    );
    assert_eq!(rest.ledger, fine.ledger);
    let coarse = whole(&hall, &dir.path().join("hours"), [96.0 * HOUR, HOUR]);
    let chillers = |s: &Summary| s.plant.component_energy["chiller.cold_kWh"];
    let off = chillers(&coarse) / chillers(&fine) - 1.0;
    println!("chillers in hours over quarters: {off:.2e}");
    assert!(off.abs() < 0.02 && fine.ledger_residual < 1e-9, "{off}");
}
