//! `[bench.loop_response]`: a plant's return over supply after its load, calibrated on the first part of a record or on
//! another record.
//!
//! Parameters: `until`, the end of the part that is calibrated on, declared in the case (absent beside `record`: all of it;
//! not needed where all four values below are given); `dead_time` and `time_constant`, each a value that is held or two
//! between which it is sought (absent: 0 to 60 s, 2 to 120 s); `capacity_rate` and `offset`, values that are held (absent: found
//! by least squares); `[bench.loop_response.record]`, another table to calibrate on, with the columns of `[input]` or, if it
//! names `time`, with its own four; `overhead`, constant power beside the load at the meter (absent: no `energy_ratio`).
//! Inputs: `time`, rising; `power`; `supply` and `return`, of which samples that are not calibrated on serve for comparison
//! alone. Results: `difference` (return less supply), `return`, `energy_ratio`; and, one value each, `dead_time`,
//! `time_constant`, `capacity_rate`, `offset`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::thermal::loop_response::{Load, LoopResponse, Sought},
    units::Dimension,
};

/// Where a dead time is sought unless the case says otherwise [s].
const DEAD: [f64; 2] = [0.0, 60.0];
/// Where a time constant is sought unless the case says otherwise [s].
const CONSTANT: [f64; 2] = [2.0, 120.0];

/// One record in SI.
struct Record {
    time: Vec<f64>,
    power: Vec<f64>,
    supply: Vec<f64>,
    back: Vec<f64>,
}

impl Record {
    fn of(inputs: &Inputs<'_>) -> Result<Self, Stop> {
        Ok(Self {
            time: inputs.column("time", Dimension::Time)?,
            power: inputs.column("power", Dimension::Power)?,
            supply: inputs.column("supply", Dimension::Temperature)?,
            back: inputs.column("return", Dimension::Temperature)?,
        })
    }

    fn load(&self) -> Load<'_> {
        Load {
            time: &self.time,
            power: &self.power,
        }
    }

    /// Return less supply \[K\] of the samples up to `until` \[s\].
    fn measured(&self, until: f64) -> Vec<f64> {
        let known = self.time.partition_point(|t| *t <= until);
        let pairs = self.back.iter().zip(&self.supply).take(known);
        pairs.map(|(r, s)| r - s).collect()
    }
}

/// The time of `key` twice, its two times, or those of `otherwise`.
fn range(fields: &Fields<'_>, key: &'static str, otherwise: [f64; 2]) -> Result<[f64; 2], Stop> {
    let Some(value) = fields.value(key) else {
        return Ok(otherwise);
    };
    if !value.get_ref().is_array() {
        return Ok([fields.quantity(key, Dimension::Time)?; 2]);
    }
    let given = fields.quantities(key, Dimension::Time)?;
    given.try_into().map_err(|_| {
        let message = format!("`{key}` is one time, or two between which it is sought");
        fields.fault_at(key, message).into()
    })
}

/// The response that `fields` describe: known, or calibrated on `record` or another.
fn response(
    fields: &Fields<'_>,
    inputs: &Inputs<'_>,
    record: &Record,
) -> Result<LoopResponse, Stop> {
    let sought = Sought {
        dead_time: range(fields, "dead_time", DEAD)?,
        time_constant: range(fields, "time_constant", CONSTANT)?,
        capacity_rate: fields.optional_quantity("capacity_rate", Dimension::Conductance)?,
        offset: fields.optional_quantity("offset", Dimension::TemperatureDifference)?,
    };
    let until = fields.optional_quantity("until", Dimension::Time)?;
    let known = sought.known().map_err(|e| fields.fault(e))?;
    let other = fields.optional_table("record")?;
    let fitted = |record: &Record, until: f64| {
        LoopResponse::fitted(record.load(), &record.measured(until), &sought)
            .map_err(|e| Stop::from(fields.fault(e)))
    };
    match (known, other, until) {
        (Some(known), None, None) => Ok(known),
        (Some(_), _, _) => Err(fields
            .fault("all four values are given: `until` and `record`, which tell what to calibrate on, have no use")
            .into()),
        (None, Some(other), until) => {
            let data = inputs.place.data(&other)?;
            let columns = if other.value("time").is_some() {
                Inputs::new(inputs.place, &other, Some(&data))
            } else {
                inputs.over(&data)
            };
            let another = Record::of(&columns)?;
            other.finish()?;
            fitted(&another, until.unwrap_or(f64::INFINITY))
        }
        (None, None, Some(until)) => fitted(record, until),
        (None, None, None) => Err(fields
            .fault(
                "nothing says what to calibrate on: give `until`, a table `[bench.loop_response.record]`, or all of \
                 `dead_time`, `time_constant`, `capacity_rate` and `offset`",
            )
            .into()),
    }
}

/// Differences, return, energy ratio and what was found.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let record = Record::of(inputs)?;
    let found = response(fields, inputs, &record)?;
    let difference = found.difference(record.load());
    let pairs = difference.iter().zip(&record.supply);
    let returned = pairs.map(|(d, s)| d + s).collect();
    let mut answers = vec![
        Answer::new("return", Dimension::Temperature, returned),
        Answer::new("difference", Dimension::TemperatureDifference, difference),
    ];
    let one = |name, dimension, value| Answer::new(name, dimension, vec![value]);
    answers.extend([
        one("dead_time", Dimension::Time, found.dead_time),
        one("time_constant", Dimension::Time, found.time_constant),
        one("capacity_rate", Dimension::Conductance, found.capacity_rate),
        one("offset", Dimension::TemperatureDifference, found.offset),
    ]);
    if let Some(overhead) = fields.optional_quantity("overhead", Dimension::Power)? {
        let ratio = record.power.iter().map(|p| 1.0 + overhead / p).collect();
        answers.push(Answer::new("energy_ratio", Dimension::Ratio, ratio));
    }
    Ok(answers)
}
