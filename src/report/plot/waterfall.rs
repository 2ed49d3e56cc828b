//! What the facility uses beyond IT, one category after the other, up to the whole.

use super::super::figure::{Anchor, Colour, Figure, Stroke};
use super::super::font::{self, Weight};
use super::super::number;
use super::axis::{Scale, round_axis};
use super::panel::{axis_name, ink, label};
use super::style::{self, LABEL, MARGIN, TOP, WIDTH};

/// Height of a row \[px\].
const ROW: f64 = 24.0;

/// Data of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Waterfall {
    /// Name of the ratio: "PUE" or "energy ratio".
    pub ratio: String,
    /// Category and its share of ratio − 1, in the order shown.
    pub steps: Vec<(String, f64)>,
}

/// Draws the plot.
pub fn waterfall(data: &Waterfall) -> Figure {
    let total: f64 = data.steps.iter().map(|s| s.1).sum();
    let title = format!("{} − 1, category by category", capital(&data.ratio));
    let mut figure = style::titled(&title, 0.0);
    let whole = format!("{} − 1", data.ratio);
    let rows = data.steps.len() + 1;
    let bottom = TOP + ROW * rows as f64 + 4.0;
    let frame = Frame::draw(&mut figure, data, &whole, bottom);
    let mut sum = 0.0;
    for (place, (name, share)) in data.steps.iter().enumerate() {
        frame.step(&mut figure, place, (name, *share), sum);
        sum += share;
    }
    let span = (0.0, total);
    frame.bar(&mut figure, rows - 1, span, Colour::NAVY, &whole);
    let end = total.max(0.0);
    frame.words(
        &mut figure,
        rows - 1,
        (&whole, total),
        end,
        Weight::Semibold,
    );
    let name = "share of IT energy [kWh/kWh]";
    axis_name(&mut figure, &frame.scale, bottom + 30.0, name);
    figure.height = bottom + 38.0;
    figure.description = describe(data, total);
    figure
}

/// Least and greatest partial sum, zero included.
fn reach(steps: &[(String, f64)]) -> (f64, f64) {
    let mut sum = 0.0;
    let (mut lo, mut hi) = (0.0_f64, 0.0_f64);
    for (_, share) in steps {
        sum += share;
        lo = lo.min(sum);
        hi = hi.max(sum);
    }
    (lo, hi)
}

/// Names stand left of `left`, bars right of it on `scale`.
struct Frame {
    left: f64,
    scale: Scale,
}

impl Frame {
    /// Draws the grid of all rows down to `bottom` \[px\].
    fn draw(figure: &mut Figure, data: &Waterfall, whole: &str, bottom: f64) -> Self {
        let names = data.steps.iter().map(|s| s.0.as_str()).chain([whole]);
        let widths = names.map(|n| font::width(n, LABEL, Weight::Semibold));
        let left = 20.0 + widths.fold(60.0, f64::max);
        let (least, most) = reach(&data.steps);
        // The value stands right of the bar, so the scale ends before the edge.
        let (lo, hi, ticks) = round_axis(least, most, 6, 1e-4);
        let scale = Scale {
            lo,
            hi,
            from: left,
            to: WIDTH - MARGIN - 56.0,
        };
        for tick in &ticks {
            let x = scale.px(tick.at);
            figure.line(vec![[x, TOP], [x, bottom]], Stroke::full(Colour::GRID, 1.0));
            ink(figure, [x, bottom + 14.0], &tick.label, Anchor::Middle);
        }
        Self { left, scale }
    }

    /// A category's bar from the sum so far, and the link to the next.
    fn step(&self, figure: &mut Figure, place: usize, (name, share): (&str, f64), before: f64) {
        let (tip, after) = (
            format!("{name}: {}", number::fixed(share, 5)),
            before + share,
        );
        let fill = if share < 0.0 {
            Colour::TEAL
        } else {
            Colour::VERMILION
        };
        self.bar(figure, place, (before, after), fill, &tip);
        let (x, y) = (self.scale.px(after), TOP + ROW * (place as f64 + 1.0));
        let link = Stroke::full(Colour::GREY, 0.8);
        figure.line(vec![[x, y - 4.0], [x, y + 4.0]], link);
        let end = after.max(before);
        self.words(figure, place, (name, share), end, Weight::Regular);
    }

    fn bar(&self, figure: &mut Figure, place: usize, span: (f64, f64), fill: Colour, tip: &str) {
        let y = TOP + ROW * place as f64;
        let [a, b] = [span.0.min(span.1), span.0.max(span.1)].map(|x| self.scale.px(x));
        figure.rect([a, y + 4.0], [b.max(a + 1.0), y + ROW - 4.0], fill, tip);
    }

    /// The name left of the bars, the value behind the `end` of its own.
    fn words(
        &self,
        figure: &mut Figure,
        place: usize,
        (name, share): (&str, f64),
        end: f64,
        weight: Weight,
    ) {
        let y = TOP + ROW * (place as f64 + 0.5) + 4.0;
        let at = [self.left - 8.0, y];
        label(figure, at, name, weight, Anchor::End, Colour::INK);
        let at = [self.scale.px(end) + 6.0, y];
        let value = number::fixed(share, 4);
        label(figure, at, &value, weight, Anchor::Start, Colour::INK);
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn describe(data: &Waterfall, total: f64) -> String {
    let parts: Vec<String> = data
        .steps
        .iter()
        .map(|(name, share)| format!("{name} {}", number::fixed(*share, 5)))
        .collect();
    format!(
        "{} − 1 = {} = sum of {}",
        data.ratio,
        number::fixed(total, 5),
        parts.join(", ")
    )
}
