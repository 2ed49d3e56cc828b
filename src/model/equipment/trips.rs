//! Racks that protect themselves: a chip that reaches its shutdown temperature switches its rack off for good.

use super::Racks;
use super::racks::Scratch;
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
    /// Loop gain of the warmest chips of rack `i` at `t` [°C]: what their power rises by, times the resistance between
    /// them and the coolant that enters, warmed by all segments before.
    fn gain(&self, scratch: &Scratch, i: usize, t: f64) -> f64 {
        let (bank, law) = (&self.bank, self.chip.law(i));
        let segments = bank.segments as f64;
        let carried = (scratch.flow[i] * scratch.cp[i]).max(1e-9);
        let apart = 1.0 / bank.chip_conductance[i] + 1.0 / bank.wall_conductance[i];
        let ChipLaw { leakage, floor, .. } = law;
        let share = law.throttle(t);
        let throttles = law.slope > 0.0 && share < 1.0 && share > floor;
        if throttles {
            return 0.0;
        }
        scratch.share[i] * share * leakage * (apart + segments / carried)
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
                scratch.on[i] = 0.0;
                // A chip that ran away within a pass may hold any number.
                for s in 0..self.bank.segments {
                    scratch.chips[s * self.len() + i] = 0.0;
                }
                trips.push(trip);
            }
        }
        trips.len() > known
    }

    /// The rack whose chips run away: the law of its power rises faster with temperature than heat is carried off, and
    /// they stand at or beyond the shutdown temperature.
    pub fn runaway(&self, scratch: &Scratch) -> Option<Trip> {
        let all = (0..self.len()).filter_map(|i| self.beyond(scratch, i));
        all.filter(|trip| trip.gain >= 1.0)
            .max_by(|a, b| a.gain.total_cmp(&b.gain))
    }
}
