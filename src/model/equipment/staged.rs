//! Equal machines of which as many run as the load asks for: chillers, dry coolers, cells of towers.
//!
//! The number is settled in the first passes of a step and kept by the next step. None is stopped before the least time of
//! running after a start has passed, none started before that of standing after a stop; a steady state has no time and keeps
//! neither. Which of the equal machines they are does not matter to the plant: [`crate::model::rotation`] tells it.

use super::Equipment;
use crate::physics::control::staging::Staging;

/// Passes of a step in which machines may be stopped; then they are only started, so that the step ends.
pub const RESTAGED: u32 = 6;

/// When machines of a group are started and stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stages {
    /// Load of each machine above which one more is started [0 to 1].
    pub up: f64,
    /// Load of those left below which one is stopped [0 to 1].
    pub down: f64,
    /// Least time between a start and the next stop \[s\].
    pub min_run: f64,
    /// Least time between a stop and the next start \[s\].
    pub min_stop: f64,
}

/// What a group remembers of its last start and stop.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Switched {
    /// Machines that ran when the step began.
    pub running: u32,
    /// Time since one was started \[s\].
    pub started: f64,
    /// Time since one was stopped \[s\].
    pub stopped: f64,
}

impl Switched {
    /// Before anything is known: nothing stands in the way of a start or a stop.
    pub const NEVER: Self = Self {
        running: 0,
        started: f64::MAX,
        stopped: f64::MAX,
    };

    /// After `dt` \[s\] in which `now` run.
    pub fn after(self, now: u32, dt: f64) -> Self {
        let known = self.running > 0;
        Self {
            running: now,
            started: if known && now > self.running {
                dt
            } else {
                self.started + dt
            },
            stopped: if known && now < self.running {
                dt
            } else {
                self.stopped + dt
            },
        }
    }

    /// Least and largest number that may run now of those between 1 and `most`.
    fn allowed(&self, stages: &Stages, most: u32) -> [u32; 2] {
        let n = self.running.min(most);
        let least = if self.started < stages.min_run { n } else { 0 };
        let held = self.running > 0 && self.stopped < stages.min_stop;
        [least.max(1), if held { n.max(1) } else { most }]
    }
}

impl Stages {
    /// The rule by which a group of `most` machines goes on from what it remembers, in a step that takes time or not.
    pub fn rule(&self, in_time: bool, switched: &Switched, most: u32) -> Staging {
        let [least, most] = if in_time {
            switched.allowed(self, most)
        } else {
            [1, most]
        };
        Staging {
            up: self.up,
            down: self.down,
            least,
            most,
        }
    }
}

/// Machines of a group that go on from `before` under the load `wanted`, each of which can take `one` of it; none are stopped
/// unless they `may_stop`.
pub fn next(rule: &Staging, before: u32, wanted: f64, one: f64, may_stop: bool) -> u32 {
    let n = before.clamp(rule.least, rule.most);
    let next = rule.next(n, wanted.max(0.0) / one.max(1.0));
    if may_stop { next } else { next.max(n) }
}

impl Equipment {
    /// Units whose machines are staged, in the order in which a state remembers their starts and stops.
    pub fn staged_units(&self) -> impl Iterator<Item = usize> {
        let banks = [
            (self.chillers.first, self.chillers.groups.len()),
            (self.dry_coolers.first, self.dry_coolers.groups.len()),
            (self.towers.first, self.towers.groups.len()),
        ];
        banks.into_iter().flat_map(|(first, n)| first..first + n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: Stages = Stages {
        up: 0.9,
        down: 0.75,
        min_run: 900.0,
        min_stop: 600.0,
    };

    #[test]
    fn least_times_follow_starts_and_stops() {
        let begun = Switched::NEVER.after(2, 60.0);
        // What runs when a run begins was neither started nor stopped by it.
        assert_eq!(begun.allowed(&STAGES, 4), [1, 4]);
        let more = begun.after(3, 60.0);
        assert_eq!(more.allowed(&STAGES, 4), [3, 4]);
        let later = (0..14).fold(more, |s, _| s.after(3, 60.0));
        assert_eq!(later.started, 900.0);
        assert_eq!(later.allowed(&STAGES, 4), [1, 4]);
        let fewer = later.after(2, 60.0);
        assert_eq!(fewer.allowed(&STAGES, 4), [1, 2]);
        let ready = (0..9).fold(fewer, |s, _| s.after(2, 60.0));
        assert_eq!(ready.allowed(&STAGES, 4), [1, 4]);
        // A machine that fails is gone, whatever the least time.
        assert_eq!(more.allowed(&STAGES, 2), [2, 2]);
    }
}
