//! `[bench.voltage_sag]`: which sags a load of a published tolerance curve rides through.
//!
//! Parameters: `curve`, `itic` or `semi-f47`. Inputs: `voltage` (of the nominal one), `duration`. Result: `borne`, 1 or 0.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::physics::electrical::sag::{ITIC, SEMI_F47, Tolerance};
use crate::units::Dimension;

/// Whether each sag is borne.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let points = match fields.text("curve")? {
        "itic" => &ITIC,
        "semi-f47" => &SEMI_F47,
        other => {
            let why = format!("there is no curve {other:?}: itic, semi-f47");
            return Err(fields.fault(why).into());
        }
    };
    let curve = Tolerance::new(points).map_err(|error| fields.fault(error))?;
    let voltage = inputs.column("voltage", Dimension::Ratio)?;
    let duration = inputs.column("duration", Dimension::Time)?;
    let [borne] = map([&voltage, &duration], |[voltage, duration]| {
        [f64::from(u8::from(curve.bears(voltage, duration)))]
    });
    Ok(vec![Answer::new("borne", Dimension::Ratio, borne)])
}
