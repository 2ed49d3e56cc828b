//! Pumps where their suction has least reserve, and the vessels of the loops.

use super::super::number::{fixed, significant};
use super::table::{figure, head};
use crate::results::{PumpState, Summary};
use maud::{Markup, html};

/// Groups that are listed: those nearest to cavitation.
const SHOWN: usize = 12;

/// Pumps by their suction head, least reserve first.
pub(super) fn pumps(summary: &Summary) -> Markup {
    let Some(all) = summary.hydraulics.as_ref().filter(|h| !h.pumps.is_empty()) else {
        return html! {};
    };
    let reserve = |p: &PumpState| p.npsh_available_m - p.npsh_required_m;
    let mut pumps: Vec<&PumpState> = all.pumps.iter().collect();
    pumps.sort_by(|a, b| reserve(a).total_cmp(&reserve(b)));
    html! {
        h3 { "Suction of the pumps" }
        p {
            "Each group in the step that left it least reserve: net positive suction head (NPSH) there, with the density and "
            "vapour pressure at that temperature, against what the pump asks for at its flow, and its flow against the least one."
        }
        div.scroll { table {
            (head(&[
                ("pumps", false), ("running", true), ("suction [°C]", true), ("NPSH [m]", true), ("asked for [m]", true),
                ("flow of one [L/min]", true), ("least [L/min]", true), ("", false),
            ]))
            tbody { @for p in pumps.iter().take(SHOWN) { tr {
                th scope="row" { (p.pump) }
                (figure(p.running, &fixed(p.running, 0)))
                (figure(p.suction, &fixed(p.suction, 1)))
                (figure(p.npsh_available_m, &significant(p.npsh_available_m, 3)))
                (figure(p.npsh_required_m, &significant(p.npsh_required_m, 2)))
                (figure(p.flow, &significant(p.flow, 3)))
                (figure(p.min_flow, &significant(p.min_flow, 3)))
                td { (verdict(p)) }
            } } }
        } }
        @if pumps.len() > SHOWN {
            p.note { "The " (SHOWN) " of least reserve; all " (pumps.len()) " stand in summary.json." }
        }
        @if pumps.iter().any(|p| p.npsh_assumed || p.min_flow_assumed) {
            p.note { "NPSH asked for without a maker's figure follows from suction specific speed, a least flow from a quarter of the rated one: assumed." }
        }
    }
}

/// What is wrong with a group, in words.
fn verdict(p: &PumpState) -> &'static str {
    match (
        p.npsh_available_m < p.npsh_required_m,
        p.running > 0.0 && p.flow < p.min_flow,
    ) {
        (true, _) => "cavitates",
        (false, true) => "below its least flow",
        (false, false) => "",
    }
}
