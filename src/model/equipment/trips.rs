//! Racks that protect themselves: a chip that reaches its shutdown temperature switches its rack off for good.

use super::Racks;
use super::racks::Scratch;
use crate::kernels::math::powf;
use crate::physics::thermal::chip::ChipLaw;

/// A rack that switched itself off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trip {
    /// The rack, counted in the order of the racks.
    pub rack: usize,
    /// Temperature at which it did so [°C].
    pub shutdown: f64,
    /// Loop gain R·dP/dT of its warmest chips there: from 1 on they run away.
    pub gain: f64,
}

impl Racks {
    /// Resistance between the warmest chips of a segment of rack `i` and the coolant that enters the rack, which all segments
    /// before have warmed, at `flow` [kg/s] of a coolant with `cp` [J/(kg·K)] \[K/W\].
    pub fn resistance(&self, i: usize, flow: f64, cp: f64) -> f64 {
        let bank = &self.bank;
        let share_of_flow = (flow / bank.flow[i]).max(1e-9);
        let wall = bank.wall_conductance[i] * powf(share_of_flow, bank.exponent[i]);
        let carried = (flow * cp).max(1e-9);
        1.0 / bank.chip_conductance[i] + 1.0 / wall + bank.segments as f64 / carried
    }

    /// Loop gain of the warmest chips of rack `i` at `t` [°C]: what their power rises by, times the resistance between
    /// them and the coolant that enters.
    fn gain(&self, scratch: &Scratch, i: usize, t: f64) -> f64 {
        let law = self.chip.law(i);
        let ChipLaw { leakage, floor, .. } = law;
        let share = law.throttle(t);
        let throttles = law.slope > 0.0 && share < 1.0 && share > floor;
        if throttles {
            return 0.0;
        }
        let resistance = self.resistance(i, scratch.flow[i], scratch.cp[i]);
        scratch.share[i] * share * leakage * resistance
    }

    /// The rack as it stands now, if it is on and has a chip at or beyond its shutdown temperature, or none known.
    fn beyond(&self, scratch: &Scratch, i: usize) -> Option<Trip> {
        let (t, shutdown) = (self.hottest(scratch, i), self.shutdown[i]);
        let cool = t < shutdown;
        (scratch.on[i] > 0.0 && scratch.asked[i] > 0.0 && !cool).then(|| Trip {
            rack: i,
            shutdown,
            gain: self.gain(scratch, i, shutdown),
        })
    }

    /// The first rack that would switch itself off in this step.
    pub fn first_beyond(&self, scratch: &Scratch) -> Option<Trip> {
        (0..self.len()).find_map(|i| self.beyond(scratch, i))
    }

    /// Switches off every rack with a chip at its shutdown temperature and notes it in `trips`; returns whether any was.
    pub fn trip(&self, scratch: &mut Scratch, trips: &mut Vec<Trip>) -> bool {
        let known = trips.len();
        for i in 0..self.len() {
            if let Some(trip) = self.beyond(scratch, i) {
                self.switch_off(scratch, trip, trips);
            }
        }
        trips.len() > known
    }

    /// Of passes that did not settle no rack's temperature is known but to be the worst: switches that rack off alone, so
    /// that the others are judged without what it did to them. Returns whether there was one.
    pub fn trip_worst(&self, scratch: &mut Scratch, trips: &mut Vec<Trip>) -> bool {
        let excess = |trip: &Trip| {
            let over = self.hottest(scratch, trip.rack) - trip.shutdown;
            if over.is_nan() { f64::INFINITY } else { over }
        };
        let all = (0..self.len()).filter_map(|i| self.beyond(scratch, i));
        // The first of equals, whatever the order of comparison.
        let worst = all.reduce(|a, b| if excess(&b) > excess(&a) { b } else { a });
        if let Some(trip) = worst {
            self.switch_off(scratch, trip, trips);
        }
        worst.is_some()
    }

    fn switch_off(&self, scratch: &mut Scratch, trip: Trip, trips: &mut Vec<Trip>) {
        let i = trip.rack;
        scratch.on[i] = 0.0;
        // A chip that ran away within a pass may hold any number.
        for s in 0..self.bank.segments {
            scratch.chips[s * self.len() + i] = 0.0;
        }
        trips.push(trip);
    }

    /// The rack whose chips run away: the law of its power rises faster with temperature than heat is carried off, and
    /// they stand at or beyond the shutdown temperature.
    pub fn runaway(&self, scratch: &Scratch) -> Option<Trip> {
        let all = (0..self.len()).filter_map(|i| self.beyond(scratch, i));
        all.filter(|trip| trip.gain >= 1.0)
            .max_by(|a, b| a.gain.total_cmp(&b.gain))
    }
}
