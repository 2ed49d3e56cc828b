//! Lead and lag of equal machines, and how many of them run: data in the configuration.

mod support;

use halltwin::physics::control::staging::Staging;
use halltwin::results::Summary;
use halltwin::study::{Hall, Orders, run, year};

const DAY: f64 = 86_400.0;

/// A study of `days` from `start` with steps of `step` \[s\], halted at the share `until` and resumed where that is below 1.
fn study(
    hall: &Hall,
    [start, days, step]: [f64; 3],
    whole: bool,
    threads: usize,
    until: f64,
) -> Summary {
    let folder = tempfile::tempdir().unwrap();
    let go = |resume: bool, stop: &mut dyn FnMut(f64) -> bool| {
        let orders = Orders {
            folder: folder.path().to_owned(),
            command: "test".to_owned(),
            start,
            duration: days * DAY,
            step,
            csv_all: false,
            resume,
            stop,
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let outcome = match whole {
            true => year(hall, orders, &pool.unwrap()),
            false => run(hall, orders),
        };
        outcome.expect("a study").summary
    };
    let first = go(false, &mut |share| share >= until);
    if until < 1.0 {
        assert!(first.interrupted);
        return go(true, &mut |_| false);
    }
    first
}

fn hours(summary: &Summary, name: &str) -> Vec<f64> {
    let found = summary.run_hours.iter().find(|r| r.component == name);
    found
        .unwrap_or_else(|| panic!("{name}: {:?}", summary.run_hours))
        .hours
        .clone()
}

#[test]
fn machines_lead_in_turn_and_the_plant_does_the_same() {
    let rotate = [
        "chiller.cold.count=3",
        "chiller.cold.rotate=24 h",
        "loop.chw.rotate=12 h",
    ];
    let (turning, fixed) = (
        support::hall("10_night_tank.toml", &rotate),
        support::hall("10_night_tank.toml", &rotate[..1]),
    );
    let span = [182.0 * DAY, 6.0, 300.0];
    let [a, b] = [&turning, &fixed].map(|hall| study(hall, span, false, 1, 1.0));
    assert_eq!(a.facility_energy_kwh, b.facility_energy_kwh);
    let (pumps, still) = (hours(&a, "loop.chw"), hours(&b, "loop.chw"));
    assert!(pumps.iter().all(|h| (h - 72.0).abs() < 1e-9), "{pumps:?}");
    assert!(
        (still[0] - 144.0).abs() < 1e-9 && still[1] == 0.0,
        "{still:?}"
    );
    let (shared, first) = (hours(&a, "chiller.cold"), hours(&b, "chiller.cold"));
    let all = |h: &[f64]| h.iter().sum::<f64>();
    assert!((all(&shared) - all(&first)).abs() < 1e-6);
    let range = |h: &[f64]| {
        h.iter()
            .fold([f64::MAX, 0.0], |r, x| [x.min(r[0]), x.max(r[1])])
    };
    let ([least, most], [idle, busy]) = (range(&shared), range(&first));
    assert!(least > 0.8 * most, "{shared:?}");
    assert!(idle < 0.8 * busy, "{first:?}");
    // Stopped on the way and resumed, it is the same study.
    let resumed = study(&turning, span, false, 1, 0.4);
    assert_eq!(resumed.run_hours, a.run_hours);
}

#[test]
fn weeks_of_a_year_agree_on_who_leads() {
    let sets = ["dry_cooler.roof.rotate=168 h", "loop.fws.rotate=168 h"];
    let hall = support::hall("halls/nanto_a.toml", &sets);
    let span = [0.0, 70.0, 3_600.0];
    let [one, two] = [1, 3].map(|threads| study(&hall, span, true, threads, 1.0));
    assert_eq!(one.run_hours, two.run_hours);
    let pumps = hours(&one, "loop.fws");
    assert!(pumps.iter().all(|h| *h > 0.0), "{pumps:?}");
    let resumed = study(&hall, span, true, 2, 0.5);
    assert_eq!(resumed.run_hours, one.run_hours);
}

#[test]
fn coolers_run_as_many_as_the_load_asks_for() {
    let staged = [
        "site.climate=toyama",
        "dry_cooler.roof.count=4",
        "dry_cooler.roof.stage_up=0.8",
        "dry_cooler.roof.stage_down=0.6",
        "dry_cooler.roof.rotate=24 h",
    ];
    let [some, all] = [&staged[..], &staged[..2]].map(|sets| {
        let hall = support::hall("02_cdu_and_row.toml", sets);
        study(&hall, [90.0 * DAY, 8.0, 3_600.0], true, 1, 1.0)
    });
    let sum = |s: &Summary| hours(s, "dry_cooler.roof").iter().sum::<f64>();
    assert!((sum(&all) - 4.0 * 192.0).abs() < 1e-6, "{}", sum(&all));
    assert!(
        sum(&some) < 0.8 * sum(&all),
        "{} of {}",
        sum(&some),
        sum(&all)
    );
    assert!(some.ledger_residual < 1e-9);
    // Fewer fans at more speed draw more.
    let fans = |s: &Summary| s.plant.component_energy["dry_cooler.roof_kWh"];
    assert!(fans(&some) > fans(&all), "{} {}", fans(&some), fans(&all));
    let shared = hours(&some, "dry_cooler.roof");
    let mean = sum(&some) / 4.0;
    assert!(
        shared.iter().all(|h| (h / mean - 1.0).abs() < 0.15),
        "{shared:?}"
    );
}

#[test]
fn cells_of_towers_are_staged_too() {
    let sets = [
        "tower.tower.count=3",
        "tower.tower.stage_up=0.9",
        "tower.tower.stage_down=0.6",
    ];
    let [some, all] = [&sets[..], &sets[..1]].map(|sets| {
        let hall = support::hall("plants/tower_1mw.toml", sets);
        study(&hall, [0.0, 14.0, 3_600.0], true, 1, 1.0)
    });
    let sum = |s: &Summary| hours(s, "tower.tower").iter().sum::<f64>();
    assert!(
        sum(&some) < 0.9 * sum(&all),
        "{} of {}",
        sum(&some),
        sum(&all)
    );
    assert!(some.ledger_residual < 1e-9);
}

/// Number of machines that the rule of chillers asks for, from the load that the settled hour tells and what ran before it.
fn asked(running: u32, load: f64) -> u32 {
    let rule = Staging {
        up: 0.9,
        down: 0.75,
        least: 1,
        most: 4,
    };
    rule.next(running, load)
}

/// Hours in which one chiller carries 0.75 to 0.9 of what it can, and some in which it cannot carry all.
#[test]
fn machines_of_every_hour_agree_with_its_settled_load() {
    let halls = [
        (
            "halls/nanto_a.toml",
            "chiller.chillers",
            &["workload.training.level=0.2"][..],
            [29.0 * 7.0 * DAY, 7.0],
        ),
        (
            "halls/chiba_b.toml",
            "chiller.trim",
            &[],
            [30.0 * 7.0 * DAY, 7.0],
        ),
    ];
    for (path, chiller, sets, [start, days]) in halls {
        let hall = support::hall(path, sets);
        let folder = tempfile::tempdir().unwrap();
        let mut stop = |_: f64| false;
        let orders = Orders {
            start,
            ..support::orders(&hall, folder.path(), [days * DAY, 3_600.0], &mut stop)
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let outcome = year(&hall, orders, &pool.unwrap()).unwrap_or_else(|e| panic!("{e}"));
        let series = halltwin::results::load(&outcome.folder).unwrap().series;
        let column = |name: &str| series.column(&format!("{chiller}.{name}")).unwrap();
        let (running, part_load) = (column("running"), column("part_load"));
        let (mut before, mut near) = (0, 0);
        for (hour, (n, share)) in running.iter().zip(part_load).enumerate() {
            // One stands ready where none is needed.
            let n = n.max(1.0);
            let load = n * share;
            let wanted = asked(before, load);
            assert_eq!(
                n,
                f64::from(wanted),
                "{path} hour {hour}: {load} after {before}"
            );
            near += usize::from((0.75..0.9).contains(&load));
            before = wanted;
        }
        assert!(near > 10, "{path}: hysteresis is asked in {near} hours");
    }
}

/// Temperature at which the coolers that run let their own share of the coolant go in the first hours of January [°C], and how
/// many of four run: the others let theirs pass as it came.
fn leaving(fluid: &str) -> Vec<(f64, f64)> {
    let sets = [
        "site.climate=toyama-design-winter",
        "lint.allow=[\"W002\", \"W018\", \"W102\"]",
        "dry_cooler.dry.count=4",
        "dry_cooler.dry.stage_up=0.95",
        "dry_cooler.dry.stage_down=0.6",
        "loop.tcs.supply=6 degC",
        &format!("loop.tcs.fluid={fluid}"),
    ];
    let hall = support::hall("plants/dry_cooler_1mw.toml", &sets);
    let folder = tempfile::tempdir().unwrap();
    let mut stop = |_: f64| false;
    let orders = support::orders(&hall, folder.path(), [DAY, 3_600.0], &mut stop);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let outcome = year(&hall, orders, &pool.unwrap()).unwrap_or_else(|e| panic!("{e}"));
    let series = halltwin::results::load(&outcome.folder).unwrap().series;
    let column = |name: &str| series.column(name).unwrap();
    let came = column("loop.tcs.return_temperature");
    let left = column("dry_cooler.dry.outlet_temperature");
    let running = column("dry_cooler.dry.running");
    let own = |i: usize| came[i] - (came[i] - left[i]) * 4.0 / running[i];
    (0..came.len()).map(|i| (own(i), running[i])).collect()
}

/// Two of four could carry a January night, but what leaves them would come within 3 K of ice: one more runs, and together they
/// hold the set point. Brine may go colder.
#[test]
fn a_cooler_that_runs_beside_standing_ones_keeps_its_own_coolant_from_freezing() {
    let (water, brine) = (leaving("water"), leaving("pg25"));
    assert_eq!(water.len(), 24);
    for ((own, n), (colder, fewer)) in water.iter().zip(&brine) {
        assert!(*own >= 3.0 - 1e-3, "{own} degC, {n} run");
        assert!(
            *colder < 3.0 - 0.1 && fewer < n,
            "{colder} degC, {fewer} run"
        );
    }
}

/// In a mild night with little load natural draught takes nearly all of it: what the coolers' coolant holds a little less
/// than it should, over a short step a large power, is no load that starts or stops them.
#[test]
fn coolers_are_staged_alike_in_steps_of_any_length() {
    let sets = [
        "workload.steady.pattern=inference",
        "workload.steady.night=0.2",
        "dry_cooler.roof.count=4",
        "dry_cooler.roof.rated_heat=80 kW",
        "dry_cooler.roof.rated_water_flow=115 L/min",
        "dry_cooler.roof.stage_up=0.6",
        "dry_cooler.roof.stage_down=0.4",
        "dry_cooler.roof.min_run=15 min",
    ];
    let hall = support::hall("01_one_rack.toml", &sets);
    let night = |step: f64| {
        let found = study(&hall, [181.0 * DAY, 0.25, step], false, 1, 1.0);
        hours(&found, "dry_cooler.roof").iter().sum::<f64>()
    };
    let [short, long] = [night(15.0), night(60.0)];
    assert!((short / long - 1.0).abs() < 1e-3, "{short} h, {long} h");
}
