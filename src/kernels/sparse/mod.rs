//! Symmetric sparse systems of a network: ordering once, LDLᵀ many times.

pub mod ldl;
pub mod ordering;
