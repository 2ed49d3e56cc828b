//! What may fail on the design day: one case for each kind of unit whose loss a design has to stand.
//!
//! Units of a group are equal and in parallel, so that the loss of any of them is the loss of the first. Pumps
//! that stand by take over, CDUs of a row take over from one another, pumps of a CDU in a rack from those beside them, cooler groups go on with one cooler less.

use super::row::SPARE;
use crate::config::study::Spare;
use crate::config::{At, Config, Exchanger, Loop, Named, Row};
use crate::model::Model;
use crate::model::schedule::Edit;

/// How a hall is changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    /// Built anew with another figure.
    Set(String),
    /// As built, with some parts at rest.
    Edits(Vec<Edit>),
}

/// A failure.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Case {
    /// In words, such as `1 of 11 dry_cooler.roof out`.
    pub name: String,
    /// What it changes.
    pub change: Change,
    /// The group of units of which some are lost, such as `dry_cooler.roof`.
    pub kind: String,
    /// How many of the group are left.
    pub left: u32,
    /// Units whose heat others would have to move, and the share of it.
    pub lost: Vec<(usize, f64)>,
}

impl Case {
    /// The loss of units of `kind`, which changes nothing yet.
    fn of(kind: &str, name: String) -> Self {
        Self {
            name,
            change: Change::Edits(Vec::new()),
            kind: kind.to_owned(),
            left: 0,
            lost: Vec::new(),
        }
    }

    /// The constraint that a group without a spare breaks.
    pub(super) fn spare(&self) -> String {
        format!("{SPARE} {}", self.kind)
    }
}

/// All failures of which a design has to stand any one.
pub(super) fn cases(config: &Config, model: &Model, spare: Spare) -> Vec<Case> {
    if spare == Spare::N {
        return Vec::new();
    }
    let mut all = groups(config, model, spare);
    all.extend(pumps(config, model, spare));
    all.extend(cdus(config, model, spare));
    all.extend(in_rack_pumps(config, model, spare));
    all.extend(exchangers(config, model));
    all.extend(stores(model));
    all
}

/// How many of `count` are lost.
fn lost(count: u32, spare: Spare) -> u32 {
    match spare {
        Spare::N => 0,
        Spare::Np1 => 1,
        Spare::TwoN => count.div_ceil(2),
    }
}

fn unit(model: &Model, name: &str) -> Option<usize> {
    model.equipment.units.iter().position(|u| u.name == name)
}

/// Groups of equal coolers, cells, machines and fan walls.
fn groups(config: &Config, model: &Model, spare: Spare) -> Vec<Case> {
    let dry = config.dry_cooler.iter();
    let dry = dry.map(|d| (format!("dry_cooler.{}", d.name), *d.count));
    let towers = config.tower.iter();
    let towers = towers.map(|t| (format!("tower.{}", t.name), *t.count));
    let chillers = config.chiller.iter();
    let chillers = chillers.map(|c| (format!("chiller.{}", c.name), *c.count));
    let walls = config.fan_wall.iter();
    let walls = walls.map(|w| (format!("fan_wall.{}", w.name), *w.count));
    let named = dry.chain(towers).chain(chillers).chain(walls);
    let case = |(name, count): (String, u32)| {
        let unit = unit(model, &name)?;
        let out = lost(count, spare);
        let change = if out < count {
            Change::Set(format!("{name}.count={}", count - out))
        } else {
            Change::Edits(vec![Edit::Off(unit)])
        };
        Some(Case {
            left: count.saturating_sub(out),
            lost: vec![(unit, f64::from(out) / f64::from(count.max(1)))],
            change,
            ..Case::of(&name, format!("{out} of {count} {name} out"))
        })
    };
    named.filter_map(case).collect()
}

/// What a loop calls `name` among its heat rejection.
fn rejecting(model: &Model, name: &str) -> Option<usize> {
    let mut units = model.equipment.units.iter();
    units.position(|u| {
        REJECTION.contains(&u.family) && u.name.split_once('.').is_some_and(|(_, n)| n == name)
    })
}

/// Families of units that take the heat of a loop.
const REJECTION: [&str; 4] = ["dry_cooler", "tower", "chiller", "heat_reuse"];

/// Pumps of facility loops, where none that stands by takes over.
fn pumps(config: &Config, model: &Model, spare: Spare) -> Vec<Case> {
    let case = |item: &Named<Loop>| {
        let name = format!("loop.{}", item.name);
        let (built, running) = (*item.pumps, *item.pumps_running);
        let left = built - lost(built, spare).min(built);
        let pumps = &model.equipment.loop_pumps;
        let group = unit(model, &name)?.checked_sub(pumps.first)?;
        let link = pumps.groups.get(group)?.link;
        let out = format!("{} of {built} pumps of {name} out", built - left);
        let share = f64::from(running - left.min(running)) / f64::from(running.max(1));
        let rejection = item.rejection.iter();
        let rejection = rejection.filter_map(|n| rejecting(model, n));
        (left < running).then(|| Case {
            change: Change::Edits(vec![Edit::Running(link, f64::from(left))]),
            left,
            lost: rejection.map(|unit| (unit, share)).collect(),
            ..Case::of(&format!("the pumps of {name}"), out)
        })
    };
    config.loops.iter().filter_map(case).collect()
}

/// Pumps of the CDUs that stand in racks, the first for all of its row, where none that stands by takes over: nothing but the
/// pumps beside it stands in for such a CDU.
fn in_rack_pumps(config: &Config, model: &Model, spare: Spare) -> Vec<Case> {
    let case = |row: &Named<Row>| {
        let cdu = row.in_rack_cdu.as_ref()?;
        let name = format!("cdu.{}.1", row.name);
        let (built, running) = (*cdu.pumps, *cdu.pumps_running);
        let out = lost(built, spare).min(built);
        let bank = &model.equipment.cdus;
        let link = bank
            .cdus
            .get(unit(model, &name)?.checked_sub(bank.first)?)?
            .pump_link;
        let left = built - out;
        let share = f64::from(running - left.min(running)) / f64::from(running.max(1));
        let lost = vec![(unit(model, &name)?, share)];
        (left < running).then(|| Case {
            change: Change::Edits(vec![Edit::Running(link, f64::from(left))]),
            left,
            lost,
            ..Case::of(
                &format!("the pumps of {name}"),
                format!("{out} of {built} pumps of {name} out"),
            )
        })
    };
    config.row.iter().filter_map(case).collect()
}

/// Exchangers between loops: each is one, and what else rejects the loop's heat has to carry on.
fn exchangers(config: &Config, model: &Model) -> Vec<Case> {
    let case = |item: &Named<Exchanger>| {
        let name = format!("exchanger.{}", item.name);
        let unit = unit(model, &name)?;
        Some(Case {
            change: Change::Edits(vec![Edit::Shut(unit)]),
            lost: vec![(unit, 1.0)],
            ..Case::of(&name, format!("{name} out"))
        })
    };
    config.exchanger.iter().filter_map(case).collect()
}

/// CDUs of rows: the first of each group, or the second half of every row's.
fn cdus(config: &Config, model: &Model, spare: Spare) -> Vec<Case> {
    let case = |kind: &str, name: String, out: &[&str]| {
        let units = out.iter().filter_map(|n| unit(model, &format!("cdu.{n}")));
        let units: Vec<usize> = units.collect();
        Case {
            change: Change::Edits(units.iter().map(|u| Edit::Off(*u)).collect()),
            left: beside(config, out),
            lost: units.iter().map(|u| (*u, 1.0)).collect(),
            ..Case::of(kind, name)
        }
    };
    if spare == Spare::TwoN {
        let half = |names: &[At<String>]| -> Vec<String> {
            let left = names.len() - lost(names.len() as u32, spare) as usize;
            names[left..].iter().map(|n| n.value.clone()).collect()
        };
        let rows = config.row.iter().filter_map(|r| r.cdu.as_deref());
        let names: Vec<String> = rows.flat_map(half).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let name = "half of the CDUs of every row out".to_owned();
        return match names.is_empty() {
            true => Vec::new(),
            false => vec![case("the CDUs of a row", name, &names)],
        };
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for cdu in &config.cdu {
        let group = cdu.group.as_deref().unwrap_or(&cdu.name);
        if !seen.contains(&group) {
            seen.push(group);
            let (kind, name) = (format!("cdu.{group}"), format!("cdu.{} out", cdu.name));
            all.push(case(&kind, name, &[&cdu.name]));
        }
    }
    all
}

/// Pumps of tanks and machines that freeze: each store has one of them, and what it holds then stays or melts.
fn stores(model: &Model) -> Vec<Case> {
    let all = &model.equipment.stores;
    let units = all.first..all.first + all.all.len();
    let case = |unit: usize| {
        let name = &model.equipment.units[unit].name;
        Case {
            change: Change::Edits(vec![Edit::Off(unit)]),
            ..Case::of(name, format!("the pumps or the machine of {name} out"))
        }
    };
    units.map(case).collect()
}

/// How many CDUs are left, without those called `out`, in the row that keeps least of them.
fn beside(config: &Config, out: &[&str]) -> u32 {
    let rows = config.row.iter().filter_map(|r| r.cdu.as_deref());
    let is_out = |n: &At<String>| out.contains(&n.value.as_str());
    let hit = rows.filter(|names| names.iter().any(is_out));
    let left = hit.map(|names| names.iter().filter(|n| !is_out(n)).count());
    left.min().unwrap_or(0) as u32
}
