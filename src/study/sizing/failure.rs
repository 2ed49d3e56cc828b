//! What may fail on the design day: one case for each kind of unit whose loss a design has to stand.
//!
//! Units of a group are equal and in parallel, so that the loss of any of them is the loss of the first. Pumps
//! that stand by take over, CDUs of a row take over from one another, pumps of a CDU in a rack from those beside them, cooler groups go on with one cooler less.

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
            name: format!("{out} of {count} {name} out"),
            change,
        })
    };
    named.filter_map(case).collect()
}

/// Pumps of facility loops, where none that stands by takes over.
fn pumps(config: &Config, model: &Model, spare: Spare) -> Vec<Case> {
    let case = |item: &Named<Loop>| {
        let name = format!("loop.{}", item.name);
        let (built, running) = (*item.pumps, *item.pumps_running);
        let left = built - lost(built, spare).min(built);
        let pumps = &model.equipment.loop_pumps;
        let group = unit(model, &name)?.checked_sub(pumps.first)?;
        let link = pumps.groups.get(group)?.link;
        (left < running).then(|| Case {
            name: format!("{} of {built} pumps of {name} out", built - left),
            change: Change::Edits(vec![Edit::Running(link, f64::from(left))]),
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
        (built - out < running).then(|| Case {
            name: format!("{out} of {built} pumps of {name} out"),
            change: Change::Edits(vec![Edit::Running(link, f64::from(built - out))]),
        })
    };
    config.row.iter().filter_map(case).collect()
}

/// Exchangers between loops: each is one, and what else rejects the loop's heat has to carry on.
fn exchangers(config: &Config, model: &Model) -> Vec<Case> {
    let case = |item: &Named<Exchanger>| {
        let name = format!("exchanger.{}", item.name);
        Some(Case {
            change: Change::Edits(vec![Edit::Shut(unit(model, &name)?)]),
            name: format!("{name} out"),
        })
    };
    config.exchanger.iter().filter_map(case).collect()
}

/// CDUs of rows: the first of each group, or the second half of every row's.
fn cdus(config: &Config, model: &Model, spare: Spare) -> Vec<Case> {
    let off = |names: &[&str]| -> Vec<Edit> {
        let units = names
            .iter()
            .filter_map(|n| unit(model, &format!("cdu.{n}")));
        units.map(Edit::Off).collect()
    };
    if spare == Spare::TwoN {
        let half = |names: &[At<String>]| -> Vec<String> {
            let left = names.len() - lost(names.len() as u32, spare) as usize;
            names[left..].iter().map(|n| n.value.clone()).collect()
        };
        let rows = config.row.iter().filter_map(|r| r.cdu.as_deref());
        let names: Vec<String> = rows.flat_map(half).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        return match names.is_empty() {
            true => Vec::new(),
            false => vec![Case {
                name: "half of the CDUs of every row out".to_owned(),
                change: Change::Edits(off(&names)),
            }],
        };
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for cdu in &config.cdu {
        let group = cdu.group.as_deref().unwrap_or(&cdu.name);
        if !seen.contains(&group) {
            seen.push(group);
            all.push(Case {
                name: format!("cdu.{} out", cdu.name),
                change: Change::Edits(off(&[&cdu.name])),
            });
        }
    }
    all
}
