//! `[bench.moist_air]`: moist air at given temperature, relative humidity and pressure.
//!
//! Inputs: `temperature`, `relative_humidity`, `pressure`. The results past `humidity_ratio` start
//! from our own humidity ratio, so errors add up as they would in a run.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{fluids::moist_air, units::Dimension};

/// Humidity ratio, density, transport properties, wet bulb, dew point.
pub(super) fn run(_: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let t = inputs.column("temperature", Dimension::Temperature)?;
    let rh = inputs.column("relative_humidity", Dimension::Ratio)?;
    let p = inputs.column("pressure", Dimension::Pressure)?;
    let [w, density, cp, viscosity, conductivity, wet_bulb, dew_point] =
        map([&t, &rh, &p], |[t, rh, p]| {
            let w = moist_air::humidity_ratio(t, rh, p);
            [
                w,
                moist_air::density(t, w, p),
                moist_air::specific_heat(t, w, p),
                moist_air::viscosity(t, w, p),
                moist_air::conductivity(t, w, p),
                moist_air::wet_bulb(t, w, p),
                moist_air::dew_point(w, p),
            ]
        });
    Ok(vec![
        Answer::new("humidity_ratio", Dimension::Ratio, w),
        Answer::new("density", Dimension::Density, density),
        Answer::new("specific_heat", Dimension::SpecificHeat, cp),
        Answer::new("viscosity", Dimension::Viscosity, viscosity),
        Answer::new("conductivity", Dimension::Conductivity, conductivity),
        Answer::new("wet_bulb", Dimension::Temperature, wet_bulb),
        Answer::new("dew_point", Dimension::Temperature, dew_point),
    ])
}
