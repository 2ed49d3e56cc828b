//! Outcomes as a text table for the terminal.

use super::outcome::{Outcome, Status};
use crate::units::number;

/// Error or tolerance with its unit.
pub(super) fn shown(value: f64, unit: &str) -> String {
    if value.is_nan() {
        return "none".to_owned();
    }
    let figure = if value != 0.0 && value.abs() < 1e-2 {
        format!("{value:.1e}")
    } else {
        number(value, 3)
    };
    format!("{figure} {unit}").trim_end().to_owned()
}

/// A line of counts: "12 passed, 0 failed, 3 skipped, 0 broken".
pub(super) fn counts(outcomes: &[Outcome]) -> String {
    let of = |word: &str| outcomes.iter().filter(|o| o.status.word() == word).count();
    format!(
        "{} passed, {} failed, {} skipped, {} broken",
        of("passed"),
        of("FAILED"),
        of("skipped"),
        of("BROKEN")
    )
}

/// One line an expectation: case, quantity, error, tolerance, verdict; the counts at the end.
pub fn to_table(outcomes: &[Outcome]) -> String {
    let mut rows = vec![
        [
            "case",
            "quantity",
            "norm",
            "error",
            "tolerance",
            "samples",
            "",
        ]
        .map(str::to_owned),
    ];
    for outcome in outcomes {
        let compared = matches!(outcome.status, Status::Passed | Status::Failed);
        let figures = if compared {
            [
                outcome.norm.name().to_owned(),
                shown(outcome.error, &outcome.unit),
                shown(outcome.tolerance, &outcome.unit),
                outcome.samples.to_string(),
            ]
        } else {
            [const { String::new() }; 4]
        };
        let [norm, error, tolerance, samples] = figures;
        let verdict = match outcome.status.reason() {
            "" => outcome.status.word().to_owned(),
            reason => format!("{}: {reason}", outcome.status.word()),
        };
        let (case, quantity) = (outcome.case.clone(), outcome.quantity.clone());
        rows.push([case, quantity, norm, error, tolerance, samples, verdict]);
    }
    let width = |k: usize| {
        rows.iter()
            .map(|row| row[k].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        for (cell, width) in row.iter().zip(&widths).take(6) {
            text += &format!("{cell:width$}  ");
        }
        text += &row[6];
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text + &counts(outcomes) + "\n"
}
