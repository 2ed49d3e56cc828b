//! Drawn valves that keep a flow, a pressure or a difference of pressures by themselves; quick couplings.

use super::drawn::{CUBIC_METRE_PER_HOUR, body, both, opening};
use super::plan::{Plan, Vessel};
use crate::config::kinds::End;
use crate::config::{Config, Diagnostic, ValveSide};
use crate::model::hydraulic::NodeId;
use crate::physics::hydraulic::flow_limiter::FlowLimiter;
use crate::physics::hydraulic::regulator::{Regulator, Side};
use crate::physics::hydraulic::stop_valve::StopValve;
use crate::physics::hydraulic::{GRAVITY, LEAK_PRESSURE, LawError, valve};
use std::collections::HashMap;

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
        if sense == from || sense == to {
            let text = format!("differential_pressure_valve.{} senses itself", item.name);
            let problem = Diagnostic::error("conflict", text)
                .at(&item.sense.at, "its impulse line ends where the valve does")
                .reason("the difference to keep is that across what it protects, which lies between the two")
                .help("let `sense` be the far side of what it protects");
            plan.faults.push(problem);
            continue;
        }
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

/// Objects to pressure valves that keep a node whose pressure another one keeps, or one of the `vessels`.
pub fn one_pressure_each(plan: &mut Plan, vessels: &[Vessel]) {
    let mut kept = HashMap::new();
    for item in &plan.config.pressure_valve {
        let (end, set) = match (&item.downstream, &item.upstream) {
            (Some(set), _) => (&item.to, set),
            (None, Some(set)) => (&item.from, set),
            (None, None) => continue,
        };
        let Some(node) = opening(plan, end) else {
            continue;
        };
        let name = format!("pressure_valve.{}", item.name);
        if let Some((other, first)) = kept.insert(node, (name.clone(), set)) {
            let text = format!("{other} and {name} keep the pressure of one node");
            let problem = Diagnostic::error("conflict", text)
                .at(&set.at, "this pressure")
                .at(&first.at, "and this one")
                .reason("one node has one pressure: either valve would work against the other")
                .help("leave one out, or draw a pipe between their nodes");
            plan.faults.push(problem);
        }
        let Some(vessel) = vessels.iter().find(|v| v.node == node) else {
            continue;
        };
        let text = format!(
            "{name} keeps the pressure of {}, which the expansion vessel holds",
            plan.node_names[node.0 as usize]
        );
        let problem = Diagnostic::error("conflict", text).at(&set.at, "this pressure");
        let problem = match &vessel.at {
            Some(at) => problem.at(at, "and the vessel's"),
            None => problem,
        };
        plan.faults.push(
            problem
                .reason("the vessel sets the pressure there, wherever the valve stands")
                .help("let the valve keep another node, or move the vessel with `static_pressure`"),
        );
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
