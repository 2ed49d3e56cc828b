//! At low load the report names what gives more than is asked, and constant overhead grows per unit of work.

mod support;

use halltwin::results::{Summary, Turndown};
use halltwin::study::{Hall, Orders, run};

/// Ten minutes of one rack in January at a share of its load.
fn at_load(level: &str) -> Summary {
    ten_minutes(&support::hall(
        "01_one_rack.toml",
        &[&format!("workload.steady.level={level}")],
    ))
}

/// The configuration `text` with overrides.
fn written(text: &str, sets: &[&str]) -> Hall {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hall.toml");
    std::fs::write(&path, text).unwrap();
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Hall::load(&path, &sets).unwrap_or_else(|e| panic!("{e}: {e:?}"))
}

/// Ten minutes of `hall` in January.
fn ten_minutes(hall: &Hall) -> Summary {
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
    run(hall, orders).expect("the run ends well").summary
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

/// Pumps that draw 650 kW whatever the load: 0.6 m³/s against 760.5 kPa through 0.78 and 0.9. The cooler's fans draw 1 W.
const CONSTANT: &str = r#"
[hall]
name = "A plant that draws 0.65 MW at any load"
infiltration = "0 m3/s"
house_load = 0.0

[site]
climate = "tokyo"

[run]
duration = "10 min"
step = "60 s"

[lint]
allow = ["W002", "W018", "W102"]

[workload.steady]
pattern = "constant"
level = 1.0

[load.racks]
heat = "10 MW"
flow = "0.6 m3/s"
loop = "tcs"
workload = "steady"

# 0.6 m3/s against 760.5 kPa through 0.78 and 0.9: 650 kW, whatever the load.
[loop.tcs]
supply = "40 degC"
rejection = ["dry"]
pumps = 1
pumps_running = 1
differential_pressure = "120 kPa"
main_length = "30 m"
main_diameter = "700 mm"
branch_diameter = "600 mm"

[loop.tcs.pump]
rated_flow = "0.6 m3/s"
rated_head = "760.5 kPa"
curve = [["0 m3/s", "980 kPa"], ["0.3 m3/s", "925 kPa"], ["0.6 m3/s", "760.5 kPa"], ["0.75 m3/s", "640 kPa"]]
efficiency = 0.78
motor_efficiency = 0.9
vfd_efficiency = 1.0
power_curve = [1, 0, 0, 0]

[dry_cooler.dry]
rated_heat = "12 MW"
rated_water_flow = "0.6 m3/s"
rated_water_in = "50 degC"
rated_air_in = "35 degC"
rated_air_flow = "1400 m3/s"
fan_power = "1 W"
water_drop = "60 kPa"
water_volume = "10 m3"

[dry_cooler.dry.source]
all = "a plant of this test, not a product"
"#;

/// An overhead of 0.65 MW at all loads makes ratio − 1 = 0.65 MW/P; the fans of 1 W are 2e-6 of it.
#[test]
fn a_constant_overhead_weighs_as_one_over_the_load() {
    for level in [1.0, 0.6, 0.3, 0.2, 0.05] {
        let hall = written(CONSTANT, &[&format!("workload.steady.level={level}")]);
        let summary = ten_minutes(&hall);
        let megawatt = 10.0 * level;
        let ratio = summary.energy_ratio.expect("a run has a ratio");
        let by_hand = 0.65 / megawatt;
        assert!(
            ((ratio - 1.0) / by_hand - 1.0).abs() < 1e-5,
            "{megawatt} MW: {ratio}"
        );
    }
}

/// The rack of `configs/01_one_rack.toml` behind a bank of modules of which four of six always run: a module loses 0.5 kW and
/// 3 % of what it gives, one that stands nothing.
const BANK: &str = r#"
[ups.bank]
rated_power = "50 kW"
modules = 6
modules_min = 4
staging = "staged"
loss = [["0 kW", "0.5 kW"], ["50 kW", "2 kW"]]
voltage_in = "480 V"
voltage_out = "480 V"
fed_by = "lv"
"#;

/// One of each kind is asked for less than it can give: each is listed with all its hours, its electricity and its heat.
#[test]
fn every_kind_of_equipment_below_its_turndown_is_listed() {
    let rack = include_str!("../configs/01_one_rack.toml");
    let behind = "workload = \"steady\"\nfed_by = \"bank\"";
    let text = rack.replacen("workload = \"steady\"\nfed_by = \"lv\"", behind, 1) + BANK;
    let hall = written(
        &text,
        &[
            "workload.steady.level=0.2",
            "row.a.in_rack_cdu.min_speed=0.95",
            "fan_wall.wall.min_fan=0.4",
            "chiller.cold.rated_capacity=90 kW",
            "loop.fws.pump.min_speed=0.8",
        ],
    );
    let summary = ten_minutes(&hall);
    let hours = 600.0 / 3_600.0;
    for (name, behaviour) in [
        ("cdu.a.1", "pumps at least speed"),
        ("loop.fws", "pumps at least speed"),
        ("fan_wall.wall", "fans at least speed"),
        ("dry_cooler.roof", "fans cycle or stand"),
        ("chiller.cold", "compressors cycle"),
        ("bank", "modules that always run idle"),
    ] {
        let mut lines = summary.turndown.iter();
        let line = lines.find(|t| t.component == name);
        let line = line.unwrap_or_else(|| panic!("{name} in {:?}", summary.turndown));
        assert_eq!(line.behaviour, behaviour, "{name}");
        assert!((line.hours - hours).abs() < 1e-9, "{name}: {line:?}");
        let mut components = summary.components.iter();
        if let Some(whole) = components.find(|c| c.name == name) {
            let drawn = whole.electric_in_kwh - whole.electric_out_kwh;
            let off = (line.electric_kwh - drawn).abs();
            assert!(off <= 1e-9 * drawn.max(1.0), "{name}: {line:?} of {drawn}");
            assert!((line.heat_kwh - whole.heat_kwh).abs() <= 1e-9 * whole.heat_kwh.max(1.0));
        }
    }
    let unlisted = |t: &&Turndown| t.component == "loop.chw" || t.component == "lv";
    assert_eq!(summary.turndown.iter().filter(unlisted).count(), 0);

    let bank = |name: &str| {
        let mut components = summary.components.iter();
        let bank = components.find(|c| c.name == name).expect("a component");
        (bank.electric_out_kwh, bank.loss_kwh)
    };
    let (given, lost) = bank("bank");
    let by_hand = 4.0 * 0.5 * hours + 0.03 * given;
    assert!((lost / by_hand - 1.0).abs() < 1e-6, "{lost} of {by_hand}");
    // The pumps of the facility loop alone: their power is constant over the ten minutes.
    let fws = summary.plant.component_energy["loop.fws_kWh"];
    let line = summary.turndown.iter().find(|t| t.component == "loop.fws");
    assert!((line.expect("listed above").electric_kwh - fws).abs() < 1e-9);
}

/// Modules that share every load stand below the knee of their efficiency where half of their loss would be lost without any:
/// 0.5 kW and 3 % of six make 100 kW.
#[test]
fn a_bank_that_is_not_staged_is_listed_below_its_knee() {
    let rack = include_str!("../configs/01_one_rack.toml");
    let behind = "workload = \"steady\"\nfed_by = \"bank\"";
    let text = rack.replacen("workload = \"steady\"\nfed_by = \"lv\"", behind, 1) + BANK;
    let at = |level: &str| {
        let level = format!("workload.steady.level={level}");
        ten_minutes(&written(&text, &["ups.bank.staging=equal", &level]))
    };
    let line = |summary: &Summary, name: &str| {
        let mut lines = summary.turndown.iter();
        lines.find(|t| t.component == name).cloned()
    };
    let of = |summary: &Summary, name: &str| {
        let mut components = summary.components.iter();
        let found = components.find(|c| c.name == name).expect("a component");
        (found.electric_out_kwh, found.loss_kwh)
    };
    let (low, full) = (at("0.2"), at("1.0"));
    let hours = 600.0 / 3_600.0;
    let found = line(&low, "bank").unwrap_or_else(|| panic!("{:?}", low.turndown));
    assert_eq!(found.behaviour, "below the knee of efficiency");
    let (given, lost) = of(&low, "bank");
    assert!(given < 100.0 * hours && of(&full, "bank").0 > 100.0 * hours);
    let by_hand = 6.0 * 0.5 * hours + 0.03 * given;
    assert!(
        (found.electric_kwh / by_hand - 1.0).abs() < 1e-6,
        "{found:?} of {by_hand}"
    );
    assert!((found.electric_kwh / lost - 1.0).abs() < 1e-9);
    assert!((found.hours - hours).abs() < 1e-9);
    assert_eq!(line(&full, "bank"), None);
    // Its power shelves share the fifth of the load too, those of a rack at work do not stand so low.
    let shelves = "racks, stage 1";
    let low = line(&low, shelves).unwrap_or_else(|| panic!("{:?}", low.turndown));
    assert!(low.electric_kwh > 0.0 && line(&full, shelves).is_none());
}

#[test]
fn a_run_without_it_energy_has_its_figures_and_no_ratio() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/configs/plants/tower_1mw.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let idle = text.replace(
        "[0.30, 0.45, 0.60, 0.75, 0.90, 1.0, 1.0, 0.90, 0.80, 0.65, 0.50, 0.35]",
        "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]",
    );
    assert_ne!(idle, text);
    let summary = ten_minutes(&written(&idle, &[]));
    assert_eq!(summary.it_energy_kwh, 0.0);
    assert!(summary.facility_energy_kwh > 0.0);
    let ratios = [
        summary.pue,
        summary.energy_ratio,
        summary.ppue_cooling,
        summary.plant.ppue,
        summary.wue_l_per_kwh,
        summary.cue_kg_per_kwh,
        summary.ere,
    ];
    assert_eq!(ratios, [None; 7]);
    let pumps = summary
        .components
        .iter()
        .find(|c| c.name == "facility pumps");
    assert!(pumps.expect("its pumps run").electric_in_kwh > 0.0);
}
