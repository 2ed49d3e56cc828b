//! The hottest suction of each pump group in the course of a study, at which net positive suction head is told.
//!
//! The vapour pressure at a suction rises steeply with temperature: a group is judged in the step in which its suction is
//! hottest, with the pressure and the flow of that step and the density at that temperature. Where the suction is held at a set
//! point, another step of more flow may leave less reserve.

use crate::fluids::Fluid;
use crate::model::Model;
use crate::model::hydraulic::NodeId;
use crate::solver::Stepper;
use serde::{Deserialize, Serialize};

/// A suction in the step in which it was hottest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suction {
    /// Temperature [°C].
    pub t: f64,
    /// End of the step, counted from the begin of the study \[s\]; none of a steady state looked at by itself.
    pub time_s: Option<f64>,
    /// Pressure above the air's \[Pa\].
    pub pressure: f64,
    /// Mass flow of the group [kg/s].
    pub flow: f64,
    /// Pumps that run.
    pub running: f64,
    /// Speed over rated speed [-].
    pub speed: f64,
}

impl Suction {
    /// Colder than any: nothing was seen yet.
    pub const NONE: Self = Self {
        t: -1e3,
        time_s: None,
        pressure: 0.0,
        flow: 0.0,
        running: 0.0,
        speed: 0.0,
    };

    /// Whether a running pump was seen.
    pub fn is_seen(&self) -> bool {
        self.t > Self::NONE.t
    }

    /// Keeps the hotter of two parts of a study.
    pub fn join(&mut self, later: &Self) {
        if later.t > self.t {
            *self = *later;
        }
    }
}

/// By pump group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Suctions(pub Vec<Suction>);

impl Suctions {
    /// Room for the groups of `model`.
    pub fn new(model: &Model) -> Self {
        Self(vec![Suction::NONE; model.hydraulics.regulated.link.len()])
    }

    /// Takes the step just made, which ended at `time_s` \[s\], at every group that runs hotter than before.
    pub fn look(&mut self, stepper: &Stepper, model: &Model, time_s: f64) {
        let (net, flows) = stepper.network();
        let coolant = &model.coolant;
        for (row, kept) in self.0.iter_mut().enumerate() {
            let link = net.regulated.link[row] as usize;
            let running = net.regulated.hold[row].running;
            let (node, flow) = (net.from[link], flows.mass[link]);
            if running <= 0.0 || flow <= 0.0 {
                continue;
            }
            let fluid: &Fluid = &coolant.fluids[coolant.node_fluid[node as usize] as usize];
            let t = fluid.temperature(stepper.node_enthalpy()[node as usize]);
            if t > kept.t {
                *kept = Suction {
                    t,
                    time_s: Some(time_s),
                    pressure: flows.pressure(net, NodeId(node)),
                    flow,
                    running,
                    speed: stepper.pump_speed(link),
                };
            }
        }
    }

    /// Adds a later part of the same study.
    pub fn join(&mut self, later: &Self) {
        for (kept, later) in self.0.iter_mut().zip(&later.0) {
            kept.join(later);
        }
    }
}
