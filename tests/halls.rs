//! The example halls are read and built without an error, and are what they say.

use std::path::{Path, PathBuf};

use halltwin::config::{Config, load};
use halltwin::{climate, model, solver};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("configs")
        .join(format!("{name}.toml"))
}

fn read(name: &str) -> Config {
    read_with(name, &[])
}

fn read_with(name: &str, sets: &[&str]) -> Config {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let (config, warnings) =
        load(&path(name), &sets).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
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

/// Hottest chip [°C] of the steady state at full load at `hour` of the climate.
fn hottest_chip(config: &Config, hour: f64) -> f64 {
    let climate = climate::load(&config.site.climate, Path::new("")).expect("a built-in climate");
    let model = model::build(config, climate).unwrap_or_else(|problems| panic!("{problems:?}"));
    let time = 3600.0 * hour;
    let outdoor = model.climate.at(time);
    let mut state = solver::cold(&model, time, &outdoor);
    let level: Vec<f64> = model.profiles.iter().map(|p| p.mean(time, 600.0)).collect();
    let drivers = solver::Drivers {
        dt: f64::INFINITY,
        outdoor,
        level: &level,
    };
    solver::Stepper::new(&model, &state)
        .step(&mut state, &drivers, solver::STEADY)
        .unwrap_or_else(|error| panic!("{error}"));
    state.racks.t_chip.iter().copied().fold(f64::MIN, f64::max)
}

/// The foehn day's hottest hour, 39.7 °C: pads hold the chips, without pads they pass their limit.
#[test]
fn nanto_a_needs_its_pads_on_the_foehn_day() {
    let foehn = "site.climate=toyama-foehn";
    let wet = read_with("halls/nanto_a", &[foehn]);
    let dry = read_with("halls/nanto_a", &[foehn, "dry_cooler.roof.pads=false"]);
    let limit = *wet.row.iter().next().expect("six rows").rack.chip_limit;
    let [with, without] = [hottest_chip(&wet, 14.5), hottest_chip(&dry, 14.5)];
    assert!(with < limit - 2.0, "{with} °C with pads, limit {limit} °C");
    assert!(
        without > limit,
        "{without} °C without pads, limit {limit} °C"
    );
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
