//! `[bench.heat_reuse]`: a substation that hands heat to a district.
//!
//! Parameters: the rating `rated_heat`, `rated_hot_in`, `hot_flow` [kg/s], `district_supply`, `district_return`; `specific_heat` of both
//! sides. Inputs: `inlet`, temperature of the hot side; `flow_ratio`, hot flow over that at the rating; `demand`. Results: `heat`,
//! `hot_outlet`, `district_flow`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::thermal::heat_reuse::{Inlet, Rating, Substation},
    units::Dimension,
};

/// Heat handed over.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let t = |key| fields.quantity(key, Dimension::Temperature);
    let cp = fields.quantity("specific_heat", Dimension::SpecificHeat)?;
    let rated = fields.quantity("hot_flow", Dimension::MassFlow)?;
    let rating = Rating {
        heat: fields.quantity("rated_heat", Dimension::Power)?,
        hot_in: t("rated_hot_in")?,
        hot_flow: rated,
        hot_cp: cp,
        supply: t("district_supply")?,
        back: t("district_return")?,
        cp,
    };
    let station = Substation::rated(&rating).map_err(|error| fields.fault(error))?;
    let inlet = inputs.column("inlet", Dimension::Temperature)?;
    let ratio = inputs.column("flow_ratio", Dimension::Ratio)?;
    let demand = inputs.column("demand", Dimension::Power)?;
    let [heat, outlet, flow] = map([&inlet, &ratio, &demand], |[t, ratio, demand]| {
        let hot = Inlet {
            t,
            flow: ratio * rated,
            cp,
        };
        let got = station.transfer(&hot, demand, f64::INFINITY);
        let out = t - got.heat / (hot.flow * cp);
        [got.heat, out, got.flow]
    });
    Ok(vec![
        Answer::new("heat", Dimension::Power, heat),
        Answer::new("hot_outlet", Dimension::Temperature, outlet),
        Answer::new("district_flow", Dimension::MassFlow, flow),
    ])
}
