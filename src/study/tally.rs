//! Sums over a study: energies by unit and by node of the power tree, water, margins, ranges left.

use super::noise::{self, ByHour};
use super::peak::Peak;
use super::probes::WATER_DENSITY;
use super::ranges::Ranges;
use super::shortfall::{self, Shortfall};
use super::suction::Suctions;
use crate::model::Model;
use crate::model::electrical::Point;
use crate::model::equipment::CurveRange;
use crate::model::rotation::Group;
use crate::solver::electrics::account::{at_point, overheads, totals};
use crate::solver::{Moisture, Report, Stepper};
use serde::{Deserialize, Serialize};

/// Sums of one unit [J], [m³].
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitSum {
    /// Electricity drawn.
    pub electric: f64,
    /// Conversion losses taken up.
    pub loss: f64,
    /// Heat to coolant.
    pub coolant: f64,
    /// Heat to hall air.
    pub air: f64,
    /// Heat outdoors.
    pub outdoors: f64,
    /// Heat handed to others.
    pub reused: f64,
    /// Heat stored.
    pub stored: f64,
    /// Water drawn [m³].
    pub water: f64,
    /// The part of it that drifted off [m³].
    pub drift: f64,
    /// The part of it that was blown down [m³].
    pub blow_down: f64,
    /// Heat moved.
    pub duty: f64,
    /// Time below the turndown [s].
    pub low_seconds: f64,
    /// Electricity drawn meanwhile.
    pub low_electric: f64,
    /// Heat moved meanwhile.
    pub low_duty: f64,
    /// Sound power over 1 pW, times time [s].
    pub sound: f64,
}

impl UnitSum {
    fn join(&mut self, later: &Self) {
        self.electric += later.electric;
        self.loss += later.loss;
        self.coolant += later.coolant;
        self.air += later.air;
        self.outdoors += later.outdoors;
        self.reused += later.reused;
        self.stored += later.stored;
        self.water += later.water;
        self.drift += later.drift;
        self.blow_down += later.blow_down;
        self.duty += later.duty;
        self.low_seconds += later.low_seconds;
        self.low_electric += later.low_electric;
        self.low_duty += later.low_duty;
        self.sound += later.sound;
    }
}

/// What a curve was asked, and how long and for how much heat outside its range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outside {
    /// Time [s].
    pub seconds: f64,
    /// Heat that passed through the component meanwhile [J].
    pub energy: f64,
    /// Least and greatest value reached while the component ran.
    pub reached: Option<[f64; 2]>,
}

impl Outside {
    /// Takes note of values between `low` and `high`.
    pub(super) fn widen(&mut self, [low, high]: [f64; 2]) {
        let reached = self.reached.get_or_insert([low, high]);
        *reached = [reached[0].min(low), reached[1].max(high)];
    }

    /// Adds the sums of a later part of the same study.
    pub(super) fn join(&mut self, later: &Self) {
        self.seconds += later.seconds;
        self.energy += later.energy;
        if let Some(reached) = later.reached {
            self.widen(reached);
        }
    }
}

/// Supply of a facility loop.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Supply {
    /// Time above the set point [s].
    pub above: f64,
    /// Coldest and warmest supply [°C].
    pub range: [f64; 2],
}

/// Distance above its set point from which a supply counts as not held [K].
const HELD: f64 = 0.05;

impl Supply {
    /// Coldest and warmest before any step: every supply is colder and warmer.
    const NONE: Self = Self {
        above: 0.0,
        range: [1e3, -1e3],
    };

    fn join(&mut self, later: &Self) {
        self.above += later.above;
        self.range = [
            self.range[0].min(later.range[0]),
            self.range[1].max(later.range[1]),
        ];
    }
}

/// The worst chip.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worst {
    /// Distance to the limit [K].
    pub margin: f64,
    /// Rack, counted in the order of the racks.
    pub rack: usize,
    /// Time [s].
    pub time_s: f64,
}

/// Sums over a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Time covered [s].
    pub seconds: f64,
    /// Steps.
    pub steps: u64,
    /// By unit.
    pub units: Vec<UnitSum>,
    /// By node of the power tree: in, out, lost, beyond IT [J].
    pub rows: Vec<[f64; 4]>,
    /// By node of the power tree, while modules that always run were more than the load needed: time [s] and loss [J].
    pub idle_modules: Vec<[f64; 2]>,
    /// By node of the power tree, while it was otherwise below the knee of its efficiency: time [s] and loss [J].
    pub below_knee: Vec<[f64; 2]>,
    /// Utility, IT, cooling, power, house [J].
    pub accounts: [f64; 5],
    /// At each reading point [J]; absent where it does not exist.
    pub points: [Option<f64>; 5],
    /// Losses to hall air, electrical rooms, outdoors [J].
    pub places: [f64; 3],
    /// Heat through pipes and air exchange to outdoors [J].
    pub other_outdoors: f64,
    /// Water of the hall's air [kg].
    pub moisture: Moisture,
    /// Heat taken out by the plants, by flow and by meters [J].
    pub plant: [f64; 2],
    /// Worst chip.
    pub worst: Option<Worst>,
    /// Least coolant that racks got of what they ask for, where it was too little.
    pub shortfall: Option<Shortfall>,
    /// By curve range.
    pub outside: Vec<Outside>,
    /// Loss tables and coolants.
    pub ranges: Ranges,
    /// Sound of everything outdoors.
    pub noise: ByHour,
    /// By pump group: its suction where the reserve is least.
    #[serde(default)]
    pub suctions: Suctions,
    /// By group of equal machines and machine: time that it ran [s].
    #[serde(default)]
    pub ran: Vec<Vec<f64>>,
    /// By facility loop: supply against its set point.
    pub supplies: Vec<Supply>,
    /// Most passes of a step.
    pub passes: u32,
    /// Largest change of power in a last pass, relative.
    pub coupling: f64,
    /// Largest difference of an inlet from the one its equipment was evaluated with, in a last pass \[K\].
    pub coupling_k: f64,
    /// Steps whose hydraulics were solved anew.
    pub solves: u64,
    /// The step in which the meter read most.
    pub peak: Peak,
    overhead: Vec<f64>,
}

impl Tally {
    /// Zeros for `model`.
    pub fn new(model: &Model, ranges: &[CurveRange]) -> Self {
        Self {
            units: vec![UnitSum::default(); model.equipment.units.len()],
            rows: vec![[0.0; 4]; model.power.len()],
            idle_modules: vec![[0.0; 2]; model.power.len()],
            below_knee: vec![[0.0; 2]; model.power.len()],
            ranges: Ranges::new(model),
            outside: vec![Outside::default(); ranges.len()],
            suctions: Suctions::new(model),
            ran: model
                .rotation
                .iter()
                .map(|r| vec![0.0; r.machines])
                .collect(),
            supplies: vec![Supply::NONE; model.equipment.loop_pumps.loops],
            overhead: vec![0.0; model.power.len()],
            peak: Peak::new(model),
            ..Self::default()
        }
    }

    /// Adds a step of `dt` [s] that ended at `time_s` [s], its middle `clock` [s] after the first midnight of the year.
    pub fn add(
        &mut self,
        stepper: &Stepper,
        model: &Model,
        ranges: &[CurveRange],
        report: &Report,
        dt: f64,
        time_s: f64,
        clock: f64,
    ) {
        self.seconds += dt;
        self.steps += 1;
        self.add_report(report);
        self.peak.look(stepper, model, time_s);
        self.suctions.look(stepper, model, time_s);
        self.add_units(stepper, dt);
        self.add_run_hours(stepper, model, clock, dt);
        self.add_sound(stepper, model, clock, dt);
        self.add_power(stepper, model, dt);
        self.ranges.add(stepper, model, dt);
        self.other_outdoors += stepper.other_heat_outdoors() * dt;
        self.moisture.add(&stepper.moisture(), dt);
        if let Some((_, margin, rack)) = stepper.temperatures().chip
            && self.worst.is_none_or(|w| margin < w.margin)
        {
            self.worst = Some(Worst {
                margin,
                rack,
                time_s,
            });
        }
        shortfall::look(&mut self.shortfall, stepper, model, dt, time_s);
        let loops = model.equipment.loop_pumps.of_loops();
        for (i, (group, sum)) in loops.iter().zip(&mut self.supplies).enumerate() {
            let t = stepper.loop_supply(i);
            sum.join(&Supply {
                above: if t > group.supply + HELD { dt } else { 0.0 },
                range: [t; 2],
            });
        }
        self.add_outside(stepper, ranges, dt);
    }

    /// What curves were asked.
    fn add_outside(&mut self, stepper: &Stepper, ranges: &[CurveRange], dt: f64) {
        for (range, sum) in ranges.iter().zip(&mut self.outside) {
            let validity = stepper.validity()[range.unit];
            if let Some(value) = validity.at(range.bit) {
                sum.widen([value; 2]);
            }
            if validity.is_outside(range.bit) {
                sum.seconds += dt;
                sum.energy += stepper.balances()[range.unit].duty * dt;
            }
        }
    }

    /// How the step went.
    fn add_report(&mut self, report: &Report) {
        self.passes = self.passes.max(report.passes);
        self.coupling = self.coupling.max(report.power);
        self.coupling_k = self.coupling_k.max(report.temperature);
        self.solves += u64::from(report.solves > 0);
    }

    fn add_sound(&mut self, stepper: &Stepper, model: &Model, clock: f64, dt: f64) {
        let mut strength = 0.0;
        stepper.sound(|unit, level| {
            let own = noise::strength(level);
            self.units[unit].sound += own * dt;
            strength += model.equipment.units[unit].copies * own;
        });
        self.noise.add(strength, clock, dt);
    }

    /// Adds the plants' heat, read in both ways [W].
    pub fn add_plant(&mut self, by_flow: f64, by_meters: f64, dt: f64) {
        self.plant[0] += by_flow * dt;
        self.plant[1] += by_meters * dt;
    }

    fn add_units(&mut self, stepper: &Stepper, dt: f64) {
        let power = stepper.unit_power().iter().zip(stepper.unit_loss());
        for ((sum, b), (power, loss)) in self.units.iter_mut().zip(stepper.balances()).zip(power) {
            sum.electric += power * dt;
            sum.loss += loss * dt;
            sum.coolant += b.coolant * dt;
            sum.air += b.air * dt;
            sum.outdoors += b.outdoors * dt;
            sum.reused += b.reused * dt;
            sum.stored += b.stored * dt;
            sum.water += b.water / WATER_DENSITY * dt;
            sum.drift += b.drift / WATER_DENSITY * dt;
            sum.blow_down += b.blow_down / WATER_DENSITY * dt;
            sum.duty += b.duty * dt;
        }
        stepper.below_turndown(|unit| {
            let sum = &mut self.units[unit];
            sum.low_seconds += dt;
            sum.low_electric += stepper.unit_power()[unit] * dt;
            sum.low_duty += stepper.balances()[unit].duty * dt;
        });
    }

    fn add_run_hours(&mut self, stepper: &Stepper, model: &Model, clock: f64, dt: f64) {
        let (net, flows) = stepper.network();
        for (group, sums) in model.rotation.iter().zip(&mut self.ran) {
            let running = match group.of {
                Group::Unit(unit) => {
                    let b = &stepper.balances()[unit];
                    if b.duty > 0.0 { b.running as usize } else { 0 }
                }
                Group::Pumps(row) => {
                    let flow = flows.mass[net.regulated.link[row] as usize];
                    let running = net.regulated.hold[row].running;
                    if flow > 0.0 {
                        running.ceil() as usize
                    } else {
                        0
                    }
                }
            };
            group.add(running, clock, dt, sums);
        }
    }

    fn add_power(&mut self, stepper: &Stepper, model: &Model, dt: f64) {
        let (tree, flow) = (&model.power, stepper.power_flow());
        overheads(tree, flow, &mut self.overhead);
        for (row, sum) in self.rows.iter_mut().enumerate() {
            sum[0] += flow.input[row] * dt;
            sum[1] += flow.output[row] * dt;
            sum[2] += flow.loss[row] * dt;
            sum[3] += self.overhead[row] * dt;
        }
        for run in tree.stages.iter().flat_map(|stage| &stage.runs) {
            let unit = &tree.units[run.unit];
            for row in run.rows.clone() {
                let (loss, on) = (flow.loss[row], flow.on[row]);
                let sum = if unit.keeps_idle(flow.output[row], on) {
                    &mut self.idle_modules[row]
                } else if unit.below_knee(loss, on) {
                    &mut self.below_knee[row]
                } else {
                    continue;
                };
                sum[0] += dt;
                sum[1] += loss * dt;
            }
        }
        let t = totals(tree, flow);
        for (sum, power) in self
            .accounts
            .iter_mut()
            .zip([t.utility, t.it, t.cooling, t.power, t.house])
        {
            *sum += power * dt;
        }
        for (sum, point) in self.points.iter_mut().zip(Point::ALL) {
            if let Some(power) = at_point(tree, flow, point) {
                *sum.get_or_insert(0.0) += power * dt;
            }
        }
        let places = stepper.places();
        for (sum, heat) in
            self.places
                .iter_mut()
                .zip([places.hall_air, places.electrical_room, places.outdoors])
        {
            *sum += heat * dt;
        }
    }

    /// Adds what is a sum and nothing else.
    fn join_sums(&mut self, later: &Self) {
        let rows = self.rows.iter_mut().flatten();
        let machines = self.ran.iter_mut().flatten();
        let parts = rows
            .chain(self.idle_modules.iter_mut().flatten())
            .chain(self.below_knee.iter_mut().flatten());
        let later_parts = later
            .rows
            .iter()
            .flatten()
            .chain(later.idle_modules.iter().flatten())
            .chain(later.below_knee.iter().flatten());
        for (a, b) in parts.zip(later_parts) {
            *a += b;
        }
        for (a, b) in machines.zip(later.ran.iter().flatten()) {
            *a += b;
        }
        let pairs = [
            (&mut self.accounts[..], &later.accounts[..]),
            (&mut self.places[..], &later.places[..]),
            (&mut self.plant[..], &later.plant[..]),
        ];
        for (a, b) in pairs.into_iter().flat_map(|(a, b)| a.iter_mut().zip(b)) {
            *a += b;
        }
    }

    /// Adds the sums of a later part of the same study.
    pub fn join(&mut self, later: &Self) {
        self.seconds += later.seconds;
        self.steps += later.steps;
        self.passes = self.passes.max(later.passes);
        self.coupling = self.coupling.max(later.coupling);
        self.coupling_k = self.coupling_k.max(later.coupling_k);
        self.peak.join(&later.peak);
        self.suctions.join(&later.suctions);
        self.solves += later.solves;
        self.other_outdoors += later.other_outdoors;
        self.moisture.add(&later.moisture, 1.0);
        for (a, b) in self.units.iter_mut().zip(&later.units) {
            a.join(b);
        }
        self.noise.join(&later.noise);
        self.join_sums(later);
        for (a, b) in self.points.iter_mut().zip(&later.points) {
            if let Some(b) = b {
                *a.get_or_insert(0.0) += b;
            }
        }
        for (a, b) in self.supplies.iter_mut().zip(&later.supplies) {
            a.join(b);
        }
        for (a, b) in self.outside.iter_mut().zip(&later.outside) {
            a.join(b);
        }
        self.ranges.join(&later.ranges);
        self.shortfall = Shortfall::join(self.shortfall.take(), later.shortfall.clone());
        if let Some(later) = later.worst
            && self.worst.is_none_or(|w| later.margin < w.margin)
        {
            self.worst = Some(later);
        }
    }
}
