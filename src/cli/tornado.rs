//! What `size` and `year` draw of an uncertain year.

use crate::report::plot::{Tornado, TornadoBar, tornado};
use crate::report::{ReportError, write_figure};
use crate::study::uncertainty::{Bar, Outcome};
use std::path::Path;

/// Results that are drawn: place among the results, name with unit, file.
const DRAWN: [(usize, &str, &str); 2] = [
    (0, "PUE [1]", "tornado_pue"),
    (1, "worst margin [K]", "tornado_margin"),
];

/// Draws what uncertain inputs do to PUE and to the worst margin into `folder`, which is there.
pub(super) fn draw(spread: &Outcome, folder: &Path) -> Result<(), ReportError> {
    for (r, result, id) in DRAWN {
        let band = &spread.bands[r];
        if !band.nominal.is_finite() {
            continue;
        }
        let bar = |b: &Bar| TornadoBar {
            name: b.name.clone(),
            ends: b.ends.clone(),
            at: b.at[r],
        };
        let drawn = tornado(&Tornado {
            result: result.to_owned(),
            nominal: band.nominal,
            band: [band.p10, band.p90],
            bars: spread.bars.iter().map(bar).collect(),
        });
        write_figure(&drawn, folder, id)?;
    }
    Ok(())
}

/// The bands in lines, for people.
pub(super) fn text(spread: &Outcome) -> String {
    let mut lines = Vec::new();
    let names = [
        ("PUE", 4),
        ("worst margin [K]", 2),
        ("water [m3]", 0),
        ("energy [kWh]", 0),
    ];
    for ((name, decimals), b) in names.iter().zip(&spread.bands) {
        lines.push(format!(
            "{name:<22}P10 {:.*}, P50 {:.*}, P90 {:.*}",
            decimals, b.p10, decimals, b.p50, decimals, b.p90
        ));
    }
    for left in &spread.left_out {
        lines.push(format!("{:<22}{left}", "left out"));
    }
    lines.join("\n") + "\n"
}
