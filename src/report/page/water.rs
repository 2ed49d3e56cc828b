//! Water drawn, and sound at the boundary.

use super::super::number::{fixed, significant};
use super::table::{exact, figure, head};
use crate::results::Summary;
use maud::{Markup, html};

/// Water by kind and per unit of IT energy.
pub(super) fn water(summary: &Summary) -> Markup {
    let it = summary.it_energy_kwh;
    html! {
        p {
            "The hall draws " (exact(summary.water_m3, &significant(summary.water_m3, 4))) " m³ of water, "
            (exact(summary.wue_l_per_kwh, &significant(summary.wue_l_per_kwh, 3))) " L per kWh of IT energy (WUE)."
        }
        @if summary.water_m3 > 0.0 {
            div.scroll { table {
                (head(&[("kind", false), ("volume [m³]", true), ("WUE [L/kWh]", true)]))
                tbody { @for (kind, m3) in summary.water.kinds().into_iter().filter(|k| k.1 > 0.0) { tr {
                    th scope="row" { (kind) }
                    (figure(m3, &significant(m3, 4)))
                    td.n { @if it > 0.0 { (significant(1000.0 * m3 / it, 3)) } @else { "–" } }
                } } }
            } }
        }
    }
}

/// Sound level where it was asked for.
pub(super) fn sound(summary: &Summary) -> Markup {
    html! {
        @match &summary.sound {
            None => p.note { "Sound at the boundary was not asked for." },
            Some(s) => p {
                "Highest hourly sound level at the " (s.place) ": "
                (exact(s.level_dba, &fixed(s.level_dba, 1))) " dB(A)"
                @if let Some(limit) = s.limit_dba { ", limit " (fixed(limit, 1)) " dB(A)" }
                @if s.assumed { " (sound powers " span.mark { "assumed" } ")" }
                "."
            },
        }
    }
}
