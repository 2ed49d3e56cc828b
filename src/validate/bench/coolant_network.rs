//! `[bench.coolant_network]`: flows and heads of a pipe network given as a JSON record of EPANET.
//!
//! Parameter: `file` or `reference`, the record. It is read as the EPANET file it was made from, in
//! cubic metres a second, and solved with EPANET's constants. Which check valves hold is found, not
//! read; pumps, pipes and valves that the record has shut are shut. No inputs.

use serde_json::Value;

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    config::inp::{
        Demand, FlowUnit, Formula, Inp, Link, LinkKind, Node, NodeKind, Pipe, Pump, Switch, Valve,
        ValveKind,
    },
    model::water::Constants,
    study::water,
    units::Dimension,
};

/// EPANET's viscosity of water [m²/s].
const WATER: f64 = 1.1e-5 * 0.3048 * 0.3048;
/// Accuracy at which the records were made.
const ACCURACY: f64 = 1e-8;

/// What is wrong with a record.
type Wrong = String;

fn number(item: &Value, key: &str) -> Result<f64, Wrong> {
    let value = item[key].as_f64();
    value.ok_or_else(|| format!("`{key}` of {} is not a number", item["id"]))
}

fn text(item: &Value, key: &str) -> Result<String, Wrong> {
    let value = item[key].as_str();
    let value = value.ok_or_else(|| format!("`{key}` of {} is not text", item["id"]))?;
    Ok(value.to_owned())
}

fn list<'a>(record: &'a Value, key: &str) -> Result<&'a [Value], Wrong> {
    let items = record[key].as_array();
    items
        .map(Vec::as_slice)
        .ok_or_else(|| format!("no list `{key}`"))
}

fn node(item: &Value) -> Result<Node, Wrong> {
    let kind = match item["type"].as_str() {
        Some("junction") => NodeKind::Junction(vec![Demand {
            flow: number(item, "demand")?,
            pattern: None,
        }]),
        _ => NodeKind::Reservoir(None),
    };
    let height = match kind {
        NodeKind::Junction(_) => "elev",
        _ => "head",
    };
    Ok(Node {
        id: text(item, "id")?,
        elevation: number(item, height)?,
        kind,
    })
}

fn link(inp: &Inp, item: &Value) -> Result<Link, Wrong> {
    let end = |key| {
        let name = text(item, key)?;
        inp.node(&name).ok_or_else(|| format!("no node {name}"))
    };
    let kind = text(item, "type")?;
    let mut state = Switch::OPEN;
    let millimetres = |key| number(item, key).map(|d| 1e3 * d);
    let law = match kind.as_str() {
        "pipe" | "cvpipe" => LinkKind::Pipe(Pipe {
            length: number(item, "len")?,
            diameter: millimetres("diam")?,
            roughness: number(item, "rough")?,
            minor: number(item, "K")?,
            check: kind == "cvpipe",
        }),
        "tcv" | "fcv" => {
            state = Switch::setting(number(item, "setting")?);
            let fcv = kind == "fcv";
            LinkKind::Valve(Valve {
                kind: if fcv { ValveKind::Fcv } else { ValveKind::Tcv },
                diameter: millimetres("diam")?,
                minor: number(item, "K")?,
                curve: None,
            })
        }
        "pump" => {
            state = Switch::speed(number(item, "speed")?);
            LinkKind::Pump(Pump {
                curve: Some(text(item, "curve")?),
                ..Pump::default()
            })
        }
        other => return Err(format!("links of type `{other}` are not known")),
    };
    if number(item, "open")? == 0.0 && kind != "cvpipe" {
        state = Switch::CLOSED;
    }
    Ok(Link {
        id: text(item, "id")?,
        from: end("n1")?,
        to: end("n2")?,
        kind: law,
        state,
    })
}

/// The record as a file.
fn file(record: &Value) -> Result<Inp, Wrong> {
    let mut inp = Inp::default();
    inp.options.unit = FlowUnit::Cms;
    inp.options.gravity = number(record, "specific_gravity")?;
    inp.options.viscosity = number(record, "nu_m2_s")? / WATER;
    inp.options.formula = match text(record, "headloss")?.as_str() {
        "H-W" => Formula::HazenWilliams,
        _ => Formula::DarcyWeisbach,
    };
    for item in list(record, "nodes")? {
        inp.nodes.push(node(item)?);
    }
    for (name, points) in record["curves"].as_object().into_iter().flatten() {
        let pair = |p: &Value| Some((p[0].as_f64()?, p[1].as_f64()?));
        let points: Option<Vec<_>> = points.as_array().into_iter().flatten().map(pair).collect();
        let points = points.ok_or_else(|| format!("curve {name} is not a list of points"))?;
        inp.curves.insert(name.clone(), points);
    }
    for item in list(record, "links")? {
        inp.links.push(link(&inp, item)?);
    }
    Ok(inp)
}

/// Flows and heads.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let path = inputs.place.path(fields)?;
    let record = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    let record = record
        .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
    let solution = record.and_then(|record| {
        let inp = file(&record)?;
        water(&inp, Constants::Epanet, ACCURACY).map_err(|stop| stop.to_string())
    });
    let solution = solution.map_err(|wrong| fields.fault(wrong))?;
    Ok(vec![
        Answer::new("flow", Dimension::VolumeFlow, solution.flows),
        Answer::new("head", Dimension::Length, solution.heads),
    ])
}
