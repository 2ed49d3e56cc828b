//! Power of coolers and towers that a pass tells by its end: it goes outdoors with the heat that they reject, so that it is swept
//! again where nothing else differs, instead of passing through all again.

use super::error::StepError;
use super::step::{Drivers, Report, Stepper, Tolerance};
use crate::kernels::sum::sum_of;
use crate::model::state::State;

impl Stepper<'_> {
    /// Units whose power ends outdoors whole.
    fn rejecting(&self) -> impl Iterator<Item = usize> + use<> {
        let equipment = &self.model.equipment;
        let (coolers, towers) = (&equipment.dry_coolers, &equipment.towers);
        let coolers = coolers.first..coolers.first + coolers.groups.len();
        coolers.chain(towers.first..towers.first + towers.groups.len())
    }

    /// Whether a pass leaves nothing unsettled but the power of coolers and towers.
    pub(super) fn only_told(&self, tolerance: &Tolerance, report: &Report) -> bool {
        let settled = report.temperature <= tolerance.temperature
            && self.hall.moved <= tolerance.air
            && self.columns.flow_moved <= tolerance.power;
        if !settled || report.power <= tolerance.power {
            return false;
        }
        let (units, c) = (&self.model.equipment.units, &self.columns);
        let of = |unit: usize, watts: f64| units[unit].copies * watts;
        let told = |unit: usize| of(unit, (c.power[unit] - c.next[unit]).abs());
        let total = sum_of(units.len(), |unit| of(unit, c.power[unit]));
        let all = report.power * total.max(1.0);
        let rejected: f64 = self.rejecting().map(told).sum();
        all - rejected <= tolerance.power * total
    }

    /// Sweeps the power tree with the power of coolers and towers as told. What that changes of losses counts as unsettled.
    pub(super) fn sweep_told(&mut self, state: &State, drivers: &Drivers) -> Result<(), StepError> {
        let rejecting = self.rejecting();
        let c = &mut self.columns;
        for unit in rejecting {
            c.balance[unit].outdoors += c.next[unit] - c.power[unit];
            c.power[unit] = c.next[unit];
        }
        let swept = self.sweep(drivers);
        self.columns.loss_moved = swept.map_err(|event| self.power_event(state, &event))?;
        Ok(())
    }
}
