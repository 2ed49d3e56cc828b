//! What each figure of the head means, in a line, with the standard that defines it.

use crate::results::Summary;
use maud::{Markup, html};

/// Figure, meaning, standard.
const DEFINITIONS: [(&str, &str, &str); 7] = [
    (
        "PUE",
        "energy at the utility meter over energy of IT, in a year",
        "ISO/IEC 30134-2",
    ),
    (
        "pPUE",
        "energy of IT and of cooling over energy of IT: what a part of the facility adds",
        "ISO/IEC 30134-2, partial PUE",
    ),
    (
        "WUE",
        "water drawn for cooling and humidity over energy of IT",
        "ISO/IEC 30134-9",
    ),
    (
        "CUE",
        "carbon dioxide of the energy bought over energy of IT; with one source of energy it is the factor of the \
         grid × PUE",
        "ISO/IEC 30134-8",
    ),
    (
        "ERF",
        "energy handed to others for use over energy at the utility meter",
        "ISO/IEC 30134-6",
    ),
    (
        "ERE",
        "energy at the utility meter less what is reused, over energy of IT",
        "The Green Grid, White Paper 29",
    ),
    (
        "REF",
        "renewable energy owned or bought over energy at the utility meter",
        "ISO/IEC 30134-3",
    ),
];

/// The definitions, folded away.
pub(super) fn definitions(summary: &Summary) -> Markup {
    let stated = |name: &str| match name {
        "PUE" => summary.pue.is_some(),
        "CUE" => summary.cue_kg_per_kwh.is_some(),
        "REF" => summary.ref_factor.is_some(),
        _ => true,
    };
    html! {
        details {
            summary { "What the figures mean" }
            dl { @for (name, meaning, standard) in DEFINITIONS.iter().filter(|d| stated(d.0)) {
                dt { (name) } dd { (meaning) " (" (standard) ")" }
            } }
        }
    }
}
