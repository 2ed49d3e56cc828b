//! `[bench.pump]`: pressure rise of a pump whose curve goes through the points of a table.
//!
//! Parameters: the table `[bench.pump.curve]` with `file` or `reference` and the columns `flow` [m³/s]
//! and `rise` [Pa]; `speed` relative to the curve; `density` of the coolant. Input: `flow`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{physics::hydraulic::curve::Curve, units::Dimension, validate::column::find};

/// Pressure rise.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let table = fields.table("curve")?;
    let data = inputs.place.data(&table)?;
    let flow = data.numbers(find(&table, &data, table.text("flow")?)?);
    let rise = data.numbers(find(&table, &data, table.text("rise")?)?);
    table.finish()?;
    let points: Vec<(f64, f64)> = flow.into_iter().zip(rise).collect();
    let curve = Curve::through(&points).map_err(|error| table.fault(error))?;
    let speed = fields.number("speed")?;
    let density = fields.quantity("density", Dimension::Density)?;
    let flow = inputs.column("flow", Dimension::MassFlow)?;
    let [rise] = map([&flow], |[m]| [curve.rise(m / density, speed).0]);
    Ok(vec![Answer::new("rise", Dimension::Pressure, rise)])
}
