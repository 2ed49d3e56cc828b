//! Cold kept for later and heat handed to others: what a hall with a tank, a heap of snow or a district does, through the
//! ordinary run and year.

mod support;

use halltwin::results::{self, Run, Summary};
use halltwin::study::{Hall, Orders, run, year};

/// One study of `hall`: its summary and its record.
fn study(hall: &Hall, start: f64, hours: f64, step: f64, whole: bool) -> (Summary, Run) {
    let folder = tempfile::tempdir().unwrap();
    let orders = Orders {
        folder: folder.path().to_owned(),
        command: "test".to_owned(),
        start,
        duration: hours * 3_600.0,
        step,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    let outcome = if whole {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build();
        year(hall, orders, &pool.unwrap())
    } else {
        run(hall, orders)
    };
    let summary = outcome.expect("a study").summary;
    (summary, results::load(folder.path()).expect("a record"))
}

/// Values of a series, powers in kW.
fn column(run: &Run, name: &str) -> Vec<f64> {
    run.series
        .column(name)
        .unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Seconds from new year to the first of August.
const AUGUST: f64 = 212.0 * 86_400.0;

#[test]
fn a_tank_shifts_the_chillers_to_the_night_and_closes_its_balance() {
    let hall = support::hall("10_night_tank.toml", &[]);
    let (summary, run) = study(&hall, AUGUST, 72.0, 60.0, false);
    assert!(
        summary.ledger_residual < 1e-9,
        "{}",
        summary.ledger_residual
    );
    let cooling = column(&run, "tank.night.cooling");
    let time: Vec<f64> = (0..cooling.len()).map(|i| 60.0 * i as f64).collect();
    let hour = |i: usize| (time[i] % 86_400.0) / 3_600.0;
    let by = |from: f64, to: f64| -> f64 {
        let of = |i: &usize| (from..to).contains(&hour(*i));
        (0..cooling.len())
            .filter(of)
            .map(|i| cooling[i] * 60.0 / 3_600.0)
            .sum()
    };
    assert!(by(10.0, 19.0) > 1_500.0, "{} kWh by day", by(10.0, 19.0));
    assert!(by(19.0, 21.0).abs() < 1.0 && by(7.0, 10.0).abs() < 1.0);
    assert!(by(0.0, 7.0) + by(21.0, 24.0) < -1_000.0);
    // What it stored, less what it lost, is what was put in; the ledger tells the same.
    let line = summary
        .ledger
        .iter()
        .find(|l| l.name == "tank.night")
        .unwrap();
    assert!(line.residual_kwh.abs() <= 1e-9 * line.in_kwh.abs().max(line.out_kwh.abs()));
    let heat: f64 = cooling.iter().sum::<f64>() * 60.0 / 3_600.0;
    assert!((line.out_kwh - line.in_kwh + line.stored_kwh).abs() < 1e-6 * heat.abs().max(1.0));
}

#[test]
fn a_year_with_a_tank_saves_what_cold_nights_give() {
    let with = support::hall("10_night_tank.toml", &[]);
    let without = support::hall("10_night_tank.toml", &["tank.night.flow=0.001 L/min"]);
    let [a, b] = [&with, &without].map(|hall| study(hall, 0.0, 8_760.0, 3_600.0, true).0);
    assert!(a.pue.is_some() && a.ledger_residual < 1e-9);
    let chillers = |s: &Summary| s.plant.component_energy["chiller.cold_kWh"];
    let saved = 1.0 - chillers(&a) / chillers(&b);
    assert!((0.0..0.2).contains(&saved), "{saved}");
    assert!((a.it_energy_kwh / b.it_energy_kwh - 1.0).abs() < 1e-12);
}

#[test]
fn hours_of_a_tank_agree_with_minutes() {
    let hall = support::hall("10_night_tank.toml", &[]);
    let [fine, coarse] = [60.0, 3_600.0].map(|step| study(&hall, AUGUST, 48.0, step, false).0);
    let chillers = |s: &Summary| s.plant.component_energy["chiller.cold_kWh"];
    let off = chillers(&coarse) / chillers(&fine) - 1.0;
    assert!(off.abs() < 0.02, "{off}");
}

#[test]
fn snow_melts_by_the_heat_it_takes() {
    let hall = support::hall("11_snow_store.toml", &[]);
    let (summary, run) = study(&hall, AUGUST - 12.0 * 86_400.0, 72.0, 300.0, false);
    let (cooling, solid) = (
        column(&run, "ice_store.heap.cooling"),
        column(&run, "ice_store.heap.solid_share"),
    );
    let taken: f64 = 1e3 * cooling.iter().sum::<f64>() * 300.0;
    assert!(taken > 0.0);
    let line = summary
        .ledger
        .iter()
        .find(|l| l.name == "ice_store.heap")
        .unwrap();
    let melted = (1.0 - solid.last().unwrap()) * 3e6 * 333.4e3;
    assert!(
        (line.stored_kwh * 3.6e6 / melted - 1.0).abs() < 1e-6,
        "{line:?} {melted}"
    );
    assert!(melted > taken, "the heap gains heat from the air besides");
    let t = column(&run, "ice_store.heap.top_temperature");
    assert!(t.iter().all(|t| t.abs() < 1e-9));
}

#[test]
fn heat_handed_to_a_town_makes_the_reuse_factor() {
    let hall = support::hall("09_heat_reuse.toml", &[]);
    let (summary, run) = study(&hall, 0.0, 8_760.0, 3_600.0, true);
    let heat: f64 = column(&run, "heat_reuse.town.heat").iter().sum();
    assert!(heat > 1e6, "{heat} kWh");
    assert!((summary.reused_heat_kwh / heat - 1.0).abs() < 1e-9);
    let erf = summary.reused_heat_kwh / summary.facility_energy_kwh;
    assert!((summary.erf - erf).abs() < 1e-12 && erf > 0.1, "{erf}");
    let demand = column(&run, "heat_reuse.town.demand");
    let given = column(&run, "heat_reuse.town.heat");
    assert!(
        given
            .iter()
            .zip(&demand)
            .all(|(g, d)| *g <= d * (1.0 + 1e-9))
    );
    assert!(summary.ledger_residual < 1e-9);
    let to_town = summary
        .flows
        .iter()
        .find(|f| f.to == "district heating")
        .unwrap();
    assert!((to_town.kwh / heat - 1.0).abs() < 1e-9);
    let meter = summary.heat_meter.unwrap();
    assert!(meter.relative_difference.abs() < 1e-6, "{meter:?}");
    // What the town takes the roof need not.
    let alone = support::hall("09_heat_reuse.toml", &["heat_reuse.town.demand=1 W"]);
    let (other, _) = study(&alone, 0.0, 8_760.0, 3_600.0, true);
    let fans = |s: &Summary| s.plant.component_energy["dry_cooler.roof_kWh"];
    assert!(fans(&summary) < fans(&other));
    assert!(other.erf < 1e-4);
}

#[test]
fn fans_keep_their_cap_in_quiet_hours() {
    let sets = ["site.climate=tokyo", "ice_store.heap.solid=0.0"];
    let hall = support::hall("11_snow_store.toml", &sets);
    let (_, run) = study(&hall, AUGUST, 48.0, 300.0, false);
    let fan = column(&run, "dry_cooler.roof.fan");
    let night = |i: usize| {
        let hour = (300.0 * i as f64 + 150.0) / 3_600.0 % 24.0;
        !(6.0..22.0).contains(&hour)
    };
    let most = |wanted: bool| {
        let of = |(i, _): &(usize, &f64)| night(*i) == wanted;
        fan.iter()
            .enumerate()
            .filter(of)
            .map(|(_, f)| *f)
            .fold(0.0, f64::max)
    };
    assert!((most(true) - 0.6).abs() < 1e-9, "{}", most(true));
    assert!(most(false) > 0.9, "{}", most(false));
}

#[test]
fn condenser_water_follows_the_wet_bulb_down() {
    let follow = [
        "loop.cw.supply_follows=wet-bulb",
        "loop.cw.supply_approach=4 K",
        "loop.cw.supply_least=14 degC",
    ];
    let plant = "plants/chiller_tower_420kw.toml";
    let [fixed, moved] = [&[][..], &follow[..]].map(|sets| {
        let (summary, run) = study(&support::hall(plant, sets), 0.0, 168.0, 3_600.0, true);
        (
            summary.plant.component_energy.clone(),
            column(&run, "tower.tower.outlet_temperature"),
        )
    });
    assert!(moved.0["chiller.chiller_kWh"] < fixed.0["chiller.chiller_kWh"]);
    assert!(moved.0["tower.tower_kWh"] > fixed.0["tower.tower_kWh"]);
    let least = moved.1.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(least > 14.0 - 1e-6 && least < 21.0, "{least}");
}

/// A year with a tank that is stopped on its way and resumed is the year that was not, bit by bit; threads do not matter.
#[test]
fn a_year_with_a_tank_can_be_resumed() {
    let hall = support::hall("10_night_tank.toml", &[]);
    let folder = tempfile::tempdir().unwrap();
    let go = |resume: bool, threads: usize, stop: &mut dyn FnMut(f64) -> bool| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let orders = Orders {
            folder: folder.path().to_owned(),
            command: "test".to_owned(),
            start: 0.0,
            duration: 1_000.0 * 3_600.0,
            step: 3_600.0,
            csv_all: false,
            resume,
            stop,
        };
        year(&hall, orders, &pool.unwrap()).expect("a year").summary
    };
    let whole = go(false, 3, &mut |_| false);
    let half = go(false, 1, &mut |share| share >= 0.37);
    assert!(half.interrupted && half.steps < whole.steps);
    let rest = go(true, 2, &mut |_| false);
    assert!(!rest.interrupted && rest.steps == whole.steps);
    assert_eq!(rest.facility_energy_kwh, whole.facility_energy_kwh);
    assert_eq!(rest.plant.component_energy, whole.plant.component_energy);
    assert_eq!(rest.ledger, whole.ledger);
}

/// Pumps whose differential pressure follows the flow draw less at part load; each hour stands where its own flow asks them to.
#[test]
fn a_differential_pressure_follows_the_flow() {
    let sets = ["row.a.workload=training", "site.climate=toyama"];
    let follows = [
        sets[0],
        sets[1],
        "loop.fws.differential_pressure_least=80 kPa",
    ];
    let [fixed, moved] = [&sets[..], &follows[..]].map(|sets| {
        let hall = support::hall("02_cdu_and_row.toml", sets);
        study(&hall, 0.0, 48.0, 3_600.0, true).0
    });
    let pumps = |s: &Summary| s.plant.component_energy["loop.fws_kWh"];
    assert!(
        pumps(&moved) < 0.9 * pumps(&fixed),
        "{} {}",
        pumps(&moved),
        pumps(&fixed)
    );
    assert!(moved.ledger_residual < 1e-9);
    let [a, b] = [1, 3].map(|_| {
        let hall = support::hall("02_cdu_and_row.toml", &follows);
        study(&hall, 0.0, 48.0, 3_600.0, true).0
    });
    assert_eq!(a.facility_energy_kwh, b.facility_energy_kwh);
}
