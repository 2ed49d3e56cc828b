//! What `size` and `year` draw of an uncertain year.

use crate::report::{ReportError, tornado_plots, write_figure};
use crate::results::Uncertainty;
use std::path::Path;

/// Draws what uncertain inputs do to the ratio and to the worst margin into `folder`, which is there.
pub(super) fn draw(found: &Uncertainty, folder: &Path) -> Result<(), ReportError> {
    for plot in tornado_plots(found) {
        write_figure(&plot.figure, folder, plot.id)?;
    }
    Ok(())
}

/// The bands in lines, for people.
pub(super) fn text(found: &Uncertainty) -> String {
    let mut lines = Vec::new();
    for band in &found.bands {
        let decimals = match band.unit.as_str() {
            "1" => 4,
            "K" => 2,
            _ => 0,
        };
        let name = match band.unit.as_str() {
            "1" => band.name.clone(),
            unit => format!("{} [{unit}]", band.name),
        };
        let shown = [band.p10, band.p50, band.p90]
            .map(|v| v.map_or_else(|| "-".to_owned(), |v| format!("{v:.decimals$}")));
        let [p10, p50, p90] = shown;
        lines.push(format!("{name:<22}P10 {p10}, P50 {p50}, P90 {p90}"));
    }
    for left in &found.left_out {
        lines.push(format!("{:<22}{left}", "left out"));
    }
    lines.join("\n") + "\n"
}
