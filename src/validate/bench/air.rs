//! `[bench.dry_air]`: dry air at given temperatures and pressures.
//!
//! Inputs: `temperature`, `pressure`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{fluids::air, units::Dimension};

/// Density, specific heat, viscosity and conductivity.
pub(super) fn run(_: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let t = inputs.column("temperature", Dimension::Temperature)?;
    let p = inputs.column("pressure", Dimension::Pressure)?;
    let [density, specific_heat, viscosity, conductivity] = map([&t, &p], |[t, p]| {
        [
            air::density(t, p),
            air::specific_heat(t, p),
            air::viscosity(t, p),
            air::conductivity(t, p),
        ]
    });
    Ok(vec![
        Answer::new("density", Dimension::Density, density),
        Answer::new("specific_heat", Dimension::SpecificHeat, specific_heat),
        Answer::new("viscosity", Dimension::Viscosity, viscosity),
        Answer::new("conductivity", Dimension::Conductivity, conductivity),
    ])
}
