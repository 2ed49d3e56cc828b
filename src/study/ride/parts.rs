//! Parts of a hall that can be lost, by name.

use super::redundancy;
use crate::config::kinds::Element;
use crate::config::{At, Config, Diagnostic, Diagnostics, LostPart as Kind, OnLoss};
use crate::model::Model;
use crate::model::feed::Feed;

/// What the loss of a part means for the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Loss {
    /// One pump of the group on a link, which belongs to a unit; one that ran, or one that stood by.
    Pump {
        unit: usize,
        link: u32,
        stands_by: bool,
    },
    /// A unit as a whole.
    Unit(usize),
    /// One of the equal machines of a unit.
    Machine(usize),
    /// The control valve of a unit.
    Valve(usize),
    /// A drawn valve, by its row.
    DrawnValve(u32),
    /// A pipe, or a drawn valve that regulates itself, by its link.
    Blocked(u32),
    /// A row of the power tree.
    Feeder(u32),
    /// Actuators of a unit stay where they are.
    Held(usize),
}

/// A part.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: Kind,
    /// What its loss means.
    pub losses: Vec<Loss>,
}

impl Part {
    fn one(name: String, kind: Kind, loss: Loss) -> Self {
        let losses = vec![loss];
        Self { name, kind, losses }
    }
}

/// All parts whose kind the configuration does not leave out.
///
/// # Errors
/// Elements of common causes and controllers that the hall does not have.
pub(super) fn parts(config: &Config, model: &Model, feed: &Feed) -> Result<Vec<Part>, Diagnostics> {
    let mut all = pumps(model);
    all.extend(units(model));
    all.extend(valves(config, model));
    all.extend(feeders(config, model, feed));
    all.extend(redundancy::headers(model));
    all.extend(declared(config, model)?);
    let left_out = |part: &Part| config.ride.without.iter().any(|k| **k == part.kind);
    all.retain(|part| !left_out(part));
    Ok(all)
}

/// Pumps of CDUs and loops, those that run before those that stand by.
fn pumps(model: &Model) -> Vec<Part> {
    let e = &model.equipment;
    let cdus = e.cdus.cdus.iter().enumerate();
    let cdus = cdus.map(|(i, cdu)| (e.cdus.first + i, cdu.pump_link));
    let loops = e.loop_pumps.groups.iter().enumerate();
    let loops = loops.map(|(i, group)| (e.loop_pumps.first + i, group.link));
    let each = |(unit, link): (usize, u32)| {
        let row = model.hydraulics.row[link as usize] as usize;
        let running = model.hydraulics.regulated.hold[row].running as u32;
        let installed = model.hydraulics.regulated.law[row].pump.installed as u32;
        let name = &e.units[unit].name;
        (1..=installed).map(move |k| {
            let loss = Loss::Pump {
                unit,
                link,
                stands_by: k > running,
            };
            Part::one(format!("{name}.pump.{k}"), Kind::Pump, loss)
        })
    };
    cdus.chain(loops).flat_map(each).collect()
}

/// CDUs as a whole, and the machines of all families that have equal ones in parallel.
fn units(model: &Model) -> Vec<Part> {
    let e = &model.equipment;
    let mut all: Vec<Part> = (e.cdus.first..e.cdus.first + e.cdus.cdus.len())
        .map(|u| Part::one(e.units[u].name.clone(), Kind::Cdu, Loss::Unit(u)))
        .collect();
    let mut several = |kind: Kind, first: usize, counts: Vec<f64>| {
        for (i, count) in counts.into_iter().enumerate() {
            let name = &e.units[first + i].name;
            for k in 1..=count as u32 {
                let name = match count as u32 {
                    1 => name.clone(),
                    _ => format!("{name}.{k}"),
                };
                all.push(Part::one(name, kind, Loss::Machine(first + i)));
            }
        }
    };
    let count = |groups: Vec<f64>| groups;
    several(
        Kind::Cooler,
        e.dry_coolers.first,
        count(e.dry_coolers.groups.iter().map(|g| g.count).collect()),
    );
    several(
        Kind::Cooler,
        e.towers.first,
        count(e.towers.groups.iter().map(|g| g.count).collect()),
    );
    several(
        Kind::Chiller,
        e.chillers.first,
        count(e.chillers.groups.iter().map(|g| g.count).collect()),
    );
    several(
        Kind::FanWall,
        e.fan_walls.first,
        count(e.fan_walls.groups.iter().map(|g| g.count).collect()),
    );
    all
}

/// Control valves, and valves that the file draws.
fn valves(config: &Config, model: &Model) -> Vec<Part> {
    let units = model.equipment.units.iter().enumerate();
    let controlled = units.filter(|(_, u)| matches!(u.family, "cdu" | "fan_wall" | "exchanger"));
    let mut all: Vec<Part> = controlled
        .map(|(i, u)| Part::one(format!("{}.valve", u.name), Kind::Valve, Loss::Valve(i)))
        .collect();
    for item in &config.valve {
        let name = format!("valve.{}", item.name);
        if let Some(link) = model.hydraulics.find_link(&name) {
            let row = model.hydraulics.row[link.0 as usize];
            all.push(Part::one(name, Kind::Valve, Loss::DrawnValve(row)));
        }
    }
    let flows = config.flow_valve.iter();
    let flows = flows.map(|v| format!("flow_valve.{}", v.name));
    let pressures = config.pressure_valve.iter();
    let pressures = pressures.map(|v| format!("pressure_valve.{}", v.name));
    let differences = config.differential_pressure_valve.iter();
    let differences = differences.map(|v| format!("differential_pressure_valve.{}", v.name));
    let by_themselves = flows.chain(pressures).chain(differences);
    all.extend(by_themselves.filter_map(|name| {
        let link = model.hydraulics.find_link(&name)?;
        Some(Part::one(name, Kind::Valve, Loss::Blocked(link.0)))
    }));
    all
}

/// Places of the power tree that feed something.
fn feeders(config: &Config, model: &Model, feed: &Feed) -> Vec<Part> {
    let c = config;
    let named = |family: &'static str, names: Vec<&String>| {
        names
            .into_iter()
            .map(move |n| (family, n.clone()))
            .collect::<Vec<_>>()
    };
    let mut all = named("utility", c.utility.iter().map(|x| &x.name).collect());
    if all.is_empty() {
        let meter = model.power.sources.iter();
        all.extend(meter.map(|row| ("utility", model.power.names[*row as usize].clone())));
    }
    all.extend(named(
        "transformer",
        c.transformer.iter().map(|x| &x.name).collect(),
    ));
    all.extend(named(
        "converter",
        c.converter.iter().map(|x| &x.name).collect(),
    ));
    all.extend(named("ups", c.ups.iter().map(|x| &x.name).collect()));
    all.extend(named("busway", c.busway.iter().map(|x| &x.name).collect()));
    let part = |(family, name): (&str, String)| {
        let row = model.power.row(model.power.find(&name)?) as u32;
        // Of separate systems one is lost at a time, and the others carry on.
        let whole = model.power.systems[row as usize] <= 1.0;
        let feeds = whole && !feed.below(row).is_empty();
        feeds.then(|| Part::one(format!("{family}.{name}"), Kind::Feeder, Loss::Feeder(row)))
    };
    all.into_iter().filter_map(part).collect()
}

/// Controllers and common causes as the file declares them.
fn declared(config: &Config, model: &Model) -> Result<Vec<Part>, Diagnostics> {
    let mut problems = Diagnostics::default();
    let mut all = Vec::new();
    for item in &config.controller {
        let hold = *item.on_loss == OnLoss::Hold;
        let mut losses = losses_of(model, &item.of, &mut problems);
        for loss in losses.iter_mut().filter(|_| hold) {
            if let Loss::Unit(unit) = *loss {
                *loss = Loss::Held(unit);
            }
        }
        all.push(Part {
            name: format!("controller.{}", item.name),
            kind: Kind::Controller,
            losses,
        });
    }
    for item in &config.common_cause {
        all.push(Part {
            name: format!("common_cause.{}", item.name),
            kind: Kind::CommonCause,
            losses: losses_of(model, &item.on, &mut problems),
        });
    }
    if problems.has_errors() {
        return Err(problems);
    }
    Ok(all)
}

fn losses_of(model: &Model, on: &[At<Element>], problems: &mut Diagnostics) -> Vec<Loss> {
    let mut all = Vec::new();
    for named in on {
        for element in named.each() {
            let found = element_losses(model, &element);
            if found.is_empty() {
                let text = format!("{} stands in no loop and feeds nothing", element.path());
                problems.push(Diagnostic::error("part", text).at(&named.at, "it cannot be lost"));
            }
            all.extend(found);
        }
    }
    all
}

/// What the loss of an element means; nothing where the hall does not have it.
fn element_losses(model: &Model, element: &Element) -> Vec<Loss> {
    let path = element.path();
    match element.family {
        "valve" => {
            let link = model.hydraulics.find_link(&path);
            link.map(|l| Loss::DrawnValve(model.hydraulics.row[l.0 as usize]))
                .into_iter()
                .collect()
        }
        "transformer" | "converter" | "ups" | "busway" => {
            let node = model.power.find(&element.name);
            node.map(|n| Loss::Feeder(model.power.row(n) as u32))
                .into_iter()
                .collect()
        }
        family => {
            let prefix = format!("{path}.");
            let units = model.equipment.units.iter().enumerate();
            let named = units.filter(|(_, u)| {
                let of_row = family == "row" && u.name.starts_with(&prefix);
                u.name == path || (of_row && u.family == "rack")
            });
            named.map(|(i, _)| Loss::Unit(i)).collect()
        }
    }
}
