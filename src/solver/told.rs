//! Power that a pass tells by its end and that nothing else waits for: coolers, towers, chillers, electrical rooms' cooling and loop
//! pumps give it outdoors, but for what their coolant has been told of already, fan walls to their supply air, which has been too.
//! It is swept again where nothing else differs, instead of passing through all again.

use super::error::StepError;
use super::step::{Drivers, Report, Stepper, Tolerance};
use crate::kernels::sum::sum_of;
use crate::model::state::State;

impl Stepper<'_> {
    /// Whether a pass leaves nothing unsettled but the power of these.
    pub(super) fn only_told(&self, tolerance: &Tolerance, report: &Report) -> bool {
        let settled = report.temperature <= tolerance.temperature
            && self.hall.moved <= tolerance.air
            && self.columns.flow_moved <= tolerance.power;
        if !settled || report.power <= tolerance.power && !self.condensers_ahead() {
            return false;
        }
        let (equipment, c) = (&self.model.equipment, &self.columns);
        let units = &equipment.units;
        let of = |unit: usize, watts: f64| units[unit].copies * watts;
        let told = |unit: usize| of(unit, (c.power[unit] - c.next[unit]).abs());
        let total = sum_of(units.len(), |unit| of(unit, c.power[unit]));
        let all = report.power * total.max(1.0);
        all - equipment.told().map(told).sum::<f64>() <= tolerance.power * total.max(1.0)
    }

    /// Whether condenser water has been told of another power than was swept: the difference would be left outdoors.
    fn condensers_ahead(&self) -> bool {
        let (chillers, c) = (&self.model.equipment.chillers, &self.columns);
        let mut groups = (chillers.first..).zip(&chillers.groups);
        groups.any(|(unit, group)| group.condenser.is_some() && c.power[unit] != c.next[unit])
    }

    /// Sweeps the power tree with their power as told. What that changes of losses counts as unsettled.
    pub(super) fn sweep_told(&mut self, state: &State, drivers: &Drivers) -> Result<(), StepError> {
        let (equipment, c) = (&self.model.equipment, &mut self.columns);
        for unit in equipment.told_outdoors() {
            c.balance[unit].outdoors += c.next[unit] - c.power[unit];
            c.power[unit] = c.next[unit];
        }
        for unit in equipment.told_inside() {
            c.balance[unit].air += c.next[unit] - c.power[unit];
            c.power[unit] = c.next[unit];
        }
        let swept = self.sweep(drivers);
        self.columns.loss_moved = swept.map_err(|event| self.power_event(state, &event))?;
        self.columns.busways_moved = self.busways_lag(drivers);
        Ok(())
    }
}
