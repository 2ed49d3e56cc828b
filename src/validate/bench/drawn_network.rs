//! `[bench.drawn_network]`: flows and heads of a network drawn in the case.
//!
//! Parameters: `density`, `viscosity` (dynamic), then tables of named parts. `node.x` has `head` (metres of the coolant, held
//! there) or `inflow` (volume flow brought in) or nothing. Links have `from` and `to`: `pipe.x` `length`, `diameter`, `roughness`,
//! `minor`; `resistance.x` `factor` [m per (m³/s)²]; `pump.x` `head`, `linear` [s/m²], `square` [s²/m⁵] of H = head·s² −
//! linear·s·Q − square·Q², `speed`, or `points`, a list of numbers flow [m³/s], rise [Pa], …; `record.x` `flow` and `drop` of a
//! quadratic loss. No inputs. Results: `flow` of the links in the order in which the tables and their parts are written, `head` of
//! the nodes likewise, `inner_head` of those that are not held, `pump_flow` and `lift` of the pumps, `total`, the sum of
//! all pumps' flows, and `watched_flow`, `watched_mass`, `watched_head` of the link and node that `watch_link` (`pipe.x`) and `watch_node` name.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    model::hydraulic::{Hydraulics, HydraulicsBuilder, LinkId, NodeId},
    physics::hydraulic::{
        GRAVITY, LawError,
        curve::Curve,
        efficiency::Efficiency,
        pipe::Pipe,
        power_law::PowerLaw,
        pump::{Drive, Pump},
    },
    study::solve_alone,
    units::Dimension,
    validate::fault::Fault,
};

/// Accuracy of the solution.
const ACCURACY: f64 = 1e-12;

/// A network being drawn.
struct Drawing {
    net: HydraulicsBuilder,
    density: f64,
    nodes: Vec<(String, NodeId, bool)>,
    pumps: Vec<LinkId>,
}

impl Drawing {
    fn nodes(&mut self, fields: &Fields<'_>) -> Result<(), Fault> {
        for (name, node) in fields.table("node")?.tables()? {
            let id = self.net.node(name, 0.0);
            let head = node.optional_quantity("head", Dimension::Length)?;
            if let Some(head) = head {
                self.net.reservoir(id, head * self.density * GRAVITY);
            }
            if let Some(flow) = node.optional_quantity("inflow", Dimension::VolumeFlow)? {
                self.net.inject(id, flow * self.density);
            }
            node.finish()?;
            self.nodes.push((name.to_owned(), id, head.is_some()));
        }
        Ok(())
    }

    /// Node named by `key` of a link.
    fn end(&self, link: &Fields<'_>, key: &'static str) -> Result<NodeId, Fault> {
        let name = link.text(key)?;
        let found = self.nodes.iter().find(|n| n.0 == name);
        found
            .map(|n| n.1)
            .ok_or_else(|| link.fault_at(key, format!("there is no node `{name}`")))
    }

    fn link(&mut self, kind: &str, name: &str, link: &Fields<'_>) -> Result<(), Fault> {
        let (from, to) = (self.end(link, "from")?, self.end(link, "to")?);
        let (rho, name) = (self.density, format!("{kind}.{name}"));
        match kind {
            "pipe" => {
                let length = |key| link.quantity(key, Dimension::Length);
                let minor = link.optional_number("minor")?.unwrap_or(0.0);
                let law = Pipe::new(
                    length("length")?,
                    length("diameter")?,
                    length("roughness")?,
                    minor,
                );
                self.net.pipe(name, from, to, law);
            }
            "resistance" => {
                let drop = link.number("factor")? * rho * GRAVITY;
                self.net
                    .power_law(name, from, to, PowerLaw::new(rho, drop, 2.0));
            }
            "record" => {
                let flow = link.quantity("flow", Dimension::MassFlow)?;
                let drop = link.quantity("drop", Dimension::Pressure)?;
                self.net
                    .power_law(name, from, to, PowerLaw::new(flow, drop, 2.0));
            }
            _ => {
                let speed = link.optional_number("speed")?.unwrap_or(1.0);
                let drive = Drive {
                    speed,
                    running: 1.0,
                };
                let law = pump(link, rho)?;
                let id = self.net.pump(name, from, to, law, drive);
                self.pumps.push(id);
            }
        }
        link.finish()
    }
}

fn pump(link: &Fields<'_>, rho: f64) -> Result<Result<Pump, LawError>, Fault> {
    let curve = if link.value("points").is_some() {
        let all = link.quantities("points", Dimension::Ratio)?;
        let points: Vec<(f64, f64)> = all.chunks_exact(2).map(|p| (p[0], p[1])).collect();
        Curve::through(&points)
    } else {
        let weight = rho * GRAVITY;
        let head = link.quantity("head", Dimension::Length)? * weight;
        Curve::quadratic(
            head,
            link.number("linear")? * weight,
            link.number("square")? * weight,
        )
    };
    Ok(curve.and_then(|c| {
        let best = 0.5 * c.end();
        Pump::new(c, rho, Efficiency::parabola(0.75, best)?, 1)
    }))
}

/// Flows and heads.
pub(super) fn run(fields: &Fields<'_>, _: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let density = fields.quantity("density", Dimension::Density)?;
    let viscosity = fields.quantity("viscosity", Dimension::Viscosity)?;
    let mut drawing = Drawing {
        net: HydraulicsBuilder::new(density, viscosity),
        density,
        nodes: Vec::new(),
        pumps: Vec::new(),
    };
    drawing.nodes(fields)?;
    for kind in ["pipe", "resistance", "record", "pump"] {
        let Some(table) = fields.optional_table(kind)? else {
            continue;
        };
        for (name, link) in table.tables()? {
            drawing.link(kind, name, &link)?;
        }
    }
    let (nodes, pumps) = (drawing.nodes, drawing.pumps);
    let built = drawing.net.build().map_err(|faults| {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        fields.fault(all.join("; "))
    })?;
    let found = answers(&built, &nodes, &pumps);
    let mut all = found.map_err(|error| fields.fault(error))?;
    watched(fields, &built, &mut all)?;
    Ok(all)
}

/// Flow of one link and head of one node by name.
fn watched(fields: &Fields<'_>, h: &Hydraulics, all: &mut Vec<Answer>) -> Result<(), Stop> {
    let at = |name: &str| all.iter().position(|a| a.name == name);
    let value = |all: &[Answer], table: Option<usize>, row: u32| {
        let column = table.map(|t| &all[t].values);
        column.and_then(|c| c.get(row as usize).copied())
    };
    let (flows, heads) = (at("flow"), at("head"));
    if let Some(name) = fields.optional_text("watch_link")? {
        let link = h.find_link(name).and_then(|l| value(all, flows, l.0));
        let link =
            link.ok_or_else(|| fields.fault_at("watch_link", format!("no link `{name}`")))?;
        all.push(Answer::new(
            "watched_flow",
            Dimension::VolumeFlow,
            vec![link],
        ));
        let mass = vec![link * h.reference_density];
        all.push(Answer::new("watched_mass", Dimension::MassFlow, mass));
    }
    if let Some(name) = fields.optional_text("watch_node")? {
        let node = h.find_node(name).and_then(|v| value(all, heads, v.0));
        let node =
            node.ok_or_else(|| fields.fault_at("watch_node", format!("no node `{name}`")))?;
        all.push(Answer::new("watched_head", Dimension::Length, vec![node]));
    }
    Ok(())
}

fn answers(
    h: &Hydraulics,
    nodes: &[(String, NodeId, bool)],
    pumps: &[LinkId],
) -> Result<Vec<Answer>, crate::solver::network::SolveError> {
    let flows = solve_alone(h, ACCURACY)?.flows;
    let rho = h.reference_density;
    let head = |v: NodeId| flows.potential[v.0 as usize] / (rho * GRAVITY);
    let heads: Vec<f64> = nodes.iter().map(|n| head(n.1)).collect();
    let inner = nodes.iter().filter(|n| !n.2).map(|n| head(n.1)).collect();
    let flow: Vec<f64> = flows.mass.iter().map(|m| m / rho).collect();
    let pump_flow: Vec<f64> = pumps.iter().map(|p| flow[p.0 as usize]).collect();
    let lift = |p: &LinkId| -flows.drop[p.0 as usize];
    Ok(vec![
        Answer::new("total", Dimension::VolumeFlow, vec![pump_flow.iter().sum()]),
        Answer::new("flow", Dimension::VolumeFlow, flow),
        Answer::new("pump_flow", Dimension::VolumeFlow, pump_flow),
        Answer::new(
            "lift",
            Dimension::Pressure,
            pumps.iter().map(lift).collect(),
        ),
        Answer::new("head", Dimension::Length, heads),
        Answer::new("inner_head", Dimension::Length, inner),
    ])
}
