//! The loops of a hall by themselves: settings of the steady state from which a run starts, coolant of each
//! loop at its set point.

use super::{Hall, StudyError, run::covered};
use crate::model::Model;
use crate::model::hydraulic::{Friction, Hydraulics};
use crate::model::state::State;
use crate::solver::network::{
    Convergence, Flows, Network, SolveError, Tolerance, Workspace, solve,
};
use crate::solver::{self, Drivers, Stepper};

/// Time over whose mean load the steady state stands from which a run starts [s]: the same for any step.
pub(super) const START: f64 = 60.0;

/// The loops of a hall at a steady state.
#[derive(Clone, Debug)]
pub struct Operating {
    /// The loops with their settings; coolant of each at its set point, so that there is no buoyancy.
    pub hydraulics: Hydraulics,
    /// Temperature of the coolant at each node in the steady state [°C].
    pub temperature: Vec<f64>,
    /// Pressure of the outdoor air \[Pa\].
    pub air_pressure: f64,
}

/// Solution of loops by themselves.
#[derive(Clone, Debug)]
pub struct OperatingPoint {
    /// Flows and pressures.
    pub flows: Flows,
    /// How they were reached.
    pub convergence: Convergence,
}

/// The steady state of `base` under the load and weather at `start` \[s\] with the schedule's model of that
/// moment, `staged`; and the level of each workload.
///
/// # Errors
/// No steady state.
pub(super) fn steady(
    base: &Model,
    staged: &Model,
    start: f64,
) -> Result<(State, Vec<f64>), StudyError> {
    let level: Vec<f64> = base.profiles.iter().map(|p| p.mean(start, START)).collect();
    let (_, mut state) = settled(base, staged, start, &level)?;
    state.step = 0;
    Ok((state, level))
}

/// The steady state of `staged` in the weather at `moment` \[s\] with workloads at `level`, and the stepper that found it;
/// the weather is that of `base`.
///
/// # Errors
/// No steady state.
pub(super) fn settled<'m>(
    base: &Model,
    staged: &'m Model,
    moment: f64,
    level: &[f64],
) -> Result<(Stepper<'m>, State), StudyError> {
    settled_without(base, staged, moment, level, &[])
}

/// As [`settled`], with the racks `off` switched off.
///
/// # Errors
/// No steady state.
pub(super) fn settled_without<'m>(
    base: &Model,
    staged: &'m Model,
    moment: f64,
    level: &[f64],
    off: &[usize],
) -> Result<(Stepper<'m>, State), StudyError> {
    let outdoor = base.climate.at(moment);
    let mut state = solver::cold(base, moment, &outdoor);
    for rack in off {
        state.on[*rack] = 0.0;
    }
    let mut stepper = Stepper::new(staged, &state);
    let drivers = Drivers {
        dt: f64::INFINITY,
        outdoor,
        level,
    };
    stepper.settle(&mut state, &drivers)?;
    Ok((stepper, state))
}

impl Operating {
    /// The loops of `hall` as they are when a run of it starts.
    ///
    /// # Errors
    /// A trace that does not begin then, or no steady state.
    pub fn of(hall: &Hall) -> Result<Self, StudyError> {
        let (model, start) = (&hall.model, hall.config.run.start.seconds());
        covered(hall, start, START, "move `run.start` into the trace")?;
        let (state, _) = steady(model, model, start)?;
        Ok(Self::in_state(model, &state))
    }

    /// The loops of `model` in a steady `state`.
    pub(super) fn in_state(model: &Model, state: &State) -> Self {
        let mut hydraulics = model.hydraulics.clone();
        hydraulics.limiters.set.copy_from_slice(&state.memory.set);
        let coolant = &model.coolant;
        let of = |(h, fluid): (&f64, &u16)| coolant.fluids[*fluid as usize].temperature(*h);
        let nodes = state.coolant.node.iter().zip(&coolant.node_fluid);
        Self {
            hydraulics,
            temperature: nodes.map(of).collect(),
            air_pressure: model.climate.at(state.time_s).pressure,
        }
    }

    /// Solves the loops until the next step would change Σ|Q| by less than `accuracy`.
    ///
    /// # Errors
    /// No convergence.
    pub fn solve(&self, accuracy: f64) -> Result<OperatingPoint, SolveError> {
        solve_alone(&self.hydraulics, accuracy)
    }

    /// The same loops with EPANET's friction factor.
    pub fn with_swamee_jain(&self) -> Self {
        let mut other = self.clone();
        other.hydraulics.friction = Friction::SwameeJain;
        other
    }
}

/// Solves a network from rest, limits kept to rounding.
///
/// # Errors
/// No convergence.
pub fn solve_alone(h: &Hydraulics, accuracy: f64) -> Result<OperatingPoint, SolveError> {
    let network = Network::new(h);
    let mut flows = Flows::new(h);
    let tolerance = Tolerance {
        change: accuracy,
        exact: true,
        ..Tolerance::default()
    };
    let mut workspace = Workspace::new(h, &network);
    let convergence = solve(h, &network, &mut workspace, &mut flows, &tolerance)?;
    Ok(OperatingPoint { flows, convergence })
}

/// Density of the coolant in the loop of each node [kg/m³]: that of the first link of its part.
pub fn loop_density(h: &Hydraulics) -> Vec<f64> {
    let part = h.parts();
    let mut first = vec![None; h.nodes()];
    for l in 0..h.links() {
        first[part[h.from[l] as usize] as usize].get_or_insert(h.density[l]);
    }
    let of = |c: &u32| first[*c as usize].unwrap_or(h.reference_density);
    part.iter().map(of).collect()
}
