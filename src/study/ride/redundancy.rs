//! Redundant groups, and single parts that take one down whole.
//!
//! A group is a set of units that stand in for each other: CDUs on the same technology loop, equal machines in
//! parallel, pumps of which some stand by. A pipe or valve takes a CDU down when without it no closed way leads through
//! the CDU's pumps and a rack, or none through its primary valve and the pumps of a loop.

use super::parts::{Loss, Part};
use crate::config::LostPart as Kind;
use crate::model::Model;
use crate::model::feed::Feed;
use crate::model::hydraulic::LinkId;
use crate::results::SharedCause;

/// Units that stand in for each other.
#[derive(Clone, Debug)]
struct Group {
    /// Names, as a user knows them.
    members: Vec<String>,
    /// Units; a single one where machines of one unit stand in for each other.
    units: Vec<usize>,
    /// Links that must pass coolant for each unit; none where pipes are not asked about.
    links: Vec<[u32; 2]>,
}

/// Pipes that take down a group of CDUs, as parts.
pub(super) fn headers(model: &Model) -> Vec<Part> {
    let groups = cdu_groups(model);
    let whole = Circuits::of(model, None);
    let pipes = model.hydraulics.pipes.link.iter();
    let shared = pipes.filter(|pipe| groups.iter().any(|g| cuts(model, &whole, g, **pipe)));
    shared
        .map(|pipe| Part {
            name: model.link_names[*pipe as usize].clone(),
            kind: Kind::Header,
            losses: vec![Loss::Blocked(*pipe)],
        })
        .collect()
}

/// Which of `parts` take down a whole group.
pub(super) fn shared_causes(model: &Model, feed: &Feed, parts: &[Part]) -> Vec<SharedCause> {
    let mut groups = cdu_groups(model);
    groups.extend(machine_groups(model));
    let whole = Circuits::of(model, None);
    let mut found = Vec::new();
    for part in parts {
        for group in groups
            .iter()
            .filter(|g| takes_down(model, feed, &whole, part, g))
        {
            found.push(SharedCause {
                part: part.name.clone(),
                kind: part.kind.word().to_owned(),
                members: group.members.clone(),
            });
        }
    }
    found
}

fn takes_down(model: &Model, feed: &Feed, whole: &Circuits, part: &Part, group: &Group) -> bool {
    let lost = |unit: &usize| {
        part.losses.iter().any(|loss| match loss {
            Loss::Unit(u) => u == unit,
            Loss::Feeder(row) => feed.dark(*unit, *row).is_some(),
            _ => false,
        })
    };
    let link = part.losses.iter().find_map(|loss| match loss {
        Loss::Blocked(link) => Some(*link),
        Loss::DrawnValve(row) => Some(model.hydraulics.valves.link[*row as usize]),
        _ => None,
    });
    group.units.iter().all(lost) || link.is_some_and(|link| cuts(model, whole, group, link))
}

/// CDUs on a technology loop that they share.
fn cdu_groups(model: &Model) -> Vec<Group> {
    let (net, e) = (&model.hydraulics, &model.equipment);
    let number = net.parts();
    let mut by_part: Vec<(u32, Group)> = Vec::new();
    for (i, cdu) in e.cdus.cdus.iter().enumerate() {
        let part = number[net.from[cdu.pump_link as usize] as usize];
        let at = by_part.iter().position(|(p, _)| *p == part);
        let at = at.unwrap_or_else(|| {
            let empty = Group {
                members: Vec::new(),
                units: Vec::new(),
                links: Vec::new(),
            };
            by_part.push((part, empty));
            by_part.len() - 1
        });
        let group = &mut by_part[at].1;
        group.members.push(e.units[e.cdus.first + i].name.clone());
        group.units.push(e.cdus.first + i);
        group
            .links
            .push([cdu.pump_link, net.limiters.link[cdu.valve]]);
    }
    let several = by_part.into_iter().map(|(_, group)| group);
    several.filter(|group| group.units.len() > 1).collect()
}

/// Machines in parallel in one unit, and pumps of which some stand by: whatever feeds the unit feeds all of them.
fn machine_groups(model: &Model) -> Vec<Group> {
    let e = &model.equipment;
    let mut all = Vec::new();
    let mut add = |unit: usize, what: &str, count: f64| {
        let name = &e.units[unit].name;
        let members = (1..=count as u32).map(|k| format!("{name}{what}.{k}"));
        all.push(Group {
            members: members.collect(),
            units: vec![unit],
            links: Vec::new(),
        });
    };
    let dry = e.dry_coolers.groups.iter().map(|g| g.count).enumerate();
    let wet = e.towers.groups.iter().map(|g| g.count).enumerate();
    let cold = e.chillers.groups.iter().map(|g| g.count).enumerate();
    let air = e.fan_walls.groups.iter().map(|g| g.count).enumerate();
    let counts = dry
        .map(|(i, n)| (e.dry_coolers.first + i, n))
        .chain(wet.map(|(i, n)| (e.towers.first + i, n)))
        .chain(cold.map(|(i, n)| (e.chillers.first + i, n)))
        .chain(air.map(|(i, n)| (e.fan_walls.first + i, n)));
    for (unit, count) in counts.filter(|(_, n)| *n > 1.0) {
        add(unit, "", count);
    }
    for (i, group) in e.loop_pumps.groups.iter().enumerate() {
        let row = model.hydraulics.row[group.link as usize] as usize;
        let installed = model.hydraulics.regulated.law[row].pump.installed;
        if installed > group.running {
            add(e.loop_pumps.first + i, ".pump", installed);
        }
    }
    all
}

/// Blocks of the coolant network, and what lies in them.
struct Circuits {
    block: Vec<u32>,
    racks: Vec<u32>,
    pumps: Vec<u32>,
}

impl Circuits {
    fn of(model: &Model, without: Option<u32>) -> Self {
        let block = model.hydraulics.blocks(without.map(LinkId));
        let cells = &model.coolant.cells.link;
        let e = &model.equipment;
        let racks = e
            .racks
            .cell
            .iter()
            .map(|c| block[cells[*c as usize] as usize]);
        let pumps = e
            .loop_pumps
            .of_loops()
            .iter()
            .map(|g| block[g.link as usize]);
        Self {
            racks: racks.collect(),
            pumps: pumps.collect(),
            block,
        }
    }

    /// Whether a CDU with these links, pumps and primary valve, serves racks and is served.
    fn serve(&self, [pumps, valve]: [u32; 2]) -> bool {
        self.racks.contains(&self.block[pumps as usize])
            && self.pumps.contains(&self.block[valve as usize])
    }
}

/// Whether no unit of `group` serves any more without `link`, though it does with it.
fn cuts(model: &Model, whole: &Circuits, group: &Group, link: u32) -> bool {
    if group.links.is_empty() || !group.links.iter().all(|l| whole.serve(*l)) {
        return false;
    }
    let left = Circuits::of(model, Some(link));
    !group.links.iter().any(|l| left.serve(*l))
}
