//! One pass of a step, along the way of the heat: racks and their power, then what carries their heat off.
//!
//! Racks come first because their coolant loops keep their flows during a step; what returns from them then
//! tells the valves of the same pass how much facility water they must let through, and the facility
//! network is solved for it before the exchangers are. Each sensor is therefore read after what
//! stands upstream of it has been evaluated, and only the facility's own return is of the pass before.

use super::electrics::PowerEvent;
use super::error::StepError;
use super::network::SolveError;
use super::rotors;
use super::step::{Drivers, Stepper, situation, stream};
use super::transport::Stream;
use crate::model::busways::Surroundings;
use crate::model::equipment::{Effect, STAGES, Situation};
use crate::model::hydraulic::LinkId;
use crate::model::state::State;
use crate::physics::electrical::busway::resistance_at;

/// Relative difference below which two flows are one: far below what a pass may move.
const SAME_FLOW: f64 = 1e-12;

/// Relative change below which a valve is left where it is in a transient step: it moves a supply by some 10 nK.
const SAME_SET: f64 = 1e-9;
/// Change of enthalpy that is followed along the tangent: bends of the law are below 1e-11 K [J/kg].
const NEAR_ENTHALPY: f64 = 1.0;

/// Most rounds in which the hall's air and its fan walls meet before a step's valves are set, and the change of temperature
/// at which they have \[K\]: a round costs a tenth of a pass.
const MEETINGS: usize = 3;
const MET: f64 = 3e-7;

/// Stage before which valves are set.
const COMMANDED: usize = 2;

impl Stepper<'_> {
    /// Evaluates everything once; returns whether the networks had to be solved.
    pub(super) fn pass(&mut self, state: &State, drivers: &Drivers) -> Result<bool, StepError> {
        if !self.known {
            self.take_flow(state);
        }
        self.sense(state, 0);
        self.electrify(state, drivers)?;
        let mut solved = false;
        for stage in 0..STAGES {
            if stage == COMMANDED {
                solved = self.command(state, drivers)?;
            }
            if stage > 0 {
                self.sense(state, stage);
            }
            self.exchange_stage(state, drivers, stage);
            self.transport.follow(stream!(self, state), stage);
        }
        let gain = self.hall.gain;
        self.settle_hall(state, drivers);
        self.hall.moved = self.hall.moved.max(std::mem::take(&mut self.hall.met));
        let c = &mut self.columns;
        c.gain_moved = (self.hall.gain - gain).abs();
        self.model.equipment.draw_again(&c.reading, &mut c.next);
        c.inlet_before.copy_from_slice(&c.inlet_t);
        self.columns.busways_moved = self.busways_lag(drivers);
        for stage in 0..STAGES {
            self.sense(state, stage);
        }
        Ok(solved)
    }

    fn take_flow(&mut self, state: &State) -> bool {
        let stages = &self.columns.stage_of_link;
        self.transport
            .take_flow(stream!(self, state), stages, STAGES)
    }

    /// Flows of the loops whose valves keep their setting during the step, and of all where none are known yet;
    /// returns whether anything had to be solved.
    pub(super) fn solve_quiet(&mut self, state: &State) -> Result<bool, StepError> {
        let known = self.flows.solved;
        let mut solved = self.loops.begin(&self.plant, &mut self.flows);
        if let (Ok(solved), false) = (&mut solved, known) {
            let driven = self.loops.command(&self.plant, &mut self.flows, true);
            *solved |= driven.map_err(|source| self.no_flow(state, source))?;
        }
        let solved = solved.map_err(|source| self.no_flow(state, source))?;
        self.use_flows();
        Ok(solved)
    }

    fn no_flow(&self, state: &State, source: SolveError) -> StepError {
        StepError::Network {
            time_s: state.time_s,
            source,
        }
    }

    fn use_flows(&mut self) {
        self.flows.solved = self.loops.solved();
        self.columns.flow.copy_from_slice(&self.flows.mass);
        if let Some(tamper) = &self.tamper {
            tamper.spoil_mass(&mut self.columns.flow);
        }
        self.read_pumps();
    }

    /// Speed and powers of pumps whose flow is another than when they were read last.
    fn read_pumps(&mut self) {
        let (plant, c) = (&self.plant, &mut self.columns);
        for &link in plant.pumps.link.iter().chain(&plant.regulated.link) {
            let m = self.flows.mass[link as usize];
            let read = &mut c.pumped[link as usize];
            if (m - *read).abs() <= SAME_FLOW * m.abs() {
                continue;
            }
            *read = m;
            let near = c.reading.speed[link as usize];
            let duty = plant.duty_near(LinkId(link), m, near).unwrap_or_default();
            let drawn = rotors::drawn(plant, &mut self.rotors, link, &duty);
            c.reading.hydraulic_power[link as usize] = drawn.hydraulic;
            c.reading.shaft_power[link as usize] = drawn.shaft;
            c.reading.speed[link as usize] = drawn.speed;
        }
    }

    /// Reads the inlets of the cells of one stage.
    fn sense(&mut self, state: &State, stage: usize) {
        for k in 0..self.columns.stage_cells[stage].len() {
            let cell = self.columns.stage_cells[stage][k] as usize;
            let h = self.transport.inlet(stream!(self, state), cell);
            let link = self.model.coolant.cells.link[cell] as usize;
            let c = &mut self.columns;
            c.cell_flow[cell] = self.model.coolant.share[link] * c.flow[link].abs();
            let change = h - c.inlet_h[cell];
            if change.abs() <= NEAR_ENTHALPY {
                (c.inlet_h[cell], c.inlet_t[cell]) = (h, c.inlet_t[cell] + change / c.cp[cell]);
            } else {
                let fluid = self.model.coolant.fluid_of_link(link);
                let (t, cp) = fluid.temperature_near(h, c.inlet_t[cell]);
                (c.inlet_h[cell], c.inlet_t[cell], c.cp[cell]) = (h, t, cp);
            }
        }
    }

    /// Sets the valves for what now arrives at them, and solves the networks for that; returns whether they
    /// had to be.
    fn command(&mut self, state: &State, drivers: &Drivers) -> Result<bool, StepError> {
        for stage in COMMANDED..STAGES {
            self.sense(state, stage);
        }
        self.gather_gain();
        if !self.known && drivers.dt.is_finite() {
            self.meet_air(state, drivers);
        }
        let c = &mut self.columns;
        c.set_before.copy_from_slice(&self.plant.limiters.set);
        let at = situation!(self, state, drivers);
        self.model
            .equipment
            .command(&at, &mut self.scratch, &mut self.plant);
        let fresh = !self.known;
        self.columns.flow_moved = 0.0;
        let same = if drivers.dt.is_finite() {
            SAME_SET
        } else {
            SAME_FLOW
        };
        if !self.valves_moved(same) && !fresh {
            return Ok(false);
        }
        self.known = true;
        let solved = self.loops.command(&self.plant, &mut self.flows, fresh);
        let solved = solved.map_err(|source| self.no_flow(state, source))?;
        self.use_flows();
        self.note_flows();
        if self.take_flow(state) {
            for stage in 0..COMMANDED {
                self.transport.follow(stream!(self, state), stage);
            }
        }
        Ok(solved)
    }

    /// Brings the hall's air to where the fan walls will hold it, before their valves are set for it in the first pass.
    /// A steady state has no storage that would keep the air near.
    fn meet_air(&mut self, state: &State, drivers: &Drivers) {
        let before = self.hall.now.t;
        for _ in 0..MEETINGS {
            let at = situation!(self, state, drivers);
            let walls = &self.model.equipment.fan_walls;
            walls.aim(&at, &mut self.scratch.fan_wall);
            self.settle_hall(state, drivers);
            if self.hall.moved <= MET {
                break;
            }
        }
        self.hall.met = (self.hall.now.t - before).abs();
    }

    /// Largest relative change of a flow with which racks and doors have been evaluated in this pass already.
    fn note_flows(&mut self) {
        let largest = self.flow_changes().map(|(_, change)| change);
        self.columns.flow_moved = largest.fold(0.0, f64::max);
    }

    /// Cells of racks and doors, and by which share their flow is another than they were evaluated with.
    pub(super) fn flow_changes(&self) -> impl Iterator<Item = (u32, f64)> {
        let equipment = &self.model.equipment;
        let doors = equipment.rear_doors.doors.iter().map(|d| d.cell);
        let cells = equipment.racks.cell.iter().copied().chain(doors);
        let (c, coolant) = (&self.columns, &self.model.coolant);
        cells.map(|cell| {
            let link = coolant.cells.link[cell as usize] as usize;
            let now = coolant.share[link] * c.flow[link].abs();
            let change = (now - c.cell_flow[cell as usize]).abs() / now.max(1e-9);
            (cell, change)
        })
    }

    /// Whether any valve is asked for another flow, by more than the share `same`; those that are not stay as they are
    /// to the bit.
    fn valves_moved(&mut self, same: f64) -> bool {
        let mut moved = false;
        let sets = self.plant.limiters.set.iter_mut();
        for (set, before) in sets.zip(&self.columns.set_before) {
            if (*set - before).abs() <= same * before.abs() {
                *set = *before;
            } else {
                moved = true;
            }
        }
        moved
    }

    /// Loads of all units through the power tree, losses back to where they become heat.
    fn electrify(&mut self, state: &State, drivers: &Drivers) -> Result<(), StepError> {
        let c = &mut self.columns;
        let mut power = std::mem::take(&mut c.power);
        power.copy_from_slice(&c.next);
        let at = situation!(self, state, drivers);
        self.model.equipment.draw(
            drivers.level,
            &at,
            &self.columns.reading,
            &state.racks,
            &mut self.scratch,
            &mut power,
            !drivers.dt.is_finite(),
        );
        // Whatever the exchange of heat does not tell anew stays as it is.
        self.columns.next.copy_from_slice(&power);
        self.columns.power = power;
        self.columns.loss_moved = 0.0;
        self.sweep(drivers)
            .map(drop)
            .map_err(|event| self.power_event(state, &event))
    }

    /// Sweeps the power tree with the loads as they stand; returns the largest relative change of a loss that coolant or the
    /// electrical rooms take up.
    pub(super) fn sweep(&mut self, drivers: &Drivers) -> Result<f64, PowerEvent> {
        self.load_units();
        self.warm_busways(drivers);
        self.sweep_power(drivers.level)?;
        if let Some(tamper) = &self.tamper {
            tamper.spoil_current(&mut self.electrics.input);
            tamper.spoil_loss(&mut self.electrics.loss);
        }
        self.places.collect(&self.model.power, &self.electrics);
        let (places, c) = (&self.places, &mut self.columns);
        let change = |before: f64, now: f64| (now - before).abs() / before.abs().max(1.0);
        let mut most = change(c.reading.room_loss, places.electrical_room);
        for (loss, now) in c.loss.iter_mut().zip(&places.coolant) {
            most = most.max(change(*loss, *now));
            *loss = *now;
        }
        c.reading.room_loss = places.electrical_room;
        Ok(most)
    }

    /// By how much the loss of busways lags behind the temperature that their air and the current of the last sweep make \[W\].
    pub(super) fn busways_lag(&mut self, drivers: &Drivers) -> f64 {
        let (tree, c) = (&self.model.power, &mut self.columns);
        let air = Surroundings {
            hall: self.hall.now.t,
            room: self.model.busways.room,
            outdoors: drivers.outdoor.dry_bulb,
        };
        let amps = &self.electrics.amps;
        self.model
            .busways
            .temperatures(tree, amps, air, &mut c.busways_next);
        let changes = tree
            .conductors
            .iter()
            .zip(&c.busways_next)
            .map(|(&row, &t)| {
                let row = row as usize;
                let anew = resistance_at(tree.resistance[row], tree.coefficient[row], t);
                let moved = (anew - self.electrics.resistance[row]).abs() * amps[row] * amps[row];
                tree.copies[row] * moved
            });
        changes.sum()
    }

    /// Gives the busways that temperature.
    fn warm_busways(&mut self, drivers: &Drivers) {
        self.busways_lag(drivers);
        let c = &mut self.columns;
        c.busways.copy_from_slice(&c.busways_next);
        self.electrics.warm(&self.model.power, &c.busways);
    }

    fn exchange_stage(&mut self, state: &State, drivers: &Drivers, stage: usize) {
        let mut balance = std::mem::take(&mut self.columns.balance);
        let mut next = std::mem::take(&mut self.columns.next);
        let mut validity = std::mem::take(&mut self.columns.validity);
        let mut cell_heat = std::mem::take(&mut self.transport.cell_heat);
        let at = situation!(self, state, drivers);
        let mut effect = Effect {
            cell_heat: &mut cell_heat,
            balance: &mut balance,
            power: &mut next,
            validity: &mut validity,
        };
        let (reading, racks) = (&self.columns.reading, &state.racks);
        self.model
            .equipment
            .exchange(stage, &at, reading, racks, &mut self.scratch, &mut effect);
        self.columns.balance = balance;
        self.columns.next = next;
        self.columns.validity = validity;
        self.transport.cell_heat = cell_heat;
    }
}
