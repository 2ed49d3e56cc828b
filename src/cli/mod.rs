//! The command line: one file a subcommand. Data go to stdout, problems and progress to stderr.

#![deny(clippy::print_stdout, clippy::print_stderr)]

#[macro_use]
mod output;

mod check;
mod exit;
mod hall;
mod network;
mod new;
mod power;
mod problems;
mod report;
mod ride;
mod run;
mod schema;
mod size;
mod study;
mod tornado;
mod validate;
mod year;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use exit::Exit;

/// A thermal and power digital twin of a liquid-cooled GPU hall, from chip to sky and from meter
/// to chip.
#[derive(Debug, Parser)]
#[command(name = "halltwin", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Check(check::Check),
    Schema(schema::Schema),
    Run(run::Run),
    Year(year::Year),
    Ride(ride::Ride),
    Size(size::Size),
    Power(power::Power),
    Report(report::Report),
    Validate(validate::Validate),
    Network(network::Network),
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let exit = match Cli::parse().command {
        Command::New(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Run(command) => command.run(),
        Command::Year(command) => command.run(),
        Command::Ride(command) => command.run(),
        Command::Size(command) => command.run(),
        Command::Power(command) => command.run(),
        Command::Report(command) => command.run(),
        Command::Validate(command) => command.run(),
        Command::Network(command) => command.run(),
    };
    exit.into()
}
