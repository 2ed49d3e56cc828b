//! model
pub mod electrical;
