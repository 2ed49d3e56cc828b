//! What cannot be judged field by field: fields of a table that do not go together, and tables
//! that do not.

mod drawn;
mod event;
mod head;
mod power;
mod process;
mod references;
mod ride;
mod staging;
mod steps;
mod storage;
mod tables;

pub(super) use drawn::pressure_valve;
pub(super) use event::{event, unheld};
pub(super) use head::pump;
pub(super) use power::*;
pub(super) use process::*;
pub(super) use references::references;
pub(super) use ride::controller;
pub(super) use staging::{dry_cooler, tower};
pub use steps::no_year_in;
pub(super) use steps::year_step;
pub(super) use storage::*;
pub(super) use tables::*;
