//! `[bench.fittings]`: loss coefficients.
//!
//! Parameter: `kind` (`widening`, `contraction`: inputs `inlet` and `outlet`, their diameters; `valve`: inputs `kv`, in m³/h as a
//! plain number, and `diameter`). Result: `loss_coefficient`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::hydraulic::{
        LawError,
        fittings::{contraction, of_kv, widening},
    },
    units::Dimension,
};

/// Loss coefficients.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    type Law = fn(f64, f64) -> Result<f64, LawError>;
    let (law, names, first): (Law, [&'static str; 2], Dimension) = match fields.text("kind")? {
        "widening" => (widening, ["inlet", "outlet"], Dimension::Length),
        "contraction" => (contraction, ["inlet", "outlet"], Dimension::Length),
        "valve" => (of_kv, ["kv", "diameter"], Dimension::Ratio),
        _ => {
            let message = "`kind` is widening, contraction or valve";
            return Err(fields.fault_at("kind", message).into());
        }
    };
    let a = inputs.column(names[0], first)?;
    let b = inputs.column(names[1], Dimension::Length)?;
    let rows = a.iter().zip(&b).map(|(a, b)| law(*a, *b));
    let values: Result<Vec<f64>, LawError> = rows.collect();
    let values = values.map_err(|error| fields.fault(error))?;
    Ok(vec![Answer::new(
        "loss_coefficient",
        Dimension::Ratio,
        values,
    )])
}
