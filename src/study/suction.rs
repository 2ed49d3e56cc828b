//! The suction of each pump group where its reserve is least in the course of a study.
//!
//! # Equations
//!
//! ```text
//! reserve = NPSHa(p, p_atm, T) − NPSHr(V̇)                                                 (1)
//! ```
//!
//! by [`npsh`]. The vapour pressure rises steeply with temperature, but it is not always the hottest step that leaves least: a
//! suction that is held at a set point has most flow in another, and asks for more there.

use crate::fluids::Fluid;
use crate::fluids::moist_air::saturation_pressure;
use crate::model::Model;
use crate::model::hydraulic::NodeId;
use crate::model::suction::Asked;
use crate::physics::hydraulic::npsh;
use crate::solver::Stepper;
use serde::{Deserialize, Serialize};

/// A suction in one step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suction {
    /// Temperature [°C].
    pub t: f64,
    /// End of the step, counted from the begin of the study \[s\]; none of a steady state looked at by itself.
    pub time_s: Option<f64>,
    /// Pressure above the air's \[Pa\].
    pub pressure: f64,
    /// Pressure of the air \[Pa\].
    pub air: f64,
    /// Mass flow of the group [kg/s].
    pub flow: f64,
    /// Pumps that run.
    pub running: f64,
    /// Speed over rated speed [-].
    pub speed: f64,
}

/// What a suction amounts to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// Flow of one pump [m³/s].
    pub each: f64,
    /// Net positive suction head there is \[m\].
    pub available: f64,
    /// What the pump asks for at that flow \[m\].
    pub required: f64,
}

impl Head {
    /// Eq. (1) \[m\].
    pub fn reserve(&self) -> f64 {
        self.available - self.required
    }
}

impl Suction {
    /// Nothing was seen yet.
    pub const NONE: Self = Self {
        t: -1e3,
        time_s: None,
        pressure: 0.0,
        air: 0.0,
        flow: 0.0,
        running: 0.0,
        speed: 0.0,
    };

    /// Whether a running pump was seen.
    pub fn is_seen(&self) -> bool {
        self.t > Self::NONE.t
    }

    /// Its head, for coolant `fluid` and pumps that ask for `asked`. What boils is the coolant at the suction, whatever
    /// its loop is on average.
    pub fn head(&self, fluid: &Fluid, asked: &Asked) -> Head {
        let density = fluid.density(self.t);
        let each = self.flow / density / self.running.max(1.0);
        let vapour = saturation_pressure(self.t);
        Head {
            each,
            available: npsh::available(self.pressure, self.air, vapour, density),
            required: npsh::required(asked.npsh, each / asked.rated),
        }
    }
}

/// The least reserve of one pump group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Least {
    /// Where.
    pub at: Suction,
    /// How much \[m\].
    pub reserve: f64,
}

impl Least {
    const NONE: Self = Self {
        at: Suction::NONE,
        reserve: f64::MAX,
    };

    /// Keeps the tighter of two.
    fn meet(&mut self, other: &Self) {
        if other.reserve < self.reserve {
            *self = *other;
        }
    }
}

/// By pump group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Suctions(pub Vec<Least>);

impl Suctions {
    /// Room for the groups of `model`.
    pub fn new(model: &Model) -> Self {
        Self(vec![Least::NONE; model.suction.len()])
    }

    /// Takes the step just made, which ended at `time_s` \[s\], at every group that has less reserve than before.
    pub fn look(&mut self, stepper: &Stepper, model: &Model, time_s: f64) {
        let (net, flows) = stepper.network();
        let coolant = &model.coolant;
        for (row, (kept, asked)) in self.0.iter_mut().zip(&model.suction).enumerate() {
            let link = net.regulated.link[row] as usize;
            let running = net.regulated.hold[row].running;
            let (node, flow) = (net.from[link], flows.mass[link]);
            let Some(asked) = asked.as_ref().filter(|_| running > 0.0 && flow > 0.0) else {
                continue;
            };
            let fluid = &coolant.fluids[coolant.node_fluid[node as usize] as usize];
            let at = Suction {
                t: fluid.temperature(stepper.node_enthalpy()[node as usize]),
                time_s: Some(time_s),
                pressure: flows.pressure(net, NodeId(node)),
                air: stepper.atmosphere(),
                flow,
                running,
                speed: stepper.pump_speed(link),
            };
            let reserve = at.head(fluid, asked).reserve();
            kept.meet(&Least { at, reserve });
        }
    }

    /// Adds a later part of the same study.
    pub fn join(&mut self, later: &Self) {
        for (kept, later) in self.0.iter_mut().zip(&later.0) {
            kept.meet(later);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Asked = Asked {
        rated: 0.02,
        least: 0.005,
        least_assumed: true,
        npsh: 4.0,
        npsh_assumed: false,
        filter_fouling: 1.0,
    };

    fn at(t: f64, flow: f64) -> Suction {
        Suction {
            t,
            pressure: 0.0,
            air: 101_325.0,
            flow,
            running: 1.0,
            ..Suction::NONE
        }
    }

    #[test]
    fn the_fastest_step_may_leave_less_than_the_hottest() {
        let water = Fluid::water();
        let reserve = |s: Suction| s.head(&water, &ASKED).reserve();
        let (hot, fast) = (at(41.0, 15.0), at(40.0, 26.0));
        // 10.3 − 0.8 m less 4 m, and less 4·(26.2/20)² m.
        assert!((reserve(hot) - 5.6).abs() < 0.1, "{}", reserve(hot));
        assert!((reserve(fast) - 2.8).abs() < 0.1, "{}", reserve(fast));
        let mut least = Least::NONE;
        for s in [hot, fast, hot] {
            least.meet(&Least {
                at: s,
                reserve: reserve(s),
            });
        }
        assert_eq!(least.at, fast);
    }
}
