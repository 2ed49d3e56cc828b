//! Fan walls: hall air to the water of a loop; the valve holds the supply-air temperature.

use super::{Balance, Effect, HallAir, Signal, Situation};
use crate::model::hydraulic::Hydraulics;
use crate::physics::air::crah::{Crah, Point, Request};
use crate::physics::air::state::AirState;
use crate::physics::control::response::Response;

/// Equal units in parallel.
#[derive(Clone, Debug)]
pub struct Group {
    /// One unit.
    pub unit: Crah,
    /// Number of units.
    pub count: f64,
    /// Cell of the water.
    pub cell: u32,
    /// Row of the valve among the flow limiters.
    pub valve: usize,
    /// Heat of the group at its rating \[W\].
    pub rated_heat: f64,
    /// Lowest fan speed.
    pub least_fan: f64,
    /// Supply-air set point [°C].
    pub supply: f64,
    /// How its fans follow.
    pub response: Response,
}

/// All fan walls of a hall.
#[derive(Clone, Debug, Default)]
pub struct FanWalls {
    /// First unit; group i is unit `first + i`.
    pub first: usize,
    /// The groups.
    pub groups: Vec<Group>,
}

/// Air that still passes a standing unit [m³/s]: next to none, so that its laws keep their meaning.
const STILL: f64 = 1e-6;
/// Distance above its set point from which supply air counts as not held \[K\].
const HELD: f64 = 0.5;
/// Set point of a standing unit [°C]: warmer than any air, so that its valve is shut.
const UNASKED: f64 = 150.0;

/// Quantities a group reports, in order.
const QUANTITIES: [(&str, &str); 6] = [
    ("heat", "W"),
    ("fan", "1"),
    ("power", "W"),
    ("supply_temperature", "degC"),
    ("condensate", "kg/s"),
    ("saturated", "1"),
];

impl Group {
    /// Stops its fans and shuts its valve; other groups take over its share of the heat.
    pub fn stop(&mut self) {
        self.rated_heat = 0.0;
        self.unit.air_flow = STILL;
        (self.unit.fan.shaft, self.unit.fan.loss) = (0.0, 0.0);
        self.supply = UNASKED;
    }

    /// Stops `n` of its units; no air and no water passes them.
    pub fn stop_some(&mut self, n: f64) {
        if n < self.count {
            self.rated_heat *= (self.count - n) / self.count;
            self.count -= n;
        } else {
            self.stop();
        }
    }

    /// Shuts its valve; its fans go on.
    pub fn shut(&mut self) {
        self.supply = UNASKED;
    }

    /// What its fans can do of what is asked of them; those that stand do nothing.
    fn within(&self, asked: f64) -> f64 {
        if self.rated_heat == 0.0 {
            0.0
        } else {
            asked.clamp(self.least_fan, 1.0)
        }
    }

    /// Whether its fans are asked for more than full speed, or its supply air is warmer than the set point.
    fn saturated(&self, run: &Point, share: f64) -> bool {
        let standing = self.rated_heat == 0.0;
        !standing && (share > 1.0 || run.air.t > self.supply + HELD)
    }

    /// What is asked of one unit: air at the share of the rated flow that carries the hall's air heat.
    fn request(&self, at: &Situation, share: f64) -> Request {
        let cell = self.cell as usize;
        Request {
            air: state(&at.hall),
            x: share.clamp(self.least_fan, 1.0),
            t_water: at.inlet_t[cell],
            cp: at.cp[cell],
            t_supply: self.supply,
        }
    }
}

fn state(hall: &HallAir) -> AirState {
    AirState {
        t: hall.t,
        w: hall.humidity_ratio,
        p: hall.pressure,
    }
}

impl FanWalls {
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

    /// Share of their rated heat that all units are asked to carry.
    fn asked(&self, at: &Situation) -> f64 {
        let rated: f64 = self.groups.iter().map(|g| g.rated_heat).sum();
        at.air_gain / rated.max(1.0)
    }

    /// Share that the fans of group `i` follow to, mean of the step.
    fn share(&self, at: &Situation, i: usize, asked: f64) -> f64 {
        let (group, before) = (&self.groups[i], at.response[self.first + i]);
        group.response.mean(before, group.within(asked), at.inv_dt)
    }

    /// What the fans of each group have followed to at the end of a step.
    pub fn remember(&self, at: &Situation, response: &mut [f64]) {
        let asked = self.asked(at);
        for (i, group) in self.groups.iter().enumerate() {
            let unit = self.first + i;
            let asked = group.within(asked);
            response[unit] = group.response.end(at.response[unit], asked, at.inv_dt);
        }
    }

    /// Seeks the water that holds each supply-air temperature, and what each unit does with it.
    pub fn aim(&self, at: &Situation, aimed: &mut [Option<Point>]) {
        let asked = self.asked(at);
        for (i, (group, point)) in self.groups.iter().zip(aimed).enumerate() {
            let share = self.share(at, i, asked);
            let near = point.map_or(at.flow[group.cell as usize] / group.count, |p| p.water_flow);
            *point = Some(group.unit.run_near(&group.request(at, share), near));
        }
    }

    /// Opens each valve for the water that holds the supply-air temperature.
    pub fn command(&self, at: &Situation, aimed: &mut [Option<Point>], set: &mut Hydraulics) {
        self.aim(at, aimed);
        for (group, point) in self.groups.iter().zip(aimed) {
            let water = point.map_or(0.0, |p| p.water_flow);
            set.limiters.set[group.valve] = group.count * water;
        }
    }

    /// Takes heat and moisture from the hall's air.
    pub fn exchange(&self, at: &Situation, done: &mut [Option<Point>], to: &mut Effect) {
        let asked = self.asked(at);
        for (i, group) in self.groups.iter().enumerate() {
            let share = self.share(at, i, asked);
            let (unit, cell) = (self.first + i, group.cell as usize);
            let run = group
                .unit
                .at_flow(&group.request(at, share), at.flow[cell] / group.count);
            let (heat, drained) = (group.count * run.heat, group.count * run.drained);
            to.cell_heat[cell] = heat;
            to.power[unit] = group.count * run.power;
            to.balance[unit] = Balance {
                coolant: heat,
                air: at.power[unit] + at.loss[unit] - heat - drained,
                outdoors: drained,
                vapour: -group.count * run.condensate,
                duty: heat,
                ..Balance::default()
            };
            done[i] = Some(run);
        }
    }

    /// Air that each group blows into the hall: dry-air mass flow [kg/s], state, whether it was dried.
    pub fn supply(&self, done: &[Option<Point>]) -> impl Iterator<Item = (f64, AirState, bool)> {
        self.groups.iter().zip(done).filter_map(|(group, run)| {
            run.map(|run| (group.count * run.air_mass, run.air, run.condensate > 0.0))
        })
    }

    /// The first group whose supply air is warmer than its set point.
    pub fn too_warm(&self, done: &[Option<Point>]) -> Option<usize> {
        let groups = self.groups.iter().zip(done);
        let warm = |(group, run): (&Group, &Option<Point>)| {
            run.as_ref().is_some_and(|run| group.saturated(run, 0.0))
        };
        groups.map(warm).position(|warm| warm)
    }

    /// Writes what each group reports.
    pub fn report(&self, at: &Situation, done: &[Option<Point>], signal: &mut [f64]) {
        let asked = self.asked(at);
        for (i, group) in self.groups.iter().enumerate() {
            let share = self.share(at, i, asked);
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            let Some(run) = done[i] else { continue };
            row.copy_from_slice(&[
                group.count * run.heat,
                share.clamp(group.least_fan, 1.0),
                at.power[self.first + i],
                run.air.t,
                group.count * run.condensate,
                f64::from(u8::from(group.saturated(&run, share))),
            ]);
        }
    }
}
