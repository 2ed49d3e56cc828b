//! Drawing of ours over the reference, as inline SVG: the series above, their difference below.
//!
//! Drawn by hand rather than by a plotting library: two panels with ticks need no fonts measured.

use maud::{Markup, html};

use super::outcome::Overlay;
use crate::units::number;

/// Width of a drawing [px].
const WIDTH: f64 = 640.0;
/// Left, right, top and bottom margins [px].
const MARGIN: [f64; 4] = [76.0, 12.0, 22.0, 40.0];
/// Heights of the two panels [px].
const PANELS: [f64; 2] = [220.0, 90.0];
/// Space between the panels [px].
const GAP: f64 = 26.0;
/// Most points drawn of one series.
const MOST_POINTS: usize = 500;

/// A range of values with round ticks.
struct Range {
    low: f64,
    high: f64,
    step: f64,
}

impl Range {
    /// The range of `values`, widened to round ends.
    fn of<'a>(values: impl Iterator<Item = &'a f64> + Clone) -> Self {
        let finite = values.filter(|v| v.is_finite());
        let low = finite.clone().fold(f64::INFINITY, |m, v| m.min(*v));
        let high = finite.fold(f64::NEG_INFINITY, |m, v| m.max(*v));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let span = if high > low {
            high - low
        } else {
            low.abs().max(1e-12)
        };
        let rough = span / 4.0;
        let decade = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|m| m * decade)
            .into_iter()
            .find(|s| *s >= rough)
            .unwrap_or(rough);
        Self {
            low: (low / step).floor() * step,
            high: ((high / step).ceil() * step).max((low / step).floor() * step + step),
            step,
        }
    }

    fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count)
            .map(|k| {
                let tick = self.low + k as f64 * self.step;
                if tick.abs() < 1e-9 * self.step {
                    0.0
                } else {
                    tick
                }
            })
            .collect()
    }

    /// Position of `value` between 0 and 1.
    fn part(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// A panel: its ranges and where it stands.
struct Panel<'a> {
    x: &'a Range,
    y: Range,
    top: f64,
    height: f64,
}

impl Panel<'_> {
    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let width = WIDTH - MARGIN[0] - MARGIN[1];
        (
            MARGIN[0] + width * self.x.part(x),
            self.top + self.height * (1.0 - self.y.part(y)),
        )
    }

    fn frame(&self, label: &str) -> Markup {
        let (left, right) = (MARGIN[0], WIDTH - MARGIN[1]);
        html! {
            @for tick in self.y.ticks() {
                @let y = self.at(self.x.low, tick).1;
                line x1=(left) x2=(right) y1=(px(y)) y2=(px(y)) class="grid" {}
                text x=(left - 6.0) y=(px(y + 4.0)) text-anchor="end" { (tick_label(tick)) }
            }
            @for tick in self.x.ticks() {
                @let x = self.at(tick, self.y.low).0;
                line x1=(px(x)) x2=(px(x)) y1=(self.top) y2=(self.top + self.height) class="grid" {}
            }
            text x=(left) y=(self.top - 7.0) { (label) }
        }
    }

    fn points(&self, x: &[f64], y: &[f64], class: &str, radius: f64) -> Markup {
        let step = x.len().div_ceil(MOST_POINTS).max(1);
        html! {
            @for k in (0..x.len()).step_by(step) {
                @if x[k].is_finite() && y[k].is_finite() {
                    @let (cx, cy) = self.at(x[k], y[k]);
                    circle cx=(px(cx)) cy=(px(cy)) r=(radius) class=(class) {}
                }
            }
        }
    }
}

/// A coordinate with the precision a screen can show.
fn px(value: f64) -> String {
    format!("{value:.1}")
}

/// A tick in few digits.
fn tick_label(value: f64) -> String {
    let size = value.abs();
    if value != 0.0 && !(1e-3..1e5).contains(&size) {
        format!("{value:.1e}")
    } else {
        number(value, 4)
    }
}

/// The drawing of `overlay`; nothing where there are no samples.
pub(super) fn drawn(overlay: &Overlay) -> Markup {
    if overlay.ours.is_empty() {
        return html! {};
    }
    let x = Range::of(overlay.x.iter());
    let series = overlay.ours.iter().chain(&overlay.reference);
    let differences: Vec<f64> = overlay
        .ours
        .iter()
        .zip(&overlay.reference)
        .map(|(ours, reference)| ours - reference)
        .collect();
    let above = Panel {
        x: &x,
        y: Range::of(series),
        top: MARGIN[2],
        height: PANELS[0],
    };
    let below = Panel {
        x: &x,
        y: Range::of(differences.iter()),
        top: MARGIN[2] + PANELS[0] + GAP,
        height: PANELS[1],
    };
    let bottom = below.top + below.height;
    let height = bottom + MARGIN[3];
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-label=(overlay.y_label) {
            (above.frame(&overlay.y_label))
            (above.points(&overlay.x, &overlay.reference, "reference", 3.5))
            (above.points(&overlay.x, &overlay.ours, "ours", 1.3))
            (below.frame("ours − reference"))
            (below.points(&overlay.x, &differences, "ours", 1.3))
            @for tick in x.ticks() {
                text x=(px(below.at(tick, below.y.low).0)) y=(bottom + 16.0) text-anchor="middle" {
                    (tick_label(tick))
                }
            }
            text x=((MARGIN[0] + WIDTH - MARGIN[1]) / 2.0) y=(bottom + 34.0) text-anchor="middle" {
                (overlay.x_label)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        for (values, low, high) in [
            ([0.13, 0.97], 0.0, 1.0),
            ([-3.0, 41.0], -20.0, 60.0),
            ([5.0, 5.0], 4.0, 6.0),
        ] {
            let range = Range::of(values.iter());
            assert!(range.low <= values[0] && range.high >= values[1]);
            assert!(
                range.low >= low - 1e-9 && range.high <= high + 1e-9,
                "{} {}",
                range.low,
                range.high
            );
            assert!((2..=6).contains(&range.ticks().len()));
        }
    }

    #[test]
    fn nothing_finite_still_draws() {
        let overlay = Overlay {
            x: vec![f64::NAN],
            reference: vec![1.0],
            ours: vec![f64::NAN],
            ..Overlay::default()
        };
        let svg = drawn(&overlay).into_string();
        assert!(svg.starts_with("<svg") && !svg.contains("NaN"), "{svg}");
    }

    #[test]
    fn every_element_is_closed() {
        let overlay = Overlay {
            x: vec![0.0, 1.0],
            reference: vec![1.0, 2.0],
            ours: vec![1.0, 2.1],
            ..Overlay::default()
        };
        let svg = drawn(&overlay).into_string();
        for element in ["svg", "line", "circle", "text"] {
            let opened = svg.matches(&format!("<{element} ")).count();
            let closed = svg.matches(&format!("</{element}>")).count();
            assert!(
                opened > 0 && opened == closed,
                "{element}: {opened} {closed}"
            );
        }
    }
}
