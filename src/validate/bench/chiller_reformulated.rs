//! `[bench.chiller_reformulated]`: power and COP of a chiller by its reformulated curves.
//!
//! Parameters: `capacity`, `cop`, `capacity_curve`, `power_curve` (six coefficients each, of leaving water and leaving
//! condenser water in °C), `part_load_curve` (ten), `part_load` (least, unloading, most). Inputs: `leaving`,
//! `condenser_leaving` and either `part_load` or `cooling`.

use super::chiller_eir::{answers, coefficients};
use super::{Answer, Fields, Inputs, Stop};
use crate::physics::thermal::chiller::{Beyond, reformulated::Reformulated};
use crate::units::Dimension;

/// The machine of the parameters.
fn machine(fields: &Fields<'_>) -> Result<Reformulated, Stop> {
    let set = Reformulated {
        capacity: fields.quantity("capacity", Dimension::Power)?,
        cop: fields.number("cop")?,
        cap_ft: coefficients(fields, "capacity_curve")?,
        eir_ft: coefficients(fields, "power_curve")?,
        eir_plr: coefficients(fields, "part_load_curve")?,
        part_load: coefficients(fields, "part_load")?,
        // The bench compares wherever the reference has values, so no range is to be flagged.
        leaving: [-50.0, 100.0],
        condenser: [-50.0, 100.0],
        motor_share: 1.0,
        beyond: Beyond::GoOn,
    };
    set.checked().map_err(|error| fields.fault(error).into())
}

/// Power and COP.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let machine = machine(fields)?;
    let available = |t, w| machine.available(t, w);
    answers(inputs, "condenser_leaving", available, |q, t, w| {
        machine.power_at(q, t, w)
    })
}
