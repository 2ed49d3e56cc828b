//! The hours of a known year, asked of a hall that differs a little.
//!
//! # Equations
//! Σ_k W_k·y_k with the hours and weights W_k of the year that is known. What the polynomials of its cells miss is nearly
//! the same in both halls, so that the difference of two such years is known better than either of them.
//!
//! # References
//! - C. E. Särndal, B. Swensson and J. Wretman, *Model Assisted Survey Sampling*, Springer 1992, ch. 6.

use super::answer::Answer;
use super::hours::{Points, Weather};
use super::solve::Solver;
use super::year::Year;
use crate::model::Model;
use crate::solver::StepError;
use std::collections::BTreeMap;

/// The year of `model` from the hours that `known` was found from, of a hall alike in the same `weather`; nothing where
/// pads or slower fans run at other hours, so that cells are no longer the same. Hours above set points are not told.
///
/// # Errors
/// An hour has no solution.
pub fn again(model: &Model, weather: &Weather, known: &Year) -> Option<Result<Year, StepError>> {
    let points = Points::of(model, weather);
    (points.mode == known.mode).then(|| solved(model, weather, known, &points))
}

fn solved(
    model: &Model,
    weather: &Weather,
    known: &Year,
    points: &Points,
) -> Result<Year, StepError> {
    let mut solvers: BTreeMap<u64, Solver> = BTreeMap::new();
    let mut order: Vec<usize> = (0..known.hours.len()).collect();
    // Neighbours one after the other: each starts from the one before.
    let dry = |i: &usize| weather.outdoor[known.hours[*i]].dry_bulb;
    order.sort_by(|a, b| dry(a).total_cmp(&dry(b)).then(a.cmp(b)));
    let mut answers = vec![Answer::default(); order.len()];
    for i in order {
        let hour = known.hours[i];
        let mode = points.mode[hour];
        let solver = solvers
            .entry(mode)
            .or_insert_with(|| Solver::new(model, &weather.outdoor[hour], mode));
        answers[i] = solver.hour(points, weather, hour)?;
    }
    Ok(Year {
        answers,
        above: Vec::new(),
        ..known.clone()
    })
}
