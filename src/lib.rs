//! halltwin: a thermal and power digital twin of a liquid-cooled GPU hall.
//!
//! What the user wrote becomes results in five moves, and each module names only those above it:
//!
//! ```text
//! config ──► model ──► solver ──► results ──► report
//! (text)    (columns)  (marches)  (columns)   (text and plots)
//! ```

pub mod catalog;
pub mod cli;
pub mod climate;
pub mod config;
pub mod fluids;
pub mod kernels;
pub mod metrics;
pub mod model;
pub mod physics;
pub mod report;
pub mod results;
pub mod solver;
pub mod study;
pub mod units;
pub mod validate;
