//! The end of a step: what the passes found becomes the new state, in flux form.

use super::error::StepError;
use super::hall;
use super::step::{Drivers, Stepper, situation, stream};
use super::transport::Stream;
use crate::fluids::moist_air;
use crate::model::equipment::Situation;
use crate::model::equipment::staged::Switched;
use crate::model::state::State;

impl Stepper<'_> {
    /// Makes the last pass the new `state` and audits the step.
    pub(super) fn commit(&mut self, state: &mut State, drivers: &Drivers) -> Result<(), StepError> {
        self.transport.follow_all(stream!(self, state));
        if let Some(tamper) = &self.tamper {
            tamper.spoil_heat(&mut self.transport);
        }
        self.take_water(state, drivers);
        self.commit_hall(state, drivers);
        self.node_before.copy_from_slice(&state.coolant.node);
        self.cell_before.copy_from_slice(&state.coolant.cell);
        self.transport
            .commit(&self.model.coolant, &mut state.coolant, &self.columns.flow);
        state
            .racks
            .t_chip
            .copy_from_slice(&self.scratch.racks.new.t_chip);
        state
            .racks
            .t_plate
            .copy_from_slice(&self.scratch.racks.new.t_plate);
        state.racks.h.copy_from_slice(&self.scratch.racks.new.h);
        state.stores.copy_from_slice(&self.scratch.stores.new);
        state.on.copy_from_slice(&self.scratch.racks.on);
        self.remember_local_loops(state, drivers);
        self.remember(state, drivers.level);
        self.note_switches(state, drivers.dt);
        state.step += 1;
        if drivers.dt.is_finite() {
            state.time_s += drivers.dt;
        }
        self.audit(state, drivers)
    }

    /// Keeps when machines were started and stopped; a steady state tells what runs and no times.
    fn note_switches(&self, state: &mut State, dt: f64) {
        let units = self.model.equipment.staged_units();
        for (switched, unit) in state.switched.iter_mut().zip(units) {
            let now = self.columns.balance[unit].running;
            *switched = if dt.is_finite() {
                switched.after(now, dt)
            } else {
                Switched {
                    running: now,
                    ..Switched::NEVER
                }
            };
        }
    }

    fn remember_local_loops(&mut self, state: &mut State, drivers: &Drivers) {
        let mut local = std::mem::take(&mut state.memory.local);
        let at = situation!(self, state, drivers);
        let sides: [&[f64]; 2] = [&state.coolant.cell, &self.flows.drop];
        let cdus = &self.model.equipment.cdus;
        cdus.remember(&at, &self.columns.reading, &self.plant, sides, &mut local);
        state.memory.local = local;
        let mut response = std::mem::take(&mut self.columns.response);
        let at = situation!(self, state, drivers);
        self.model.equipment.remember(&at, &mut response);
        std::mem::swap(&mut state.memory.response, &mut response);
        self.columns.response = response;
    }

    fn take_water(&mut self, state: &State, drivers: &Drivers) {
        let mut balance = std::mem::take(&mut self.columns.balance);
        let at = situation!(self, state, drivers);
        self.model
            .equipment
            .take_water(&at, &self.scratch, &mut balance);
        self.columns.balance = balance;
    }

    /// Hall air from its balance.
    fn commit_hall(&mut self, state: &mut State, drivers: &Drivers) {
        let pressure = drivers.outdoor.pressure;
        if !drivers.dt.is_finite() {
            state.hall = self.hall.now;
            let dry = moist_air::density(state.hall.t, state.hall.humidity_ratio, pressure)
                / (1.0 + state.hall.humidity_ratio);
            state.dry_air = self.model.hall.volume * dry;
            state.memory.air_rate = 0.0;
            return;
        }
        let (mut heat, mut vapour) = (self.places.hall_air + self.pipe_loss_to_hall(), 0.0);
        for (unit, balance) in self.columns.balance.iter().enumerate() {
            let arrives = self.tamper.map_or(1.0, |t| t.left_of_air(unit));
            let share = self.model.equipment.units[unit].copies * arrives;
            heat += share * balance.air;
            vapour += share * balance.vapour;
        }
        let [carried, carried_vapour] = self.hall.carried;
        let per_kilogram = drivers.dt / state.dry_air;
        let old = moist_air::enthalpy(state.hall.t, state.hall.humidity_ratio);
        let w = state.hall.humidity_ratio + (vapour - carried_vapour) * per_kilogram;
        let h = old + (heat - carried) * per_kilogram;
        let t = moist_air::temperature_from_enthalpy(h, w);
        state.memory.air_rate = (t - state.hall.t) / drivers.dt;
        state.hall = hall::with_dew_point(t, w, pressure);
    }

    /// Keeps what the next step's first pass reads.
    fn remember(&self, state: &mut State, level: &[f64]) {
        let (memory, c) = (&mut state.memory, &self.columns);
        memory.level.clear();
        memory.level.extend_from_slice(level);
        memory.deviation.clear();
        memory.deviation.extend_from_slice(self.deviation());
        memory.flow.copy_from_slice(&self.flows.mass);
        memory.potential.copy_from_slice(&self.flows.potential);
        memory.drop.copy_from_slice(&self.flows.drop);
        memory.solved = self.flows.solved;
        memory.power.copy_from_slice(&c.power);
        memory.next.copy_from_slice(&c.next);
        memory.modules.clear();
        memory.modules.extend_from_slice(&self.electrics.on);
        memory.staged.copy_from_slice(&c.staged);
        memory.busways.copy_from_slice(&c.busways);
        memory.cell_heat.copy_from_slice(&self.transport.cell_heat);
        memory.balance.copy_from_slice(&c.balance);
        memory.loss.copy_from_slice(&c.loss);
        memory.set.copy_from_slice(&self.plant.limiters.set);
        memory.chips.copy_from_slice(&self.scratch.racks.chips);
        memory.inlet_t.copy_from_slice(&c.inlet_t);
        memory.air_gain = self.hall.gain;
        memory.air_share = self.air.share[0];
        memory.share.copy_from_slice(&self.circle.share);
        let (to, from) = (&mut memory.reading, &c.reading);
        to.hydraulic_power.copy_from_slice(&from.hydraulic_power);
        to.shaft_power.copy_from_slice(&from.shaft_power);
        to.speed.copy_from_slice(&from.speed);
        to.room_loss = from.room_loss;
        memory.rotors.copy_from_slice(&self.rotors);
    }
}
