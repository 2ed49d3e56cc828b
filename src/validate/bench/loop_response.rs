//! `[bench.loop_response]`: a plant's return over supply after its load, calibrated on the first part of a record.
//!
//! Parameters: `until`, the end of the part that is calibrated on, declared in the case; `dead_time` and `time_constant`,
//! two values each between which they are sought (absent: 0 to 60 s, 2 to 120 s); `overhead`, constant power beside the load
//! at the meter (absent: no `energy_ratio`). Inputs: `time`, rising; `power`; `supply` and `return`, of which samples after
//! `until` serve for comparison alone. Results: `difference` (return less supply), `return`, `energy_ratio`; and, one
//! value each, `dead_time`, `time_constant`, `capacity_rate`, `offset`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::thermal::loop_response::{Load, LoopResponse, Sought},
    units::Dimension,
};

/// Where a dead time is sought unless the case says otherwise [s].
const DEAD: [f64; 2] = [0.0, 60.0];
/// Where a time constant is sought unless the case says otherwise [s].
const CONSTANT: [f64; 2] = [2.0, 120.0];

/// Two times of `key`, or those of `otherwise`.
fn range(fields: &Fields<'_>, key: &'static str, otherwise: [f64; 2]) -> Result<[f64; 2], Stop> {
    if fields.value(key).is_none() {
        return Ok(otherwise);
    }
    let given = fields.quantities(key, Dimension::Time)?;
    given.try_into().map_err(|_| {
        let message = format!("`{key}` has two times, between which it is sought");
        fields.fault_at(key, message).into()
    })
}

/// Differences, return, energy ratio and what was found.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let until = fields.quantity("until", Dimension::Time)?;
    let sought = Sought {
        dead_time: range(fields, "dead_time", DEAD)?,
        time_constant: range(fields, "time_constant", CONSTANT)?,
    };
    let time = inputs.column("time", Dimension::Time)?;
    let power = inputs.column("power", Dimension::Power)?;
    let supply = inputs.column("supply", Dimension::Temperature)?;
    let back = inputs.column("return", Dimension::Temperature)?;
    let known = time.partition_point(|t| *t <= until);
    let pairs = back.iter().zip(&supply).take(known);
    let measured: Vec<f64> = pairs.map(|(r, s)| r - s).collect();
    let load = Load {
        time: &time,
        power: &power,
    };
    let found = LoopResponse::fitted(load, &measured, &sought).map_err(|e| fields.fault(e))?;
    let difference = found.difference(load);
    let returned = difference.iter().zip(&supply).map(|(d, s)| d + s).collect();
    let mut answers = vec![
        Answer::new("return", Dimension::Temperature, returned),
        Answer::new("difference", Dimension::TemperatureDifference, difference),
        Answer::new("dead_time", Dimension::Time, vec![found.dead_time]),
        Answer::new("time_constant", Dimension::Time, vec![found.time_constant]),
        Answer::new(
            "capacity_rate",
            Dimension::Conductance,
            vec![found.capacity_rate],
        ),
        Answer::new(
            "offset",
            Dimension::TemperatureDifference,
            vec![found.offset],
        ),
    ];
    if let Some(overhead) = fields.optional_quantity("overhead", Dimension::Power)? {
        let ratio = power.iter().map(|p| 1.0 + overhead / p).collect();
        answers.push(Answer::new("energy_ratio", Dimension::Ratio, ratio));
    }
    Ok(answers)
}
