//! Numbers all units family by family and feeds them.

use super::air;
use super::plan::Plan;
use super::power::{self, Feeders};
use super::racks::RowPlan;
use crate::config::{At, Diagnostic};
use crate::model::electrical::Meter;
use std::collections::HashMap;

/// Unit of the treatment of make-up air.
pub const MAKEUP_AIR: &str = "makeup-air";

/// Units by name, and the rows whose racks they are.
pub struct Numbered<'c> {
    of: HashMap<String, usize>,
    /// Rows and single racks.
    pub rows: Vec<RowPlan<'c>>,
}

impl Numbered<'_> {
    /// Unit called `name`.
    pub fn of(&self, name: &str) -> usize {
        self.of
            .get(name)
            .copied()
            .expect("every table was numbered")
    }
}

/// Numbers the units of all tables.
pub fn number<'c>(plan: &mut Plan<'c>) -> Numbered<'c> {
    let config = plan.config;
    let rows = config.row.iter().map(RowPlan::of_row);
    let mut rows: Vec<RowPlan> = rows
        .chain(config.rack.iter().map(RowPlan::of_single))
        .collect();
    plan.equipment.racks.first = plan.equipment.units.len();
    for slot in rows.iter_mut().flat_map(|r| &mut r.slots) {
        slot.unit = plan.unit(slot.name.clone(), "rack");
    }
    plan.equipment.rear_doors.first = plan.equipment.units.len();
    for slot in rows.iter_mut().flat_map(|r| &mut r.slots) {
        if slot.rear_door.is_some() {
            slot.door = Some(plan.unit(format!("{}.rear-door", slot.name), "rear_door"));
        }
    }
    plan.equipment.cdus.first = plan.equipment.units.len();
    for row in &config.row {
        if row.in_rack_cdu.is_some() {
            for i in 1..=*row.racks {
                plan.unit(format!("cdu.{}.{i}", row.name), "cdu");
            }
        }
    }
    let mut family = |family: &'static str, names: Vec<String>| {
        let first = plan.equipment.units.len();
        for name in names {
            plan.unit(format!("{family}.{name}"), family);
        }
        first
    };
    family("cdu", config.cdu.iter().map(|c| c.name.clone()).collect());
    let loads = family("load", config.load.iter().map(|c| c.name.clone()).collect());
    let walls = family(
        "fan_wall",
        config.fan_wall.iter().map(|c| c.name.clone()).collect(),
    );
    let rejecting = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
        let all = config.loops.iter().flat_map(|l| l.rejection.iter());
        all.filter(|n| wanted(n)).map(|n| n.value.clone()).collect()
    };
    let dry = family(
        "dry_cooler",
        rejecting(&|n| config.dry_cooler.get(n).is_some()),
    );
    let towers = family("tower", rejecting(&|n| config.tower.get(n).is_some()));
    let chillers = family("chiller", rejecting(&|n| config.chiller.get(n).is_some()));
    let exchangers = family(
        "exchanger",
        rejecting(&|n| config.exchanger.get(n).is_some()),
    );
    let reused = family(
        "heat_reuse",
        rejecting(&|n| config.heat_reuse.get(n).is_some()),
    );
    // Tanks and ice of a loop stand side by side in one bank, in the order of the file.
    let stored = plan.equipment.units.len();
    for name in config.loops.iter().flat_map(|l| l.rejection.iter()) {
        if config.tank.get(name).is_some() {
            plan.unit(format!("tank.{}", name.value), "tank");
        } else if config.ice_store.get(name).is_some() {
            plan.unit(format!("ice_store.{}", name.value), "ice_store");
        }
    }
    let mut family = |family: &'static str, names: Vec<String>| {
        let first = plan.equipment.units.len();
        for name in names {
            plan.unit(format!("{family}.{name}"), family);
        }
        first
    };
    let pumps = family(
        "loop",
        config.loops.iter().map(|l| l.name.clone()).collect(),
    );
    // Behind the pumps of the loops: one bank.
    family(
        "booster",
        config.booster.iter().map(|b| b.name.clone()).collect(),
    );
    plan.unit("house", "house");
    plan.unit("electrical-rooms", "room");
    if air::treats_makeup(&config.hall) {
        plan.unit(MAKEUP_AIR, "makeup_air");
    }
    plan.equipment.fan_walls.first = walls;
    plan.equipment.dry_coolers.first = dry;
    plan.equipment.towers.first = towers;
    plan.equipment.chillers.first = chillers;
    plan.equipment.loop_pumps.first = pumps;
    plan.equipment.loads.first = loads;
    plan.equipment.exchangers.first = exchangers;
    plan.equipment.heat_reuse.first = reused;
    plan.equipment.stores.first = stored;
    let mut of = HashMap::new();
    for (i, unit) in plan.equipment.units.iter().enumerate() {
        if of.insert(unit.name.clone(), i).is_some() {
            let text = format!("{} rejects the heat of two loops", unit.name);
            plan.faults
                .push(Diagnostic::error("rejection", text).help("give each loop its own"));
        }
    }
    Numbered { of, rows }
}

/// Feeds every unit from the place that the file names.
pub fn feed<'c>(plan: &mut Plan<'c>, numbered: &Numbered<'c>, feeders: &mut Feeders) {
    let config = plan.config;
    for row in &numbered.rows {
        let fed_by = fed_by_of(config, &row.name);
        for slot in &row.slots {
            feeders.rack(plan, slot, fed_by);
            if let Some(door) = slot.door {
                feeders.load(
                    door,
                    &format!("{}.rear-door", slot.name),
                    fed_by,
                    Meter::Cooling,
                );
            }
        }
    }
    let mut feed = |name: String, fed_by: Option<&At<String>>, meter: Meter| {
        if let Some(unit) = numbered.of.get(&name) {
            feeders.load(*unit, &name, fed_by, meter);
        }
    };
    for row in config.row.iter().filter(|r| r.in_rack_cdu.is_some()) {
        for i in 1..=*row.racks {
            feed(
                format!("cdu.{}.{i}", row.name),
                row.fed_by.as_ref(),
                Meter::Cooling,
            );
        }
    }
    for item in &config.cdu {
        feed(
            format!("cdu.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    for item in &config.fan_wall {
        feed(
            format!("fan_wall.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    for item in &config.dry_cooler {
        feed(
            format!("dry_cooler.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    for item in &config.tower {
        feed(
            format!("tower.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    for item in &config.chiller {
        feed(
            format!("chiller.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    for item in &config.tank {
        feed(
            format!("tank.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    for item in &config.ice_store {
        feed(
            format!("ice_store.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    for item in &config.load {
        feed(
            format!("load.{}", item.name),
            item.fed_by.as_ref(),
            power::meter(*item.meter),
        );
    }
    for item in &config.loops {
        feed(
            format!("loop.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    for item in &config.booster {
        feed(
            format!("booster.{}", item.name),
            item.fed_by.as_ref(),
            Meter::Cooling,
        );
    }
    feed("house".into(), None, Meter::House);
    feed("electrical-rooms".into(), None, Meter::Cooling);
    let makeup = config.hall.makeup_fed_by.as_ref();
    feed(MAKEUP_AIR.into(), makeup, Meter::Cooling);
}

fn fed_by_of<'c>(config: &'c crate::config::Config, name: &str) -> Option<&'c At<String>> {
    match name.split_once('.') {
        Some(("row", row)) => config.row.get(row)?.fed_by.as_ref(),
        Some((_, rack)) => config.rack.get(rack)?.fed_by.as_ref(),
        None => None,
    }
}
