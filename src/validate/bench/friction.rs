//! `[bench.friction]`: Darcy friction factor of turbulent pipe flow.
//!
//! Inputs: `reynolds`, `relative_roughness`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::hydraulic::friction::{ROUGHNESS_FACTOR, colebrook},
    units::Dimension,
};

/// Friction factor.
pub(super) fn run(_: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let reynolds = inputs.column("reynolds", Dimension::Ratio)?;
    let roughness = inputs.column("relative_roughness", Dimension::Ratio)?;
    let [factor] = map([&reynolds, &roughness], |[re, k]| {
        [colebrook(re, ROUGHNESS_FACTOR * k * re).factor]
    });
    Ok(vec![Answer::new(
        "friction_factor",
        Dimension::Ratio,
        factor,
    )])
}
