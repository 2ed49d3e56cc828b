//! `halltwin schema`: the JSON Schema of the configuration language.

use clap::Args;

use super::Exit;

/// Print the JSON Schema of configuration files
///
/// Editors complete and explain with it; `configs/schema.json` is a copy.
#[derive(Args, Debug)]
pub struct Schema {}

impl Schema {
    /// Runs the command.
    pub fn run(&self) -> Exit {
        println!("{:#}", crate::config::schema());
        Exit::Good
    }
}
