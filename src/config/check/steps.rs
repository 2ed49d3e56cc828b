//! Steps in which no year can be made.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::Run;

/// An hour, in which weather is given \[s\].
const HOUR: f64 = 3_600.0;
/// Shortest step of a year \[s\].
const SHORTEST: f64 = 60.0;
/// How far a number of steps may be from a whole one, by rounding alone.
const ROUNDING: f64 = 1e-9;

/// Why a year cannot be made in steps of `step` \[s\]; nothing where it can.
pub fn no_year_in(step: f64) -> Option<&'static str> {
    let whole = |parts: f64| (parts - parts.round()).abs() <= ROUNDING * parts;
    let parts = HOUR / step;
    if parts.is_nan() || parts < 1.0 - ROUNDING {
        Some("weather is given by the hour: longer steps would pass hours over")
    } else if step < SHORTEST * (1.0 - ROUNDING) {
        Some(
            "each step of a year is a steady state, or carries what a store holds: what happens within a minute is followed \
             by `halltwin run`",
        )
    } else if !whole(parts) {
        Some(
            "an hour is no whole number of such steps: neither hours, days nor weeks would begin with a step",
        )
    } else {
        None
    }
}

/// The step of a year divides an hour.
pub(in crate::config) fn year_step(run: &Run, _: &Origin, path: &str, cx: &mut Reader<'_>) {
    if let Some(reason) = no_year_in(*run.year_step) {
        let text = format!("`{path}.year_step` cannot be {} s", *run.year_step);
        cx.problems.push(
            Diagnostic::error("year-step", text)
                .at(&run.year_step.at, "1 min to 1 h is possible")
                .reason(reason)
                .help(
                    "take 1 h, 30 min, 15 min, 10 min, 5 min or another part that divides an hour",
                ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_divide_an_hour() {
        for step in [
            3_600.0,
            1_800.0,
            1_200.0,
            900.0,
            600.0,
            3_600.0 / 7.0,
            90.0,
            60.0,
        ] {
            assert_eq!(no_year_in(step), None, "{step}");
        }
        for (step, why) in [
            (7_200.0, "pass hours over"),
            (86_400.0, "pass hours over"),
            (f64::NAN, "pass hours over"),
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
