//! Flows and heads of an EPANET file at its start.

use crate::config::inp::{Inp, Switch};
use crate::model::water::{
    Constants, Unfed, Water, WaterError, at_start, by_pressure, out_of_this_world,
};
use crate::solver::network::{
    Convergence, Flows, Network, SolveError, Tolerance, Workspace, solve,
};

/// Most times that controls which watch pressures may act.
const SWITCHINGS: usize = 20;

/// A solved file.
#[derive(Clone, Debug)]
pub struct WaterSolution {
    /// Head of each node of the file \[m\].
    pub heads: Vec<f64>,
    /// Flow of each link of the file [m³/s].
    pub flows: Vec<f64>,
    /// Newton steps, all switchings together.
    pub iterations: u32,
    /// How the last solution was reached.
    pub convergence: Convergence,
    /// What each link is set to in the end.
    pub switches: Vec<Switch>,
    /// Junctions that no water reaches, behind closed links and behind such as the solution finds shut.
    pub unfed: Vec<Unfed>,
}

/// Why a file has no solution.
#[derive(Debug, thiserror::Error)]
pub enum WaterStop {
    /// It cannot be drawn.
    #[error("{}", lines(.0))]
    Drawing(Vec<WaterError>),
    /// It does not converge.
    #[error("{error}")]
    Solve {
        /// Why.
        error: SolveError,
        /// Newton steps of the solutions before controls that watch pressures acted.
        before: u32,
    },
    /// Controls undo each other.
    #[error("controls that watch pressures keep switching {link} to and fro")]
    Switching {
        /// The link that the last of them switches.
        link: String,
        /// Newton steps of all solutions.
        iterations: u32,
    },
}

impl WaterStop {
    /// Newton steps taken before it was given up, all switchings together.
    pub fn iterations(&self) -> u32 {
        match self {
            Self::Drawing(_) => 0,
            Self::Solve { error, before } => before + error.iterations(),
            Self::Switching { iterations, .. } => *iterations,
        }
    }
}

fn lines(errors: &[WaterError]) -> String {
    let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
    all.join("\n")
}

/// Tolerance at which files are solved: our own two criteria, limits kept to rounding, and `accuracy`
/// as EPANET means it.
pub fn tolerance(accuracy: f64) -> Tolerance {
    Tolerance {
        change: accuracy,
        exact: true,
        ..Tolerance::default()
    }
}

/// Solves `inp` with `constants` until the next step would change Σ|Q| by less than `accuracy`.
///
/// # Errors
/// A network without a solution, one that does not converge, or controls that contradict each other.
pub fn water(inp: &Inp, constants: Constants, accuracy: f64) -> Result<WaterSolution, WaterStop> {
    let mut switches = at_start(inp);
    let mut iterations = 0;
    for _ in 0..SWITCHINGS {
        let drawing = Water::draw(inp, constants, &switches).map_err(WaterStop::Drawing)?;
        let solved = once(&drawing, accuracy);
        let mut solution = solved.map_err(|error| WaterStop::Solve {
            error,
            before: iterations,
        })?;
        iterations += solution.iterations;
        solution.iterations = iterations;
        if !by_pressure(inp, &drawing.scale, &solution.heads, &mut switches) {
            let mut unfed = drawing.unfed;
            let heads = [&drawing.given[..], &solution.heads];
            unfed.extend(out_of_this_world(
                inp,
                &drawing.scale,
                heads,
                &drawing.switches,
                &unfed,
            ));
            return Ok(WaterSolution {
                switches,
                unfed,
                ..solution
            });
        }
    }
    let last = inp.controls.last().map(|c| inp.links[c.link].id.clone());
    Err(WaterStop::Switching {
        link: last.unwrap_or_default(),
        iterations,
    })
}

fn once(drawing: &Water, accuracy: f64) -> Result<WaterSolution, SolveError> {
    let h = &drawing.hydraulics;
    let network = Network::new(h);
    let mut workspace = Workspace::new(h, &network);
    let mut flows = Flows::new(h);
    let tolerance = tolerance(accuracy);
    let convergence = solve(h, &network, &mut workspace, &mut flows, &tolerance)?;
    let head = |(node, given): (&Option<_>, &f64)| match node {
        Some(node) if given.is_nan() => drawing.head(&flows, *node),
        _ => *given,
    };
    Ok(WaterSolution {
        heads: drawing.nodes.iter().zip(&drawing.given).map(head).collect(),
        flows: drawing
            .links
            .iter()
            .map(|link| link.map_or(0.0, |link| drawing.flow(&flows, link)))
            .collect(),
        iterations: convergence.iterations,
        convergence,
        switches: Vec::new(),
        unfed: Vec::new(),
    })
}

impl Water {
    /// Head at a node \[m\].
    fn head(&self, flows: &Flows, node: crate::model::hydraulic::NodeId) -> f64 {
        flows.potential[node.0 as usize] / self.scale.pascal(1.0)
    }

    /// Flow of a link as it is reported [m³/s].
    fn flow(&self, flows: &Flows, link: crate::model::hydraulic::LinkId) -> f64 {
        flows.flow(link) / self.scale.density * self.scale.reported
    }
}

#[cfg(test)]
mod tests;
