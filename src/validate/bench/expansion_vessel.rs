//! `[bench.expansion_vessel]`: vessel and relief valve of a closed loop.
//!
//! Parameter: `fluid`. Inputs: `volume` of the coolant, `cold` and `hot`, its temperatures, `low` and `high`, absolute pressures
//! at rest and at most, `air`, the atmosphere. Results: `expansion`, `vessel`, its least volume, `end`, the absolute pressure at
//! which a vessel of twice that volume ends, `relief`, the gauge pressure of the valve beside the least one.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    fluids::Fluid,
    physics::hydraulic::{
        LawError,
        expansion_vessel::{Content, relief},
    },
    units::Dimension,
};

/// Volumes and pressures.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let fluid = Fluid::by_name(fields.text("fluid")?)
        .map_err(|e| fields.fault_at("fluid", e.to_string()))?;
    let volume = inputs.column("volume", Dimension::Volume)?;
    let cold = inputs.column("cold", Dimension::Temperature)?;
    let hot = inputs.column("hot", Dimension::Temperature)?;
    let low = inputs.column("low", Dimension::Pressure)?;
    let high = inputs.column("high", Dimension::Pressure)?;
    let air = inputs.column("air", Dimension::Pressure)?;
    let row = |i: usize| -> Result<[f64; 4], LawError> {
        let content = Content {
            volume: volume[i],
            cold: fluid.density(cold[i]),
            hot: fluid.density(hot[i]),
        };
        let content = content.checked()?;
        let vessel = content.vessel(low[i], high[i])?;
        let end = content.final_pressure(low[i], 2.0 * vessel)?;
        Ok([content.expansion(), vessel, end, relief(high[i] - air[i])])
    };
    let rows: Result<Vec<[f64; 4]>, LawError> = (0..volume.len()).map(row).collect();
    let rows = rows.map_err(|error| fields.fault(error))?;
    let names = [
        ("expansion", Dimension::Volume),
        ("vessel", Dimension::Volume),
        ("end", Dimension::Pressure),
        ("relief", Dimension::Pressure),
    ];
    let each = names.iter().enumerate();
    let answers = each.map(|(k, (name, dimension))| {
        Answer::new(name, *dimension, rows.iter().map(|r| r[k]).collect())
    });
    Ok(answers.collect())
}
