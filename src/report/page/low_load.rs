//! Equipment that was asked for less than it can give steadily.

use super::super::number::{energy, fixed};
use super::table::{figure, head};
use crate::results::Summary;
use maud::{Markup, html};

/// Equipment below its turndown, longest first.
pub(super) fn low_load(summary: &Summary) -> Markup {
    html! {
        h3 { "Low load" }
        @if summary.turndown.is_empty() {
            p { "No equipment was asked for less than it can give steadily." }
        } @else {
            p {
                "Asked for less than it can give steadily, equipment cycles or gives more than is needed. What it "
                "draws then hardly falls with the load."
            }
            div.scroll { table {
                (head(&[
                    ("component", false), ("what it does", false), ("time [h]", true), ("electricity meanwhile", true),
                    ("heat moved meanwhile", true),
                ]))
                tbody { @for t in &summary.turndown { tr {
                    th scope="row" { (t.component) }
                    td { (t.behaviour) }
                    (figure(t.hours, &fixed(t.hours, 1)))
                    (figure(t.electric_kwh, &energy(t.electric_kwh)))
                    @if t.heat_kwh > 0.0 { (figure(t.heat_kwh, &energy(t.heat_kwh))) } @else { td.n { "–" } }
                } } }
            } }
        }
    }
}
