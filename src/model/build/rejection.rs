//! Dry coolers, towers and chillers on the way of a loop's return.

use super::chiller_law;
use super::plan::{Medium, Plan, RATING_HELP};
use super::profiles::Profiles;
use super::storage;
use crate::config::{
    self, At, Diagnostic, DryCoolerModel, FanDrive, FrostProtection, Named, SupplyFollows,
    TowerModel, WaterBalance,
};
use crate::fluids::moist_air;
use crate::model::equipment::sequence::{Follows, Quiet, Reset};
use crate::model::equipment::staged::Stages;
use crate::model::equipment::{chillers, dry_coolers, towers};
use crate::physics::air::fan::{self, Fan};
use crate::physics::air::state::AirState;
use crate::physics::control::day_window::DayWindow;
use crate::physics::thermal::cooling_tower::{self, Tower, cool_tools, merkel, water, york};
use crate::physics::thermal::dry_cooler::{self as cooler, DryCooler, Law};
use crate::physics::thermal::pads::Pads;
use crate::units::Dimension;

/// Pressure of a datasheet's air [Pa].
const SEA_LEVEL: f64 = 101_325.0;
/// Relative humidity of a dry cooler's datasheet, which does not matter to its heat.
const DATASHEET_HUMIDITY: f64 = 0.4;
/// Temperature at which a tower's rated volume flow is turned into a mass [°C]: water has 997 kg/m³ there.
const RATING: f64 = 25.0;
/// Motor and drive of a fan together at full speed (assumed, IE4 with drive).
const FAN_DRIVE: f64 = 0.9;
/// Share of a fan drive's loss that does not fall with load (assumed).
const FAN_FIXED_LOSS: f64 = 0.3;
/// Least speed of fans with a drive, over full speed (assumed).
const LEAST_FAN: f64 = 0.1;
/// Low speed of fans of two speeds, over full speed: pole-changing motors with one tapped winding (Dahlander) have 2:1.
const HALF_SPEED: f64 = 0.5;
/// Share by which a rated heat may differ from what its flow and range make: datasheets print two or three digits.
const ROUNDING: f64 = 0.03;
/// Loss of pressure through wet pads over the fan's (assumed; makers print 10 to 20 Pa of some 120).
const PAD_RESISTANCE: f64 = 0.15;

/// Rated flow [kg/s] and pressure drop [Pa] of each item of heat rejection on `item`.
pub fn drops(plan: &mut Plan, item: &config::Loop, medium: &Medium) -> Vec<(f64, f64)> {
    let c = plan.config;
    let of = |name: &At<String>| {
        let name = name.as_str();
        let dry = c
            .dry_cooler
            .get(name)
            .map(|d| (f64::from(*d.count) * *d.rated_water_flow, *d.water_drop));
        let wet = c
            .tower
            .get(name)
            .map(|t| (f64::from(*t.count) * *t.rated_water_flow, *t.water_drop));
        let cold = c
            .chiller
            .get(name)
            .map(|m| (f64::from(*m.count) * *m.evaporator_flow, *m.evaporator_drop));
        let other = c.exchanger.get(name).map(|x| (*x.hot_flow, *x.hot_drop));
        let reused = c.heat_reuse.get(name).map(|x| (*x.hot_flow, *x.hot_drop));
        let rated = f64::from(*item.pumps_running) * *item.pump.rated_flow;
        let ice = c.ice_store.get(name).map(|x| (rated, *x.drop));
        dry.or(wet)
            .or(cold)
            .or(other)
            .or(reused)
            .or(ice)
            .map(|(flow, drop)| (flow * medium.density, drop))
    };
    item.rejection.iter().filter_map(of).collect()
}

/// Appends a cell for each item of heat rejection to the plant's link and sizes what stands there; tanks have one before
/// and one behind all of them.
pub fn draw(plan: &mut Plan, profiles: &mut Profiles, item: &Named<config::Loop>, medium: &Medium) {
    let c = plan.config;
    let tanks: Vec<_> = item
        .rejection
        .iter()
        .filter_map(|n| c.tank.get(n))
        .collect();
    let before: Vec<u32> = tanks
        .iter()
        .map(|t| storage::tank_port(plan, t, medium))
        .collect();
    for name in item.rejection.iter() {
        if let Some(dry) = c.dry_cooler.get(name) {
            draw_dry(plan, dry, item, medium);
        } else if let Some(tower) = c.tower.get(name) {
            draw_tower(plan, tower, item, medium);
        } else if let Some(chiller) = c.chiller.get(name) {
            draw_chiller(plan, chiller, item, medium);
        } else if let Some(exchanger) = c.exchanger.get(name) {
            super::exchange::draw_hot_side(plan, exchanger, item, medium);
        } else if let Some(reuse) = c.heat_reuse.get(name) {
            storage::draw_reuse(plan, profiles, reuse, item, medium);
        } else if let Some(tank) = c.tank.get(name) {
            storage::draw_tank(plan, tank, item, medium);
        } else if let Some(ice) = c.ice_store.get(name) {
            storage::draw_ice(plan, ice, item, medium);
        }
    }
    for (tank, before) in tanks.iter().zip(before) {
        let behind = storage::tank_port(plan, tank, medium);
        storage::join_tank(plan, tank, [before, behind]);
    }
}

/// Unit called `name`.
pub fn unit_of(plan: &Plan, name: &str) -> usize {
    plan.equipment
        .units
        .iter()
        .position(|u| u.name == name)
        .expect("every table has its unit")
}

fn fan(
    plan: &mut Plan,
    name: &str,
    power: &At<f64>,
    drive_efficiency: f64,
    sound: Option<&At<f64>>,
) -> Option<Fan> {
    let rating = fan::Rating {
        power: **power,
        drive_efficiency,
        fixed_share: FAN_FIXED_LOSS,
        sound_power: sound.map_or(0.0, |s| **s),
    };
    plan.accept("fan", name, Fan::rated(&rating), &power.at)
}

/// How the set point of what meets the air follows the weather.
fn reset(on: &config::Loop) -> Option<Reset> {
    let follows = match *on.supply_follows {
        SupplyFollows::Nothing => return None,
        SupplyFollows::DryBulb => Follows::DryBulb,
        SupplyFollows::WetBulb => Follows::WetBulb,
    };
    Some(Reset {
        follows,
        approach: *on.supply_approach,
        least: *on.supply_least,
    })
}

/// Hours in which fans are slower.
fn quiet([from, until]: [f64; 2], most: Option<&At<f64>>) -> Option<Quiet> {
    most.map(|most| Quiet {
        hours: DayWindow { from, until },
        most: **most,
    })
}

fn draw_dry(plan: &mut Plan, dry: &Named<config::DryCooler>, item: &config::Loop, medium: &Medium) {
    let name = format!("dry_cooler.{}", dry.name);
    let unit = unit_of(plan, &name);
    let count = f64::from(*dry.count);
    let cell = plan.cell(unit, medium.density * count * (*dry.water_volume).max(1e-3));
    let rating = cooler::Rating {
        heat: *dry.rated_heat,
        t_in: *dry.rated_water_in,
        flow: *dry.rated_water_flow * medium.density,
        cp: medium.fluid.specific_heat(*dry.rated_water_in),
        air: AirState::from_relative_humidity(*dry.rated_air_in, DATASHEET_HUMIDITY, SEA_LEVEL),
        air_flow: *dry.rated_air_flow,
        film_ratio: 0.5,
        natural: *dry.natural_draught,
        law: match *dry.model {
            DryCoolerModel::Coil => Law::Coil,
            DryCoolerModel::Thermosyphon => Law::Thermosyphon,
            DryCoolerModel::Energyplus => Law::Constant,
        },
        stepped: *dry.fan_drive != FanDrive::Variable,
    };
    let figures = [
        (&dry.rated_heat.at, "the heat"),
        (&dry.rated_water_flow.at, "the coolant's flow"),
        (&dry.rated_water_in.at, "where it enters"),
        (&dry.rated_air_flow.at, "the air's flow"),
        (&dry.rated_air_in.at, "where it enters"),
    ];
    let sized = DryCooler::rated(&rating);
    let sized = plan.accept_rating("dry-cooler-rating", &name, sized, &figures);
    let fan = fan(
        plan,
        &name,
        &dry.fan_power,
        FAN_DRIVE,
        dry.sound_power.as_ref(),
    );
    let pads = Pads {
        effectiveness: *dry.pad_effectiveness,
        resistance: PAD_RESISTANCE,
        cycles: *dry.cycles,
    };
    let pads = if *dry.pads {
        plan.accept("pads", &name, pads.checked(), &dry.at)
    } else {
        None
    };
    if let (Some(cooler), Some(fan)) = (sized, fan) {
        plan.equipment.dry_coolers.groups.push(dry_coolers::Group {
            cooler,
            fan,
            pads,
            pads_above: *dry.pads_above,
            count,
            standing: 0.0,
            stages: dry.stage_up.as_ref().map(|up| Stages {
                up: **up,
                down: *dry.stage_down,
                min_run: *dry.min_run,
                min_stop: *dry.min_stop,
            }),
            cell,
            fluid: medium.fluid.clone(),
            supply: *item.supply,
            reset: reset(item),
            quiet: quiet(*dry.quiet_hours, dry.quiet_fan.as_ref()),
            least_fan: match *dry.fan_drive {
                FanDrive::OneSpeed => 1.0,
                FanDrive::Variable => dry.min_fan.as_ref().map_or(LEAST_FAN, |f| **f),
                FanDrive::TwoSpeed => dry.min_fan.as_ref().map_or(HALF_SPEED, |f| **f),
            },
            frost: match *dry.model {
                // Its coolant stays indoors.
                DryCoolerModel::Thermosyphon => medium.fluid.range()[0],
                _ => (medium.fluid.freezing_point() + dry_coolers::FROST_GUARD)
                    .max(medium.fluid.range()[0]),
            },
            rated_heat: *dry.rated_heat,
            recirculation: *dry.recirculation,
        });
    }
}

/// Refuses a tower whose rated heat is not that which its flow and range make, `heat` \[W\].
fn contradiction(plan: &mut Plan, name: &str, item: &config::Tower, heat: f64) {
    let rated = &item.rated_heat;
    if (**rated - heat).abs() <= ROUNDING * rated.max(heat) {
        return;
    }
    let [rating, made] = [**rated, heat].map(|q| Dimension::Power.show(q));
    let flow = Dimension::VolumeFlow.show(*item.rated_water_flow);
    let text = format!(
        "{name}: `rated_heat` of {rating} contradicts `rated_water_flow` of {flow} and `rated_range` of {:.2} K, which make \
         it {made}",
        *item.rated_range
    );
    let fault = Diagnostic::error("tower-rating", text)
        .at(&rated.at, rating)
        .at(&item.rated_water_flow.at, flow)
        .at(&item.rated_range.at, "the range");
    plan.faults.push(fault.help(RATING_HELP));
}

fn draw_tower(plan: &mut Plan, item: &Named<config::Tower>, on: &config::Loop, medium: &Medium) {
    let name = format!("tower.{}", item.name);
    let unit = unit_of(plan, &name);
    let count = f64::from(*item.count);
    let cell = plan.cell(
        unit,
        medium.density * count * (*item.water_volume).max(1e-3),
    );
    let wet_bulb = *item.rated_wet_bulb;
    let rating = cooling_tower::Rating {
        air: AirState {
            t: wet_bulb,
            w: moist_air::humidity_ratio_saturated(wet_bulb, SEA_LEVEL),
            p: SEA_LEVEL,
        },
        approach: *item.rated_approach,
        range: *item.rated_range,
        flow: *item.rated_water_flow * medium.fluid.density(RATING),
        cp: medium.fluid.specific_heat(wet_bulb + *item.rated_approach),
        air_flow: *item.rated_air_flow,
        free: *item.free_convection,
    };
    contradiction(plan, &name, item, rating.heat());
    let sized = match *item.model {
        TowerModel::Merkel => merkel::Merkel::rated(&rating).map(Tower::Merkel),
        TowerModel::Yorkcalc => york::York::rated(&rating).map(Tower::York),
        TowerModel::Cooltools => cool_tools::CoolTools::rated(&rating).map(Tower::CoolTools),
    };
    let figures = [
        (&item.rated_range.at, "the range"),
        (&item.rated_approach.at, "the approach"),
        (&item.rated_wet_bulb.at, "the wet bulb"),
        (&item.rated_water_flow.at, "the water's flow"),
        (&item.rated_air_flow.at, "the air's flow"),
    ];
    let sized = plan.accept_rating("tower-rating", &name, sized, &figures);
    let fan = fan(
        plan,
        &name,
        &item.fan_power,
        *item.fan_drive_efficiency,
        item.sound_power.as_ref(),
    );
    let treatment = water::Treatment {
        cycles: *item.cycles,
        drift: *item.drift,
        t_makeup: *item.makeup_temperature,
    };
    let treatment = plan.accept("tower-water", &name, treatment.checked(), &item.cycles.at);
    if let (Some(tower), Some(fan), Some(treatment)) = (sized, fan, treatment) {
        plan.equipment.towers.groups.push(towers::Group {
            tower,
            fan,
            treatment,
            balance: match *item.water_balance {
                WaterBalance::Closed => water::Balance::Closed,
                WaterBalance::Energyplus => water::Balance::EnergyPlus,
            },
            count,
            standing: 0.0,
            stages: item.stage_up.as_ref().map(|up| Stages {
                up: **up,
                down: *item.stage_down,
                min_run: *item.min_run,
                min_stop: *item.min_stop,
            }),
            cell,
            rated_density: medium.fluid.density(RATING),
            fluid: medium.fluid.clone(),
            supply: *on.supply,
            reset: reset(on),
            quiet: quiet(*item.quiet_hours, item.quiet_fan.as_ref()),
            least_fan: *item.min_fan,
            rated_heat: *item.rated_heat,
            frost: match *on.frost_protection {
                FrostProtection::None => towers::Frost::Bare,
                FrostProtection::DrainDown => towers::Frost::Drained,
                FrostProtection::BasinHeater => towers::Frost::Heated,
            },
        });
    }
}

fn draw_chiller(
    plan: &mut Plan,
    item: &Named<config::Chiller>,
    on: &config::Loop,
    medium: &Medium,
) {
    let name = format!("chiller.{}", item.name);
    let unit = unit_of(plan, &name);
    let count = f64::from(*item.count);
    let held = 60.0 * *item.evaporator_flow;
    let evaporator = plan.cell(unit, medium.density * count * held.max(1e-3));
    let Some(chiller) = chiller_law::law(plan, item, &name) else {
        return;
    };
    plan.equipment.chillers.groups.push(chillers::Group {
        chiller,
        count,
        standing: 0.0,
        evaporator,
        condenser: None,
        condenser_valve: None,
        fluid: medium.fluid.clone(),
        supply: item.supply.as_ref().map_or(*on.supply, |s| **s),
        stages: Stages {
            up: *item.stage_up,
            down: *item.stage_down,
            min_run: *item.min_run,
            min_stop: *item.min_stop,
        },
        fan_power: *item.condenser_fan_power,
        sound_power: item.sound_power.as_ref().map(|s| **s),
    });
}

/// Hangs the condensers of water-cooled machines on their loops.
pub fn draw_condensers(plan: &mut Plan, loops: &[(String, super::loops::Drawn)]) {
    use crate::physics::hydraulic::flow_limiter::FlowLimiter;
    let machines: Vec<&Named<config::Chiller>> = plan.config.chiller.iter().collect();
    for item in machines {
        let Some((_, drawn)) = loops.iter().find(|(name, _)| *name == **item.condenser) else {
            continue;
        };
        let name = format!("chiller.{}", item.name);
        if !plan.equipment.units.iter().any(|u| u.name == name) {
            let text = format!("{name} gives heat to a loop but cools none");
            let fault = Diagnostic::error("rejection", text).at(&item.at, "drawn here");
            plan.faults.push(
                fault.help("name it in the `rejection` of the loop it cools, or take it out"),
            );
            continue;
        }
        let unit = unit_of(plan, &name);
        let index = unit - plan.equipment.chillers.first;
        let count = f64::from(*item.count);
        let [inlet, outlet] = super::loops::branch(plan, drawn, &format!("{name}.condenser"));
        let rated = count * item.rated_condenser_flow() * drawn.medium.density;
        let drop = (*item.condenser_drop).max(1e3);
        let valve = FlowLimiter::rated(1.1 * rated, drop, drawn.medium.density);
        let link_name = format!("{name}.condenser-valve");
        let link = plan
            .net
            .flow_limiter(link_name.clone(), inlet, outlet, valve, rated);
        plan.began(link, &link_name, inlet, outlet);
        let cell = plan.cell(unit, 60.0 * rated);
        if let Some(group) = plan.equipment.chillers.groups.get_mut(index) {
            group.condenser = Some(cell);
            group.condenser_valve = Some((link.0 as usize, rated));
        }
    }
}
