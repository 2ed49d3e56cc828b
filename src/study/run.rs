//! `halltwin run`: a transient from a converged steady state.

use super::march::{Orders, Outcome, march};
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
    if let Some([first, last]) = hall.model.trace_span
        && (orders.start < first - 1e-6 || orders.start + orders.duration > last + 1e-6)
    {
        return refuse(format!(
            "the trace covers {first} s to {last} s, the run asks for {} s to {} s: shorten it with --for or move \
             it with --from",
            orders.start,
            orders.start + orders.duration
        ));
    }
    march(hall, orders)
}
