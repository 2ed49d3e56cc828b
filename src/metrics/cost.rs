//! Cost of electricity and water.
//!
//! # Equations
//!
//! ```text
//! cost = E_DC·p_E + P_demand·p_D·months + W·p_W                                           (1)
//! ```
//!
//! # Units
//! Prices in one currency per kWh, per kW and month, per m³; water in L.
//!
//! # Validity
//! One price the whole year; demand is the highest 30-minute mean that the caller found.

use serde::{Deserialize, Serialize};

use super::energies::{Energies, Fault};

/// Prices in one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tariff {
    /// Energy [1/kWh].
    #[serde(rename = "energy_per_kWh")]
    pub energy: f64,
    /// Demand [1/(kW·month)].
    #[serde(rename = "demand_per_kW_month")]
    pub demand: f64,
    /// Water and its disposal [1/m³].
    #[serde(rename = "water_per_m3")]
    pub water: f64,
}

/// Cost of a run by cause.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// For energy.
    pub energy: f64,
    /// For demand.
    pub demand: f64,
    /// For water.
    pub water: f64,
}

impl Cost {
    /// Cost of a run with its highest demand \[kW\] and make-up water \[L\]: eq. (1).
    pub fn of(
        energies: &Energies,
        demand: f64,
        water: f64,
        tariff: &Tariff,
    ) -> Result<Self, Fault> {
        energies.check()?;
        let given = [
            ("demand [kW]", demand),
            ("water [L]", water),
            ("price of energy", tariff.energy),
            ("price of demand", tariff.demand),
            ("price of water", tariff.water),
        ];
        for (what, value) in given {
            if !(value.is_finite() && value >= 0.0) {
                return Err(Fault::Value {
                    what: what.to_owned(),
                    value,
                });
            }
        }
        let months = 12.0 * energies.hours / Energies::YEAR;
        Ok(Self {
            energy: energies.utility * tariff.energy,
            demand: demand * tariff.demand * months,
            water: 1e-3 * water * tariff.water,
        })
    }

    /// All of it.
    pub fn total(&self) -> f64 {
        self.energy + self.demand + self.water
    }
}

#[cfg(test)]
mod tests {
    use super::super::energies::sample;
    use super::*;

    #[test]
    fn a_year_has_twelve_demand_charges() {
        let tariff = Tariff {
            energy: 20.0,
            demand: 1_800.0,
            water: 400.0,
        };
        let cost = Cost::of(&sample(), 0.2, 500.0, &tariff).unwrap();
        assert_eq!((cost.energy, cost.water), (23_000.0, 200.0));
        assert!((cost.demand - 0.2 * 1_800.0 * 12.0).abs() < 1e-9);
        assert_eq!(cost.total(), cost.energy + cost.demand + cost.water);
        assert!(Cost::of(&sample(), -0.2, 0.0, &tariff).is_err());
    }
}
