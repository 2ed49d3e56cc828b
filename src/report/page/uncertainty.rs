//! What the figures are worth: P10, P50 and P90 of a year.

use super::super::number::significant;
use super::table::{figure, head};
use crate::results::Summary;
use maud::{Markup, html};

/// Bands of the results, where they were computed.
pub(super) fn bands(summary: &Summary) -> Markup {
    html! {
        @if let Some(all) = &summary.uncertainty {
            h3 { "How sure it is" }
            p {
                "A tenth of all cases lies below P10, half below P50, nine tenths below P90, with every uncertain input "
                "anywhere in its band. The last column is the largest error that was found in cases solved in full."
            }
            div.scroll { table {
                (head(&[
                    ("result", false), ("as configured", true), ("P10", true), ("P50", true), ("P90", true),
                    ("error", true),
                ]))
                tbody { @for b in &all.bands { tr {
                    th scope="row" { (b.name) @if b.unit != "1" { " [" (b.unit) "]" } }
                    @for value in [b.nominal, b.p10, b.p50, b.p90] { (shown(value, 5)) }
                    (shown(b.largest_error, 2))
                } } }
            } }
            details {
                summary { "Inputs and where their bands come from" }
                div.scroll { table {
                    (head(&[("input", false), ("from", true), ("to", true), ("source", false)]))
                    tbody { @for i in &all.inputs { tr {
                        th scope="row" { (i.name) }
                        @for end in &i.ends { td.n { (end) } }
                        td { (i.from) }
                    } } }
                } }
            }
            @for left in &all.left_out { p.note { "Left out: " (left) } }
        }
    }
}

fn shown(value: Option<f64>, digits: i32) -> Markup {
    match value {
        Some(v) => figure(v, &significant(v, digits)),
        None => html! { td.n { "–" } },
    }
}
