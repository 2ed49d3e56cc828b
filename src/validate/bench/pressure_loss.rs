//! `[bench.pressure_loss]`: a datasheet record Δp₀·(ṁ/ṁ₀)ⁿ.
//!
//! Parameters: `flow`, `drop`, `exponent`. Input: `flow`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{physics::hydraulic::power_law::PowerLaw, units::Dimension};

/// Pressure lost.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let law = PowerLaw::new(
        fields.quantity("flow", Dimension::MassFlow)?,
        fields.quantity("drop", Dimension::Pressure)?,
        fields.number("exponent")?,
    )
    .map_err(|error| fields.fault(error))?;
    let flow = inputs.column("flow", Dimension::MassFlow)?;
    let [drop] = map([&flow], |[m]| [law.loss(m, 1.0).drop]);
    Ok(vec![Answer::new("drop", Dimension::Pressure, drop)])
}
