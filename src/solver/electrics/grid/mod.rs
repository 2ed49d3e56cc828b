//! Load flow of a [`Grid`](crate::model::electrical::grid::Grid): voltages, currents, losses, and how
//! far the loads may grow.
//!
//! [`GridFlow::solve`] solves island after island, those that feed no other first; within an island by
//! Newton's method with a certificate (`newton`). [`GridFlow::loadability`] finds the largest factor on
//! all loads (`fold`), [`contingency::worst`] takes lines out one by one.

pub mod contingency;
mod flow;
mod fold;
mod loadability;
mod members;
mod newton;
mod system;
#[cfg(test)]
mod tests;

pub use flow::{GridFault, GridFlow, TieFlow};
pub use loadability::Loadability;
