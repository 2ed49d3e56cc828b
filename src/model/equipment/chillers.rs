//! Chillers: mechanical cooling of a loop, heat to outdoor air or to another loop.
//!
//! Of a group of equal machines the least number runs that carries the load at `up` each; some are stopped where those
//! left would carry `down` or less. The number is settled in the first passes of a step and kept by the next step. None is
//! stopped before the least time of running after a start has passed, none started before that of standing after a stop; a
//! steady state has no time and keeps neither.

use super::{Balance, CurveRange, Effect, Signal, Situation};
use crate::fluids::Fluid;
use crate::model::hydraulic::Hydraulics;
use crate::physics::control::setpoint::Reach;
use crate::physics::control::staging::Staging;
use crate::physics::thermal::chiller::{Chiller, Point, Request, Sink, carnot};

/// Equal machines in parallel.
#[derive(Clone, Debug)]
pub struct Group {
    /// One machine.
    pub chiller: Chiller,
    /// Number of machines.
    pub count: f64,
    /// Those of them that stand still; coolant passes them as it passes the others.
    pub standing: f64,
    /// Cell of the chilled water.
    pub evaporator: u32,
    /// Cell of the condenser water; `None` for an air-cooled machine.
    pub condenser: Option<u32>,
    /// Row of the condenser's flow limiter and its rated flow [kg/s], all machines together.
    pub condenser_valve: Option<(usize, f64)>,
    /// Chilled water.
    pub fluid: Fluid,
    /// Leaving water set point [°C].
    pub supply: f64,
    /// When machines are started and stopped.
    pub stages: Stages,
    /// Fans of an air-cooled condenser at full heat \[W\], one machine.
    pub fan_power: f64,
    /// Sound power level of one machine [dB(A)], where it is known.
    pub sound_power: Option<f64>,
}

/// When machines of a group are started and stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stages {
    /// Load of each machine above which one more is started [0 to 1].
    pub up: f64,
    /// Load of those left below which one is stopped [0 to 1].
    pub down: f64,
    /// Least time between a start and the next stop \[s\].
    pub min_run: f64,
    /// Least time between a stop and the next start \[s\].
    pub min_stop: f64,
}

/// What a group remembers of its last start and stop.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Switched {
    /// Machines that ran when the step began.
    pub running: u32,
    /// Time since one was started \[s\].
    pub started: f64,
    /// Time since one was stopped \[s\].
    pub stopped: f64,
}

impl Switched {
    /// Before anything is known: nothing stands in the way of a start or a stop.
    pub const NEVER: Self = Self {
        running: 0,
        started: f64::MAX,
        stopped: f64::MAX,
    };

    /// After `dt` \[s\] in which `now` run.
    pub fn after(self, now: u32, dt: f64) -> Self {
        let known = self.running > 0;
        Self {
            running: now,
            started: if known && now > self.running {
                dt
            } else {
                self.started + dt
            },
            stopped: if known && now < self.running {
                dt
            } else {
                self.stopped + dt
            },
        }
    }

    /// Least and largest number that may run now of those between 1 and `most`.
    fn allowed(&self, stages: &Stages, most: u32) -> [u32; 2] {
        let n = self.running.min(most);
        let least = if self.started < stages.min_run { n } else { 0 };
        let held = self.running > 0 && self.stopped < stages.min_stop;
        [least.max(1), if held { n.max(1) } else { most }]
    }
}
/// Share of its condensers' flow that passes a group at rest, so that the sensor reads the loop.
const LEAST_FLOW: f64 = 0.1;
/// Passes of a step in which machines may be stopped; then they are only started, so that the step ends.
const RESTAGED: u32 = 6;

/// What the groups did in the last pass.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Operation of one running machine of each group.
    pub done: Vec<Option<Point>>,
    /// Machines that run in each group.
    pub on: Vec<f64>,
    /// Passes of this step.
    passes: u32,
}

impl Scratch {
    /// Nothing done yet by `groups` groups.
    pub fn new(groups: usize) -> Self {
        Self {
            done: vec![None; groups],
            on: vec![1.0; groups],
            passes: 0,
        }
    }

    /// Begins a step.
    pub fn begin(&mut self) {
        self.passes = 0;
        self.done.fill(None);
    }
}

/// Difference from the set point below which one specific heat serves \[K\].
const ALIKE: f64 = 1e-3;

impl Group {
    /// Specific heat of the chilled water between its inlet and the set point [J/(kg·K)], so that the law is asked at the
    /// set point itself and not at where the inlet's specific heat would put it.
    fn mean_cp(&self, at: &Situation) -> f64 {
        let cell = self.evaporator as usize;
        let fall = at.inlet_t[cell] - self.supply;
        if fall.abs() < ALIKE {
            return at.cp[cell];
        }
        (at.inlet_h[cell] - self.fluid.enthalpy(self.supply)) / fall
    }

    /// What takes the heat of each of `on` machines.
    fn sink(&self, at: &Situation, on: f64) -> Sink {
        match self.condenser {
            None => Sink::air(at.outdoor.dry_bulb),
            Some(cell) => {
                let cell = cell as usize;
                Sink {
                    t: at.inlet_t[cell],
                    capacity: at.flow[cell] * at.cp[cell] / on,
                }
            }
        }
    }

    /// Operation of each of `on` machines that together are asked for `wanted` \[W\].
    fn run(&self, at: &Situation, wanted: f64, on: f64) -> Point {
        let cell = self.evaporator as usize;
        let (t_in, cp, flow) = (at.inlet_t[cell], self.mean_cp(at), at.flow[cell] / on);
        self.chiller.run(&Request {
            t_in,
            flow,
            cp,
            t_set: t_in - wanted / on / (flow * cp).max(1e-9),
            sink: self.sink(at, on),
        })
    }

    /// Machines that carry `wanted` \[W\] when `before` ran in the last pass; none are stopped unless they `may_stop`.
    fn staged(
        &self,
        at: &Situation,
        switched: &Switched,
        wanted: f64,
        before: u32,
        may_stop: bool,
    ) -> u32 {
        let most = (self.count - self.standing) as u32;
        let [least, most] = if at.inv_dt > 0.0 {
            switched.allowed(&self.stages, most)
        } else {
            [1, most]
        };
        let rule = Staging {
            up: self.stages.up,
            down: self.stages.down,
            least,
            most,
        };
        let n = before.clamp(rule.least, rule.most);
        let cell = self.evaporator as usize;
        let t_out = at.inlet_t[cell] - wanted / (at.flow[cell] * at.cp[cell]).max(1e-9);
        let one = self
            .chiller
            .most_cooling(t_out, self.sink(at, f64::from(n)));
        let next = rule.next(n, wanted.max(0.0) / one.max(1.0));
        if may_stop { next } else { next.max(n) }
    }
}

/// All chillers of a hall.
#[derive(Clone, Debug, Default)]
pub struct Chillers {
    /// First unit; group i is unit `first + i`.
    pub first: usize,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Quantities a group reports, in order.
const QUANTITIES: [(&str, &str); 6] = [
    ("cooling", "W"),
    ("power", "W"),
    ("leaving_temperature", "degC"),
    ("part_load", "1"),
    ("saturated", "1"),
    ("running", "1"),
];

impl Chillers {
    /// Numbers reported by all groups.
    pub fn width(&self) -> usize {
        self.groups.len() * QUANTITIES.len()
    }

    /// Names of what each group reports.
    pub fn signals(&self, names: &[String]) -> Vec<Signal> {
        super::name_signals(
            &names[self.first..self.first + self.groups.len()],
            &QUANTITIES,
        )
    }

    /// Opens the condensers of water-cooled machines that run; a tenth of the flow remains while none does.
    pub fn command(&self, scratch: &Scratch, set: &mut Hydraulics) {
        for (row, flow) in self.condensers(scratch) {
            set.limiters.set[row] = flow;
        }
    }

    /// Whether a condenser's valve stands for other machines than those that run.
    pub fn switched(&self, scratch: &Scratch, set: &Hydraulics) -> bool {
        self.condensers(scratch)
            .any(|(row, flow)| set.limiters.set[row] != flow)
    }

    /// Rows of the condensers' valves and their flow [kg/s]; none before the first pass.
    fn condensers(&self, scratch: &Scratch) -> impl Iterator<Item = (usize, f64)> {
        let states = scratch.done.iter().zip(&scratch.on);
        self.groups.iter().zip(states).filter_map(|(group, state)| {
            let ((row, rated), point) = (group.condenser_valve?, (*state.0)?);
            let running = if point.cooling > 0.0 { *state.1 } else { 0.0 };
            Some((row, rated * (running / group.count).max(LEAST_FLOW)))
        })
    }

    /// Cools the evaporator's water, heats the condenser's or the sky.
    pub fn exchange(&self, at: &Situation, scratch: &mut Scratch, to: &mut Effect) {
        let may_stop = scratch.passes < RESTAGED;
        scratch.passes += 1;
        for (i, group) in self.groups.iter().enumerate() {
            let (unit, cell) = (self.first + i, group.evaporator as usize);
            let wanted = -at.heat_to_reach(cell, group.fluid.enthalpy(group.supply));
            let before = to.balance[unit].running;
            let running = group.staged(at, &at.switched[i], wanted, before, may_stop);
            let on = f64::from(running);
            let run = group.run(at, wanted, on);
            let sink = group.sink(at, on);
            let full = group.chiller.most_cooling(run.t_out, sink).max(1.0);
            let fans = group.fan_power * (run.cooling / full).min(1.0);
            let cooling = on * run.cooling;
            // A curve far outside its range may ask for less than nothing.
            to.power[unit] = (on * (run.power + fans)).max(0.0);
            to.cell_heat[cell] = -cooling;
            to.validity[unit] = run.validity;
            // What the machine drew in this pass is what becomes heat; it differs from the new power
            // only until the passes settle.
            let drawn = at.power[unit] + at.loss[unit];
            let rejected = cooling + drawn;
            let coolant = group.condenser.map_or(0.0, |c| {
                to.cell_heat[c as usize] = rejected;
                rejected
            });
            to.balance[unit] = Balance {
                coolant: coolant - cooling,
                outdoors: rejected - coolant,
                duty: cooling,
                running,
                ..Balance::default()
            };
            scratch.done[i] = Some(run);
            scratch.on[i] = on;
        }
    }

    /// Writes what each group reports.
    pub fn report(&self, at: &Situation, scratch: &Scratch, cell_h: &[f64], signal: &mut [f64]) {
        for (i, group) in self.groups.iter().enumerate() {
            let (run, on) = (scratch.done[i], scratch.on[i]);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                run.map_or(0.0, |p| on * p.cooling),
                at.power[self.first + i],
                group.fluid.temperature(cell_h[group.evaporator as usize]),
                run.map_or(0.0, |p| p.part_load),
                f64::from(u8::from(run.is_some_and(|p| p.reach == Reach::AtHigh))),
                run.map_or(0.0, |p| if p.cooling > 0.0 { on } else { 0.0 }),
            ]);
        }
    }

    /// Ranges in which the laws of the groups hold.
    pub fn ranges(&self) -> Vec<CurveRange> {
        let each = |(i, group): (usize, &Group)| {
            let (law, names, ranges): (_, &[&str], Vec<[f64; 2]>) = match group.chiller {
                Chiller::Eir(law) => {
                    let part_load = [0.0, law.part_load[2]];
                    (
                        "EIR",
                        &["leaving water [°C]", "condenser [°C]", "part load"],
                        vec![law.leaving, law.sink, part_load],
                    )
                }
                Chiller::Reformulated(law) => {
                    let part_load = [0.0, law.part_load[2]];
                    (
                        "reformulated EIR",
                        &["leaving water [°C]", "leaving condenser [°C]", "part load"],
                        vec![law.leaving, law.condenser, part_load],
                    )
                }
                Chiller::Carnot(law) => (
                    "Carnot share",
                    &[
                        "lift [K]",
                        "leaving water [°C]",
                        "part load",
                        "entering sink [°C]",
                    ],
                    vec![
                        [law.least_lift, carnot::MOST_LIFT],
                        law.leaving,
                        [0.0, 1.0],
                        law.entering,
                    ],
                ),
            };
            super::ranges_of(self.first + i, law, names, &ranges)
        };
        self.groups.iter().enumerate().flat_map(each).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: Stages = Stages {
        up: 0.9,
        down: 0.75,
        min_run: 900.0,
        min_stop: 600.0,
    };

    #[test]
    fn least_times_follow_starts_and_stops() {
        let begun = Switched::NEVER.after(2, 60.0);
        // What runs when a run begins was neither started nor stopped by it.
        assert_eq!(begun.allowed(&STAGES, 4), [1, 4]);
        let more = begun.after(3, 60.0);
        assert_eq!(more.allowed(&STAGES, 4), [3, 4]);
        let later = (0..14).fold(more, |s, _| s.after(3, 60.0));
        assert_eq!(later.started, 900.0);
        assert_eq!(later.allowed(&STAGES, 4), [1, 4]);
        let fewer = later.after(2, 60.0);
        assert_eq!(fewer.allowed(&STAGES, 4), [1, 2]);
        let ready = (0..9).fold(fewer, |s, _| s.after(2, 60.0));
        assert_eq!(ready.allowed(&STAGES, 4), [1, 4]);
        // A machine that fails is gone, whatever the least time.
        assert_eq!(more.allowed(&STAGES, 2), [2, 2]);
    }
}
