//! What the user wrote: a TOML text read into tables of SI numbers that know where they stand.
//!
//! ```text
//! text ──► tree ──► base, --set, count ──► tables ──► Config
//!          (spans)                         (records of the catalogue joined)
//! ```
//!
//! Nothing stops at the first problem: all of them are collected as [`Diagnostics`], each with its
//! file, line and column, the physical reason and a remedy. Every table is declared once, in
//! [`tables`], and its reader, its documentation and its JSON Schema follow from that.
//!
//! ```
//! let (config, warnings) = halltwin::config::from_text(
//!     "[hall]\nname = \"Test hall\"\n[site]\nclimate = \"toyama\"\n",
//!     "test.toml",
//! )?;
//! assert_eq!(*config.hall.name, "Test hall");
//! assert_eq!(*config.hall.air_supply, 27.0);
//! # Ok::<(), halltwin::config::Diagnostics>(())
//! ```

pub mod bus_table;
pub mod chains;
mod check;
pub mod circuit;
mod compose;
pub mod demand;
mod diagnostic;
mod family;
mod file;
pub mod inp;
pub mod kinds;
mod load;
mod multiply;
mod names;
mod origin;
mod read;
mod records;
mod render;
mod rules;
mod schema;
mod size;
pub mod study;
mod table;
pub mod tables;
mod tree;
mod value;
mod write;
mod written;

pub use check::no_year_in;
pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use file::{Described, described};
pub(crate) use load::path_in;
pub use load::{FilesNamed, Loaded, files_named, from_text, from_text_with, load, resolved_text};
pub use origin::{Origin, Source};
pub use records::Citation;
pub use rules::{RULES, silence};
pub use schema::{chain_schema, circuit_schema, schema, study_schema};
pub use size::Size;
pub use tables::*;
pub use value::{At, Map, Named};
pub use written::{names, written};

#[cfg(test)]
mod tests;
