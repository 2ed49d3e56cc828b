//! From what the user wrote to a model: every table becomes columns, every fault a diagnostic.
//!
//! Order of drawing: loops with their heat rejection, rows with their CDUs between the loops, fan walls,
//! drawn pipes, then the power tree. Units are numbered beforehand, family by family, so that the
//! banks of [`Equipment`](super::equipment::Equipment) find theirs side by side.

mod air;
mod banks;
mod boosters;
mod cdus;
mod chiller_law;
mod drawn;
mod events;
mod exchange;
mod loops;
mod places;
mod plan;
mod power;
mod profiles;
mod racks;
mod reach;
mod regulating;
mod rejection;
mod rows;
mod steel;
mod storage;
mod trace;
mod units;

use super::Model;
use crate::climate::Climate;
use crate::config::{Config, Diagnostic, Diagnostics, Origin};
use crate::model::equipment::Services;
use crate::model::hydraulic::Hydraulics;
pub use places::place;
use plan::Plan;
use power::Feeders;
use profiles::Profiles;

/// What a model is asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// First moment after new year \[s\].
    pub start: f64,
    /// Length \[s\].
    pub duration: f64,
    /// Length of each of its steps \[s\], where they are those of a year and nothing shorter is asked about.
    pub step: Option<f64>,
}

impl Period {
    /// The run of a configuration.
    pub fn run(config: &Config) -> Self {
        Self {
            start: config.run.start.seconds(),
            duration: *config.run.duration,
            step: None,
        }
    }

    /// The year of its climate.
    pub fn year(config: &Config) -> Self {
        Self {
            start: 0.0,
            duration: 8_760.0 * 3_600.0,
            step: Some(*config.run.year_step),
        }
    }

    /// Whether it is a year.
    fn of_year(self) -> bool {
        self.step.is_some()
    }
}

/// Resolves a configuration in its climate, to be asked about its run.
///
/// # Errors
/// As [`build_for`].
pub fn build(config: &Config, climate: Climate) -> Result<Model, Diagnostics> {
    build_for(config, climate, Period::run(config))
}

/// Resolves a configuration in its climate, to be asked about `period`.
///
/// # Errors
/// All faults that need physics to be seen, each at its place in the file.
pub fn build_for(config: &Config, climate: Climate, period: Period) -> Result<Model, Diagnostics> {
    let mut plan = Plan::new(config, period);
    let mut profiles = Profiles::default();
    let mut numbered = units::number(&mut plan);
    let loops: Vec<(String, loops::Drawn)> = config
        .loops
        .iter()
        .map(|item| {
            let unit = numbered.of(&format!("loop.{}", item.name));
            let drawn = loops::draw(&mut plan, &mut profiles, item, unit);
            (item.name.clone(), drawn)
        })
        .collect();
    rejection::draw_condensers(&mut plan, &loops);
    exchange::draw_cold_sides(&mut plan, &loops);
    let demands = rows::draw(&mut plan, &mut numbered, &mut profiles, &loops);
    for item in &config.fan_wall {
        let Some((_, on)) = item
            .r#loop
            .as_ref()
            .and_then(|l| loops.iter().find(|(n, _)| *n == ***l))
        else {
            let text = format!("fan wall {} hangs on no loop", item.name);
            plan.faults
                .push(Diagnostic::error("fan-wall", text).at(&item.at, "add `loop = \"…\"`"));
            continue;
        };
        air::draw_fan_wall(
            &mut plan,
            item,
            numbered.of(&format!("fan_wall.{}", item.name)),
            on,
        );
    }
    drawn::draw_links(&mut plan);
    regulating::draw(&mut plan);
    boosters::draw(&mut plan, &numbered);
    plan.equipment.racks.demand = demands;
    exchange::draw_loads(&mut plan, &mut profiles, &loops);
    plan.equipment.services = Services {
        house: numbered.of("house"),
        rooms: numbered.of("electrical-rooms"),
        house_share: *config.hall.house_load,
        cop: *config.hall.electrical_room_cop,
    };
    if air::treats_makeup(&config.hall) {
        air::draw_makeup(&mut plan, numbered.of(units::MAKEUP_AIR));
    }
    let mut feeders = Feeders::draw(&mut plan);
    units::feed(&mut plan, &numbered, &mut feeders);
    let (power, busways) = feeders.build(&mut plan).unzip();
    let vessels = plan.anchor();
    regulating::one_pressure_each(&mut plan, &vessels);
    let hydraulics = hydraulics(&mut plan);
    let (Some(power), Some(busways), Some(hydraulics)) = (power, busways, hydraulics) else {
        return Err(plan.faults);
    };
    if plan.faults.has_errors() {
        return Err(plan.faults);
    }
    let mut model = finish(&mut plan, profiles, climate, hydraulics, (power, busways));
    model.rest_unused_cdus();
    model.schedule = events::resolve(&mut plan, &model);
    reach::check(plan.config, &model, &mut plan.faults);
    if plan.faults.has_errors() {
        return Err(plan.faults);
    }
    model.warnings = plan.faults;
    Ok(model)
}

/// Problems of the trace in the file at `path`, which is named at `named`, as far as they show without knowing its
/// columns.
pub fn trace_problems(path: &std::path::Path, named: &Origin) -> Vec<Diagnostic> {
    trace::Table::read(path, named).err().unwrap_or_default()
}

/// The network with the properties of each link's coolant; actuators learn their rows.
fn hydraulics(plan: &mut Plan) -> Option<Hydraulics> {
    let empty = crate::model::hydraulic::HydraulicsBuilder::new(1_000.0, 1e-3);
    match std::mem::replace(&mut plan.net, empty).build() {
        Ok(mut net) => {
            for (link, [density, viscosity]) in plan.link_state.iter().enumerate() {
                net.density[link] = *density;
                net.viscosity[link] = *viscosity;
            }
            let e = &mut plan.equipment;
            for cdu in &mut e.cdus.cdus {
                cdu.valve = net.row[cdu.valve] as usize;
            }
            for x in &mut e.exchangers.all {
                x.valve = net.row[x.valve] as usize;
            }
            for group in &mut e.fan_walls.groups {
                group.valve = net.row[group.valve] as usize;
            }
            for (row, _) in e
                .chillers
                .groups
                .iter_mut()
                .filter_map(|g| g.condenser_valve.as_mut())
            {
                *row = net.row[*row] as usize;
            }
            Some(net)
        }
        Err(faults) => {
            for fault in faults {
                let at = fault.element().and_then(|e| place(plan.config, e));
                let at = at.unwrap_or_default();
                plan.refuse("hydraulics", "coolant network", fault, &at);
            }
            None
        }
    }
}

fn finish(
    plan: &mut Plan,
    profiles: Profiles,
    climate: Climate,
    hydraulics: Hydraulics,
    (power, busways): (super::electrical::PowerTree, super::busways::Busways),
) -> Model {
    let hall = &plan.config.hall;
    let rotation = crate::model::rotation::rotations(plan.config, &plan.equipment, &hydraulics);
    Model {
        rotation,
        name: hall.name.value.clone(),
        hall: super::Hall {
            volume: *hall.air_volume,
            supply: *hall.air_supply,
            infiltration: *hall.infiltration,
            makeup: *hall.makeup_air,
            air_limit: air::rack_limit(plan.config),
            rack_air_rise: air::rack_rise(plan.config),
        },
        climate,
        profiles: profiles.all,
        traces: profiles.spans,
        warnings: Diagnostics::default(),
        suction: crate::model::suction::asked(plan.config, &hydraulics),
        hydraulics,
        coolant: std::mem::take(&mut plan.coolant).build(),
        power,
        busways,
        equipment: std::mem::take(&mut plan.equipment),
        link_names: std::mem::take(&mut plan.link_names),
        node_names: std::mem::take(&mut plan.node_names),
        start_t: plan.media.iter().map(|m| m.t).collect(),
        schedule: Vec::new(),
    }
}
