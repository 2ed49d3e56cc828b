//! `halltwin power flow`: voltages, currents, losses and how far the loads may grow.

mod chains;
mod hall;
mod network;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::circuit::Drawing;
use crate::cli::Exit;
use crate::config::{Described, described};

/// Solve the load flow of a hall, a DC network, a circuit at rest or chains
///
/// Reads a hall (.toml), whose power tree is solved in its steady state under full load; a bus–line–load table in
/// JSON; a circuit (`halltwin schema --circuit`), whose rest under its inputs at time zero is solved; or a comparison
/// of chains. Tells voltages, currents, losses and loading against ratings, and the largest factor on all loads.
/// Exit code 2 when it is none of these, 4 when the loads are beyond what it can carry.
#[derive(Args, Debug)]
pub struct Flow {
    /// A hall, circuit or comparison of chains (.toml), or a bus–line–load table (.json)
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// How the neutral of three wires of a table is earthed
    #[arg(long, value_enum, default_value_t = Earthing::Floating)]
    neutral: Earthing,
    /// Multiply all loads
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    scale: f64,
    /// Take every line or unit out once and name the worst outage
    #[arg(long)]
    outages: bool,
    /// Override a value of a TOML file, as in --set load.rack.power="50 kW"; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Print the result as JSON on stdout
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    drawing: Drawing,
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
        if !(self.scale.is_finite() && self.scale >= 0.0) {
            return refused([format!(
                "--scale is {}, it must be finite and not negative",
                self.scale
            )]);
        }
        if self.case.extension().is_none_or(|e| e != "toml") {
            return self.network();
        }
        match described(&self.case) {
            Described::Hall => self.hall(),
            Described::Circuit => self.network(),
            Described::Chains => self.chains(),
        }
    }
}

/// Prints why there is no network.
fn refused(faults: impl IntoIterator<Item = String>) -> Exit {
    for fault in faults {
        tell!("error: {fault}");
    }
    Exit::Usage
}

/// How far loads at `scale` are from those at the largest `factor`, in words.
fn margin(factor: f64, scale: f64) -> String {
    if scale > 0.0 {
        format!("margin {:.3} %", 100.0 * (factor / scale - 1.0))
    } else {
        "no margin to tell of without load".to_owned()
    }
}

/// A share in words, `-` where there is none.
fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.2} %", 100.0 * share))
}
