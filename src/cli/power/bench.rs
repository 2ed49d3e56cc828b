//! `halltwin power bench`: time of a load flow.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use serde_json::json;

use super::rows;
use crate::cli::Exit;
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
        let table = match &self.case {
            None => rows::table(self.buses, self.meshed),
            Some(path) => match BusTable::load(path) {
                Ok(table) => table,
                Err(error) => {
                    eprintln!("error: {error}");
                    return Exit::Usage;
                }
            },
        };
        let grid = match Grid::from_table(&table, Neutral::Floating) {
            Ok(grid) => grid,
            Err(faults) => {
                for fault in faults {
                    eprintln!("error: {fault}");
                }
                return Exit::Usage;
            }
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
        if self.json {
            println!(
                "{}",
                json!({
                    "buses": grid.nodes.len(), "lines": grid.lines.len(),
                    "prepare_s": prepared, "solve_median_s": median, "solve_min_s": best,
                    "iterations": passes, "lowest_V": lowest,
                    "scenarios": self.scenarios, "batch_s": batch,
                })
            );
        } else {
            println!("buses       {}", grid.nodes.len());
            println!("lines       {}", grid.lines.len());
            println!("prepare     {:.3} ms, once", 1e3 * prepared);
            println!(
                "solve       {:.3} ms median, {:.3} ms least",
                1e3 * median,
                1e3 * best
            );
            println!("iterations  {passes}");
            println!("lowest      {lowest:.6} V");
            println!(
                "batch       {:.3} ms for {} scenarios",
                1e3 * batch,
                self.scenarios
            );
        }
        Exit::Good
    }
}

/// Time of a solve for each factor [s].
fn timed(grid: &Grid, flow: &mut GridFlow, factors: impl Iterator<Item = f64>) -> Option<Vec<f64>> {
    let mut times = Vec::new();
    for factor in factors {
        let start = Instant::now();
        if let Err(fault) = flow.solve(grid, factor) {
            eprintln!("error: {fault}");
            return None;
        }
        times.push(start.elapsed().as_secs_f64());
    }
    Some(times)
}
