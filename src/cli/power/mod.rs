//! `halltwin power`: the electrical half on its own, one file a question.

mod bench;
mod circuit;
mod compare;
mod drawn;
mod fault;
mod flow;
mod rows;
mod stability;
mod transient;

use clap::{Args, Subcommand};

use super::Exit;

/// Load flow, transients, faults and stability of the power system
#[derive(Args, Debug)]
pub struct Power {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    Flow(flow::Flow),
    Compare(compare::Compare),
    Bench(bench::Bench),
    Transient(transient::Transient),
    Fault(fault::Fault),
    Stability(stability::Stability),
}

impl Power {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        match &self.question {
            Question::Flow(command) => command.run(),
            Question::Compare(command) => command.run(),
            Question::Bench(command) => command.run(),
            Question::Transient(command) => command.run(),
            Question::Fault(command) => command.run(),
            Question::Stability(command) => command.run(),
        }
    }
}
