//! Laws against references: runs the cases below `validation/`, or below any folder of a user's own.
//!
//! A case is a folder with a `case.toml`: a [bench] with its parameters in the words of a hall
//! file, input columns, and what to expect of which quantity, in which norm, how closely and why.
//!
//! ```toml
//! title = "Water against IAPWS-95"
//! source = "CoolProp 8.0.0"
//!
//! [bench.fluid]
//! fluid = "water"
//!
//! [data]
//! file = "../water_3bar.csv"            # beside the case; `reference = "…"` reads the reference folder
//!
//! [input]
//! temperature = { column = "T_C", unit = "degC" }
//!
//! [expect.density]
//! column = "rho_kg_m3"
//! unit = "kg/m3"
//! norm = "relative"
//! tolerance = 1e-5
//! why = "a tenth of the formulation's own uncertainty"
//! ```
//!
//! An input or a reference may be a closed form over the columns instead: `{ formula = "sin(time_s)^2" }`, over the
//! rows of a file or of `[data] rows = { column = "time_s", from = 0, to = 60, count = 121 }`.
//!
//! A case whose data are not there is skipped, by name; a case file with a mistake is broken, with file,
//! line and column. Neither counts as passed.

mod bench;
mod case;
mod column;
mod data;
mod fault;
mod fields;
mod formula;
mod html;
mod json;
mod junit;
mod norm;
mod outcome;
mod plot;
mod runner;
mod signal;
mod table;

pub use fault::Fault;
pub use html::to_html;
pub use json::to_json;
pub use junit::to_junit;
pub use norm::Norm;
pub use outcome::{Outcome, Overlay, Status};
pub use runner::run;
pub use table::to_table;
