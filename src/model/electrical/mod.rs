//! The power tree: every node between the meter and the chip, resolved to columns.
//!
//! A node is a source, a regulated converter, a series element (transformer, busway, breaker), a motor
//! or a load; each but a source is fed by one other. Regulated converters hold their output voltage and
//! so cut the tree into islands: seen from above, a converter is a load of constant power. Islands are
//! therefore solved one stage after the other, from the chips to the meter, and within a stage equal
//! converters stand side by side in rows. `order` finds that order once.

mod boundary;
mod build;
pub mod circuit;
mod error;
pub mod grid;
mod layout;
mod order;
mod seat;
#[cfg(test)]
mod tests;
mod tree;

pub use boundary::Boundary;
pub use build::PowerTreeBuilder;
pub use error::PowerError;
pub use order::{Forest, Run, Stage};
pub use seat::{Meter, Place, Point, Seat, Supply};
pub use tree::{NodeId, PowerTree, ROOT};
