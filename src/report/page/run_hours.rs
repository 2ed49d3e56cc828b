//! How long each of equal machines ran.

use super::super::number::fixed;
use super::table::head;
use crate::results::{RunHours, Summary};
use maud::{Markup, html};

/// Groups of equal machines, as configured.
pub(super) fn run_hours(summary: &Summary) -> Markup {
    html! {
        @if !summary.run_hours.is_empty() {
            h3 { "Run hours" }
            p {
                "Of equal machines those run that follow the leader, which changes with the clock where `rotate` says so. The plant does "
                "the same whichever of them run."
            }
            div.scroll { table {
                (head(&[("machines", false), ("each leads for [h]", true), ("hours of each [h]", false)]))
                tbody { @for group in &summary.run_hours { tr {
                    th scope="row" { (group.component) }
                    td.n { (group.rotate_hours.map_or("the first always".to_owned(), |h| fixed(h, 1))) }
                    td { (each(group)) }
                } } }
            } }
        }
    }
}

/// Machines that are listed one by one; of more the least and the most.
const LISTED: usize = 8;

/// The hours of each, or their range.
fn each(group: &RunHours) -> String {
    let show = |h: &f64| fixed(*h, 1);
    if group.hours.len() <= LISTED {
        return group.hours.iter().map(show).collect::<Vec<_>>().join(", ");
    }
    let (least, most) = group
        .hours
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(a, b), h| (a.min(*h), b.max(*h)));
    format!(
        "{} machines, {} to {}",
        group.hours.len(),
        show(&least),
        show(&most)
    )
}
