//! The arguments by which every command takes its hall.

use std::path::PathBuf;

use clap::Args;

/// A configuration and what overrides it.
#[derive(Args, Clone, Debug)]
pub struct Hall {
    /// Configuration of the hall
    #[arg(value_name = "CONFIG")]
    pub config: PathBuf,
    /// Override a value, as in --set row.a.racks=20; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,
}
