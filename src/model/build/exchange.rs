//! Exchangers between two loops, and loads known by heat and flow alone.

use super::loops::{self, Drawn};
use super::plan::{Medium, Plan};
use super::profiles::{Place, Profiles};
use crate::config::{self, At, Config, Diagnostic, Named, demand};
use crate::model::equipment::{Coldest, Exchanger, Load};
use crate::physics::hydraulic::flow_limiter::FlowLimiter;
use crate::physics::thermal::plate_hx::{PlateHx, Rating, RatingError};

/// Most flow that a load's regulating valve could pass, over its set flow: where its drop is stated.
const OPEN: f64 = 1.05;

/// Appends the hot side of an exchanger to the plant's link of the loop `on`.
pub fn draw_hot_side(
    plan: &mut Plan,
    item: &Named<config::Exchanger>,
    on: &Named<config::Loop>,
    medium: &Medium,
) {
    let name = format!("exchanger.{}", item.name);
    if item.to.value == on.name {
        let text = format!(
            "{name} gives the heat of loop.{} to that loop itself",
            on.name
        );
        let fault = Diagnostic::error("rejection", text).at(&item.to.at, "the loop it cools");
        plan.faults
            .push(fault.help("name the loop that takes the heat"));
        return;
    }
    let unit = super::rejection::unit_of(plan, &name);
    let hot = plan.cell(unit, medium.density * *item.volume);
    plan.equipment.exchangers.all.push(Exchanger {
        // Sized when the coolant of the other side is known.
        exchanger: PlateHx {
            ua: 0.0,
            flow: [1.0; 2],
            hot_share: 0.5,
            exponent: 0.0,
        },
        cell: [hot, hot],
        valve: 0,
        most_flow: 0.0,
        supply: item.supply.as_ref().map_or(*on.supply, |s| **s),
        coldest: coldest(plan.config, &item.to),
        changeover: *item.changeover,
        fluid: medium.fluid.clone(),
    });
}

/// What tells how cold the loop `to` can come to be: what of its heat rejection meets the air, unless other heat than that
/// of exchangers comes to it.
fn coldest(config: &Config, to: &str) -> Coldest {
    let racks = demand::racks(config);
    let heated = config
        .chiller
        .iter()
        .map(|c| Some(&c.condenser))
        .chain(config.cdu.iter().map(|c| c.primary.as_ref()))
        .chain(config.fan_wall.iter().map(|w| w.r#loop.as_ref()))
        .chain(config.load.iter().map(|l| Some(&l.r#loop)))
        .chain(racks.iter().map(|r| r.direct))
        .flatten()
        .any(|name| **name == to);
    let Some(on) = config.loops.get(to).filter(|_| !heated) else {
        return Coldest::Itself;
    };
    // Pads of dry coolers run on hot days only, when none of this matters.
    if on.rejection.iter().any(|n| config.tower.get(n).is_some()) {
        Coldest::WetBulb
    } else if on
        .rejection
        .iter()
        .any(|n| config.dry_cooler.get(n).is_some())
    {
        Coldest::DryBulb
    } else {
        Coldest::Itself
    }
}

/// Hangs the cold sides of all exchangers on the loops that take their heat, and sizes them.
pub fn draw_cold_sides(plan: &mut Plan, loops: &[(String, Drawn)]) {
    let config = plan.config;
    for on in &config.loops {
        for name in on.rejection.iter() {
            let Some(item) = config.exchanger.get(name) else {
                continue;
            };
            let find = |name: &str| loops.iter().find(|(n, _)| n == name).map(|(_, d)| d);
            if let (Some(hot), Some(cold)) = (find(&on.name), find(&item.to)) {
                draw_cold_side(plan, item, hot, cold);
            }
        }
    }
}

fn draw_cold_side(plan: &mut Plan, item: &Named<config::Exchanger>, hot: &Drawn, cold: &Drawn) {
    let name = format!("exchanger.{}", item.name);
    let unit = super::rejection::unit_of(plan, &name);
    let index = unit - plan.equipment.exchangers.first;
    let sized = plan.accept(
        "exchanger-rating",
        &name,
        size(item, &hot.medium, &cold.medium),
        &item.at,
    );
    let [inlet, outlet] = loops::branch(plan, cold, &name);
    let most_flow = *item.cold_flow * cold.medium.density;
    let valve = FlowLimiter::rated(most_flow, *item.cold_drop, cold.medium.density);
    let link_name = format!("{name}.valve");
    let link = plan
        .net
        .flow_limiter(link_name.clone(), inlet, outlet, valve, most_flow);
    plan.began(link, &link_name, inlet, outlet);
    let cell = plan.cell(unit, cold.medium.density * *item.volume);
    if let (Some(x), Some(sized)) = (plan.equipment.exchangers.all.get_mut(index), sized) {
        x.exchanger = sized;
        x.cell[1] = cell;
        x.valve = link.0 as usize;
        x.most_flow = most_flow;
    }
}

/// By its conductance, else by its duty.
fn size(item: &config::Exchanger, hot: &Medium, cold: &Medium) -> Result<PlateHx, RatingError> {
    if let Some(ua) = &item.ua {
        return PlateHx::constant(**ua);
    }
    let of = |figure: &Option<At<f64>>| figure.as_ref().map_or(f64::NAN, |v| **v);
    let (heat, supply, inlet) = (
        of(&item.rated_heat),
        of(&item.rated_hot_out),
        of(&item.rated_cold_in),
    );
    let flow = [*item.hot_flow * hot.density, *item.cold_flow * cold.density];
    let rise = |flow: f64, medium: &Medium, t: f64| heat / (flow * medium.fluid.specific_heat(t));
    PlateHx::rated(&Rating {
        heat,
        hot: [supply + rise(flow[0], hot, supply), supply],
        cold: [inlet, inlet + rise(flow[1], cold, inlet)],
        flow,
    })
}

/// Draws all loads on their loops.
pub fn draw_loads(plan: &mut Plan, profiles: &mut Profiles, loops: &[(String, Drawn)]) {
    let config = plan.config;
    for item in &config.load {
        let Some((_, on)) = loops.iter().find(|(name, _)| *name == **item.r#loop) else {
            continue;
        };
        let name = format!("load.{}", item.name);
        let unit = super::rejection::unit_of(plan, &name);
        let [inlet, outlet] = loops::branch(plan, on, &name);
        let flow = *item.flow * on.medium.density;
        let valve = FlowLimiter::rated(OPEN * flow, *item.drop, on.medium.density);
        let link = plan
            .net
            .flow_limiter(name.clone(), inlet, outlet, valve, flow);
        plan.began(link, &name, inlet, outlet);
        let cell = plan.cell(unit, on.medium.density * *item.volume);
        let place = Place::alone(&item.name, item.workload.as_ref());
        let demand = profiles.demand(plan, &place, *item.heat, 0.0);
        plan.equipment.loads.loads.push(Load {
            cell,
            demand,
            is_it: *item.meter == config::Meter::It,
        });
    }
}
