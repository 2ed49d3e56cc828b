//! What the facility uses beyond IT, one category after the other, up to the whole.

use super::super::figure::{Anchor, Colour, Figure, Stroke};
use super::super::font::{self, Weight};
use super::super::number;
use super::axis::{Scale, round_axis};
use super::panel::label;
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
    let sum_name = format!("{} − 1", data.ratio);
    let names = data
        .steps
        .iter()
        .map(|s| s.0.as_str())
        .chain([sum_name.as_str()]);
    let left = 20.0
        + names
            .map(|n| font::width(n, LABEL, Weight::Semibold))
            .fold(60.0, f64::max);
    let (least, most) = reach(&data.steps);
    // The value stands right of the bar, so the scale ends before the edge.
    let (lo, hi, ticks) = round_axis(least, most, 6, 1e-4);
    let scale = Scale {
        lo,
        hi,
        from: left,
        to: WIDTH - MARGIN - 56.0,
    };
    let rows = data.steps.len() + 1;
    let bottom = TOP + ROW * rows as f64 + 4.0;
    for tick in &ticks {
        let x = scale.px(tick.at);
        figure.line(vec![[x, TOP], [x, bottom]], Stroke::full(Colour::GRID, 1.0));
        let at = [x, bottom + 14.0];
        label(
            &mut figure,
            at,
            &tick.label,
            Weight::Regular,
            Anchor::Middle,
            Colour::INK,
        );
    }
    let mut sum = 0.0;
    for (i, (name, share)) in data.steps.iter().enumerate() {
        let tip = format!("{name}: {}", number::fixed(*share, 5));
        let fill = if *share < 0.0 {
            Colour::TEAL
        } else {
            Colour::VERMILION
        };
        row(&mut figure, &scale, i, (sum, sum + share), fill, &tip);
        let y = TOP + ROW * (i as f64 + 1.0);
        sum += share;
        let link = Stroke::full(Colour::GREY, 0.8);
        figure.line(
            vec![[scale.px(sum), y - 4.0], [scale.px(sum), y + 4.0]],
            link,
        );
        name_and_value(
            &mut figure,
            left,
            &scale,
            i,
            name,
            *share,
            sum.max(sum - share),
            false,
        );
    }
    row(
        &mut figure,
        &scale,
        rows - 1,
        (0.0, total),
        Colour::NAVY,
        &sum_name,
    );
    name_and_value(
        &mut figure,
        left,
        &scale,
        rows - 1,
        &sum_name,
        total,
        total.max(0.0),
        true,
    );
    let middle = 0.5 * (scale.from + scale.to);
    let axis_name = "share of IT energy [kWh/kWh]";
    label(
        &mut figure,
        [middle, bottom + 30.0],
        axis_name,
        Weight::Regular,
        Anchor::Middle,
        Colour::GREY,
    );
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

fn row(
    figure: &mut Figure,
    scale: &Scale,
    place: usize,
    span: (f64, f64),
    fill: Colour,
    tip: &str,
) {
    let y = TOP + ROW * place as f64;
    let (a, b) = (scale.px(span.0.min(span.1)), scale.px(span.0.max(span.1)));
    figure.rect([a, y + 4.0], [b.max(a + 1.0), y + ROW - 4.0], fill, tip);
}

fn name_and_value(
    figure: &mut Figure,
    left: f64,
    scale: &Scale,
    place: usize,
    name: &str,
    share: f64,
    end: f64,
    whole: bool,
) {
    let y = TOP + ROW * (place as f64 + 0.5) + 4.0;
    let weight = if whole {
        Weight::Semibold
    } else {
        Weight::Regular
    };
    label(
        figure,
        [left - 8.0, y],
        name,
        weight,
        Anchor::End,
        Colour::INK,
    );
    let at = [scale.px(end) + 6.0, y];
    let value = number::fixed(share, 4);
    label(figure, at, &value, weight, Anchor::Start, Colour::INK);
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
