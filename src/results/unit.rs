//! Units in which results are shown, each with its exact factor from SI.
//!
//! The reverse way, from a user's text to SI, is `crate::units`; here is only what column headers
//! need.

use serde::{Deserialize, Serialize};

/// Unit of a column of results. `shown = SI × factor`; temperatures are °C on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Dimensionless: ratios, efficiencies, states 0/1.
    #[serde(rename = "1")]
    One,
    /// Fraction shown in per cent.
    #[serde(rename = "%")]
    Percent,
    /// Temperature \[°C\].
    #[serde(rename = "degC")]
    DegC,
    /// Temperature difference or margin \[K\].
    #[serde(rename = "K")]
    Kelvin,
    /// Power, from W.
    #[serde(rename = "W")]
    Watt,
    /// Power, from W.
    #[serde(rename = "kW")]
    KiloWatt,
    /// Energy, from J.
    #[serde(rename = "kWh")]
    KiloWattHour,
    /// Volume flow, from m³/s.
    #[serde(rename = "L/min")]
    LitrePerMinute,
    /// Volume flow of air, from m³/s.
    #[serde(rename = "m3/s")]
    CubicMetrePerSecond,
    /// Volume flow, from m³/s.
    #[serde(rename = "m3/h")]
    CubicMetrePerHour,
    /// Mass flow \[kg/s\].
    #[serde(rename = "kg/s")]
    KilogramPerSecond,
    /// Water volume \[m³\].
    #[serde(rename = "m3")]
    CubicMetre,
    /// Pressure \[Pa\].
    #[serde(rename = "Pa")]
    Pascal,
    /// Pressure, from Pa.
    #[serde(rename = "kPa")]
    KiloPascal,
    /// Moisture content of air, from kg/kg dry air.
    #[serde(rename = "g/kg")]
    GramPerKilogram,
    /// Voltage \[V\].
    #[serde(rename = "V")]
    Volt,
    /// Current \[A\].
    #[serde(rename = "A")]
    Ampere,
    /// Speed of rotation, from 1/s.
    #[serde(rename = "rpm")]
    Rpm,
    /// Sound level \[dB(A)\].
    #[serde(rename = "dB(A)")]
    DecibelA,
}

impl Unit {
    /// Every unit, for searches by symbol.
    pub const ALL: [Self; 19] = [
        Self::One,
        Self::Percent,
        Self::DegC,
        Self::Kelvin,
        Self::Watt,
        Self::KiloWatt,
        Self::KiloWattHour,
        Self::LitrePerMinute,
        Self::CubicMetrePerSecond,
        Self::CubicMetrePerHour,
        Self::KilogramPerSecond,
        Self::CubicMetre,
        Self::Pascal,
        Self::KiloPascal,
        Self::GramPerKilogram,
        Self::Volt,
        Self::Ampere,
        Self::Rpm,
        Self::DecibelA,
    ];

    /// Text in column headers and on axes.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Percent => "%",
            Self::DegC => "degC",
            Self::Kelvin => "K",
            Self::Watt => "W",
            Self::KiloWatt => "kW",
            Self::KiloWattHour => "kWh",
            Self::LitrePerMinute => "L/min",
            Self::CubicMetrePerSecond => "m3/s",
            Self::CubicMetrePerHour => "m3/h",
            Self::KilogramPerSecond => "kg/s",
            Self::CubicMetre => "m3",
            Self::Pascal => "Pa",
            Self::KiloPascal => "kPa",
            Self::GramPerKilogram => "g/kg",
            Self::Volt => "V",
            Self::Ampere => "A",
            Self::Rpm => "rpm",
            Self::DecibelA => "dB(A)",
        }
    }

    /// Multiplier and divisor from SI to this unit: `shown = SI × multiplier / divisor`. Two
    /// numbers, because 1/1000 is not a binary fraction and 3 500 W should read 3.5 kW exactly.
    const fn ratio(self) -> (f64, f64) {
        match self {
            Self::Percent => (100.0, 1.0),
            Self::KiloWatt | Self::KiloPascal => (1.0, 1000.0),
            Self::KiloWattHour => (1.0, 3.6e6),
            Self::LitrePerMinute => (60_000.0, 1.0),
            Self::CubicMetrePerHour => (3600.0, 1.0),
            Self::GramPerKilogram => (1000.0, 1.0),
            Self::Rpm => (60.0, 1.0),
            _ => (1.0, 1.0),
        }
    }

    /// Shown value of an SI value (°C for temperatures).
    #[inline(always)]
    pub fn show(self, si: f64) -> f64 {
        let (multiplier, divisor) = self.ratio();
        si * multiplier / divisor
    }

    /// SI value (°C for temperatures) of a shown value.
    #[inline(always)]
    pub fn to_si(self, shown: f64) -> f64 {
        let (multiplier, divisor) = self.ratio();
        shown * divisor / multiplier
    }

    /// The unit whose symbol is `text`, if any.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|u| u.symbol() == text)
    }
}

impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.symbol())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_are_the_definitions() {
        assert_eq!(Unit::KiloWatt.show(3500.0), 3.5);
        assert_eq!(Unit::KiloWattHour.show(3.6e6), 1.0);
        assert_eq!(Unit::LitrePerMinute.show(0.02), 1200.0);
        assert_eq!(Unit::CubicMetrePerHour.show(0.01), 36.0);
        assert_eq!(Unit::Percent.show(0.25), 25.0);
        assert_eq!(Unit::GramPerKilogram.show(0.0125), 12.5);
        assert_eq!(Unit::Rpm.show(50.0), 3000.0);
        assert_eq!(Unit::DegC.show(45.0), 45.0);
    }

    #[test]
    fn symbols_are_distinct_and_read_back() {
        for unit in Unit::ALL {
            assert_eq!(Unit::parse(unit.symbol()), Some(unit));
            let json = serde_json::to_string(&unit).unwrap();
            assert_eq!(json, format!("{:?}", unit.symbol()));
            assert!((unit.to_si(unit.show(1.7)) - 1.7).abs() < 1e-15);
        }
        assert_eq!(Unit::parse("furlong"), None);
    }
}
