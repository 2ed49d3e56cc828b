//! What is recorded: one probe, one column.
//!
//! A row holds, at the **end** of a step, the state (temperatures, pressures, counts) and, for
//! powers and flows, the mean over the step, so that value × step length sums to the energy in
//! `summary.json`.

use super::{ResultsError, Unit};
use std::collections::HashSet;

/// Header of the column of time, seconds since the start of the run.
pub const TIME_COLUMN: &str = "time [s]";

/// Which audience a probe has, and so which file it goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A figure of the hall as a whole: in Parquet and in CSV.
    Hall,
    /// A figure of one component: in Parquet only, unless all are asked for.
    Component,
}

/// A quantity recorded at every step.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Machine name, `family.name.quantity`: `cdu.a1.supply_temperature`.
    pub name: String,
    /// Name for legends: `a1 supply`.
    pub label: String,
    /// Unit in which the column is written; values are handed over in SI (°C).
    pub unit: Unit,
    /// Audience.
    pub scope: Scope,
}

impl Probe {
    /// A probe of the hall as a whole.
    pub fn hall(name: impl Into<String>, label: impl Into<String>, unit: Unit) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            unit,
            scope: Scope::Hall,
        }
    }

    /// A probe of one component.
    pub fn component(name: impl Into<String>, label: impl Into<String>, unit: Unit) -> Self {
        Self {
            scope: Scope::Component,
            ..Self::hall(name, label, unit)
        }
    }

    /// Header of the column: name and unit.
    pub fn header(&self) -> String {
        format!("{} [{}]", self.name, self.unit)
    }

    /// Splits a header into name and unit.
    pub(super) fn split_header(header: &str) -> Option<(&str, Unit)> {
        let (name, rest) = header.rsplit_once(" [")?;
        Some((name, Unit::parse(rest.strip_suffix(']')?)?))
    }

    /// Checks that every name is given once.
    pub(super) fn check_all(probes: &[Self]) -> Result<(), ResultsError> {
        let mut seen = HashSet::with_capacity(probes.len());
        for probe in probes {
            if probe.name.is_empty() || !seen.insert(probe.name.as_str()) {
                return Err(ResultsError::Name {
                    name: probe.name.clone(),
                });
            }
        }
        Ok(())
    }
}

/// Names of the hall's own probes, which the report looks for. A plot whose columns were not
/// recorded is left out of the page.
pub mod well_known {
    /// Electric power read at the utility meter, mean of the step. Unit kW.
    pub const FACILITY_POWER: &str = "hall.facility_power";
    /// Electric power that the grid gives, mean of the step: that of the meter but of sources out of service, where
    /// batteries and generators give it. Recorded where a source is ever out of service. Unit kW.
    pub const GRID_POWER: &str = "hall.grid_power";
    /// Electric power of `meter = it`, mean of the step. Unit kW.
    pub const IT_POWER: &str = "hall.it_power";
    /// Electric power of `meter = cooling`, mean of the step. Unit kW.
    pub const COOLING_POWER: &str = "hall.cooling_power";
    /// Losses of `meter = power`, mean of the step. Unit kW.
    pub const POWER_LOSS: &str = "hall.power_loss";
    /// House load, mean of the step. Unit kW.
    pub const HOUSE_POWER: &str = "hall.house_power";
    /// Facility power over IT power of the step. Unit 1.
    pub const ENERGY_RATIO: &str = "hall.energy_ratio";
    /// Heat rejected outdoors through water, mean of the step. Unit kW.
    pub const HEAT_REJECTED: &str = "hall.heat_rejected";
    /// Outdoor dry-bulb temperature. Unit degC.
    pub const DRY_BULB: &str = "site.dry_bulb";
    /// Outdoor wet-bulb temperature. Unit degC.
    pub const WET_BULB: &str = "site.wet_bulb";
    /// Coolant supply to the racks, flow-weighted. Unit degC.
    pub const RACK_SUPPLY: &str = "hall.rack_supply_temperature";
    /// Coolant return from the racks, flow-weighted. Unit degC.
    pub const RACK_RETURN: &str = "hall.rack_return_temperature";
    /// Facility water supply to the CDUs, flow-weighted. Unit degC.
    pub const FACILITY_SUPPLY: &str = "hall.facility_supply_temperature";
    /// Facility water return from the CDUs, flow-weighted. Unit degC.
    pub const FACILITY_RETURN: &str = "hall.facility_return_temperature";
    /// Hottest chip of the hall. Unit degC.
    pub const HOTTEST_CHIP: &str = "hall.hottest_chip_temperature";
    /// Smallest distance of any chip to its limit. Unit K.
    pub const WORST_MARGIN: &str = "hall.worst_margin";
    /// Water drawn by evaporation, drift, blow-down and pads, mean of the step. Unit L/min.
    pub const WATER_USE: &str = "hall.water_use";
    /// Hall air temperature. Unit degC.
    pub const HALL_AIR: &str = "hall.air_temperature";
    /// Hall dew point. Unit degC.
    pub const HALL_DEW_POINT: &str = "hall.dew_point";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_back() {
        let probe = Probe::component("cdu.a1.flow", "a1 flow", Unit::LitrePerMinute);
        assert_eq!(probe.header(), "cdu.a1.flow [L/min]");
        assert_eq!(
            Probe::split_header(&probe.header()),
            Some(("cdu.a1.flow", Unit::LitrePerMinute))
        );
        assert_eq!(Probe::split_header("no unit"), None);
        assert_eq!(Probe::split_header("odd [parsec]"), None);
    }

    #[test]
    fn a_name_given_twice_is_refused() {
        let probe = Probe::hall("hall.x", "x", Unit::One);
        let error = Probe::check_all(&[probe.clone(), probe]).unwrap_err();
        assert!(error.to_string().contains("hall.x"));
    }
}
