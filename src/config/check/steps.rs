//! Steps in which no year can be made.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::Run;

/// An hour, in which weather is given \[s\].
const HOUR: f64 = 3_600.0;
/// A day \[s\].
const DAY: f64 = 24.0 * HOUR;
/// Shortest step of a year \[s\].
const SHORTEST: f64 = 60.0;
/// How far a number of steps may be from a whole one, by rounding alone.
const ROUNDING: f64 = 1e-9;

/// Why a year cannot be made in steps of `step` \[s\]; nothing where it can.
pub fn no_year_in(step: f64) -> Option<&'static str> {
    let whole = |parts: f64| (parts - parts.round()).abs() <= ROUNDING * parts;
    let (parts, hours) = (HOUR / step, step / HOUR);
    if parts.is_nan() || hours > 1.0 + ROUNDING && !(whole(hours) && whole(DAY / step)) {
        Some(
            "weather is given by the hour, and days begin with a step: longer steps are whole hours that divide a day",
        )
    } else if step < SHORTEST * (1.0 - ROUNDING) {
        Some(
            "each step of a year is a steady state, or carries what a store holds: what happens within a minute is followed \
             by `halltwin run`",
        )
    } else if hours < 1.0 && !whole(parts) {
        Some(
            "an hour is no whole number of such steps: neither hours, days nor weeks would begin with a step",
        )
    } else {
        None
    }
}

/// The step of a year divides an hour, or is of whole hours and divides a day.
pub(in crate::config) fn year_step(run: &Run, _: &Origin, path: &str, cx: &mut Reader<'_>) {
    if let Some(reason) = no_year_in(*run.year_step) {
        let text = format!("`{path}.year_step` cannot be {} s", *run.year_step);
        cx.problems.push(
            Diagnostic::error("year-step", text)
                .at(&run.year_step.at, "1 min to 1 day is possible")
                .reason(reason)
                .help(
                    "take 1 h, 30 min, 15 min, 10 min, 5 min or another part that divides an hour; a coarse year takes 2, 3, 4, 6, 8, 12 or 24 h",
                ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_divide_an_hour_or_a_day() {
        for step in [
            3_600.0,
            1_800.0,
            1_200.0,
            900.0,
            600.0,
            3_600.0 / 7.0,
            90.0,
            60.0,
            7_200.0,
            21_600.0,
            86_400.0,
        ] {
            assert_eq!(no_year_in(step), None, "{step}");
        }
        for (step, why) in [
            (5_400.0, "divide a day"),
            (5.0 * 3_600.0, "divide a day"),
            (2.0 * 86_400.0, "divide a day"),
            (f64::NAN, "divide a day"),
            (2_400.0, "no whole number"),
            (420.0, "no whole number"),
            (59.0, "within a minute"),
            (1.0, "within a minute"),
        ] {
            let told = no_year_in(step);
            assert!(told.is_some_and(|t| t.contains(why)), "{step}: {told:?}");
        }
    }
}
