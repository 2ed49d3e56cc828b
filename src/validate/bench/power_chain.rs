//! `[bench.power_chain]`: chains of conversion stages from a file of chains.
//!
//! Parameters: `chains`, the file, from the folder of the case. Without `output` among the inputs every
//! chain of the file is taken at full load, in the order of the file. With it the first chain is taken
//! at each output; `booked_elsewhere` is a loss \[W\] that the reference adds to that of the chain.

use super::{Answer, Fields, Inputs, Stop};
use crate::study::chains::{ChainError, Comparison, Point};
use crate::units::Dimension;

/// Efficiency, input and loss.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let path = inputs.place.folder.join(fields.text("chains")?);
    let elsewhere = fields.optional_quantity("booked_elsewhere", Dimension::Power)?;
    let output = inputs.optional("output", Dimension::Power)?;
    let (all, _) = Comparison::load(&path, &[]).map_err(|error| match error {
        ChainError::Config(found) => fields.fault(format!("{found:?}")),
        error => fields.fault(error),
    })?;
    let points: Vec<Point> = match (output, all.chains.first()) {
        (Some(output), Some(chain)) => output.iter().map(|p| chain.at(*p)).collect(),
        _ => all.chains.iter().map(|chain| chain.at(all.power)).collect(),
    };
    let of = |value: fn(&Point) -> f64| points.iter().map(value).collect();
    let loss = points.iter().map(|p| p.loss() + elsewhere.unwrap_or(0.0));
    let loss: Vec<f64> = loss.collect();
    Ok(vec![
        Answer::new("efficiency", Dimension::Ratio, of(Point::efficiency)),
        Answer::new("input", Dimension::Power, of(|p| p.input)),
        Answer::new("loss", Dimension::Power, loss),
    ])
}
