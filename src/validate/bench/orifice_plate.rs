//! `[bench.orifice_plate]`: flow through an orifice plate from the pressures at its taps.
//!
//! Parameters: `taps` (`corner`, `bore`, `flange`), `density`, `viscosity`, `isentropic_exponent` of a gas. Inputs: `pipe` and
//! `bore`, `before` and `behind`, absolute pressures. Result: `flow`.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::hydraulic::{
        LawError,
        orifice_plate::{OrificePlate, Stream, Taps},
    },
    units::Dimension,
};

/// Flow.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let taps = match fields.text("taps")? {
        "corner" => Taps::Corner,
        "bore" => Taps::Bore,
        "flange" => Taps::Flange,
        _ => {
            let message = "`taps` is corner, bore or flange";
            return Err(fields.fault_at("taps", message).into());
        }
    };
    let density = fields.quantity("density", Dimension::Density)?;
    let viscosity = fields.quantity("viscosity", Dimension::Viscosity)?;
    let isentropic = fields.optional_number("isentropic_exponent")?;
    let pipe = inputs.column("pipe", Dimension::Length)?;
    let bore = inputs.column("bore", Dimension::Length)?;
    let before = inputs.column("before", Dimension::Pressure)?;
    let behind = inputs.column("behind", Dimension::Pressure)?;
    let flow = |row: usize| {
        let of = Stream {
            density,
            viscosity,
            pressure: [before[row], behind[row]],
            isentropic,
        };
        OrificePlate::new(pipe[row], bore[row], taps)?.flow(&of)
    };
    let flows: Result<Vec<f64>, LawError> = (0..pipe.len()).map(flow).collect();
    let flows = flows.map_err(|error| fields.fault(error))?;
    Ok(vec![Answer::new("flow", Dimension::MassFlow, flows)])
}
