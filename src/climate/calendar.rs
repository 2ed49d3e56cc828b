//! Months, days and hours of a common or a leap year.

/// Seconds in an hour [s].
pub(super) const HOUR_S: f64 = 3_600.0;
/// Seconds in a day [s].
pub(super) const DAY_S: f64 = 24.0 * HOUR_S;
/// Hours in a common year.
pub(super) const YEAR_H: usize = 8_760;

const DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Hours of a common year before the first of each month, and of the whole year at the end.
pub(super) fn month_starts() -> [usize; 13] {
    let mut starts = [0; 13];
    for (month, days) in DAYS.iter().enumerate() {
        starts[month + 1] = starts[month] + 24 * days;
    }
    starts
}

/// The hour that ends at `hour` o'clock, as weather files count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp {
    /// 1 to 12.
    pub month: usize,
    /// 1 to 31.
    pub day: usize,
    /// 1 to 24.
    pub hour: usize,
}

impl Stamp {
    /// The first hour of a year.
    pub(super) const FIRST: Self = Self {
        month: 1,
        day: 1,
        hour: 1,
    };
    /// The last hour of a year.
    pub(super) const LAST: Self = Self {
        month: 12,
        day: 31,
        hour: 24,
    };

    /// The stamp, where such an hour exists in some year.
    pub(super) fn new(month: usize, day: usize, hour: usize) -> Option<Self> {
        let longest = DAYS.get(month.checked_sub(1)?)? + usize::from(month == 2);
        let real = (1..=longest).contains(&day) && (1..=24).contains(&hour);
        real.then_some(Self { month, day, hour })
    }

    /// The hour after this one; after 28 February comes 1 March unless `leap`.
    pub(super) fn next(self, leap: bool) -> Self {
        let last = DAYS[self.month - 1] + usize::from(leap && self.month == 2);
        match self {
            Self { hour, .. } if hour < 24 => Self {
                hour: hour + 1,
                ..self
            },
            Self { day, .. } if day < last => Self {
                day: day + 1,
                hour: 1,
                ..self
            },
            Self { month, .. } => Self {
                month: month % 12 + 1,
                day: 1,
                hour: 1,
            },
        }
    }
}

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{} hour {}", self.month, self.day, self.hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_its_hours() {
        assert_eq!(month_starts()[12], YEAR_H);
        for (leap, hours) in [(false, 8_760), (true, 8_784)] {
            let mut stamp = Stamp::FIRST;
            for _ in 1..hours {
                stamp = stamp.next(leap);
                assert_ne!(stamp, Stamp::FIRST);
            }
            assert_eq!(stamp.next(leap), Stamp::FIRST, "leap {leap}");
        }
    }

    #[test]
    fn impossible_hours_are_refused() {
        for (month, day, hour) in [
            (0, 1, 1),
            (13, 1, 1),
            (2, 30, 1),
            (4, 31, 1),
            (1, 1, 25),
            (1, 0, 1),
        ] {
            assert_eq!(Stamp::new(month, day, hour), None);
        }
        assert!(Stamp::new(2, 29, 24).is_some());
    }
}
