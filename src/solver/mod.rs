//! solver
pub mod electrics;
