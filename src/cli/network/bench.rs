//! `halltwin network bench`: how long a solution takes.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde_json::{Value, json};

use super::{ConstantsOf, Exit, above_zero, is_inp, read, tell_drawing};
use crate::cli::output::say;
use crate::model::hydraulic::Hydraulics;
use crate::model::water::{Water, at_start};
use crate::solver::network::{
    Batch, Convergence, Flows, Network, Scenarios, SolveError, Tolerance, Workspace, solve,
};

/// Time cold and warm solutions of EPANET files
///
/// Prints one CSV line a network. Times are wall time in microseconds, the least of all repetitions,
/// on one thread; cold starts from rated flows, warm from the flows before 1 % of the links changed by
/// 2 %. Reading, drawing and ordering are not timed, as EPANET's opening is not.
#[derive(Args, Debug)]
pub struct Bench {
    /// EPANET files
    #[arg(required = true, value_name = "FILE.inp")]
    files: Vec<PathBuf>,
    /// Change of flows that another step could make, sum of |dQ| over sum of |Q|
    #[arg(long, default_value_t = 1e-8, value_parser = above_zero)]
    accuracy: f64,
    /// Repetitions
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    reps: u32,
    /// Time a batch of so many scenarios instead, each with 1 % of the links changed by up to 2 %: one
    /// CSV line a network with the time of one scenario
    #[arg(long, value_name = "SCENARIOS", value_parser = scenarios)]
    batch: Option<u32>,
    /// Constants and friction factor
    #[arg(long, value_enum, default_value = "epanet")]
    constants: ConstantsOf,
    /// Print the figures as JSON on stdout
    #[arg(long)]
    json: bool,
}

const COLUMNS: &str = "network,links,accuracy,iterations,max_head_error,cold_us,warm_us,peak_kb";
const BATCH: &str = "network,links,accuracy,iterations,scenarios,symbolic_us,scenario_us";

/// How many scenarios a batch has.
fn scenarios(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(0) => Err(
            "a batch of none takes no time: ask for 1 scenario or more, such as 64, or leave --batch out to time one cold \
             and one warm solution"
                .to_owned(),
        ),
        Ok(number) => Ok(number),
        Err(error) => Err(format!("{error}: a number of scenarios, such as 64")),
    }
}

/// Figures of one network.
struct Timed {
    links: usize,
    cold: Convergence,
    head_error: f64,
    cold_us: f64,
    warm_us: f64,
}

impl Bench {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let mut rows: Vec<Value> = Vec::new();
        let head = if self.batch.is_some() { BATCH } else { COLUMNS };
        if !self.json && say(&format!("{head}\n")) != Exit::Good {
            return Exit::Failure;
        }
        for file in &self.files {
            let row = match self.file(file) {
                Ok(row) => row,
                Err(exit) => return exit,
            };
            if self.json {
                let cells = head.split(',').zip(row.split(','));
                rows.push(
                    cells
                        .map(|(name, cell)| (name.to_owned(), value(cell)))
                        .collect(),
                );
            } else if say(&format!("{row}\n")) != Exit::Good {
                return Exit::Failure;
            }
        }
        if self.json {
            return say(&format!("{:#}\n", Value::Array(rows)));
        }
        Exit::Good
    }

    /// The figures of one file, in the order of the columns.
    fn file(&self, file: &Path) -> Result<String, Exit> {
        let path = file.display();
        if !is_inp(file) {
            tell!("error: {path}: not an EPANET file (.inp)");
            return Err(Exit::Usage);
        }
        let inp = read(file)?;
        let drawing = Water::draw(&inp, self.constants.into(), &at_start(&inp));
        let drawing = drawing.map_err(|errors| {
            tell_drawing(file, &inp, &errors);
            Exit::Usage
        })?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let (links, weight) = (inp.links.len(), drawing.scale.pascal(1.0));
        let timed = match self.batch {
            Some(scenarios) => self.time_batch(&drawing.hydraulics, scenarios).map(
                |[symbolic, iterations, each]| {
                    let accuracy = self.accuracy;
                    format!(
                        "{name},{links},{accuracy},{iterations},{scenarios},{symbolic:.2},{each:.2}"
                    )
                },
            ),
            None => self
                .time(drawing.hydraulics, links, weight)
                .map(|timed| self.row(&name, &timed)),
        };
        timed.map_err(|error| {
            tell!("error: {path}: {error}");
            Exit::NotConverged
        })
    }

    fn row(&self, name: &str, timed: &Timed) -> String {
        format!(
            "{name},{},{},{},{:.2e},{:.2},{:.2},{}",
            timed.links,
            self.accuracy,
            timed.cold.iterations,
            timed.head_error,
            timed.cold_us,
            timed.warm_us,
            peak_kb()
        )
    }

    /// Time of the symbolic phase [µs], most iterations, and time of one scenario of a batch [µs].
    fn time_batch(&self, h: &Hydraulics, scenarios: u32) -> Result<[f64; 3], SolveError> {
        let begin = Instant::now();
        let network = Network::new(h);
        let symbolic = begin.elapsed().as_secs_f64() * 1e6;
        let (mut workspace, mut start) = (Workspace::new(h, &network), Flows::new(h));
        let tolerance = Tolerance {
            change: self.accuracy,
            ..Tolerance::default()
        };
        solve(h, &network, &mut workspace, &mut start, &tolerance)?;
        let scenario = |i: u32| {
            let mut h = h.clone();
            nudge(&mut h, 1.0 + 0.02 * f64::from(i + 1) / f64::from(scenarios));
            h
        };
        let all: Vec<Hydraulics> = (0..scenarios).map(scenario).collect();
        let all = Scenarios::new(all);
        let (mut batch, mut flows) = (Batch::new(h, &network), Vec::new());
        let (mut best, mut most) = (f64::INFINITY, 0);
        for _ in 0..self.reps {
            let begin = Instant::now();
            let solved = batch.solve(&all, &network, &start, &tolerance, &mut flows)?;
            best = best.min(begin.elapsed().as_secs_f64() * 1e6);
            most = solved.iter().map(|s| s.iterations).max().unwrap_or(0);
        }
        Ok([
            symbolic,
            f64::from(most),
            best / f64::from(scenarios.max(1)),
        ])
    }

    fn time(&self, mut h: Hydraulics, links: usize, weight: f64) -> Result<Timed, SolveError> {
        let network = Network::new(&h);
        let mut workspace = Workspace::new(&h, &network);
        let mut flows = Flows::new(&h);
        let tolerance = Tolerance {
            change: self.accuracy,
            ..Tolerance::default()
        };
        let (mut cold_us, mut warm_us) = (f64::INFINITY, f64::INFINITY);
        let mut cold = Convergence::default();
        for _ in 0..self.reps {
            flows.solved = false;
            let start = Instant::now();
            cold = solve(&h, &network, &mut workspace, &mut flows, &tolerance)?;
            cold_us = cold_us.min(start.elapsed().as_secs_f64() * 1e6);
        }
        let head_error = cold.head * workspace.scale(&h, &network) / weight;
        for i in 0..self.reps {
            nudge(&mut h, if i % 2 == 1 { 1.0 / 1.02 } else { 1.02 });
            let start = Instant::now();
            solve(&h, &network, &mut workspace, &mut flows, &tolerance)?;
            warm_us = warm_us.min(start.elapsed().as_secs_f64() * 1e6);
        }
        Ok(Timed {
            links,
            cold,
            head_error,
            cold_us,
            warm_us,
        })
    }
}

/// A cell as JSON: a number where it is one.
fn value(cell: &str) -> Value {
    cell.parse::<f64>()
        .map_or_else(|_| json!(cell), |number| json!(number))
}

/// Changes every hundredth link by `factor`: the length of a pipe, the loss of a throttle.
fn nudge(h: &mut Hydraulics, factor: f64) {
    use crate::model::hydraulic::Kind;
    for l in (0..h.links()).step_by(100) {
        let row = h.row[l] as usize;
        match h.kind[l] {
            Kind::Pipe => h.pipes.law[row].length *= factor,
            Kind::FormulaPipe => h.formulas.law[row].resistance *= factor,
            Kind::Throttle => h.throttles.law[row].resistance *= factor,
            _ => {}
        }
    }
}

/// Largest memory of this process so far [kB]; 0 where the system does not tell.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
