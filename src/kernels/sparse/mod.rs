//! Symmetric sparse systems of a network: ordering once, LDLᵀ many times.

pub mod complex;
pub mod lanes;
pub mod ldl;
mod ldl_complex;
pub mod ordering;
