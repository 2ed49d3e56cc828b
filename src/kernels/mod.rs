//! Arithmetic on numbers and slices: no physics, no allocation, nothing else of this crate.

pub mod complex;
pub mod eigen;
pub mod groups;
pub mod math;
pub mod random;
pub mod sparse;
pub mod sum;
pub mod transport;
