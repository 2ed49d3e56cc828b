//! The report of a run.
pub mod civil;
pub mod data;
pub mod figure;
pub mod font;
pub mod number;
pub mod plot;
mod plots;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fixture_summary;
