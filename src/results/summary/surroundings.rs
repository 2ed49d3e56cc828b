//! What reaches the surroundings and the purse: sound, equipment below its turndown, run hours, cost.

use serde::{Deserialize, Serialize};

/// Sound where neighbours hear it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sound {
    /// Level of the loudest step \[dB(A)\].
    #[serde(rename = "level_dBA")]
    pub level_dba: f64,
    /// Where: "site boundary, 60 m from the outdoor equipment".
    pub place: String,
    /// How the level was found and under which conditions.
    pub method: String,
    /// True when sound powers in it are assumptions.
    pub assumed: bool,
    /// 06:00 to 22:00; `None` where nothing sounded.
    pub day: Option<SoundPeriod>,
    /// 22:00 to 06:00; `None` where nothing sounded.
    pub night: Option<SoundPeriod>,
    /// Hours of the day in which something sounded.
    pub hours: Vec<SoundHour>,
    /// What sounds, loudest first.
    pub sources: Vec<SoundSource>,
    /// Outdoor equipment whose record has no sound power: it is missing from the levels.
    pub silent: Vec<String>,
}

impl Sound {
    /// Day and night, by name, where the loudest step is above its limit.
    pub fn above_limit(&self) -> impl Iterator<Item = (&'static str, &SoundPeriod)> {
        let periods = [("day", &self.day), ("night", &self.night)].into_iter();
        let heard = periods.filter_map(|(name, period)| Some((name, period.as_ref()?)));
        heard.filter(|(_, p)| p.limit_dba.is_some_and(|limit| p.highest_dba > limit))
    }
}

/// Sound of day or night.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SoundPeriod {
    /// Energy mean \[dB(A)\].
    #[serde(rename = "mean_dBA")]
    pub mean_dba: f64,
    /// Loudest step \[dB(A)\].
    #[serde(rename = "highest_dBA")]
    pub highest_dba: f64,
    /// Limit that the site gives \[dB(A)\].
    #[serde(rename = "limit_dBA")]
    pub limit_dba: Option<f64>,
}

/// Sound of one hour of the day, over all days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SoundHour {
    /// First moment of the hour, 0 to 23 \[h\].
    pub hour: u8,
    /// Energy mean \[dB(A)\].
    #[serde(rename = "mean_dBA")]
    pub mean_dba: f64,
    /// Loudest step \[dB(A)\].
    #[serde(rename = "highest_dBA")]
    pub highest_dba: f64,
}

/// One group of equal machines outdoors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoundSource {
    /// Group: `dry_cooler.roof`.
    pub component: String,
    /// Energy mean of its sound power over the period \[dB(A) re 1 pW\], all machines together.
    #[serde(rename = "mean_power_dBA")]
    pub mean_power_dba: f64,
    /// What it alone makes at the boundary, energy mean \[dB(A)\].
    #[serde(rename = "mean_dBA")]
    pub mean_dba: f64,
}

/// Equipment that was asked for less than it can give steadily.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Turndown {
    /// Name in the configuration: `chiller.trim`.
    pub component: String,
    /// What it does then: "cycles", "least speed".
    pub behaviour: String,
    /// Time below the turndown \[h\].
    pub hours: f64,
    /// Electricity drawn meanwhile \[kWh\].
    #[serde(rename = "electric_kWh")]
    pub electric_kwh: f64,
    /// Heat moved meanwhile \[kWh\].
    #[serde(rename = "heat_kWh")]
    pub heat_kwh: f64,
}

/// How long each of equal machines ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunHours {
    /// Name in the configuration: `chiller.trim`, `loop.fws` for its pumps.
    pub component: String,
    /// Time for which one of them leads \[h\]; none where the first always does.
    #[serde(rename = "rotate_h")]
    pub rotate_hours: Option<f64>,
    /// Time that each ran \[h\], in their order.
    #[serde(rename = "hours_h")]
    pub hours: Vec<f64>,
}

/// Cost of electricity and water over the period, in the currency of the site's prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Letters of the currency: "JPY".
    pub currency: String,
    /// Price of electricity [currency/kWh].
    #[serde(rename = "price_per_kWh")]
    pub price_per_kwh: f64,
    /// For electricity \[currency\].
    pub electricity: f64,
    /// For water \[currency\]; `None` without a price in the same currency.
    pub water: Option<f64>,
    /// Electricity beyond IT and water, per energy of IT [currency/kWh].
    #[serde(rename = "overhead_per_it_kWh")]
    pub overhead_per_it_kwh: f64,
}

/// Warm air that outdoor equipment draws in again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recirculation {
    /// Group: `dry_cooler.roof`.
    pub component: String,
    /// How much warmer its intake is than outdoor air \[K\].
    #[serde(rename = "allowance_K")]
    pub allowance_k: f64,
}
