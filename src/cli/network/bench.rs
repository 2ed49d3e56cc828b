//! `halltwin network bench`: how long a solution takes.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::{ConstantsOf, Exit, above_zero, is_inp, read};
use crate::model::hydraulic::Hydraulics;
use crate::model::water::{Water, at_start};
use crate::solver::network::{Convergence, Flows, Network, Tolerance, Workspace, solve};

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
    /// Constants and friction factor
    #[arg(long, value_enum, default_value = "epanet")]
    constants: ConstantsOf,
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
        println!("network,links,accuracy,iterations,max_head_error,cold_us,warm_us,peak_kb");
        for file in &self.files {
            if !is_inp(file) {
                eprintln!("error: {}: not an EPANET file (.inp)", file.display());
                return Exit::Usage;
            }
            let inp = match read(file) {
                Ok(inp) => inp,
                Err(exit) => return exit,
            };
            let drawing = match Water::draw(&inp, self.constants.into(), &at_start(&inp)) {
                Ok(drawing) => drawing,
                Err(errors) => {
                    for error in errors {
                        eprintln!("error: {}: {error}", file.display());
                    }
                    return Exit::Usage;
                }
            };
            let weight = drawing.scale.pascal(1.0);
            match self.time(drawing.hydraulics, inp.links.len(), weight) {
                Ok(timed) => self.print(file, &timed),
                Err(error) => {
                    eprintln!("error: {}: {error}", file.display());
                    return Exit::NotConverged;
                }
            }
        }
        Exit::Good
    }

    fn print(&self, file: &std::path::Path, timed: &Timed) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        println!(
            "{name},{},{},{},{:.2e},{:.2},{:.2},{}",
            timed.links,
            self.accuracy,
            timed.cold.iterations,
            timed.head_error,
            timed.cold_us,
            timed.warm_us,
            peak_kb()
        );
    }

    fn time(
        &self,
        mut h: Hydraulics,
        links: usize,
        weight: f64,
    ) -> Result<Timed, crate::solver::network::SolveError> {
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
