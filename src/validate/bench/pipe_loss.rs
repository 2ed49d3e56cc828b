//! `[bench.pipe_loss]`: pressure lost in a straight pipe.
//!
//! Inputs: `flow` (volume), `length`, `diameter`, `roughness`, `density`, `viscosity` (dynamic). Result: `drop`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{physics::hydraulic::pipe::Pipe, units::Dimension};

/// Pressure lost.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let length = |name| inputs.column(name, Dimension::Length);
    let flow = inputs.column("flow", Dimension::VolumeFlow)?;
    let (long, bore, rough) = (length("length")?, length("diameter")?, length("roughness")?);
    let density = inputs.column("density", Dimension::Density)?;
    let viscosity = inputs.column("viscosity", Dimension::Viscosity)?;
    let mut drop = Vec::with_capacity(flow.len());
    for (i, q) in flow.iter().enumerate() {
        let pipe = Pipe::new(long[i], bore[i], rough[i], 0.0);
        let pipe = pipe.map_err(|error| fields.fault(format!("row {}: {error}", i + 1)))?;
        let law = pipe.at(density[i], viscosity[i]);
        drop.push(law.loss(q * density[i]).drop);
    }
    Ok(vec![Answer::new("drop", Dimension::Pressure, drop)])
}
