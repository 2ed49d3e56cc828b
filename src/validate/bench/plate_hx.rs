//! `[bench.plate_hx]`: a plate exchanger at given flows and inlet temperatures.
//!
//! Parameters: `hot_flow`, `cold_flow` and either `effectiveness` or `conductance` at rating, `exponent` of
//! the films, and `specific_heat` of both sides. Inputs: `hot_flow`, `cold_flow`, `hot_inlet`, `cold_inlet`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::thermal::plate_hx::{Inlet, PlateHx},
    units::Dimension,
};

/// UA [W/K] at which counter flow of the capacity rates `flow`·`cp` has the given effectiveness.
fn conductance(flow: [f64; 2], cp: f64, effectiveness: f64) -> f64 {
    let (least, most) = (flow[0].min(flow[1]), flow[0].max(flow[1]));
    let z = least / most;
    let ntu = if z == 1.0 {
        effectiveness / (1.0 - effectiveness)
    } else {
        ((1.0 - effectiveness * z) / (1.0 - effectiveness)).ln() / (1.0 - z)
    };
    ntu * least * cp
}

/// The exchanger of the parameters; its film conductances at rating are in the ratio of the flows to the
/// power of the exponent.
fn sized(fields: &Fields<'_>, cp: f64) -> Result<PlateHx, Stop> {
    let flow = [
        fields.quantity("hot_flow", Dimension::MassFlow)?,
        fields.quantity("cold_flow", Dimension::MassFlow)?,
    ];
    let exponent = fields.number("exponent")?;
    if !(flow[0] > 0.0 && flow[1] > 0.0 && cp > 0.0) {
        let message = "flows and specific heat must be positive";
        return Err(fields.fault(message).into());
    }
    let ua = match fields.optional_quantity("conductance", Dimension::Conductance)? {
        Some(ua) => ua,
        None => match fields.number("effectiveness")? {
            e if e > 0.0 && e < 1.0 => conductance(flow, cp, e),
            _ => {
                let message = "`effectiveness` is between 0 and 1";
                return Err(fields.fault_at("effectiveness", message).into());
            }
        },
    };
    let films = (flow[0] / flow[1]).powf(exponent);
    Ok(PlateHx {
        ua,
        flow,
        hot_share: 1.0 / (1.0 + films),
        exponent,
    })
}

/// Heat, both outlet temperatures and effectiveness.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let cp = fields.quantity("specific_heat", Dimension::SpecificHeat)?;
    let hx = sized(fields, cp)?;
    let flow = |name| inputs.column(name, Dimension::MassFlow);
    let (hot_flow, cold_flow) = (flow("hot_flow")?, flow("cold_flow")?);
    let inlet = |name| inputs.column(name, Dimension::Temperature);
    let (hot, cold) = (inlet("hot_inlet")?, inlet("cold_inlet")?);
    let columns = [&hot_flow[..], &cold_flow, &hot, &cold];
    let [heat, hot_outlet, cold_outlet, effectiveness] = map(columns, |[mh, mc, th, tc]| {
        let inlet = Inlet {
            t: [th, tc],
            flow: [mh, mc],
            cp: [cp, cp],
        };
        let q = hx.heat(&inlet);
        let most = mh.min(mc) * cp * (th - tc);
        [q, th - q / (mh * cp), tc + q / (mc * cp), q / most]
    });
    Ok(vec![
        Answer::new("heat", Dimension::Power, heat),
        Answer::new("hot_outlet", Dimension::Temperature, hot_outlet),
        Answer::new("cold_outlet", Dimension::Temperature, cold_outlet),
        Answer::new("effectiveness", Dimension::Ratio, effectiveness),
    ])
}
