//! Energy tables: by kind, category by category, by component.

use super::super::number::{energy, fixed, percent};
use super::table::{figure, head};
use crate::results::{ComponentEnergy, Summary};
use maud::{Markup, html};

/// Energies of all components of one kind and meter.
struct Group<'a> {
    kind: &'a str,
    meter: &'a str,
    count: u64,
    electric_in_kwh: f64,
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
                electric_in_kwh: 0.0,
                loss_kwh: 0.0,
            });
            groups.len() - 1
        });
        groups[place].count += c.count;
        groups[place].electric_in_kwh += c.electric_in_kwh;
        groups[place].loss_kwh += c.loss_kwh;
    }
    groups
}

/// Energy by kind of component.
pub(super) fn by_kind(summary: &Summary) -> Markup {
    let whole = summary.facility_energy_kwh;
    html! {
        @if !summary.components.is_empty() {
            h3 { "Energy by kind of component" }
            div.scroll { table {
                (head(&[
                    ("kind", false), ("meter", false), ("number", true), ("electricity taken in", true),
                    ("turned into heat", true), ("of the meter", true),
                ]))
                tbody { @for g in groups(&summary.components) { tr {
                    th scope="row" { (g.kind) }
                    td { (g.meter) }
                    td.n { (g.count) }
                    (figure(g.electric_in_kwh, &energy(g.electric_in_kwh)))
                    (figure(g.loss_kwh, &energy(g.loss_kwh)))
                    td.n { @if whole > 0.0 { (percent(g.loss_kwh / whole)) } @else { "–" } }
                } } }
            } }
        }
    }
}

/// The categories beyond IT and their sum.
pub(super) fn waterfall(summary: &Summary) -> Markup {
    let (name, _) = summary.headline();
    let kwh: f64 = summary.waterfall.iter().map(|s| s.kwh).sum();
    let share: f64 = summary.waterfall.iter().map(|s| s.pue_share).sum();
    html! {
        @if !summary.waterfall.is_empty() {
            div.scroll { table {
                caption { "Energy beyond IT; the shares sum to " (name) " − 1" }
                (head(&[("category", false), ("energy", true), ("share", true)]))
                tbody { @for s in summary.waterfall.iter().filter(|s| s.kwh != 0.0) { tr {
                    th scope="row" { (s.category) }
                    (figure(s.kwh, &energy(s.kwh)))
                    (figure(s.pue_share, &fixed(s.pue_share, 5)))
                } } }
                tfoot { tr {
                    th scope="row" { (name) " − 1" }
                    (figure(kwh, &energy(kwh)))
                    (figure(share, &fixed(share, 5)))
                } }
            } }
        }
    }
}

/// What components convert and move, folded away.
pub(super) fn components(summary: &Summary) -> Markup {
    html! {
        @if !summary.components.is_empty() {
            details {
                summary { "With conversion and heat moved, equal components together" }
                div.scroll { table {
                    (head(&[
                        ("component", false), ("number", true), ("meter", false), ("loss goes to", false), ("taken in", true),
                        ("passed on", true), ("loss", true), ("heat moved", true),
                    ]))
                    tbody { @for c in &summary.components { tr {
                        th scope="row" { (c.name) }
                        td.n { (c.count) }
                        td { (c.meter) }
                        td { (c.place) }
                        (figure(c.electric_in_kwh, &energy(c.electric_in_kwh)))
                        (figure(c.electric_out_kwh, &energy(c.electric_out_kwh)))
                        (figure(c.loss_kwh, &energy(c.loss_kwh)))
                        (figure(c.heat_kwh, &energy(c.heat_kwh)))
                    } } }
                } }
            }
        }
    }
}
