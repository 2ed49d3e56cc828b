//! Hours of the day in which something is allowed: tariffs, neighbours, charging of stores.
//!
//! # Validity
//! Local standard time, every day alike. A window whose end is not after its beginning lasts over midnight.

/// Length of a day \[s\].
const DAY: f64 = 86_400.0;

/// A part of every day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayWindow {
    /// First moment, after midnight \[s\].
    pub from: f64,
    /// First moment after it \[s\].
    pub until: f64,
}

impl DayWindow {
    /// Whether `clock`, in seconds after some midnight, lies in it.
    #[inline]
    pub fn holds(&self, clock: f64) -> bool {
        let time = clock.rem_euclid(DAY);
        if self.from < self.until {
            (self.from..self.until).contains(&time)
        } else {
            time >= self.from || time < self.until
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_night_lasts_over_midnight() {
        let night = DayWindow {
            from: 22.0 * 3_600.0,
            until: 6.0 * 3_600.0,
        };
        for (hour, held) in [(0.0, true), (5.99, true), (6.0, false), (21.99, false)] {
            assert_eq!(night.holds(hour * 3_600.0), held, "{hour} h");
            assert_eq!(night.holds(hour * 3_600.0 + 40.0 * DAY), held, "{hour} h");
        }
        assert!(night.holds(22.0 * 3_600.0) && night.holds(-1.0));
    }

    proptest! {
        #[test]
        fn a_window_and_what_it_leaves_make_the_day(a in 0.0..DAY, b in 0.0..DAY, t in 0.0..1e7) {
            prop_assume!(a != b);
            let one = DayWindow { from: a, until: b };
            let other = DayWindow { from: b, until: a };
            prop_assert!(one.holds(t) != other.holds(t));
        }
    }
}
