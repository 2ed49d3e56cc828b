//! What the grid sees at the meter, against the limits of the configuration.

use serde::{Deserialize, Serialize};

/// Audit of the grid side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridAudit {
    /// Length of the record \[s\].
    pub record_s: f64,
    /// Frequency of the largest swing between 0.1 and 20 Hz \[Hz\]; `None` where steps resolve none.
    #[serde(rename = "swing_peak_Hz")]
    pub swing_peak_hz: Option<f64>,
    /// Figures.
    pub figures: Vec<GridFigure>,
}

/// One figure of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridFigure {
    /// Which: "ramp_per_second", "ramp_per_minute", "swing", "demand".
    pub quantity: String,
    /// In words.
    pub what: String,
    /// Its value \[kW\]; `None` where the steps do not resolve it.
    #[serde(rename = "value_kW")]
    pub value_kw: Option<f64>,
    /// Its limit \[kW\]; `None` where none is given.
    #[serde(rename = "limit_kW")]
    pub limit_kw: Option<f64>,
    /// Whether the value is above the limit.
    pub exceeded: bool,
    /// What the steps do not show; empty where they show all.
    pub note: String,
}
