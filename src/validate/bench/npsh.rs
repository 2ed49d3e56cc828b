//! `[bench.npsh]`: suction head at a pump's inlet.
//!
//! Inputs: `pressure` (gauge) and `air`, `temperature` and `density` of the coolant, `flow` of one pump, `rated_flow`. Results:
//! `available`; `expected`, what a pump of that rated flow asks for; `required`, the same at `flow`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    fluids::moist_air::saturation_pressure,
    physics::hydraulic::{LawError, npsh},
    units::Dimension,
};

/// Suction heads.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let pressure = inputs.column("pressure", Dimension::Pressure)?;
    let air = inputs.column("air", Dimension::Pressure)?;
    let t = inputs.column("temperature", Dimension::Temperature)?;
    let density = inputs.column("density", Dimension::Density)?;
    let flow = inputs.column("flow", Dimension::VolumeFlow)?;
    let rated = inputs.column("rated_flow", Dimension::VolumeFlow)?;
    let rows = 0..pressure.len();
    let available = rows
        .map(|i| npsh::available(pressure[i], air[i], saturation_pressure(t[i]), density[i]))
        .collect();
    let expected: Result<Vec<f64>, LawError> = rated.iter().map(|q| npsh::expected(*q)).collect();
    let expected = expected.map_err(|error| fields.fault(error))?;
    let over = flow.iter().zip(&rated).zip(&expected);
    let required = over.map(|((q, rated), r)| npsh::required(*r, q / rated));
    let required = required.collect();
    Ok(vec![
        Answer::new("available", Dimension::Length, available),
        Answer::new("expected", Dimension::Length, expected),
        Answer::new("required", Dimension::Length, required),
    ])
}
