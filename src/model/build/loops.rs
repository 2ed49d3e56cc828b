//! Facility loops: pumps, mains, branches to what they serve, heat rejection on their way.

use super::plan::{Medium, Plan, Run, Vessel};
use super::profiles::Profiles;
use super::{rejection, steel};
use crate::config::{self, Named};
use crate::model::coolant::Surroundings;
use crate::model::equipment::loop_pumps;
use crate::model::equipment::{Drive, PowerCurve};
use crate::model::hydraulic::NodeId;
use crate::physics::control::pressure_reset::PressureReset;
use crate::physics::electrical::converter::Converter;
use crate::physics::electrical::motor;
use crate::physics::hydraulic::LawError;
use crate::physics::hydraulic::curve::Curve;
use crate::physics::hydraulic::efficiency::Efficiency;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::pump::Pump;
use crate::physics::hydraulic::regulated_pump::{Hold, RegulatedPump};

/// Exponent of the pressure drop of coolers, fills and evaporators in turbulent flow.
const DROP_EXPONENT: f64 = 1.85;
/// Drop of the loop's differential pressure from no flow to rated flow; pumps of a loop share a controller.
const DROOP: f64 = 0.02;
/// Part-load shape of motors and drives along a quadratic load line, loss over loss at full load
/// (IEC 61800-9-2, table of a 15 kW drive; assumed for other sizes).
const LOSS_SHAPE: [(f64, f64); 4] = [(0.25, 0.42), (0.5, 0.58), (0.75, 0.77), (1.0, 1.0)];

/// A loop that has been drawn.
pub struct Drawn {
    /// Its coolant.
    pub medium: Medium,
    /// Supply and return header.
    pub header: [NodeId; 2],
    /// A branch to one consumer.
    pub branch: Run,
}

/// Draws a loop without its consumers.
pub fn draw<'c>(
    plan: &mut Plan<'c>,
    profiles: &mut Profiles,
    item: &'c Named<config::Loop>,
    unit: usize,
) -> Drawn {
    let name = format!("loop.{}", item.name);
    let medium = plan.medium(&item.fluid, *item.supply, &item.fluid.at);
    let mut node = |side: &str, height| plan.node_at(format!("{name}.{side}"), &medium, height);
    let height = *item.plant_elevation;
    let (back, out) = (node("plant-return", height), node("plant-supply", height));
    let header = [node("supply", 0.0), node("return", 0.0)];
    draw_plant(plan, profiles, item, unit, [back, out], &medium);
    let main = Run {
        length: *item.main_length,
        diameter: *item.main_diameter,
        roughness: *item.roughness,
        minor: 4.0,
    };
    let thickness = item.main_wall.as_ref();
    let thickness = thickness.map_or(steel::standard_wall(main.diameter), |s| **s);
    let wall = steel::wall_capacity(main, thickness);
    let ends = [
        ("supply-main", out, header[0]),
        ("return-main", header[1], back),
    ];
    for (side, from, to) in ends {
        let (loss, around) = (*item.heat_loss, Surroundings::Outdoors);
        plan.main(&format!("{name}.{side}"), from, to, main, loss, around);
        plan.wall(from, main, wall);
    }
    plan.vessels
        .push(Vessel::new(back, &item.static_pressure, height));
    let branch = Run {
        length: *item.branch_length,
        diameter: *item.branch_diameter,
        roughness: *item.roughness,
        minor: 3.0,
    };
    Drawn {
        medium,
        header,
        branch,
    }
}

/// Draws a branch for one consumer; returns its two ends.
pub fn branch(plan: &mut Plan, drawn: &Drawn, name: &str) -> [NodeId; 2] {
    branch_to(plan, drawn, name, 0.0)
}

/// As [`branch`], to a consumer at `height` [m] above the hall's floor.
pub fn branch_to(plan: &mut Plan, drawn: &Drawn, name: &str, height: f64) -> [NodeId; 2] {
    let inlet = plan.node_at(format!("{name}.branch-supply"), &drawn.medium, height);
    let outlet = plan.node_at(format!("{name}.branch-return"), &drawn.medium, height);
    plan.hose(
        &format!("{name}.branch-supply-pipe"),
        drawn.header[0],
        inlet,
        drawn.branch,
    );
    plan.hose(
        &format!("{name}.branch-return-pipe"),
        outlet,
        drawn.header[1],
        drawn.branch,
    );
    [inlet, outlet]
}

/// Pumps and heat rejection in series, as one link that holds the differential pressure.
fn draw_plant(
    plan: &mut Plan,
    profiles: &mut Profiles,
    item: &Named<config::Loop>,
    unit: usize,
    [back, out]: [NodeId; 2],
    medium: &Medium,
) {
    let (name, pump) = (&format!("loop.{}", item.name), &item.pump);
    let running = f64::from(*item.pumps_running);
    let rated = *pump.rated_flow * medium.density * running;
    let drops = rejection::drops(plan, item, medium);
    let law = pump_group(item, medium, &drops);
    let hold = Hold {
        pressure: *item.differential_pressure,
        droop: DROOP * *item.differential_pressure / rated,
        running,
        fouling: 1.0,
        slack: 0.0,
        bias: 0.0,
    };
    let link_name = format!("{name}.plant");
    let link = plan
        .net
        .regulated_pump(link_name.clone(), back, out, law, hold);
    plan.began(link, &link_name, back, out);
    let cell = plan.cell(unit, medium.density * (*item.volume).max(0.05));
    rejection::draw(plan, profiles, item, medium);
    let reset = item.differential_pressure_least.as_ref();
    let reset = reset.map(|least| PressureReset {
        least: **least,
        full: *item.differential_pressure,
        flow: rated,
    });
    let last = plan.coolant.last_cell().unwrap_or(cell);
    let built = group(plan, name, pump, [link.0, cell], running, medium);
    let Some(built) = built else {
        return;
    };
    plan.equipment.loop_pumps.loops += 1;
    plan.equipment.loop_pumps.groups.push(loop_pumps::Group {
        reset,
        last,
        supply: *item.supply,
        ..built
    });
}

/// The bank's view of pumps on a `[link, cell]`, as if their cell were the last before the supply.
pub fn group(
    plan: &mut Plan,
    name: &str,
    pump: &config::kinds::Recorded<config::Pump>,
    [link, cell]: [u32; 2],
    running: f64,
    medium: &Medium,
) -> Option<loop_pumps::Group> {
    let shaft = shaft_at_rating(pump);
    let drive = drive(shaft, *pump.motor_efficiency, *pump.vfd_efficiency);
    let drive = plan.accept("pump-drive", name, drive, &pump.at)?;
    let mains = shaft / (*pump.motor_efficiency * *pump.vfd_efficiency);
    Some(loop_pumps::Group {
        link,
        cell,
        drive,
        curve: pump.power_curve.as_ref().map(|c| PowerCurve {
            rated: mains,
            flow: *pump.rated_flow,
            coefficients: c.value,
        }),
        reset: None,
        running,
        least_speed: *pump.min_speed,
        last: cell,
        fluid: medium.fluid.clone(),
        supply: medium.t,
    })
}

/// Shaft power of one pump at its rating [W].
fn shaft_at_rating(pump: &config::Pump) -> f64 {
    *pump.rated_flow * *pump.rated_head / efficiency_at_rating(pump)
}

fn efficiency_at_rating(pump: &config::Pump) -> f64 {
    let at = |p: &&[f64; 2]| (p[0] - 1.0).abs();
    let near = pump
        .efficiency
        .iter()
        .min_by(|a, b| at(a).total_cmp(&at(b)));
    near.map_or(0.7, |p| p[1]).clamp(0.05, 1.0)
}

fn pump_group(
    item: &config::Loop,
    medium: &Medium,
    drops: &[(f64, f64)],
) -> Result<RegulatedPump, LawError> {
    let inside: Vec<PowerLaw> = drops
        .iter()
        .filter(|(_, drop)| *drop > 0.0)
        .map(|(flow, drop)| PowerLaw::new(*flow, *drop, DROP_EXPONENT))
        .collect::<Result<_, _>>()?;
    let speeds = [*item.pump.min_speed, 1.0];
    regulated(&item.pump, medium, *item.pumps, &inside, speeds)
}

/// `count` equal pumps in parallel with what stands `inside` their group, between the least and the most of `speeds`.
pub fn regulated(
    pump: &config::Pump,
    medium: &Medium,
    count: u32,
    inside: &[PowerLaw],
    [least, most]: [f64; 2],
) -> Result<RegulatedPump, LawError> {
    let points: Vec<(f64, f64)> = pump.curve.iter().map(|[q, h]| (*q, *h)).collect();
    let efficiency = if pump.efficiency.len() > 1 {
        let points: Vec<(f64, f64)> = pump
            .efficiency
            .iter()
            .map(|[x, e]| (x * *pump.rated_flow, *e))
            .filter(|(q, _)| *q > 0.0)
            .collect();
        Efficiency::through(&points)?
    } else {
        Efficiency::parabola(efficiency_at_rating(pump), *pump.rated_flow)?
    };
    let curve = Curve::through(&super::cdus::falling(&points))?;
    let law = Pump::new(curve, medium.density, efficiency, count)?;
    let group = RegulatedPump::new(law, inside, least, most)?;
    match pump.inertia.as_ref().filter(|t| ***t > 0.0) {
        Some(time) => group.with_rotors(**time, shaft_at_rating(pump)),
        None => Ok(group),
    }
}

/// Motor and drive of a pump that takes `shaft` [W] at its rating, from their efficiencies there.
fn drive(
    shaft: f64,
    motor: f64,
    converter: f64,
) -> Result<Drive, crate::physics::electrical::converter::RatingError> {
    let sized = |rated: f64, efficiency: f64| -> Result<Converter, _> {
        let loss = 1.0 / efficiency - 1.0;
        let points = LOSS_SHAPE.map(|(load, share)| (load, load / (load + loss * share)));
        motor::sized(&motor::Rating {
            rated,
            points: &points,
        })
    };
    let motor_unit = sized(shaft, motor)?;
    Ok(Drive {
        converter: sized(shaft / motor, converter)?,
        motor: motor_unit,
    })
}
