//! `[bench.cooling_tower]`: heat, leaving water and evaporation of a tower.
//!
//! Parameters: `law` (`merkel`, `york` or `cool_tools`) and the duty: `flow`, `air_flow`, `wet_bulb`, `dry_bulb`,
//! `approach`, `range`, `free_convection`; `specific_heat` of water; `balance` of evaporation (`closed` or
//! `energyplus`). Inputs: `inlet`, `flow`, `dry_bulb`, `wet_bulb`, `pressure`, `air_ratio`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::{
        air::state::AirState,
        thermal::cooling_tower::{
            Inlet, Rating, Tower,
            cool_tools::CoolTools,
            merkel::Merkel,
            water::{Balance, evaporation},
            york::York,
        },
    },
    units::Dimension,
};

/// Pressure of the duty [Pa].
const DUTY_PRESSURE: f64 = 101_325.0;

/// The duty in the words of a datasheet.
fn rating(fields: &Fields<'_>, cp: f64) -> Result<Rating, Stop> {
    let temperature = |key| fields.quantity(key, Dimension::Temperature);
    let difference = |key| fields.quantity(key, Dimension::TemperatureDifference);
    let (dry, wet) = (temperature("dry_bulb")?, temperature("wet_bulb")?);
    Ok(Rating {
        air: AirState::from_wet_bulb(dry, wet, DUTY_PRESSURE),
        approach: difference("approach")?,
        range: difference("range")?,
        flow: fields.quantity("flow", Dimension::MassFlow)?,
        cp,
        air_flow: fields.quantity("air_flow", Dimension::VolumeFlow)?,
        free: fields.number("free_convection")?,
    })
}

/// The tower sized for its duty.
fn sized(fields: &Fields<'_>, rating: &Rating) -> Result<Tower, Stop> {
    let tower = match fields.text("law")? {
        "merkel" => Merkel::rated(rating).map(Tower::Merkel),
        "york" => York::rated(rating).map(Tower::York),
        "cool_tools" => CoolTools::rated(rating).map(Tower::CoolTools),
        _ => {
            let message = "`law` is `merkel`, `york` or `cool_tools`";
            return Err(fields.fault_at("law", message).into());
        }
    };
    tower.map_err(|error| fields.fault(error).into())
}

/// How evaporation is reckoned.
fn balance(fields: &Fields<'_>) -> Result<Balance, Stop> {
    match fields.optional_text("balance")?.unwrap_or("closed") {
        "closed" => Ok(Balance::Closed),
        "energyplus" => Ok(Balance::EnergyPlus),
        _ => {
            let message = "`balance` is `closed` or `energyplus`";
            Err(fields.fault_at("balance", message).into())
        }
    }
}

/// Heat, leaving water and evaporation with make-up at 0 °C.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let cp = fields.quantity("specific_heat", Dimension::SpecificHeat)?;
    let tower = sized(fields, &rating(fields, cp)?)?;
    let balance = balance(fields)?;
    let temperature = |name| inputs.column(name, Dimension::Temperature);
    let (inlet, dry, wet) = (
        temperature("inlet")?,
        temperature("dry_bulb")?,
        temperature("wet_bulb")?,
    );
    let flow = inputs.column("flow", Dimension::MassFlow)?;
    let pressure = inputs.column("pressure", Dimension::Pressure)?;
    let ratio = inputs.column("air_ratio", Dimension::Ratio)?;
    let columns = [&inlet[..], &flow, &dry, &wet, &pressure, &ratio];
    let [heat, outlet, evaporated] = map(columns, |[t, flow, dry, wet_bulb, p, x]| {
        let air = AirState::from_wet_bulb(dry, wet_bulb, p);
        let at = Inlet {
            t,
            flow,
            cp,
            swell: 1.0,
            air,
            wet_bulb,
        };
        let heat = tower.heat(&at, x).heat;
        let dry_air = tower.air_mass(&air, x);
        let water = evaporation(balance, heat, dry_air, &air, wet_bulb, 0.0).0;
        [heat, t - heat / (flow * cp), water]
    });
    Ok(vec![
        Answer::new("heat", Dimension::Power, heat),
        Answer::new("outlet", Dimension::Temperature, outlet),
        Answer::new("evaporation", Dimension::MassFlow, evaporated),
    ])
}
