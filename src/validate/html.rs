//! The dossier: outcomes on one self-contained HTML page, with a drawing of each comparison.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    outcome::{Outcome, Status},
    plot,
    table::{counts, shown},
};

const STYLE: &str = "
body{font:15px/1.45 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#111}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
td{overflow-wrap:anywhere}td.n{text-align:right;white-space:nowrap}
.FAILED,.BROKEN{background:#f6d5cf;font-weight:600}.skipped{color:#666}
figure{margin:1rem 0 2rem}figcaption{font-size:14px;color:#333}
svg{max-width:44rem;display:block;font:12px system-ui,sans-serif}
.grid{stroke:#ddd}.reference{fill:none;stroke:#777}.ours{fill:#000}
";

/// Whether there is something to show.
fn compared(outcome: &Outcome) -> bool {
    matches!(outcome.status, Status::Passed | Status::Failed)
}

fn row(outcome: &Outcome) -> Markup {
    let word = outcome.status.word();
    let unit = &outcome.unit;
    html! {
        tr class=(word) {
            td { (outcome.case) }
            td { (outcome.quantity.replace('_', " ")) }
            td { (if outcome.samples > 0 { outcome.norm.name() } else { "" }) }
            @if compared(outcome) {
                td.n { (shown(outcome.error, unit)) }
                td.n { (shown(outcome.tolerance, unit)) }
                td.n { (outcome.samples) }
            } @else {
                td {} td {} td {}
            }
            td { (word) @if !outcome.status.reason().is_empty() { ": " (outcome.status.reason()) } }
        }
    }
}

fn figure(outcome: &Outcome) -> Markup {
    let worst = outcome.worst_row.map_or(String::new(), |row| {
        format!(" Largest difference in row {row}.")
    });
    html! {
        figure {
            (plot::drawn(&outcome.overlay))
            figcaption {
                b { (outcome.title) ", " (outcome.quantity.replace('_', " ")) ": " }
                (outcome.norm.name()) " error " (shown(outcome.error, &outcome.unit))
                ", allowed " (shown(outcome.tolerance, &outcome.unit)) " (" (outcome.why) ")." (worst)
                " Rings: reference (" (outcome.source) "); dots: ours."
            }
        }
    }
}

/// The page.
pub fn to_html(outcomes: &[Outcome]) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { "halltwin: validation" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Validation" }
                p { (counts(outcomes)) "." }
                table {
                    thead { tr { @for head in ["case", "quantity", "norm", "error", "allowed", "samples", "verdict"] { th { (head) } } } }
                    tbody { @for outcome in outcomes { (row(outcome)) } }
                }
                h2 { "Comparisons" }
                @for outcome in outcomes.iter().filter(|o| compared(o)) { (figure(outcome)) }
            }
        }
    }
    .into_string()
}
