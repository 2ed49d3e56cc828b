//! Lines or marks over any quantity, linear or logarithmic, in panels one above the other: waveforms
//! of a circuit, impedances over frequency, eigenvalues in their plane.

use super::super::figure::{Anchor, Colour, Figure};
use super::super::font::Weight;
use super::axis::{Tick, extent, round_axis};
use super::decimate::columns;
use super::panel::{Axis, Panel, Place, Sample, label, panel};
use super::style::{self, GUTTER, MARGIN, TOP, WIDTH};

/// Samples above which a line is drawn as the least and largest of each column of pixels.
const FEW: usize = 2_000;
/// Such columns.
const COLUMNS: usize = 700;
/// Height of a diagram \[px\].
const HEIGHT: f64 = 180.0;
/// Radius of a mark \[px\].
const RADIUS: f64 = 3.5;

/// A line or a cloud of marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Name in the legend.
    pub label: String,
    /// Horizontal values.
    pub x: Vec<f64>,
    /// Vertical values.
    pub y: Vec<f64>,
}

/// One diagram.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LinePanel {
    /// Vertical quantity and unit.
    pub name: String,
    /// Horizontal quantity and unit.
    pub x_name: String,
    /// What is drawn; the colours repeat after four.
    pub lines: Vec<Line>,
    /// True for a logarithmic horizontal axis.
    pub log_x: bool,
    /// True for marks instead of lines.
    pub marks: bool,
    /// Limits of the vertical quantity, by name: drawn as far as they lie near the lines.
    pub limits: Vec<(String, f64)>,
    /// True for a line upright where the horizontal quantity is zero: the border of stability.
    pub upright_at_zero: bool,
}

/// Draws the diagrams under a title.
pub fn line_plot(title: &str, panels: &[LinePanel]) -> Figure {
    let mut figure = style::titled(title, 0.0);
    let mut top = TOP;
    for content in panels {
        let place = Place {
            left: GUTTER,
            right: WIDTH - MARGIN,
            top,
            height: HEIGHT,
        };
        top = draw(&mut figure, place, content) + 8.0;
    }
    figure.height = top;
    let names: Vec<&str> = panels.iter().map(|p| p.name.as_str()).collect();
    figure.description = format!("{title}: {}", names.join(", "));
    figure
}

fn scaled(content: &LinePanel, x: f64) -> f64 {
    if content.log_x { x.log10() } else { x }
}

/// Ends and ticks of the horizontal axis.
fn across(content: &LinePanel) -> (f64, f64, Vec<Tick>) {
    let xs: Vec<f64> = content
        .lines
        .iter()
        .flat_map(|l| l.x.iter().map(|x| scaled(content, *x)))
        .collect();
    let (lo, hi) = extent(&xs).unwrap_or((0.0, 1.0));
    let (lo, hi) = match content.upright_at_zero {
        true => (lo.min(0.0), hi.max(0.0)),
        false => (lo, hi),
    };
    if content.log_x {
        decades(lo, hi)
    } else {
        let (_, _, ticks) = round_axis(lo, hi, 8, 0.0);
        let (lo, hi) = if content.marks { pad(lo, hi) } else { (lo, hi) };
        let inside = |t: &Tick| t.at >= lo && t.at <= hi;
        (lo, hi, ticks.into_iter().filter(inside).collect())
    }
}

fn draw(figure: &mut Figure, place: Place, content: &LinePanel) -> f64 {
    let (x_lo, x_hi, x_ticks) = across(content);
    let ys = content.lines.iter().flat_map(|l| &l.y);
    let (lo, hi) = extent(ys).unwrap_or((0.0, 1.0));
    let limits = near(&content.limits, lo, hi);
    let reach = |start: f64, f: fn(f64, f64) -> f64| limits.iter().map(|l| l.1).fold(start, f);
    let (y_lo, y_hi, y_ticks) = round_axis(reach(lo, f64::min), reach(hi, f64::max), 5, 0.0);
    let x = Axis {
        lo: x_lo,
        hi: x_hi,
        ticks: &x_ticks,
        name: &content.x_name,
    };
    let y = Axis {
        lo: y_lo,
        hi: y_hi,
        ticks: &y_ticks,
        name: &content.name,
    };
    let legend: Vec<(String, Sample)> = (content.lines.iter().enumerate())
        .map(|(n, l)| {
            let (stroke, mark) = style::series(n);
            let sample = if content.marks {
                Sample::Dot(mark, stroke.colour)
            } else {
                Sample::Line(stroke)
            };
            (l.label.clone(), sample)
        })
        .collect();
    let frame = panel(figure, place, &x, &y, &legend);
    if content.upright_at_zero && (x_lo..=x_hi).contains(&0.0) {
        let at = frame.x.px(0.0);
        figure.line(vec![[at, frame.y.from], [at, frame.y.to]], style::LIMIT);
    }
    for (name, at) in &limits {
        limit(figure, &frame, name, *at);
    }
    for (n, l) in content.lines.iter().enumerate() {
        draw_line(figure, &frame, content, l, n);
    }
    frame.bottom
}

fn draw_line(figure: &mut Figure, frame: &Panel, content: &LinePanel, l: &Line, n: usize) {
    let (stroke, mark) = style::series(n);
    let at = |x: &f64, y: &f64| [frame.x.px(scaled(content, *x)), frame.y.px(*y)];
    if content.marks {
        let points = l.x.iter().zip(&l.y).map(|(x, y)| at(x, y)).collect();
        figure.dots(points, RADIUS, mark, stroke.colour);
        return;
    }
    if l.x.len() <= FEW || content.log_x {
        let points = l.x.iter().zip(&l.y).map(|(x, y)| at(x, y)).collect();
        figure.line(points, stroke);
        return;
    }
    // Least and largest of each column, so that no peak is lost.
    let cut = columns(&l.x, &l.y, frame.x.lo, frame.x.hi, COLUMNS);
    let pairs = cut.x.iter().zip(cut.lo.iter().zip(&cut.hi));
    let points = pairs
        .flat_map(|(x, (lo, hi))| [at(x, lo), at(x, hi)])
        .collect();
    figure.line(points, stroke);
}

/// The limits that lie within twice the range of the lines around it: others would squeeze them flat.
fn near(limits: &[(String, f64)], lo: f64, hi: f64) -> Vec<(String, f64)> {
    let span = (hi - lo).max(0.01 * hi.abs());
    let near = |l: &&(String, f64)| l.1 > lo - span && l.1 < hi + span;
    limits.iter().filter(near).cloned().collect()
}

/// A limit with its name above its right end.
fn limit(figure: &mut Figure, frame: &Panel, name: &str, at: f64) {
    let y = frame.y.px(at);
    figure.line(vec![[frame.x.from, y], [frame.x.to, y]], style::LIMIT);
    let text = format!("{name} {}", super::super::number::significant(at, 3));
    let (place, colour) = ([frame.x.to - 4.0, y - 4.0], Colour::ALARM);
    label(figure, place, &text, Weight::Regular, Anchor::End, colour);
}

/// A range widened by a twentieth on each side.
fn pad(lo: f64, hi: f64) -> (f64, f64) {
    let by = (0.05 * (hi - lo)).max(1e-3 * hi.abs()).max(1e-12);
    (lo - by, hi + by)
}

/// Whole decades around a range of logarithms, and their ticks.
fn decades(lo: f64, hi: f64) -> (f64, f64, Vec<Tick>) {
    let (first, last) = (lo.floor(), hi.ceil().max(lo.floor() + 1.0));
    let ticks = (0..=(last - first) as usize)
        .map(|k| {
            let at = first + k as f64;
            Tick {
                at,
                label: super::super::number::fixed(10f64.powf(at), (-at).max(0.0) as usize),
            }
        })
        .collect();
    (first, last, ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_a_resonance_and_a_long_wave() {
        let frequency: Vec<f64> = (0..200).map(|k| 10f64.powf(k as f64 / 50.0)).collect();
        let size = frequency.iter().map(|f| 1.0 / (1.0 + f)).collect();
        let time: Vec<f64> = (0..9_000).map(|k| k as f64 * 1e-5).collect();
        let wave = time.iter().map(|t| (1e3 * t).sin()).collect();
        let line = |label: &str, x, y| Line {
            label: label.to_owned(),
            x,
            y,
        };
        let panels = [
            LinePanel {
                name: "|Z| [ohm]".to_owned(),
                x_name: "frequency [Hz]".to_owned(),
                lines: vec![line("bus", frequency, size)],
                log_x: true,
                ..LinePanel::default()
            },
            LinePanel {
                name: "voltage [V]".to_owned(),
                x_name: "time [s]".to_owned(),
                lines: vec![line("b", time, wave)],
                ..LinePanel::default()
            },
        ];
        let figure = line_plot("Test", &panels);
        assert!(figure.height > 2.0 * HEIGHT);
        let text = crate::report::figure::svg(&figure, crate::report::figure::Standing::Alone);
        assert!(
            text.contains(&super::super::super::number::fixed(1e4, 0))
                && text.contains("frequency")
        );
        assert!(!text.contains("NaN"));
    }
}
