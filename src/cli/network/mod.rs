//! `halltwin network`: pipe networks by themselves.

mod balance;
mod bench;
mod checks;
mod export;
mod hall;
mod solve;

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};

use super::Exit;
use crate::config::inp::{Inp, Place};
use crate::model::water::{Constants, WaterError};

/// Solve, balance, time and export pipe networks
#[derive(Args, Debug)]
pub struct Network {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Solve(solve::Solve),
    Bench(bench::Bench),
    Export(export::Export),
    Balance(balance::Balance),
}

impl Network {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match &self.command {
            Command::Solve(command) => command.run(),
            Command::Bench(command) => command.run(),
            Command::Export(command) => command.run(),
            Command::Balance(command) => command.run(),
        }
    }
}

/// Whose constants hold in an EPANET file.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ConstantsOf {
    /// EPANET's rounded ones and its friction factor
    Epanet,
    /// Exact ones and Colebrook's friction factor
    Si,
}

impl From<ConstantsOf> for Constants {
    fn from(of: ConstantsOf) -> Self {
        match of {
            ConstantsOf::Epanet => Self::Epanet,
            ConstantsOf::Si => Self::Si,
        }
    }
}

/// Whether a path names an EPANET file rather than a configuration.
fn is_inp(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("inp"))
}

/// Reads an EPANET file, or prints what is wrong with it.
fn read(path: &Path) -> Result<Inp, Exit> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        tell!("error: cannot read {name}: {error}");
        Exit::Usage
    })?;
    let inp = Inp::read(&String::from_utf8_lossy(&bytes)).map_err(|faults| {
        for fault in faults {
            tell!("error: {name}:{fault}");
        }
        Exit::Usage
    })?;
    for ignored in &inp.ignored {
        tell!("warning: {name}:{ignored}");
    }
    Ok(inp)
}

/// Tells what keeps an EPANET file from being drawn, each fault at its line.
fn tell_drawing(path: &Path, inp: &Inp, errors: &[WaterError]) {
    let name = path.display();
    for error in errors {
        match error.place(inp) {
            Some(Place { line, column }) => tell!("error: {name}:{line}:{column}: {error}"),
            None => tell!("error: {name}: {error}"),
        }
    }
}

/// A positive number on the command line.
fn above_zero(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().map_err(|e| e.to_string())?;
    if number > 0.0 && number.is_finite() {
        Ok(number)
    } else {
        Err("must be above zero".to_owned())
    }
}
