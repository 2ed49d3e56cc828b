//! `[bench.latent_store]`: a store that melts or freezes under a coil whose inlet stays the same.
//!
//! Parameters: `mass`, `melting`, `latent_heat`, `solid_heat`, `liquid_heat`, `ua` of the coil, `capacity` [W/K] of what flows through
//! it, `inlet`, `start` [°C] (below the melting point all solid, above it all liquid, else by `solid`); `made`, heat that a machine takes
//! out (absent: none); `step`. Input: `time`, rising. Results: `temperature`, `solid` share, `heat` taken so far.

use super::{Answer, Fields, Inputs, Stop};
use crate::{
    physics::thermal::latent_store::{Drive, LatentStore},
    units::Dimension,
};

/// The store, and the enthalpy of its content at the beginning [J/kg].
fn store(fields: &Fields<'_>) -> Result<(LatentStore, f64), Stop> {
    let heat = |key| fields.quantity(key, Dimension::SpecificHeat);
    let store = LatentStore {
        mass: fields.quantity("mass", Dimension::Mass)?,
        melting: fields.quantity("melting", Dimension::Temperature)?,
        latent: fields.quantity("latent_heat", Dimension::SpecificEnergy)?,
        heat: [heat("solid_heat")?, heat("liquid_heat")?],
        ua: fields.quantity("ua", Dimension::Conductance)?,
        loss: 0.0,
    };
    let store = store.checked().map_err(|error| fields.fault(error))?;
    let start = fields.optional_quantity("start", Dimension::Temperature)?;
    let h = match start {
        Some(t) if t < store.melting => store.heat[0] * (t - store.melting) - store.latent,
        Some(t) => store.heat[1] * (t - store.melting),
        None => store.of_share(fields.number("solid")?),
    };
    Ok((store, h))
}

/// Temperature, solid share and heat taken over time.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let (store, mut h) = store(fields)?;
    let drive = Drive {
        t_in: fields.quantity("inlet", Dimension::Temperature)?,
        capacity: fields.quantity("capacity", Dimension::Conductance)?,
        wanted: f64::INFINITY,
        made: fields
            .optional_quantity("made", Dimension::Power)?
            .unwrap_or(0.0),
        t_room: store.melting,
    };
    let longest = fields.quantity("step", Dimension::Time)?;
    if longest <= 0.0 {
        return Err(fields.fault_at("step", "`step` is above 0").into());
    }
    let time = inputs.column("time", Dimension::Time)?;
    let mut columns = [const { Vec::new() }; 3];
    let mut sum = 0.0;
    for k in 0..time.len() {
        let span = if k > 0 { time[k] - time[k - 1] } else { 0.0 };
        let steps = (span / longest).ceil();
        for _ in 0..steps as usize {
            let (next, taken) = store.advance(&drive, span / steps, h);
            h = next;
            sum += taken.heat * span / steps;
        }
        for (column, value) in columns
            .iter_mut()
            .zip([store.temperature(h), store.solid(h), sum])
        {
            column.push(value);
        }
    }
    let [temperature, solid, heat] = columns;
    Ok(vec![
        Answer::new("temperature", Dimension::Temperature, temperature),
        Answer::new("solid", Dimension::Ratio, solid),
        Answer::new("heat", Dimension::Energy, heat),
    ])
}
