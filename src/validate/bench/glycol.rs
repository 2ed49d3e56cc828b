//! `[bench.glycol]`: aqueous glycol of given mass fractions at given temperatures.
//!
//! Parameter: `substance`, `propylene` or `ethylene`. Inputs: `mass_fraction`, `temperature`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    fluids::{Fluid, Fraction},
    units::Dimension,
};

/// Density, specific heat, viscosity, conductivity and freezing point.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let make = match fields.text("substance")? {
        "propylene" => Fluid::propylene_glycol,
        "ethylene" => Fluid::ethylene_glycol,
        _ => {
            let message = "`substance` is `propylene` or `ethylene`";
            return Err(fields.fault_at("substance", message).into());
        }
    };
    let x = inputs.column("mass_fraction", Dimension::Ratio)?;
    let t = inputs.column("temperature", Dimension::Temperature)?;
    let mut columns = [const { Vec::new() }; 5];
    for (x, t) in x.into_iter().zip(t) {
        let fluid = make(Fraction::Mass(x)).map_err(|error| fields.fault(error))?;
        let values = [
            fluid.density(t),
            fluid.specific_heat(t),
            fluid.viscosity(t),
            fluid.conductivity(t),
            fluid.freezing_point(),
        ];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    }
    let [density, specific_heat, viscosity, conductivity, freezing] = columns;
    Ok(vec![
        Answer::new("density", Dimension::Density, density),
        Answer::new("specific_heat", Dimension::SpecificHeat, specific_heat),
        Answer::new("viscosity", Dimension::Viscosity, viscosity),
        Answer::new("conductivity", Dimension::Conductivity, conductivity),
        Answer::new("freezing_point", Dimension::Temperature, freezing),
    ])
}
