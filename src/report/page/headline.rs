//! Title, key figures, and the statement of what the ratio covers.

use super::super::number::{energy, fixed, money, percent, significant};
use super::table::{Energies, exact, figure, head, power};
use crate::results::{EventKind, Mode, Summary, ValidityLine};
use maud::{Markup, html};

/// "nanto_a: PUE 1.044", or the energy ratio of a run.
pub(super) fn title(summary: &Summary) -> String {
    let (name, value) = summary.headline();
    let value = value.map_or_else(|| "not defined".to_owned(), |v| fixed(v, 4));
    format!("{}: {name} {value}", summary.config.name)
}

/// Place, period and weather.
pub(super) fn subtitle(summary: &Summary) -> Markup {
    let what = match summary.mode {
        Mode::Year => "Year",
        Mode::Run => "Run",
    };
    html! {
        p.sub {
            (what) " of " (summary.pue_statement.period) " in steps of "
            (super::super::number::duration(summary.step_s)) "; " (summary.site.name) ", "
            (fixed(summary.site.elevation_m, 0)) " m above sea level; "
            @if summary.site.synthetic { "weather synthesised" } @else { "weather measured" }
            " (see " a href="#sources" { "sources" } ")."
        }
    }
}

/// Hours of a year's weather.
const YEAR_H: f64 = 8_760.0;

/// What a reader must know before any figure: the run was stopped, or a limit was passed.
pub(super) fn banners(summary: &Summary) -> Markup {
    let violations: Vec<_> = (summary.events.iter())
        .filter(|e| e.kind == EventKind::Violation)
        .collect();
    html! {
        @if summary.interrupted {
            div.banner role="note" {
                b { "Stopped before its end. " }
                "All totals cover the " (super::super::number::duration(summary.duration_s))
                " that were computed."
                @if let Some(checkpoint) = &summary.checkpoint {
                    " Go on with " code { (checkpoint.command) }
                }
            }
        }
        @if summary.mode == Mode::Year && summary.site.weather_h > 0.0 && summary.site.weather_h < YEAR_H {
            div.banner role="note" {
                b { "Not a year of weather. " }
                "Its " (fixed(summary.site.weather_h, 0)) " h of weather repeat, as a design day does: the ratio is no PUE."
            }
        }
        @for line in outside(summary) {
            div.banner role="note" {
                b { "Partly extrapolated. " }
                (percent(line.kwh_outside / summary.facility_energy_kwh)) " of the energy passed through "
                (line.component) " while its " (line.variable) " was outside the range that its curve ("
                (line.curve) ") was published for, in " (fixed(line.hours_outside, 1)) " h: see "
                a href="#evidence" { "validity" } "."
            }
        }
        @if let Some(first) = violations.first() {
            div.banner role="note" {
                b { "A limit was passed. " }
                (first.component) ": " (first.text)
                @if violations.len() > 1 { " (and " (violations.len() - 1) " more, see below)" }
            }
        }
    }
}

/// Share of the hall's energy from which heat outside a curve's range is told before all figures.
const MUCH: f64 = 0.01;

/// Curves that were left for much of the heat, most first.
fn outside(summary: &Summary) -> Vec<&ValidityLine> {
    let lines = summary.validity.iter();
    let much = MUCH * summary.facility_energy_kwh;
    let mut found: Vec<_> = lines.filter(|l| l.kwh_outside > much).collect();
    found.sort_by(|a, b| b.kwh_outside.total_cmp(&a.kwh_outside));
    found
}

/// The key figures.
pub(super) fn tiles(summary: &Summary) -> Markup {
    let (name, ratio) = summary.headline();
    let assumed = summary.worst_margin.as_ref().is_some_and(|m| m.assumed);
    let margin_note = if assumed {
        "worst chip margin, limit assumed"
    } else {
        "worst chip margin"
    };
    let margin_class = if summary.worst_margin_k.is_some_and(|m| m < 0.0) {
        "alarm"
    } else {
        ""
    };
    html! {
        ul.tiles {
            @if let Some(v) = ratio { (tile(v, &fixed(v, 4), &statement_line(summary, name))) }
            @if let Some(v) = summary.ppue_cooling { (tile(v, &fixed(v, 4), "partial PUE of cooling")) }
            @if let Some(v) = summary.meter_to_12v { (tile(v, &fixed(v, 4), "kWh at the meter per kWh at 12 V")) }
            @if let Some(v) = summary.meter_to_chip { (tile(v, &fixed(v, 4), "kWh at the meter per kWh at the chips")) }
            @if let Some(v) = summary.wue_l_per_kwh { (tile(v, &format!("{} L/kWh", significant(v, 3)), "WUE")) }
            @if let Some(v) = summary.cue_kg_per_kwh { (tile(v, &format!("{} kg/kWh", fixed(v, 3)), "CUE, CO₂ equivalent")) }
            (tile(summary.it_energy_kwh, &energy(summary.it_energy_kwh), "IT energy"))
            (tile(summary.facility_energy_kwh, &energy(summary.facility_energy_kwh), "energy at the utility meter"))
            @if let Some(margin_k) = summary.worst_margin_k { li class=(margin_class) { b { (exact(margin_k, &format!("{} K", fixed(margin_k, 2)))) } span { (margin_note) } } }
            li { b { (power(summary.ledger_residual)) } span { "largest ledger residual, relative" } }
        }
    }
}

fn tile(value: f64, shown: &str, name: &str) -> Markup {
    html! { li { b { (exact(value, shown)) } span { (name) } } }
}

/// "PUE, category 3, design" or "energy ratio, category 3".
fn statement_line(summary: &Summary, name: &str) -> String {
    let category = summary.pue_statement.category;
    match summary.pue {
        Some(_) => format!(
            "{name}, category {category}, {}",
            summary.pue_statement.kind.words()
        ),
        None => format!("{name}, IT read as in category {category}"),
    }
}

/// What the ratio covers, by category and boundary.
pub(super) fn statement(summary: &Summary) -> Markup {
    let s = &summary.pue_statement;
    let (name, _) = summary.headline();
    let it = Energies::of(s.categories.iter().filter_map(|c| c.it_energy_kwh));
    html! {
        @match summary.pue {
            Some(_) => p {
                "The " (name) " is the annual energy at the utility meter over the annual energy of IT, "
                "read at the point of category " (s.category) " of " (s.edition) ". It is a "
                (s.kind.words()) " figure for " (s.period) "."
            },
            None => p {
                "The energy ratio is the energy at the utility meter over the energy of IT in the period of "
                "this run (" (s.period) "). It is not a PUE: " (s.edition) " defines that for a whole year."
            },
        }
        div.scroll { table {
            caption { "Facility over IT energy at each reading point of IT" }
            (head(&[("category", false), ("IT is read at", false), (&it.head("IT energy"), true), (name, true)]))
            tbody { @for c in &s.categories { tr {
                td { (c.category) }
                td { (c.read_at) }
                @match c.it_energy_kwh { Some(v) => (it.cell(v)), None => td.n { "–" } }
                @match c.value { Some(v) => (figure(v, &fixed(v, 4))), None => td.n { "–" } }
            } } }
        } }
        dl {
            dt { "counted as IT" } dd { (s.it_side.join(", ")) }
            dt { "counted as facility" } dd { (s.facility_side.join(", ")) }
            dt { "house load" } dd {
                (s.house_load)
                @if s.house_load_assumed && !s.house_load.contains("assumed") { " " span.mark { "(assumed)" } }
            }
            dt { "energy reuse factor" } dd {
                (exact(summary.erf, &fixed(summary.erf, 3)))
                @if summary.reused_heat_kwh == 0.0 { " (no heat is handed to others)" } @else {
                    " (" (exact(summary.reused_heat_kwh, &fixed(1e-3 * summary.reused_heat_kwh, 1))) " MWh to districts)"
                }
            }
            @if let Some(v) = summary.ere { dt { "energy reuse effectiveness" } dd { (exact(v, &fixed(v, 4))) } }
            dt { "renewable energy factor" } dd {
                @match summary.ref_factor {
                    Some(v) => (exact(v, &fixed(v, 3))),
                    None => "not stated: the site names no share of owned certificates",
                }
            }
            @if let Some(v) = summary.grid_renewable_share {
                dt { "renewable share of the grid's mix" } dd { (exact(v, &fixed(v, 3))) }
            }
            @if let Some(cost) = &summary.cost {
                dt { "cost" } dd {
                    (exact(cost.electricity, &money(cost.electricity, &cost.currency))) " for electricity at "
                    (significant(cost.price_per_kwh, 4)) " " (cost.currency) "/kWh"
                    @if let Some(water) = cost.water {
                        ", " (exact(water, &money(water, &cost.currency))) " for water"
                    }
                    "; beyond IT " (exact(cost.overhead_per_it_kwh, &significant(cost.overhead_per_it_kwh, 3))) " "
                    (cost.currency) " per kWh of IT energy"
                }
            }
        }
        p.note {
            "Category 3 moves by points when converters change sides; the energy at the meter per energy at "
            "12 V and at the chips, above, does not."
        }
    }
}
