//! Ticks of civil time: minutes to months, whichever leaves room for their labels.

use super::super::civil::{DAY_S, MONTHS, Moment};
use super::axis::Tick;

/// Steps of the clock to choose from \[s\].
const CLOCK_STEPS: [f64; 11] = [
    60.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 10_800.0, 14_400.0, 21_600.0, 43_200.0,
];
/// Steps of days to choose from.
const DAY_STEPS: [f64; 5] = [1.0, 2.0, 7.0, 14.0, 28.0];

/// Axis of time: ticks in seconds since the start, and what the axis is called.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeAxis {
    /// Ticks, `at` in seconds since the start.
    pub ticks: Vec<Tick>,
    /// Name of the axis: "local standard time, 15 Jul 2026".
    pub name: String,
}

/// Axis from `start` over `span_s` \[s\] with at most about `most` labels.
pub(super) fn time_axis(start: Moment, span_s: f64, most: usize) -> TimeAxis {
    let most = most.max(2) as f64;
    if let Some(&step) = CLOCK_STEPS.iter().find(|&&s| span_s / s <= most) {
        return clock_axis(start, span_s, step);
    }
    if let Some(&days) = DAY_STEPS.iter().find(|&&d| span_s / (d * DAY_S) <= most) {
        return day_axis(start, span_s, days);
    }
    month_axis(start, span_s)
}

fn clock_axis(start: Moment, span_s: f64, step: f64) -> TimeAxis {
    let offset = start.seconds_of_day();
    let first = (offset / step - 1e-9).ceil();
    let count = ((offset + span_s) / step + 1e-9).floor() - first;
    let several_days = offset + span_s > DAY_S + 1.0;
    let ticks = (0..=count as usize)
        .map(|i| {
            let since_midnight = (first + i as f64) * step;
            let clock = since_midnight.rem_euclid(DAY_S);
            let (h, m) = ((clock / 3600.0).floor(), (clock % 3600.0 / 60.0).floor());
            let at = since_midnight - offset;
            let label = if several_days && clock == 0.0 {
                start.after(at + 1.0).date().short()
            } else {
                format!("{h:02}:{m:02}")
            };
            Tick { at, label }
        })
        .collect();
    let date = start.date();
    TimeAxis {
        ticks,
        name: format!("local standard time, from {} {}", date.short(), date.year),
    }
}

fn day_axis(start: Moment, span_s: f64, days: f64) -> TimeAxis {
    let offset = start.seconds_of_day();
    let mut at = if offset > 0.0 { DAY_S - offset } else { 0.0 };
    let mut ticks = Vec::new();
    while at <= span_s + 1.0 {
        let label = start.after(at + 1.0).date().short();
        ticks.push(Tick { at, label });
        at += days * DAY_S;
    }
    TimeAxis {
        ticks,
        name: format!("date, {}", start.date().year),
    }
}

/// A tick stands at the beginning of its month.
fn month_axis(start: Moment, span_s: f64) -> TimeAxis {
    let date = start.date();
    let months = (span_s / (30.4 * DAY_S)).ceil() as i64 + 1;
    let stride = (months + 13) / 14;
    let ticks = (0..=months)
        .step_by(stride as usize)
        .filter_map(|i| {
            let moment = date.month_start(i);
            let at = moment.0 - start.0;
            let name = MONTHS[usize::from(moment.date().month) - 1];
            (at >= -1.0 && at <= span_s + 1.0).then(|| Tick {
                at,
                label: name.to_owned(),
            })
        })
        .collect();
    TimeAxis {
        ticks,
        name: format!("month, from {} {}", date.short(), date.year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(start: &str, span_s: f64, most: usize) -> Vec<String> {
        let axis = time_axis(Moment::parse(start).unwrap(), span_s, most);
        axis.ticks.into_iter().map(|t| t.label).collect()
    }

    #[test]
    fn a_day_reads_in_hours() {
        let found = labels("2026-07-15T00:00:00", DAY_S, 8);
        assert_eq!(found.first().unwrap(), "00:00");
        assert_eq!(found[1], "03:00");
        assert_eq!(found.len(), 9);
    }

    #[test]
    fn a_week_reads_in_days_and_a_year_in_months() {
        assert_eq!(
            labels("2026-07-30T12:00:00", 4.0 * DAY_S, 4),
            ["31 Jul", "1 Aug", "2 Aug", "3 Aug"]
        );
        let year = labels("2026-01-01", 365.0 * DAY_S, 10);
        assert_eq!(year.len(), 13);
        assert_eq!((year[0].as_str(), year[11].as_str()), ("Jan", "Dec"));
    }

    #[test]
    fn ten_minutes_read_in_minutes() {
        assert_eq!(
            labels("2026-07-15T23:58:00", 300.0, 6)[..3],
            ["23:58", "23:59", "16 Jul"]
        );
    }
}
