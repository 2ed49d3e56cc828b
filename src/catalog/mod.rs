//! Equipment figures: TOML records of `configs/catalog/<family>/<name>.toml`, each figure with its
//! source.
//!
//! A record is named by its path without the ending: `cdu/vertiv-xdu1350`. A [`Shelf`] looks in
//! folders first (the user's own `catalog/` beside the configuration) and then among the records
//! that are built into the binary, so that a binary alone can run.

mod embedded;
mod shelf;

pub use shelf::{Record, Shelf};
