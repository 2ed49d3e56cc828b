//! The example halls are read and built without an error, and are what they say.

use std::path::{Path, PathBuf};

use halltwin::config::{Config, load};
use halltwin::{climate, model};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(format!("{name}.toml"))
}

fn read(name: &str) -> Config {
    let (config, warnings) =
        load(&path(name), &[]).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
    let climate = climate::load(&config.site.climate, Path::new("")).expect("a built-in climate");
    model::build(&config, climate).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
    if !warnings.is_empty() {
        println!("{name}: {warnings:?}");
    }
    config
}

/// Racks, and IT power at full load [W].
fn size(config: &Config) -> (u32, f64) {
    config.row.iter().fold((0, 0.0), |(racks, power), row| {
        let each = row.power.as_ref().map_or(*row.rack.rated_power, |p| **p);
        (racks + *row.racks, power + f64::from(*row.racks) * each)
    })
}

#[test]
fn first_steps_are_small() {
    assert_eq!(size(&read("01_one_rack")), (1, 135e3));
    assert_eq!(size(&read("02_cdu_and_row")), (8, 960e3));
}

#[test]
fn nanto_a_is_twelve_megawatts_in_under_a_hundred_lines() {
    let config = read("halls/nanto_a");
    assert_eq!(size(&config), (96, 12e6));
    assert_eq!(config.cdu.iter().count(), 12);
    let text = std::fs::read_to_string(path("halls/nanto_a")).expect("readable");
    assert!(text.lines().count() < 100, "{} lines", text.lines().count());
}

/// One CDU of a row may fail: the other carries the row's liquid heat and required flow.
#[test]
fn nanto_a_survives_one_cdu_a_row() {
    let config = read("halls/nanto_a");
    for row in config.row.iter() {
        let power = **row.power.as_ref().expect("given") * f64::from(*row.racks);
        let liquid = power * *row.rack.liquid_fraction;
        let cdu = config.cdu.iter().next().expect("twelve");
        assert!(*cdu.rated_heat > liquid, "{liquid} W");
        let constant = row.rack.required_flow_constant.as_ref().expect("Lenovo's");
        let reference = row.rack.required_flow_reference.as_ref().expect("Lenovo's");
        let required = **constant / (**reference - *cdu.supply) * f64::from(*row.racks);
        assert!(*cdu.rated_secondary_flow > required, "{required} m³/s");
    }
}

#[test]
fn chiba_b_is_a_hybrid_hall() {
    let config = read("halls/chiba_b");
    assert_eq!(size(&config), (192, 5.76e6));
    assert!(config.row.iter().all(|row| row.rear_door.is_some()));
}

#[test]
fn frontier_has_seventy_five_cabinets() {
    let config = read("halls/frontier_synthetic");
    assert_eq!(size(&config).0, 75);
    let folder = std::env::var_os("HALLTWIN_REFERENCE");
    let folder = folder.map_or_else(|| PathBuf::from("../shared/reference"), PathBuf::from);
    if folder.join("systems").exists() {
        assert_eq!(size(&read("halls/frontier")), size(&config));
    } else {
        println!("skipped: frontier_has_seventy_five_cabinets: reference folder absent");
    }
}
