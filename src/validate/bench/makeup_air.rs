//! `[bench.makeup_air]`: make-up air that is dried or humidified.
//!
//! Parameters: `dry_to` and `wet_to`, dew points (absent: not dried, not humidified); `cop` of the cooling machine. Inputs:
//! `dry_bulb`, `wet_bulb`, `pressure`, `flow` of dry air. Results: `supply` temperature, `cooled` heat, `electric` power,
//! `drained` and `steam` flow.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::air::makeup::{MakeupUnit, Rating},
    physics::air::state::AirState,
    units::Dimension,
};

/// What treatment does.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let dew_point = |key| fields.optional_quantity(key, Dimension::Temperature);
    let unit = MakeupUnit::rated(Rating {
        dry_to: dew_point("dry_to")?,
        wet_to: dew_point("wet_to")?,
        cop: fields.number("cop")?,
    });
    let unit = unit.map_err(|error| fields.fault(error))?;
    let t = inputs.column("dry_bulb", Dimension::Temperature)?;
    let wet = inputs.column("wet_bulb", Dimension::Temperature)?;
    let p = inputs.column("pressure", Dimension::Pressure)?;
    let flow = inputs.column("flow", Dimension::MassFlow)?;
    let [supply, cooled, electric, drained, steam] =
        map([&t, &wet, &p, &flow], |[t, wet, p, m]| {
            let done = unit.treat(AirState::from_wet_bulb(t, wet, p));
            [
                done.air.t,
                m * done.cooled,
                m * done.electric,
                m * done.drained,
                m * done.steam,
            ]
        });
    Ok(vec![
        Answer::new("supply", Dimension::Temperature, supply),
        Answer::new("cooled", Dimension::Power, cooled),
        Answer::new("electric", Dimension::Power, electric),
        Answer::new("drained", Dimension::MassFlow, drained),
        Answer::new("steam", Dimension::MassFlow, steam),
    ])
}
