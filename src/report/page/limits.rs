//! What comes closest to a limit, and what happened.

use super::super::civil::Moment;
use super::super::number::{duration, fixed};
use super::sources::reason;
use super::table::{exact, head};
use crate::results::{Event, EventKind, Mode, Summary, WorstMargin};
use maud::{Markup, html};

/// Most lines of events printed; the rest is counted.
const MOST_EVENTS: usize = 200;

/// Civil time of a moment of the run, to the minute.
fn civil(summary: &Summary, time_s: f64) -> String {
    Moment::label(&summary.start, time_s)
}

/// The worst margin in a sentence.
pub(super) fn margin(summary: &Summary, constant: bool) -> Markup {
    let at = |w: &WorstMargin| match constant {
        true => "constant throughout".to_owned(),
        false => format!("at {}", civil(summary, w.time_s)),
    };
    html! {
        @match &summary.worst_margin {
            None => p { "No chip with a limit took part." },
            Some(w) => p {
                "The worst chip is in " b { (w.rack) } ": its " (w.quantity) " reaches "
                (exact(w.reached_deg_c, &fixed(w.reached_deg_c, 2))) " °C, " (at(w)) ", "
                b { (exact(w.limit_deg_c - w.reached_deg_c, &fixed(w.limit_deg_c - w.reached_deg_c, 2))) " K" }
                " from its limit of " (fixed(w.limit_deg_c, 1)) " °C"
                @if w.assumed { " (" span.mark { "assumed" } ": " (reason(&w.source)) ")." } @else { " (" (w.source) ")." }
                @if summary.mode == Mode::Year {
                    " These are means of steps of " (duration(summary.step_s))
                    ": peaks within them, as of training or of a changeover, are not included; a run has them."
                }
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

/// Events of one component that say the same.
struct Series<'a> {
    first: &'a Event,
    count: usize,
    /// Time in all \[s\] of those that ended.
    lasted_s: f64,
    /// Whether one of them had not ended.
    open: bool,
}

/// Equal events together, those that bind first.
fn series(events: &[Event]) -> Vec<Series<'_>> {
    let rank = |e: &Event| match e.kind {
        EventKind::Violation => 0,
        EventKind::Throttling => 1,
        EventKind::Saturation => 2,
        EventKind::Operation => 3,
    };
    let mut all: Vec<Series<'_>> = Vec::new();
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.time_s.total_cmp(&b.time_s)));
    for event in sorted {
        let same = |s: &&mut Series<'_>| {
            (s.first.kind, &s.first.component, &s.first.text)
                == (event.kind, &event.component, &event.text)
        };
        let found = match all.iter_mut().find(same) {
            Some(series) => series,
            None => {
                all.push(Series {
                    first: event,
                    count: 0,
                    lasted_s: 0.0,
                    open: false,
                });
                all.last_mut().expect("one was pushed above")
            }
        };
        found.count += 1;
        found.lasted_s += event.lasted_s.unwrap_or(0.0);
        found.open |= event.lasted_s.is_none();
    }
    all
}

/// How long a series lasted, in words.
fn lasted(series: &Series<'_>) -> String {
    match (series.lasted_s > 0.0, series.open) {
        (true, false) => duration(series.lasted_s),
        (true, true) => format!("{} and to the end", duration(series.lasted_s)),
        (false, _) => "to the end".to_owned(),
    }
}

/// Events, those that bind first.
pub(super) fn events(summary: &Summary) -> Markup {
    let all = series(&summary.events);
    html! {
        h3 { "Events" }
        @if all.is_empty() {
            p { "None: no limit was passed, nothing throttled, no controller reached the end of its range." }
        } @else {
            div.scroll { table {
                (head(&[
                    ("first began", false), ("times", true), ("lasted in all", true), ("component", false),
                    ("kind", false), ("what", false),
                ]))
                tbody { @for s in all.iter().take(MOST_EVENTS) { tr {
                    td.when { (civil(summary, s.first.time_s)) }
                    td.n { (s.count) }
                    td.n { (lasted(s)) }
                    td { (s.first.component) }
                    td class=[(s.first.kind == EventKind::Violation).then_some("alarm mark")] { (kind(s.first.kind)) }
                    td { (s.first.text) }
                } } }
            } }
            @if all.len() > MOST_EVENTS {
                p.note { "and " (all.len() - MOST_EVENTS) " more in summary.json." }
            }
            @if summary.events.len() > all.len() {
                p.note { "Each of the " (summary.events.len()) " stands with its time in summary.json." }
            }
        }
        @if !summary.remarks.is_empty() {
            h3 { "Remarks on the plant" }
            ul { @for remark in &summary.remarks { li { (remark) } } }
        }
    }
}
