//! The certificate of a ride-through study.

use super::super::figure::{Figure, Standing, svg};
use super::super::font;
use super::super::number::{duration, fixed};
use super::table::head;
use crate::results::{Ride, RideSummary, soonest_first};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Most pairs that are listed one by one.
const PAIRS: usize = 60;

/// Text of the certificate.
pub(in crate::report) fn certificate(summary: &RideSummary, matrix: &Figure) -> String {
    let title = format!("{}: ride-through", summary.config.name);
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
                header { h1 { (title) } (verdict(summary)) }
                main {
                    (conditions(summary))
                    @if !summary.singles.is_empty() {
                        h2 { "Losses of one part" }
                        (rides(&soonest_first(summary.singles.iter())))
                    }
                    (shared(summary))
                    (pairs(summary))
                    @if !summary.pairs.is_empty() {
                        h2 { "All pairs" }
                        figure { (PreEscaped(svg(matrix, Standing::InPage("ride")))) figcaption { (matrix.description) } }
                    }
                    h2 { "Assumed" }
                    ul { @for line in &summary.assumptions { li { (line) } } }
                    h2 { "How to run it again" }
                    p { code { (summary.command) } }
                }
            }
        }
    }
    .into_string()
}

fn verdict(summary: &RideSummary) -> Markup {
    let one = summary.single_violations();
    let (single, parts) = (summary.singles.len(), summary.parts.len());
    let within = duration(summary.horizon_s);
    html! {
        @if summary.interrupted() {
            div.banner role="note" { b { "Stopped before its end. " }
                (summary.all().count()) " of " (summary.losses) " losses were followed." }
        }
        @if one > 0 {
            div.banner role="note" { b { "Not certified for the loss of one part. " }
                (one) " of " (single) " such losses pass a limit within " (within) "." }
        } @else if single == parts {
            p { b { "No loss of one part passes a limit within " (within) ". " } (single) " were followed." }
        } @else if single > 0 {
            p { "None of the " (single) " losses of one part that were followed passes a limit within " (within)
                "; the hall has " (parts) " parts, and nothing is said of the others." }
        }
        @if summary.losses_named && summary.refuted() > one {
            div.banner role="note" { b { "Not certified for the losses that were named. " }
                (summary.refuted()) " of " (summary.all().count()) " pass a limit within " (within) "." }
        }
        @if !summary.pairs.is_empty() { p { (summary.pairs_in_words()) "." } }
    }
}

fn conditions(summary: &RideSummary) -> Markup {
    let base = &summary.base;
    html! {
        h2 { "What is certified" }
        table { tbody {
            tr { th scope="row" { "Configuration" } td { (summary.config.path)
                @for set in &summary.config.overrides { " --set " (set) } } }
            tr { th scope="row" { "SHA-256 of the resolved hall" } td { code { (summary.resolved_sha256) } } }
            tr { th scope="row" { "Program" } td { "halltwin " (summary.halltwin) } }
            tr { th scope="row" { "Weather" } td { "held as at " (summary.moment.replace('T', " ")) ": "
                (fixed(base.dry_bulb_deg_c, 1)) " °C dry bulb, " (fixed(base.wet_bulb_deg_c, 1)) " °C wet bulb" } }
            tr { th scope="row" { "Load" } td { "all workloads at their peak, held: "
                (fixed(base.it_power_kw, 0)) " kW in the racks" } }
            tr { th scope="row" { "Before any loss" } td { "least margin " (fixed(base.least_margin_k, 2)) " K at "
                (base.least_margin_rack) } }
            tr { th scope="row" { "Followed for" } td { (duration(summary.horizon_s)) } }
            tr { th scope="row" { "Parts" } td { (summary.parts.len()) } }
        } }
    }
}

fn shared(summary: &RideSummary) -> Markup {
    html! {
        h2 { "One part, a whole redundant group" }
        @if summary.shared_causes.is_empty() {
            p { "No single part takes down a whole group of units that stand in for each other." }
        } @else {
            table {
                (head(&[("part", false), ("kind", false), ("takes down", false)]))
                tbody { @for cause in &summary.shared_causes {
                    tr { td { (cause.part) } td { (cause.kind) } td { (cause.members.join(", ")) } }
                } }
            }
        }
    }
}

fn pairs(summary: &RideSummary) -> Markup {
    let new = soonest_first(summary.true_pairs());
    let several = summary.pairs.iter().chain(&summary.larger);
    html! {
        @if summary.losses_named {
            @if summary.pairs.len() + summary.larger.len() > 0 {
                h2 { "Losses of several parts" }
                (rides(&soonest_first(several)))
            }
        } @else if !summary.pairs.is_empty() {
            h2 { "Losses of two parts that neither alone explains" }
            @if !new.is_empty() {
                (rides(&new[..new.len().min(PAIRS)]))
                @if new.len() > PAIRS { p { (new.len() - PAIRS) " more are in the table of losses." } }
            } @else if summary.unexplained_pairs().next().is_none() { p { "None passes a limit." } }
            @else { p { "None is known: not all parts were followed alone." } }
        }
    }
}

fn rides(rides: &[&Ride]) -> Markup {
    let time = |t: Option<f64>| t.map_or_else(|| "–".to_owned(), |t| fixed(t, 1));
    let columns = [
        ("lost", false),
        ("throttles after [s]", true),
        ("limit after [s]", true),
        ("first rack", false),
        ("racks at limit", true),
        ("least margin [K]", true),
        ("coolant left [%]", true),
        ("by buoyancy [kg/s]", true),
        ("held by", false),
    ];
    html! {
        div.scroll { table.dense {
            (head(&columns))
            tbody { @for ride in rides { tr {
                td { (ride.lost.join(" + ")) }
                td.n { (time(ride.time_to_throttle_s)) }
                td.n { (time(ride.time_to_limit_s)) }
                td { (ride.first_rack.as_deref().unwrap_or("–")) }
                td.n { (ride.racks_limited) }
                td.n { (fixed(ride.least_margin_k, 1)) }
                td.n { (fixed(100.0 * ride.coolant_left, 0)) }
                td.n { @if ride.thermosyphons.is_empty() { "–" } @else { (fixed(ride.syphon(), 2)) } }
                td { @if ride.violates() { b { (ride.limited_by.as_deref().unwrap_or(ride.outcome())) } } @else { (ride.held_by.join(", ")) } }
            } } }
        } }
    }
}
