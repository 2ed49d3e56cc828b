//! What a hydraulic engineer checks of each loop, at the steady state from which a run starts; pumps in the step in which
//! their suction has least reserve.

use serde::{Deserialize, Serialize};

/// Loops, pumps, valves and branches.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Hydraulics {
    /// Closed loops with their expansion vessels.
    pub loops: Vec<LoopVessel>,
    /// Pump groups.
    pub pumps: Vec<PumpState>,
    /// Valves, least authority first.
    pub valves: Vec<ValveState>,
    /// Rows of racks: how evenly they share.
    pub rows: Vec<RowFlows>,
}

/// Expansion vessel of a closed loop (EN 12828).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoopVessel {
    /// Node that it hangs on.
    pub node: String,
    /// Static gauge pressure \[kPa\].
    #[serde(rename = "static_pressure_kPa")]
    pub static_kpa: f64,
    /// Coolant in the loop, hose walls counted as coolant \[m³\].
    pub volume_m3: f64,
    /// Hottest coolant [°C].
    #[serde(rename = "hottest_degC")]
    pub hottest: f64,
    /// Coolant that the vessel has to take, filled at 10 °C, reserve included \[L\].
    #[serde(rename = "taken_L")]
    pub taken_l: f64,
    /// Volume of the vessel: the one that is there, or the least one \[L\]; `None` where none suffices.
    #[serde(rename = "vessel_L")]
    pub vessel_l: Option<f64>,
    /// Whether that is one that is there.
    pub vessel_given: bool,
    /// Whether it takes what it has to below the nominal pressure of the loop's parts.
    pub vessel_suffices: bool,
    /// Gauge pressure at the hottest \[kPa\].
    #[serde(rename = "final_pressure_kPa")]
    pub final_kpa: Option<f64>,
    /// Gauge pressure at which the relief valve must open \[kPa\].
    #[serde(rename = "relief_pressure_kPa")]
    pub relief_kpa: Option<f64>,
}

/// One pump group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PumpState {
    /// Link of the pumps.
    pub pump: String,
    /// Pumps that run.
    pub running: f64,
    /// Speed over rated speed [-].
    pub speed: f64,
    /// Flow of one pump \[L/min\].
    #[serde(rename = "flow_L_per_min")]
    pub flow: f64,
    /// Least flow that one pump may have for long at this speed \[L/min\].
    #[serde(rename = "min_flow_L_per_min")]
    pub min_flow: f64,
    /// Whether that is assumed.
    pub min_flow_assumed: bool,
    /// Temperature at the suction [°C] in the step of a run or hour of a year that leaves least reserve: NPSH there less that asked for.
    #[serde(rename = "suction_degC")]
    pub suction: f64,
    /// End of that step, counted from the start \[s\]; none of a steady state looked at by itself.
    #[serde(default)]
    pub least_reserve_at_s: Option<f64>,
    /// NPSH there \[m\].
    pub npsh_available_m: f64,
    /// NPSH that the pump asks for \[m\].
    pub npsh_required_m: f64,
    /// Whether that is estimated.
    pub npsh_assumed: bool,
    /// Factor of fouling on the filter: what is configured, times that on filter and exchanger together [-].
    pub fouling: f64,
}

/// One valve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValveState {
    /// Link of the valve.
    pub valve: String,
    /// Pressure across it \[kPa\].
    #[serde(rename = "drop_kPa")]
    pub drop_kpa: f64,
    /// Pressure across it, open at its present flow, over that across it when shut [-].
    pub authority: f64,
}

/// Flows of the racks of one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowFlows {
    /// The row.
    pub row: String,
    /// Mean flow of a rack \[L/min\].
    #[serde(rename = "mean_L_per_min")]
    pub mean: f64,
    /// Least flow over the mean [-].
    pub least_ratio: f64,
    /// Rack with the least flow.
    pub least: String,
    /// Greatest flow over the mean [-].
    pub greatest_ratio: f64,
    /// Rack with the greatest flow.
    pub greatest: String,
}
