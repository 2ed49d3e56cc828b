//! `halltwin schema`: the JSON Schema of the configuration language.

use clap::Args;

use super::Exit;
use super::output::say;

/// Print the JSON Schema of configuration files
///
/// Editors complete and explain with it; `configs/schema.json` is a copy.
#[derive(Args, Debug)]
pub struct Schema {
    /// The language of circuits instead of that of halls
    #[arg(long)]
    circuit: bool,
    /// The language of power chains instead of that of halls
    #[arg(long, conflicts_with = "circuit")]
    chains: bool,
    /// The language of sizing studies instead of that of halls
    #[arg(long, conflicts_with_all = ["circuit", "chains"])]
    study: bool,
}

impl Schema {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        let schema = if self.circuit {
            crate::config::circuit_schema()
        } else if self.chains {
            crate::config::chain_schema()
        } else if self.study {
            crate::config::study_schema()
        } else {
            crate::config::schema()
        };
        say(&format!("{schema:#}\n"))
    }
}
