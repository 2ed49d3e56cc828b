//! Racks that no pump can reach and valves that contradict each other, told before anything is solved.

use super::places::place;
use crate::config::{Config, Diagnostic, Diagnostics};
use crate::model::Model;
use crate::model::hydraulic::{Cut, LinkId};

/// Most names in one message.
const SHOWN: usize = 6;

/// Tells all of it.
pub fn check(config: &Config, model: &Model, faults: &mut Diagnostics) {
    let h = &model.hydraulics;
    for [a, b] in h.contradictions() {
        let [first, second] = [a, b].map(|l| h.link_name(l));
        let text = format!("`{first}` and `{second}` lie on one line and pass opposite ways");
        let mut problem = Diagnostic::error("contradiction", text)
            .reason("coolant can go through neither: each holds what the other passes")
            .help("turn one of them round: swap its `from` and `to`");
        for (name, word) in [(second, "this one"), (first, "and this one")] {
            if let Some(at) = place(config, name) {
                problem = problem.at(&at, word);
            }
        }
        faults.push(problem);
    }
    let racks = &model.equipment.racks;
    let link = |cell: &u32| LinkId(model.coolant.cells.link[*cell as usize]);
    let loads: Vec<LinkId> = racks.cell.iter().map(link).collect();
    let mut told: Vec<(String, Vec<LinkId>)> = Vec::new();
    for cut in h.cut_off(&loads) {
        let i = loads.iter().position(|l| *l == cut.load).unwrap_or(0);
        let rack = &model.equipment.units[racks.first + i].name;
        let group = rack.rsplit_once('.').map_or(rack.as_str(), |(row, _)| row);
        let group = if group.contains('.') { group } else { rack };
        let what = (group.to_owned(), cut.shut.clone());
        if told.contains(&what) {
            continue;
        }
        faults.push(cut_off(config, model, group, &cut));
        told.push(what);
    }
}

/// What opens the valve called `name`.
fn way_to_open(name: &str) -> &'static str {
    let (family, way) = (name.split('.').next(), name.rsplit('.').next());
    match (family, way) {
        (Some("coupling"), _) => "join it: `connected = true`",
        (Some("flow_valve"), _) => "let it pass something: `flow` above 0",
        (Some("three_way_valve"), Some("from")) => "let `from` open: `position` above 0",
        (Some("three_way_valve"), _) => "let `bypass` open: `position` below 1",
        _ => "open it: `opening` above 0",
    }
}

/// `row b is cut off: valve v7 closed and no other path`.
fn cut_off(config: &Config, model: &Model, group: &str, cut: &Cut) -> Diagnostic {
    let words = |name: &str| name.replacen('.', " ", 1);
    let names: Vec<&str> = cut
        .shut
        .iter()
        .map(|l| model.hydraulics.link_name(*l))
        .collect();
    let shown: Vec<String> = names.iter().take(SHOWN).map(|n| words(n)).collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    let (text, help) = if names.is_empty() {
        let text = format!(
            "{} is cut off: no path from a pump through it and back",
            words(group)
        );
        (
            text,
            "join its supply and its return to one CDU or loop".to_owned(),
        )
    } else {
        let text = format!(
            "{} is cut off: {}{more} closed and no other path",
            words(group),
            shown.join(" and ")
        );
        let mut ways: Vec<&str> = names.iter().map(|name| way_to_open(name)).collect();
        ways.sort_unstable();
        ways.dedup();
        (text, ways.join("; "))
    };
    let mut problem = Diagnostic::error("cut-off", text)
        .reason("a rack without coolant has no steady state")
        .help(help);
    for name in names.iter().take(SHOWN) {
        if let Some(at) = place(config, name) {
            problem = problem.at(&at, "closed here");
        }
    }
    if let Some(at) = place(config, group) {
        problem = problem.at(&at, "cut off");
    }
    problem
}
