//! The frame of one diagram: its name and legend above, grid and ticks, axis name below.

use super::super::figure::{Anchor, Colour, Figure, Stroke};
use super::super::font::{self, Weight};
use super::axis::{Scale, Tick};
use super::style::{LABEL, LINE};

/// Where a panel stands \[px\]; the outer box without gutter and labels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Left edge of the diagram.
    pub left: f64,
    /// Right edge of the diagram.
    pub right: f64,
    /// Top of the header.
    pub top: f64,
    /// Height of the diagram without header and axis labels.
    pub height: f64,
}

/// One axis: range, ticks, name.
#[derive(Debug, Clone)]
pub(super) struct Axis<'a> {
    /// Data at the beginning.
    pub lo: f64,
    /// Data at the end.
    pub hi: f64,
    /// Ticks.
    pub ticks: &'a [Tick],
    /// Name with unit; the horizontal one may be empty.
    pub name: &'a str,
}

/// An entry of a legend.
#[derive(Debug, Clone)]
pub(super) enum Sample {
    /// A line.
    Line(Stroke),
    /// A filled box.
    Box(Colour),
    /// A mark.
    Dot(super::super::figure::Mark, Colour),
}

/// A drawn frame: scales for its content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Panel {
    /// Horizontal scale.
    pub x: Scale,
    /// Vertical scale, larger values further up.
    pub y: Scale,
    /// First pixel below everything that belongs to the frame.
    pub bottom: f64,
}

impl Sample {
    /// Length of the sample \[px\].
    fn length(&self) -> f64 {
        match self {
            Self::Line(_) => 26.0,
            Self::Box(_) => 14.0,
            Self::Dot(..) => 9.0,
        }
    }
}

/// Place, name and legend of a panel: what its header needs.
pub(super) type Head<'a> = (Place, &'a str, &'a [(String, Sample)]);

/// Pixel at which the diagrams of a row begin, so that their tops align however many lines their
/// legends take.
pub(super) fn aligned_tops(row: &[Head<'_>]) -> Vec<f64> {
    let mut scratch = Figure::new(0.0, 0.0, "");
    let bottoms: Vec<f64> = row
        .iter()
        .map(|(p, n, l)| header(&mut scratch, *p, n, l))
        .collect();
    let lowest = bottoms.iter().copied().fold(0.0, f64::max);
    row.iter()
        .zip(bottoms)
        .map(|((p, ..), b)| p.top + lowest - b)
        .collect()
}

/// Draws name and legend of a panel, in as many lines as they need; returns the pixel below.
pub(super) fn header(
    figure: &mut Figure,
    place: Place,
    name: &str,
    legend: &[(String, Sample)],
) -> f64 {
    let mut x = place.left;
    let mut y = place.top + 11.0;
    label(
        figure,
        [x, y],
        name,
        Weight::Semibold,
        Anchor::Start,
        Colour::INK,
    );
    x += font::width(name, LABEL, Weight::Semibold) + 20.0;
    for (text, sample) in legend {
        let length = sample.length();
        let width = length + 5.0 + font::width(text, LABEL, Weight::Regular);
        if x + width > place.right + 12.0 && x > place.left {
            x = place.left;
            y += LINE;
        }
        draw_sample(figure, x, y - 3.8, sample);
        let at = [x + length + 5.0, y];
        ink(figure, at, text, Anchor::Start);
        x += width + 14.0;
    }
    y + 9.0
}

fn draw_sample(figure: &mut Figure, x: f64, y: f64, sample: &Sample) {
    let end = x + sample.length();
    match *sample {
        Sample::Line(stroke) => figure.line(vec![[x, y], [end, y]], stroke),
        Sample::Box(fill) => figure.rect([x, y - 5.0], [end, y + 5.0], fill, ""),
        Sample::Dot(mark, fill) => figure.dots(vec![[0.5 * (x + end), y]], 3.4, mark, fill),
    }
}

/// Height of what stands below the diagram \[px\].
fn below(x: &Axis<'_>) -> f64 {
    match (
        x.name.is_empty(),
        x.ticks.iter().all(|t| t.label.is_empty()),
    ) {
        (false, _) => 38.0,
        (true, false) => 22.0,
        (true, true) => 8.0,
    }
}

/// Draws the frame and returns its scales.
pub(super) fn panel(
    figure: &mut Figure,
    place: Place,
    x: &Axis<'_>,
    y: &Axis<'_>,
    legend: &[(String, Sample)],
) -> Panel {
    let top = header(figure, place, y.name, legend);
    let base = top + place.height;
    let scales = Panel {
        x: Scale {
            lo: x.lo,
            hi: x.hi,
            from: place.left,
            to: place.right,
        },
        y: Scale {
            lo: y.lo,
            hi: y.hi,
            from: base,
            to: top,
        },
        bottom: base + below(x),
    };
    for tick in y.ticks {
        let py = scales.y.px(tick.at);
        let grid = Stroke::full(Colour::GRID, 1.0);
        figure.line(vec![[place.left, py], [place.right, py]], grid);
        ink(
            figure,
            [place.left - 7.0, py + 3.9],
            &tick.label,
            Anchor::End,
        );
    }
    let axis = Stroke::full(Colour::GREY, 1.0);
    figure.line(vec![[place.left, base], [place.right, base]], axis);
    for tick in x.ticks {
        let px = scales.x.px(tick.at);
        figure.line(vec![[px, base], [px, base + 4.0]], axis);
        if !tick.label.is_empty() {
            let at = [px, base + 16.0];
            ink(figure, at, &tick.label, Anchor::Middle);
        }
    }
    if !x.name.is_empty() {
        axis_name(figure, &scales.x, base + 32.0, x.name);
    }
    scales
}

/// Sets a label in ink.
pub(super) fn ink(figure: &mut Figure, at: [f64; 2], text: &str, anchor: Anchor) {
    label(figure, at, text, Weight::Regular, anchor, Colour::INK);
}

/// Names the horizontal axis below its middle.
pub(super) fn axis_name(figure: &mut Figure, x: &Scale, y: f64, name: &str) {
    let at = [0.5 * (x.from + x.to), y];
    label(
        figure,
        at,
        name,
        Weight::Regular,
        Anchor::Middle,
        Colour::GREY,
    );
}

/// Sets a label.
pub(super) fn label(
    figure: &mut Figure,
    at: [f64; 2],
    text: &str,
    weight: Weight,
    anchor: Anchor,
    fill: Colour,
) {
    figure.text(at, text, LABEL, weight, anchor, fill);
}
