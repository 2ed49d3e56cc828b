//! What is read first of a cooling plant: energy by component, make-up water, hours above set point.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Figures of the plant. Its fields stand at the top of `summary.json`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Plant {
    /// Partial PUE of the cooling, (IT + cooling) / IT.
    pub ppue: Option<f64>,
    /// Water made up in towers: evaporation, drift and blow-down \[m³\].
    pub makeup_water_m3: f64,
    /// How the evaporation of towers was computed, in words; empty without towers.
    pub water_balance: String,
    /// Longest time in which a loop's supply was above its set point \[h\].
    pub hours_above_set_point: f64,
    /// The same of the loops that loads hang on \[h\]: not of those that only take the heat of exchangers and condensers.
    pub hours_above_set_point_at_loads: f64,
    /// Electric energy of each table of the configuration but racks \[kWh\]: `tower.t1_kWh`.
    pub component_energy: BTreeMap<String, f64>,
    /// Supply of each facility loop.
    pub loops: Vec<LoopSupply>,
}

/// Supply of a facility loop over the period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoopSupply {
    /// Name: `loop.fws`.
    pub name: String,
    /// Set point [°C].
    #[serde(rename = "set_point_degC")]
    pub set_point_deg_c: f64,
    /// Time above it by more than 0.05 K \[h\].
    pub hours_above: f64,
    /// Whether loads hang on it: racks, CDUs, fan walls. Otherwise it only takes the heat of exchangers and condensers.
    pub at_loads: bool,
    /// Coldest and warmest supply [°C].
    #[serde(rename = "range_degC")]
    pub range_deg_c: [f64; 2],
}

/// Water of the hall's air over the period: where it came from and went.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct HallMoisture {
    /// With air that leaks in \[kg\].
    pub infiltration_kg: f64,
    /// With make-up air, as it is outdoors \[kg\].
    pub makeup_kg: f64,
    /// Given to make-up air by its humidifier \[kg\].
    pub humidified_kg: f64,
    /// Taken from make-up air by its coil \[kg\].
    pub dried_kg: f64,
    /// Condensed on coils in the hall \[kg\].
    pub condensed_kg: f64,
    /// With air that leaves the hall \[kg\].
    pub exhaust_kg: f64,
    /// Increase of what the hall's air holds \[kg\].
    pub stored_kg: f64,
    /// What came less what went and what is stored \[kg\].
    pub residual_kg: f64,
}
