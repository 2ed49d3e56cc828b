//! Where the figures come from, assumptions first.

use super::table::head;
use crate::results::{Citation, Summary};
use maud::{Markup, html};

/// What was assumed.
pub(super) fn assumptions(summary: &Summary) -> Markup {
    let assumed: Vec<_> = summary.citations.iter().filter(|c| c.assumed).collect();
    html! {
        h3 { "Assumed" }
        @if assumed.is_empty() && !summary.pue_statement.house_load_assumed {
            p { "Nothing: every figure used has a source." }
        } @else {
            @if summary.pue_statement.house_load_assumed {
                p { "House load: " (summary.pue_statement.house_load.trim_start_matches("house load assumed: ")) "." }
            }
            @if !assumed.is_empty() { (table(&assumed, "reasoning")) }
        }
    }
}

/// What has a source.
pub(super) fn sources(summary: &Summary) -> Markup {
    let sourced: Vec<_> = summary.citations.iter().filter(|c| !c.assumed).collect();
    html! {
        h3 { "Sources" }
        p { "Weather, " @if summary.site.synthetic { "synthesised" } @else { "measured" } ":" }
        ul { @for part in summary.site.climate.split("; ") { li { (part) } } }
        @if !sourced.is_empty() { (table(&sourced, "source")) }
    }
}

fn table(citations: &[&Citation], last: &str) -> Markup {
    html! {
        div.scroll { table {
            (head(&[("record", false), ("figure", false), ("value", false), (last, false)]))
            tbody { @for c in citations { tr {
                th scope="row" { (c.record) }
                td { (c.field.replace('_', " ")) }
                td { (c.value) }
                td { (c.source) }
            } } }
        } }
    }
}
