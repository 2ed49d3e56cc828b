//! `[bench.converter]`: loss of a converter whose loss is a quadratic of its output.
//!
//! Parameters: `rated` output, `no_load_loss`, `proportional_loss`, `quadratic_loss` [1/W]. Input: `output`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{physics::electrical::loss_table::LossTable, units::Dimension};

/// Loss, input power and efficiency.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let table = LossTable::quadratic(
        fields.quantity("no_load_loss", Dimension::Power)?,
        fields.number("proportional_loss")?,
        fields.number("quadratic_loss")?,
        fields.quantity("rated", Dimension::Power)?,
    )
    .map_err(|error| fields.fault(error))?;
    let output = inputs.column("output", Dimension::Power)?;
    let [loss, input, efficiency] = map([&output], |[p]| {
        let loss = table.loss(p);
        [loss, p + loss, p / (p + loss)]
    });
    Ok(vec![
        Answer::new("loss", Dimension::Power, loss),
        Answer::new("input", Dimension::Power, input),
        Answer::new("efficiency", Dimension::Ratio, efficiency),
    ])
}
