//! What comes closest to a limit, and what happened.

use super::super::civil::Moment;
use super::super::number::{duration, fixed};
use super::sources::reason;
use super::table::{exact, head};
use crate::results::{Event, EventKind, Summary};
use maud::{Markup, html};

/// Most events printed; the rest is counted.
const MOST_EVENTS: usize = 200;

/// Civil time of a moment of the run, to the minute.
fn civil(summary: &Summary, time_s: f64) -> String {
    Moment::parse(&summary.start).map_or_else(
        || format!("{} after the start", duration(time_s)),
        |start| {
            let at = start.after(time_s);
            let minutes = (at.seconds_of_day() / 60.0).floor();
            let (h, m) = ((minutes / 60.0).floor(), minutes % 60.0);
            format!("{} {h:02.0}:{m:02.0}", at.date().short())
        },
    )
}

/// The worst margin in a sentence.
pub(super) fn margin(summary: &Summary) -> Markup {
    html! {
        @match &summary.worst_margin {
            None => p { "No chip with a limit took part." },
            Some(w) => p {
                "The worst chip is in " b { (w.rack) } ": its " (w.quantity) " reaches "
                (exact(w.reached_deg_c, &fixed(w.reached_deg_c, 2))) " °C at " (civil(summary, w.time_s)) ", "
                b { (exact(summary.worst_margin_k, &fixed(summary.worst_margin_k, 2))) " K" }
                " from its limit of " (fixed(w.limit_deg_c, 1)) " °C"
                @if w.assumed { " (" span.mark { "assumed" } ": " (reason(&w.source)) ")." } @else { " (" (w.source) ")." }
            },
        }
    }
}

fn kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Violation => "limit passed",
        EventKind::Throttling => "throttling",
        EventKind::Saturation => "at the end of its range",
        EventKind::Operation => "operation",
    }
}

/// Events, those that bind first.
pub(super) fn events(summary: &Summary) -> Markup {
    let mut events: Vec<&Event> = summary.events.iter().collect();
    let rank = |e: &Event| match e.kind {
        EventKind::Violation => 0,
        EventKind::Throttling => 1,
        EventKind::Saturation => 2,
        EventKind::Operation => 3,
    };
    events.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.time_s.total_cmp(&b.time_s)));
    html! {
        h3 { "Events" }
        @if events.is_empty() {
            p { "None: no limit was passed, nothing throttled, no controller reached the end of its range." }
        } @else {
            div.scroll { table {
                (head(&[("began", false), ("lasted", true), ("component", false), ("kind", false), ("what", false)]))
                tbody { @for e in events.iter().take(MOST_EVENTS) { tr {
                    td.when { (civil(summary, e.time_s)) }
                    td.n { @match e.lasted_s { Some(s) => (duration(s)), None => "to the end" } }
                    td { (e.component) }
                    td class=[(e.kind == EventKind::Violation).then_some("alarm mark")] { (kind(e.kind)) }
                    td { (e.text) }
                } } }
            } }
            @if events.len() > MOST_EVENTS {
                p.note { "and " (events.len() - MOST_EVENTS) " more in summary.json." }
            }
        }
        @if !summary.remarks.is_empty() {
            h3 { "Remarks on the plant" }
            ul { @for remark in &summary.remarks { li { (remark) } } }
        }
    }
}
