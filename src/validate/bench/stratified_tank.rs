//! `[bench.stratified_tank]`: layers of a tank that is loaded and unloaded in turn.
//!
//! Parameters: `volume`, `height`, `loss` [W/K] to `room` (both absent: none); the liquid as in `[bench.fluid]`;
//! `start`, one temperature a layer from the top; `period`, `flow` and `inlet`, each in the first and the second half of a
//! period, flow positive from top to bottom; `step`. Input: `time`, rising. Results: `layer_1` (top) to
//! `layer_12`.

use super::{Answer, Fields, Inputs, Stop, fluid::liquid};
use crate::{
    physics::thermal::tank::{Drive, Rating, Tank},
    units::Dimension,
};

/// Names of the results.
const LAYERS: [&str; 12] = [
    "layer_1", "layer_2", "layer_3", "layer_4", "layer_5", "layer_6", "layer_7", "layer_8",
    "layer_9", "layer_10", "layer_11", "layer_12",
];

/// Two values, one a half of a period.
fn pair(fields: &Fields<'_>, key: &'static str, dimension: Dimension) -> Result<[f64; 2], Stop> {
    let given = fields.quantities(key, dimension)?;
    given.try_into().map_err(|_| {
        let message = format!("`{key}` has two values, one a half of a period");
        fields.fault_at(key, message).into()
    })
}

/// Temperatures of the layers.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let fluid = liquid(fields)?;
    let start = fields.quantities("start", Dimension::Temperature)?;
    if start.len() > LAYERS.len() {
        let message = format!("at most {} layers", LAYERS.len());
        return Err(fields.fault_at("start", message).into());
    }
    let mean = start.iter().sum::<f64>() / start.len().max(1) as f64;
    let loss = fields.optional_quantity("loss", Dimension::Conductance)?;
    let room = fields.optional_quantity("room", Dimension::Temperature)?;
    let tank = Tank::rated(&Rating {
        volume: fields.quantity("volume", Dimension::Volume)?,
        height: fields.quantity("height", Dimension::Length)?,
        layers: start.len(),
        density: fluid.density(mean),
        conductivity: fluid.conductivity(mean),
        loss: loss.unwrap_or(0.0),
    })
    .map_err(|error| fields.fault(error))?;
    let period = fields.quantity("period", Dimension::Time)?;
    let longest = fields.quantity("step", Dimension::Time)?;
    if !(longest > 0.0 && period > 0.0) {
        return Err(fields.fault("`step` and `period` are above 0").into());
    }
    let flow = pair(fields, "flow", Dimension::MassFlow)?;
    let inlet = pair(fields, "inlet", Dimension::Temperature)?;
    let time = inputs.column("time", Dimension::Time)?;
    let drive = |at: f64| {
        let half = (2.0 * at / period) as usize % 2;
        Drive {
            flow: flow[half],
            h_in: fluid.enthalpy(inlet[half]),
            cp: fluid.specific_heat(mean),
            reference: [mean, fluid.enthalpy(mean)],
            t_room: room.unwrap_or(mean),
        }
    };
    let mut h: Vec<f64> = start.iter().map(|t| fluid.enthalpy(*t)).collect();
    let mut scratch = vec![0.0; 2 * h.len()];
    let mut layers = vec![Vec::with_capacity(time.len()); h.len()];
    for k in 0..time.len() {
        if k > 0 && time[k] > time[k - 1] {
            let span = time[k] - time[k - 1];
            let steps = (span / longest).ceil();
            for j in 0..steps as usize {
                let at = time[k - 1] + span * (j as f64 + 0.5) / steps;
                tank.advance(&drive(at), span / steps, &mut h, &mut scratch);
            }
        }
        for (column, h) in layers.iter_mut().zip(&h) {
            column.push(fluid.temperature(*h));
        }
    }
    let named = LAYERS.into_iter().zip(layers);
    Ok(named
        .map(|(name, values)| Answer::new(name, Dimension::Temperature, values))
        .collect())
}
