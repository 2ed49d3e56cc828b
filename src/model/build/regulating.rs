//! Drawn valves that keep a flow, a pressure or a difference of pressures by themselves; quick couplings.

use super::drawn::{CUBIC_METRE_PER_HOUR, body, both};
use super::plan::Plan;
use crate::config::kinds::End;
use crate::config::{Config, ValveSide};
use crate::model::hydraulic::NodeId;
use crate::physics::hydraulic::flow_limiter::FlowLimiter;
use crate::physics::hydraulic::regulator::{Regulator, Side};
use crate::physics::hydraulic::stop_valve::StopValve;
use crate::physics::hydraulic::{GRAVITY, LEAK_PRESSURE, LawError, valve};

/// Flow at which a regulating valve is usual, over that at 1 bar when open: near 0.1 bar.
const USUAL: f64 = 0.3;

/// Both ends of all that is drawn here.
pub fn ends(c: &Config) -> impl Iterator<Item = [&End; 2]> {
    let flows = c.flow_valve.iter().map(|v| [&v.from.value, &v.to.value]);
    let pressures = c
        .pressure_valve
        .iter()
        .map(|v| [&v.from.value, &v.to.value]);
    let differences = c.differential_pressure_valve.iter();
    let differences = differences.map(|v| [&v.from.value, &v.to.value]);
    let couplings = c.coupling.iter().map(|v| [&v.from.value, &v.to.value]);
    flows.chain(pressures).chain(differences).chain(couplings)
}

/// Draws them between nodes and openings.
pub fn draw(plan: &mut Plan) {
    draw_flow_valves(plan);
    draw_pressure_valves(plan);
    draw_difference_valves(plan);
    let config = plan.config;
    for item in &config.coupling {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let name = format!("coupling.{}", item.name);
        let law = StopValve::new(*item.kv / CUBIC_METRE_PER_HOUR);
        let link = plan
            .net
            .stop_valve(name.clone(), from, to, law, *item.connected);
        plan.began(link, &name, from, to);
        body(plan, from);
    }
}

fn draw_flow_valves(plan: &mut Plan) {
    let config = plan.config;
    for item in &config.flow_valve {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let name = format!("flow_valve.{}", item.name);
        let law = FlowLimiter::new(*item.kv / CUBIC_METRE_PER_HOUR);
        let set = *item.flow * plan.medium_at(from).density;
        let link = plan.net.flow_limiter(name.clone(), from, to, law, set);
        plan.began(link, &name, from, to);
        body(plan, from);
    }
}

fn draw_pressure_valves(plan: &mut Plan) {
    let config = plan.config;
    for item in &config.pressure_valve {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let (side, pressure, at) = match (&item.downstream, &item.upstream) {
            (Some(pressure), _) => (Side::Reducing, **pressure, to),
            (None, Some(pressure)) => (Side::Sustaining, **pressure, from),
            (None, None) => continue,
        };
        let name = format!("pressure_valve.{}", item.name);
        let law = law(plan, side, pressure + column(plan, at), *item.kv, from);
        let link = plan.net.regulator(name.clone(), from, to, law);
        plan.began(link, &name, from, to);
        body(plan, from);
    }
}

fn draw_difference_valves(plan: &mut Plan) {
    let config = plan.config;
    for item in &config.differential_pressure_valve {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let Some([sense, _]) = both(plan, &item.sense, &item.to) else {
            continue;
        };
        let (side, set) = match *item.side {
            ValveSide::Return => (Side::Sustaining, -*item.differential_pressure),
            ValveSide::Supply => (Side::Reducing, *item.differential_pressure),
        };
        let name = format!("differential_pressure_valve.{}", item.name);
        let law = law(plan, side, set, *item.kv, from);
        let link = plan
            .net
            .difference_regulator(name.clone(), from, to, law, sense);
        plan.began(link, &name, from, to);
        body(plan, from);
    }
}

/// Pressure of the column of reference coolant up to `node` [Pa]: what its potential has beyond its pressure.
fn column(plan: &Plan, node: NodeId) -> f64 {
    plan.net.reference_density() * GRAVITY * plan.net.elevation(node)
}

fn law(plan: &Plan, side: Side, set: f64, kv: f64, from: NodeId) -> Result<Regulator, LawError> {
    let resistance = valve::resistance(kv / CUBIC_METRE_PER_HOUR, plan.medium_at(from).density);
    let usual = USUAL * (LEAK_PRESSURE / resistance).sqrt();
    Regulator::new(side, set, resistance, usual)
}
