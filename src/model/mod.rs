//! model
pub mod electrical;
pub mod hydraulic;
