//! Energies, the ratios stated from them, and water.

use serde::{Deserialize, Serialize};

/// What a PUE or energy ratio covers, in the words of ISO/IEC 30134-2.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PueStatement {
    /// Category of the headline figure: 1, 2 or 3.
    pub category: u8,
    /// Design, interim or partial figure.
    pub kind: PueKind,
    /// Edition of the standard the figure follows.
    pub edition: String,
    /// Period covered, in words.
    pub period: String,
    /// Reading of each category.
    pub categories: Vec<PueCategory>,
    /// What is counted as IT.
    pub it_side: Vec<String>,
    /// What is counted as facility.
    pub facility_side: Vec<String>,
    /// House load in words: "60 kW", "0.5 % of IT energy"; whether that is assumed stands beside it.
    pub house_load: String,
    /// True when the house load is an assumption.
    pub house_load_assumed: bool,
}

/// Which PUE a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PueKind {
    /// No PUE: a ratio over another time than a whole year.
    #[serde(rename = "energy_ratio")]
    EnergyRatio,
    /// Computed for a hall as designed.
    Design,
    /// Computed over less than a year.
    Interim,
    /// Computed over a part of the infrastructure.
    Partial,
}

impl PueKind {
    /// The kind as an adjective.
    pub fn words(self) -> &'static str {
        match self {
            Self::EnergyRatio => "no PUE",
            Self::Design => "design",
            Self::Interim => "interim",
            Self::Partial => "partial",
        }
    }
}

/// PUE read at one of the three points of the standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PueCategory {
    /// 1: UPS output, 2: PDU output, 3: IT input.
    pub category: u8,
    /// The point in this hall, or why it does not apply: "not applicable: no UPS feeds IT".
    pub read_at: String,
    /// IT energy at that point \[kWh\]; `None` when the point does not exist.
    #[serde(rename = "it_energy_kWh")]
    pub it_energy_kwh: Option<f64>,
    /// Facility over IT energy; `None` when the point does not exist.
    pub value: Option<f64>,
}

/// Water drawn in the period, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Water {
    /// Evaporated in cooling towers \[m³\].
    pub evaporation_m3: f64,
    /// Carried off as droplets \[m³\].
    pub drift_m3: f64,
    /// Blown down to hold the cycles of concentration of towers \[m³\].
    pub blowdown_m3: f64,
    /// Supplied to adiabatic pads, evaporated and bled \[m³\].
    pub pads_m3: f64,
}

impl Water {
    /// Sum of the kinds \[m³\].
    pub fn total_m3(&self) -> f64 {
        self.evaporation_m3 + self.drift_m3 + self.blowdown_m3 + self.pads_m3
    }

    /// Names and volumes \[m³\], in fixed order.
    pub fn kinds(&self) -> [(&'static str, f64); 4] {
        [
            ("evaporation", self.evaporation_m3),
            ("drift", self.drift_m3),
            ("blow-down", self.blowdown_m3),
            ("adiabatic pads", self.pads_m3),
        ]
    }
}

/// Heat read by two independent ways.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HeatMeter {
    /// Mass flow × enthalpy difference at the facility meter \[kWh\].
    #[serde(rename = "from_flow_kWh")]
    pub from_flow_kwh: f64,
    /// Electric energy turned into heat upstream of it, less storage and air share \[kWh\].
    #[serde(rename = "from_meters_kWh")]
    pub from_meters_kwh: f64,
    /// Difference over the larger of both.
    pub relative_difference: f64,
}

/// One category of what the facility uses beyond IT.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaterfallStep {
    /// Name: "dry-cooler fans", "pumps", "rectifiers", "house".
    pub category: String,
    /// Energy \[kWh\].
    #[serde(rename = "kWh")]
    pub kwh: f64,
    /// Its share of PUE − 1; the shares sum to PUE − 1.
    pub pue_share: f64,
}

/// Energy of a component, or of several equal ones together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComponentEnergy {
    /// Name in the configuration: `cdu.a1`; the kind where several stand together.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Kind: "cdu", "rack", "dry cooler", "rectifier".
    pub kind: String,
    /// Meter it is counted at: "it", "cooling", "power", "house".
    pub meter: String,
    /// Where its losses go: "coolant", "hall air", "electrical room", "outdoors".
    pub place: String,
    /// Electric energy taken in \[kWh\].
    #[serde(rename = "electric_in_kWh")]
    pub electric_in_kwh: f64,
    /// Electric energy passed on \[kWh\].
    #[serde(rename = "electric_out_kWh")]
    pub electric_out_kwh: f64,
    /// Electric energy turned into heat in it \[kWh\].
    #[serde(rename = "loss_kWh")]
    pub loss_kwh: f64,
    /// Heat passed from one side to the other, for exchangers and coolers \[kWh\].
    #[serde(rename = "heat_kWh")]
    pub heat_kwh: f64,
}

/// What an energy flow consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Carrier {
    /// Electricity.
    Electricity,
    /// Heat in coolant, air or solids.
    Heat,
}

/// Energy passed from one stage to the next over the period. At every stage but the first and the
/// last, inflow and outflow agree (storage is a stage of its own).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnergyFlow {
    /// Stage it leaves: "utility meter", "transformer", "racks", "technology water".
    pub from: String,
    /// Stage it enters: ... "dry coolers", "sky".
    pub to: String,
    /// Energy \[kWh\].
    #[serde(rename = "kWh")]
    pub kwh: f64,
    /// Electricity or heat.
    pub carrier: Carrier,
}
