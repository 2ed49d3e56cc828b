//! Which rows of a table count.
//!
//! `keep = [{ column = "Re", from = 4000 }, { column = "kind", equals = "counterflow" }]` leaves the rows
//! that satisfy every rule; `starts` asks for the beginning of a text. `outside = true` turns a rule round. With `margin = n` the n rows on either side
//! must satisfy it as well; with `steady = n` the cell must be the same in the n rows on either side: both
//! leave out samples around an event, which may carry the value of either side.

use crate::validate::{column::find, data::Data, fault::Fault, fields::Fields};

/// Which rows of `data` the array `keep` of `fields` leaves.
pub(super) fn kept(fields: &Fields<'_>, data: &Data) -> Result<Vec<bool>, Fault> {
    let mut kept = vec![true; data.len()];
    for rule in fields.optional_tables("keep")? {
        let column = find(&rule, data, rule.text("column")?)?;
        let equals = rule.optional_text("equals")?;
        let starts = rule.optional_text("starts")?;
        let from = rule.optional_number("from")?.unwrap_or(f64::NEG_INFINITY);
        let to = rule.optional_number("to")?.unwrap_or(f64::INFINITY);
        let outside = rule.flag("outside")?;
        let margin = rule.optional_number("margin")?.unwrap_or(0.0) as usize;
        let steady = rule.optional_number("steady")?.unwrap_or(0.0) as usize;
        rule.finish()?;
        let numbers = data.numbers(column);
        let satisfied = |row: usize| {
            let cell = data.cell(row, column);
            let good = match (equals, starts) {
                (None, None) => {
                    !from.is_finite() && !to.is_finite() || (from..=to).contains(&numbers[row])
                }
                _ => equals.is_none_or(|e| cell == e) && starts.is_none_or(|s| cell.starts_with(s)),
            };
            good != outside
        };
        let around =
            |row: usize, reach: usize| row.saturating_sub(reach)..(row + reach + 1).min(data.len());
        for (row, keep) in kept.iter_mut().enumerate() {
            let cell = data.cell(row, column);
            *keep &= around(row, margin).all(satisfied)
                && around(row, steady).all(|other| data.cell(other, column) == cell);
        }
    }
    Ok(kept)
}
