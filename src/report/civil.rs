//! Civil dates on the axis of time, proleptic Gregorian, without time zones.

/// Seconds of a day.
pub const DAY_S: f64 = 86_400.0;

/// Short English names of the months.
pub const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A moment as seconds since 1970-01-01T00:00:00 local standard time.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Moment(pub f64);

/// A date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Year.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Moment {
    /// Reads `2026-07-15T12:30:00` or `2026-07-15`; what follows the seconds is not read.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00:00"));
        let mut fields = date.splitn(3, '-').map(str::parse::<i64>);
        let mut next = || fields.next()?.ok();
        let (year, month, day) = (next()?, next()?, next()?);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let mut clock = time.splitn(3, ':').map(|f| f.get(..2)?.parse::<u32>().ok());
        let mut next = || clock.next().unwrap_or(Some(0));
        let (h, m, s) = (next()?, next()?, next()?);
        let days = days_before(year, month, day);
        Some(Self(days as f64 * DAY_S + f64::from(h * 3600 + m * 60 + s)))
    }

    /// Day, minute and, where there is one, second at `time_s` \[s\] after `start`, as in "15 Jul 13:05"; the time alone where `start` is
    /// no moment.
    pub fn label(start: &str, time_s: f64) -> String {
        Self::parse(start).map_or_else(
            || format!("{} after the start", super::number::duration(time_s)),
            |start| {
                let at = start.after(time_s);
                // A second is told where there is one; what is left of it is rounding or a fraction of a step.
                let seconds = (at.seconds_of_day() + 1e-6).floor();
                let (h, m) = ((seconds / 3_600.0).floor(), (seconds / 60.0).floor() % 60.0);
                let minute = format!("{} {h:02.0}:{m:02.0}", at.date().short());
                match seconds % 60.0 {
                    0.0 => minute,
                    s => format!("{minute}:{s:02.0}"),
                }
            },
        )
    }

    /// Date of the moment.
    pub fn date(self) -> Date {
        date_of((self.0 / DAY_S).floor() as i64)
    }

    /// Seconds since midnight.
    pub fn seconds_of_day(self) -> f64 {
        self.0.rem_euclid(DAY_S)
    }

    /// The moment `seconds` later.
    pub fn after(self, seconds: f64) -> Self {
        Self(self.0 + seconds)
    }
}

impl Date {
    /// Midnight at the beginning of the first day of the month `count` months later.
    pub fn month_start(self, count: i64) -> Moment {
        let months = self.year * 12 + i64::from(self.month) - 1 + count;
        Moment(days_before(months.div_euclid(12), months.rem_euclid(12) + 1, 1) as f64 * DAY_S)
    }

    /// "15 Jul".
    pub fn short(self) -> String {
        format!("{} {}", self.day, MONTHS[usize::from(self.month) - 1])
    }
}

/// Days from 1970-01-01 to the date (H. Hinnant, "chrono-compatible low-level date algorithms",
/// days_from_civil).
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Date of a count of days from 1970-01-01 (ibid., civil_from_days).
fn date_of(days: i64) -> Date {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    Date {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month: month as u8,
        day: (day_of_year - (153 * shifted + 2) / 5 + 1) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates() {
        assert_eq!(Moment::parse("1970-01-01T00:00:00"), Some(Moment(0.0)));
        assert_eq!(
            Moment::parse("2026-07-15T12:30:10"),
            Some(Moment(1_784_118_610.0))
        );
        assert_eq!(
            Moment::parse("2000-02-29").unwrap().date().short(),
            "29 Feb"
        );
        assert_eq!(Moment::parse("2026-13-01"), None);
        assert_eq!(Moment::parse("yesterday"), None);
    }

    #[test]
    fn days_and_dates_are_inverse_over_a_century() {
        for days in -20_000..40_000 {
            let d = date_of(days);
            assert_eq!(
                days_before(d.year, i64::from(d.month), i64::from(d.day)),
                days
            );
        }
    }

    #[test]
    fn months_follow_over_the_year_end() {
        let date = Moment::parse("2026-11-20").unwrap().date();
        assert_eq!(date.month_start(2), Moment::parse("2027-01-01").unwrap());
        assert_eq!(date.month_start(0), Moment::parse("2026-11-01").unwrap());
    }
}
