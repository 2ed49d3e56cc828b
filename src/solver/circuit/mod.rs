//! Averaged dynamics of a circuit: transients, faults, small signals.
//!
//! ```text
//! plan ──► engine ──► march   window of time: step, gates, samples, ledger
//!             │
//!             └────► small signals: eigenvalues, impedance of a bus
//! ```

mod charge;
mod device;
mod engine;
mod error;
mod gates;
mod impedance;
mod inputs;
mod ledger;
mod march;
mod pair;
mod past;
mod plan;
mod small;
mod stage;
mod step;
mod weights;
mod window;

pub use crate::kernels::complex::Complex;
pub use error::CircuitFault;
pub use impedance::SmallSignal;
pub use ledger::Energies;
pub use march::march;
pub use small::eigenvalues;
pub use window::{Event, Happening, Probe, Record, Start, Window};

#[cfg(test)]
mod tests;
