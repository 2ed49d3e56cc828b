//! Equal machines of which as many run as the load asks for: chillers, dry coolers, cells of towers.
//!
//! The number of a step follows from its own load and from what ran in the step before, eqs. (1) and (2) of
//! [`crate::physics::control::staging`]; passes, which come upon loads that are not yet those of the step, leave no trace in it.
//! It goes with the load for the first passes and is then held, so that the rest can settle. What has settled is asked again:
//! where its load asks for another number, that one is tried. Where no number agrees with itself (n asks for more, and more ask
//! for n), more run: they carry the load. None is stopped before the least time of
//! running after a start has passed, none started before that of standing after a stop; a steady state has no time and keeps
//! neither. Which of the equal machines they are does not matter to the plant: [`crate::model::rotation`] tells it.

use super::{Equipment, Scratch};
use crate::physics::control::staging::Staging;

/// Passes of a step in which the number of machines goes with the load.
const FREE: u32 = 6;
/// Passes after which more are started though nothing has settled: with too few of them nothing may. After a stop, which moves
/// everything, these are more.
const PATIENCE: [u32; 2] = [6, 30];
/// Times that settled passes may change numbers before what one group was found to need holds whatever the others do.
const APART: u32 = 12;

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

/// How many machines of a group run in a step, sought from pass to pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Those that run.
    pub now: u32,
    /// Those that the load of the last pass asks for.
    asked: u32,
    /// Passes made.
    passes: u32,
    /// Passes with this number.
    held: u32,
    /// Whether a settled pass has stopped some.
    stopped: bool,
    /// The least that have not been found to be too few.
    least: u32,
}

impl Choice {
    /// Those that ran in the last pass, or `before` this step.
    pub fn ran(&self, before: u32) -> u32 {
        if self.passes == 0 { before } else { self.now }
    }

    /// Machines that run in this pass under the load `wanted`, each of which can take `one` of it, where `before` ran in the
    /// step before.
    pub fn take(&mut self, rule: &Staging, before: u32, wanted: f64, one: f64) -> u32 {
        self.asked = rule.next(before, wanted.max(0.0) / one.max(1.0));
        self.passes += 1;
        self.held += 1;
        if self.passes <= FREE {
            self.turn(self.asked);
        } else if self.held > PATIENCE[usize::from(self.stopped)] && self.asked > self.now {
            if self.stopped {
                self.least = self.now + 1;
            }
            self.turn(self.asked);
        }
        self.now
    }

    fn turn(&mut self, to: u32) {
        if to != self.now {
            (self.now, self.held) = (to, 0);
        }
    }

    /// Takes the number that a pass asks for which has settled; returns whether it is another one.
    fn settle(&mut self) -> bool {
        let to = self.asked.max(self.least);
        if to == self.now {
            return false;
        }
        if to > self.now {
            self.least = self.now + 1;
        } else {
            self.stopped = true;
        }
        self.turn(to);
        true
    }
}

impl Scratch {
    /// Takes the numbers of machines that a pass asks for which has settled; returns a group of which it is another one.
    pub fn restage(&mut self) -> Option<usize> {
        let (mut changed, mut first) = (0, None);
        for (group, choice) in self.choices.iter_mut().enumerate() {
            if choice.settle() {
                changed += 1;
                first = first.or(Some(group));
            }
        }
        first?;
        self.restaged += 1;
        if self.choices.len() > 1 && self.restaged < APART {
            // What one was found to need it needed beside others that ran then.
            let others = self.choices.iter_mut();
            for choice in others.filter(|c| changed > 1 || c.held > 0) {
                (choice.least, choice.stopped) = (0, false);
            }
        }
        self.chillers.follow(&self.choices);
        first
    }
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

    /// Number at which a step ends whose load in capacities of one machine is `load` of the number that runs, and the passes.
    fn settled(before: u32, load: impl Fn(u32) -> f64) -> (u32, u32) {
        let rule = STAGES.rule(false, &Switched::NEVER, 4);
        let mut choice = Choice::default();
        for pass in 1..100 {
            let ran = choice.now.max(1);
            let now = choice.take(&rule, before, load(ran), 1.0);
            // Whatever runs, three passes with it settle the rest.
            if choice.held >= 3 && !choice.settle() {
                return (now, pass);
            }
        }
        panic!("hunts");
    }

    #[test]
    fn a_step_runs_what_its_own_load_and_the_step_before_ask_for() {
        assert_eq!(settled(1, |_| 0.76).0, 1);
        assert_eq!(settled(2, |_| 0.76).0, 2);
        assert_eq!(settled(2, |_| 0.74).0, 1);
        assert_eq!(settled(0, |_| 2.5).0, 3);
        // What a pass comes upon on its way leaves nothing: the load is known when the third machine runs.
        assert_eq!(settled(1, |n| if n < 3 { 2.6 } else { 0.7 }).0, 3);
        assert_eq!(settled(1, |n| if n > 2 { 1.3 } else { 1.4 }).0, 2);
    }

    #[test]
    fn where_no_number_agrees_with_itself_more_run() {
        // One machine lets the loop warm, two cool it so that one would do.
        let (n, passes) = settled(1, |n| if n == 1 { 0.95 } else { 0.85 });
        assert_eq!(n, 2);
        assert!(passes < 20, "{passes}");
    }

    #[test]
    fn too_few_that_never_settle_get_help() {
        let rule = STAGES.rule(false, &Switched::NEVER, 4);
        let mut choice = Choice::default();
        (0..FREE).for_each(|_| {
            choice.take(&rule, 1, 0.5, 1.0);
        });
        assert_eq!(choice.now, 1);
        let ran: Vec<u32> = (0..7).map(|_| choice.take(&rule, 1, 1.5, 1.0)).collect();
        assert_eq!((ran[0], ran[6]), (1, 2), "{ran:?}");
    }

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
