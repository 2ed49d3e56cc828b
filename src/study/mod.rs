//! What people ask of a hall: a run through time, a year of hours.
//!
//! ```text
//! Hall (config, model) ──► march: steady start, steps ──► Tally, Recorder ──► Summary
//! ```

pub mod balance;
mod barred;
mod chain_flow;
pub mod chains;
mod checkpoint;
pub mod circuit;
mod error;
mod events;
mod flows;
mod grid;
mod hall;
mod hall_flow;
mod in_order;
pub mod index_circuit;
mod loading;
pub mod loop_report;
mod march;
mod noise;
mod operating;
mod peak;
mod plant;
mod probes;
mod ranges;
pub mod ride;
mod run;
mod shortfall;
pub mod sizing;
mod solved;
mod stages;
mod start;
mod suction;
mod summary;
pub mod surface;
mod tally;
pub mod uncertainty;
mod water;
mod year;

pub use chain_flow::{StageFlow, StageOutage};
pub use checkpoint::forget;
pub use error::StudyError;
pub use hall::Hall;
pub use hall_flow::{HallFlow, StageLoss};
pub use march::{Orders, Outcome};
pub use operating::{Operating, OperatingPoint, loop_density, solve_alone};
pub use run::{covered, run};
pub use water::{WaterSolution, WaterStop, tolerance as water_tolerance, water};
pub use year::{year, year_fits, year_kept};
