//! solver
pub mod electrics;
pub mod network;
