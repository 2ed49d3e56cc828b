//! `[bench.fluid]`: a liquid at given temperatures.
//!
//! Parameters: `fluid` (`water`, `pg25`, `eg30` …), or one of `propylene_glycol_mass` and
//! `ethylene_glycol_mass` (mass fraction), or a table `constant` of `density`, `specific_heat`, `viscosity`
//! and `conductivity`. Input: `temperature`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    fluids::{Constant, Fluid, FluidError, Fraction},
    units::Dimension,
};

/// The liquid that `fields` names.
pub(super) fn liquid(fields: &Fields<'_>) -> Result<Fluid, Stop> {
    type Glycol = fn(Fraction) -> Result<Fluid, FluidError>;
    let glycols: [(&str, Glycol); 2] = [
        ("propylene_glycol_mass", Fluid::propylene_glycol),
        ("ethylene_glycol_mass", Fluid::ethylene_glycol),
    ];
    for (key, make) in glycols {
        if let Some(x) = fields.optional_quantity(key, Dimension::Ratio)? {
            let refused = |error: FluidError| fields.fault_at(key, error.to_string()).into();
            return make(Fraction::Mass(x)).map_err(refused);
        }
    }
    if let Some(table) = fields.optional_table("constant")? {
        let figures = Constant {
            density: table.quantity("density", Dimension::Density)?,
            specific_heat: table.quantity("specific_heat", Dimension::SpecificHeat)?,
            viscosity: table.quantity("viscosity", Dimension::Viscosity)?,
            conductivity: table.quantity("conductivity", Dimension::Conductivity)?,
        };
        table.finish()?;
        return Fluid::constant(figures).map_err(|error| table.fault(error).into());
    }
    let refused = |error: FluidError| fields.fault_at("fluid", error.to_string()).into();
    Fluid::by_name(fields.text("fluid")?).map_err(refused)
}

/// Density, specific heat, viscosity, conductivity and Prandtl number.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let fluid = liquid(fields)?;
    let t = inputs.column("temperature", Dimension::Temperature)?;
    let [density, specific_heat, viscosity, conductivity, prandtl] = map([&t], |[t]| {
        [
            fluid.density(t),
            fluid.specific_heat(t),
            fluid.viscosity(t),
            fluid.conductivity(t),
            fluid.prandtl(t),
        ]
    });
    Ok(vec![
        Answer::new("density", Dimension::Density, density),
        Answer::new("specific_heat", Dimension::SpecificHeat, specific_heat),
        Answer::new("viscosity", Dimension::Viscosity, viscosity),
        Answer::new("conductivity", Dimension::Conductivity, conductivity),
        Answer::new("prandtl", Dimension::Ratio, prandtl),
    ])
}
