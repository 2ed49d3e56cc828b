//! `[bench.valve]`: inherent characteristic of a control valve.
//!
//! Parameters: `trim` (`linear`, `equal_percentage`), `rangeability` (of the latter), `leakage`. Input: `opening`.
//! Result: `coefficient`, Kv over that of the open valve.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::hydraulic::valve::{Trim, Valve},
    units::Dimension,
};

/// Flow coefficient.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let trim = match fields.text("trim")? {
        "linear" => Trim::Linear,
        "equal_percentage" => Trim::EqualPercentage {
            rangeability: fields.number("rangeability")?,
        },
        _ => {
            let message = "`trim` is linear or equal_percentage";
            return Err(fields.fault_at("trim", message).into());
        }
    };
    let valve =
        Valve::new(1.0, trim, fields.number("leakage")?).map_err(|error| fields.fault(error))?;
    let opening = inputs.column("opening", Dimension::Ratio)?;
    let [coefficient] = map([&opening], |[x]| [valve.coefficient(x)]);
    Ok(vec![Answer::new(
        "coefficient",
        Dimension::Ratio,
        coefficient,
    )])
}
