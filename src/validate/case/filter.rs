//! Which rows of a table count.
//!
//! `keep = [{ column = "Re", from = 4000 }, { column = "kind", equals = "counterflow" }]` leaves the rows
//! that satisfy every rule: `from` and `to` bound a number, `equals` and `starts` ask for a text, and
//! `outside = true` turns the rule round. With `margin = n` the n rows on either side must satisfy it as
//! well; with `steady = n` the cell must be the same in the n rows on either side: both leave out samples
//! around an event, which may carry the value of either side.

use std::ops::Range;

use crate::validate::{column::find, data::Data, fault::Fault, fields::Fields};

/// One entry of `keep`.
struct Rule<'a> {
    column: usize,
    equals: Option<&'a str>,
    starts: Option<&'a str>,
    from: Option<f64>,
    to: Option<f64>,
    outside: bool,
    margin: usize,
    steady: usize,
}

impl<'a> Rule<'a> {
    fn read(fields: &Fields<'a>, data: &Data) -> Result<Self, Fault> {
        let count = |key| {
            fields
                .optional_number(key)
                .map(|n| n.unwrap_or(0.0) as usize)
        };
        let rule = Self {
            column: find(fields, data, fields.text("column")?)?,
            equals: fields.optional_text("equals")?,
            starts: fields.optional_text("starts")?,
            from: fields.optional_number("from")?,
            to: fields.optional_number("to")?,
            outside: fields.flag("outside")?,
            margin: count("margin")?,
            steady: count("steady")?,
        };
        fields.finish()?;
        Ok(rule)
    }

    fn satisfied(&self, cell: &str) -> bool {
        // A cell that is not a number is within no bounds.
        let number = cell.parse().unwrap_or(f64::NAN);
        let good = self.equals.is_none_or(|text| cell == text)
            && self.starts.is_none_or(|text| cell.starts_with(text))
            && self.from.is_none_or(|bound| number >= bound)
            && self.to.is_none_or(|bound| number <= bound);
        good != self.outside
    }

    fn keeps(&self, row: usize, data: &Data) -> bool {
        let cell = |row| data.cell(row, self.column);
        around(row, self.margin, data).all(|other| self.satisfied(cell(other)))
            && around(row, self.steady, data).all(|other| cell(other) == cell(row))
    }
}

/// Rows within `reach` of `row`.
fn around(row: usize, reach: usize, data: &Data) -> Range<usize> {
    row.saturating_sub(reach)..row.saturating_add(reach).saturating_add(1).min(data.len())
}

/// Which rows of `data` the array `keep` of `fields` leaves.
pub(super) fn kept(fields: &Fields<'_>, data: &Data) -> Result<Vec<bool>, Fault> {
    let rules = fields
        .optional_tables("keep")?
        .iter()
        .map(|table| Rule::read(table, data))
        .collect::<Result<Vec<_>, _>>()?;
    let keeps = |row| rules.iter().all(|rule| rule.keeps(row, data));
    Ok((0..data.len()).map(keeps).collect())
}
