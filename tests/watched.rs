//! What a run looks at in every step beside its results: ratings, the racks' air, ranges, machines that run, basins.

mod support;

use halltwin::model::equipment::Reading;
use halltwin::model::hydraulic::LinkId;
use halltwin::results::{Event, EventKind, Run, load};
use halltwin::study::{Hall, Orders, run};

/// Ten minutes from `start` \[s\]; whether a limit was passed.
fn ten_minutes(hall: &Hall, start: f64) -> (Run, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let orders = Orders {
        folder: folder.path().to_owned(),
        command: "test".to_owned(),
        start,
        duration: 600.0,
        step: 15.0,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    let outcome = run(hall, orders).unwrap_or_else(|error| panic!("{error}"));
    (load(folder.path()).expect("results"), outcome.violated)
}

fn summer(name: &str, sets: &[&str]) -> (Run, bool) {
    let hall = support::hall(name, sets);
    let start = hall.config.run.start.seconds();
    ten_minutes(&hall, start)
}

fn violations(run: &Run) -> Vec<&Event> {
    let all = run.summary.events.iter();
    all.filter(|e| e.kind == EventKind::Violation).collect()
}

fn column(run: &Run, name: &str) -> Vec<f64> {
    let found = run.series.column(name);
    found.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_transformer_beyond_its_rating_is_a_limit_passed() {
    let (sound, violated) = summer("01_one_rack.toml", &[]);
    assert!(
        !violated && violations(&sound).is_empty(),
        "{:?}",
        sound.summary.events
    );
    let (run, violated) = summer("01_one_rack.toml", &["transformer.lv.rated_power=130 kVA"]);
    assert!(violated);
    let found = violations(&run);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].component, "lv");
    assert!(
        found[0].text.contains("rated 127.4 kW"),
        "{}",
        found[0].text
    );
    assert!(column(&run, "lv.loading").iter().all(|l| *l > 1.0));
}

/// Water of 40 °C leaves no air of 27 °C: the wall says so, and the racks' air passes their limit.
#[test]
fn air_too_warm_for_the_racks_is_a_limit_passed() {
    let (run, violated) = summer("01_one_rack.toml", &["loop.chw.supply=40 degC"]);
    let found = violations(&run);
    assert!(
        violated && found.iter().any(|e| e.component == "hall"),
        "{found:?}"
    );
    assert!(found[0].text.contains("limit is 35.0 degC"), "{found:?}");
    let saturated = |e: &&Event| e.kind == EventKind::Saturation;
    let mut told = run.summary.events.iter().filter(saturated);
    assert!(told.any(|e| e.component == "fan_wall.wall"));
    let stated = ["loop.chw.supply=40 degC", "row.a.rack.air_limit=60 degC"];
    assert!(!summer("01_one_rack.toml", &stated).1);
}

#[test]
fn loss_tables_and_coolants_stand_among_the_ranges() {
    let (run, _) = summer("02_cdu_and_row.toml", &[]);
    let lines = &run.summary.validity;
    let water = lines.iter().find(|l| l.component == "loop.chw");
    let water = water.expect("a line for each circuit");
    let [low, high] = water.reached.expect("every step is looked at");
    assert!(
        low > 15.0 && low < 20.0 && high > low && high < 40.0,
        "{water:?}"
    );
    assert_eq!(water.hours_outside, 0.0);
    let table = lines.iter().find(|l| l.curve == "loss table");
    let reached = table.expect("a line for each kind of converter").reached;
    assert!(reached.expect("converters run")[1] < 1.0);
}

/// Four machines where one is enough: one runs, at the load and power of a lone one.
#[test]
fn chillers_that_are_not_needed_stand() {
    let of = |sets: &[&str]| summer("02_cdu_and_row.toml", sets).0;
    let (lone, four) = (of(&[]), of(&["chiller.cold.count=4"]));
    assert!(
        column(&four, "chiller.cold.running")
            .iter()
            .all(|n| *n == 1.0)
    );
    for quantity in ["part_load", "power"] {
        let [a, b] = [&lone, &four].map(|r| column(r, &format!("chiller.cold.{quantity}"))[39]);
        assert!((a / b - 1.0).abs() < 0.01, "{quantity}: {a} {b}");
    }
    let small = of(&["chiller.cold.count=6", "chiller.cold.rated_capacity=60 kW"]);
    let n = column(&small, "chiller.cold.running")[39];
    let load = column(&small, "chiller.cold.part_load")[39];
    assert!(
        n > 1.0 && n < 6.0 && load <= 0.9 && n * load > 0.75 * (n - 1.0),
        "{n} {load}"
    );
}

/// A January night: condensers give no heat, and their basins would go where the air is.
#[test]
fn heaters_keep_basins_from_freezing_and_draw_power() {
    let night = 20.0 * 86_400.0 + 5.0 * 3_600.0;
    let at = |sets: &[&str]| {
        let hall = support::hall("halls/chiba_b.toml", sets);
        ten_minutes(&hall, night).0
    };
    let cold = "site.climate=fukushima";
    let heated = at(&[cold, "loop.condenser.frost_protection=basin-heater"]);
    let of =
        |run: &Run, quantity: &str| column(run, &format!("tower.condenser_tower.{quantity}"))[39];
    let (power, heater) = (of(&heated, "power"), of(&heated, "basin_heater"));
    assert!((of(&heated, "outlet_temperature") - 4.5).abs() < 0.01);
    assert!(
        heater > 1.0 && (power - heater).abs() < 1e-3 * heater,
        "{power} {heater}"
    );
    assert!(heated.summary.ledger_residual <= 1e-9);
    let drained = at(&[cold, "loop.condenser.frost_protection=drain-down"]);
    assert!(of(&drained, "outlet_temperature") > 4.49 && of(&drained, "power") == 0.0);
    assert_eq!(of(&drained, "basin_heater"), 0.0);
    assert!(drained.summary.ledger_residual <= 1e-9);
}

/// Away from its best point a pump takes more for each watt that the coolant gets.
#[test]
fn cdu_pumps_lose_efficiency_away_from_their_best_point() {
    let hall = support::hall("02_cdu_and_row.toml", &[]);
    let (model, e) = (&hall.model, &hall.model.equipment);
    let cdu = &e.cdus.cdus[0];
    let draw = |flow: f64| {
        let duty = model.hydraulics.duty_near(LinkId(cdu.pump_link), flow, 1.0);
        let duty = duty.expect("a pump has a duty");
        let links = model.hydraulics.links();
        let mut reading = Reading {
            hydraulic_power: vec![0.0; links],
            shaft_power: vec![0.0; links],
            speed: vec![0.0; links],
            room_loss: 0.0,
        };
        reading.shaft_power[cdu.pump_link as usize] = duty.shaft;
        let mut power = vec![0.0; e.units.len()];
        e.cdus.draw(&reading, &mut power);
        (power[e.cdus.first] - cdu.control_power) / duty.hydraulic
    };
    let record = hall.config.cdu.iter().next().expect("two");
    let rated = *record.rated_secondary_flow * cdu.fluid.density(*record.supply);
    let best = 1.0 / *record.pump_efficiency;
    assert!(
        (draw(rated) / best - 1.0).abs() < 0.05,
        "{} {best}",
        draw(rated)
    );
    assert!(
        draw(0.3 * rated) > 1.05 * best,
        "{} {best}",
        draw(0.3 * rated)
    );
}

#[test]
fn renewable_energy_is_what_the_operator_owns() {
    let of = |sets: &[&str]| summer("01_one_rack.toml", sets).0.summary;
    let owned = of(&["site.renewable_share=0.4"]);
    assert_eq!(
        (owned.ref_factor, owned.grid_renewable_share),
        (Some(0.4), None)
    );
    let mix = of(&["site.sources={ solar = 0.2, gas = 0.8 }"]);
    assert_eq!(mix.ref_factor, None);
    assert!((mix.grid_renewable_share.expect("the mix") - 0.2).abs() < 1e-12);
}
