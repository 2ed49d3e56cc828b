//! What a hall answers to one hour.

use crate::model::Model;
use crate::solver::electrics::account::totals;
use crate::solver::{Drivers, Stepper};
use crate::study::noise;
use crate::study::probes::WATER_DENSITY;
use crate::study::shortfall::{self, Shortfall};

/// What a hall answers to one hour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Utility, IT, cooling, power chain and house \[W\].
    pub power: [f64; 5],
    /// Water drawn [m³/s].
    pub water: f64,
    /// Sound power of what stands outdoors, over 1 pW.
    pub sound: f64,
    /// Smallest distance of a chip to its limit \[K\]; infinite where there are no chips.
    pub margin: f64,
    /// Rack of that chip.
    pub rack: usize,
    /// By facility loop: supply above its set point \[K\].
    pub supply: Vec<f64>,
    /// Least coolant of a rack over what its maker asks for; at least 1 where all are served.
    pub served: f64,
    /// The shortfall in full where racks are short.
    pub short: Option<Shortfall>,
    /// By unit: electricity \[W\]; not told of steps that are carried.
    pub units: Vec<f64>,
}

/// Lanes of [`Answer::lanes`] before those of the loops: overhead over IT, water, sound, margin.
pub(super) const FIXED: usize = 4;

impl Answer {
    /// Reads the answer of the step that `stepper` has just made.
    pub(super) fn read(stepper: &Stepper, model: &Model, drivers: &Drivers, time_s: f64) -> Self {
        let t = totals(&model.power, stepper.power_flow());
        let mut sound = 0.0;
        let copies = |unit: usize| model.equipment.units[unit].copies;
        stepper.sound(|unit, level| sound += copies(unit) * noise::strength(level));
        let chip = stepper.temperatures().chip;
        let loops = model.equipment.loop_pumps.of_loops().iter().enumerate();
        let mut short = None;
        let dt = if drivers.dt.is_finite() {
            drivers.dt
        } else {
            1.0
        };
        shortfall::look(&mut short, stepper, model, dt, time_s);
        let units = model.equipment.units.iter().zip(stepper.balances());
        let water = units.map(|(unit, b)| unit.copies * b.water);
        Self {
            power: [t.utility, t.it, t.cooling, t.power, t.house],
            water: water.sum::<f64>() / WATER_DENSITY,
            sound,
            margin: chip.map_or(f64::INFINITY, |c| c.1),
            rack: chip.map_or(0, |c| c.2),
            supply: loops
                .map(|(i, g)| stepper.loop_supply(i) - g.supply)
                .collect(),
            served: short.as_ref().map_or(1.0, |s| s.ratio),
            short,
            units: stepper.unit_power().to_vec(),
        }
    }

    /// Nothing yet of a step that is made in parts.
    pub(super) fn none() -> Self {
        Self {
            margin: f64::INFINITY,
            served: 1.0,
            ..Self::default()
        }
    }

    /// Takes up a part that makes `share` of the step: powers and water by their means, sound by its loudest, margins and coolant by
    /// their least, supplies by their warmest.
    pub(super) fn join(&mut self, part: Self, share: f64) {
        let sums = self.power.iter_mut().zip(part.power);
        sums.for_each(|(sum, p)| *sum += share * p);
        self.water += share * part.water;
        self.sound = self.sound.max(part.sound);
        if part.margin < self.margin {
            (self.margin, self.rack) = (part.margin, part.rack);
        }
        if part.served < self.served {
            (self.served, self.short) = (part.served, part.short);
        }
        match self.supply.is_empty() {
            true => self.supply = part.supply,
            false => {
                let supplies = self.supply.iter_mut().zip(part.supply);
                supplies.for_each(|(warmest, s)| *warmest = warmest.max(s));
            }
        }
    }

    /// What is interpolated hour by hour: power drawn beyond IT [W], water, sound, margin, supplies.
    pub(super) fn lanes(&self) -> impl Iterator<Item = f64> + '_ {
        let margin = if self.margin.is_finite() {
            self.margin
        } else {
            0.0
        };
        let fixed = [self.power[0], self.water, self.sound, margin];
        fixed.into_iter().chain(self.supply.iter().copied())
    }
}
