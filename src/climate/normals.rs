//! What is published about the climate of a place, and what has to be assumed beside it.

/// A share of the hours of a year and the temperature [°C] it lies above: `(0.004, 32.1)`.
pub(super) type Exceeded = (f64, f64);

/// Statistics that a synthetic year reproduces.
pub(super) struct Normals {
    /// Name in configurations.
    pub key: &'static str,
    /// Place and country.
    pub name: &'static str,
    /// Latitude and longitude [°], height above the sea [m], local standard time minus UTC [h].
    pub place: [f64; 4],
    /// Monthly mean dry bulb [°C], met within 0.1 K.
    pub dry_bulb: [f64; 12],
    /// Monthly mean relative humidity [%], met before the wet-bulb tail is bent.
    pub humidity: [f64; 12],
    /// Design dry bulbs; the share 0 is the hottest hour of a mean year.
    pub dry_tail: &'static [Exceeded],
    /// Winter dry bulbs and the share of hours below them; the share 0 is the coldest hour.
    pub cold_tail: &'static [Exceeded],
    /// Design wet bulbs.
    pub wet_tail: &'static [Exceeded],
    /// Dry bulb and the mean wet bulb of the hours near it [°C], rising in dry bulb.
    pub coincident: &'static [[f64; 2]],
    /// Mean difference of daily maximum and minimum [K]; in the coldest and in the warmest month, as
    /// all pairs below.
    pub range: [f64; 2],
    /// Standard deviation of daily mean dry bulb [K].
    pub spread: [f64; 2],
    /// Standard deviation of daily mean dew point [K].
    pub moisture_spread: [f64; 2],
    /// Correlation of daily dew point with daily dry bulb.
    pub correlation: [f64; 2],
    /// Fall of the dew point for each kelvin the day warms, as dry air is mixed down [K/K].
    pub mixing: f64,
    /// Mean wind at 10 m [m/s].
    pub wind: [f64; 2],
    /// Where each group of figures comes from, one sentence each.
    pub sources: &'static [&'static str],
}
