//! Equipment: what gives heat to coolant or takes it away, one file a kind, all units in columns.
//!
//! The solver calls three functions of every bank and knows no kind by name: [`Equipment::command`] sets
//! actuators from what the sensors read, [`Equipment::draw`] tells the electric power that depends on
//! hydraulics alone, [`Equipment::exchange`] moves heat. Each unit states where its electric power and the
//! heat it moved went ([`Balance`]); the ledger adds both sides up again on its own.

pub mod cdu_loops;
pub mod cdus;
pub mod charging;
pub mod chillers;
pub mod dry_coolers;
pub mod exchangers;
pub mod fan_walls;
pub mod heat_reuse;
pub mod loads;
pub mod loop_pumps;
pub mod makeup_air;
pub mod racks;
pub mod rear_doors;
pub mod sequence;
pub mod services;
mod situation;
mod sound;
pub mod staged;
pub mod stores;
mod told;
pub mod towers;
pub mod trips;
mod turndown;

pub use cdus::{Arrived, Cdu, Cdus};
pub use chillers::Chillers;
pub use dry_coolers::DryCoolers;
pub use exchangers::{Coldest, Exchanger, Exchangers};
pub use fan_walls::FanWalls;
pub use heat_reuse::HeatReuse;
pub use loads::{Load, Loads};
pub use loop_pumps::{Drive, LoopPumps, PowerCurve};
pub use makeup_air::MakeupAir;
pub use racks::{Demand, Racks};
pub use rear_doors::RearDoors;
pub use services::Services;
pub use situation::{Balance, Effect, HallAir, Reading, Situation};
pub use stores::Stores;
pub use towers::Towers;
pub use trips::Trip;

use self::stores::Behind;
use super::hydraulic::Hydraulics;
use crate::climate::Outdoor;
use crate::physics::air::crah;
use crate::physics::control::setpoint::Reach;
use crate::physics::thermal::{rack, rejection::Operation};

/// Stages in which equipment is evaluated in a pass, along the way of the heat: racks and loads, rear doors,
/// CDUs and exchangers, fan walls, heat reuse, dry coolers and towers, chillers; stores of cold before, between and behind the
/// last two, as they stand in the loop.
pub const STAGES: usize = 9;

/// A unit of equipment, as the ledger and the report know it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// Name in the hall, such as `cdu.a1`.
    pub name: String,
    /// Family, such as `cdu`.
    pub family: &'static str,
    /// Cells to which the unit alone gives heat.
    pub cells: Vec<u32>,
    /// Position among the loads of the power tree, if it draws power.
    pub leaf: Option<u32>,
    /// Equal units of the hall that it stands for.
    pub copies: f64,
}

/// A quantity that a unit reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// `unit.quantity`, such as `cdu.a1.supply_temperature`.
    pub name: String,
    /// Unit in which it is stored (SI, °C).
    pub unit: &'static str,
}

/// All equipment of a hall.
#[derive(Clone, Debug, Default)]
pub struct Equipment {
    /// Names and places of all units.
    pub units: Vec<Unit>,
    /// Racks.
    pub racks: Racks,
    /// Rear-door exchangers.
    pub rear_doors: RearDoors,
    /// Loads known by heat and flow alone.
    pub loads: Loads,
    /// Coolant distribution units.
    pub cdus: Cdus,
    /// Exchangers between facility loops.
    pub exchangers: Exchangers,
    /// Fan walls.
    pub fan_walls: FanWalls,
    /// Heat handed to districts.
    pub heat_reuse: HeatReuse,
    /// Stores of cold.
    pub stores: Stores,
    /// Dry coolers.
    pub dry_coolers: DryCoolers,
    /// Cooling towers.
    pub towers: Towers,
    /// Chillers.
    pub chillers: Chillers,
    /// Pumps of the facility loops.
    pub loop_pumps: LoopPumps,
    /// Treatment of make-up air.
    pub makeup: Option<MakeupAir>,
    /// House load and electrical rooms.
    pub services: Services,
}

/// Working columns of the equipment.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Of the racks.
    pub racks: racks::Scratch,
    /// What each CDU's valve is set for.
    pub arrived: Vec<Arrived>,
    /// What flows through the CDUs' exchangers.
    pub ports: cdus::Ports,
    /// What each fan wall did in the last pass.
    pub fan_wall: Vec<Option<crah::Point>>,
    /// What each district asks for and is given.
    pub heat_reuse: heat_reuse::Scratch,
    /// Contents of the stores.
    pub stores: stores::Scratch,
    /// What each dry cooler did in the last pass.
    pub dry: Vec<Option<Operation>>,
    /// What each tower did in the last pass.
    pub tower: Vec<Option<Operation>>,
    /// What the chillers did in the last pass.
    pub chillers: chillers::Scratch,
    /// How many machines run in each group of [`Equipment::staged_units`].
    pub choices: Vec<staged::Choice>,
    /// Times that settled passes have changed these in this step.
    restaged: u32,
}

impl Equipment {
    /// Working columns for racks that hold `racks`, whose chips gave `chips` \[W\] in the last pass.
    pub fn scratch(&self, racks: &rack::State, chips: &[f64]) -> Scratch {
        Scratch {
            racks: self.racks.scratch(racks, chips),
            arrived: vec![Arrived::NOTHING; self.cdus.cdus.len()],
            ports: cdus::Ports::new(self.cdus.cdus.len()),
            fan_wall: vec![None; self.fan_walls.groups.len()],
            heat_reuse: self.heat_reuse.scratch(),
            stores: self.stores.scratch(),
            dry: vec![None; self.dry_coolers.groups.len()],
            tower: vec![None; self.towers.groups.len()],
            chillers: chillers::Scratch::new(self.chillers.groups.len()),
            choices: vec![staged::Choice::default(); self.staged_units().count()],
            restaged: 0,
        }
    }

    /// Freezes the discrete choices of a step.
    pub fn stage(&self, outdoor: &Outdoor, scratch: &mut Scratch, staged: &mut [f64]) {
        // Nothing of the step before but what the state holds: a resumed run knows no more.
        scratch.arrived.fill(Arrived::NOTHING);
        scratch.fan_wall.fill(None);
        scratch.chillers.begin();
        scratch.choices.fill(staged::Choice::default());
        scratch.restaged = 0;
        scratch.stores.begin();
        self.dry_coolers.stage(outdoor.dry_bulb, staged);
    }

    /// Sets actuators from what the sensors read.
    pub fn command(&self, at: &Situation, scratch: &mut Scratch, set: &mut Hydraulics) {
        self.cdus.command(at, &mut scratch.arrived, set);
        self.exchangers.command(at, set);
        self.fan_walls.command(at, &mut scratch.fan_wall, set);
        self.chillers.command(&scratch.chillers, set);
    }

    /// Rows of the flow limiters that [`Self::command`] sets.
    pub fn commanded(&self) -> Vec<usize> {
        let walls = self.fan_walls.groups.iter().map(|g| g.valve);
        let chillers = self
            .chillers
            .groups
            .iter()
            .filter_map(|g| g.condenser_valve);
        let cdus = self.cdus.cdus.iter().map(|c| c.valve);
        let exchangers = self.exchangers.all.iter().map(|x| x.valve);
        let all = cdus.chain(walls).chain(exchangers);
        all.chain(chillers.map(|v| v.0)).collect()
    }

    /// A unit of which a machine was switched after the valves had been set.
    pub fn switched(&self, scratch: &Scratch, set: &Hydraulics) -> Option<usize> {
        self.chillers.switched(&scratch.chillers, set)
    }

    /// The unit at its limit that stands furthest down the way of the heat: what it cannot move, nothing can.
    pub fn at_limit(&self, scratch: &Scratch) -> Option<&Unit> {
        let full = |r: Reach| r == Reach::AtHigh;
        let run = |done: &Option<Operation>| done.is_some_and(|run| full(run.reach));
        let chiller = scratch.chillers.done.iter();
        let found = [
            (
                self.chillers.first,
                chiller
                    .map(|p| p.is_some_and(|p| full(p.reach)))
                    .position(|x| x),
            ),
            (self.towers.first, scratch.tower.iter().position(run)),
            (self.dry_coolers.first, scratch.dry.iter().position(run)),
            (
                self.fan_walls.first,
                self.fan_walls.too_warm(&scratch.fan_wall),
            ),
        ];
        let unit = found.iter().find_map(|(first, i)| i.map(|i| first + i));
        unit.map(|unit| &self.units[unit])
    }

    /// Electric power of every unit that does not follow from its own heat exchange \[W\]. What heat
    /// rejection draws was written by [`Self::exchange`] in the pass before, and where powers are `told` what the pumps of
    /// loops draw too.
    pub fn draw(
        &self,
        level: &[f64],
        at: &Situation,
        reading: &Reading,
        old: &rack::State,
        scratch: &mut Scratch,
        power: &mut [f64],
        told: bool,
    ) {
        self.racks.draw(level, at, old, &mut scratch.racks, power);
        self.rear_doors.draw(power);
        self.loads.draw(level, power);
        self.heat_reuse.ask(level, &mut scratch.heat_reuse);
        self.loop_pumps.draw_by_flow(at, power);
        if let Some(makeup) = &self.makeup {
            makeup.draw(at, power);
        }
        if !told {
            self.loop_pumps.draw(reading, power);
        }
        self.draw_beside(reading, power);
    }

    /// What of [`Self::draw`] follows from hydraulics and the power system alone, for readings that are newer.
    pub fn draw_again(&self, reading: &Reading, power: &mut [f64]) {
        self.loop_pumps.draw(reading, power);
        self.draw_beside(reading, power);
    }

    fn draw_beside(&self, reading: &Reading, power: &mut [f64]) {
        self.cdus.draw(reading, power);
        let racks = self.racks.first..self.racks.first + self.racks.len();
        let boards = self.units[racks.clone()].iter().zip(&power[racks]);
        let it: f64 = boards.map(|(unit, watts)| unit.copies * watts).sum();
        self.services.draw(it, reading.room_loss, power);
    }

    /// Moves the heat of `stage`.
    pub fn exchange(
        &self,
        stage: usize,
        at: &Situation,
        reading: &Reading,
        old: &rack::State,
        scratch: &mut Scratch,
        to: &mut Effect,
    ) {
        match stage {
            0 => {
                self.cdus.pump(at, to);
                self.services.exchange(at, reading.room_loss, to);
                self.racks.exchange(at, old, &mut scratch.racks, to);
                self.loads.exchange(at, to);
                if let Some(makeup) = &self.makeup {
                    makeup.exchange(at, to);
                }
            }
            1 => self.rear_doors.exchange(at, to),
            2 => {
                self.loop_pumps.exchange(at, reading, to);
                self.cdus.exchange(at, &mut scratch.ports, to);
                self.exchangers.exchange(at, to);
            }
            3 => self.fan_walls.exchange(at, &mut scratch.fan_wall, to),
            4 => {
                self.heat_reuse.exchange(at, &mut scratch.heat_reuse, to);
                self.stores
                    .exchange(Behind::Nothing, at, &mut scratch.stores, to);
            }
            5 => self.reject_outdoors(at, scratch, to),
            6 => self
                .stores
                .exchange(Behind::Air, at, &mut scratch.stores, to),
            7 => {
                let choices = &mut scratch.choices;
                self.chillers
                    .exchange(at, choices, &mut scratch.chillers, to);
            }
            _ => {
                // By now the plant has answered what the charges sent it.
                self.stores.notice(at, &mut scratch.stores, to.cell_heat);
                self.stores
                    .exchange(Behind::Chillers, at, &mut scratch.stores, to);
            }
        }
    }

    /// Dry coolers and towers.
    fn reject_outdoors(&self, at: &Situation, scratch: &mut Scratch, to: &mut Effect) {
        let (first, coolers) = (self.chillers.groups.len(), self.dry_coolers.groups.len());
        let (dry, towers) = at.switched[first..].split_at(coolers);
        let (of_dry, of_towers) = scratch.choices[first..].split_at_mut(coolers);
        self.dry_coolers
            .exchange(at, dry, of_dry, &mut scratch.dry, to);
        self.towers
            .exchange(at, towers, of_towers, &mut scratch.tower, to);
    }

    /// Water that the last pass of a step used: nothing else depends on it.
    pub fn take_water(&self, at: &Situation, scratch: &Scratch, balance: &mut [Balance]) {
        self.towers.take_water(at, &scratch.tower, balance);
    }

    /// What units with a response give at the end of a step.
    pub fn remember(&self, at: &Situation, response: &mut [f64]) {
        self.fan_walls.remember(at, response);
    }

    /// Cells whose inlets each stage reads.
    pub fn cells_of_stage(&self, stage: usize) -> Vec<u32> {
        match stage {
            0 => self
                .racks
                .cell
                .iter()
                .chain(self.loads.loads.iter().map(|l| &l.cell))
                .copied()
                .collect(),
            1 => self.rear_doors.doors.iter().map(|d| d.cell).collect(),
            2 => self
                .cdus
                .cdus
                .iter()
                .flat_map(|c| [c.pump_cell, c.cell[0], c.cell[1]])
                .chain(self.exchangers.all.iter().flat_map(|x| x.cell))
                .chain(self.loop_pumps.groups.iter().map(|g| g.cell))
                .collect(),
            3 => self.fan_walls.groups.iter().map(|g| g.cell).collect(),
            4 => {
                let reused = self.heat_reuse.all.iter().map(|o| o.cell);
                reused.chain(self.stores.cells(Behind::Nothing)).collect()
            }
            5 => {
                let dry = self.dry_coolers.groups.iter().map(|g| g.cell);
                dry.chain(self.towers.groups.iter().map(|g| g.cell))
                    .collect()
            }
            6 => self.stores.cells(Behind::Air).collect(),
            8 => {
                let standing = self.stores.cells(Behind::Chillers);
                standing.chain(self.stores.seen()).collect()
            }
            _ => self
                .chillers
                .groups
                .iter()
                .flat_map(|g| [Some(g.evaporator), g.condenser].into_iter().flatten())
                .collect(),
        }
    }

    /// Names of everything that units report, in the order of [`Self::report`].
    pub fn signals(&self) -> Vec<Signal> {
        let names: Vec<String> = self.units.iter().map(|u| u.name.clone()).collect();
        [
            self.racks.signals(&names),
            self.rear_doors.signals(&names),
            self.cdus.signals(&names),
            self.fan_walls.signals(&names),
            self.dry_coolers.signals(&names),
            self.towers.signals(&names),
            self.chillers.signals(&names),
            self.loop_pumps.signals(&names),
            self.loads.signals(&names),
            self.exchangers.signals(&names),
            self.heat_reuse.signals(&names),
            self.stores.signals(&names),
            self.makeup.map_or(Vec::new(), |m| m.signals(&names)),
        ]
        .concat()
    }

    /// Numbers that all units report.
    pub fn width(&self) -> usize {
        [
            self.racks.width(),
            self.rear_doors.width(),
            self.cdus.width(),
            self.fan_walls.width(),
            self.dry_coolers.width(),
            self.towers.width(),
            self.chillers.width(),
            self.loop_pumps.width(),
            self.loads.width(),
            self.exchangers.width(),
            self.heat_reuse.width(),
            self.stores.width(),
            self.makeup.map_or(0, |m| m.width()),
        ]
        .iter()
        .sum()
    }

    /// Ranges of all curves in use.
    pub fn ranges(&self) -> Vec<CurveRange> {
        [self.towers.ranges(), self.chillers.ranges()].concat()
    }

    /// Writes what all units report.
    pub fn report(
        &self,
        at: &Situation,
        reading: &Reading,
        scratch: &Scratch,
        balance: &[Balance],
        cell_h: &[f64],
        signal: &mut [f64],
    ) {
        let mut rest = signal;
        let mut take = |n: usize| {
            let (row, tail) = std::mem::take(&mut rest).split_at_mut(n);
            rest = tail;
            row
        };
        self.racks
            .report(at, &scratch.racks, take(self.racks.width()));
        self.rear_doors
            .report(balance, take(self.rear_doors.width()));
        self.cdus
            .report(at, reading, cell_h, take(self.cdus.width()));
        self.fan_walls
            .report(at, &scratch.fan_wall, take(self.fan_walls.width()));
        self.dry_coolers.report(
            at,
            &scratch.dry,
            balance,
            cell_h,
            take(self.dry_coolers.width()),
        );
        self.towers.report(
            at,
            &scratch.tower,
            balance,
            cell_h,
            take(self.towers.width()),
        );
        self.chillers
            .report(at, &scratch.chillers, cell_h, take(self.chillers.width()));
        self.loop_pumps
            .report(at, reading, cell_h, take(self.loop_pumps.width()));
        self.loads.report(at, take(self.loads.width()));
        self.exchangers
            .report(at, cell_h, take(self.exchangers.width()));
        self.report_others(at, scratch, balance, cell_h, take);
    }

    /// The last of [`Self::report`].
    fn report_others<'s>(
        &self,
        at: &Situation,
        scratch: &Scratch,
        balance: &[Balance],
        cell_h: &[f64],
        mut take: impl FnMut(usize) -> &'s mut [f64],
    ) {
        let reused = take(self.heat_reuse.width());
        self.heat_reuse
            .report(at, &scratch.heat_reuse, cell_h, reused);
        let stored = take(self.stores.width());
        self.stores.report(at, &scratch.stores, balance, stored);
        if let Some(makeup) = &self.makeup {
            makeup.report(at, take(makeup.width()));
        }
    }
}

/// Ranges of curves that a unit left, and what they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CurveRange {
    /// Unit.
    pub unit: usize,
    /// Curve and variable, such as `YorkCalc wet bulb`.
    pub variable: String,
    /// Range in which the curve was fitted.
    pub range: [f64; 2],
    /// Bit in [`Validity::outside`](crate::physics::validity::Validity::outside).
    pub bit: u8,
}

/// Ranges of one unit's law, bit by bit.
fn ranges_of(unit: usize, law: &str, names: &[&str], ranges: &[[f64; 2]]) -> Vec<CurveRange> {
    let each = |(bit, (name, range)): (usize, (&&str, &[f64; 2]))| CurveRange {
        unit,
        variable: format!("{law}: {name}"),
        range: *range,
        bit: bit as u8,
    };
    names.iter().zip(ranges).enumerate().map(each).collect()
}

/// Names `unit.quantity` for a family whose units all report the same quantities.
fn name_signals(units: &[String], quantities: &[(&str, &'static str)]) -> Vec<Signal> {
    let each = |unit: &String| {
        let unit = unit.clone();
        quantities.iter().map(move |(quantity, si)| Signal {
            name: format!("{unit}.{quantity}"),
            unit: si,
        })
    };
    units.iter().flat_map(each).collect()
}
