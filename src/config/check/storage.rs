//! Stores and substations: fields that do not go together.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::{HeatReuse, IceStore, Tank};
use super::tables::missing;

/// Whether two windows of a day share a moment.
fn overlap(a: [f64; 2], b: [f64; 2]) -> bool {
    let holds = |[from, until]: [f64; 2], t: f64| {
        if from < until {
            (from..until).contains(&t)
        } else {
            t >= from || t < until
        }
    };
    holds(a, b[0]) || holds(b, a[0])
}

/// A tank is not filled and emptied at once, and has layers that can be stratified.
pub(in crate::config) fn hours_apart(t: &Tank, _at: &Origin, path: &str, cx: &mut Reader<'_>) {
    if overlap(*t.charge, *t.discharge) {
        cx.problems.push(
            Diagnostic::error(
                "conflict",
                format!("`{path}` is filled and emptied at once"),
            )
            .at(&t.charge.at, "filled in these hours")
            .at(&t.discharge.at, "emptied in these")
            .reason("one pair of pipes leads to it")
            .help(
                "keep the hours apart, as charge = \"22:00-06:00\" and discharge = \"09:00-19:00\"",
            ),
        );
    }
    if !(2..=200).contains(&*t.layers) {
        cx.problems.push(
            Diagnostic::error(
                "out-of-range",
                format!("`{path}.layers` cannot be {}", *t.layers),
            )
            .at(&t.layers.at, "2 to 200 are possible")
            .reason("a thermocline stands between layers"),
        );
    }
}

/// A machine has a capacity and a rating.
pub(in crate::config) fn ice_store(x: &IceStore, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let help = "give maker_capacity and maker_cop, or neither where nothing freezes it";
    let reason = "its electricity follows from its rating";
    match (&x.maker_capacity, &x.maker_cop) {
        (Some(_), None) => cx
            .problems
            .push(missing(path, "maker_cop", at, reason, help)),
        (None, Some(_)) => cx
            .problems
            .push(missing(path, "maker_capacity", at, reason, help)),
        _ => {}
    }
}

/// A district takes heat only where it is supplied warmer than it returns, from what is warmer still.
pub(in crate::config) fn heat_reuse(x: &HeatReuse, _at: &Origin, path: &str, cx: &mut Reader<'_>) {
    let second_law = "heat goes from warm to cold (second law)";
    if *x.district_supply <= *x.district_return {
        cx.problems.push(
            Diagnostic::error("conflict", format!("`{path}` gives its district no heat"))
                .at(&x.district_supply.at, "supplied at this temperature")
                .at(&x.district_return.at, "and returned at this one")
                .reason("heat is what makes the supply warmer than the return")
                .help("a district of low temperature has 35 degC and 20 degC"),
        );
    } else if *x.rated_hot_in <= *x.district_supply {
        cx.problems.push(
            Diagnostic::error(
                "conflict",
                format!("`{path}` is rated colder than what it warms"),
            )
            .at(&x.rated_hot_in.at, "hot inlet at the rating")
            .at(&x.district_supply.at, "supply of the district")
            .reason(second_law)
            .help("raise the hot inlet, or lower the district's supply"),
        );
    }
}
