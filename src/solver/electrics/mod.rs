//! Quasi-steady power flow of a [`PowerTree`](crate::model::electrical::PowerTree), from the loads to
//! the meter.
//!
//! # Equations
//! At every node what enters is what leaves and what is lost; regulated nodes are loads of constant
//! power to the island above them, and within an island, with W the power taken at a bus,
//!
//! ```text
//! V = a·V_feeder − R·I,   I = W/V + Σ a_c·I_c                                              (1)
//! ```
//!
//! over series elements c fed by the bus. Lone elements have the closed form of
//! [`busway`](crate::physics::electrical::busway), trees of them are solved by Newton's method with
//! elimination from the leaves (`series`).
//!
//! A step calls [`PowerFlow::stage`] (module staging from the last sweep), [`PowerFlow::warm`] when
//! conductor temperatures moved, then [`sweep`]. The result depends on these inputs alone: no iteration
//! is started from an earlier one.

pub mod account;
pub mod audit;
mod flow;
pub mod grid;
mod lanes;
pub mod limit;
pub mod outage;
mod series;
mod sweep;
#[cfg(test)]
mod tests;

pub use flow::{PowerEvent, PowerFlow};
pub use sweep::{margin, sweep};
