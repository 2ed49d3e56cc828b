//! The weather a hall stands in: dry bulb, moisture, pressure and wind over a year or a design day.
//!
//! ```text
//! name or path ──► load ──► epw        a measured or typical year, refused when broken
//!                      ├──► synthesis  a year built from a site's published normals and extremes
//!                      └──► design_day 24 hours that repeat: summer, winter, foehn, snow
//! ```
//!
//! All three end in one [`Climate`]: hourly columns and [`Climate::at`], which reads them at any time.

mod calendar;
mod design_day;
mod epw;
mod error;
mod load;
mod normals;
mod series;
mod shaping;
mod sites;
mod synthesis;

pub use epw::Moisture;
pub use error::{ClimateError, Defect};
pub use load::{load, load_with, names};
pub use series::{Climate, Extremes, Outdoor, Site, exceeded};

#[cfg(test)]
mod tests;
