//! `halltwin run`: a transient from a converged steady state.

use super::march::{Orders, Outcome, march};
use super::summary::civil;
use super::{Hall, StudyError};

/// Runs a hall through time.
///
/// # Errors
/// An order that the hall cannot follow, a step without a solution, a file that cannot be written.
pub fn run(hall: &Hall, orders: Orders) -> Result<Outcome, StudyError> {
    let refuse = |why: String| Err(StudyError::Order(why));
    if !(orders.step > 0.0 && orders.step.is_finite()) {
        return refuse(format!("the step is {} s, it must be above 0", orders.step));
    }
    if orders.duration < orders.step {
        return refuse(format!(
            "{} s are less than one step of {} s",
            orders.duration, orders.step
        ));
    }
    covered(hall, &orders)?;
    march(hall, orders)
}

/// Refuses orders for which the hall's traces are too short.
pub(super) fn covered(hall: &Hall, orders: &Orders) -> Result<(), StudyError> {
    let (start, end) = (orders.start, orders.start + orders.duration);
    match hall.model.trace_span {
        Some([first, last]) if start < first - 1e-6 || end > last + 1e-6 => {
            Err(StudyError::Order(format!(
                "the trace is too short: it covers {}, asked for is {}; shorten the run with --for or move it \
                 with --from",
                period(first, last),
                period(start, end)
            )))
        }
        _ => Ok(()),
    }
}

fn period(first: f64, last: f64) -> String {
    format!("{} to {}", civil(first), civil(last))
}
