//! Control laws: what a controller does with what it measures, one file a law.

pub mod day_window;
pub mod dew_point_guard;
pub mod pid;
pub mod pressure_reset;
pub mod response;
pub mod setpoint;
pub mod staging;
