//! Where a figure is read decides what it says: categories of PUE, the waterfall, meter to 12 V.

mod support;

use halltwin::results::Summary;
use halltwin::study::{Orders, run};

/// A run of `steps` quarter minutes of `config`.
fn summary(config: &str, sets: &[&str], steps: u32) -> Summary {
    let hall = support::hall(config, sets);
    let folder = tempfile::tempdir().unwrap();
    let orders = Orders {
        folder: folder.path().to_owned(),
        command: "halltwin".to_owned(),
        start: 212.0 * 86_400.0,
        duration: 15.0 * f64::from(steps),
        step: 15.0,
        csv_all: false,
        resume: false,
        stop: &mut |_| false,
    };
    run(&hall, orders).expect("the run ends well").summary
}

/// Facility over IT energy of category 3: what the IT equipment draws at its inputs.
fn category_3(summary: &Summary) -> f64 {
    let all = &summary.pue_statement.categories;
    let third = all.iter().find(|c| c.category == 3).expect("category 3");
    third.value.expect("racks have inputs")
}

#[test]
fn the_waterfall_closes() {
    for config in [
        "01_one_rack.toml",
        "02_cdu_and_row.toml",
        "halls/nanto_a.toml",
    ] {
        let summary = summary(config, &[], 4);
        let ratio = category_3(&summary);
        let sum: f64 = summary.waterfall.iter().map(|step| step.pue_share).sum();
        assert!(
            (ratio - 1.0 - sum).abs() < 1e-9,
            "{config}: {ratio} and {sum}"
        );
        let kwh: f64 = summary.waterfall.iter().map(|step| step.kwh).sum();
        let overhead = summary.facility_energy_kwh - summary.it_energy_kwh;
        assert!(
            (kwh / overhead - 1.0).abs() < 1e-9,
            "{config}: {kwh} of {overhead} kWh"
        );
        assert!(
            summary.waterfall.iter().all(|step| step.kwh >= 0.0),
            "{config}"
        );
        assert_eq!(summary.energy_ratio, Some(ratio), "{config}");
    }
}

/// Where a PDU stands between UPS and racks, each category reads more IT energy than the next.
#[test]
fn an_ac_chain_has_all_three_categories() {
    let summary = summary("halls/chiba_b.toml", &[], 1);
    let value = |category: u8| {
        let all = &summary.pue_statement.categories;
        let found = all.iter().find(|c| c.category == category);
        found.and_then(|c| c.value).expect("the category applies")
    };
    assert!(value(1) < value(2), "{} {}", value(1), value(2));
    // Nothing stands between PDU and racks: equal, but for the order of summing.
    assert!(value(2) <= value(3) + 1e-9, "{} {}", value(2), value(3));
}

/// A sidecar converts for its racks: whether it counts as IT is a matter of the statement, not of physics.
#[test]
fn a_sidecar_moved_to_it_changes_the_ratio_and_not_the_chain() {
    let hall = "halls/nanto_a.toml";
    let power = summary(hall, &["converter.sidecar.meter=power"], 1);
    let it = summary(hall, &["converter.sidecar.meter=it"], 1);
    let (before, after) = (category_3(&power), category_3(&it));
    assert!(before - after > 5e-3, "category 3: {before} and {after}");
    let to_12v = |s: &Summary| s.meter_to_12v.expect("racks have a 12 V stage");
    assert_eq!(to_12v(&power), to_12v(&it));
    assert_eq!(
        power.it_energy_kwh.total_cmp(&it.it_energy_kwh),
        std::cmp::Ordering::Less
    );
    assert_eq!(power.worst_margin_k, it.worst_margin_k);
}

/// Machines are counted, and the tables that hold them where these are fewer.
#[test]
fn both_sides_of_the_boundary_count_machines() {
    let statement = summary("halls/nanto_a.toml", &[], 1).pue_statement;
    assert!(statement.it_side.contains(&"racks (96)".to_owned()));
    for line in [
        "CDUs (12)",
        "fan walls (7 in 1 table)",
        "dry coolers (11 in 1 table)",
    ] {
        let found = statement.facility_side.iter().any(|l| l == line);
        assert!(found, "{line} in {:?}", statement.facility_side);
    }
}
