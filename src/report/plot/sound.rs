//! Sound at the boundary over the hours of the day, with day, night and their limits. Levels have no zero, so
//! means are lines, not columns.

use super::super::figure::{Anchor, Colour, Figure, Mark, Stroke};
use super::super::font::{self, Weight};
use super::super::number;
use super::axis::{Tick, extent, round_axis};
use super::panel::{Axis, Panel, Place, Sample, label, panel};
use super::style::{self, GUTTER, LABEL, LIMIT, MARGIN, TOP, WIDTH};

/// Levels of one hour of the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hour {
    /// Hour of the day, 0 to 23.
    pub hour: u8,
    /// Energy mean \[dB(A)\].
    pub mean: f64,
    /// Loudest step \[dB(A)\].
    pub highest: f64,
}

/// Data of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct SoundPlot {
    /// Where it is heard.
    pub place: String,
    /// Hours in which something sounded.
    pub hours: Vec<Hour>,
    /// Limits by day and by night \[dB(A)\].
    pub limits: [Option<f64>; 2],
}

/// First and last moment of the day \[h\]; the rest is night.
const DAY: [f64; 2] = [6.0, 22.0];
/// Line of an hour's mean.
const MEAN: Stroke = Stroke::full(Colour::TEAL, 4.0);
/// Height of the diagram \[px\].
const HEIGHT: f64 = 170.0;

/// Draws a line at the mean and a mark at the loudest step of every hour.
pub fn sound(plot: &SoundPlot) -> Figure {
    let title = format!("Sound at the {}", plot.place);
    let mut figure = style::titled(&title, 0.0);
    let levels: Vec<f64> = plot
        .hours
        .iter()
        .flat_map(|h| [h.mean, h.highest])
        .chain(plot.limits.into_iter().flatten())
        .collect();
    let (lo, hi) = extent(&levels).unwrap_or((30.0, 50.0));
    let (lo, hi, y_ticks) = round_axis(lo - 8.0, hi + 4.0, 5, 10.0);
    let ticks: Vec<Tick> = (0..=8)
        .map(|i| Tick {
            at: f64::from(3 * i),
            label: format!("{:02}:00", 3 * i % 24),
        })
        .collect();
    let x = Axis {
        lo: 0.0,
        hi: 24.0,
        ticks: &ticks,
        name: "local standard time",
    };
    let y = Axis {
        lo,
        hi,
        ticks: &y_ticks,
        name: "Level [dB(A)]",
    };
    let legend = [
        ("energy mean".to_owned(), Sample::Line(MEAN)),
        (
            "loudest step".to_owned(),
            Sample::Dot(Mark::Triangle, Colour::NAVY),
        ),
        ("night".to_owned(), Sample::Box(Colour::MIST)),
    ];
    let place = Place {
        left: GUTTER,
        right: WIDTH - MARGIN,
        top: TOP,
        height: HEIGHT,
    };
    let frame = panel(&mut figure, place, &x, &y, &legend);
    for night in [[0.0, DAY[0]], [DAY[1], 24.0]] {
        shade(&mut figure, &frame, night, [lo, hi]);
    }
    hours(&mut figure, &frame, &plot.hours);
    limits(&mut figure, &frame, plot.limits);
    figure.height = frame.bottom + 4.0;
    figure.description = plot
        .hours
        .iter()
        .map(|h| format!("{:02}:00 {} dB(A)", h.hour, number::fixed(h.mean, 1)))
        .collect::<Vec<_>>()
        .join("; ");
    figure
}

fn shade(figure: &mut Figure, frame: &Panel, hours: [f64; 2], [lo, hi]: [f64; 2]) {
    let [a, b] = hours.map(|h| frame.x.px(h));
    let fill = Colour::MIST.with_opacity(0.45);
    figure.rect([a, frame.y.px(hi)], [b, frame.y.px(lo)], fill, "night");
}

fn hours(figure: &mut Figure, frame: &Panel, hours: &[Hour]) {
    for h in hours {
        let at = f64::from(h.hour);
        let middle = frame.x.px(at + 0.5);
        let [mean, highest] = [h.mean, h.highest].map(|level| frame.y.px(level));
        let thin = Stroke::full(Colour::NAVY, 1.0);
        figure.line(vec![[middle, mean], [middle, highest]], thin);
        let ends = [at + 0.15, at + 0.85].map(|x| [frame.x.px(x), mean]);
        figure.line(ends.to_vec(), MEAN);
    }
    let tops = hours
        .iter()
        .map(|h| [frame.x.px(f64::from(h.hour) + 0.5), frame.y.px(h.highest)]);
    figure.dots(tops.collect(), 3.2, Mark::Triangle, Colour::NAVY);
}

/// Limits over the hours in which they hold, each with its figure above the line.
fn limits(figure: &mut Figure, frame: &Panel, [day, night]: [Option<f64>; 2]) {
    let stroke: Stroke = LIMIT;
    let mut draw = |level: f64, [from, to]: [f64; 2], text: Option<String>| {
        let y = frame.y.px(level);
        figure.line(vec![[frame.x.px(from), y], [frame.x.px(to), y]], stroke);
        if let Some(text) = text {
            let at = [frame.x.px(from) + 3.0, y - 4.0];
            let end = at[0] + font::width(&text, LABEL, Weight::Regular) + 2.0;
            let paper = Colour::PAPER.with_opacity(0.85);
            figure.rect([at[0] - 2.0, y - 14.0], [end, y - 1.5], paper, "");
            label(
                figure,
                at,
                &text,
                Weight::Regular,
                Anchor::Start,
                Colour::ALARM,
            );
        }
    };
    let words = |level: f64| Some(format!("limit {} dB(A)", number::fixed(level, 0)));
    if let Some(level) = day {
        draw(level, DAY, words(level));
    }
    if let Some(level) = night {
        draw(level, [0.0, DAY[0]], words(level));
        draw(level, [DAY[1], 24.0], None);
    }
}
