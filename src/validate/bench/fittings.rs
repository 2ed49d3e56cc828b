//! `[bench.fittings]`: loss coefficients.
//!
//! Parameter: `kind` (`widening`, `contraction`: inputs `inlet` and `outlet`, their diameters; `entrance`, `exit`: sharp edges of a
//! wide vessel, no inputs; `bend`: inputs `radius` over the bore, `angle` in degrees and `reynolds`; `valve`: inputs `kv`, in m³/h
//! as a plain number, and `diameter`). Result: `loss_coefficient`. `kind = "cv"`, without inputs: `coefficient`, gallons a minute
//! at 1 psi of a valve whose Kv is 1 m³/h.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::hydraulic::{
        LawError, bend,
        fittings::{contraction, entrance, exit, of_kv, widening},
        valve::resistance,
    },
    units::{self, Dimension},
};

/// Loss coefficients.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let rows = inputs.rows();
    let values = match fields.text("kind")? {
        "widening" => two(
            fields,
            inputs,
            widening,
            "inlet",
            Dimension::Length,
            "outlet",
        )?,
        "contraction" => two(
            fields,
            inputs,
            contraction,
            "inlet",
            Dimension::Length,
            "outlet",
        )?,
        "valve" => two(fields, inputs, of_kv, "kv", Dimension::Ratio, "diameter")?,
        "entrance" => vec![entrance(); rows],
        "exit" => vec![exit(); rows],
        "bend" => bends(fields, inputs)?,
        "cv" => {
            let ratio = gallons_at_one_psi().map_err(|error| fields.fault(error))?;
            return Ok(vec![Answer::new(
                "coefficient",
                Dimension::Ratio,
                vec![ratio; rows],
            )]);
        }
        _ => {
            let message = "`kind` is widening, contraction, entrance, exit, bend, valve or cv";
            return Err(fields.fault_at("kind", message).into());
        }
    };
    Ok(vec![Answer::new(
        "loss_coefficient",
        Dimension::Ratio,
        values,
    )])
}

/// `law` of two inputs, the second of which is a length.
fn two(
    fields: &Fields<'_>,
    inputs: &Inputs<'_>,
    law: fn(f64, f64) -> Result<f64, LawError>,
    name: &'static str,
    dimension: Dimension,
    other: &'static str,
) -> Result<Vec<f64>, Stop> {
    let a = inputs.column(name, dimension)?;
    let b = inputs.column(other, Dimension::Length)?;
    let rows = a.iter().zip(&b).map(|(a, b)| law(*a, *b));
    let values: Result<Vec<f64>, LawError> = rows.collect();
    Ok(values.map_err(|error| fields.fault(error))?)
}

fn bends(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<f64>, Stop> {
    let [radius, angle, reynolds] = [
        inputs.column("radius", Dimension::Ratio)?,
        inputs.column("angle", Dimension::Ratio)?,
        inputs.column("reynolds", Dimension::Ratio)?,
    ];
    let rows = 0..radius.len();
    let values = rows.map(|i| bend::rounded(radius[i], angle[i], reynolds[i]));
    let values: Result<Vec<f64>, LawError> = values.collect();
    Ok(values.map_err(|error| fields.fault(error))?)
}

/// Cv over Kv: the law of a valve of 1 m³/h at 1 psi, in gallons a minute.
fn gallons_at_one_psi() -> Result<f64, units::UnitError> {
    let density = 1_000.0;
    let psi = units::parse("1 psi", Dimension::Pressure)?;
    let gallon = units::parse("1 gpm", Dimension::VolumeFlow)?;
    Ok((psi / resistance(1.0, density)).sqrt() / density / gallon)
}
