//! The solver: marches a model and knows no component by name.
//!
//! ```text
//! step: electrics ──► racks ──► control ──► network ──► rejection ──► hall ──► commit ──► audit
//!         ▲───────────────────── until nothing moves ────────────────┘
//! ```

mod audit;
mod circle;
pub mod circuit;
mod columns;
mod commit;
pub mod electrics;
mod error;
mod hall;
pub mod ledger;
mod loops;
mod missed;
pub mod network;
mod pass;
mod predictor;
mod properties;
mod readout;
mod resets;
mod rotors;
mod round;
mod secants;
mod start;
mod step;
mod swing;
mod told;
pub mod transport;
mod unsettled;

pub use audit::{HALL_MOISTURE, Tamper, accounts};
pub use columns::Columns;
pub use error::StepError;
pub use hall::Moisture;
pub use readout::Temperatures;
pub use start::cold;
pub use step::{Drivers, LONG, Report, STEADY, Stepper, TRANSIENT, Tolerance};
