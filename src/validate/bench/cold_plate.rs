//! `[bench.cold_plate]`: case temperature of a plate whose resistance is fitted to a table.
//!
//! Parameters: the table `[bench.cold_plate.table]` with `file` or `reference`; `set`, the rows to take by
//! their column `set`; `flow` and `resistance`, the columns; `flow_unit`; `plates`, how many share the
//! flow. Inputs: `flow` of one plate, `heat`, `inlet`.

use super::{Answer, Fields, Inputs, Stop, map};
use crate::{
    physics::thermal::cold_plate::ColdPlate,
    units::Dimension,
    validate::column::{Scale, find},
};

/// The plate fitted to the rows of its table whose column `set` reads as asked.
fn fitted(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<ColdPlate, Stop> {
    let table = fields.table("table")?;
    let data = inputs.place.data(&table)?;
    let set = find(&table, &data, "set")?;
    let wanted = table.text("set")?;
    let plates = table.number("plates")?;
    let unit = table.text("flow_unit")?;
    let scale = Scale::of(unit, Dimension::VolumeFlow)
        .map_err(|e| table.fault_at("flow_unit", e.to_string()))?;
    let flow = data.numbers(find(&table, &data, table.text("flow")?)?);
    let resistance = data.numbers(find(&table, &data, table.text("resistance")?)?);
    table.finish()?;
    let points: Vec<(f64, f64)> = (0..data.len())
        .filter(|row| data.cell(*row, set) == wanted)
        .map(|row| (scale.si(flow[row]) / plates, resistance[row]))
        .collect();
    ColdPlate::fitted(&points).map_err(|error| table.fault(error).into())
}

/// Case temperature.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let plate = fitted(fields, inputs)?;
    let flow = inputs.column("flow", Dimension::VolumeFlow)?;
    let heat = inputs.column("heat", Dimension::Power)?;
    let inlet = inputs.column("inlet", Dimension::Temperature)?;
    let [case] = map([&flow, &heat, &inlet], |[v, q, t]| {
        [t + plate.resistance(v).0 * q]
    });
    Ok(vec![Answer::new("case", Dimension::Temperature, case)])
}
