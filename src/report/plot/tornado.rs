//! What each uncertain input does to a result, the strongest on top.

use super::super::figure::{Anchor, Colour, Figure, Stroke};
use super::super::font::{self, Weight};
use super::super::number;
use super::axis::{Scale, Tick, decimals_of, extent, round_axis};
use super::panel::{ink, label};
use super::style::{self, LABEL, LINE, MARGIN, TOP, WIDTH};

/// Height of a row \[px\].
const ROW: f64 = 28.0;
/// Room for the ends of a band, right of the bars \[px\].
const ENDS: f64 = 118.0;

/// An input: its name, the ends of its band in words, the result at both ends.
#[derive(Debug, Clone, PartialEq)]
pub struct TornadoBar {
    /// Name.
    pub name: String,
    /// Ends of the band.
    pub ends: [String; 2],
    /// Result at the two ends.
    pub at: [f64; 2],
}

/// Data of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Tornado {
    /// Result with its unit: "PUE" or "worst margin \[K\]".
    pub result: String,
    /// Result with everything as configured.
    pub nominal: f64,
    /// P10 and P90 of the result.
    pub band: [f64; 2],
    /// Inputs, in any order.
    pub bars: Vec<TornadoBar>,
}

/// Draws the plot: the result at the low end of a band in one colour, at the high end in another, P10 to P90 behind.
pub fn tornado(data: &Tornado) -> Figure {
    let mut bars: Vec<&TornadoBar> = data.bars.iter().collect();
    let width = |b: &TornadoBar| (b.at[0] - b.at[1]).abs();
    bars.sort_by(|a, b| width(b).total_cmp(&width(a)));
    let mut figure = style::titled(&format!("{}: what uncertain inputs do", data.result), 0.0);
    let names = bars
        .iter()
        .map(|b| font::width(&b.name, LABEL, Weight::Regular));
    let left = 20.0 + names.fold(60.0, f64::max);
    let ends = bars.iter().flat_map(|b| b.at);
    let values: Vec<f64> = ends.chain(data.band).chain([data.nominal]).collect();
    let (low, high) = extent(&values).unwrap_or((0.0, 1.0));
    let (lo, hi, ticks) = round_axis(low, high, 6, 1e-4);
    let scale = Scale {
        lo,
        hi,
        from: left,
        to: WIDTH - MARGIN - ENDS,
    };
    let top = TOP + LINE;
    let bottom = top + ROW * bars.len().max(1) as f64 + 4.0;
    behind(&mut figure, &scale, data, &ticks, [top, bottom]);
    for (i, bar) in bars.iter().enumerate() {
        draw(
            &mut figure,
            &scale,
            data.nominal,
            bar,
            top + ROW * i as f64,
            left,
        );
    }
    let x = scale.px(data.nominal);
    figure.line(vec![[x, top], [x, bottom]], Stroke::full(Colour::INK, 1.4));
    let middle = [0.5 * (scale.from + scale.to), bottom + 30.0];
    let (plain, grey) = (Weight::Regular, Colour::GREY);
    label(
        &mut figure,
        middle,
        &data.result,
        plain,
        Anchor::Middle,
        grey,
    );
    figure.height = bottom + 38.0;
    figure.description = describe(data, &bars, ticks.get(1).map_or(1.0, |t| t.at - lo));
    figure
}

/// What stands behind the bars: the band from P10 to P90, the ticks, heads.
fn behind(
    figure: &mut Figure,
    scale: &Scale,
    data: &Tornado,
    ticks: &[Tick],
    [top, bottom]: [f64; 2],
) {
    let [p10, p90] = data.band.map(|v| scale.px(v));
    let shade = Colour::STRAW.with_opacity(0.25);
    figure.rect([p10, top], [p90, bottom], shade, "P10 to P90");
    let grey = |figure: &mut Figure, at, text: &str, anchor| {
        label(figure, at, text, Weight::Regular, anchor, Colour::GREY);
    };
    grey(
        figure,
        [
            (0.5 * (p10 + p90)).clamp(scale.from + 32.0, scale.to - 32.0),
            top - 4.0,
        ],
        "P10 to P90",
        Anchor::Middle,
    );
    grey(
        figure,
        [scale.to + 12.0, top - 4.0],
        "low end … high end",
        Anchor::Start,
    );
    for tick in ticks {
        let x = scale.px(tick.at);
        figure.line(vec![[x, top], [x, bottom]], Stroke::full(Colour::GRID, 1.0));
        let at = [x, bottom + 14.0];
        ink(figure, at, &tick.label, Anchor::Middle);
    }
}

fn draw(figure: &mut Figure, scale: &Scale, nominal: f64, bar: &TornadoBar, y: f64, left: f64) {
    let centre = scale.px(nominal);
    for (value, colour) in bar.at.into_iter().zip([Colour::NAVY, Colour::VERMILION]) {
        let x = scale.px(value);
        let tip = format!("{}: {}", bar.name, number::significant(value, 6));
        let (a, b) = (centre.min(x), centre.max(x));
        figure.rect([a, y + 6.0], [b.max(a + 1.0), y + ROW - 6.0], colour, tip);
    }
    let base = y + 0.5 * ROW + 4.0;
    let name = [left - 8.0, base];
    ink(figure, name, &bar.name, Anchor::End);
    let [low, high] = &bar.ends;
    let at = [scale.to + 12.0, base];
    label(
        figure,
        at,
        low,
        Weight::Regular,
        Anchor::Start,
        Colour::NAVY,
    );
    let shift = font::width(low, LABEL, Weight::Regular);
    let dots = [at[0] + shift, base];
    ink(figure, dots, " … ", Anchor::Start);
    let far = [dots[0] + font::width(" … ", LABEL, Weight::Regular), base];
    label(
        figure,
        far,
        high,
        Weight::Regular,
        Anchor::Start,
        Colour::VERMILION,
    );
}

fn describe(data: &Tornado, bars: &[&TornadoBar], step: f64) -> String {
    let decimals = decimals_of(step) + 2;
    let show = |v: f64| number::fixed(v, decimals);
    let parts: Vec<String> = bars
        .iter()
        .map(|b| format!("{} {} to {}", b.name, show(b.at[0]), show(b.at[1])))
        .collect();
    format!(
        "{} {} as configured, P10 {} and P90 {}; {}",
        data.result,
        show(data.nominal),
        show(data.band[0]),
        show(data.band[1]),
        parts.join(", ")
    )
}
