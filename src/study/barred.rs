//! Racks that get no coolant because of what regulates itself or passes one way: which element, and why.
//!
//! The loops are solved once as they are drawn. Where a rack's flow vanishes, each pressure valve, booster and check valve
//! that is shut then is tried by itself: what if its set point were out of the way, what if it were drawn the other way
//! round? What brings the rack coolant is named with that reason. Halls without such elements are not solved here: what
//! is shut by hand is seen in the drawing (`model::build`).

use super::solve_alone;
use crate::config::{Config, Diagnostic};
use crate::model::hydraulic::{Hydraulics, Kind, LinkId};
use crate::model::{Model, place};
use crate::physics::hydraulic::regulator::Side;
use crate::solver::network::Flows;
use crate::units::Dimension;

/// Accuracy of flows, as `network solve` means it [-].
const ACCURACY: f64 = 1e-6;
/// Flow below which a link counts as shut [share of the largest flow through a rack].
const SHUT: f64 = 1e-5;
/// Set potential that is out of the way \[Pa\].
const OUT_OF_THE_WAY: f64 = 1e9;
/// Most elements that are tried.
const TRIED: usize = 32;

/// What would let an element pass coolant.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Remedy {
    /// Another set point.
    Set,
    /// The other direction.
    Turn,
}

/// All racks without coolant of which an element is the reason, one diagnostic an element.
pub(super) fn check(config: &Config, model: &Model) -> Vec<Diagnostic> {
    let h = &model.hydraulics;
    let all = || (0..h.links() as u32).map(LinkId);
    let suspects: Vec<LinkId> = all().filter(|l| is_suspect(h, *l)).collect();
    if suspects.is_empty() {
        return Vec::new();
    }
    // What does not converge is told where it is solved.
    let Some(flows) = solved(h) else {
        return Vec::new();
    };
    let link = |cell: &u32| LinkId(model.coolant.cells.link[*cell as usize]);
    let loads: Vec<LinkId> = model.equipment.racks.cell.iter().map(link).collect();
    let most = loads.iter().map(|l| flows.flow(*l).abs());
    let rated = loads.iter().map(|l| rated(h, *l));
    let least = SHUT * most.chain(rated).fold(0.0, f64::max);
    let dry = |flows: &Flows, l: &LinkId| flows.flow(*l).abs() <= least;
    let without: Vec<usize> = (0..loads.len())
        .filter(|i| dry(&flows, &loads[*i]))
        .collect();
    let mut found = Vec::new();
    let shut = suspects.into_iter().filter(|l| dry(&flows, l)).take(TRIED);
    let shut: Vec<LinkId> = shut.filter(|_| !without.is_empty()).collect();
    let mut left = without.clone();
    let wet = |other: &Flows, of: &[usize]| -> Vec<usize> {
        let wet = of.iter().copied().filter(|i| !dry(other, &loads[*i]));
        wet.collect()
    };
    for valve in shut.iter().copied() {
        let Some((remedy, cured)) = cure(h, valve, |other| wet(other, &without)) else {
            continue;
        };
        let why = why(h, &flows, valve, remedy);
        found.push(diagnostic(
            config,
            h.link_name(valve),
            &names(model, &cured),
            why,
        ));
        left.retain(|rack| !cured.contains(rack));
    }
    if let Some((valves, cured)) = together(h, shut, |other| wet(other, &left)) {
        found.push(both(config, h, &flows, &valves, &names(model, &cured)));
    }
    found
}

/// What brings racks coolant if it is done to `valve` alone, and which.
fn cure(
    h: &Hydraulics,
    valve: LinkId,
    cured: impl Fn(&Flows) -> Vec<usize>,
) -> Option<(Remedy, Vec<usize>)> {
    let cures = [Remedy::Set, Remedy::Turn]
        .into_iter()
        .filter_map(|remedy| {
            let other = solved(&changed(h, valve, remedy)?)?;
            Some((remedy, cured(&other)))
        });
    cures.into_iter().find(|(_, cured)| !cured.is_empty())
}

/// Names of `racks`, by their places among all racks.
fn names<'m>(model: &'m Model, racks: &[usize]) -> Vec<&'m str> {
    let (units, first) = (&model.equipment.units, model.equipment.racks.first);
    racks
        .iter()
        .map(|i| units[first + i].name.as_str())
        .collect()
}

/// The fewest of the valves `shut` that have to be set out of the way for the racks that are `cured` where all of them are:
/// valves in series, none of which brings a rack coolant alone.
fn together(
    h: &Hydraulics,
    shut: Vec<LinkId>,
    cured: impl Fn(&Flows) -> Vec<usize>,
) -> Option<(Vec<LinkId>, Vec<usize>)> {
    let without = |valves: &[LinkId]| -> Option<Vec<usize>> {
        let mut valves = valves.iter();
        let other = valves.try_fold(h.clone(), |h, valve| changed(&h, *valve, Remedy::Set))?;
        Some(cured(&solved(&other)?))
    };
    let regulates = |l: &LinkId| h.kind[l.0 as usize] == Kind::Regulator;
    let mut valves: Vec<LinkId> = shut.into_iter().filter(regulates).collect();
    if valves.len() < 2 {
        return None;
    }
    let mut i = 0;
    let all = without(&valves).filter(|all| !all.is_empty())?;
    while i < valves.len() {
        let valve = valves.remove(i);
        if without(&valves).is_none_or(|some| some.len() < all.len()) {
            valves.insert(i, valve);
            i += 1;
        }
    }
    Some((valves, all))
}

/// Valves in series that are all shut: which, and each one's reason and remedy.
fn both(
    config: &Config,
    h: &Hydraulics,
    flows: &Flows,
    valves: &[LinkId],
    racks: &[&str],
) -> Diagnostic {
    let quoted: Vec<String> = (valves.iter())
        .map(|valve| format!("`{}`", h.link_name(*valve)))
        .collect();
    let whys = || {
        valves
            .iter()
            .map(|valve| why(h, flows, *valve, Remedy::Set))
    };
    let each = |k: usize| -> Vec<String> {
        let whys = quoted.iter().zip(whys());
        whys.map(|(name, why)| format!("{name}: {}", why[k]))
            .collect()
    };
    let text = format!(
        "{} are shut, each enough for {} to have no coolant",
        quoted.join(" and "),
        with_more(racks)
    );
    let problem = Diagnostic::error("cut-off", text);
    let problem = problem.reason(each(0).join("; ")).help(each(1).join("; "));
    let places = valves.iter().filter_map(|v| place(config, h.link_name(*v)));
    places.fold(problem, |problem, at| problem.at(&at, "shut"))
}

/// The first of `racks`, and how many more there are.
fn with_more(racks: &[&str]) -> String {
    let first = racks.first().copied().unwrap_or_default();
    match racks.len() {
        0 | 1 => first.to_owned(),
        n => format!("{first} and {} more", n - 1),
    }
}

/// Whether a link may shut a row by itself.
fn is_suspect(h: &Hydraulics, link: LinkId) -> bool {
    match h.kind[link.0 as usize] {
        Kind::Regulator => true,
        Kind::CheckValve => h.link_name(link).starts_with("check_valve."),
        Kind::RegulatedPump => h.link_name(link).starts_with("booster."),
        _ => false,
    }
}

fn solved(h: &Hydraulics) -> Option<Flows> {
    solve_alone(h, ACCURACY).ok().map(|point| point.flows)
}

/// Rated flow of a load by its record [kg/s]; 0 where it has none.
fn rated(h: &Hydraulics, link: LinkId) -> f64 {
    let l = link.0 as usize;
    match h.kind[l] {
        Kind::PowerLaw => h.power_laws.law[h.row[l] as usize].flow,
        _ => 0.0,
    }
}

/// `h` with one element changed; none where it has no such setting.
fn changed(h: &Hydraulics, valve: LinkId, remedy: Remedy) -> Option<Hydraulics> {
    let (mut other, l) = (h.clone(), valve.0 as usize);
    match remedy {
        Remedy::Set => {
            if h.kind[l] != Kind::Regulator {
                return None;
            }
            let row = h.row[l] as usize;
            let law = &mut other.regulators.law[row];
            law.set = match law.side {
                Side::Reducing => OUT_OF_THE_WAY,
                Side::Sustaining => -OUT_OF_THE_WAY,
            };
        }
        Remedy::Turn => {
            (other.from[l], other.to[l]) = (h.to[l], h.from[l]);
            other.rise[l] = -h.rise[l];
        }
    }
    Some(other)
}

/// Reason and help.
fn why(h: &Hydraulics, flows: &Flows, valve: LinkId, remedy: Remedy) -> [String; 2] {
    let l = valve.0 as usize;
    let turn = "swap its `from` and `to`".to_owned();
    if remedy == Remedy::Turn {
        let reason = match h.kind[l] {
            Kind::RegulatedPump => {
                "its pumps lift against the pumps of the loop, and their check valves hold"
            }
            _ => {
                "it passes coolant from `from` to `to` only, and the loop's pumps push the other way"
            }
        };
        return [reason.to_owned(), turn];
    }
    let row = h.row[l] as usize;
    let law = &h.regulators.law[row];
    let at = |node: u32| flows.potential[node as usize];
    let show = |pressure: f64| Dimension::Pressure.show(pressure);
    let counted = h.regulators.sense[row].map_or(0.0, at);
    let (kept, other) = match law.side {
        Side::Reducing => (h.to[l], "behind"),
        Side::Sustaining => (h.from[l], "before"),
    };
    let column = match h.regulators.sense[row] {
        Some(_) => 0.0,
        None => h.column(crate::model::hydraulic::NodeId(kept)),
    };
    let (set, there) = (law.set - column, at(kept) - counted - column);
    if h.regulators.sense[row].is_some() {
        let [set, there] = [set, there].map(|p| show(p.abs()));
        return [
            format!("it keeps a difference of {set}, and without any flow there are {there}"),
            "raise its `differential_pressure`".to_owned(),
        ];
    }
    let (set, there) = (show(set), show(there));
    match law.side {
        Side::Reducing => [
            format!(
                "it is set to {set} {other} it, and without any flow there are {there} already: it never opens"
            ),
            "raise what it is set to".to_owned(),
        ],
        Side::Sustaining => [
            format!("it opens at {set} {other} it, and the pumps bring no more than {there}"),
            "lower what it is set to".to_owned(),
        ],
    }
}

fn diagnostic(config: &Config, name: &str, racks: &[&str], why: [String; 2]) -> Diagnostic {
    let [reason, help] = why;
    let text = format!(
        "`{name}` is shut and lets {} have no coolant",
        with_more(racks)
    );
    let problem = Diagnostic::error("cut-off", text).reason(reason).help(help);
    match place(config, name) {
        Some(at) => problem.at(&at, "shut"),
        None => problem,
    }
}
