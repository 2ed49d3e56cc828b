//! A study as the user wrote it: which figures of a hall may vary, what every design must hold, and what is
//! looked for.
//!
//! A file of its own in the same language as a hall: `base`, `--set`, units, and all problems at once.
//!
//! ```
//! let (study, _) = halltwin::config::study::from_text(
//!     r#"
//!     [study]
//!     name = "How many coolers"
//!     [vary."dry_cooler.roof.count"]
//!     from = 9
//!     to = 15
//!     step = 2
//!     [vary."loop.fws.supply"]
//!     values = ["34 degC", "36 degC"]
//!     "#,
//!     "study.toml",
//! )?;
//! assert_eq!(study.designs(), 8);
//! # Ok::<(), halltwin::config::Diagnostics>(())
//! ```

mod check;
mod load;
mod pue;
mod setting;
mod tables;

pub use load::{from_text, load, sketch};
pub use setting::Setting;
pub(in crate::config) use tables::family_schemas;
pub use tables::{
    Band, Constraint, CostTable, FAMILIES, Head, Objective, ObjectiveWord, Spare, StudyFile, Vary,
    YearTable,
};

#[cfg(test)]
mod tests;
