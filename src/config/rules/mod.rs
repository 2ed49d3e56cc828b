//! Plausibility rules: what runs, but a plant engineer would ask about.
//!
//! A rule has a code, a title, a page section in `docs/src/rules.md`, and one function that looks
//! at a whole configuration. `[lint] allow = ["W003"]` silences it. Rules below `W100` are here and
//! need no more than the figures as written; those from `W100` need fluid properties or a climate
//! and stand in `model::rules`.

mod air;
mod capacity;
mod coolant;
mod power;
mod racks;
mod unused;

use super::diagnostic::{Diagnostic, Diagnostics};
use super::tables::Config;

/// Code and title of every rule, in the order of the codes.
pub const RULES: &[(&str, &str)] = &[
    ("W001", "CDUs too small for their racks"),
    ("W002", "no CDU to spare"),
    ("W003", "approach below 1 K"),
    ("W004", "pump beyond its curve"),
    ("W005", "shut-off head above 2 MPa"),
    ("W006", "water faster than 3 m/s"),
    ("W007", "heat in the air and nothing to take it"),
    ("W008", "air coolers too small"),
    ("W009", "chips above their limit at full load"),
    ("W010", "less coolant than the rack asks for"),
    ("W011", "load above its peak"),
    ("W012", "conductor or converter above its rating"),
    ("W013", "voltages that do not meet"),
    ("W014", "chiller outside its curves"),
    ("W015", "parallel CDUs without droop"),
    ("W016", "declared and never used"),
    ("W017", "heat rejection too small"),
    ("W018", "no pump to spare"),
    ("W101", "supply below the dew point"),
    ("W102", "coolant that can freeze"),
    ("W103", "expansion vessel too small"),
    ("W104", "facility water colder than the climate allows"),
    ("W105", "wet bulb beyond the tower's law"),
    ("W106", "chiller better than a reversible machine"),
    ("W107", "PUE below what the climate allows"),
    ("W108", "exchanger unlike those that are sold"),
    ("W109", "branch that chokes what hangs on it"),
];

type Rule = fn(&Config, &mut Vec<Diagnostic>);

const CHECKS: &[Rule] = &[
    capacity::cdus_too_small,
    capacity::no_cdu_to_spare,
    capacity::rejection_too_small,
    capacity::no_pump_to_spare,
    coolant::approach_below_one_kelvin,
    coolant::pump_beyond_its_curve,
    coolant::shut_off_head,
    coolant::fast_water,
    coolant::chiller_outside_its_curves,
    coolant::no_droop,
    air::nothing_takes_the_air_heat,
    air::air_coolers_too_small,
    racks::chips_above_their_limit,
    racks::less_coolant_than_asked,
    racks::load_above_peak,
    power::above_rating,
    power::voltages_do_not_meet,
    unused::never_used,
];

/// Applies all rules that need no physics, and objects to `allow` entries that silence nothing.
pub(super) fn apply(config: &Config) -> Diagnostics {
    let mut found = Vec::new();
    CHECKS.iter().for_each(|check| check(config, &mut found));
    let mut all = Diagnostics::default();
    all.extend(found);
    for code in &config.lint.allow {
        if !RULES.iter().any(|(known, _)| *known == code.value) {
            let known = RULES.iter().map(|(code, _)| *code);
            all.push(
                Diagnostic::error("unknown-word", format!("there is no rule `{}`", code.value))
                    .at(&code.at, "silences nothing")
                    .did_you_mean(code, known),
            );
        }
    }
    silence(config, &mut all);
    all
}

/// Drops the warnings that the configuration silences.
pub fn silence(config: &Config, found: &mut Diagnostics) {
    let allowed: Vec<&str> = config.lint.allow.iter().map(|c| c.value.as_str()).collect();
    found.silence(&allowed);
}

#[cfg(test)]
mod tests;
