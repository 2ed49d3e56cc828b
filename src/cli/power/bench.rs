//! `halltwin power bench`: time of a load flow.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::rows;
use crate::cli::Exit;
use crate::cli::output::say;
use crate::config::bus_table::BusTable;
use crate::model::electrical::grid::{Grid, Neutral};
use crate::solver::electrics::grid::GridFlow;

/// Time load flows of rows of racks on a main bus
///
/// Preparation (ordering, pattern of the factors) is done once and printed apart; every solve starts
/// from no load and ends with voltages, currents and losses. `benches/peers/power.py` prints the ratios
/// beside power-grid-model on the same table.
#[derive(Args, Debug)]
pub struct Bench {
    /// A bus–line–load table instead of rows of racks
    #[arg(value_name = "CASE", conflicts_with = "buses")]
    case: Option<PathBuf>,
    /// Buses beside the main bus, in rows of 20
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    buses: u32,
    /// Join neighbouring rows by as many lines as a fifth of the buses
    #[arg(long)]
    meshed: bool,
    /// Solves that are timed
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    repeat: u32,
    /// Loads between 0.3 and 1 of what is given that are solved as a batch
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    scenarios: u32,
    /// Print the result as JSON on stdout
    #[arg(long)]
    json: bool,
}

impl Bench {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let grid = match self.read() {
            Ok(grid) => grid,
            Err(exit) => return exit,
        };
        let start = Instant::now();
        let mut flow = GridFlow::new(&grid);
        let prepared = start.elapsed().as_secs_f64();
        let solves = (0..self.repeat).map(|_| 1.0);
        let Some(mut times) = timed(&grid, &mut flow, solves) else {
            return Exit::NotConverged;
        };
        let passes = flow.iterations;
        let lowest = flow.volts.iter().copied().fold(f64::INFINITY, f64::min);
        let last = f64::from(self.scenarios - 1);
        let factors = (0..self.scenarios).map(|i| 0.3 + 0.7 * f64::from(i) / last);
        let Some(batch) = timed(&grid, &mut flow, factors) else {
            return Exit::NotConverged;
        };
        times.sort_by(f64::total_cmp);
        let (median, best) = (times[times.len() / 2], times[0]);
        let batch: f64 = batch.iter().sum();
        let (buses, lines, scenarios) = (grid.nodes.len(), grid.lines.len(), self.scenarios);
        if self.json {
            let all = json!({
                "buses": buses, "lines": lines,
                "prepare_s": prepared, "solve_median_s": median, "solve_min_s": best,
                "iterations": passes, "lowest_V": lowest,
                "scenarios": scenarios, "batch_s": batch,
            });
            return say(&format!("{all}\n"));
        }
        let [prepared, median, best, batch] = [prepared, median, best, batch].map(|s| 1e3 * s);
        say(&format!(
            "buses       {buses}\nlines       {lines}\nprepare     {prepared:.3} ms, once\n\
             solve       {median:.3} ms median, {best:.3} ms least\niterations  {passes}\n\
             lowest      {lowest:.6} V\nbatch       {batch:.3} ms for {scenarios} scenarios\n"
        ))
    }

    /// The network, or what is wrong with it.
    fn read(&self) -> Result<Grid, Exit> {
        let table = match &self.case {
            None => rows::table(self.buses, self.meshed),
            Some(path) => BusTable::load(path).map_err(|error| {
                tell!("error: {error}");
                Exit::Usage
            })?,
        };
        Grid::from_table(&table, Neutral::Floating).map_err(|faults| {
            for fault in faults {
                tell!("error: {fault}");
            }
            Exit::Usage
        })
    }
}

/// Time of a solve for each factor [s].
fn timed(grid: &Grid, flow: &mut GridFlow, factors: impl Iterator<Item = f64>) -> Option<Vec<f64>> {
    let mut times = Vec::new();
    for factor in factors {
        let start = Instant::now();
        if let Err(fault) = flow.solve(grid, factor) {
            tell!("error: {fault}");
            return None;
        }
        times.push(start.elapsed().as_secs_f64());
    }
    Some(times)
}
