//! The smallest distance of any chip to its limit, over time.

use super::super::figure::Figure;
use super::super::number;
use super::axis::extent;
use super::time_series::{Limit, Note, TimePanel, TimePlot, Trace, time_series};

/// Data of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginPlot {
    /// Start of the run, `2026-07-15T00:00:00`.
    pub start: String,
    /// Ends of the steps \[s\] since the start.
    pub time_s: Vec<f64>,
    /// Smallest margin of the hall \[K\].
    pub margin_k: Vec<f64>,
    /// Rack that comes closest to its limit.
    pub rack: String,
    /// Limit in words: "chip case 85 °C".
    pub limit: String,
    /// True when the limit is an assumption.
    pub assumed: bool,
}

/// Draws the plot. The word "assumed" stands at the limit when it is one.
pub fn margin(plot: &MarginPlot) -> Figure {
    let word = if plot.assumed { ", assumed" } else { "" };
    let worst = (plot.time_s.iter().zip(&plot.margin_k))
        .filter(|(_, m)| m.is_finite())
        .min_by(|a, b| a.1.total_cmp(b.1));
    let notes = worst
        .map(|(&time_s, &value)| Note {
            time_s,
            value,
            text: format!("worst: {}, {} K", plot.rack, number::fixed(value, 2)),
        })
        .into_iter()
        .collect();
    let mut figure = time_series(&TimePlot {
        title: "Distance of the worst chip to its limit".to_owned(),
        start: plot.start.clone(),
        time_s: plot.time_s.clone(),
        panel_height: 170.0,
        panels: vec![TimePanel {
            name: "Margin [K]".to_owned(),
            traces: vec![Trace {
                label: "smallest of the hall".to_owned(),
                values: plot.margin_k.clone(),
            }],
            limits: vec![Limit {
                label: format!("limit: {}{word}", plot.limit),
                value: 0.0,
            }],
            notes,
            from_zero: true,
            least_span: 5.0,
        }],
    });
    if let Some((lo, hi)) = extent(&plot.margin_k) {
        figure.description = format!(
            "Margin between {} K and {} K; worst rack {}; limit {}{word}.",
            number::fixed(lo, 2),
            number::fixed(hi, 2),
            plot.rack,
            plot.limit
        );
    }
    figure
}
