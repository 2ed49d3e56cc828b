//! `[bench.york_approach]`: approach of a tower by the YorkCalc correlation.
//!
//! Inputs: `range`, `wet_bulb`, and `water_ratio` and `air_ratio`, the flows over their rated flows.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{physics::thermal::cooling_tower::york::approach, units::Dimension};

/// Approach.
pub(super) fn run(_: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let range = inputs.column("range", Dimension::TemperatureDifference)?;
    let wet_bulb = inputs.column("wet_bulb", Dimension::Temperature)?;
    let water = inputs.column("water_ratio", Dimension::Ratio)?;
    let air = inputs.column("air_ratio", Dimension::Ratio)?;
    let columns = [&range[..], &wet_bulb, &water, &air];
    let [values] = map(columns, |[r, t, m, x]| [approach(r, t, m / x)]);
    let dimension = Dimension::TemperatureDifference;
    Ok(vec![Answer::new("approach", dimension, values)])
}
