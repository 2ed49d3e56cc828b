//! `[bench.pump]`: pressure rise and power of a pump whose curves go through the points of a table.
//!
//! Parameters: the table `[bench.pump.curve]` with `file` or `reference` and the columns `flow` [m³/s], `rise` [Pa] and,
//! where power is wanted, `power` [W]; `speed` relative to the curve; `density` of the coolant. Input: `flow`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::hydraulic::{curve::Curve, power_curve::PowerCurve},
    units::Dimension,
    validate::column::find,
};

/// What a datasheet prints.
struct Sheet {
    rise: Curve,
    power: Option<PowerCurve>,
}

impl Sheet {
    fn read(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Self, Stop> {
        let table = fields.table("curve")?;
        let data = inputs.place.data(&table)?;
        let column = |name: &str| find(&table, &data, name).map(|at| data.numbers(at));
        let flow = column(table.text("flow")?)?;
        let over =
            |values: Vec<f64>| -> Vec<(f64, f64)> { flow.iter().copied().zip(values).collect() };
        let rise = over(column(table.text("rise")?)?);
        let power = table.optional_text("power")?.map(column).transpose()?;
        table.finish()?;
        let power = power.map(|values| PowerCurve::through(&over(values)));
        Ok(Self {
            rise: Curve::through(&rise).map_err(|error| table.fault(error))?,
            power: power.transpose().map_err(|error| table.fault(error))?,
        })
    }
}

/// Pressure rise and power.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let sheet = Sheet::read(fields, inputs)?;
    let speed = fields.number("speed")?;
    let density = fields.quantity("density", Dimension::Density)?;
    let flow = inputs.column("flow", Dimension::MassFlow)?;
    let [rise] = map([&flow], |[m]| [sheet.rise.rise(m / density, speed).0]);
    let mut answers = vec![Answer::new("rise", Dimension::Pressure, rise)];
    if let Some(curve) = &sheet.power {
        let [power] = map([&flow], |[m]| [curve.power(m / density, speed, 1.0)]);
        answers.push(Answer::new("power", Dimension::Power, power));
    }
    Ok(answers)
}
