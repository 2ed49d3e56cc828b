//! Staging of equal units and switching with hysteresis.
//!
//! # Rules
//! For n running units and a load L in units of one unit's capacity,
//!
//! ```text
//! more     when L/n > up:            the least number with L/n ≤ up, at most all               (1)
//! fewer    when L/(n − 1) < down:    the least number with L/n ≤ down, at least the least      (2)
//! switch   on above `on`, off below `off`; between them it stays (either order of on, off)     (3)
//! ```
//!
//! down < up keeps (1) and (2) from calling each other: after (1) the load must fall by a factor of down/up before (2)
//! acts. Start-up and run-on of machines take minutes; a step or an hour that is longer sees them done.
//!
//! # Units
//! Load in capacities of one unit; (3) in the unit of its measured value.
//!
//! # References
//! - ASHRAE Guideline 36-2021, 5.20: staging of chillers and towers by part load.

/// Rule for equal units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staging {
    /// Load on each unit above which more are started.
    pub up: f64,
    /// Load on each remaining unit below which some are stopped, below `up`.
    pub down: f64,
    /// Least number of running units.
    pub least: u32,
    /// Largest number of running units: those not failed.
    pub most: u32,
}

impl Staging {
    /// Units that run under a total load in capacities of one unit when `running` did before, eqs. (1) and (2).
    pub fn next(&self, running: u32, load: f64) -> u32 {
        let n = running.clamp(self.least, self.most);
        if load > self.up * f64::from(n) {
            return self.enough(load, self.up);
        }
        if n > self.least && load < self.down * f64::from(n - 1) {
            return self.enough(load, self.down);
        }
        n
    }

    /// The least number on which the load does not exceed `share`.
    fn enough(&self, load: f64, share: f64) -> u32 {
        let wanted = (load / share).ceil().clamp(0.0, f64::from(self.most));
        (wanted as u32).clamp(self.least, self.most)
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
        up: 0.9,
        down: 0.75,
        least: 1,
        most: 4,
    };

    #[test]
    fn starts_what_is_needed_and_stops_with_hysteresis() {
        assert_eq!(RULE.next(1, 0.9), 1);
        assert_eq!(RULE.next(1, 0.91), 2);
        assert_eq!(RULE.next(1, 3.5), 4);
        assert_eq!(RULE.next(2, 0.8), 2);
        assert_eq!(RULE.next(2, 0.74), 1);
        assert_eq!(RULE.next(4, 0.0), 1);
        assert_eq!(RULE.next(3, 9.0), 4);
    }

    #[test]
    fn a_failed_unit_leaves_at_once() {
        let rule = Staging { most: 2, ..RULE };
        assert_eq!(rule.next(4, 3.0), 2);
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

    proptest! {
        #[test]
        fn settles_at_once_and_carries_the_load(load in 0.0..4.0f64, from in 0u32..6) {
            let n = RULE.next(from, load);
            prop_assert_eq!(RULE.next(n, load), n);
            prop_assert!(load <= RULE.up * f64::from(n) + 1e-12 || n == RULE.most);
        }
    }
}
