//! Energy tables: by kind, category by category, by component.

use super::super::number::{fixed, percent};
use super::table::{Energies, figure, head};
use crate::results::{ComponentEnergy, Summary};
use maud::{Markup, html};

/// Energies of all components of one kind and meter.
struct Group<'a> {
    kind: &'a str,
    meter: &'a str,
    count: u64,
    loss_kwh: f64,
}

/// Groups in the order in which the kinds first appear.
fn groups(components: &[ComponentEnergy]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for c in components {
        let found = groups
            .iter()
            .position(|g| g.kind == c.kind && g.meter == c.meter);
        let place = found.unwrap_or_else(|| {
            groups.push(Group {
                kind: &c.kind,
                meter: &c.meter,
                count: 0,
                loss_kwh: 0.0,
            });
            groups.len() - 1
        });
        groups[place].count += c.count;
        groups[place].loss_kwh += c.loss_kwh;
    }
    groups
}

/// Energy by kind of component.
pub(super) fn by_kind(summary: &Summary) -> Markup {
    let whole = summary.facility_energy_kwh;
    let groups = groups(&summary.components);
    let sum: f64 = groups.iter().map(|g| g.loss_kwh).sum();
    let heat = Energies::of(groups.iter().map(|g| g.loss_kwh));
    let share =
        |kwh: f64| html! { td.n { @if whole > 0.0 { (percent(kwh / whole)) } @else { "–" } } };
    html! {
        @if !groups.is_empty() {
            h3 { "Electricity by kind of component" }
            p {
                "Where the electricity of the meter is turned into heat. What a stage passes on is counted at the "
                "stage that uses it, so that the column sums to what is bought."
            }
            div.scroll { table {
                (head(&[
                    ("kind", false), ("meter", false), ("number", true), (&heat.head("turned into heat"), true),
                    ("of the meter", true),
                ]))
                tbody { @for g in &groups { tr {
                    th scope="row" { (g.kind) }
                    td { (g.meter) }
                    td.n { (g.count) }
                    (heat.cell(g.loss_kwh))
                    (share(g.loss_kwh))
                } } }
                tfoot { tr {
                    th scope="row" { "in all" } td {} td {} (heat.cell(sum)) (share(sum))
                } }
            } }
        }
    }
}

/// The categories beyond IT and their sum.
pub(super) fn waterfall(summary: &Summary) -> Markup {
    let (name, _) = summary.headline();
    let kwh: f64 = summary.waterfall.iter().map(|s| s.kwh).sum();
    let share: f64 = summary.waterfall.iter().map(|s| s.pue_share).sum();
    let column = Energies::of(summary.waterfall.iter().map(|s| s.kwh));
    html! {
        @if !summary.waterfall.is_empty() {
            div.scroll { table {
                caption { "Energy beyond IT; the shares sum to " (name) " − 1" }
                (head(&[("category", false), (&column.head("energy"), true), ("share", true)]))
                tbody { @for s in summary.waterfall.iter().filter(|s| s.kwh != 0.0) { tr {
                    th scope="row" { (s.category) }
                    (column.cell(s.kwh))
                    (figure(s.pue_share, &fixed(s.pue_share, 5)))
                } } }
                tfoot { tr {
                    th scope="row" { (name) " − 1" }
                    (column.cell(kwh))
                    (figure(share, &fixed(share, 5)))
                } }
            } }
        }
    }
}

/// What components convert and move, folded away.
pub(super) fn components(summary: &Summary) -> Markup {
    let column =
        |pick: fn(&ComponentEnergy) -> f64| Energies::of(summary.components.iter().map(pick));
    let [taken, passed, loss, heat] = [
        column(|c| c.electric_in_kwh),
        column(|c| c.electric_out_kwh),
        column(|c| c.loss_kwh),
        column(|c| c.heat_kwh),
    ];
    html! {
        @if !summary.components.is_empty() {
            details {
                summary { "With conversion and heat moved, equal components together" }
                div.scroll { table {
                    (head(&[
                        ("component", false), ("number", true), ("meter", false), ("loss goes to", false),
                        (&taken.head("taken in"), true), (&passed.head("passed on"), true),
                        (&loss.head("loss"), true), (&heat.head("heat moved"), true),
                    ]))
                    tbody { @for c in &summary.components { tr {
                        th scope="row" { (c.name) }
                        td.n { (c.count) }
                        td { (c.meter) }
                        td { (c.place) }
                        (taken.cell(c.electric_in_kwh))
                        (passed.cell(c.electric_out_kwh))
                        (loss.cell(c.loss_kwh))
                        (heat.cell(c.heat_kwh))
                    } } }
                } }
            }
        }
    }
}
