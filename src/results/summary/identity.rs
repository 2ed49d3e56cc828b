//! What was run, where, and how to run it again or go on.

use serde::{Deserialize, Serialize};

/// What stood in the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigIdentity {
    /// Name of the hall, from its file name unless it gives one.
    pub name: String,
    /// Path as given on the command line.
    pub path: String,
    /// Hash of the resolved configuration, catalogue records and overrides included, in hex.
    pub hash: String,
    /// Overrides given with `--set`.
    pub overrides: Vec<String>,
}

/// Which question the run answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// A transient over a period of any length: reports an energy ratio.
    Run,
    /// 8760 hours: reports PUE, or an energy ratio while it is not complete.
    Year,
}

/// Place and climate of the hall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Name of the place.
    pub name: String,
    /// Height above sea level \[m\].
    pub elevation_m: f64,
    /// Where the weather comes from: file, synthesis and its source, or design day.
    pub climate: String,
    /// True when the weather is synthesised, not measured.
    pub synthetic: bool,
    /// Length of the weather, after which it repeats \[h\]: 24 for a design day; 0 where a summary does not tell.
    #[serde(default)]
    pub weather_h: f64,
}

/// A written state from which a run goes on, bit for bit as if it had not stopped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Path of the state, relative to the folder of the run.
    pub path: String,
    /// Simulated time it holds \[s\].
    pub time_s: f64,
    /// Command that goes on from it.
    pub command: String,
}
