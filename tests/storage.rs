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

/// What its pumps draw stands on the meter, as the cube of their flow, and warms the coolant that they move.
#[test]
fn pumps_of_a_tank_draw_and_warm() {
    let hall = support::hall("10_night_tank.toml", &[]);
    let (summary, run) = study(&hall, AUGUST, 48.0, 60.0, false);
    let (power, flow) = (
        column(&run, "tank.night.power"),
        column(&run, "tank.night.flow"),
    );
    // 1 200 L/min against 80 kPa at 60 %.
    let rated = 0.02 * 80.0 / 0.6;
    let full = flow.iter().map(|m| m.abs()).fold(0.0, f64::max);
    let mut ran = 0;
    for (p, m) in power.iter().zip(&flow).skip(1) {
        let wanted = rated * (m.abs() / full).powi(3);
        assert!((p - wanted).abs() < 2e-3 * rated, "{p} {wanted} at {m}");
        ran += usize::from(*m != 0.0);
    }
    assert!(ran > 500, "{ran}");
    let energy = summary.plant.component_energy["tank.night_kWh"];
    let sum = power.iter().sum::<f64>() / 60.0;
    assert!(
        (energy / sum - 1.0).abs() < 1e-9 && energy > 1.0,
        "{energy} {sum}"
    );
    let line = |name: &str| {
        summary
            .ledger
            .iter()
            .find(|l| l.name == name)
            .unwrap()
            .residual_kwh
    };
    assert!(line("tank.night").abs() < 1e-6 && summary.ledger_residual < 1e-9);
}

/// Supply that is warmer than the tank may be filled with does not get in: a chiller without capacity to spare fills it slowly
/// and keeps its supply, where pumps that take any water would warm the loop.
#[test]
fn a_tank_is_not_filled_with_warm_water() {
    let filled_below = |limit: &str| {
        let below = format!("tank.night.charge_below={limit}");
        let sets = [
            "chiller.cold.count=1",
            "tank.night.start=30 degC",
            "tank.night.discharge=12:00-12:01",
            &below,
        ];
        let hall = support::hall("10_night_tank.toml", &sets);
        let (_, run) = study(&hall, AUGUST, 7.0, 300.0, false);
        let filled: f64 = column(&run, "tank.night.flow").iter().sum();
        let supply = column(&run, "loop.chw.supply_temperature");
        (-filled, supply.iter().fold(0.0_f64, |a, t| a.max(*t)))
    };
    let (any, warm) = filled_below("60 degC");
    let (some, held) = filled_below("18.5 degC");
    assert_eq!(filled_below("16 degC").0, 0.0);
    assert!(0.1 * any < some && some < 0.9 * any, "{some} of {any}");
    assert!(held < warm - 0.5, "{held} {warm}");
}

/// A plant too small for load and charge together: the charge takes what cold is left, at any step length without turning over, and
/// moves the same heat. One that is nearly empty gives by and by less.
#[test]
fn a_charge_takes_what_the_plant_has_left() {
    let turns = |flow: &[f64]| {
        let moves: Vec<f64> = flow.windows(2).map(|w| w[1] - w[0]).collect();
        let felt: Vec<f64> = moves.into_iter().filter(|d| d.abs() > 0.5).collect();
        felt.windows(2).filter(|w| w[0] * w[1] < 0.0).count()
    };
    let sets = ["chiller.cold.count=1", "tank.night.flow=2400 L/min"];
    let hall = support::hall("10_night_tank.toml", &sets);
    let filled = [60.0, 900.0, 3_600.0].map(|step| {
        let (summary, run) = study(&hall, AUGUST, 48.0, step, false);
        assert!(!summary.interrupted && summary.ledger_residual < 1e-9);
        let flow = column(&run, "tank.night.flow");
        assert!(turns(&flow) <= 6, "{} turns at {step} s", turns(&flow));
        let leaving = column(&run, "loop.chw.supply_temperature");
        let cooling = column(&run, "tank.night.cooling");
        let charge = flow.iter().zip(&cooling).zip(&leaving);
        let charge = charge.filter(|((m, _), _)| **m < -0.5);
        let (mut heat, mut trimmed) = (0.0, 0);
        for ((m, q), t) in charge {
            heat -= q * step / 3_600.0;
            // Slowed pumps stand for a supply within the band.
            if *m > -39.0 {
                assert!((17.99..18.51).contains(t), "{t} at {m} kg/s, {step} s");
                trimmed += 1;
            }
        }
        assert!(trimmed > 3, "{trimmed} at {step} s");
        heat
    });
    for heat in filled {
        assert!((heat / filled[0] - 1.0).abs() < 0.03, "{filled:?}");
    }
    let empty = [
        "chiller.cold.count=1",
        "workload.users.level=0.7",
        "tank.night.charge_below=16 degC",
    ];
    let hall = support::hall("10_night_tank.toml", &empty);
    let (_, run) = study(&hall, AUGUST, 48.0, 60.0, false);
    let flow = column(&run, "tank.night.flow");
    assert!(turns(&flow) <= 10, "{} turns", turns(&flow));
}

/// Two tanks whose pumps could each take more than all of the loop's flow take no more of it together than there is.
#[test]
fn tanks_share_what_passes_the_plant() {
    let text = include_str!("../configs/10_night_tank.toml");
    let begin = text.find("[tank.night]").unwrap();
    let end = text.find("[chiller.cold]").unwrap();
    let tank = &text[begin..end];
    let folder = tempfile::tempdir().unwrap();
    let one = format!("{tank}flow = \"20000 L/min\"\n");
    let other = one.replace("[tank.night]", "[tank.morrow]");
    let both = format!("{}{one}{other}{}", &text[..begin], &text[end..]);
    let both = both.replace("[\"night\", \"cold\"]", "[\"night\", \"morrow\", \"cold\"]");
    let file = folder.path().join("two.toml");
    std::fs::write(&file, both).unwrap();
    let hall = Hall::load(&file, &[]).unwrap_or_else(|e| panic!("{e:?}"));
    let (_, run) = study(&hall, AUGUST, 24.0, 300.0, false);
    let plant = column(&run, "loop.chw.flow");
    let [a, b] = ["night", "morrow"].map(|name| column(&run, &format!("tank.{name}.flow")));
    let mut filled = 0;
    for k in 0..plant.len() {
        assert!(a[k] + b[k] > -plant[k] * (1.0 + 1e-9), "{k}");
        filled += usize::from(a[k] < -1.0 && b[k] < -1.0);
    }
    assert!(filled > 5, "{filled}");
}

/// An ice machine behind a transformer draws through it what it draws without: losses come on top, and the heat is the same.
#[test]
fn an_ice_machine_may_be_fed() {
    let machine = [
        "ice_store.heap.maker_capacity=200 kW",
        "ice_store.heap.maker_cop=2.6",
        "ice_store.heap.solid=0.5",
    ];
    let hall = support::hall("11_snow_store.toml", &machine);
    let (unfed, _) = study(&hall, AUGUST, 24.0, 300.0, false);
    let text = include_str!("../configs/11_snow_store.toml");
    let feeder = "[utility.grid]\nvoltage = \"22 kV\"\n[transformer.t1]\nuse = \"transformer/liquid-1250\"\nfed_by = \"grid\"\n";
    let fed = text.replace("[ice_store.heap]\n", "[ice_store.heap]\nfed_by = \"t1\"\n");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fed.toml");
    std::fs::write(&file, format!("{fed}\n{feeder}")).unwrap();
    let hall = Hall::load(&file, &machine.map(str::to_owned)).unwrap_or_else(|e| panic!("{e:?}"));
    let (fed, _) = study(&hall, AUGUST, 24.0, 300.0, false);
    let energy = |s: &Summary| s.plant.component_energy["ice_store.heap_kWh"];
    assert!(energy(&unfed) > 100.0);
    assert!((energy(&fed) / energy(&unfed) - 1.0).abs() < 1e-9);
    assert!(fed.facility_energy_kwh > unfed.facility_energy_kwh + 1.0);
    assert!(fed.ledger_residual < 1e-9 && unfed.ledger_residual < 1e-9);
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
