//! Properties of coolants and of air as functions of temperature [°C].

pub mod moist_air;
