//! `halltwin network solve`: flows and heads of a network.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::{ConstantsOf, Exit, above_zero, checks, hall, is_inp, read, tell_drawing};
use crate::cli::output::say;
use crate::config::inp::Inp;
use crate::model::water::{Barred, Unfed};
use crate::results::Hydraulics;
use crate::study::{WaterStop, water};

/// Solve an EPANET file at its start, or the coolant loops of a hall at the steady state its run starts from
///
/// Prints the head of each node [m] and the flow of each link [m3/s]. Heads of a hall are metres of the coolant
/// of each loop, taken at its set point throughout. Exit code 2 when the file cannot
/// be understood, 4 when the network does not converge. Junctions that draw water and are cut off from it are
/// named on stderr and in JSON under `cut_off`: they are fed through a leak, as EPANET feeds them.
#[derive(Args, Debug)]
pub struct Solve {
    /// EPANET file (.inp) or configuration of a hall
    #[arg(value_name = "FILE.inp|CONFIG")]
    file: PathBuf,
    /// Change of flows that another step could make, sum of |dQ| over sum of |Q|, beside residuals of
    /// 1e-9 of the largest pump head and 1e-12 of the flow through each node
    #[arg(long, default_value_t = 1e-8, value_parser = above_zero)]
    accuracy: f64,
    /// Constants and friction factor [default: epanet for an EPANET file, si for a hall]
    #[arg(long, value_enum)]
    constants: Option<ConstantsOf>,
    /// Print the result as JSON on stdout
    #[arg(long)]
    json: bool,
}

/// What is printed.
pub(super) struct Solved {
    /// Iterations taken.
    pub iterations: u32,
    /// Residual of heads as a share of the largest pump head, of nodes as a share of their flow, and
    /// bound on the next change of flows.
    pub residual: [f64; 3],
    /// Names and heads [m].
    pub heads: Vec<(String, f64)>,
    /// Names and flows [m3/s].
    pub flows: Vec<(String, f64)>,
    /// What no water reaches.
    pub unfed: Vec<NoWater>,
    /// Vessels, pumps, valves and rows of a hall.
    pub checks: Option<Hydraulics>,
}

/// Junctions that no water reaches, by name.
pub(super) struct NoWater {
    nodes: Vec<String>,
    links: Vec<String>,
    barred: Barred,
    message: String,
}

impl NoWater {
    fn of(inp: &Inp, unfed: &Unfed) -> Self {
        let nodes = unfed.nodes.iter().map(|&i| inp.nodes[i].id.clone());
        let links = unfed.links.iter().map(|&i| inp.links[i].id.clone());
        Self {
            nodes: nodes.collect(),
            links: links.collect(),
            barred: unfed.barred,
            message: unfed.message(inp),
        }
    }

    /// Whether a demand is not met, rather than met through pipes that are hardly there or not made.
    fn is_cut_off(&self) -> bool {
        matches!(self.barred, Barred::Closed | Barred::Shut)
    }
}

/// Why nothing is printed.
pub(super) enum Stop {
    /// The input is at fault; already said.
    Refused(Exit),
    /// It does not converge: why, and the iterations taken.
    NotConverged(String, u32),
}

impl Solve {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let solved = if is_inp(&self.file) {
            self.file()
        } else {
            hall::solve(
                &self.file,
                self.accuracy,
                self.constants.unwrap_or(ConstantsOf::Si),
            )
        };
        match solved {
            Ok(solved) => self.tell(&solved),
            Err(Stop::Refused(exit)) => exit,
            Err(Stop::NotConverged(message, iterations)) => {
                if self.json {
                    let why = json!({
                        "converged": false,
                        "iterations": iterations,
                        "message": message,
                    });
                    say(&format!("{why:#}\n"));
                }
                tell!("error: {message}");
                Exit::NotConverged
            }
        }
    }

    fn tell(&self, solved: &Solved) -> Exit {
        let said = if self.json {
            say(&format!("{:#}\n", solved.as_json()))
        } else {
            say(&solved.as_text())
        };
        for unfed in &solved.unfed {
            tell!("warning: {}: {}", self.file.display(), unfed.message);
        }
        said
    }

    fn file(&self) -> Result<Solved, Stop> {
        let inp = read(&self.file).map_err(Stop::Refused)?;
        let constants = self.constants.unwrap_or(ConstantsOf::Epanet);
        let solution = water(&inp, constants.into(), self.accuracy).map_err(|stop| {
            if let WaterStop::Drawing(errors) = &stop {
                tell_drawing(&self.file, &inp, errors);
                return Stop::Refused(Exit::Usage);
            }
            Stop::NotConverged(stop.to_string(), stop.iterations())
        })?;
        let nodes = inp.nodes.iter().map(|node| node.id.clone());
        let links = inp.links.iter().map(|link| link.id.clone());
        let c = &solution.convergence;
        Ok(Solved {
            iterations: solution.iterations,
            residual: [c.head, c.imbalance, c.change],
            heads: nodes.zip(solution.heads).collect(),
            flows: links.zip(solution.flows).collect(),
            unfed: (solution.unfed.iter())
                .map(|unfed| NoWater::of(&inp, unfed))
                .collect(),
            checks: None,
        })
    }
}

impl Solved {
    fn as_json(&self) -> Value {
        let object = |pairs: &[(String, f64)]| -> Map<String, Value> {
            let pairs = pairs
                .iter()
                .map(|(name, value)| (name.clone(), json!(value)));
            pairs.collect()
        };
        let [head, imbalance, change] = self.residual;
        let mut all = json!({
            "converged": true,
            "iterations": self.iterations,
            "head_residual": head,
            "imbalance": imbalance,
            "flow_change": change,
            "heads": object(&self.heads),
            "flows": object(&self.flows),
        });
        let unfed = |cut: bool| -> Vec<Value> {
            let some = self.unfed.iter().filter(|u| u.is_cut_off() == cut);
            some.map(|u| json!({"nodes": u.nodes, "links": u.links, "message": u.message}))
                .collect()
        };
        for (key, found) in [
            ("cut_off", unfed(true)),
            ("out_of_this_world", unfed(false)),
        ] {
            if !found.is_empty() {
                all[key] = json!(found);
            }
        }
        if let Some(checks) = &self.checks {
            all["hydraulics"] = json!(checks);
        }
        all
    }

    fn as_text(&self) -> String {
        let [head, imbalance, change] = self.residual;
        let mut text = format!(
            "converged in {} iterations: heads to {head:.1e} of the largest pump head, nodes to \
             {imbalance:.1e} of their flow, flows to {change:.1e}\n",
            self.iterations
        );
        for (title, unit, pairs) in [("node", "m", &self.heads), ("link", "m3/s", &self.flows)] {
            let width = pairs.iter().map(|p| p.0.chars().count()).max().unwrap_or(0);
            text += &format!("\n{title:<width$}  [{unit}]\n");
            for (name, value) in pairs {
                text += &format!("{name:<width$}  {value:>16.9}\n");
            }
        }
        text + &self.checks.as_ref().map_or(String::new(), checks::text)
    }
}
