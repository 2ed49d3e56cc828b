//! `[bench.chiller_eir]`: power and COP of a chiller by its curves.
//!
//! Parameters: `capacity`, `cop`, `capacity_curve`, `power_curve` (six coefficients each, of leaving water
//! and sink in °C), `part_load_curve` (four), `part_load` (least, unloading, most). Inputs: `leaving`, `sink`
//! and either `part_load` or `cooling`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::physics::thermal::chiller::{Beyond, eir::Eir};
use crate::units::Dimension;

/// As many coefficients as the law has.
pub(super) fn coefficients<const N: usize>(
    fields: &Fields<'_>,
    key: &'static str,
) -> Result<[f64; N], Stop> {
    let given = fields.quantities(key, Dimension::Ratio)?;
    let count = given.len();
    given.try_into().map_err(|_| {
        let message = format!("`{key}` has {count} numbers, {N} are needed");
        fields.fault_at(key, message).into()
    })
}

/// The machine of the parameters.
fn machine(fields: &Fields<'_>) -> Result<Eir, Stop> {
    let eir = Eir {
        capacity: fields.quantity("capacity", Dimension::Power)?,
        cop: fields.number("cop")?,
        cap_ft: coefficients(fields, "capacity_curve")?,
        eir_ft: coefficients(fields, "power_curve")?,
        eir_plr: coefficients(fields, "part_load_curve")?,
        part_load: coefficients(fields, "part_load")?,
        // The bench compares wherever the reference has values, so no range is to be flagged.
        leaving: [-50.0, 100.0],
        sink: [-50.0, 100.0],
        motor_share: 1.0,
        beyond: Beyond::GoOn,
    };
    eir.checked().map_err(|error| fields.fault(error).into())
}

/// Power and COP.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let eir = machine(fields)?;
    let available = |t, s| eir.available(t, s);
    answers(inputs, "sink", available, |q, t, s| eir.load(q, t, s).power)
}

/// Power and COP of a machine from leaving water and the temperature of the input `sink`: its cooling is an input, or a
/// part of what is `available`.
pub(super) fn answers(
    inputs: &Inputs<'_>,
    sink: &'static str,
    available: impl Fn(f64, f64) -> f64,
    power: impl Fn(f64, f64, f64) -> f64,
) -> Result<Vec<Answer>, Stop> {
    let leaving = inputs.column("leaving", Dimension::Temperature)?;
    let sink = inputs.column(sink, Dimension::Temperature)?;
    let cooling = match inputs.optional("part_load", Dimension::Ratio)? {
        Some(ratio) => {
            let [cooling] = map([&ratio, &leaving, &sink], |[r, t, s]| [r * available(t, s)]);
            cooling
        }
        None => inputs.column("cooling", Dimension::Power)?,
    };
    let [power, cop] = map([&cooling, &leaving, &sink], |[q, t, s]| {
        let power = power(q, t, s);
        [power, q / power]
    });
    Ok(vec![
        Answer::new("power", Dimension::Power, power),
        Answer::new("cop", Dimension::Ratio, cop),
    ])
}
