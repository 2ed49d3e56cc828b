//! Fan walls and rear doors.

use super::loops::{self, Drawn};
use super::plan::{Medium, Plan};
use super::racks::Slot;
use crate::config::demand::racks;
use crate::config::kinds::Recorded;
use crate::config::{self, Named};
use crate::model::equipment::{MakeupAir, fan_walls, rear_doors};
use crate::model::hydraulic::NodeId;
use crate::physics::air::coil::{Coil, Rating};
use crate::physics::air::crah::Crah;
use crate::physics::air::fan::{self, Fan};
use crate::physics::air::makeup::{self, MakeupUnit};
use crate::physics::air::state::AirState;
use crate::physics::control::response::Response;
use crate::physics::hydraulic::flow_limiter::FlowLimiter;
use crate::physics::hydraulic::power_law::PowerLaw;

/// Humidity ratio of a coil's datasheet [kg/kg]: dry enough for a dry coil.
const DATASHEET_HUMIDITY: f64 = 0.008;
/// Pressure of a datasheet's air [Pa].
const SEA_LEVEL: f64 = 101_325.0;
/// Largest water flow of a fan wall over its rated flow.
const MOST_WATER: f64 = 1.25;

/// Heat that a cubic metre of air takes up with each kelvin at 35 °C \[J/(m³·K)\].
const AIR_HEAT: f64 = 1.146 * 1_007.0;
/// By how much racks warm their air where none states its flow \[K\] (assumed, as in the catalogue).
const RACK_RISE: f64 = 12.0;

/// Warmest air that every rack with heat for the air may draw in [°C]; infinite where there is none.
pub fn rack_limit(config: &config::Config) -> f64 {
    let warming = racks(config).into_iter().filter(|r| r.air_heat() > 0.0);
    warming
        .map(|r| *r.rack.air_limit)
        .fold(f64::INFINITY, f64::min)
}

/// Rise of the air through all racks that state their air flow, at full load \[K\].
pub fn rack_rise(config: &config::Config) -> f64 {
    let (mut heat, mut flow) = (0.0, 0.0);
    for r in racks(config).iter().filter(|r| *r.rack.air_flow > 0.0) {
        heat += r.air_heat();
        flow += r.count * *r.rack.air_flow * r.power / *r.rack.rated_power;
    }
    if flow > 0.0 && heat > 0.0 {
        heat / (flow * AIR_HEAT)
    } else {
        RACK_RISE
    }
}

fn air(t: f64) -> AirState {
    AirState {
        t,
        w: DATASHEET_HUMIDITY,
        p: SEA_LEVEL,
    }
}

/// Whether make-up air is dried or humidified.
pub fn treats_makeup(hall: &config::Hall) -> bool {
    let asked = hall.makeup_dew_point.is_some() || hall.makeup_dew_point_least.is_some();
    asked && *hall.makeup_air > 0.0
}

/// Draws the treatment of make-up air, where there is any.
pub fn draw_makeup(plan: &mut Plan, unit: usize) {
    let hall = &plan.config.hall;
    let dew_points = [&hall.makeup_dew_point, &hall.makeup_dew_point_least];
    let [dry_to, wet_to] = dew_points.map(|t| t.as_ref().map(|t| **t));
    let rating = makeup::Rating {
        dry_to,
        wet_to,
        cop: *hall.makeup_cop,
    };
    let named = dew_points.into_iter().flatten().next();
    let at = named.map_or(&hall.makeup_air.at, |t| &t.at);
    let law = MakeupUnit::rated(rating);
    if let Some(law) = plan.accept("makeup-air", "make-up air", law, at) {
        plan.equipment.makeup = Some(MakeupAir {
            unit,
            law,
            flow: *hall.makeup_air,
        });
    }
}

/// Draws a fan wall on its loop.
pub fn draw_fan_wall(plan: &mut Plan, item: &Named<config::FanWall>, unit: usize, drawn: &Drawn) {
    let name = format!("fan_wall.{}", item.name);
    let medium = &drawn.medium;
    let count = f64::from(*item.count);
    let water_flow = *item.rated_water_flow * medium.density;
    let [inlet, outlet] = loops::branch(plan, drawn, &name);
    let most = MOST_WATER * water_flow;
    let drop = (*item.water_drop).max(1e3) * MOST_WATER * MOST_WATER;
    let valve = FlowLimiter::rated(count * most, drop, medium.density);
    let link_name = format!("{name}.valve");
    let link = plan
        .net
        .flow_limiter(link_name.clone(), inlet, outlet, valve, count * water_flow);
    plan.began(link, &link_name, inlet, outlet);
    let cell = plan.cell(
        unit,
        count * (*item.water_volume).max(1e-3) * medium.density,
    );
    let rating = Rating {
        heat: *item.rated_heat,
        air: air(*item.rated_air_in),
        air_flow: *item.rated_air_flow,
        t_water: *item.rated_water_in,
        water_flow,
        cp: medium.fluid.specific_heat(*item.rated_water_in),
        film_ratio: 0.5,
    };
    let coil = plan.accept("fan-wall-rating", &name, Coil::rated(&rating), &item.at);
    let fan = Fan::rated(&fan::Rating {
        power: *item.fan_power,
        drive_efficiency: 0.9,
        fixed_share: 0.3,
        sound_power: 0.0,
    });
    let fan = plan.accept("fan", &name, fan, &item.fan_power.at);
    let response = Response::new(*item.response);
    let response = plan.accept("response", &name, response, &item.response.at);
    if let (Some(coil), Some(fan), Some(response)) = (coil, fan, response) {
        let density = rating.air.density();
        plan.equipment.fan_walls.groups.push(fan_walls::Group {
            unit: Crah {
                coil,
                fan,
                air_flow: *item.rated_air_flow,
                density,
                most_water: most,
            },
            count,
            cell,
            valve: link.0 as usize,
            rated_heat: count * *item.rated_heat,
            least_fan: *item.min_fan,
            supply: *plan.config.hall.air_supply,
            response,
        });
    }
}

/// Draws a rear door beside its rack's cold plates, on the same hoses.
pub fn draw_rear_door(
    plan: &mut Plan,
    unit: usize,
    slot: &Slot,
    door: &Recorded<config::RearDoor>,
    [inlet, outlet]: [NodeId; 2],
    medium: &Medium,
) {
    let name = plan.equipment.units[unit].name.clone();
    let water_flow = *door.rated_water_flow * medium.density;
    let law = PowerLaw::new(water_flow, *door.water_drop, 1.85);
    let link = plan.net.power_law(name.clone(), inlet, outlet, law);
    plan.began(link, &name, inlet, outlet);
    let cell = plan.cell(unit, *door.water_volume * medium.density);
    let rating = Rating {
        heat: *door.rated_heat,
        air: air(*door.rated_air_in),
        air_flow: *door.rated_air_flow,
        t_water: *door.rated_water_in,
        water_flow,
        cp: medium.fluid.specific_heat(*door.rated_water_in),
        film_ratio: 0.5,
    };
    if let Some(coil) = plan.accept("rear-door-rating", &name, Coil::rated(&rating), &door.at) {
        let rack_air = *slot.record.air_flow;
        plan.equipment.rear_doors.doors.push(rear_doors::Door {
            coil,
            rack: slot.unit,
            air_flow: if rack_air > 0.0 {
                rack_air
            } else {
                *door.rated_air_flow
            },
            cell,
            fan_power: *door.fan_power,
        });
    }
}
