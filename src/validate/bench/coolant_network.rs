//! `[bench.coolant_network]`: flows and heads of a pipe network given as a JSON record of EPANET.
//!
//! Parameter: `file` or `reference`, the record. Links may be pipes (with or without a check valve), throttling valves by their loss
//! coefficient and pumps by their power function; any shut link is a shut valve. No inputs.

use serde_json::Value;

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    model::hydraulic::{Hydraulics, HydraulicsBuilder, NodeId},
    physics::hydraulic::{
        curve::Curve,
        efficiency::Efficiency,
        pipe::Pipe,
        power_law::PowerLaw,
        pump::{Drive, Pump},
        stop_valve::StopValve,
    },
    solver::network::{Flows, Network, Tolerance, Workspace, solve},
    units::Dimension,
};

/// Density of water in the record [kg/m³]; only its ratio to the specific gravity matters.
const WATER: f64 = 1_000.0;
/// Points that stand for a pump's power function.
const PUMP_POINTS: usize = 400;

/// Kv of a valve that stands for a shut link [m³/h]: it only sets how little leaks.
const SHUT_VALVE: f64 = 1.0;

/// What is wrong with a record.
type Wrong = String;

fn number(item: &Value, key: &str) -> Result<f64, Wrong> {
    let value = item[key].as_f64();
    value.ok_or_else(|| format!("`{key}` of {} is not a number", item["id"]))
}

fn text<'a>(item: &'a Value, key: &str) -> Result<&'a str, Wrong> {
    let value = item[key].as_str();
    value.ok_or_else(|| format!("`{key}` of {} is not text", item["id"]))
}

fn list<'a>(record: &'a Value, key: &str) -> Result<&'a [Value], Wrong> {
    let items = record[key].as_array();
    items
        .map(Vec::as_slice)
        .ok_or_else(|| format!("no list `{key}`"))
}

/// A network being drawn from a record.
struct Drawing<'a> {
    builder: HydraulicsBuilder,
    nodes: Vec<&'a str>,
    density: f64,
    gravity: f64,
}

impl<'a> Drawing<'a> {
    /// All nodes, at height 0 so that heads are pressures.
    fn of_nodes(record: &'a Value) -> Result<Self, Wrong> {
        let density = WATER * number(record, "specific_gravity")?;
        let gravity = number(record, "g_epanet")?;
        let viscosity = density * number(record, "nu_m2_s")?;
        let mut drawing = Self {
            builder: HydraulicsBuilder::new(density, viscosity),
            nodes: Vec::new(),
            density,
            gravity,
        };
        for item in list(record, "nodes")? {
            let name = text(item, "id")?;
            let node = drawing.builder.node(format!("node {name}"), 0.0);
            drawing.nodes.push(name);
            if text(item, "type")? == "junction" {
                let demand = number(item, "demand")?;
                drawing.builder.inject(node, -density * demand);
            } else {
                let pressure = drawing.pressure(number(item, "head")?);
                drawing.builder.reservoir(node, pressure);
            }
        }
        Ok(drawing)
    }

    fn pressure(&self, head: f64) -> f64 {
        self.density * self.gravity * head
    }

    fn node(&self, item: &Value, key: &str) -> Result<NodeId, Wrong> {
        let name = text(item, key)?;
        let at = self.nodes.iter().position(|node| *node == name);
        let at = at.ok_or_else(|| format!("no node {name}"))?;
        Ok(NodeId(at as u32))
    }

    /// Draws one link.
    fn link(&mut self, item: &Value) -> Result<(), Wrong> {
        let (from, to) = (self.node(item, "n1")?, self.node(item, "n2")?);
        let name = format!("link {}", text(item, "id")?);
        if number(item, "open")? == 0.0 {
            let law = StopValve::new(SHUT_VALVE);
            self.builder.stop_valve(name, from, to, law, false);
            return Ok(());
        }
        match text(item, "type")? {
            "pipe" | "cvpipe" => {
                let (length, diameter) = (number(item, "len")?, number(item, "diam")?);
                let (roughness, minor) = (number(item, "rough")? * 1e-3, number(item, "K")?);
                let law = Pipe::new(length, diameter, roughness, minor);
                self.builder.pipe(name, from, to, law);
            }
            "tcv" => {
                let (diameter, loss) = (number(item, "diam")?, number(item, "setting")?);
                // Taken at 1 m/s.
                let flow = self.density * 0.25 * std::f64::consts::PI * diameter * diameter;
                let law = PowerLaw::new(flow, 0.5 * loss * self.density, 2.0);
                self.builder.power_law(name, from, to, law);
            }
            "pump" => {
                let drive = Drive {
                    speed: number(item, "speed")?,
                    running: 1.0,
                };
                let law = self.pump(item)?;
                self.builder.pump(name, from, to, Ok(law), drive);
            }
            other => return Err(format!("links of type `{other}` are not known")),
        }
        Ok(())
    }

    /// The pump h₀ − r·qⁿ, as points up to the flow at which it gives no head.
    fn pump(&self, item: &Value) -> Result<Pump, Wrong> {
        let (h0, r, n) = (number(item, "h0")?, number(item, "r")?, number(item, "n")?);
        let end = (h0 / r).powf(1.0 / n);
        let points: Vec<(f64, f64)> = (0..PUMP_POINTS)
            .map(|k| end * k as f64 / PUMP_POINTS as f64)
            .map(|q| (q, self.pressure(h0 - r * q.powf(n))))
            .collect();
        let curve = Curve::through(&points).map_err(|e| e.to_string())?;
        let efficiency = Efficiency::parabola(0.75, 0.5 * end).map_err(|e| e.to_string())?;
        Pump::new(curve, self.density, efficiency, 1).map_err(|e| e.to_string())
    }
}

/// Solves a drawn network.
fn solved(network: &Hydraulics) -> Result<Flows, Wrong> {
    let plan = Network::new(network);
    let mut workspace = Workspace::new(network, &plan);
    let mut flows = Flows::new(network);
    solve(
        network,
        &plan,
        &mut workspace,
        &mut flows,
        &Tolerance::default(),
    )
    .map_err(|error| error.to_string())?;
    Ok(flows)
}

/// Volume flow of each link and head of each node, in the order of the record.
fn answers(record: &Value) -> Result<[Vec<f64>; 2], Wrong> {
    let mut drawing = Drawing::of_nodes(record)?;
    let links = list(record, "links")?;
    links.iter().try_for_each(|item| drawing.link(item))?;
    let (density, weight) = (drawing.density, drawing.pressure(1.0));
    let network = drawing.builder.build().map_err(|errors| {
        let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
        all.join("; ")
    })?;
    let flows = solved(&network)?;
    let flow = flows.mass.iter().map(|m| m / density).collect();
    let head = flows.potential.iter().map(|p| p / weight).collect();
    Ok([flow, head])
}

/// Flows and heads.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let path = inputs.place.path(fields)?;
    let record = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    let record = record
        .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let [flow, head] = record
        .and_then(|record| answers(&record))
        .map_err(|wrong| fields.fault(wrong))?;
    Ok(vec![
        Answer::new("flow", Dimension::VolumeFlow, flow),
        Answer::new("head", Dimension::Length, head),
    ])
}
