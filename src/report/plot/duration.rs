//! Duration curves: the share of the time in which a value is exceeded.

use super::super::figure::Figure;
use super::axis::{Tick, extent, round_axis};
use super::panel::{Axis, Place, Sample, aligned_tops, panel};
use super::style::{self, GUTTER, MARGIN, TOP, WIDTH};
use super::time_series::Trace;

/// Corners of a drawn curve.
const CORNERS: usize = 400;

/// One diagram of duration curves.
#[derive(Debug, Clone, PartialEq)]
pub struct DurationPanel {
    /// Quantity and unit: "Power \[MW\]".
    pub name: String,
    /// Curves; values of equal steps, in any order.
    pub traces: Vec<Trace>,
    /// True to show zero.
    pub from_zero: bool,
    /// Least height of the vertical axis.
    pub least_span: f64,
}

/// Draws the diagrams, two in a row. `hours` is the length of the period \[h\].
pub fn duration(title: &str, hours: f64, panels: &[DurationPanel]) -> Figure {
    let mut figure = style::titled(title, 0.0);
    let half = WIDTH / 2.0;
    let mut top = TOP;
    for row in panels.chunks(2) {
        let legends: Vec<_> = row.iter().map(legend).collect();
        let places = (0..row.len()).map(|i| Place {
            left: half * i as f64 + GUTTER - 6.0,
            right: if row.len() == 1 {
                WIDTH
            } else {
                half * (i as f64 + 1.0)
            } - MARGIN,
            top,
            height: 190.0,
        });
        let heads: Vec<_> = places
            .zip(row)
            .zip(&legends)
            .map(|((place, content), legend)| (place, content.name.as_str(), legend.as_slice()))
            .collect();
        let tops = aligned_tops(&heads);
        let mut bottom = top;
        for ((content, top), head) in row.iter().zip(tops).zip(&heads) {
            let place = Place { top, ..head.0 };
            bottom = draw(&mut figure, place, hours, content, head.2).max(bottom);
        }
        top = bottom + 8.0;
    }
    figure.height = top;
    figure.description = describe(panels);
    figure
}

/// One entry a curve.
fn legend(content: &DurationPanel) -> Vec<(String, Sample)> {
    let entry = |(i, t): (usize, &Trace)| (t.label.clone(), Sample::Line(style::series(i).0));
    content.traces.iter().enumerate().map(entry).collect()
}

fn draw(
    figure: &mut Figure,
    place: Place,
    hours: f64,
    content: &DurationPanel,
    legend: &[(String, Sample)],
) -> f64 {
    let values = content.traces.iter().flat_map(|t| &t.values);
    let zero = content.from_zero.then_some(&0.0);
    let (lo, hi) = extent(values.chain(zero)).unwrap_or((0.0, 1.0));
    let (lo, hi, ticks) = round_axis(lo, hi, 5, content.least_span);
    let share_ticks: Vec<Tick> = (0..=5)
        .map(|i| Tick {
            at: 20.0 * f64::from(i),
            label: format!("{}", 20 * i),
        })
        .collect();
    let x_name = format!(
        "share of {} in which it is exceeded [%]",
        super::super::number::duration(3_600.0 * hours)
    );
    let x = Axis {
        lo: 0.0,
        hi: 100.0,
        ticks: &share_ticks,
        name: &x_name,
    };
    let y = Axis {
        lo,
        hi,
        ticks: &ticks,
        name: &content.name,
    };
    let frame = panel(figure, place, &x, &y, legend);
    for (i, trace) in content.traces.iter().enumerate() {
        let points = exceedance(&trace.values)
            .into_iter()
            .map(|[share, v]| [frame.x.px(100.0 * share), frame.y.px(v)])
            .collect();
        figure.line(points, style::series(i).0);
    }
    frame.bottom
}

/// Corners (share of time, value) of the curve, largest value first.
fn exceedance(values: &[f64]) -> Vec<[f64; 2]> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let count = sorted.len();
    if count == 0 {
        return Vec::new();
    }
    let corners = count.min(CORNERS);
    let place = |i: usize| i * (count - 1) / (corners - 1).max(1);
    let mut curve: Vec<[f64; 2]> = (0..corners)
        .map(|i| [(place(i) as f64 + 0.5) / count as f64, sorted[place(i)]])
        .collect();
    curve.insert(0, [0.0, sorted[0]]);
    curve.push([1.0, sorted[count - 1]]);
    curve
}

fn describe(panels: &[DurationPanel]) -> String {
    let mut parts = Vec::new();
    for panel in panels {
        for trace in &panel.traces {
            let curve = exceedance(&trace.values);
            if let (Some(top), Some(end)) = (curve.first(), curve.last()) {
                let middle = curve[curve.len() / 2][1];
                let n = |v| super::super::number::significant(v, 4);
                parts.push(format!(
                    "{}, {}: highest {}, median {}, lowest {}",
                    panel.name,
                    trace.label,
                    n(top[1]),
                    n(middle),
                    n(end[1])
                ));
            }
        }
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_falls_from_largest_to_smallest() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from((i * 7919) % 1000)).collect();
        let curve = exceedance(&values);
        assert_eq!(curve.first().unwrap(), &[0.0, 999.0]);
        assert_eq!(curve.last().unwrap(), &[1.0, 0.0]);
        assert!(
            curve
                .windows(2)
                .all(|w| w[1][1] <= w[0][1] && w[1][0] >= w[0][0])
        );
        assert_eq!(exceedance(&[f64::NAN]), Vec::<[f64; 2]>::new());
        assert_eq!(exceedance(&[5.0]).len(), 3);
    }
}
