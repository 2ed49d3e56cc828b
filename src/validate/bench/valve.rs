//! `[bench.valve]`: inherent characteristic of a control valve.
//!
//! Parameters: `trim` (`linear`, `equal_percentage` with `rangeability`, `quick_opening` with `alpha`, `polynomial` with four
//! `coefficients`), `leakage`. Inputs: `opening`, and
//! `authority` where flows are wanted. Results: `coefficient`, Kv over that of the open valve, and `flow`, that of a branch of
//! constant pressure over its flow with the valve open.

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
        "quick_opening" => Trim::QuickOpening {
            alpha: fields.number("alpha")?,
        },
        "polynomial" => {
            let given = fields.quantities("coefficients", Dimension::Ratio)?;
            let four = <[f64; 4]>::try_from(given);
            let coefficients = four
                .map_err(|_| fields.fault_at("coefficients", "`coefficients` has four numbers"))?;
            Trim::Polynomial { coefficients }
        }
        _ => {
            let message = "`trim` is linear, equal_percentage, quick_opening or polynomial";
            return Err(fields.fault_at("trim", message).into());
        }
    };
    let valve =
        Valve::new(1.0, trim, fields.number("leakage")?).map_err(|error| fields.fault(error))?;
    let opening = inputs.column("opening", Dimension::Ratio)?;
    let [coefficient] = map([&opening], |[x]| [valve.coefficient(x)]);
    let mut answers = vec![Answer::new("coefficient", Dimension::Ratio, coefficient)];
    if let Some(authority) = inputs.optional("authority", Dimension::Ratio)? {
        let [flow] = map([&opening, &authority], |[x, n]| {
            let phi = valve.coefficient(x);
            [(1.0 / (1.0 - n + n / (phi * phi))).sqrt()]
        });
        answers.push(Answer::new("flow", Dimension::Ratio, flow));
    }
    Ok(answers)
}
