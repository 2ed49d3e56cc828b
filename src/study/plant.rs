//! Figures of the cooling plant for `summary.json`.

use super::summary::{KWH, Sources};
use crate::config::{At, Config};
use crate::physics::thermal::cooling_tower::water::Balance;
use crate::results::{HallMoisture, LoopSupply, Plant, Water};
use std::collections::BTreeMap;

/// Figures of the plant of a study whose partial PUE is `ppue` and whose water is `water`.
pub fn plant(from: &Sources, ppue: Option<f64>, water: &Water) -> Plant {
    let loops = loops(from);
    let longest = |all: bool| {
        let counted = loops.iter().filter(|l| all || l.at_loads);
        counted.map(|l| l.hours_above).fold(0.0, f64::max)
    };
    Plant {
        ppue,
        makeup_water_m3: water.total_m3(),
        water_balance: balance(from),
        hours_above_set_point: longest(true),
        hours_above_set_point_at_loads: longest(false),
        component_energy: energy(from),
        loops,
    }
}

/// Water of the hall's air.
pub fn moisture(from: &Sources) -> HallMoisture {
    let m = &from.tally.moisture;
    let came = m.infiltration + m.makeup + m.humidified;
    HallMoisture {
        infiltration_kg: m.infiltration,
        makeup_kg: m.makeup,
        humidified_kg: m.humidified,
        dried_kg: m.dried,
        condensed_kg: m.condensed,
        exhaust_kg: m.exhaust,
        stored_kg: m.stored,
        residual_kg: came - m.dried - m.condensed - m.exhaust - m.stored,
    }
}

fn loops(from: &Sources) -> Vec<LoopSupply> {
    let equipment = &from.hall.model.equipment;
    let groups = equipment
        .loop_pumps
        .of_loops()
        .iter()
        .zip(&from.tally.supplies);
    groups
        .enumerate()
        .map(|(i, (group, sum))| {
            let name = &equipment.units[equipment.loop_pumps.first + i].name;
            LoopSupply {
                name: name.clone(),
                set_point_deg_c: group.supply,
                hours_above: sum.above / 3_600.0,
                at_loads: at_loads(&from.hall.config, name.trim_start_matches("loop.")),
                range_deg_c: sum.range,
            }
        })
        .collect()
}

/// Whether anything hangs on the loop `name` but exchangers and condensers that give it their heat.
fn at_loads(config: &Config, name: &str) -> bool {
    let is = |named: Option<&At<String>>| named.is_some_and(|n| n.as_str() == name);
    let given = config.exchanger.iter().any(|x| x.to.as_str() == name)
        || config.chiller.iter().any(|c| c.condenser.as_str() == name);
    !given
        || config.load.iter().any(|l| l.r#loop.as_str() == name)
        || config.cdu.iter().any(|c| is(c.primary.as_ref()))
        || config.fan_wall.iter().any(|w| is(w.r#loop.as_ref()))
        || config
            .row
            .iter()
            .any(|r| is(r.r#loop.as_ref()) || is(r.in_rack_primary.as_ref()))
        || config.rack.iter().any(|r| is(r.r#loop.as_ref()))
}

/// Electricity of every unit but racks [kWh]; exchangers draw none.
fn energy(from: &Sources) -> BTreeMap<String, f64> {
    let units = from.hall.model.equipment.units.iter();
    units
        .zip(&from.tally.units)
        .filter(|(unit, _)| {
            !matches!(
                unit.family,
                "rack" | "rear_door" | "exchanger" | "heat_reuse"
            )
        })
        .map(|(unit, sum)| (format!("{}_kWh", unit.name), sum.electric / KWH))
        .collect()
}

/// Which balance gave the evaporation.
fn balance(from: &Sources) -> String {
    let towers = &from.hall.model.equipment.towers.groups;
    let any = |wanted: Balance| towers.iter().any(|t| t.balance == wanted);
    let word = match (any(Balance::Closed), any(Balance::EnergyPlus)) {
        (true, false) => "closed in dry air, vapour and enthalpy",
        (false, true) => "as EnergyPlus computes it: 4 to 8 % less than a closed balance",
        (true, true) => "closed, and as EnergyPlus computes it, each for some of the towers",
        (false, false) => "",
    };
    word.to_owned()
}
