//! Chillers: mechanical cooling of a loop, heat to outdoor air or to another loop.
//!
//! Of a group of equal machines the least number runs that carries the load at `up` each; some are stopped where those
//! left would carry `down` or less: [`super::staged`].

use super::staged::{Choice, Stages, Switched};
use super::{Balance, CurveRange, Effect, Signal, Situation};
use crate::fluids::Fluid;
use crate::model::hydraulic::Hydraulics;
use crate::physics::control::setpoint::Reach;
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

/// Share of its condensers' flow that passes a group at rest, so that the sensor reads the loop.
const LEAST_FLOW: f64 = 0.1;

/// What the groups did in the last pass.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Operation of one running machine of each group.
    pub done: Vec<Option<Point>>,
    /// Machines that run in each group.
    pub on: Vec<f64>,
}

impl Scratch {
    /// Nothing done yet by `groups` groups.
    pub fn new(groups: usize) -> Self {
        Self {
            done: vec![None; groups],
            on: vec![1.0; groups],
        }
    }

    /// Begins a step.
    pub fn begin(&mut self) {
        self.done.fill(None);
    }

    /// Takes the numbers of machines that the next pass begins with from the `choices` of the groups and of others behind them.
    pub fn follow(&mut self, choices: &[Choice]) {
        for (on, choice) in self.on.iter_mut().zip(choices) {
            *on = f64::from(choice.now);
        }
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

    /// Machines that carry a `load` \[W\].
    fn staged(&self, at: &Situation, switched: &Switched, load: f64, choice: &mut Choice) -> u32 {
        let most = (self.count - self.standing) as u32;
        let rule = self.stages.rule(at.inv_dt > 0.0, switched, most);
        let ran = choice.ran(switched.running).clamp(rule.least, rule.most);
        let sink = self.sink(at, f64::from(ran));
        let one = self.chiller.most_cooling(self.supply, sink);
        choice.take(&rule, switched.running, load, one)
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
        for (_, row, flow) in self.condensers(scratch) {
            set.limiters.set[row] = flow;
        }
    }

    /// A unit the valve of whose condensers stands for other machines than those that run.
    pub fn switched(&self, scratch: &Scratch, set: &Hydraulics) -> Option<usize> {
        let mut condensers = self.condensers(scratch);
        let found = condensers.find(|(_, row, flow)| set.limiters.set[*row] != *flow);
        found.map(|(unit, ..)| unit)
    }

    /// Units with the rows of their condensers' valves and their flow [kg/s]; none before the first pass.
    fn condensers(&self, scratch: &Scratch) -> impl Iterator<Item = (usize, usize, f64)> {
        let states = scratch.done.iter().zip(&scratch.on);
        let units = self.first..;
        let groups = units.zip(self.groups.iter().zip(states));
        groups.filter_map(|(unit, (group, state))| {
            let ((row, rated), point) = (group.condenser_valve?, (*state.0)?);
            let running = if point.cooling > 0.0 { *state.1 } else { 0.0 };
            Some((unit, row, rated * (running / group.count).max(LEAST_FLOW)))
        })
    }

    /// Cools the evaporator's water, heats the condenser's or the sky.
    pub fn exchange(
        &self,
        at: &Situation,
        choices: &mut [Choice],
        scratch: &mut Scratch,
        to: &mut Effect,
    ) {
        for (i, group) in self.groups.iter().enumerate() {
            let (unit, cell) = (self.first + i, group.evaporator as usize);
            let target = group.fluid.enthalpy(group.supply);
            let wanted = -at.heat_to_reach(cell, target);
            let load = at.load_above(cell, target);
            let running = group.staged(at, &at.switched[i], load, &mut choices[i]);
            let on = f64::from(running);
            let run = group.run(at, wanted, on);
            let sink = group.sink(at, on);
            let full = group.chiller.most_cooling(run.t_out, sink).max(1.0);
            let fans = group.fan_power * (run.cooling / full).min(1.0);
            let cooling = on * run.cooling;
            // A curve far outside its range may ask for less than nothing.
            let power = (on * (run.power + fans)).max(0.0);
            to.power[unit] = power;
            to.cell_heat[cell] = -cooling;
            to.validity[unit] = run.validity;
            // Condenser water takes up what the machine draws now, which differs from what was swept only until the passes
            // settle; that difference is left outdoors.
            let (swept, lost) = (at.power[unit], at.loss[unit]);
            let [condensed, outdoors] = if let Some(condenser) = group.condenser {
                let heat = cooling + power + lost;
                to.cell_heat[condenser as usize] = heat;
                [heat, swept - power]
            } else {
                [0.0, cooling + swept + lost]
            };
            to.balance[unit] = Balance {
                coolant: condensed - cooling,
                outdoors,
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
