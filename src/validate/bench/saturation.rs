//! `[bench.saturation]`: saturation pressure of water. Input: `temperature`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{fluids::moist_air::saturation_pressure, units::Dimension};

/// Saturation pressure.
pub(super) fn run(_: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let t = inputs.column("temperature", Dimension::Temperature)?;
    let [pressure] = map([&t], |[t]| [saturation_pressure(t)]);
    Ok(vec![Answer::new("pressure", Dimension::Pressure, pressure)])
}
