//! A year of a hall from a few hundred of its hours.
//!
//! A hall without storage answers each hour by itself: what it draws follows from the outdoor air and the load
//! of that hour. Hours that are alike are therefore answered alike, and a year is the sum of a few solved hours
//! with weights.
//!
//! # Equations
//! Hours are points x in the space of dry bulb, wet bulb, pressure and levels of the workload, cut into cells. In
//! a cell an answer y (power, water, a temperature) is
//!
//! ```text
//! y(x) = β₀ + Σ_i β_i·ξ_i + Σ_i γ_i·ξ_i²,     ξ = (x − centre)/half width of the cell            (1)
//! (β, γ) = argmin Σ_k (y(x_k) − y_k)² + λ·|γ|²          over the solved hours k of the cell      (2)
//! ```
//!
//! which is linear in the y_k, so that the sum over the year is Σ_k W_k·y_k with one weight W_k a solved hour,
//! the same for every answer. Hours in which pads run and hours in which they do not are never in one cell.
//!
//! A cell is judged by two of its hours that (2) does not know. The cell with the largest error times hours is
//! cut in two at the median of the direction in which the answer varies most, until
//!
//! ```text
//! Σ_cells hours·error / Σ hours ≤ tolerance                                                      (3)
//! ```
//!
//! of power over IT power and of water. Hours of the smallest margin, the loudest hours by day and by night and
//! the warmest supply, as the fit foresees them, are then solved: an extreme is an answer, never an interpolation.
//!
//! # Evidence
//! [`Evidence`] tells the error at hours that had no part in any of this, evenly spread over the year.
//!
//! # Validity
//! Halls and plants whose hours do not depend on those before: no storage, steady states. Years of those with stores are made of
//! whole days, see [`carried_year`]. Hysteresis of pads is
//! followed exactly; that of staged converters is within the error found. Staged chillers, coolers and towers start as from rest
//! in each hour, where a year keeps what ran in the hour before between two thresholds: the evidence does not see that.
//!
//! # References
//! - C. E. Särndal, B. Swensson and J. Wretman, *Model Assisted Survey Sampling*, Springer 1992, ch. 6: totals
//!   from a regression fitted to a part of a population.
//! - L. Breiman, J. Friedman, R. Olshen and C. Stone, *Classification and Regression Trees*, 1984, ch. 8.

mod again;
mod answer;
mod carried;
mod cell;
mod days;
mod design_day;
mod fit;
mod hours;
mod radial;
mod search;
mod solve;
mod year;

pub use again::again;
pub use answer::Answer;
pub use days::{carried_again, carried_year};
pub use design_day::{Repeated, day_of, repeated};
pub use hours::Weather;
pub use search::year;
pub use solve::{Solver, duties, steady};
pub use year::{Evidence, Tolerance, Year};

#[cfg(test)]
mod tests;
