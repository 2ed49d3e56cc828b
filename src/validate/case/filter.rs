//! Which rows of a table count.
//!
//! `keep = [{ column = "Re", from = 4000 }, { column = "kind", equals = "counterflow" }]` leaves the rows
//! that satisfy every rule; `outside = true` turns a rule round.

use crate::validate::{column::find, data::Data, fault::Fault, fields::Fields};

/// Which rows of `data` the array `keep` of `fields` leaves.
pub(super) fn kept(fields: &Fields<'_>, data: &Data) -> Result<Vec<bool>, Fault> {
    let mut kept = vec![true; data.len()];
    for rule in fields.optional_tables("keep")? {
        let column = find(&rule, data, rule.text("column")?)?;
        let equals = rule.optional_text("equals")?;
        let from = rule.optional_number("from")?.unwrap_or(f64::NEG_INFINITY);
        let to = rule.optional_number("to")?.unwrap_or(f64::INFINITY);
        let outside = rule.flag("outside")?;
        rule.finish()?;
        let numbers = data.numbers(column);
        for (row, keep) in kept.iter_mut().enumerate() {
            let good = match equals {
                Some(text) => data.cell(row, column) == text,
                None => (from..=to).contains(&numbers[row]),
            };
            *keep &= good != outside;
        }
    }
    Ok(kept)
}
