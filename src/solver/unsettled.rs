//! What a pass leaves unsettled, and whether that is little enough.

use super::error::StepError;
use super::ledger::LAST_BITS;
use super::missed::Missed;
use super::step::{Drivers, Report, Stepper, Tolerance, stream};
use super::transport::Stream;
use crate::kernels::sum::{largest_change, sum_of};
use crate::model::state::State;

/// Enthalpy by which a link of a steady state may misread its upstream node [J/kg]: a quarter of what the
/// ledger allows.
const MISREAD: f64 = 2e-5;
/// Heat by which the hall's air and the whole, from meter to sky, may fail to close in a steady state, of what goes
/// through: a quarter of what the ledger allows. Humidity of the air may keep swinging by some 1e-12 where a coil is
/// about to get wet.
const GAP: f64 = 2.5e-10;

/// Water [kg/s] and heat \[W\] below which nothing is counted as going through: what the ledger counts as idle.
const IDLE: f64 = 1e-3;

impl Stepper<'_> {
    /// What keeps the step from ending with the pass that `report` tells of.
    pub(super) fn missed(
        &mut self,
        state: &State,
        drivers: &Drivers,
        tolerance: &Tolerance,
        report: &Report,
    ) -> Option<Missed> {
        // What is not a number keeps nothing.
        let kept = |value: f64, most: f64| value <= most;
        let air = self.hall.moved;
        if !kept(report.temperature, tolerance.temperature) && report.temperature != air {
            return Some(Missed::Inlets(report.temperature));
        }
        if !kept(air, tolerance.air.min(tolerance.temperature)) {
            return Some(Missed::Air(air));
        }
        if !kept(report.power, tolerance.power) {
            let flow = self.columns.flow_moved;
            let of_flow = !kept(flow, tolerance.power);
            return Some(if of_flow {
                Missed::Flow(flow)
            } else {
                Missed::Power(report.power)
            });
        }
        let equipment = &self.model.equipment;
        if let Some(unit) = equipment.switched(&self.scratch, &self.plant) {
            return Some(Missed::Valves(unit));
        }
        if let Some(group) = self.scratch.restage() {
            return equipment.staged_units().nth(group).map(Missed::Machines);
        }
        self.open_circle(state, drivers)
    }

    /// What circles leave unsettled that is not small enough. A steady state has no storage to take it up,
    /// so every loop must close by itself.
    fn open_circle(&mut self, state: &State, drivers: &Drivers) -> Option<Missed> {
        if drivers.dt.is_finite() {
            return None;
        }
        self.opened.copy_from_slice(&self.transport.node);
        self.transport.follow_all(stream!(self, state));
        let open = self.gap(state);
        if open.is_some() {
            // A sweep with the heats as they stand throws a circle past its solution; the next pass starts as if
            // nobody had looked.
            self.transport.node.copy_from_slice(&self.opened);
        }
        open
    }

    /// A balance of the last sweep that does not close.
    fn gap(&self, state: &State) -> Option<Missed> {
        let closes = |[a, b]: [f64; 2], least: f64| (a - b).abs() <= GAP * a.max(b).max(least);
        // Heat is told no finer than the last bits of the air that carries it.
        let least = IDLE.max(LAST_BITS * self.hall.carries());
        let (air, water, sky) = (
            self.air_sides(),
            self.moisture_sides(),
            self.meter_and_sky(),
        );
        if !closes(air, least) {
            return Some(Missed::AirHeat(air));
        }
        if !closes(water, IDLE) {
            return Some(Missed::AirWater(water));
        }
        if !closes(sky, least) {
            return Some(Missed::Sky(sky));
        }
        let (link, misread) = self.transport.misread(stream!(self, state));
        let closed = misread <= MISREAD;
        (!closed).then_some(Missed::Circle(link, misread))
    }

    /// What the last pass leaves unsettled: by how much the inlets that its equipment was evaluated with differ
    /// from those it ended with, and the power that was swept from the power told by its end.
    pub(super) fn moved(&mut self, state: &State, report: &mut Report) {
        let c = &self.columns;
        // What is not a number must be the worst of all.
        let worst = |a: f64, b: f64| if a > b || a.is_nan() { a } else { b };
        report.temperature = worst(largest_change(&c.inlet_t, &c.inlet_before), self.hall.moved);
        let (power, next) = (&c.power, &c.next);
        let units = &self.model.equipment.units;
        let total = sum_of(power.len(), |unit| units[unit].copies * power[unit]);
        let told = sum_of(power.len(), |unit| {
            units[unit].copies * (power[unit] - next[unit]).abs()
        });
        let racks = &self.model.equipment.racks;
        let doubt = racks.doubt(
            &units[racks.first..],
            &state.racks,
            &mut self.scratch.racks,
            &c.inlet_t,
            &c.inlet_before,
        );
        report.power = (told + doubt + c.gain_moved + c.busways_moved) / total.max(1.0);
        report.power = worst(report.power, c.flow_moved.max(c.loss_moved));
    }

    /// Switches racks off that reach their shutdown temperature in a step that ended as `found` says; returns whether the
    /// step is to be made again with them off.
    ///
    /// # Errors
    /// A step that may switch nothing off, with a rack at its shutdown temperature.
    pub(super) fn trip(
        &mut self,
        state: &State,
        drivers: &Drivers,
        tolerance: &Tolerance,
        found: &Result<Report, StepError>,
    ) -> Result<bool, StepError> {
        use StepError::{Coupling, Overloaded, Runaway, Starved};
        let told = matches!(
            found,
            Ok(_) | Err(Coupling { .. } | Overloaded { .. } | Starved { .. } | Runaway { .. })
        );
        if !drivers.dt.is_finite() || !told {
            return Ok(false);
        }
        let racks = &self.model.equipment.racks;
        if tolerance.trips {
            let (scratch, trips) = (&mut self.scratch.racks, &mut self.trips);
            return Ok(match found {
                Ok(_) => racks.trip(scratch, trips),
                Err(_) => racks.trip_worst(scratch, trips),
            });
        }
        match racks.first_beyond(&self.scratch.racks) {
            Some(trip) => Err(StepError::Trips {
                time_s: state.time_s,
                rack: self.model.equipment.units[racks.first + trip.rack]
                    .name
                    .clone(),
            }),
            None => Ok(false),
        }
    }

    /// The rack whose chips run away, in the search of a steady state.
    fn runaway(&self, state: &State) -> Option<StepError> {
        let racks = &self.model.equipment.racks;
        let trip = racks.runaway(&self.scratch.racks)?;
        Some(StepError::Runaway {
            time_s: state.time_s,
            rack: self.model.equipment.units[racks.first + trip.rack]
                .name
                .clone(),
            gain: trip.gain,
        })
    }

    /// The rack whose coolant would leave far beyond what the coolant is described for, the worst of them.
    fn starved(&self, state: &State) -> Option<StepError> {
        let (c, racks) = (&self.columns, &self.model.equipment.racks);
        let rise = |i: usize| {
            let cell = racks.cell[i] as usize;
            let heat = racks.liquid[i] * c.power[racks.first + i];
            (
                i,
                heat,
                c.cell_flow[cell],
                heat / (c.cell_flow[cell] * c.cp[cell]).max(1e-9),
            )
        };
        let worst = (0..racks.len())
            .map(rise)
            .max_by(|a, b| a.3.total_cmp(&b.3));
        let (i, heat, flow, rise) = worst?;
        let cell = racks.cell[i] as usize;
        let highest = self.model.coolant.fluid_of_cell(cell).range()[1];
        (c.inlet_t[cell] + rise > highest).then(|| StepError::Starved {
            time_s: state.time_s,
            rack: self.model.equipment.units[racks.first + i].name.clone(),
            heat,
            flow,
            rise,
        })
    }

    /// Why the passes of a step did not settle, the last of which `missed` its end.
    pub(super) fn unsettled(
        &self,
        state: &State,
        tolerance: &Tolerance,
        report: &Report,
        missed: Missed,
    ) -> StepError {
        if let Some(runaway) = self.runaway(state) {
            return runaway;
        }
        if let Some(starved) = self.starved(state) {
            return starved;
        }
        let (time_s, passes) = (state.time_s, report.passes);
        let missed = self.tell(missed, tolerance);
        match self.model.equipment.at_limit(&self.scratch) {
            Some(unit) => StepError::Overloaded {
                time_s,
                unit: unit.name.clone(),
                passes,
                missed,
            },
            None => StepError::Coupling {
                time_s,
                passes,
                missed,
            },
        }
    }
}
