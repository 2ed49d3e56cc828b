//! At low load the report names what gives more than is asked, and constant overhead grows per unit of work.

mod support;

use halltwin::results::Summary;
use halltwin::study::{Orders, run};

/// Ten minutes of one rack in January at a share of its load.
fn at_load(level: &str) -> Summary {
    let hall = support::hall(
        "01_one_rack.toml",
        &[&format!("workload.steady.level={level}")],
    );
    let folder = tempfile::tempdir().unwrap();
    let orders = Orders {
        folder: folder.path().to_owned(),
        command: "halltwin".to_owned(),
        start: 14.0 * 86_400.0,
        duration: 600.0,
        step: 15.0,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    run(&hall, orders).expect("the run ends well").summary
}

#[test]
fn equipment_below_its_turndown_is_listed_with_its_energy() {
    let summary = at_load("0.2");
    let cooler = summary
        .turndown
        .iter()
        .find(|t| t.component == "dry_cooler.roof")
        .expect("a cold night and a fifth of the load are less than the cooler's least");
    assert!((cooler.hours - 600.0 / 3_600.0).abs() < 1e-9, "{cooler:?}");
    let moved = summary
        .components
        .iter()
        .find(|c| c.name == "dry_cooler.roof")
        .expect("the cooler is a component");
    assert!((cooler.heat_kwh - moved.heat_kwh).abs() <= 1e-9 * moved.heat_kwh);
    assert!((cooler.electric_kwh - moved.electric_in_kwh).abs() <= 1e-9);
    assert!(cooler.heat_kwh > 0.0);
    // Whoever is listed was so no longer than the run lasted.
    let hours = summary.duration_s / 3_600.0;
    assert!(summary.turndown.iter().all(|t| t.hours <= hours + 1e-9));
}

#[test]
fn the_ratio_rises_as_the_load_falls() {
    let ratio = |level| at_load(level).energy_ratio.expect("a run has a ratio");
    assert!(ratio("0.2") > ratio("1.0") + 0.01);
}
