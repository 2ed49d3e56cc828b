//! `[bench.power_flow]`: load flow of a bus–line–load table of the reference folder.
//!
//! Parameters: `table`, its path there; `neutral`, `"floating"` or `"solid"` on three wires. Answers
//! have one row: `loss`, `lambda_max`, `lowest` (the lowest voltage between a conductor and the return
//! over that at no load).

use super::{Answer, Fields, Inputs, Stop};
use crate::config::bus_table::BusTable;
use crate::model::electrical::grid::{Grid, Neutral};
use crate::solver::electrics::grid::GridFlow;
use crate::units::Dimension;

/// Loss, loadability and lowest voltage.
pub(super) fn run(fields: &Fields<'_>, inputs: &Inputs<'_>) -> Result<Vec<Answer>, Stop> {
    let below = fields.text("table")?;
    let neutral = match fields.optional_text("neutral")? {
        None | Some("floating") => Neutral::Floating,
        Some("solid") => Neutral::Solid,
        Some(_) => {
            let message = "`neutral` is \"floating\" or \"solid\"";
            return Err(fields.fault_at("neutral", message).into());
        }
    };
    let absent = || Stop::Absent(format!("reference folder absent, needs {below}"));
    let path = inputs.place.reference.as_deref().ok_or_else(absent)?;
    let path = path.join(below);
    if !path.exists() {
        let message = format!("{below} is not in the reference folder");
        return Err(Stop::Absent(message));
    }
    let table = BusTable::load(&path).map_err(|e| fields.fault(e))?;
    let grid = Grid::from_table(&table, neutral).map_err(|faults| {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        fields.fault(all.join("; "))
    })?;
    let mut flow = GridFlow::new(&grid);
    flow.solve(&grid, 1.0).map_err(|e| fields.fault(e))?;
    let share = |(volts, open): (&f64, &f64)| if *open == 0.0 { 1.0 } else { volts / open };
    let lowest = flow.volts.iter().zip(&grid.open).map(share);
    let lowest = lowest.fold(f64::INFINITY, f64::min);
    let loss = flow.loss();
    let limit = flow.loadability(&grid).map_or(f64::INFINITY, |l| l.factor);
    Ok(vec![
        Answer::new("loss", Dimension::Power, vec![loss]),
        Answer::new("lambda_max", Dimension::Ratio, vec![limit]),
        Answer::new("lowest", Dimension::Ratio, vec![lowest]),
    ])
}
