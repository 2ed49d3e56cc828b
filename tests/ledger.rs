//! The ledger is evidence: what loses a thousandth of its heat, coolant or current is found and named.

mod support;

use halltwin::results::Summary;
use halltwin::solver::{StepError, Tamper};
use halltwin::study::{Hall, Orders, run, year};
use support::March;

const START: f64 = 212.0 * 86_400.0;
const STEP: f64 = 15.0;
const LOST: f64 = 1e-3;

/// The element that the ledger names when a march that has gone well goes on spoiled; `None` when nothing
/// is noticed.
fn found(march: &March, tamper: Tamper) -> Option<String> {
    let mut spoiled = march.clone();
    spoiled.stepper.tamper = Some(tamper);
    match spoiled.step(STEP) {
        Ok(_) => None,
        Err(StepError::Ledger(error)) => Some(error.element),
        Err(other) => panic!("{tamper:?} is no fault of the ledger: {other}"),
    }
}

fn marching(hall: &Hall) -> March<'_> {
    let mut march = March::begin(hall, START, STEP);
    for _ in 0..4 {
        march.step(STEP).expect("nothing is spoiled yet");
    }
    march
}

/// Names under which a loss in `link` may be found: its own, and those of its ends.
fn places(hall: &Hall, link: usize) -> [&str; 3] {
    let (model, coolant) = (&hall.model, &hall.model.coolant);
    [
        &model.link_names[link],
        &model.node_names[coolant.from[link] as usize],
        &model.node_names[coolant.to[link] as usize],
    ]
}

#[test]
fn a_hall_left_alone_balances() {
    let hall = support::hall("02_cdu_and_row.toml", &[]);
    let mut march = marching(&hall);
    for _ in 0..20 {
        march.step(STEP).expect("the ledger closes");
    }
    let worst = march
        .stepper
        .ledger
        .worst
        .as_ref()
        .expect("steps were entered");
    assert!(worst.residual < 1e-9, "{worst:?}");
}

#[test]
fn heat_lost_from_a_branch_is_found_there() {
    let hall = support::hall("02_cdu_and_row.toml", &[]);
    let march = marching(&hall);
    let equipment = &hall.model.equipment;
    let mut families = Vec::new();
    for (unit, balance) in equipment.units.iter().zip(march.stepper.balances()) {
        if balance.coolant.abs() < 100.0 {
            continue;
        }
        for cell in &unit.cells {
            let link = hall.model.coolant.cells.link[*cell as usize] as usize;
            let named = found(&march, Tamper::Heat(link, LOST));
            let named = named.unwrap_or_else(|| panic!("{}: heat lost unseen", unit.name));
            assert!(
                places(&hall, link).contains(&named.as_str()),
                "lost in {}, found in {named}",
                hall.model.link_names[link]
            );
            families.push(unit.family);
        }
    }
    for family in ["rack", "cdu", "dry_cooler", "chiller", "fan_wall"] {
        assert!(families.contains(&family), "no {family} was spoiled");
    }
}

#[test]
fn coolant_lost_from_a_branch_is_found_there() {
    let hall = support::hall("02_cdu_and_row.toml", &[]);
    let march = marching(&hall);
    let mut spoiled = 0;
    for link in 0..hall.model.coolant.links() {
        if march.stepper.flow()[link].abs() < 0.1 {
            continue;
        }
        let named = found(&march, Tamper::Mass(link, LOST)).expect("coolant is counted");
        assert!(
            places(&hall, link).contains(&named.as_str()),
            "lost in {}, found in {named}",
            hall.model.link_names[link]
        );
        spoiled += 1;
    }
    assert!(spoiled >= 10, "{spoiled} links were spoiled");
}

#[test]
fn current_lost_from_a_branch_is_found_there() {
    let hall = support::hall("02_cdu_and_row.toml", &[]);
    let march = marching(&hall);
    let power = &hall.model.power;
    let mut spoiled = 0;
    for row in 0..power.len() {
        if march.stepper.power_flow().input[row] < 100.0 {
            continue;
        }
        let named = found(&march, Tamper::Current(row, LOST)).expect("power is counted");
        let node = format!("power node {}", power.names[row]);
        // What the meter reads is the source's input: lost there, it is lost from the whole as well.
        let is_source = power.sources.contains(&(row as u32));
        assert!(
            named == node || is_source && named == "meter to sky",
            "lost in {node}, found in {named}"
        );
        spoiled += 1;
    }
    assert!(spoiled >= 10, "{spoiled} nodes were spoiled");
}

#[test]
fn heat_that_does_not_reach_the_hall_air_is_found_there() {
    let hall = support::hall("02_cdu_and_row.toml", &[]);
    let march = marching(&hall);
    let units = hall.model.equipment.units.iter();
    let mut families = Vec::new();
    for (unit, (is, balance)) in units.zip(march.stepper.balances()).enumerate() {
        if balance.air.abs() < 100.0 {
            continue;
        }
        let named = found(&march, Tamper::Air(unit, LOST));
        let named = named.unwrap_or_else(|| panic!("{}: heat lost unseen", is.name));
        assert_eq!(named, "hall air", "lost by {}", is.name);
        families.push(is.family);
    }
    for family in ["rack", "cdu", "fan_wall"] {
        assert!(families.contains(&family), "no {family} was spoiled");
    }
}

#[test]
fn a_loss_that_is_booked_too_low_is_found_there() {
    let hall = support::hall("02_cdu_and_row.toml", &[]);
    let march = marching(&hall);
    let power = &hall.model.power;
    let mut spoiled = 0;
    for row in 0..power.len() {
        if march.stepper.power_flow().loss[row] < 10.0 {
            continue;
        }
        let named = found(&march, Tamper::Loss(row, LOST)).expect("losses are counted");
        assert_eq!(named, format!("power node {}", power.names[row]));
        spoiled += 1;
    }
    assert!(spoiled >= 5, "{spoiled} nodes were spoiled");
}

/// Make-up air that is dried in a humid summer: its water is accounted for, and drying stands on the meter.
#[test]
fn moisture_is_accounted_for() {
    let sets = [
        "site.climate=singapore",
        "hall.makeup_air=1 m3/s",
        "hall.makeup_dew_point=12 degC",
        "hall.makeup_dew_point_least=5 degC",
    ];
    let hall = support::hall("02_cdu_and_row.toml", &sets);
    let mut march = marching(&hall);
    for _ in 0..40 {
        march.step(STEP).expect("the ledger closes");
    }
    let m = march.stepper.moisture();
    let came = m.infiltration + m.makeup + m.humidified;
    let went = m.exhaust + m.dried + m.condensed;
    assert!((came - went - m.stored).abs() < 1e-9 * came, "{m:?}");
    assert!(
        m.dried > 5e-3 && m.infiltration > 1e-3 && m.humidified == 0.0,
        "{m:?}"
    );
    let unit = hall.model.equipment.makeup.expect("it treats air").unit;
    let power = march.stepper.unit_power()[unit];
    // Some 40 kJ/kg off 1.1 kg/s, at a COP of 3.
    assert!((8e3..25e3).contains(&power), "{power} W");
    assert!(march.stepper.balances()[unit].air < -20e3);
}

fn orders<'a>(
    folder: &std::path::Path,
    duration: f64,
    step: f64,
    stop: &'a mut dyn FnMut(f64) -> bool,
) -> Orders<'a> {
    Orders {
        folder: folder.to_owned(),
        command: "halltwin".to_owned(),
        start: START,
        duration,
        step,
        csv_all: false,
        resume: false,
        stop,
    }
}

fn agrees(config: &str, summary: &Summary) {
    let meter = summary
        .heat_meter
        .expect("a hall with a plant has its heat metered");
    assert!(
        meter.relative_difference.abs() <= 1e-6,
        "{config}: {meter:?}"
    );
    assert!(
        meter.from_flow_kwh > 0.5 * summary.it_energy_kwh,
        "{config}: {meter:?}"
    );
}

const HALLS: [&str; 4] = [
    "01_one_rack.toml",
    "02_cdu_and_row.toml",
    "halls/nanto_a.toml",
    "halls/chiba_b.toml",
];

#[test]
fn heat_by_flow_and_heat_by_meters_agree() {
    for config in HALLS {
        let hall = support::hall(config, &[]);
        let folder = tempfile::tempdir().unwrap();
        let mut stop = |_: f64| false;
        let run = run(&hall, orders(folder.path(), 300.0, STEP, &mut stop));
        agrees(config, &run.expect("the run ends well").summary);
    }
}

#[test]
fn they_agree_in_the_hours_of_a_year() {
    for config in HALLS {
        let hall = support::hall(config, &[]);
        let folder = tempfile::tempdir().unwrap();
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .unwrap();
        let mut stop = |_: f64| false;
        let orders = orders(folder.path(), 6.0 * 3_600.0, 3_600.0, &mut stop);
        let hours = year(&hall, orders, &pool).expect("six hours have a solution");
        agrees(config, &hours.summary);
    }
}
