//! `halltwin network balance`: settings of valves and bores of pipes for given flows.

mod order;
mod words;

use std::path::PathBuf;

use clap::Args;

use super::{ConstantsOf, Exit, above_zero};
use crate::cli::output::say;
use crate::cli::study::quantity;
use crate::physics::hydraulic::bore::Rules;
use crate::study::balance::bores::{Sizes, choose};
use crate::study::balance::{BalanceError, Balanced, balance};
use crate::units::Dimension;
use order::Order;

/// Find the valve settings that give branches their flows, and bores of pipes by rules
///
/// Each valve named with --flow is opened and limited to its flow; what the limit holds is what the valve has to
/// take. Control valves of a hall get an opening, TCVs of an EPANET file a loss coefficient, limiters and FCVs
/// their flow. --size chooses the smallest standard bores that keep velocity and pressure gradient, widened along
/// the index circuit until the head suffices. Exit code 3 where a flow is not reached, 4 without convergence.
#[derive(Args, Debug)]
pub struct Balance {
    /// EPANET file (.inp) or configuration of a hall
    #[arg(value_name = "FILE.inp|CONFIG")]
    file: PathBuf,
    /// Flow of a valve, such as valve.balance="120 L/min"; once for each
    #[arg(long = "flow", value_name = "VALVE=FLOW", value_parser = order::pair)]
    flow: Vec<(String, f64)>,
    /// Flows from a CSV file with the columns `valve` and `flow`, the latter with its unit
    #[arg(long, value_name = "FILE.csv")]
    flows: Option<PathBuf>,
    /// Choose bores of all pipes (ASME B36.10M, standard weight)
    #[arg(long)]
    size: bool,
    /// Pump head that the pipes may need, as "180 kPa"; what the pumps give when left out
    #[arg(long, value_name = "PRESSURE", requires = "size", value_parser = |t: &str| quantity(t, Dimension::Pressure))]
    head: Option<f64>,
    /// Highest velocity up to DN 50
    #[arg(long, value_name = "VELOCITY", requires = "size", default_value = "1.2 m/s", value_parser = |t: &str| quantity(t, Dimension::Velocity))]
    speed_small: f64,
    /// Highest velocity beyond DN 50
    #[arg(long, value_name = "VELOCITY", requires = "size", default_value = "2.4 m/s", value_parser = |t: &str| quantity(t, Dimension::Velocity))]
    speed_large: f64,
    /// Highest pressure gradient [Pa/m]
    #[arg(long, value_name = "PA_PER_M", requires = "size", default_value_t = 400.0, value_parser = above_zero)]
    gradient: f64,
    /// As in `network solve`
    #[arg(long, default_value_t = 1e-8, value_parser = above_zero)]
    accuracy: f64,
    /// Constants and friction factor [default: epanet for an EPANET file, si for a hall]
    #[arg(long, value_enum)]
    constants: Option<ConstantsOf>,
    /// Print the result as JSON on stdout
    #[arg(long)]
    json: bool,
}

impl Balance {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let order = match self.order() {
            Ok(order) => order,
            Err(exit) => return exit,
        };
        let found = if self.size {
            let rules = Rules {
                speed_small: self.speed_small,
                speed_large: self.speed_large,
                gradient: self.gradient,
                ..Rules::default()
            };
            let sizes = choose(
                &order.hydraulics,
                &order.wanted,
                &rules,
                self.head,
                self.accuracy,
            );
            sizes.map(|s| (s.balanced.clone(), Some(s)))
        } else {
            let balanced = balance(&order.hydraulics, &order.wanted, self.accuracy);
            balanced.map(|b| (b, None))
        };
        match found {
            Ok((balanced, sizes)) => self.tell(&order, &balanced, sizes.as_ref()),
            Err(faults) => self.refuse(&faults),
        }
    }

    fn tell(&self, order: &Order, balanced: &Balanced, sizes: Option<&Sizes>) -> Exit {
        let said = if self.json {
            say(&format!("{:#}\n", words::as_json(order, balanced, sizes)))
        } else {
            say(&words::as_text(order, balanced, sizes))
        };
        let missed = balanced.branches.iter().any(|b| b.misses());
        if said == Exit::Good && missed {
            Exit::Limit
        } else {
            said
        }
    }

    fn refuse(&self, faults: &[BalanceError]) -> Exit {
        for fault in faults {
            tell!("error: {}: {fault}", self.file.display());
        }
        let unsolved = |f: &BalanceError| matches!(f, BalanceError::Solve(_));
        let short = |f: &BalanceError| {
            matches!(f, BalanceError::Budget { .. } | BalanceError::NoBore { .. })
        };
        if faults.iter().any(unsolved) {
            Exit::NotConverged
        } else if faults.iter().all(short) {
            Exit::Limit
        } else {
            Exit::Usage
        }
    }
}
