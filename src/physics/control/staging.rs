//! Staging of equal units and switching with hysteresis.
//!
//! # Rules
//! For n running units and a load L in units of one unit's capacity,
//!
//! ```text
//! one more   when L/n > up        for longer than the delay, n < most                       (1)
//! one less   when L/(n − 1) < down for longer than the delay, n > least                      (2)
//! switch     on above `on`, off below `off`; between them it stays (either order of on, off)  (3)
//! ```
//!
//! down < up keeps (1) and (2) from calling each other: after (1) the load on each of n + 1 units must fall by
//! another factor before (2) acts. Decisions are taken once a step and frozen within it.
//!
//! # Units
//! s; load in capacities of one unit; (3) in the unit of its measured value.
//!
//! # References
//! - ASHRAE Guideline 36-2021, 5.20: staging of chillers and towers by part load with delays.

/// Rule for equal units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staging {
    /// Load on each unit above which one more is started.
    pub up: f64,
    /// Load on each remaining unit below which one is stopped, below `up`.
    pub down: f64,
    /// Time for which a condition must hold \[s\].
    pub delay: f64,
    /// Least number of running units.
    pub least: u32,
    /// Largest number of running units: those not failed.
    pub most: u32,
}

/// What staging remembers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stage {
    /// Running units.
    pub running: u32,
    /// Time for which a change has been due \[s\]: positive for one more, negative for one less.
    pub due: f64,
}

/// A rule that cannot work.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum StagingError {
    /// Thresholds that would call each other.
    #[error("staging down at {down} must lie below staging up at {up}, both positive")]
    Thresholds {
        /// Load that starts a unit.
        up: f64,
        /// Load that stops one.
        down: f64,
    },
    /// Fewer units available than required.
    #[error("{least} units must run but only {most} exist")]
    Units {
        /// Least number.
        least: u32,
        /// Largest number.
        most: u32,
    },
}

impl Staging {
    /// The rule itself when it can work.
    pub fn checked(self) -> Result<Self, StagingError> {
        let (up, down) = (self.up, self.down);
        if !(down > 0.0 && down < up && up.is_finite()) {
            return Err(StagingError::Thresholds { up, down });
        }
        if self.least > self.most {
            let (least, most) = (self.least, self.most);
            return Err(StagingError::Units { least, most });
        }
        Ok(self)
    }

    /// Stage after `dt` \[s\] under a total load in capacities of one unit, eqs. (1) and (2).
    pub fn next(&self, stage: Stage, load: f64, dt: f64) -> Stage {
        let n = stage.running.clamp(self.least, self.most);
        let more = n < self.most && load > self.up * f64::from(n);
        let less = n > self.least && load < self.down * f64::from(n - 1).max(0.0);
        let due = if more {
            stage.due.max(0.0) + dt
        } else if less {
            stage.due.min(0.0) - dt
        } else {
            0.0
        };
        if due.abs() < self.delay || due == 0.0 {
            return Stage { running: n, due };
        }
        Stage {
            running: if more { n + 1 } else { n - 1 },
            due: 0.0,
        }
    }

    /// Running units in the steady state: the least number on which the load does not exceed `up`.
    pub fn settled(&self, load: f64) -> u32 {
        let wanted = (load / self.up).ceil().max(0.0);
        (wanted.min(f64::from(u32::MAX)) as u32).clamp(self.least, self.most)
    }
}

/// A two-point switch, eq. (3): pads above a dry bulb, a chiller below a state of charge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hysteresis {
    /// Value beyond which it switches on.
    pub on: f64,
    /// Value beyond which it switches off.
    pub off: f64,
}

impl Hysteresis {
    /// State after measuring `value`.
    pub fn next(&self, was_on: bool, value: f64) -> bool {
        let (past_on, past_off) = if self.on >= self.off {
            (value > self.on, value < self.off)
        } else {
            (value < self.on, value > self.off)
        };
        past_on || (was_on && !past_off)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: Staging = Staging {
        up: 0.8,
        down: 0.6,
        delay: 300.0,
        least: 1,
        most: 4,
    };

    fn after(mut stage: Stage, load: f64, minutes: u32) -> Stage {
        for _ in 0..minutes {
            stage = RULE.next(stage, load, 60.0);
        }
        stage
    }

    #[test]
    fn waits_out_its_delay_in_both_directions() {
        let one = Stage {
            running: 1,
            due: 0.0,
        };
        assert_eq!(after(one, 0.9, 4).running, 1);
        assert_eq!(after(one, 0.9, 5).running, 2);
        let three = Stage {
            running: 3,
            due: 0.0,
        };
        assert_eq!(after(three, 1.1, 4).running, 3);
        assert_eq!(after(three, 1.1, 5).running, 2);
        assert_eq!(after(three, 1.3, 60).running, 3);
    }

    #[test]
    fn an_interrupted_condition_starts_again() {
        let one = Stage {
            running: 1,
            due: 0.0,
        };
        let interrupted = after(after(after(one, 0.9, 4), 0.7, 1), 0.9, 4);
        assert_eq!(interrupted.running, 1);
    }

    #[test]
    fn a_failed_unit_leaves_at_once() {
        let rule = Staging { most: 2, ..RULE };
        let four = Stage {
            running: 4,
            due: 0.0,
        };
        assert_eq!(rule.next(four, 3.0, 1.0).running, 2);
    }

    #[test]
    fn hysteresis_works_either_way() {
        let pads = Hysteresis {
            on: 30.0,
            off: 27.0,
        };
        assert!(!pads.next(false, 29.0) && pads.next(false, 30.1));
        assert!(pads.next(true, 28.0) && !pads.next(true, 26.9));
        let heater = Hysteresis { on: 5.0, off: 8.0 };
        assert!(heater.next(false, 4.0) && heater.next(true, 7.0) && !heater.next(true, 8.1));
    }

    #[test]
    fn refuses_what_cannot_work() {
        assert!(Staging { down: 0.9, ..RULE }.checked().is_err());
        assert!(Staging { least: 5, ..RULE }.checked().is_err());
        assert!(RULE.checked().is_ok());
    }

    proptest! {
        #[test]
        fn settles_and_stays(load in 0.0..4.0f64, from in 1u32..5) {
            let start = Stage { running: from, due: 0.0 };
            let settled = after(start, load, 200);
            prop_assert_eq!(after(settled, load, 50).running, settled.running);
            prop_assert!(settled.running >= RULE.settled(load));
        }
    }
}
