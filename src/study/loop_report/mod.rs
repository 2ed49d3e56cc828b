//! What a hydraulic engineer checks of each loop: vessel and relief valve, suction head, least pump flow, valve
//! authority, how evenly racks share.

mod pumps;
mod valves;
mod vessels;

use super::{Hall, Operating, OperatingPoint};
use crate::model::hydraulic::LinkId;
use crate::results::{Hydraulics, RowFlows};
use crate::solver::network::SolveError;
pub(super) use pumps::pumps;

/// Litres per minute in a cubic metre per second.
const LITRES_PER_MINUTE: f64 = 6e4;

/// All of it for the loops of `hall` at `point`; authorities of at most `valves` valves, those that take least of
/// their loop's pressure.
///
/// # Errors
/// A loop without a solution when one of its valves is shut.
pub fn loop_report(
    hall: &Hall,
    operating: &Operating,
    point: &OperatingPoint,
    valves: usize,
) -> Result<Hydraulics, SolveError> {
    let start = hall.config.run.start.seconds();
    let air = hall.model.climate.at(start).pressure;
    Ok(Hydraulics {
        loops: vessels::vessels(hall, operating),
        pumps: pumps(hall, &pumps::now(operating, point, air)),
        valves: valves::authorities(operating, point, valves)?,
        rows: rows(hall, operating, point),
    })
}

/// Flows of the racks of each row against their mean.
fn rows(hall: &Hall, operating: &Operating, point: &OperatingPoint) -> Vec<RowFlows> {
    let (model, h) = (&hall.model, &operating.hydraulics);
    let racks = &model.equipment.racks;
    let mut rows: Vec<(String, Vec<(String, f64)>)> = Vec::new();
    for (i, cell) in racks.cell.iter().enumerate() {
        let link = LinkId(model.coolant.cells.link[*cell as usize]);
        let flow = point.flows.flow(link) / h.density[link.0 as usize];
        let name = model.equipment.units[racks.first + i].name.clone();
        let Some((row, _)) = name.rsplit_once('.').filter(|(row, _)| row.contains('.')) else {
            continue;
        };
        let row = row.to_owned();
        match rows.iter_mut().find(|r| r.0 == row) {
            Some(found) => found.1.push((name, flow)),
            None => rows.push((row, vec![(name, flow)])),
        }
    }
    let shares = rows.into_iter().filter_map(|(row, racks)| {
        let mean = racks.iter().map(|r| r.1).sum::<f64>() / racks.len() as f64;
        let least = racks.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let greatest = racks.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (mean > 0.0).then(|| RowFlows {
            row,
            mean: LITRES_PER_MINUTE * mean,
            least_ratio: least.1 / mean,
            least: least.0.clone(),
            greatest_ratio: greatest.1 / mean,
            greatest: greatest.0.clone(),
        })
    });
    shares.collect()
}

#[cfg(test)]
mod tests;
