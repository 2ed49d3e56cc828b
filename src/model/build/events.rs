//! Events of the configuration, resolved to the columns that they change.

mod supply;

use super::Period;
use super::plan::Plan;
use crate::config::kinds::Element;
use crate::config::{self, Diagnostic, Named};
use crate::model::Model;
use crate::model::feed::Feed;
use crate::model::schedule::{Edit, Event};

/// Resolves all events of `plan` against the built `model`; faults go to the plan.
pub fn resolve(plan: &mut Plan, model: &Model) -> Vec<Event> {
    let run = &plan.config.run;
    let start = run.start.seconds();
    let end = plan.period.start + plan.period.duration;
    let mut events = Vec::new();
    let config = plan.config;
    if config.event.is_empty() && config.ride_through.is_empty() {
        return events;
    }
    let feed = match Feed::of(config, model) {
        Ok(feed) => feed,
        Err(problems) => {
            plan.faults.extend(problems);
            return events;
        }
    };
    for item in &plan.config.event {
        if start + *item.from >= end {
            plan.faults.push(outside(item, run, plan.period));
            continue;
        }
        let found = resolved(model, &feed, item, start);
        match found {
            Ok(found) => events.extend(found),
            Err(why) => plan.faults.push(
                Diagnostic::error("event", format!("event {}: {why}", item.name))
                    .at(&item.on.at, ""),
            ),
        }
    }
    // An event that begins later has the last word.
    events.sort_by(|a, b| a.at.total_cmp(&b.at));
    events
}

/// An event that begins after `period`.
fn outside(item: &Named<config::Event>, run: &config::Run, period: Period) -> Diagnostic {
    let of = if period.of_year() { "year" } else { "run" };
    let text = format!("event {} lies outside the {of}", item.name);
    let fault = Diagnostic::error("event-time", text).at(&item.from.at, "counted from `run.start`");
    if period.of_year() {
        let reason = "a year ends with December";
        return fault.reason(reason).help("move the event, or `run.start`");
    }
    fault.at(&run.duration.at, "so long is the run").help(
        "lengthen `run.duration` or move the event; `halltwin year` takes what lies in the year",
    )
}

/// What an event of a run that begins at `start` \[s\] does.
fn resolved(
    model: &Model,
    feed: &Feed,
    item: &Named<config::Event>,
    start: f64,
) -> Result<Vec<Event>, String> {
    let at = start + *item.from;
    let until = item.until.as_ref().map_or(f64::INFINITY, |t| start + **t);
    if supply::concerns(item) {
        return supply::events(model, feed, item, [at, until]);
    }
    Ok(vec![Event {
        element: item.on.path(),
        text: text(item),
        at,
        until,
        edits: edits(model, item)?,
    }])
}

/// What is done, in words.
fn text(event: &config::Event) -> String {
    let done = [
        event.opening.as_ref().map(|x| format!("opening {}", **x)),
        event.position.as_ref().map(|x| format!("position {}", **x)),
        event.running.as_ref().map(|n| format!("{} pumps run", **n)),
        event
            .supply
            .as_ref()
            .map(|t| format!("supply set to {} degC", **t)),
        event
            .differential_pressure
            .as_ref()
            .map(|p| format!("differential pressure set to {} kPa", **p / 1e3)),
        event.load.as_ref().map(|x| format!("load times {}", **x)),
        event.in_service.as_ref().map(|on| {
            let word = if **on { "in service" } else { "out of service" };
            word.to_owned()
        }),
    ];
    let done: Vec<String> = done.into_iter().flatten().collect();
    format!("{}, as scheduled", done.join(", "))
}

/// Edits on all that the event's element stands for.
fn edits(model: &Model, event: &Named<config::Event>) -> Result<Vec<Edit>, String> {
    let each: Result<Vec<_>, _> = event
        .on
        .each()
        .map(|on| edits_on(model, event, &on))
        .collect();
    Ok(each?.concat())
}

fn edits_on(model: &Model, event: &config::Event, on: &Element) -> Result<Vec<Edit>, String> {
    if let Some(opening) = &event.opening {
        return Ok(each(valves(model, on)?, |row| {
            Edit::Opening(row, **opening)
        }));
    }
    if let Some(position) = &event.position {
        return position_of(model, on, **position);
    }
    if let Some(running) = &event.running {
        let (link, n) = (pumps(model, on)?, f64::from(**running));
        let row = model.hydraulics.row[link as usize] as usize;
        let installed = model.hydraulics.regulated.law[row].pump.installed;
        return match n <= installed {
            true => Ok(vec![Edit::Running(link, n)]),
            false => Err(format!("{} has {installed} pumps, not {n}", on.path())),
        };
    }
    if let Some(supply) = &event.supply {
        return supplies(model, on, **supply);
    }
    if let Some(pressure) = &event.differential_pressure {
        return Ok(vec![Edit::Pressure(pumps(model, on)?, **pressure)]);
    }
    if let Some(load) = &event.load {
        return Ok(each(racks(model, on)?, |unit| Edit::Load(unit, **load)));
    }
    match event.in_service.as_ref().map(|on| **on) {
        Some(false) => out_of_service(model, on),
        _ => Ok(Vec::new()),
    }
}

fn each<T>(of: Vec<T>, edit: impl Fn(T) -> Edit) -> Vec<Edit> {
    of.into_iter().map(edit).collect()
}

fn unit(model: &Model, on: &Element) -> Result<usize, String> {
    let path = on.path();
    let found = model.equipment.units.iter().position(|u| u.name == path);
    found.ok_or_else(|| format!("{path} stands in no loop of this hall"))
}

/// Units of the racks that `on` names.
fn racks(model: &Model, on: &Element) -> Result<Vec<usize>, String> {
    let path = on.path();
    let prefix = format!("{path}.");
    let units = model.equipment.units.iter().enumerate();
    let named = units.filter(|(_, u)| {
        let of_row = on.rack.is_none() && u.name.starts_with(&prefix);
        u.family == "rack" && (u.name == path || of_row)
    });
    let found: Vec<usize> = named.map(|(i, _)| i).collect();
    if found.is_empty() {
        return Err(format!("there is no rack {path}"));
    }
    Ok(found)
}

/// Rows of the valves that `on` names, or of the valves of its racks.
fn valves(model: &Model, on: &Element) -> Result<Vec<u32>, String> {
    let names: Vec<String> = match on.family {
        "valve" => vec![on.path()],
        _ => racks(model, on)?
            .into_iter()
            .map(|u| format!("{}.valve", model.equipment.units[u].name))
            .collect(),
    };
    let row = |name: &String| {
        let link = model.hydraulics.find_link(name);
        link.map(|l| model.hydraulics.row[l.0 as usize])
            .ok_or_else(|| format!("there is no {name}"))
    };
    names.iter().map(row).collect()
}

/// Both ways of a three-way valve at `position`.
fn position_of(model: &Model, on: &Element, position: f64) -> Result<Vec<Edit>, String> {
    let ways = [("way", position), ("bypass", 1.0 - position)];
    let edit = |(way, opening): (&str, f64)| {
        let name = format!("{}.{way}", on.path());
        let link = model.hydraulics.find_link(&name);
        let row = link.map(|l| model.hydraulics.row[l.0 as usize]);
        let row = row.ok_or_else(|| format!("there is no {name}"))?;
        Ok(Edit::Opening(row, opening))
    };
    ways.into_iter().map(edit).collect()
}

/// Link of the pumps of a CDU, loop or booster.
fn pumps(model: &Model, on: &Element) -> Result<u32, String> {
    let (unit, e) = (unit(model, on)?, &model.equipment);
    Ok(match on.family {
        "cdu" => e.cdus.cdus[unit - e.cdus.first].pump_link,
        _ => e.loop_pumps.groups[unit - e.loop_pumps.first].link,
    })
}

/// Set points of a unit, or of all heat rejection of a loop.
fn supplies(model: &Model, on: &Element, t: f64) -> Result<Vec<Edit>, String> {
    let unit = unit(model, on)?;
    let e = &model.equipment;
    let cell = e.units[unit].cells.first();
    if let Some(&cell) = cell {
        let [low, high] = model.coolant.fluid_of_cell(cell as usize).range();
        if on.family != "fan_wall" && !(low..=high).contains(&t) {
            return Err(format!(
                "its coolant is described from {low} to {high} °C, not at {t} °C"
            ));
        }
    }
    if on.family != "loop" {
        return Ok(vec![Edit::Supply(unit, t)]);
    }
    let link = pumps(model, on)?;
    let of_loop = |u: &usize| {
        let rejects = matches!(e.units[*u].family, "dry_cooler" | "tower" | "chiller");
        let mut cells = e.units[*u].cells.iter();
        rejects && cells.any(|c| model.coolant.cells.link[*c as usize] == link)
    };
    let units = (0..e.units.len()).filter(of_loop);
    Ok(units.map(|u| Edit::Supply(u, t)).collect())
}

/// Racks are switched off and shut, units stand still.
fn out_of_service(model: &Model, on: &Element) -> Result<Vec<Edit>, String> {
    match on.family {
        "row" | "rack" => {
            let mut all = each(racks(model, on)?, Edit::Off);
            all.extend(each(valves(model, on)?, |row| Edit::Opening(row, 0.0)));
            Ok(all)
        }
        _ => Ok(vec![Edit::Off(unit(model, on)?)]),
    }
}
