//! W109: branches through which a loop cannot press the rated flow of what hangs on them.

use super::{fluid, warning};
use crate::config::demand::loop_demand;
use crate::config::{At, Config, Diagnostic, Loop, Named};
use crate::physics::hydraulic::pipe::Pipe;
use crate::units::Dimension;

/// Least share of its rated flow that a consumer is to reach.
const LEAST_SHARE: f64 = 0.7;
/// Fittings of a main and of a branch, each way, as they are drawn.
const FITTINGS: [f64; 2] = [4.0, 3.0];

/// What hangs on a branch of a loop: all equal machines together.
struct Consumer<'c> {
    path: String,
    /// Rated flow [m³/s].
    flow: f64,
    /// Loss of pressure at that flow [Pa].
    drop: f64,
    at: &'c At<f64>,
}

/// Condensers and fan walls on `l`.
fn consumers<'c>(config: &'c Config, l: &Named<Loop>) -> Vec<Consumer<'c>> {
    let condensers = config.chiller.iter().filter(|c| **c.condenser == l.name);
    let condensers = condensers.map(|c| Consumer {
        path: format!("the condenser of `chiller.{}`", c.name),
        flow: f64::from(*c.count) * c.rated_condenser_flow(),
        drop: *c.condenser_drop,
        at: c.condenser_flow.as_ref().unwrap_or(&c.evaporator_flow),
    });
    let on = |w: &&Named<crate::config::FanWall>| w.r#loop.as_ref().is_some_and(|n| **n == l.name);
    let walls = config.fan_wall.iter().filter(on).map(|w| Consumer {
        path: format!("`fan_wall.{}`", w.name),
        flow: f64::from(*w.count) * *w.rated_water_flow,
        drop: *w.water_drop,
        at: &w.rated_water_flow,
    });
    condensers.chain(walls).collect()
}

/// Loss of two equal pipes [Pa], there and back; endless where the figures make no pipe.
fn there_and_back(
    [length, diameter, roughness, fittings]: [f64; 4],
    flow: f64,
    [density, viscosity]: [f64; 2],
) -> f64 {
    Pipe::new(length, diameter, roughness, fittings).map_or(f64::INFINITY, |pipe| {
        2.0 * pipe.at(density, viscosity).loss(flow * density).drop
    })
}

/// Speaks where the pressure that a loop holds presses less than 70 % of its rated flow through a branch. Losses grow
/// with the square of the flow: share = √(held/lost at the rated flow).
pub(super) fn chokes(config: &Config, found: &mut Vec<Diagnostic>) {
    let demand = loop_demand(config);
    for l in &config.loops {
        let Some(coolant) = fluid(config, &l.fluid) else {
            continue;
        };
        let own = consumers(config, l);
        let state = [coolant.density(*l.supply), coolant.viscosity(*l.supply)];
        let known = demand.get(&l.name).map_or(0.0, |d| d.flow);
        let total = own.iter().map(|c| c.flow).sum::<f64>().max(known);
        let main = [*l.main_length, *l.main_diameter, *l.roughness, FITTINGS[0]];
        let mains = there_and_back(main, total, state);
        for consumer in own {
            let branch = [
                *l.branch_length,
                *l.branch_diameter,
                *l.roughness,
                FITTINGS[1],
            ];
            let lost = mains + there_and_back(branch, consumer.flow, state) + consumer.drop;
            let share = (*l.differential_pressure / lost).sqrt();
            if share < LEAST_SHARE {
                found.push(choked(l, &consumer, share));
            }
        }
    }
}

fn choked(l: &Named<Loop>, consumer: &Consumer, share: f64) -> Diagnostic {
    warning(
        "W109",
        format!(
            "{} gets {:.0} % of its rated flow from `loop.{}`",
            consumer.path,
            100.0 * share,
            l.name
        ),
    )
    .at(
        &l.branch_diameter.at,
        format!("{} for all of them", Dimension::Length.show(*l.branch_diameter)),
    )
    .at(&consumer.at.at, "rated flow of one")
    .reason(
        "the pressure that the loop holds is used up in mains and branch; a condenser that lacks water condenses hotter, a \
         coil leaves the air warmer",
    )
    .help("raise `branch_diameter`, `main_diameter` or `differential_pressure`")
}
