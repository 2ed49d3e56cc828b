//! Evidence beside the totals: margins, balances, ranges, events, sources.

use serde::{Deserialize, Serialize};

/// Where the hall came closest to a limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorstMargin {
    /// Rack concerned.
    pub rack: String,
    /// End of the step \[s\] since the start.
    pub time_s: f64,
    /// What is limited: "chip case", "chip junction".
    pub quantity: String,
    /// Limit \[°C\].
    #[serde(rename = "limit_degC")]
    pub limit_deg_c: f64,
    /// Temperature reached \[°C\].
    #[serde(rename = "reached_degC")]
    pub reached_deg_c: f64,
    /// True when the limit has no public figure and is assumed.
    pub assumed: bool,
    /// Source of the limit.
    pub source: String,
}

/// Where the balance closed worst.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerWorst {
    /// Component or meter.
    pub element: String,
    /// End of the step \[s\] since the start.
    pub time_s: f64,
}

/// Balance of one component or meter over the period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// Component, loop or meter.
    pub name: String,
    /// Electricity that an equipment unit draws \[kWh\]; `None` for what is no unit.
    #[serde(rename = "electric_kWh")]
    pub electric_kwh: Option<f64>,
    /// Heat that a unit moves from one side to the other \[kWh\]; `None` for what is no unit.
    #[serde(rename = "heat_moved_kWh")]
    pub heat_moved_kwh: Option<f64>,
    /// Energy received \[kWh\].
    #[serde(rename = "in_kWh")]
    pub in_kwh: f64,
    /// Energy given \[kWh\].
    #[serde(rename = "out_kWh")]
    pub out_kwh: f64,
    /// Increase of the content \[kWh\].
    #[serde(rename = "stored_kWh")]
    pub stored_kwh: f64,
    /// in − out − stored \[kWh\].
    #[serde(rename = "residual_kWh")]
    pub residual_kwh: f64,
}

impl LedgerLine {
    /// |residual| over the larger of in and out; 0 for an idle line.
    pub fn relative(&self) -> f64 {
        let throughput = self.in_kwh.abs().max(self.out_kwh.abs());
        if throughput > 0.0 {
            self.residual_kwh.abs() / throughput
        } else {
            0.0
        }
    }
}

/// How far a curve was used beyond the range it was published for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValidityLine {
    /// Curve: "YorkCalc approach".
    pub curve: String,
    /// Component that uses it.
    pub component: String,
    /// Variable: "wet bulb".
    pub variable: String,
    /// Unit of the ranges: "degC".
    pub unit: String,
    /// Published range.
    pub range: [f64; 2],
    /// Least and greatest value reached while the component ran; `None` where it never did.
    pub reached: Option<[f64; 2]>,
    /// Time outside the range \[h\].
    pub hours_outside: f64,
    /// Heat that passed through the component meanwhile \[kWh\].
    #[serde(rename = "kWh_outside")]
    pub kwh_outside: f64,
}

/// What happened to a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// A limit was passed: the run ends with exit status 3.
    Violation,
    /// Racks reduced their power to stay below a limit.
    Throttling,
    /// A controller, pump, fan or valve reached the end of its range.
    Saturation,
    /// Planned operation: pads on, chiller staged, valve shut.
    Operation,
}

/// Something worth telling, when it began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// End of the step in which it began \[s\] since the start.
    pub time_s: f64,
    /// How long it lasted \[s\]; `None` while it had not ended.
    pub lasted_s: Option<f64>,
    /// Component concerned.
    pub component: String,
    /// What kind of thing.
    pub kind: EventKind,
    /// In words, with the figure that binds.
    pub text: String,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Record: "rack/gb300-nvl72".
    pub record: String,
    /// Field: "chip_limit".
    pub field: String,
    /// Value as written, with its unit.
    pub value: String,
    /// Source, or the reasoning behind an assumption.
    pub source: String,
    /// True for an assumption.
    pub assumed: bool,
}
