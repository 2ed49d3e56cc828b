//! The coolant loops of a hall, solved at their initial settings.

use std::path::Path;

use super::solve::{Solved, Stop};
use crate::cli::study::{refuse, warn};
use crate::model::hydraulic::{Hydraulics, LinkId, NodeId};
use crate::physics::hydraulic::GRAVITY;
use crate::solver::network::{Flows, Network, Tolerance, Workspace, solve as solve_network};
use crate::study::Hall;

/// Loads a hall and solves its loops.
pub(super) fn solve(config: &Path, accuracy: f64) -> Result<Solved, Stop> {
    let hall = Hall::load(config, &[]).map_err(|error| Stop::Refused(refuse(&error)))?;
    let hall = warn(hall);
    let h = &hall.model.hydraulics;
    let network = Network::new(h);
    let mut flows = Flows::new(h);
    let tolerance = Tolerance {
        change: accuracy,
        ..Tolerance::default()
    };
    let report = solve_network(
        h,
        &network,
        &mut Workspace::new(h, &network),
        &mut flows,
        &tolerance,
    )
    .map_err(|error| Stop::NotConverged(error.to_string()))?;
    Ok(Solved {
        iterations: report.iterations,
        residual: [report.head, report.imbalance, report.change],
        heads: heads(h, &flows),
        flows: (0..h.links())
            .map(|l| (LinkId(l as u32), h.density[l]))
            .map(|(l, density)| (h.link_name(l).to_owned(), flows.flow(l) / density))
            .collect(),
    })
}

fn heads(h: &Hydraulics, flows: &Flows) -> Vec<(String, f64)> {
    let weight = h.reference_density * GRAVITY;
    (0..h.nodes())
        .map(|v| (NodeId(v as u32), flows.potential[v] / weight))
        .map(|(v, head)| (h.node_name(v).to_owned(), head))
        .collect()
}
