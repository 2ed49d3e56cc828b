//! Properties of coolants and of air as functions of temperature [°C].
//!
//! A liquid is a [`Fluid`]: water, a glycol mixture of any strength, or constant figures, all in one
//! form so that one branch-free kernel serves them. Gases are functions in [`air`] and [`moist_air`].

pub mod air;
mod constant;
mod glycol;
mod inverse;
mod liquid;
pub mod moist_air;
mod rows;
#[cfg(test)]
mod table;
mod water;

pub use constant::Constant;
pub use glycol::Fraction;
pub use liquid::{Fluid, FluidError};
