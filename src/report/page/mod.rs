//! The page: one HTML file that carries its style, face and plots, and asks nothing of a network.

mod definitions;
mod energy;
mod evidence;
mod grid;
mod headline;
mod limits;
mod low_load;
mod neighbours;
mod pumps;
mod reproduce;
mod ride;
mod run_hours;
mod sources;
mod table;
mod uncertainty;

pub(super) use ride::certificate;

use super::figure::{Standing, svg};
use super::font;
use super::plot::Month;
use super::plots::Plot;
use crate::results::Summary;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Sections: place in the page, heading.
const SECTIONS: [(&str, &str); 8] = [
    ("headline", "What the figure says"),
    ("limits", "What limits"),
    ("energy", "Where the energy goes"),
    ("time", "Over time"),
    ("water", "Water and neighbours"),
    ("evidence", "Ledger and validity"),
    ("sources", "Assumptions and sources"),
    ("reproduce", "How to run it again"),
];

/// Text of the page.
pub(super) fn page(
    summary: &Summary,
    months: &[Month],
    plots: &[Plot],
    constant_margin: bool,
) -> String {
    let title = headline::title(summary);
    let plot = |id: &str| figure(plots, id);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "halltwin " (summary.halltwin) };
                title { (title) }
                style { (PreEscaped(font::css())) (PreEscaped(include_str!("style.css"))) }
            }
            body {
                header {
                    h1 { (title) }
                    (headline::subtitle(summary))
                    (headline::banners(summary))
                    nav aria-label="Sections" {
                        @for (id, name) in SECTIONS { a href={ "#" (id) } { (name) } " " }
                    }
                }
                main {
                    (headline::tiles(summary))
                    (section(0, html! { (headline::statement(summary)) (definitions::definitions(summary))
                        (uncertainty::bands(summary)) (plot("tornado_pue")) (plot("tornado_margin")) }))
                    (section(1, html! { (limits::margin(summary, constant_margin)) (plot("margin")) (limits::events(summary))
                        (grid::grid(summary))
                        (low_load::low_load(summary))
                        (run_hours::run_hours(summary)) }))
                    (section(2, html! {
                        (plot("energy_flow")) (energy::by_kind(summary)) (plot("waterfall"))
                        (energy::waterfall(summary)) (energy::components(summary))
                        @if summary.peak.is_some() { h3 { "Power chain" } }
                        (plot("single_line")) (plot("stage_loss"))
                        @if summary.peak.as_ref().is_some_and(|p| !p.circuits.is_empty()) { h3 { "Pumps and their circuits" } }
                        (plot("pump_curves")) (plot("index_circuits")) (pumps::pumps(summary))
                    }))
                    (section(3, html! {
                        (plot("time_series")) (plot("durations")) (plot("ratio_over_climate"))
                        (plot("months")) (plot("climate"))
                    }))
                    (section(4, html! {
                        (neighbours::water(summary)) (neighbours::months(months))
                        (neighbours::sound(summary)) (plot("sound")) (neighbours::sources(summary))
                        (neighbours::recirculation(summary))
                    }))
                    (section(5, html! { (evidence::ledger(summary)) (evidence::validity(summary)) }))
                    (section(6, html! { (sources::assumptions(summary)) (sources::sources(summary)) }))
                    (section(7, html! { (reproduce::reproduce(summary)) }))
                }
            }
        }
    }
    .into_string()
}

fn section(place: usize, content: Markup) -> Markup {
    let (id, name) = SECTIONS[place];
    html! { section id=(id) { h2 { (name) } (content) } }
}

/// A plot with its caption; nothing when the run has no such plot.
fn figure(plots: &[Plot], id: &str) -> Markup {
    html! {
        @for plot in plots.iter().filter(|p| p.id == id) {
            figure id={ "plot-" (plot.id) } {
                (PreEscaped(svg(&plot.figure, Standing::InPage(plot.id))))
                figcaption { (plot.caption) }
            }
        }
    }
}

#[cfg(test)]
mod tests;
