//! Key figures of a hall: pure functions from energies to numbers that carry their definition.
//!
//! [`Energies`] is what a run leaves behind; everything else here is computed from it and from nothing
//! else: [`pue`] by category, the [`waterfall`] of PUE − 1, [`boundary`] lists, [`water`], [`carbon`]
//! and reuse, and [`cost`].

pub mod boundary;
pub mod carbon;
pub mod cost;
mod energies;
pub mod pue;
pub mod water;
pub mod waterfall;

pub use energies::{Account, Component, Energies, Fault, ItEnergy, Place};
