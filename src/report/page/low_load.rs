//! Equipment that was asked for less than it can give steadily.

use super::super::number::fixed;
use super::table::{Energies, figure, head};
use crate::results::Summary;
use maud::{Markup, html};

/// Equipment below its turndown, longest first.
pub(super) fn low_load(summary: &Summary) -> Markup {
    let electricity = Energies::of(summary.turndown.iter().map(|t| t.electric_kwh));
    let heat = Energies::of(summary.turndown.iter().map(|t| t.heat_kwh));
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
                    ("component", false), ("what it does", false), ("time [h]", true),
                    (&electricity.head("electricity meanwhile"), true), (&heat.head("heat moved meanwhile"), true),
                ]))
                tbody { @for t in &summary.turndown { tr {
                    th scope="row" { (t.component) }
                    td { (t.behaviour) }
                    (figure(t.hours, &fixed(t.hours, if t.hours < 1.0 { 2 } else { 1 })))
                    (electricity.cell(t.electric_kwh))
                    @if t.heat_kwh > 0.0 { (heat.cell(t.heat_kwh)) } @else { td.n { "–" } }
                } } }
            } }
        }
    }
}
