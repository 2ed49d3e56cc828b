//! Dry coolers, towers, chillers, fan walls and rear doors: each rating can be met.

use halltwin::fluids::Fluid;
use halltwin::physics::air::state::AirState;
use halltwin::physics::thermal::chiller::Sink;
use halltwin::physics::thermal::chiller::carnot::{self, Carnot};
use halltwin::physics::thermal::cooling_tower::{self, merkel::Merkel, york::York};
use halltwin::physics::thermal::dry_cooler::{self, DryCooler};
use halltwin::units::Dimension::{Power, Ratio, Temperature, TemperatureDifference, VolumeFlow};

use super::records::{Record, family};
use toml::Value;

/// Standard atmosphere at sea level [Pa].
const SEA: f64 = 101_325.0;

fn water(flow: f64, t: f64) -> (f64, f64) {
    let water = Fluid::water();
    (flow * water.density(t), water.specific_heat(t))
}

#[test]
fn dry_coolers_can_be_built() {
    for cooler in family("dry_cooler") {
        let t_in = cooler.si("rated_water_in", Temperature);
        let (flow, cp) = water(cooler.si("rated_water_flow", VolumeFlow), t_in);
        let heat = cooler.si("rated_heat", Power);
        let air =
            AirState::from_relative_humidity(cooler.si("rated_air_in", Temperature), 0.4, SEA);
        DryCooler::rated(&dry_cooler::Rating {
            heat,
            t_in,
            flow,
            cp,
            air,
            air_flow: cooler.si("rated_air_flow", VolumeFlow),
            film_ratio: 0.5,
            natural: 0.05,
            law: match cooler.get("model").and_then(Value::as_str) {
                Some("thermosyphon") => dry_cooler::Law::Thermosyphon,
                _ => dry_cooler::Law::Coil,
            },
            stepped: false,
        })
        .unwrap_or_else(|error| panic!("{}: {error}", cooler.name));
        let approach = t_in - heat / (flow * cp) - air.t;
        assert!(
            (4.0..12.0).contains(&approach),
            "{}: approach {approach} K",
            cooler.name
        );
        let fans = cooler.si("fan_power", Power) / heat;
        assert!((0.01..0.05).contains(&fans), "{}: fans {fans}", cooler.name);
    }
}

#[test]
fn towers_can_be_built_by_both_laws() {
    for tower in family("tower") {
        let wet = tower.si("rated_wet_bulb", Temperature);
        let range = tower.si("rated_range", TemperatureDifference);
        let approach = tower.si("rated_approach", TemperatureDifference);
        let (flow, cp) = water(
            tower.si("rated_water_flow", VolumeFlow),
            wet + approach + range,
        );
        let rating = cooling_tower::Rating {
            air: AirState::from_wet_bulb(wet + 4.0, wet, SEA),
            approach,
            range,
            flow,
            cp,
            air_flow: tower.si("rated_air_flow", VolumeFlow),
            free: 0.125,
        };
        let name = &tower.name;
        Merkel::rated(&rating).unwrap_or_else(|error| panic!("{name}: {error}"));
        York::rated(&rating).unwrap_or_else(|error| panic!("{name}: {error}"));
        let share = rating.heat() / tower.si("rated_heat", Power);
        assert!(
            (0.98..1.02).contains(&share),
            "{}: heat {share}",
            tower.name
        );
    }
}

/// A biquadratic of EnergyPlus at (x, y).
fn biquadratic(c: &[f64], x: f64, y: f64) -> f64 {
    c[0] + c[1] * x + c[2] * x * x + c[3] * y + c[4] * y * y + c[5] * x * y
}

/// Curves of a data set are 1 at its rating, to what its fit leaves (6 %); the ranges hold the rating.
#[test]
fn chiller_curves_are_one_at_the_rating() {
    let mut sets = 0;
    for chiller in family("chiller") {
        let x = chiller.si("rated_leaving", Temperature);
        let y = chiller.si("rated_condenser_in", Temperature);
        let range = |key: &str| {
            let list = chiller.get(key).and_then(Value::as_array).expect("a range");
            let at = |i: usize| {
                let text = list[i].as_str().expect("a temperature");
                halltwin::units::parse(text, Temperature).expect("a temperature")
            };
            at(0)..=at(1)
        };
        assert!(range("leaving_range").contains(&x), "{}", chiller.name);
        assert!(range("condenser_range").contains(&y), "{}", chiller.name);
        if chiller.get("eir_curve").is_none() {
            continue;
        }
        sets += 1;
        for key in ["capacity_curve", "eir_curve"] {
            let one = biquadratic(&chiller.numbers(key), x, y);
            assert!(
                (one - 1.0).abs() < 0.06,
                "{}: {key} gives {one}",
                chiller.name
            );
        }
        let full: f64 = chiller.numbers("plr_curve").iter().sum();
        assert!(
            (full - 1.0).abs() < 0.01,
            "{}: part load at full is {full}",
            chiller.name
        );
        assert!(*range("leaving_range").end() <= 12.78, "{}", chiller.name);
    }
    assert!(sets >= 6, "{sets} published data sets");
}

/// With usual pinches (1.5 K at the evaporator, 8 K at the condenser) a warm-water machine reaches a believable share of the reversible COP.
#[test]
fn warm_water_chillers_can_be_built() {
    for chiller in family("chiller") {
        if chiller.get("eir_curve").is_some() {
            continue;
        }
        let machine = Carnot::rated(&carnot::Rating {
            capacity: chiller.si("rated_capacity", Power),
            cop: chiller.si("rated_cop", Ratio),
            t_out: chiller.si("rated_leaving", Temperature),
            sink: Sink::air(chiller.si("rated_condenser_in", Temperature)),
            pinch: [1.5, 8.0],
            leaving: [10.0, 40.0],
            entering: [10.0, 45.0],
            least_lift: 5.0,
            part_load: [1.0, 0.0, 0.0],
            least_part_load: 0.15,
            motor_share: 1.0,
        })
        .unwrap_or_else(|error| panic!("{}: {error}", chiller.name));
        let share = machine.share;
        let stated = chiller.si("carnot_fraction", Ratio);
        assert!(
            (stated / share - 1.0).abs() < 0.01,
            "{}: {stated}, {share}",
            chiller.name
        );
        assert!(
            (0.4..0.65).contains(&share),
            "{}: share {share}",
            chiller.name
        );
    }
}

/// Air gives up the heat that water takes, and ends above the water's inlet.
fn air_coil(coil: &Record) {
    let heat = coil.si("rated_heat", Power);
    let air_in = coil.si("rated_air_in", Temperature);
    let water_in = coil.si("rated_water_in", Temperature);
    let (flow, cp) = water(coil.si("rated_water_flow", VolumeFlow), water_in);
    let air = AirState::from_relative_humidity(air_in, 0.3, SEA);
    let capacity = coil.si("rated_air_flow", VolumeFlow) * air.dry_density() * air.specific_heat();
    let air_out = air_in - heat / capacity;
    let water_out = water_in + heat / (flow * cp);
    assert!(
        air_out > water_in + 1.0,
        "{}: air leaves at {air_out} °C",
        coil.name
    );
    assert!(
        water_out < air_in - 1.0,
        "{}: water leaves at {water_out} °C",
        coil.name
    );
    let least = capacity.min(flow * cp);
    let effectiveness = heat / (least * (air_in - water_in));
    assert!(
        (0.3..0.9).contains(&effectiveness),
        "{}: {effectiveness}",
        coil.name
    );
}

#[test]
fn air_coils_are_possible() {
    family("fan_wall").iter().for_each(air_coil);
    family("rear_door").iter().for_each(air_coil);
}

#[test]
fn fans_of_coils_are_modest() {
    for coil in family("fan_wall").iter().chain(&family("rear_door")) {
        let share = coil.si("fan_power", Power) / coil.si("rated_heat", Power);
        assert!((0.0..0.06).contains(&share), "{}: {share}", coil.name);
        let effectiveness = coil
            .get("pad_effectiveness")
            .map_or(0.7, |_| coil.si("pad_effectiveness", Ratio));
        assert!((0.5..1.0).contains(&effectiveness), "{}", coil.name);
    }
}
