//! What the racks ask of coolant and power at full load: sums over the figures as written, for
//! rules and first sizings. Flows are in proportion to power.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::tables::{Cdu, Config, Rack, Row, SingleRack};
use super::value::{At, Named};

/// Racks that hang together, in one form for rows and single racks.
pub struct Racks<'a> {
    /// Table, such as `row.a`.
    pub path: String,
    /// How many.
    pub count: f64,
    /// What they are.
    pub rack: &'a Rack,
    /// Power of each at full load \[W\].
    pub power: f64,
    /// CDUs that serve them.
    pub cdus: &'a [At<String>],
    /// Loop that goes through them.
    pub direct: Option<&'a At<String>>,
    /// What feeds them.
    pub fed_by: Option<&'a At<String>>,
    /// What they do.
    pub workload: Option<&'a At<String>>,
    /// The row, where they are one.
    pub row: Option<&'a Named<Row>>,
    /// Heat that rear doors may take at their rating \[W\].
    pub door_heat: f64,
}

impl Racks<'_> {
    /// Heat to the coolant at full load \[W\].
    pub fn liquid_heat(&self) -> f64 {
        self.count * self.power * *self.rack.liquid_fraction
    }

    /// Heat to the air at full load \[W\].
    pub fn air_heat(&self) -> f64 {
        self.count * self.power * (1.0 - *self.rack.liquid_fraction)
    }

    /// Coolant flow at full load, in proportion to power \[m³/s\].
    pub fn flow(&self) -> f64 {
        self.count * *self.rack.rated_flow * self.power / *self.rack.rated_power
    }
}

fn of_row(row: &Named<Row>) -> Racks<'_> {
    let count = f64::from(*row.racks);
    let door = row.rear_door.as_ref().map_or(0.0, |d| *d.rated_heat);
    Racks {
        path: format!("row.{}", row.name),
        count,
        rack: &row.rack,
        power: **row.power.as_ref().unwrap_or(&row.rack.rated_power),
        cdus: row.cdu.as_deref().unwrap_or(&[]),
        direct: row.r#loop.as_ref(),
        fed_by: row.fed_by.as_ref(),
        workload: row.workload.as_ref(),
        row: Some(row),
        door_heat: count * door,
    }
}

fn of_rack(rack: &Named<SingleRack>) -> Racks<'_> {
    Racks {
        path: format!("rack.{}", rack.name),
        count: 1.0,
        rack: &rack.rack,
        power: **rack.power.as_ref().unwrap_or(&rack.rack.rated_power),
        cdus: rack.cdu.as_deref().unwrap_or(&[]),
        direct: rack.r#loop.as_ref(),
        fed_by: rack.fed_by.as_ref(),
        workload: rack.workload.as_ref(),
        row: None,
        door_heat: rack.rear_door.as_ref().map_or(0.0, |d| *d.rated_heat),
    }
}

/// All racks of the hall.
pub fn racks(config: &Config) -> Vec<Racks<'_>> {
    let rows = config.row.iter().map(of_row);
    rows.chain(config.rack.iter().map(of_rack)).collect()
}

/// CDUs that share racks, with what the racks ask of them together.
pub struct Group<'a> {
    /// The CDUs.
    pub cdus: Vec<&'a Named<Cdu>>,
    /// Heat at full load, rear doors included \[W\].
    pub heat: f64,
    /// Coolant flow at full load \[m³/s\].
    pub flow: f64,
    /// Tables of the racks.
    pub racks: Vec<String>,
}

/// Groups of CDUs that no rack connects with each other.
pub fn groups(config: &Config) -> Vec<Group<'_>> {
    struct Draft {
        names: BTreeSet<String>,
        heat: f64,
        flow: f64,
        racks: Vec<String>,
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for racks in racks(config).iter().filter(|r| !r.cdus.is_empty()) {
        let mut mine = Draft {
            names: racks.cdus.iter().map(|c| c.value.clone()).collect(),
            heat: racks.liquid_heat() + racks.door_heat.min(racks.air_heat()),
            flow: racks.flow(),
            racks: vec![racks.path.clone()],
        };
        let (joined, apart): (Vec<_>, Vec<_>) = drafts
            .into_iter()
            .partition(|d| !d.names.is_disjoint(&mine.names));
        for other in joined {
            mine.names.extend(other.names);
            mine.heat += other.heat;
            mine.flow += other.flow;
            mine.racks.extend(other.racks);
        }
        drafts = apart;
        drafts.push(mine);
    }
    let resolve = |draft: Draft| Group {
        cdus: draft
            .names
            .iter()
            .filter_map(|n| config.cdu.get(n))
            .collect(),
        heat: draft.heat,
        flow: draft.flow,
        racks: draft.racks,
    };
    drafts.into_iter().map(resolve).collect()
}

/// What a loop is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct LoopDemand {
    /// Heat at full load \[W\].
    pub heat: f64,
    /// Flow at full load \[m³/s\].
    pub flow: f64,
}

/// Heat that racks leave in the hall's air after their rear doors \[W\].
pub fn left_in_air(config: &Config) -> f64 {
    racks(config)
        .iter()
        .map(|r| (r.air_heat() - r.door_heat).max(0.0))
        .sum()
}

/// What each loop is asked for at full load by racks, CDUs, loads and fan walls.
pub fn loop_demand(config: &Config) -> IndexMap<String, LoopDemand> {
    let mut demand: IndexMap<String, LoopDemand> = IndexMap::new();
    let mut add = |name: &str, heat: f64, flow: f64| {
        let one = demand.entry(name.to_owned()).or_default();
        one.heat += heat;
        one.flow += flow;
    };
    for group in groups(config) {
        let rated: f64 = group.cdus.iter().map(|c| *c.rated_heat).sum();
        let load = group.heat / rated;
        for cdu in &group.cdus {
            if let Some(primary) = &cdu.primary {
                add(
                    primary,
                    load * *cdu.rated_heat,
                    load * *cdu.rated_primary_flow,
                );
            }
        }
    }
    for racks in racks(config) {
        let row = racks.row.map(|r| &r.value);
        let in_rack = row.and_then(|r| r.in_rack_primary.as_ref().zip(r.in_rack_cdu.as_ref()));
        if let Some((primary, cdu)) = in_rack {
            let heat = racks.liquid_heat();
            add(
                primary,
                heat,
                heat / *cdu.rated_heat * *cdu.rated_primary_flow,
            );
        }
        if let Some(direct) = racks.direct {
            add(direct, racks.liquid_heat(), racks.flow());
        }
    }
    for load in &config.load {
        add(&load.r#loop, *load.heat, *load.flow);
    }
    let walls = || {
        config
            .fan_wall
            .iter()
            .map(|w| (w, f64::from(*w.count) * *w.rated_heat))
    };
    let load = left_in_air(config) / walls().map(|(_, rated)| rated).sum::<f64>();
    for (wall, rated) in walls() {
        if let Some(name) = &wall.r#loop {
            let flow = f64::from(*wall.count) * *wall.rated_water_flow;
            add(name, load * rated, load * flow);
        }
    }
    demand
}
