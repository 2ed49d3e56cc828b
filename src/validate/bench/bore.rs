//! `[bench.bore]`: the standard bore that carries a flow.
//!
//! Parameters: `density`, `viscosity`, `roughness`, `speed_small` (up to DN 50), `speed_large`, `gradient` [Pa/m]. Input: `flow`.
//! Results: `nominal`, the nominal size in mm, and in that pipe `speed` and `gradient`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::hydraulic::bore::{Rules, STANDARD, Stream, smallest},
    units::Dimension,
};

/// Bores.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let density = fields.quantity("density", Dimension::Density)?;
    let viscosity = fields.quantity("viscosity", Dimension::Viscosity)?;
    let roughness = fields.quantity("roughness", Dimension::Length)?;
    let rules = Rules {
        speed_small: fields.number("speed_small")?,
        speed_large: fields.number("speed_large")?,
        gradient: fields.number("gradient")?,
        ..Rules::default()
    };
    let rules = rules.checked().map_err(|error| fields.fault(error))?;
    let mut columns = [const { Vec::new() }; 3];
    for flow in inputs.column("flow", Dimension::VolumeFlow)? {
        let stream = Stream {
            flow: flow * density,
            density,
            viscosity,
        };
        let found = smallest(&stream, roughness, &rules);
        let bore = found.map(|i| STANDARD[i]);
        let bore = bore.ok_or_else(|| fields.fault("no pipe up to DN 600 carries a flow"))?;
        let d = bore.inner();
        let values = [
            f64::from(bore.nominal),
            stream.speed(d),
            stream.gradient(d, roughness),
        ];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    }
    let [nominal, speed, gradient] = columns;
    Ok(vec![
        Answer::new("nominal", Dimension::Ratio, nominal),
        Answer::new("speed", Dimension::Ratio, speed),
        Answer::new("gradient", Dimension::Ratio, gradient),
    ])
}
