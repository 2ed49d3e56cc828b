//! `[bench.circuit]`: a circuit file beside the case, through its window of time.
//!
//! Parameters: `circuit`, the file; a table `columns` that gives names of expectations
//! (`voltage_1`, `current_1`, `power_1` …, `share_1`) to columns of the result. No inputs but `time`,
//! which must be the sample times.

use super::{Answer, Fields, Inputs, Stop};
use crate::study::circuit::{Drawn, transient};
use crate::units::Dimension;

/// Names that an expectation can refer to, by dimension.
const NAMES: [(Dimension, &[&str]); 4] = [
    (
        Dimension::Voltage,
        &[
            "voltage_1",
            "voltage_2",
            "voltage_3",
            "voltage_4",
            "voltage_5",
            "voltage_6",
            "voltage_7",
            "voltage_8",
        ],
    ),
    (
        Dimension::Current,
        &["current_1", "current_2", "current_3", "current_4"],
    ),
    (Dimension::Power, &["power_1", "power_2"]),
    (Dimension::Ratio, &["share_1"]),
];

/// Difference of sample times that is rounding of the reference \[s\], relative to the window.
const SAME: f64 = 1e-6;

/// Columns of the run.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let path = inputs.place.folder.join(fields.text("circuit")?);
    let wanted = fields.table("columns")?;
    let times = inputs.column("time", Dimension::Time)?;
    let drawn = Drawn::load(&path, &[]).map_err(|e| fields.fault(e))?;
    let answer = transient(&drawn).map_err(|e| fields.fault(e))?;
    let end = times.last().copied().unwrap_or(0.0);
    let apart = times.iter().zip(&answer.time);
    if times.len() != answer.time.len() || apart.clone().any(|(a, b)| (a - b).abs() > SAME * end) {
        let message = format!(
            "{} times in the reference, {} samples of the circuit, or others",
            times.len(),
            answer.time.len()
        );
        return Err(fields.fault(message).into());
    }
    let mut answers = Vec::new();
    for (dimension, names) in NAMES {
        for &name in names {
            let Some(column) = wanted.optional_text(name)? else {
                continue;
            };
            // A minus turns the direction of a current.
            let (sign, plain) = match column.strip_prefix('-') {
                Some(plain) => (-1.0, plain),
                None => (1.0, column),
            };
            let found = answer.columns.iter().find(|c| c.name == plain);
            let found = found.ok_or_else(|| {
                wanted.fault_at(name, format!("the circuit has no column `{plain}`"))
            })?;
            let values = found.values.iter().map(|v| sign * v).collect();
            answers.push(Answer::new(name, dimension, values));
        }
    }
    wanted.finish()?;
    Ok(answers)
}
