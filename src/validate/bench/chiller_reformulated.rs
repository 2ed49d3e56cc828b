//! `[bench.chiller_reformulated]`: power and COP of a chiller by its reformulated curves.
//!
//! Parameters: `capacity`, `cop`, `capacity_curve`, `power_curve` (six coefficients each, of leaving water and leaving
//! condenser water in °C), `part_load_curve` (ten), `part_load` (least, unloading, most). Inputs: `leaving`,
//! `condenser_leaving` and either `part_load` or `cooling`.

use super::{Answer, Fields, Inputs, Stop, chiller_eir::coefficients, map};
use crate::{physics::thermal::chiller::reformulated::Reformulated, units::Dimension};

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
    };
    set.checked().map_err(|error| fields.fault(error).into())
}

/// Power and COP.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let machine = machine(fields)?;
    let leaving = inputs.column("leaving", Dimension::Temperature)?;
    let warm = inputs.column("condenser_leaving", Dimension::Temperature)?;
    let cooling = match inputs.optional("part_load", Dimension::Ratio)? {
        Some(ratio) => {
            let [cooling] = map([&ratio, &leaving, &warm], |[r, t, w]| {
                [r * machine.available(t, w)]
            });
            cooling
        }
        None => inputs.column("cooling", Dimension::Power)?,
    };
    let [power, cop] = map([&cooling, &leaving, &warm], |[q, t, w]| {
        let power = machine.power_at(q, t, w);
        [power, q / power]
    });
    Ok(vec![
        Answer::new("power", Dimension::Power, power),
        Answer::new("cop", Dimension::Ratio, cop),
    ])
}
