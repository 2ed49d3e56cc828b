//! What it takes to get the same figures again.

use super::super::number::{fixed, significant};
use crate::results::Summary;
use maud::{Markup, html};

/// Configuration, version and command.
pub(super) fn reproduce(summary: &Summary) -> Markup {
    html! {
        dl {
            dt { "command" } dd { code { (summary.command) } }
            dt { "configuration" } dd { (summary.config.path) }
            @if !summary.config.overrides.is_empty() {
                dt { "overrides" } dd { code { (summary.config.overrides.join(" ")) } }
            }
            dt { "hash of what was resolved" } dd { code { (summary.config.hash) } }
            dt { "version" } dd { "halltwin " (summary.halltwin) }
            dt { "steps" } dd {
                (fixed(summary.steps as f64, 0)) ", " (fixed(summary.unknowns as f64, 0)) " unknowns each, hydraulics solved anew in "
                (fixed(summary.hydraulic_solves as f64, 0))
            }
            dt { "computed in" } dd {
                (significant(summary.wall_time_s, 3)) " s on " (summary.threads)
                @if summary.threads == 1 { " thread" } @else { " threads" }
            }
        }
        p.note { "The same version gives the same bits for any number of threads." }
    }
}
