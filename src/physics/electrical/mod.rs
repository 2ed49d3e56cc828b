//! Electrical components between the medium-voltage meter and the chip, one a file.
//!
//! Every law here maps the power a component delivers to the power it loses, so that a chain is
//! evaluated from the load back to the meter. Three-phase components use the scalar equivalent of
//! [`busway`]: in-phase current I = P/V with the line-to-line voltage, and a resistance that holds the
//! power factor.

pub mod battery;
pub mod breaker;
pub mod busway;
pub mod capacitor_discharge;
pub mod converter;
pub mod diode;
pub mod droop;
pub mod fuse;
pub mod limited_lag;
pub mod loss_table;
pub mod motor;
pub mod pchip;
pub mod polynomial_load;
pub mod sag;
pub mod swing;
pub mod transformer;
pub mod ups;
pub mod varistor;
pub mod zip_load;
