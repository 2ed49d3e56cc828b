//! Tables that do not go together: names given twice, circles of supply, units in two loops.

use indexmap::IndexMap;

use super::super::diagnostic::Diagnostic;
use super::super::kinds::{Target, to};
use super::super::read::{Reader, Reference};
use super::super::tree::Table;

/// Objects to what the references as a whole cannot mean.
pub(in crate::config) fn references(cx: &mut Reader<'_>, tree: &Table) {
    let found = [
        ambiguous(cx, to::Feeder::FAMILIES, to::Feeder::NOUN),
        ambiguous(cx, to::Rejection::FAMILIES, to::Rejection::NOUN),
        circles(&cx.references),
        shared_rejection(&cx.references),
        uncooled(cx, tree),
    ];
    cx.problems.extend(found.into_iter().flatten());
}

/// One name in two families that a reference cannot tell apart.
fn ambiguous(cx: &Reader<'_>, families: &[&str], noun: &str) -> Vec<Diagnostic> {
    let mut seen = IndexMap::new();
    let mut problems = Vec::new();
    for family in families {
        for (name, at) in cx.names.of(family) {
            if let Some((other, first)) = seen.insert(name, (family, at)) {
                problems.push(
                    Diagnostic::error(
                        "duplicate",
                        format!("[{other}.{name}] and [{family}.{name}] have the same name"),
                    )
                    .at(at, "the second")
                    .at(first, "the first")
                    .reason(format!("a {noun} is named without its family"))
                    .help("give one of them another name"),
                );
            }
        }
    }
    problems
}

/// Power that comes back to where it came from.
fn circles(references: &[Reference]) -> Vec<Diagnostic> {
    let feeds: IndexMap<&str, &Reference> = references
        .iter()
        .filter(|r| r.field == "fed_by")
        .map(|r| (r.from.as_str(), r))
        .collect();
    let feeder = |r: &Reference| format!("{}.{}", r.family, *r.name);
    let mut told: Vec<&str> = Vec::new();
    let mut problems = Vec::new();
    for &start in feeds.keys() {
        let mut path = vec![start];
        let mut next = feeds.get(start).map(|r| feeder(r));
        while let Some((&key, reference)) = next.and_then(|n| feeds.get_key_value(n.as_str())) {
            if path.contains(&key) {
                break;
            }
            path.push(key);
            next = Some(feeder(reference));
        }
        let last = path.last().and_then(|last| feeds.get(last));
        let closes = last.is_some_and(|last| feeder(last) == start);
        if !closes || path.iter().any(|p| told.contains(p)) {
            continue;
        }
        let mut problem = Diagnostic::error(
            "circle",
            format!("power goes in a circle: {} → {}", path.join(" ← "), start),
        );
        for key in &path {
            problem = problem.at(&feeds[key].name.at, "fed from here");
        }
        let problem = problem.reason("no source feeds the circle, so no power enters it");
        problems.push(problem.help("feed one of them from a [utility] or what it feeds"));
        told.extend(path);
    }
    problems
}

/// A unit of heat rejection that two loops claim.
fn shared_rejection(references: &[Reference]) -> Vec<Diagnostic> {
    let mut seen: IndexMap<&str, &Reference> = IndexMap::new();
    let mut problems = Vec::new();
    for reference in references.iter().filter(|r| r.field == "rejection") {
        if let Some(first) = seen.insert(&reference.name, reference)
            && first.from != reference.from
        {
            problems.push(
                Diagnostic::error("conflict", format!("`{}` is in two loops", *reference.name))
                    .at(&reference.name.at, "")
                    .at(&first.name.at, "and here")
                    .reason("the coolants of two loops do not mix in one coil")
                    .help("give each loop its own unit"),
            );
        }
    }
    problems
}

/// What must be joined to a coolant: its family, the fields that can join it, the openings that a
/// drawn pipe can join instead, and the field a message asks for.
const COOLED: &[(&str, &[&str], &[&str], &str)] = &[
    (
        "row",
        &["cdu", "in_rack_cdu", "loop", "supply_node"],
        &["to:supply", "from:return"],
        "cdu",
    ),
    (
        "rack",
        &["cdu", "loop", "supply_node"],
        &["to:supply", "from:return"],
        "cdu",
    ),
    (
        "cdu",
        &["primary"],
        &["to:primary_supply", "from:primary_return"],
        "primary",
    ),
    ("fan_wall", &["loop"], &["to:supply", "from:return"], "loop"),
];

/// Racks, CDUs and fan walls that no coolant reaches.
fn uncooled(cx: &Reader<'_>, tree: &Table) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (family, fields, openings, asked) in COOLED {
        let tables = tree.get(*family).and_then(|e| e.node.as_table());
        for (name, entry) in tables.into_iter().flatten() {
            let given = |field: &&str| {
                entry
                    .node
                    .as_table()
                    .is_some_and(|t| t.contains_key(*field))
            };
            let drawn = cx.references.iter().any(|r| {
                r.family == *family && *r.name == *name && openings.contains(&r.field.as_str())
            });
            if drawn || fields.iter().any(given) || entry.node.as_table().is_none() {
                continue;
            }
            let ways = fields
                .iter()
                .map(|f| format!("`{f}`"))
                .collect::<Vec<_>>()
                .join(", ");
            problems.push(
                Diagnostic::error("no-coolant", format!("`{family}.{name}` has no coolant"))
                    .at(&entry.node.at, format!("needs `{asked}`"))
                    .reason("the heat it takes has nowhere to go")
                    .help(format!("give one of {ways}, or draw pipes to its openings")),
            );
        }
    }
    problems
}
