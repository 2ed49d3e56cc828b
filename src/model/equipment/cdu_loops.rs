//! Local loops of a CDU: the primary valve that holds its supply temperature, the pumps that hold its differential
//! pressure.
//!
//! A step below a fifth of a loop's reset time steps its controller together with what it controls, eq. (3) of
//! [`pid`](crate::physics::control::pid); a longer one finds the loop at its set point or at its limit, and leaves the
//! controller as if it had stood there, so that steps of either kind may follow each other without a bump.

use super::{Cdu, Reading, Situation};
use crate::model::hydraulic::Hydraulics;
use crate::physics::control::pid::{Memory, Pid};
use crate::physics::hydraulic::regulated_pump::Hold;
use crate::physics::thermal::plate_hx::Inlet;

/// Distance above its set point from which a supply counts as not held \[K\].
const HELD: f64 = 0.05;

/// Distance above its set point from which a supply that its valve cannot hold winds the controller up \[K\].
const WARM: f64 = 5e-3;
/// Share of what a valve is asked for below which it is the loop that lets no more pass.
const LETS_PASS: f64 = 0.999;

/// What both controllers of a CDU remember: that of the valve, that of the pumps.
pub type Memories = [Memory; 2];

/// Controllers of a CDU.
#[derive(Clone, Copy, Debug)]
pub struct LocalLoops {
    /// Primary valve over the supply temperature; its output is the flow that the valve asks for, over the largest.
    pub valve: Pid,
    /// Pumps' speed over the differential pressure.
    pub pumps: Pid,
    /// Flow of the fully open primary valve [kg/s]: what its output is a share of, even while the valve is held at less.
    pub largest: f64,
    /// Whether actuators stay where they are, whatever the controllers say.
    pub frozen: bool,
}

impl LocalLoops {
    /// Whether the valve's controller is stepped in a step of 1/`inv_dt` \[s\].
    fn steps_valve(&self, inv_dt: f64) -> bool {
        !self.frozen && self.valve.is_stepped(1.0 / inv_dt)
    }

    /// Whether the pumps' controller is.
    fn steps_pumps(&self, dt: f64) -> bool {
        !self.frozen && self.pumps.is_stepped(dt)
    }

    /// `hold` as the pumps' controller asks for it in a step of `dt` \[s\]: the set point, or the line of a controller
    /// that remembers `memory`.
    pub fn hold(&self, hold: Hold, memory: Memory, dt: f64) -> Hold {
        if hold.running <= 0.0 || !self.steps_pumps(dt) {
            return hold.ideal();
        }
        let [slope, bias] = self.pumps.line(memory, dt);
        Hold {
            slack: self.pumps.span / slope,
            bias,
            ..hold
        }
    }
}

impl Cdu {
    /// Flow that the primary valve asks for [kg/s] where its controller is stepped and remembers `memory`; `None` where
    /// the set point `supply` [°C] is held.
    pub(super) fn stepped_valve(
        &self,
        at: &Situation,
        inlet: &Inlet,
        supply: f64,
        memory: Memory,
    ) -> Option<f64> {
        if !self.loops.steps_valve(at.inv_dt) {
            return None;
        }
        let [hot, cold] = self.cell.map(|c| c as usize);
        let pid = &self.loops.valve;
        let [slope, bias] = pid.line(memory, 1.0 / at.inv_dt);
        let valve = |heat: f64| {
            let h = at.outlet_for_heat(hot, -heat);
            let t = self.fluid.temperature_near(h, at.inlet_t[hot]).0;
            let asked = slope * pid.error(supply, t) + bias;
            self.primary_max * asked.clamp(pid.limits[0], pid.limits[1])
        };
        let (most, near) = (self.primary_max, at.flow[cold]);
        Some(self.exchanger.flow_under(valve, inlet, most, near))
    }

    /// Whether a supply that is `above` its set point \[K\] is beyond the reach of a valve whose controller remembers `memory`
    /// after the step: one that is stepped is above it for a while in any case.
    pub(super) fn beyond_reach(&self, inv_dt: f64, above: f64, memory: Memory) -> bool {
        let pid = &self.loops.valve;
        let asked = pid.gain * (above / pid.span + memory.integral);
        above > HELD && (!self.loops.steps_valve(inv_dt) || asked >= pid.limits[1])
    }

    /// What the controllers remember after a step in which they remembered `memory` before; `t` [°C] is the supply that
    /// the step ended with, `held` \[Pa\] the pressure that the pumps held.
    pub(super) fn after(
        &self,
        at: &Situation,
        reading: &Reading,
        set: &Hydraulics,
        [t, held]: [f64; 2],
        memory: Memories,
    ) -> Memories {
        let dt = 1.0 / at.inv_dt;
        let (valve, pumps) = (&self.loops.valve, &self.loops.pumps);
        let supply = self.guard.hold(self.supply, at.hall.dew_point).t;
        let error = valve.error(supply, t);
        let asked = set.limiters.set[self.valve] / self.lumped;
        let lets_pass = at.flow[self.cell[1] as usize] >= LETS_PASS * asked;
        let winds = !self.loops.frozen && !lets_pass && error * valve.span > WARM;
        // A controller winds on while its valve is asked for more than comes and its supply stays too warm.
        let of_valve = if self.loops.steps_valve(at.inv_dt) || (winds && dt.is_finite()) {
            valve.step(memory[0], error, dt).1
        } else {
            let opening = match winds {
                true => valve.limits[1],
                false => asked / self.loops.largest.max(1e-12),
            };
            // A valve that stands still of its own accord has not been asked for anything.
            let error = if self.loops.frozen { 0.0 } else { error };
            valve.holding(opening.clamp(0.0, 1.0), error)
        };
        let hold = &set.regulated.hold[set.row[self.pump_link as usize] as usize];
        let wanted = hold.pressure - hold.droop * at.flow[self.cell[0] as usize];
        let error = pumps.error(wanted, held);
        let driven = hold.running > 0.0 && !hold.coasts();
        let of_pumps = if driven && self.loops.steps_pumps(dt) {
            pumps.step(memory[1], error, dt).1
        } else {
            let speed = reading.speed[self.pump_link as usize];
            let asked = driven && !self.loops.frozen;
            pumps.holding(speed, if asked { error } else { 0.0 })
        };
        [of_valve, of_pumps]
    }
}
