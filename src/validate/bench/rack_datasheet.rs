//! `[bench.rack_datasheet]`: the laws of a rack fitted to the rows of its own datasheet.
//!
//! Parameter: `reference_temperature` of the required flow. Inputs: `inlet`, `flow`, `drop`: the rows
//! of the sheet. What comes back shows how well two laws of one figure each stand for the sheet.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::thermal::cold_plate::{PressureDrop, RequiredFlow},
    units::Dimension,
};

/// Required flow at each inlet temperature and pressure drop at each flow.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let t_ref = fields.quantity("reference_temperature", Dimension::Temperature)?;
    let inlet = inputs.column("inlet", Dimension::Temperature)?;
    let flow = inputs.column("flow", Dimension::VolumeFlow)?;
    let drop = inputs.column("drop", Dimension::Pressure)?;
    let pairs = |y: &[f64]| {
        flow.iter()
            .copied()
            .zip(y.iter().copied())
            .collect::<Vec<_>>()
    };
    let required = RequiredFlow::fitted(&pairs(&inlet), t_ref).map_err(|e| fields.fault(e))?;
    let loss = PressureDrop::fitted(&pairs(&drop)).map_err(|e| fields.fault(e))?;
    let [flows, drops] = map([&inlet, &flow], |[t, v]| [required.flow(t), loss.at(v)]);
    Ok(vec![
        Answer::new("required_flow", Dimension::VolumeFlow, flows),
        Answer::new("drop", Dimension::Pressure, drops),
    ])
}
