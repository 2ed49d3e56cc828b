//! Balance of every component, and how far curves were used beyond their range.

use super::super::number::{energy, fixed, significant};
use super::table::{Energies, exact, figure, head, power};
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
            (power(summary.coupling_residual)) " of power and " (power(summary.coupling_residual_k)) " K after at most "
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
        p {
            "The balance of a unit is that of what it turns into heat itself; the heat that it moves from one side to the "
            "other, far more for a cooler, passes through and stands beside it. Loops, hall air and the way from "
            "meter to sky balance all heat."
        }
        @if !shown.is_empty() { (ledger_table(shown)) }
        @if !folded.is_empty() {
            details { summary { "The other " (folded.len()) " lines" } (ledger_table(folded)) }
        }
    }
}

fn ledger_table(lines: &[&LedgerLine]) -> Markup {
    let column = |pick: fn(&LedgerLine) -> f64| Energies::of(lines.iter().map(|l| pick(l)));
    let electric = column(|l| l.electric_kwh.unwrap_or(0.0));
    let moved = column(|l| l.heat_moved_kwh.unwrap_or(0.0));
    let balance = column(|l| l.in_kwh.abs().max(l.out_kwh.abs()));
    let given = |column: &Energies, kwh: Option<f64>| {
        kwh.map_or_else(|| html! { td.n { "–" } }, |v| column.cell(v))
    };
    html! {
        div.scroll { table {
            (head(&[
                ("component or meter", false), (&electric.head("electricity drawn"), true),
                (&moved.head("heat moved"), true), (&balance.head("turned into heat, in"), true),
                (&balance.head("out"), true), (&balance.head("stored"), true),
                ("residual [kWh]", true), ("relative", true),
            ]))
            tbody { @for l in lines { tr {
                th scope="row" { (l.name) }
                (given(&electric, l.electric_kwh))
                (given(&moved, l.heat_moved_kwh))
                (balance.cell(l.in_kwh))
                (balance.cell(l.out_kwh))
                (balance.cell(l.stored_kwh))
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
    let heat = Energies::of(lines.iter().map(|l| l.kwh_outside));
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
                    ("reached", false), ("outside [h]", true), (&heat.head("heat meanwhile"), true),
                ]))
                tbody { @for l in lines { tr class=[(l.hours_outside > 0.0).then_some("mark")] {
                    th scope="row" { (l.curve) }
                    td { (l.component) }
                    td { (l.variable) " [" (unit(&l.unit)) "]" }
                    td { (span(l.range)) }
                    td { @match l.reached { Some(r) => (span(r)), None => "did not run" } }
                    (figure(l.hours_outside, &fixed(l.hours_outside, 1)))
                    (heat.cell(l.kwh_outside))
                } } }
            } }
        }
    }
}
