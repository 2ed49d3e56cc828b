//! Outcomes as JSON.

use serde_json::{Value, json};

use super::outcome::Outcome;

/// A finite number, or null.
fn figure(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// An array with one object an expectation. Errors and tolerances are in `unit` (empty: a ratio).
pub fn to_json(outcomes: &[Outcome]) -> String {
    let all: Vec<Value> = outcomes
        .iter()
        .map(|outcome| {
            json!({
                "case": outcome.case,
                "title": outcome.title,
                "source": outcome.source,
                "quantity": outcome.quantity,
                "status": outcome.status.word().to_lowercase(),
                "reason": outcome.status.reason(),
                "norm": outcome.norm.name(),
                "error": figure(outcome.error),
                "tolerance": figure(outcome.tolerance),
                "unit": outcome.unit,
                "samples": outcome.samples,
                "worst_row": outcome.worst_row,
                "why": outcome.why,
            })
        })
        .collect();
    format!("{:#}\n", Value::Array(all))
}
