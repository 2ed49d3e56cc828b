//! Quantities over civil time, in panels one above the other that share the axis of time.
//!
//! A series with many more samples than pixels is shown as the band it spans in each column of
//! time, with the line of means on it.

use super::super::civil::Moment;
use super::super::figure::{Anchor, Colour, Figure, Mark};
use super::super::font::Weight;
use super::axis::{Tick, extent, round_axis};
use super::decimate::{Columns, columns};
use super::panel::{Axis, Panel, Place, Sample, label, panel};
use super::style::{self, GUTTER, LIMIT, MARGIN, TOP, WIDTH};
use super::time_axis::time_axis;

/// Samples above which a series is shown as a band.
const BAND_ABOVE: usize = 1500;
/// Columns of a band.
const BAND_COLUMNS: usize = 365;
/// Share of the height kept beyond a limit for its name.
const LIMIT_ROOM: f64 = 0.12;
/// Radius of the mark of a remark \[px\].
const NOTE_RADIUS: f64 = 4.0;

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

/// A marked point, told in the legend.
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
    /// Quantity and unit: "Power \[MW\]".
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
    let (lo, hi, ticks) = vertical(content);
    let y = Axis {
        lo,
        hi,
        ticks: &ticks,
        name: &content.name,
    };
    let frame = panel(figure, place, x, &y, &legend(content));
    if time_s.len() > BAND_ABOVE {
        let cut = |t: &Trace| columns(time_s, &t.values, x.lo, x.hi, BAND_COLUMNS);
        let cuts: Vec<Columns> = content.traces.iter().map(cut).collect();
        for (i, cut) in cuts.iter().enumerate() {
            band(figure, &frame, cut, style::series(i).0.colour);
        }
        for (i, cut) in cuts.iter().enumerate() {
            line(figure, &frame, &cut.x, &cut.mean, i);
        }
    } else {
        for (i, trace) in content.traces.iter().enumerate() {
            line(figure, &frame, time_s, &trace.values, i);
        }
    }
    for limit in &content.limits {
        draw_limit(figure, place, &frame, limit, is_floor(content, limit));
    }
    for note in &content.notes {
        let at = [frame.x.px(note.time_s), frame.y.px(note.value)];
        figure.dots(vec![at], NOTE_RADIUS, Mark::Disc, Colour::INK);
    }
    frame.bottom
}

/// Range and ticks of the vertical axis, with room beyond each limit for its name.
fn vertical(content: &TimePanel) -> (f64, f64, Vec<Tick>) {
    let values = content.traces.iter().flat_map(|t| &t.values);
    let zero = content.from_zero.then_some(&0.0);
    let limits = content.limits.iter().map(|l| &l.value);
    let (mut lo, mut hi) = extent(values.chain(limits).chain(zero)).unwrap_or((0.0, 1.0));
    let room = LIMIT_ROOM * (hi - lo).max(content.least_span);
    for limit in &content.limits {
        if is_floor(content, limit) {
            lo = lo.min(limit.value - room);
        } else {
            hi = hi.max(limit.value + room);
        }
    }
    round_axis(lo, hi, 5, content.least_span)
}

/// True when the values should stay above the limit, judged by where they lie.
fn is_floor(content: &TimePanel, limit: &Limit) -> bool {
    let values = content.traces.iter().flat_map(|t| &t.values);
    extent(values).is_some_and(|(lo, hi)| lo + hi > 2.0 * limit.value)
}

/// Entries of lines, where there are several, and of remarks.
fn legend(content: &TimePanel) -> Vec<(String, Sample)> {
    let entry = |(i, t): (usize, &Trace)| (t.label.clone(), Sample::Line(style::series(i).0));
    let lines = content.traces.iter().enumerate().map(entry);
    // One line needs no legend: the panel's name says what it is.
    let shown = if content.traces.len() > 1 {
        lines.len()
    } else {
        0
    };
    let dot = || Sample::Dot(Mark::Disc, Colour::INK);
    let notes = content.notes.iter().map(|n| (n.text.clone(), dot()));
    lines.take(shown).chain(notes).collect()
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

/// The line of the series with this place in its panel, broken at gaps of the record.
fn line(figure: &mut Figure, frame: &Panel, xs: &[f64], ys: &[f64], place: usize) {
    let stroke = style::series(place).0;
    let mut run = Vec::new();
    for (&x, &y) in xs.iter().zip(ys) {
        if y.is_finite() {
            run.push([frame.x.px(x), frame.y.px(y)]);
        } else {
            figure.line(std::mem::take(&mut run), stroke);
        }
    }
    figure.line(run, stroke);
}

/// The line of a limit, what lies beyond it tinted, and its name there.
fn draw_limit(figure: &mut Figure, place: Place, frame: &Panel, limit: &Limit, floor: bool) {
    let y = frame.y.px(limit.value);
    let (end, name_y) = if floor {
        (frame.y.from, y + 14.0)
    } else {
        (frame.y.to, y - 6.0)
    };
    let tint = Colour::ALARM.with_opacity(0.07);
    figure.rect([place.left, y], [place.right, end], tint, "");
    figure.line(vec![[place.left, y], [place.right, y]], LIMIT);
    let at = [place.right - 4.0, name_y];
    let fill = Colour::ALARM;
    label(figure, at, &limit.label, Weight::Regular, Anchor::End, fill);
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
