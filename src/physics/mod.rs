//! Laws of components: pure functions from what enters to what leaves, one file a component.
//!
//! Nothing here knows a name, a history, a controller's memory or a configuration. Each file has the same five
//! parts: what it is and where the equations come from, what is bought, what is sized, the pure
//! function with its row kernel, tests.

pub mod acoustic;
pub mod air;
pub mod control;
pub mod electrical;
pub mod hydraulic;
pub mod thermal;
pub mod validity;

#[cfg(test)]
mod reference;
