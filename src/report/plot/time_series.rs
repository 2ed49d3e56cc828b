//! Quantities over civil time, in panels one above the other that share the axis of time.
//!
//! A series with many more samples than pixels is shown as the band it spans in each column of
//! time, with the line of means on it.

use super::super::civil::Moment;
use super::super::figure::{Anchor, Colour, Figure, Mark};
use super::super::font::Weight;
use super::axis::{Tick, extent, round_axis};
use super::decimate::{Columns, columns};
use super::panel::{Axis, Panel, Place, Sample, label, panel, plate};
use super::style::{self, GUTTER, LIMIT, MARGIN, TOP, WIDTH};
use super::time_axis::time_axis;

/// Samples above which a series is shown as a band.
const BAND_ABOVE: usize = 1500;
/// Columns of a band.
const BAND_COLUMNS: usize = 365;

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Name in the legend.
    pub label: String,
    /// Values at the times of the plot.
    pub values: Vec<f64>,
}

/// A level that should not be passed.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// What it is: "chip limit (assumed)".
    pub label: String,
    /// Level.
    pub value: f64,
}

/// A remark at a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Time \[s\] since the start.
    pub time_s: f64,
    /// Value.
    pub value: f64,
    /// Remark.
    pub text: String,
}

/// One diagram.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimePanel {
    /// Quantity and unit: "Power [MW]".
    pub name: String,
    /// Lines.
    pub traces: Vec<Trace>,
    /// Levels.
    pub limits: Vec<Limit>,
    /// Remarks.
    pub notes: Vec<Note>,
    /// True to show zero even when no value is near it.
    pub from_zero: bool,
    /// Least height of the vertical axis, in the quantity's unit.
    pub least_span: f64,
}

/// Diagrams over one axis of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimePlot {
    /// Title.
    pub title: String,
    /// Start of the run, `2026-07-15T00:00:00`.
    pub start: String,
    /// Ends of the steps \[s\] since the start.
    pub time_s: Vec<f64>,
    /// Height of each diagram \[px\].
    pub panel_height: f64,
    /// Diagrams from top to bottom.
    pub panels: Vec<TimePanel>,
}

/// Draws the diagrams.
pub fn time_series(plot: &TimePlot) -> Figure {
    let mut figure = style::titled(&plot.title, 0.0);
    let start = Moment::parse(&plot.start).unwrap_or(Moment(0.0));
    let span_s = plot.time_s.last().copied().unwrap_or(1.0).max(1.0);
    let axis = time_axis(start, span_s, 9);
    // Ticks of inner panels carry no labels: the axis of time is shared.
    let bare: Vec<Tick> = axis
        .ticks
        .iter()
        .map(|t| Tick {
            at: t.at,
            label: String::new(),
        })
        .collect();
    let mut top = TOP;
    for (i, content) in plot.panels.iter().enumerate() {
        let last = i + 1 == plot.panels.len();
        let x = Axis {
            lo: 0.0,
            hi: span_s,
            ticks: if last { &axis.ticks } else { &bare },
            name: if last { &axis.name } else { "" },
        };
        let place = Place {
            left: GUTTER,
            right: WIDTH - MARGIN,
            top,
            height: plot.panel_height,
        };
        top = draw_panel(&mut figure, place, &x, content, &plot.time_s) + 8.0;
    }
    figure.height = top;
    figure.description = describe(plot);
    figure
}

fn draw_panel(
    figure: &mut Figure,
    place: Place,
    x: &Axis<'_>,
    content: &TimePanel,
    time_s: &[f64],
) -> f64 {
    let values = content.traces.iter().flat_map(|t| &t.values);
    let zero = content.from_zero.then_some(&0.0);
    let all = values
        .chain(content.limits.iter().map(|l| &l.value))
        .chain(zero);
    let (lo, hi) = extent(all).unwrap_or((0.0, 1.0));
    let (lo, hi, ticks) = round_axis(lo, hi, 5, content.least_span);
    let y = Axis {
        lo,
        hi,
        ticks: &ticks,
        name: &content.name,
    };
    let legend: Vec<_> = content
        .traces
        .iter()
        .enumerate()
        .map(|(i, t)| (t.label.clone(), Sample::Line(style::series(i).0)))
        .collect();
    // One line needs no legend: the panel's name says what it is.
    let legend = if legend.len() > 1 { &legend[..] } else { &[] };
    let frame = panel(figure, place, x, &y, legend);
    let as_band = time_s.len() > BAND_ABOVE;
    let cut = |t: &Trace| columns(time_s, &t.values, x.lo, x.hi, BAND_COLUMNS);
    let cuts: Vec<Columns> = if as_band {
        content.traces.iter().map(cut).collect()
    } else {
        Vec::new()
    };
    for (i, cut) in cuts.iter().enumerate() {
        band(figure, &frame, cut, style::series(i).0.colour);
    }
    for (i, trace) in content.traces.iter().enumerate() {
        let stroke = style::series(i).0;
        let (xs, ys) = match cuts.get(i) {
            Some(cut) => (&cut.x, &cut.mean),
            None => (&time_s.to_vec(), &trace.values),
        };
        for run in finite_runs(&frame, xs, ys) {
            figure.line(run, stroke);
        }
    }
    // The name of a limit keeps to the side where no remark stands.
    let middle = 0.5 * (x.lo + x.hi);
    let at_left = content.notes.iter().any(|n| n.time_s > middle);
    for limit in &content.limits {
        draw_limit(figure, place, &frame, limit, at_left);
    }
    for note in &content.notes {
        draw_note(figure, place, &frame, note);
    }
    frame.bottom
}

/// Band between least and greatest value.
fn band(figure: &mut Figure, frame: &Panel, cut: &Columns, colour: Colour) {
    let up = cut.x.iter().zip(&cut.hi);
    let down = cut.x.iter().zip(&cut.lo).rev();
    let points: Vec<_> = up
        .chain(down)
        .map(|(&x, &y)| [frame.x.px(x), frame.y.px(y)])
        .collect();
    if points.len() > 3 {
        figure.area(points, colour.with_opacity(0.28), "");
    }
}

/// Lines between gaps of the record.
fn finite_runs(frame: &Panel, xs: &[f64], ys: &[f64]) -> Vec<Vec<[f64; 2]>> {
    let mut runs = vec![Vec::new()];
    for (&x, &y) in xs.iter().zip(ys) {
        if y.is_finite() {
            let run = runs.last_mut().expect("there is always an open run");
            run.push([frame.x.px(x), frame.y.px(y)]);
        } else if runs.last().is_some_and(|r| !r.is_empty()) {
            runs.push(Vec::new());
        }
    }
    runs
}

/// The line of a limit; its name stands beyond it, where there is room.
fn draw_limit(figure: &mut Figure, place: Place, frame: &Panel, limit: &Limit, at_left: bool) {
    let y = frame.y.px(limit.value);
    figure.line(vec![[place.left, y], [place.right, y]], LIMIT);
    let below = y - 16.0 < frame.y.to;
    let y = if below { y + 13.0 } else { y - 5.0 };
    let (x, anchor) = if at_left {
        (place.left + 4.0, Anchor::Start)
    } else {
        (place.right - 4.0, Anchor::End)
    };
    let fill = Colour::ALARM;
    label(figure, [x, y], &limit.label, Weight::Regular, anchor, fill);
}

fn draw_note(figure: &mut Figure, place: Place, frame: &Panel, note: &Note) {
    let at = [frame.x.px(note.time_s), frame.y.px(note.value)];
    figure.dots(vec![at], 4.0, Mark::Disc, Colour::INK);
    let below = at[1] + 24.0 < frame.y.from;
    let y = if below { at[1] + 18.0 } else { at[1] - 10.0 };
    plate(
        figure,
        [at[0], y],
        &note.text,
        Colour::INK,
        place.left,
        place.right,
    );
}

/// Sentence with the range of each line.
fn describe(plot: &TimePlot) -> String {
    let mut parts = Vec::new();
    for panel in &plot.panels {
        for trace in &panel.traces {
            if let Some((lo, hi)) = extent(&trace.values) {
                parts.push(format!(
                    "{}, {}: from {} to {}",
                    panel.name,
                    trace.label,
                    super::super::number::significant(lo, 4),
                    super::super::number::significant(hi, 4)
                ));
            }
        }
    }
    parts.join("; ")
}
