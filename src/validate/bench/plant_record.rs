//! `[bench.plant_record]`: a plant's own record of its efficiency, through our accounts.
//!
//! Each row becomes an hour with IT at its power and one cooling component of power κ·Q; the ratio is
//! that of [`metrics::pue`](crate::metrics). Inputs: `it_power`, `cooling` (Q), `specific_power` (κ [W/W]).

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    metrics::{Account, Component, Energies, ItEnergy, Place, pue::Ratios},
    units::Dimension,
};

/// Energies of an hour [kWh] with `it` [W] of IT and `cooling` [W] beside it.
fn hour(it: f64, cooling: f64) -> Energies {
    let (it, cooling) = (it * 1e-3, cooling * 1e-3);
    let plant = Component {
        name: "central plant".to_owned(),
        group: "cooling plant".to_owned(),
        account: Account::Cooling,
        place: Place::Outdoors,
        machines: 1,
        input: cooling,
        output: 0.0,
        overhead: cooling,
    };
    Energies {
        hours: 1.0,
        utility: it + cooling,
        it: ItEnergy {
            input: it,
            ..ItEnergy::default()
        },
        house_assumed: false,
        components: vec![plant],
    }
}

/// Ratio of meter to IT energy.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let it = inputs.column("it_power", Dimension::Power)?;
    let cooling = inputs.column("cooling", Dimension::Power)?;
    let specific = inputs.column("specific_power", Dimension::Ratio)?;
    let ratio = |row: usize| {
        let energies = hour(it[row], specific[row] * cooling[row]);
        match Ratios::of(&energies) {
            Ok(ratios) => (ratios.headline)
                .ok_or_else(|| fields.fault(format_args!("row {}: no IT energy", row + 1))),
            Err(error) => Err(fields.fault(format_args!("row {}: {error}", row + 1))),
        }
    };
    let ratios = (0..it.len()).map(ratio).collect::<Result<_, _>>()?;
    Ok(vec![Answer::new("energy_ratio", Dimension::Ratio, ratios)])
}
