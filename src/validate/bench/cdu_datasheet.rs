//! `[bench.cdu_datasheet]`: the exchanger that the figures of a CDU's datasheet make together.
//!
//! Parameters: `primary_inlet` of the rating; the liquids `[bench.cdu_datasheet.secondary]` and
//! `[bench.cdu_datasheet.primary]` as in `[bench.fluid]`. Inputs, one unit a row: `heat`, `approach`, `secondary_flow` and
//! `primary_flow`, by volume; a facility flow that is not printed is taken to have the technology side's capacity rate.
//! Results: `conductance`, `conductance_per_heat`, `ntu`, `effectiveness`.

use super::{Answer, Fields, Inputs, Stop, fluid::liquid};
use crate::{
    fluids::Fluid,
    physics::thermal::{
        cdu_datasheet::Datasheet,
        plate_hx::{Inlet, PlateHx},
    },
    units::Dimension,
};

/// A row of the inputs.
struct Row {
    heat: f64,
    approach: f64,
    flow: [f64; 2],
}

/// Conductance, the same over heat, NTU and effectiveness of a row.
fn figures(row: &Row, fluid: &[Fluid; 2], inlet: f64) -> Result<[f64; 4], String> {
    let supply = inlet + row.approach;
    let at = |side: usize| [supply, inlet][side];
    let cp = [0, 1].map(|side: usize| fluid[side].specific_heat(at(side)));
    let mut flow = [0, 1].map(|side: usize| row.flow[side] * fluid[side].density(at(side)));
    if flow[1].is_nan() {
        flow[1] = flow[0] * cp[0] / cp[1];
    }
    let sheet = Datasheet {
        heat: Some(row.heat),
        approach: Some(row.approach),
        cold: [Some(inlet), None],
        flow: flow.map(Some),
        cp,
        ..Datasheet::default()
    };
    let duty = sheet.complete().map_err(|error| error.to_string())?;
    let hx = PlateHx::rated(&duty).map_err(|error| error.to_string())?;
    let least = (flow[0] * cp[0]).min(flow[1] * cp[1]);
    let entering = Inlet {
        t: [duty.hot[0], duty.cold[0]],
        flow,
        cp,
    };
    let most = least * (duty.hot[0] - duty.cold[0]);
    Ok([
        hx.ua,
        hx.ua / row.heat,
        hx.ua / least,
        hx.heat(&entering) / most,
    ])
}

/// Figures of each row.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let mut fluid = Vec::new();
    for key in ["secondary", "primary"] {
        let table = fields.table(key)?;
        fluid.push(liquid(&table)?);
        table.finish()?;
    }
    let [secondary, primary] = &fluid[..] else {
        return Err(fields.fault("two liquids are needed").into());
    };
    let fluid = [secondary.clone(), primary.clone()];
    let inlet = fields.quantity("primary_inlet", Dimension::Temperature)?;
    let heat = inputs.column("heat", Dimension::Power)?;
    let approach = inputs.column("approach", Dimension::TemperatureDifference)?;
    let flow = |name| inputs.column(name, Dimension::VolumeFlow);
    let (hot, cold) = (flow("secondary_flow")?, flow("primary_flow")?);
    let mut columns = [const { Vec::new() }; 4];
    for k in 0..heat.len() {
        let row = Row {
            heat: heat[k],
            approach: approach[k],
            flow: [hot[k], cold[k]],
        };
        let found = figures(&row, &fluid, inlet);
        let found = found.map_err(|why| fields.fault(format_args!("row {}: {why}", k + 1)))?;
        for (column, value) in columns.iter_mut().zip(found) {
            column.push(value);
        }
    }
    let [conductance, per_heat, ntu, effectiveness] = columns;
    Ok(vec![
        Answer::new("conductance", Dimension::Conductance, conductance),
        Answer::new("conductance_per_heat", Dimension::PerKelvin, per_heat),
        Answer::new("ntu", Dimension::Ratio, ntu),
        Answer::new("effectiveness", Dimension::Ratio, effectiveness),
    ])
}
