//! The hall at the step in which the meter reads most: what each place of the power chain carries, and how the
//! pumps push their circuits.

use serde::{Deserialize, Serialize};

/// The step of highest power at the meter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Peak {
    /// End of the step \[s\] since the start.
    pub time_s: f64,
    /// Power at the meter \[kW\].
    #[serde(rename = "facility_kW")]
    pub facility_kw: f64,
    /// The power chain from the meter on, feeders before what they feed; equal places under one feeder together.
    pub chain: Vec<ChainPlace>,
    /// Shares of the loads of this step at which `stages` were computed.
    pub load: Vec<f64>,
    /// Power at the meter at these shares \[kW\].
    #[serde(rename = "facility_at_load_kW")]
    pub facility_at_load_kw: Vec<f64>,
    /// Losses of each stage at these shares.
    pub stages: Vec<StageLoss>,
    /// Pump groups with their circuits: those of loops, and of the CDU whose pumps turn fastest.
    pub circuits: Vec<PumpCircuit>,
}

/// A place of the power chain, or several equal ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainPlace {
    /// Name; of several what they are.
    pub name: String,
    /// Number of places.
    pub count: u64,
    /// What they are: "transformers", "UPS", "racks".
    pub kind: String,
    /// Number of the feeder in this list; `None` at the meter.
    pub fed_by: Option<usize>,
    /// Power taken in, all together \[kW\].
    #[serde(rename = "input_kW")]
    pub input_kw: f64,
    /// Loss, all together \[kW\]; of loads zero.
    #[serde(rename = "loss_kW")]
    pub loss_kw: f64,
    /// Nominal voltage at the output \[V\]; `None` for loads.
    #[serde(rename = "nominal_V")]
    pub nominal_v: Option<f64>,
    /// Least and greatest voltage at the output \[V\]; `None` for loads.
    #[serde(rename = "voltage_V")]
    pub voltage_v: Option<[f64; 2]>,
    /// Least and greatest share of the rating that is used; `None` without a rating.
    pub loading: Option<[f64; 2]>,
}

/// Losses of a stage over load.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageLoss {
    /// What it is, from the meter on.
    pub stage: String,
    /// Losses at the shares of `Peak::load` \[kW\].
    #[serde(rename = "loss_kW")]
    pub loss_kw: Vec<f64>,
}

/// A pump group, its curve, and the circuit through it that needs most pressure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PumpCircuit {
    /// CDU or loop.
    pub name: String,
    /// Pumps that run.
    pub running: f64,
    /// Speed over rated speed.
    pub speed: f64,
    /// Flow of the group [m³/h].
    #[serde(rename = "flow_m3_per_h")]
    pub flow_m3_h: f64,
    /// Pressure rise of the pumps \[kPa\], the loss inside the group included.
    #[serde(rename = "rise_kPa")]
    pub rise_kpa: f64,
    /// Metres of coolant that make one kilopascal [m/kPa].
    #[serde(rename = "head_m_per_kPa")]
    pub head_m_per_kpa: f64,
    /// Flows at which the curves are given [m³/h].
    #[serde(rename = "curve_flow_m3_per_h")]
    pub curve_flow_m3_h: Vec<f64>,
    /// Rise of the running pumps at their highest speed \[kPa\].
    #[serde(rename = "pump_at_full_speed_kPa")]
    pub full_kpa: Vec<f64>,
    /// Their rise at the speed of this step \[kPa\].
    #[serde(rename = "pump_at_speed_kPa")]
    pub now_kpa: Vec<f64>,
    /// What the index circuit asks for with all valves as they stand \[kPa\].
    #[serde(rename = "system_kPa")]
    pub system_kpa: Vec<f64>,
    /// The index circuit from the outlet of the pumps back to their inlet.
    pub index: Vec<CircuitPiece>,
}

/// A piece of a circuit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CircuitPiece {
    /// Element, or elements in a row.
    pub name: String,
    /// Pressure lost in it \[kPa\].
    #[serde(rename = "loss_kPa")]
    pub loss_kpa: f64,
    /// Whether it is a valve that takes up what is not needed.
    pub control: bool,
}
