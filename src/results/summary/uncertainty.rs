//! What the figures of a year are worth: bands of the results, and what each uncertain input does to them.

use serde::{Deserialize, Serialize};

/// Bands of a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Uncertainty {
    /// By result.
    pub bands: Vec<ResultBand>,
    /// By input, the one that moves the first result most first.
    pub inputs: Vec<InputEffect>,
    /// Inputs left out, with the reason.
    pub left_out: Vec<String>,
}

/// Band of a result. A figure that does not exist, as the margin of a hall without racks, is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResultBand {
    /// Result: "PUE".
    pub name: String,
    /// Its unit: "1", "K".
    pub unit: String,
    /// With all inputs as configured.
    pub nominal: Option<f64>,
    /// A tenth of all cases lies below.
    pub p10: Option<f64>,
    /// Half of them.
    pub p50: Option<f64>,
    /// Nine tenths of them.
    pub p90: Option<f64>,
    /// Largest difference of the sum of effects from cases that were solved in full.
    pub largest_error: Option<f64>,
}

/// What an input does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InputEffect {
    /// Name of the input.
    pub name: String,
    /// Ends of its band, in words.
    pub ends: [String; 2],
    /// Where the band comes from.
    pub from: String,
    /// Results at the two ends, in the order of `bands`.
    pub at: Vec<[Option<f64>; 2]>,
}
