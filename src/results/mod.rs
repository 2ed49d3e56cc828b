//! What a run leaves behind: named columns over time, and one page of totals.
//!
//! ```text
//! RUN/series.parquet   every probe, streamed in row groups
//! RUN/series.csv       the probes of the hall as a whole, for a spreadsheet
//! RUN/summary.json     energies, ratios, margins, ledger, validity, sources
//! ```
//!
//! Values arrive in SI (temperatures in °C) and are written in the unit that the column header
//! names: `cdu.a1.supply_temperature [degC]`. A file appears under its final name only when it
//! is complete: see [`write_atomic`] and [`Recorder::finish`].

mod atomic;
mod error;
mod folder;
mod probe;
mod recorder;
mod ride;
mod ride_table;
mod run;
mod summary;
mod unit;

pub use atomic::{Draft, write_atomic};
pub use error::ResultsError;
pub use folder::{CHECKPOINT_JSON, CONFIG_RESOLVED, PLOT_NAMES, PLOTS, REPORT_HTML, sweep};
pub use probe::{Probe, Scope, TIME_COLUMN, well_known};
pub use recorder::{Recorder, RecorderOptions};
pub use ride::{
    LostPart, RackTimes, Ride, RideBase, RideEnd, RideSummary, SharedCause, Syphon, soonest_first,
};
pub use ride_table::{RIDE_CSV, RIDE_RACKS_CSV};
pub use run::{Run, Series, load};
pub use summary::*;
pub use unit::Unit;

/// File name of the time series of every probe.
pub const SERIES_PARQUET: &str = "series.parquet";
/// File name of the time series of the hall's own probes.
pub const SERIES_CSV: &str = "series.csv";
/// File name of what `halltwin ride` found.
pub const RIDE_JSON: &str = "ride.json";
/// File name of the totals of a run.
pub const SUMMARY_JSON: &str = "summary.json";
