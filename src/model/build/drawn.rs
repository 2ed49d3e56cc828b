//! What the user drew pipe by pipe: nodes, pipes, valves, check valves, filters.

use super::plan::{Medium, Plan, Run, Vessel};
use super::{boosters, regulating};
use crate::config::kinds::{End, Side};
use crate::config::{At, Diagnostic, Trim};
use crate::model::coolant::Surroundings;
use crate::model::hydraulic::NodeId;
use crate::physics::hydraulic::check_valve::CheckValve;
use crate::physics::hydraulic::power_law::PowerLaw;
use crate::physics::hydraulic::valve::{self, Valve};
use std::collections::HashMap;

/// One cubic metre per hour [m³/s]: Kv is stated in m³/h.
pub(super) const CUBIC_METRE_PER_HOUR: f64 = 1.0 / 3_600.0;
/// Seat leakage of a shut valve over Kv: class IV of IEC 60534-4.
const LEAKAGE: f64 = 1e-4;
/// α of a quick-opening disc: flow as the square root of its travel.
const DISC: f64 = 2.0;
/// Coolant in the body of a valve [m³].
const BODY: f64 = 1e-3;

/// Draws the nodes, each in the coolant that its pipes bring from a CDU or a loop.
pub fn draw_nodes(plan: &mut Plan) {
    let media = media(plan);
    let config = plan.config;
    for item in &config.node {
        let Some(medium) = media.get(&item.name) else {
            let text = format!("node {} is joined to no CDU and no loop", item.name);
            plan.faults
                .push(Diagnostic::error("unconnected", text).at(&item.at, "drawn here"));
            continue;
        };
        let id = plan.node_at(format!("node.{}", item.name), medium, *item.elevation);
        if let Some(pressure) = &item.static_pressure {
            let vessel = Vessel::new(id, pressure, *item.elevation);
            plan.vessels.insert(0, vessel);
        }
    }
}

/// A drawn node by its name; its absence was reported where it was declared.
pub fn node(plan: &Plan, name: &At<String>) -> Option<NodeId> {
    plan.ports.get(&format!("node.{}", name.value)).copied()
}

/// Draws pipes and valves between nodes and openings.
pub fn draw_links(plan: &mut Plan) {
    let config = plan.config;
    for item in &config.pipe {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let run = Run {
            length: *item.length,
            diameter: *item.diameter,
            roughness: *item.roughness,
            minor: *item.minor_loss,
        };
        let name = format!("pipe.{}", item.name);
        plan.main(&name, from, to, run, *item.heat_loss, Surroundings::Hall);
        plan.wall(from, run, *item.wall_capacity);
        if *item.dispersion {
            plan.coolant.disperse_last(run.bore());
        }
    }
    for item in &config.valve {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let trim = trim_of(*item.trim, *item.rangeability);
        let name = format!("valve.{}", item.name);
        let law = Valve::new(*item.kv / CUBIC_METRE_PER_HOUR, trim, LEAKAGE);
        let link = plan.net.valve(name.clone(), from, to, law, *item.opening);
        plan.began(link, &name, from, to);
        body(plan, from);
    }
    draw_three_way_valves(plan);
    draw_filters(plan);
    for item in &config.check_valve {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let name = format!("check_valve.{}", item.name);
        let law = CheckValve::new(*item.kv / CUBIC_METRE_PER_HOUR);
        let link = plan.net.check_valve(name.clone(), from, to, law);
        plan.began(link, &name, from, to);
        body(plan, from);
    }
}

fn trim_of(trim: Trim, rangeability: f64) -> valve::Trim {
    match trim {
        Trim::Linear => valve::Trim::Linear,
        Trim::EqualPercentage => valve::Trim::EqualPercentage { rangeability },
        Trim::QuickOpening => valve::Trim::QuickOpening { alpha: DISC },
    }
}

/// Both ways of each three-way valve, which open against each other.
fn draw_three_way_valves(plan: &mut Plan) {
    let config = plan.config;
    for item in &config.three_way_valve {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let Some([bypass, _]) = both(plan, &item.bypass, &item.to) else {
            continue;
        };
        let trim = trim_of(*item.trim, *item.rangeability);
        let ways = [
            ("way", from, *item.position),
            ("bypass", bypass, 1.0 - *item.position),
        ];
        for (way, inlet, opening) in ways {
            let name = format!("three_way_valve.{}.{way}", item.name);
            let law = Valve::new(*item.kv / CUBIC_METRE_PER_HOUR, trim, LEAKAGE);
            let link = plan.net.valve(name.clone(), inlet, to, law, opening);
            plan.began(link, &name, inlet, to);
            body(plan, inlet);
        }
    }
}

fn draw_filters(plan: &mut Plan) {
    let config = plan.config;
    for item in &config.filter {
        let Some([from, to]) = both(plan, &item.from, &item.to) else {
            continue;
        };
        let name = format!("filter.{}", item.name);
        let rated = *item.rated_flow * plan.medium_at(from).density;
        // A factor on the whole record, at every flow.
        let law = PowerLaw::new(rated, *item.drop * *item.fouling, *item.exponent);
        let link = plan.net.power_law(name.clone(), from, to, law);
        plan.began(link, &name, from, to);
        body(plan, from);
    }
}

pub(super) fn body(plan: &mut Plan, from: NodeId) {
    let mass = BODY * plan.medium_at(from).density;
    plan.coolant.cell(mass);
}

/// Coolant at each drawn node, followed along pipes and valves from the openings.
fn media(plan: &Plan) -> HashMap<String, Medium> {
    let c = plan.config;
    let pipes = c.pipe.iter().map(|p| [&p.from.value, &p.to.value]);
    let valves = c.valve.iter().map(|p| [&p.from.value, &p.to.value]);
    let checks = c.check_valve.iter().map(|p| [&p.from.value, &p.to.value]);
    let filters = c.filter.iter().map(|p| [&p.from.value, &p.to.value]);
    let ways = c.three_way_valve.iter();
    let ways = ways.flat_map(|p| [&p.from, &p.bypass].map(|end| [&end.value, &p.to.value]));
    let edges = pipes.chain(valves).chain(checks).chain(filters).chain(ways);
    let edges: Vec<[&End; 2]> = edges
        .chain(regulating::ends(c))
        .chain(boosters::ends(c))
        .collect();
    let mut found: HashMap<String, Medium> = HashMap::new();
    let known = |found: &HashMap<String, Medium>, end: &End| match end {
        End::Node(name) => found.get(name).cloned(),
        End::Opening { .. } => opening(plan, end).map(|id| plan.medium_at(id)),
    };
    loop {
        let before = found.len();
        for [a, b] in edges.iter().flat_map(|[a, b]| [[*a, *b], [*b, *a]]) {
            if let (Some(medium), End::Node(name)) = (known(&found, a), b) {
                found.entry(name.clone()).or_insert(medium);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

pub(super) fn both(plan: &mut Plan, from: &At<End>, to: &At<End>) -> Option<[NodeId; 2]> {
    let mut find = |end: &At<End>| {
        let found = opening(plan, end);
        if found.is_none() {
            let text = format!(
                "`{}` is joined to an opening that this hall does not have",
                end.path
            );
            plan.faults
                .push(Diagnostic::error("opening", text).at(&end.at, "nothing to join here"));
        }
        found
    };
    let ends = [find(from), find(to)];
    Some([ends[0]?, ends[1]?])
}

/// Node of an end.
pub(super) fn opening(plan: &Plan, end: &End) -> Option<NodeId> {
    let name = match end {
        End::Node(name) => format!("node.{name}"),
        End::Opening { family, name, side } => {
            let side = match (*family, side) {
                ("row" | "rack", Side::Supply) => "supply.1",
                ("row" | "rack", Side::Return) => "return.1",
                (_, Side::Supply) => "supply",
                (_, Side::Return) => "return",
                (_, Side::PrimarySupply) => "branch-supply",
                (_, Side::PrimaryReturn) => "branch-return",
            };
            format!("{family}.{name}.{side}")
        }
    };
    plan.ports.get(&name).copied()
}
