//! `halltwin power flow`: voltages, currents, losses and how far the loads may grow.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::cli::Exit;
use crate::config::bus_table::BusTable;
use crate::model::electrical::grid::{Grid, Neutral};
use crate::solver::electrics::grid::{GridFault, GridFlow, Loadability};

/// Solve the load flow of a DC network
///
/// Reads a bus–line–load table in JSON. Exit code 2 when it is no network, 4 when the loads are beyond
/// what it can carry.
#[derive(Args, Debug)]
pub struct Flow {
    /// Network: a bus–line–load table (.json)
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// How the neutral of three wires is earthed
    #[arg(long, value_enum, default_value_t = Earthing::Floating)]
    neutral: Earthing,
    /// Multiply all loads
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    scale: f64,
    /// Print the result as JSON on stdout
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Earthing {
    /// At the source alone
    Floating,
    /// At every bus
    Solid,
}

impl Flow {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let grid = match self.read() {
            Ok(grid) => grid,
            Err(problems) => {
                for problem in problems {
                    eprintln!("error: {problem}");
                }
                return Exit::Usage;
            }
        };
        let mut flow = GridFlow::new(&grid);
        let solved = flow.solve(&grid, self.scale);
        let result = flow.clone();
        let limit = match &solved {
            Err(GridFault::Collapse { margin, bus }) => Some(Loadability {
                factor: margin * self.scale,
                bus: bus.clone(),
            }),
            _ => flow.loadability(&grid),
        };
        if self.json {
            println!("{}", self.as_json(&grid, &solved, &result, limit.as_ref()));
        } else if solved.is_ok() {
            print!("{}", as_text(&grid, &result, self.scale, limit.as_ref()));
        }
        match solved {
            Ok(()) => Exit::Good,
            Err(fault) => {
                eprintln!("error: {fault}");
                Exit::NotConverged
            }
        }
    }

    fn read(&self) -> Result<Grid, Vec<String>> {
        if !(self.scale.is_finite() && self.scale >= 0.0) {
            return Err(vec![format!(
                "--scale is {}, it must be finite and not negative",
                self.scale
            )]);
        }
        let neutral = match self.neutral {
            Earthing::Floating => Neutral::Floating,
            Earthing::Solid => Neutral::Solid,
        };
        let table = BusTable::load(&self.case).map_err(|e| vec![e.to_string()])?;
        Grid::from_table(&table, neutral)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn as_json(
        &self,
        grid: &Grid,
        solved: &Result<(), GridFault>,
        flow: &GridFlow,
        limit: Option<&Loadability>,
    ) -> Value {
        let lambda = limit.map(|l| l.factor);
        let mut all = json!({ "converged": solved.is_ok() });
        if let Err(fault) = solved {
            all["error"] = json!(fault.to_string());
        } else {
            let volts: Map<String, Value> = grid
                .nodes
                .iter()
                .zip(&flow.volts)
                .map(|(name, volts)| (name.clone(), json!(volts)))
                .collect();
            all["iterations"] = json!(flow.iterations);
            all["voltages"] = Value::Object(volts);
            all["loss"] = json!(flow.loss());
            all["supplied"] = json!(flow.supplied(grid));
        }
        all["lambda_max"] = json!(lambda);
        all["margin"] = json!(lambda.map(|l| l / self.scale - 1.0));
        all["weakest"] = json!(limit.map(|l| &l.bus));
        all
    }
}

fn as_text(grid: &Grid, flow: &GridFlow, scale: f64, limit: Option<&Loadability>) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    let lines = grid.lines.iter().zip(&flow.current).zip(flow.line_losses());
    let _ = writeln!(text, "{:<28} {:>14}", "bus", "voltage [V]");
    for (name, volts) in grid.nodes.iter().zip(&flow.volts) {
        let _ = writeln!(text, "{name:<28} {volts:>14.6}");
    }
    let _ = writeln!(
        text,
        "\n{:<28} {:>14} {:>14} {:>9}",
        "line", "current [A]", "loss [W]", "loading"
    );
    for ((line, amps), loss) in lines {
        let loading = if line.rated.is_finite() {
            format!("{:.1} %", 100.0 * amps.abs() / line.rated)
        } else {
            "-".to_owned()
        };
        let name = &line.name;
        let _ = writeln!(text, "{name:<28} {amps:>14.4} {loss:>14.3} {loading:>9}");
    }
    let supplied = flow.supplied(grid) / 1e3;
    let loss = flow.loss() / 1e3;
    let _ = writeln!(text, "\nsupplied    {supplied:.6} kW");
    let _ = writeln!(text, "loss        {loss:.6} kW");
    let _ = writeln!(text, "iterations  {}", flow.iterations);
    let _ = match limit {
        Some(l) => writeln!(
            text,
            "lambda_max  {:.9}, margin {:.3} %, bus {} gives way first",
            l.factor,
            100.0 * (l.factor / scale - 1.0),
            l.bus
        ),
        None => writeln!(text, "lambda_max  none: loads may grow without limit"),
    };
    text
}
