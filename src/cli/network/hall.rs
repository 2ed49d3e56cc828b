//! The coolant loops of a hall, solved at the steady state from which its run starts.

use std::path::Path;

use super::ConstantsOf;
use super::solve::{Solved, Stop};
use crate::cli::study::{refuse, warn};
use crate::model::hydraulic::{LinkId, NodeId};
use crate::physics::hydraulic::GRAVITY;
use crate::solver::network::SolveError;
use crate::study::loop_report::loop_report;
use crate::study::{Hall, Operating, loop_density};

/// EPANET's g [m/s²].
const EPANET_G: f64 = 32.2 * 0.3048;

/// Most valves whose authority is found.
const VALVES: usize = 400;

/// Loads a hall and solves its loops.
pub(super) fn solve(config: &Path, accuracy: f64, of: ConstantsOf) -> Result<Solved, Stop> {
    let refused = |error| Stop::Refused(refuse(&error));
    let hall = warn(Hall::load(config, &[]).map_err(refused)?);
    let operating = Operating::of(&hall).map_err(refused)?;
    let (operating, gravity) = match of {
        ConstantsOf::Epanet => (operating.with_swamee_jain(), EPANET_G),
        ConstantsOf::Si => (operating, GRAVITY),
    };
    let stop = |error: SolveError| Stop::NotConverged(error.to_string(), error.iterations());
    let point = operating.solve(accuracy).map_err(stop)?;
    let checks = loop_report(&hall, &operating, &point, VALVES).map_err(stop)?;
    let (h, flows) = (&operating.hydraulics, &point.flows);
    let density = loop_density(h);
    let nodes = (0..h.nodes()).map(|v| {
        let node = NodeId(v as u32);
        // Metres of the loop's own coolant, above the floor.
        let column = density[v] * GRAVITY * h.elevation[v];
        let head = (flows.pressure(h, node) + column) / (density[v] * gravity);
        (h.node_name(node).to_owned(), head)
    });
    let links = (0..h.links()).map(|l| {
        let link = LinkId(l as u32);
        (
            h.link_name(link).to_owned(),
            flows.flow(link) / h.density[l],
        )
    });
    let c = &point.convergence;
    Ok(Solved {
        iterations: c.iterations,
        residual: [c.head, c.imbalance, c.change],
        heads: nodes.collect(),
        flows: links.collect(),
        unfed: Vec::new(),
        checks: Some(checks),
    })
}
