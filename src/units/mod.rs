//! Text with a unit ↔ SI number: the only place that knows kW, L/min, psi and °C.
//!
//! Inside the crate every quantity is SI, except temperatures, which are °C. A quantity enters as
//! text (`"120 kW"`, `"1200 L/min"`, `"0.25 K/kW"`), through [`parse`], which knows the
//! [`Dimension`] that is expected, and leaves through [`format()`] or [`Dimension::show`].
//!
//! Units of the SI, of North America (psi, gpm, degF, ft, Btu/h, tons of refrigeration) and of
//! Japan (万kW, 億kWh, 坪, JRT) are understood. Factors are those of the BIPM SI brochure (9th
//! edition), of NIST SP 811 (2008) appendix B, and, for JRT and tsubo, of the Japanese Measurement
//! Act and JIS B 8621.

mod dimension;
mod format;
mod parse;
mod symbols;

pub use dimension::Dimension;
pub use format::{format, number};
pub use parse::{UnitError, parse, parse_price};
pub use symbols::{Exponents, Unit};

/// 0 °C on the kelvin scale \[K\] (SI brochure, 9th edition, 2.3.1).
pub const ZERO_CELSIUS: f64 = 273.15;

#[cfg(test)]
mod tests;
