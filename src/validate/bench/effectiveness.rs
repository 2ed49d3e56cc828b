//! `[bench.effectiveness]`: effectiveness of a two-stream exchanger over NTU and capacity ratio.
//!
//! Parameter: `arrangement`. Inputs: `ntu`, `capacity_ratio`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::thermal::eps_ntu::{Arrangement, effectiveness},
    units::Dimension,
    validate::fields::near,
};

/// Arrangements by name.
const ARRANGEMENTS: [(&str, Arrangement); 7] = [
    ("counter", Arrangement::Counter),
    ("parallel", Arrangement::Parallel),
    ("cross_unmixed", Arrangement::CrossUnmixed),
    ("cross_mixed_max", Arrangement::CrossMixedMax),
    ("cross_mixed_min", Arrangement::CrossMixedMin),
    ("phase_change", Arrangement::PhaseChange),
    ("shell_and_tube", Arrangement::ShellAndTube),
];

/// Effectiveness.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let name = fields.text("arrangement")?;
    let Some((_, arrangement)) = ARRANGEMENTS.iter().find(|a| a.0 == name) else {
        let hint = near(name, &ARRANGEMENTS.map(|a| a.0));
        let message = format!("no arrangement is called `{name}`{hint}");
        return Err(fields.fault_at("arrangement", message).into());
    };
    let ntu = inputs.column("ntu", Dimension::Ratio)?;
    let z = inputs.column("capacity_ratio", Dimension::Ratio)?;
    let [values] = map([&ntu, &z], |[ntu, z]| [effectiveness(*arrangement, ntu, z)]);
    Ok(vec![Answer::new("effectiveness", Dimension::Ratio, values)])
}
