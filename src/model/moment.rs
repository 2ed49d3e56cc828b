//! Moments of the climate year, for messages.

use std::fmt;

const DAYS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A moment, by its seconds \[s\] after the first midnight of a year without leap day; shown as `07-31 13:45:00`, with
/// milliseconds where it has any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment(pub f64);

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = (self.0.max(0.0) * 1e3).round() as u64;
        let (whole, thousandths) = (all / 1_000, all % 1_000);
        let (mut day, mut month) = (whole / 86_400 % 365, 0);
        while day >= DAYS[month] {
            day -= DAYS[month];
            month += 1;
        }
        let (h, m, s) = (whole / 3_600 % 24, whole / 60 % 60, whole % 60);
        write!(f, "{:02}-{:02} {h:02}:{m:02}:{s:02}", month + 1, day + 1)?;
        if thousandths > 0 {
            write!(f, ".{thousandths:03}")?;
        }
        Ok(())
    }
}

/// The moment `seconds` \[s\], for format strings that hold a reference to it.
pub fn moment(seconds: &f64) -> Moment {
    Moment(*seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_shown_as_clocks_and_calendars_have_it() {
        let shown = |s: f64| Moment(s).to_string();
        assert_eq!(shown(0.0), "01-01 00:00:00");
        assert_eq!(shown(59.0 * 86_400.0), "03-01 00:00:00");
        assert_eq!(shown(211.0 * 86_400.0 + 49_500.0), "07-31 13:45:00");
        assert_eq!(shown(211.0 * 86_400.0 + 49_500.25), "07-31 13:45:00.250");
        assert_eq!(shown(365.0 * 86_400.0 - 0.0001), "01-01 00:00:00");
        assert_eq!(shown(f64::NAN), "01-01 00:00:00");
    }
}
