//! Control laws: what a controller does with what it measures, one file a law.

pub mod setpoint;
