//! Events that cannot be: no action or several, an action that the element does not know, an end
//! before the beginning.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::{Config, Event};

/// Actions, and the families of elements that know them.
const ACTIONS: [(&str, &[&str]); 8] = [
    ("opening", &["valve", "row", "rack"]),
    ("position", &["three_way_valve"]),
    ("running", &["cdu", "loop", "booster"]),
    ("supply", &["cdu", "loop", "fan_wall"]),
    ("differential_pressure", &["cdu", "loop", "booster"]),
    ("load", &["row", "rack"]),
    (
        "in_service",
        &[
            "row",
            "rack",
            "cdu",
            "loop",
            "booster",
            "fan_wall",
            "dry_cooler",
            "tower",
            "chiller",
            "utility",
            "transformer",
            "converter",
            "ups",
            "busway",
        ],
    ),
    (
        "voltage",
        &["utility", "transformer", "converter", "ups", "busway"],
    ),
];

/// The actions that `event` gives, in the order of [`ACTIONS`].
fn given(event: &Event) -> Vec<(usize, &Origin)> {
    let places = [
        event.opening.as_ref().map(|v| &v.at),
        event.position.as_ref().map(|v| &v.at),
        event.running.as_ref().map(|v| &v.at),
        event.supply.as_ref().map(|v| &v.at),
        event.differential_pressure.as_ref().map(|v| &v.at),
        event.load.as_ref().map(|v| &v.at),
        event.in_service.as_ref().map(|v| &v.at),
        event.voltage.as_ref().map(|v| &v.at),
    ];
    let each = places.into_iter().enumerate();
    each.filter_map(|(i, at)| at.map(|at| (i, at))).collect()
}

/// Words of the actions that elements of `family` know.
fn known(family: &str) -> String {
    let words = ACTIONS.iter().filter(|(_, on)| on.contains(&family));
    words.map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
}

/// Objects to events that cannot be.
pub(in crate::config) fn event(event: &Event, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let given = given(event);
    let family = event.on.family;
    match given[..] {
        [] => cx.problems.push(
            Diagnostic::error("missing-key", format!("`{path}` does nothing"))
                .at(at, "needs one action")
                .help(format!("{family} knows {}", known(family))),
        ),
        [(one, here)] if !ACTIONS[one].1.contains(&family) => {
            let word = ACTIONS[one].0;
            cx.problems.push(
                Diagnostic::error(
                    "wrong-action",
                    format!("`{path}.{word}`: {} has no `{word}`", event.on.path()),
                )
                .at(here, "this action")
                .at(&event.on.at, "this element")
                .help(format!("{family} knows {}", known(family))),
            );
        }
        [_] => {}
        [(_, first), (_, second), ..] => cx.problems.push(
            Diagnostic::error("conflict", format!("`{path}` does several things at once"))
                .at(first, "one")
                .at(second, "another")
                .help("write an [event] for each"),
        ),
    }
    if let Some(until) = event.until.as_ref().filter(|until| ***until <= *event.from) {
        cx.problems.push(
            Diagnostic::error("conflict", format!("`{path}` ends before it begins"))
                .at(&event.from.at, "begins")
                .at(&until.at, "ends"),
        );
    }
}

/// Events that set the differential pressure of boosters which hold none.
pub(in crate::config) fn unheld(config: &Config) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for event in &config.event {
        let Some(set) = &event.differential_pressure else {
            continue;
        };
        for on in event.on.each() {
            let path = on.path();
            let booster = path.strip_prefix("booster.");
            let booster = booster.and_then(|name| config.booster.get(name));
            if booster.is_none_or(|b| b.differential_pressure.is_some()) {
                continue;
            }
            let text = format!(
                "event.{} sets a pressure that {path} does not hold",
                event.name
            );
            problems.push(
                Diagnostic::error("wrong-action", text)
                    .at(&set.at, "this set point")
                    .at(&event.on.at, "of this element")
                    .reason("without `differential_pressure` a booster runs at one speed")
                    .help(format!(
                        "give [{path}] a `differential_pressure`, or use `running`"
                    )),
            );
        }
    }
    problems
}
