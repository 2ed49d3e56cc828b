//! Balance of every component, and how far curves were used beyond their range.

use super::super::number::{energy, fixed, significant};
use super::table::{exact, figure, head, power};
use crate::results::{LedgerLine, Summary};
use maud::{Markup, html};

/// Ledger lines shown unfolded: those that close worst.
const WORST_LINES: usize = 12;

/// The ledger with the independent check of heat.
pub(super) fn ledger(summary: &Summary) -> Markup {
    let mut lines: Vec<&LedgerLine> = summary.ledger.iter().collect();
    lines.sort_by(|a, b| b.relative().total_cmp(&a.relative()));
    let (shown, folded) = lines.split_at(lines.len().min(WORST_LINES));
    html! {
        h3 { "Ledger" }
        p {
            "In every step, what each component receives equals what it gives plus what it stores. The worst "
            "step of the worst component misses by "
            (power(summary.ledger_residual)) " of its throughput"
            @if let Some(w) = &summary.ledger_worst { " (" (w.element) ")" }
            ". Power and temperature agree within a step to "
            (power(summary.coupling_residual)) " after at most "
            (summary.coupling_passes_max) " passes."
        }
        @if let Some(h) = &summary.heat_meter {
            p {
                "Heat read from flow and temperatures at the facility meter, "
                (exact(h.from_flow_kwh, &energy(h.from_flow_kwh))) ", and from the electric meters, "
                (exact(h.from_meters_kwh, &energy(h.from_meters_kwh))) ", differ by "
                (power(h.relative_difference)) "."
            }
        }
        @if !shown.is_empty() { (ledger_table(shown)) }
        @if !folded.is_empty() {
            details { summary { "The other " (folded.len()) " lines" } (ledger_table(folded)) }
        }
    }
}

fn ledger_table(lines: &[&LedgerLine]) -> Markup {
    html! {
        div.scroll { table {
            (head(&[
                ("component or meter", false), ("in", true), ("out", true), ("stored", true),
                ("residual [kWh]", true), ("relative", true),
            ]))
            tbody { @for l in lines { tr {
                th scope="row" { (l.name) }
                (figure(l.in_kwh, &energy(l.in_kwh)))
                (figure(l.out_kwh, &energy(l.out_kwh)))
                (figure(l.stored_kwh, &energy(l.stored_kwh)))
                td.n { (power(l.residual_kwh)) }
                td.n { (power(l.relative())) }
            } } }
        } }
    }
}

/// Ranges of the curves, those left longest first.
pub(super) fn validity(summary: &Summary) -> Markup {
    let mut lines: Vec<_> = summary.validity.iter().collect();
    lines.sort_by(|a, b| b.hours_outside.total_cmp(&a.hours_outside));
    let unit = |u: &str| {
        if u == "degC" {
            "°C".to_owned()
        } else {
            u.to_owned()
        }
    };
    let span = |r: [f64; 2]| format!("{} to {}", significant(r[0], 3), significant(r[1], 3));
    html! {
        h3 { "Validity" }
        @if lines.is_empty() {
            p { "No component of this hall uses a curve with a published range." }
        } @else {
            p {
                "Each curve has the range it was published for; what was computed outside is extrapolated. "
                "Reached are the least and the greatest value while the component ran; the energy is the heat "
                "that passed through it outside the range."
            }
            div.scroll { table {
                (head(&[
                    ("curve", false), ("component", false), ("variable", false), ("range", false),
                    ("reached", false), ("outside [h]", true), ("heat meanwhile", true),
                ]))
                tbody { @for l in lines { tr class=[(l.hours_outside > 0.0).then_some("mark")] {
                    th scope="row" { (l.curve) }
                    td { (l.component) }
                    td { (l.variable) " [" (unit(&l.unit)) "]" }
                    td { (span(l.range)) }
                    td { @match l.reached { Some(r) => (span(r)), None => "did not run" } }
                    (figure(l.hours_outside, &fixed(l.hours_outside, 1)))
                    (figure(l.kwh_outside, &energy(l.kwh_outside)))
                } } }
            } }
        }
    }
}
