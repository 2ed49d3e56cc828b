//! `halltwin run`: a transient from a converged steady state.

use super::march::{Orders, Outcome, march};
use super::summary::civil;
use super::{Hall, StudyError};
use crate::config::{Diagnostic, Diagnostics};
use crate::results::Mode;

/// Shortest step of a run \[s\]: in less than it what a step moves is rounding of what the hall holds, and its ledger cannot
/// close.
const SHORTEST: f64 = 1e-3;

/// Runs a hall through time.
///
/// # Errors
/// An order that the hall cannot follow, a step without a solution, a file that cannot be written.
pub fn run(hall: &Hall, orders: Orders) -> Result<Outcome, StudyError> {
    let refuse = |why: String| Err(StudyError::Order(why));
    if !(orders.step > 0.0 && orders.step.is_finite()) {
        return refuse(format!("the step is {} s, it must be above 0", orders.step));
    }
    if orders.step < SHORTEST {
        return refuse(format!(
            "a step of {:.3e} s is below {SHORTEST} s, in which coolant and heat of a hall hardly move: give a longer --step; \
             `halltwin power transient` solves what circuits do in microseconds",
            orders.step
        ));
    }
    if orders.duration.is_nan() || orders.duration <= 0.0 {
        return refuse(format!(
            "the run covers {} s: time goes on from its start, so that it must be above 0",
            orders.duration
        ));
    }
    if orders.duration < orders.step {
        return refuse(format!(
            "{} s are less than one step of {} s",
            orders.duration, orders.step
        ));
    }
    let help = "shorten the run with --for, move it with --from, or give a longer trace";
    covered(hall, orders.start, orders.duration, help)?;
    march(hall, orders, Mode::Run)
}

/// Refuses a period of `duration` \[s\] from `start` \[s\] that a trace of the hall does not cover; `help` tells
/// what can be done.
///
/// # Errors
/// Each trace that is too short, where it is named.
pub fn covered(hall: &Hall, start: f64, duration: f64, help: &str) -> Result<(), StudyError> {
    let end = start + duration;
    let mut found = Diagnostics::default();
    for trace in &hall.model.traces {
        let [first, last] = trace.span;
        if start >= first - 1e-6 && end <= last + 1e-6 {
            continue;
        }
        let text = format!(
            "the trace is too short: it covers {}, asked for is {}",
            period(first, last),
            period(start, end)
        );
        let problem = Diagnostic::error("trace-too-short", text);
        found.push(problem.at(&trace.at, "this trace").help(help));
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(StudyError::Config(found))
    }
}

fn period(first: f64, last: f64) -> String {
    format!("{} to {}", civil(first), civil(last)).replace('T', " ")
}
