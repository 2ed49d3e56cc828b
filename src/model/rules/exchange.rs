//! W108: exchangers of CDUs against those that are sold.

use super::{fluid, warning};
use crate::config::{Cdu, Config, Diagnostic};
use crate::physics::thermal::cdu_datasheet::{Datasheet, PER_HEAT, is_usual};
use crate::physics::thermal::plate_hx::PlateHx;

/// Conductance [W/K] that a CDU's rating asks for with `primary` as facility coolant; none where it makes no duty.
fn conductance(config: &Config, cdu: &Cdu, primary: &str) -> Option<f64> {
    let sides = [
        (fluid(config, &cdu.fluid)?, *cdu.rated_secondary_supply),
        (fluid(config, primary)?, *cdu.rated_primary_inlet),
    ];
    let flows = [*cdu.rated_secondary_flow, *cdu.rated_primary_flow];
    let mass = |side: usize| flows[side] * sides[side].0.density(sides[side].1);
    let duty = Datasheet {
        heat: Some(*cdu.rated_heat),
        hot: [None, Some(sides[0].1)],
        cold: [Some(sides[1].1), None],
        flow: [Some(mass(0)), Some(mass(1))],
        cp: [0, 1].map(|side| sides[side].0.specific_heat(sides[side].1)),
        ..Datasheet::default()
    };
    Some(PlateHx::rated(&duty.complete().ok()?).ok()?.ua)
}

pub(super) fn unusual(config: &Config, found: &mut Vec<Diagnostic>) {
    for cdu in &config.cdu {
        let on = cdu.primary.as_ref().and_then(|name| config.loops.get(name));
        let primary = on.map_or("water", |l| l.fluid.as_str());
        let Some(ua) = conductance(config, cdu, primary) else {
            continue;
        };
        if !is_usual(ua, *cdu.rated_heat) {
            found.push(
                warning(
                    "W108",
                    format!(
                        "the exchanger of `cdu.{}` has {:.0} W/K for each kilowatt; those that are sold have {:.0} to {:.0}",
                        cdu.name,
                        1e3 * ua / *cdu.rated_heat,
                        1e3 * PER_HEAT[0],
                        1e3 * PER_HEAT[1]
                    ),
                )
                .at(&cdu.rated_heat.at, "heat, flows and approach make it so")
                .reason("a figure may belong to another rating point, or to another coolant")
                .help("compare heat, flows and approach with the maker's sheet"),
            );
        }
    }
}
