//! What the grid sees at the meter, against its limits.

use super::super::number::{fixed, significant};
use super::table::{figure, head};
use crate::results::{GridFigure, Summary};
use maud::{Markup, html};

/// The audit, where the configuration has limits.
pub(super) fn grid(summary: &Summary) -> Markup {
    html! {
        @if let Some(audit) = &summary.grid {
            h3 { "Grid side" }
            p {
                "What the grid gave at the meter, nothing where it is out of service, against its limits. Figures that the steps do not resolve are left "
                "open: nothing is proven about them."
                @if let Some(f) = audit.swing_peak_hz {
                    " The largest swing is at " (significant(f, 3)) " Hz."
                }
            }
            div.scroll { table {
                (head(&[
                    ("figure", false), ("value [kW]", true), ("limit [kW]", true), ("", false), ("what is not shown", false),
                ]))
                tbody { @for f in &audit.figures { tr {
                    th scope="row" { (f.what) }
                    (power(f.value_kw, "–"))
                    (power(f.limit_kw, "none given"))
                    (verdict(f))
                    td { (f.note) }
                } } }
            } }
        }
    }
}

fn power(kw: Option<f64>, otherwise: &str) -> Markup {
    match kw {
        Some(kw) => figure(kw, &fixed(kw, 1)),
        None => html! { td.n { (otherwise) } },
    }
}

fn verdict(f: &GridFigure) -> Markup {
    html! {
        @match (f.value_kw, f.limit_kw) {
            (Some(_), Some(_)) if f.exceeded => td.alarm.mark { "exceeded" },
            (Some(_), Some(_)) => td { "kept" },
            (None, Some(_)) => td.mark { "not proven" },
            _ => td {},
        }
    }
}
