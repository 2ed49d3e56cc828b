//! What a pass leaves unsettled, and whether that is little enough.

use super::error::StepError;
use super::ledger::LAST_BITS;
use super::step::{Drivers, Report, Stepper, Tolerance, stream};
use super::transport::Stream;
use crate::kernels::sum::{largest_change, sum_of};
use crate::model::equipment::Unit;
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
    /// Whether the step ends with the pass that `report` tells of.
    pub(super) fn still(
        &mut self,
        state: &State,
        drivers: &Drivers,
        tolerance: &Tolerance,
        report: &Report,
    ) -> bool {
        report.temperature <= tolerance.temperature
            && self.hall.moved <= tolerance.air
            && report.power <= tolerance.power
            && !self.model.equipment.switched(&self.scratch, &self.plant)
            && self.closes(state, drivers)
    }

    /// Whether what circles leave unsettled is small enough. A steady state has no storage to take it up,
    /// so every loop must close by itself.
    fn closes(&mut self, state: &State, drivers: &Drivers) -> bool {
        if drivers.dt.is_finite() {
            return true;
        }
        self.opened.copy_from_slice(&self.transport.node);
        self.transport.follow_all(stream!(self, state));
        let [gained, given] = self.air_sides();
        let [meter, outdoors] = self.meter_and_sky();
        let [came, went] = self.moisture_sides();
        // Heat is told no finer than the last bits of the air that carries it.
        let least = IDLE.max(LAST_BITS * self.hall.carries());
        let closed = (gained - given).abs() <= GAP * gained.max(given).max(least)
            && (came - went).abs() <= GAP * came.max(went).max(IDLE)
            && (meter - outdoors).abs() <= GAP * meter.max(outdoors).max(least)
            && self.transport.misread(stream!(self, state)) <= MISREAD;
        if !closed {
            // A sweep with the heats as they stand throws a circle past its solution; the next pass starts as if
            // nobody had looked.
            self.transport.node.copy_from_slice(&self.opened);
        }
        closed
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
        report.power = worst(report.power, c.flow_moved);
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

    /// Why the passes of a step did not settle.
    pub(super) fn unsettled(&self, state: &State, report: &Report) -> StepError {
        if let Some(runaway) = self.runaway(state) {
            return runaway;
        }
        if let Some(starved) = self.starved(state) {
            return starved;
        }
        let limit = self.model.equipment.at_limit(&self.scratch);
        let limit = limit.map(|unit| unit.name.clone());
        let c = &self.columns;
        let change = |cell: &usize| (c.inlet_t[*cell] - c.inlet_before[*cell]).abs();
        let cells = 0..c.inlet_t.len();
        let worst = cells
            .max_by(|a, b| change(a).total_cmp(&change(b)))
            .unwrap_or(0);
        let owner = |u: &&Unit| u.cells.contains(&(worst as u32));
        let unit = self.model.equipment.units.iter().find(owner);
        if let Some(unit) = limit {
            return StepError::Overloaded {
                time_s: state.time_s,
                unit,
                passes: report.passes,
                power: report.power,
                temperature: report.temperature,
            };
        }
        StepError::Coupling {
            time_s: state.time_s,
            passes: report.passes,
            element: unit.map_or_else(|| "the hall".to_owned(), |u| u.name.clone()),
            temperature: report.temperature,
            power: report.power,
        }
    }
}
