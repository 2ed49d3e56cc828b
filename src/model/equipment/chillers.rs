//! Chillers: mechanical cooling of a loop, heat to outdoor air or to another loop.

use super::{Balance, CurveRange, Effect, Signal, Situation};
use crate::fluids::Fluid;
use crate::model::hydraulic::Hydraulics;
use crate::physics::control::setpoint::Reach;
use crate::physics::thermal::chiller::{Chiller, Point, Request, Sink};

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
    /// Fans of an air-cooled condenser at full heat \[W\], one machine.
    pub fan_power: f64,
    /// Sound power level of one machine [dB(A)], where it is known.
    pub sound_power: Option<f64>,
}

impl Group {
    /// What takes the heat of one machine.
    fn sink(&self, at: &Situation) -> Sink {
        match self.condenser {
            None => Sink::air(at.outdoor.dry_bulb),
            Some(cell) => {
                let cell = cell as usize;
                Sink {
                    t: at.inlet_t[cell],
                    capacity: at.flow[cell] * at.cp[cell] / self.count,
                }
            }
        }
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
const QUANTITIES: [(&str, &str); 5] = [
    ("cooling", "W"),
    ("power", "W"),
    ("leaving_temperature", "degC"),
    ("part_load", "1"),
    ("saturated", "1"),
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

    /// Opens the condensers of water-cooled machines; a tenth of the flow remains while they are off,
    /// so that the sensor reads the loop.
    pub fn command(&self, done: &[Option<Point>], set: &mut Hydraulics) {
        for (row, flow) in self.condensers(done) {
            set.limiters.set[row] = flow;
        }
    }

    /// Whether a condenser's valve stands for a machine that runs though it does not, or the other way round.
    pub fn switched(&self, done: &[Option<Point>], set: &Hydraulics) -> bool {
        self.condensers(done)
            .any(|(row, flow)| set.limiters.set[row] != flow)
    }

    /// Rows of the condensers' valves and their flow [kg/s]; none before the first pass.
    fn condensers(&self, done: &[Option<Point>]) -> impl Iterator<Item = (usize, f64)> {
        self.groups.iter().zip(done).filter_map(|(group, done)| {
            let ((row, rated), point) = (group.condenser_valve?, (*done)?);
            let share = if point.cooling > 0.0 { 1.0 } else { 0.1 };
            Some((row, rated * share))
        })
    }

    /// Cools the evaporator's water, heats the condenser's or the sky.
    pub fn exchange(&self, at: &Situation, done: &mut [Option<Point>], to: &mut Effect) {
        for (i, group) in self.groups.iter().enumerate() {
            let (unit, cell) = (self.first + i, group.evaporator as usize);
            let sink = group.sink(at);
            let working = group.count - group.standing;
            let flow = at.flow[cell] / group.count;
            let wanted = -at.heat_to_reach(cell, group.fluid.enthalpy(group.supply)) / working;
            let (t_in, cp) = (at.inlet_t[cell], at.cp[cell]);
            let t_set = t_in - wanted / (flow * cp).max(1e-9);
            let run = group.chiller.run(&Request {
                t_in,
                flow,
                cp,
                t_set,
                sink,
            });
            let full = group.chiller.most_cooling(t_set, sink).max(1.0);
            let fans = group.fan_power * (run.cooling / full).min(1.0);
            let cooling = working * run.cooling;
            // A curve far outside its range may ask for less than nothing.
            to.power[unit] = (working * (run.power + fans)).max(0.0);
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
                ..Balance::default()
            };
            done[i] = Some(run);
        }
    }

    /// Writes what each group reports.
    pub fn report(
        &self,
        at: &Situation,
        done: &[Option<Point>],
        cell_h: &[f64],
        signal: &mut [f64],
    ) {
        for (i, group) in self.groups.iter().enumerate() {
            let run = done[i];
            let row = &mut signal[i * QUANTITIES.len()..(i + 1) * QUANTITIES.len()];
            row.copy_from_slice(&[
                run.map_or(0.0, |p| group.count * p.cooling),
                at.power[self.first + i],
                group.fluid.temperature(cell_h[group.evaporator as usize]),
                run.map_or(0.0, |p| p.part_load),
                f64::from(u8::from(run.is_some_and(|p| p.reach == Reach::AtHigh))),
            ]);
        }
    }

    /// Ranges in which the laws of the groups hold.
    pub fn ranges(&self) -> Vec<CurveRange> {
        let each = |(i, group): (usize, &Group)| {
            let (law, names, ranges): (_, [&str; 3], _) = match group.chiller {
                Chiller::Eir(law) => {
                    let part_load = [0.0, law.part_load[2]];
                    (
                        "EIR",
                        ["leaving water [°C]", "condenser [°C]", "part load"],
                        [law.leaving, law.sink, part_load],
                    )
                }
                Chiller::Reformulated(law) => {
                    let part_load = [0.0, law.part_load[2]];
                    (
                        "reformulated EIR",
                        ["leaving water [°C]", "leaving condenser [°C]", "part load"],
                        [law.leaving, law.condenser, part_load],
                    )
                }
                Chiller::Carnot(law) => {
                    let leaving = [law.t_out - 15.0, law.t_out + 15.0];
                    (
                        "Carnot share",
                        ["lift [K]", "leaving water [°C]", "part load"],
                        [[law.least_lift, 80.0], leaving, [0.0, 1.0]],
                    )
                }
            };
            super::ranges_of(self.first + i, law, &names, &ranges)
        };
        self.groups.iter().enumerate().flat_map(each).collect()
    }
}
