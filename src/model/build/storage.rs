//! Stores of cold and substations of districts, on the way of a loop's return.

use super::plan::{Medium, Plan};
use super::profiles::{Place, Profiles};
use super::rejection::unit_of;
use crate::config::{self, Named};
use crate::fluids::Fluid;
use crate::model::equipment::charging::{Ports, Trim};
use crate::model::equipment::heat_reuse::Outlet;
use crate::model::equipment::stores::{Behind, Content, Maker, Pumps, Store};
use crate::physics::control::day_window::DayWindow;
use crate::physics::thermal::heat_reuse::{self, Substation};
use crate::physics::thermal::latent_store::LatentStore;
use crate::physics::thermal::tank::{self, Tank};

/// Coolant in the pipes that join a store to its loop \[m³\] (assumed: some metres of pipe).
const JOINT: f64 = 0.1;

fn window([from, until]: [f64; 2]) -> DayWindow {
    DayWindow { from, until }
}

/// Appends a substation to the plant's link of `on`.
pub fn draw_reuse(
    plan: &mut Plan,
    profiles: &mut Profiles,
    item: &Named<config::HeatReuse>,
    on: &Named<config::Loop>,
    medium: &Medium,
) {
    let name = format!("heat_reuse.{}", item.name);
    let unit = unit_of(plan, &name);
    let cell = plan.cell(unit, medium.density * *item.volume);
    let water = Fluid::water();
    let mean = 0.5 * (*item.district_supply + *item.district_return);
    let rating = heat_reuse::Rating {
        heat: *item.rated_heat,
        hot_in: *item.rated_hot_in,
        hot_flow: *item.hot_flow * medium.density,
        hot_cp: medium.fluid.specific_heat(*item.rated_hot_in),
        supply: *item.district_supply,
        back: *item.district_return,
        cp: water.specific_heat(mean),
    };
    let sized = Substation::rated(&rating);
    let Some(substation) = plan.accept("heat-reuse-rating", &name, sized, &item.at) else {
        return;
    };
    let place = Place::alone(&item.name, item.workload.as_ref());
    let most = item.demand.as_ref().map_or(*item.rated_heat, |d| **d);
    let demand = profiles.demand(plan, &place, most, 0.0);
    plan.equipment.heat_reuse.all.push(Outlet {
        substation,
        cell,
        demand,
        fluid: medium.fluid.clone(),
        supply: *on.supply,
    });
}

/// Appends a cell in which a tank meets the plant's link, before or behind its machines.
pub fn tank_port(plan: &mut Plan, item: &Named<config::Tank>, medium: &Medium) -> u32 {
    let unit = unit_of(plan, &format!("tank.{}", item.name));
    plan.cell(unit, JOINT * medium.density)
}

/// Appends a tank to the plant's link of `on`, where it gives cold.
pub fn draw_tank(
    plan: &mut Plan,
    item: &Named<config::Tank>,
    on: &Named<config::Loop>,
    medium: &Medium,
) {
    let name = format!("tank.{}", item.name);
    let unit = unit_of(plan, &name);
    let cell = plan.cell(unit, JOINT * medium.density);
    let rating = tank::Rating {
        volume: *item.volume,
        height: *item.height,
        layers: *item.layers as usize,
        density: medium.density,
        conductivity: medium.fluid.conductivity(medium.t),
        loss: *item.loss,
    };
    let sized = Tank::rated(&rating);
    let Some(tank) = plan.accept("tank-rating", &name, sized, &item.at) else {
        return;
    };
    let start = item.start.as_ref().map_or(*on.supply, |t| **t);
    let [low, high] = medium.fluid.range();
    if !(low..=high).contains(&start) {
        let text = format!("its coolant is described from {low} to {high} °C, not at {start} °C");
        let at = item.start.as_ref().map_or(&item.at, |t| &t.at);
        plan.refuse("fluid-range", &name, text, at);
        return;
    }
    let held = place(plan, tank.layers);
    plan.equipment.stores.all.push(Store {
        behind: behind(plan, Some(&item.name), on),
        content: content(tank, item, on, medium, cell),
        cell,
        link: plan.coolant.last_link(),
        held,
        start: medium.fluid.enthalpy(start),
        supply: *on.supply,
        charge: window(*item.charge),
        discharge: window(*item.discharge),
        reference: reference(medium),
        fluid: medium.fluid.clone(),
    });
}

/// A tank with its pumps, filled and emptied at `cell` until [`join_tank`] tells its ports.
fn content(
    tank: Tank,
    item: &config::Tank,
    on: &config::Loop,
    medium: &Medium,
    cell: u32,
) -> Content {
    let below = item.charge_below.as_ref();
    Content::Tank {
        tank,
        pumps: Pumps {
            most_flow: *item.flow * medium.density,
            power: *item.flow * *item.pump_head / *item.pump_efficiency,
        },
        trim: Trim {
            below: below.map_or(*on.supply + *item.band, |t| **t),
            band: *item.band,
        },
        ports: Ports {
            before: cell,
            behind: cell,
        },
    }
}

/// Tells a tank where its charge comes from and goes to.
pub fn join_tank(plan: &mut Plan, item: &Named<config::Tank>, [first, last]: [u32; 2]) {
    let unit = unit_of(plan, &format!("tank.{}", item.name));
    let stores = &mut plan.equipment.stores;
    if let Some(store) = stores.all.get_mut(unit - stores.first)
        && let Content::Tank { ports, .. } = &mut store.content
    {
        *ports = Ports {
            before: first,
            behind: last,
        };
    }
}

/// Appends a store of ice or snow to the plant's link of `on`.
pub fn draw_ice(
    plan: &mut Plan,
    item: &Named<config::IceStore>,
    on: &Named<config::Loop>,
    medium: &Medium,
) {
    let name = format!("ice_store.{}", item.name);
    let unit = unit_of(plan, &name);
    let cell = plan.cell(unit, JOINT * medium.density);
    let store = LatentStore {
        mass: *item.mass,
        melting: *item.melting,
        latent: *item.latent_heat,
        heat: [*item.solid_heat, *item.liquid_heat],
        ua: *item.ua,
        loss: *item.loss,
    };
    let Some(store) = plan.accept("store-rating", &name, store.checked(), &item.at) else {
        return;
    };
    let ratings = item.maker_capacity.as_ref().zip(item.maker_cop.as_ref());
    let maker = ratings.map(|(capacity, cop)| Maker {
        capacity: **capacity,
        cop: **cop,
        rated_air: *item.maker_air,
    });
    let held = place(plan, 1);
    plan.equipment.stores.all.push(Store {
        start: store.of_share(*item.solid),
        content: Content::Latent { store, maker },
        behind: behind(plan, Some(&item.name), on),
        cell,
        link: plan.coolant.last_link(),
        held,
        supply: *on.supply,
        charge: window(*item.charge),
        discharge: window(*item.discharge),
        reference: reference(medium),
        fluid: medium.fluid.clone(),
    });
}

/// What stands before the store `name` on its loop, or at its end.
pub fn behind(plan: &Plan, name: Option<&str>, on: &config::Loop) -> Behind {
    let c = plan.config;
    let before = on.rejection.iter();
    let before = before.take_while(|n| Some(n.as_str()) != name);
    let rank = |n: &config::At<String>| {
        if c.chiller.get(n).is_some() {
            Behind::Chillers
        } else if c.dry_cooler.get(n).is_some() || c.tower.get(n).is_some() {
            Behind::Air
        } else {
            Behind::Nothing
        }
    };
    before.map(rank).max().unwrap_or(Behind::Nothing)
}

/// Place of `count` numbers more among the state's stores.
fn place(plan: &Plan, count: usize) -> [usize; 2] {
    let last = plan.equipment.stores.all.last();
    [last.map_or(0, |s| s.held[0] + s.held[1]), count]
}

/// Temperature, enthalpy and specific heat about which a loop's tank is computed.
fn reference(medium: &Medium) -> [f64; 3] {
    let t = medium.t;
    [t, medium.fluid.enthalpy(t), medium.fluid.specific_heat(t)]
}
