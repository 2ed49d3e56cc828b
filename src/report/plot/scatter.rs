//! The ratio of facility to IT power over wet bulb and over load.

use super::super::figure::{Colour, Figure, Mark, Stroke};
use super::super::number;
use super::axis::{extent, round_axis};
use super::panel::{Axis, Panel, Place, Sample, aligned_tops, panel};
use super::style::{self, GUTTER, MARGIN, TOP, WIDTH};
use std::collections::BTreeSet;

/// Bins of the horizontal axis, in which the median and the 10–90 % range are taken.
const BINS: usize = 12;
/// Fewest points of a bin that is shown.
const BIN_POINTS: usize = 8;
/// Marks, from least to most of the other variable.
const MARKS: [(Colour, Mark); 3] = [
    (Colour::STRAW, Mark::Square),
    (Colour::TEAL, Mark::Disc),
    (Colour::NAVY, Mark::Triangle),
];

/// Mark where the other variable hardly moves: of no class.
const ALONE: (Colour, Mark) = (Colour::GREY, Mark::Disc);

/// Name of the vertical axis.
const RATIO: &str = "ratio [1]";

/// Data of the plot; the three columns have one value a step.
#[derive(Debug, Clone, PartialEq)]
pub struct RatioPlot {
    /// Name of the ratio: "PUE (hourly)" or "energy ratio".
    pub ratio_name: String,
    /// Facility over IT power.
    pub ratio: Vec<f64>,
    /// Outdoor wet bulb \[°C\].
    pub wet_bulb: Vec<f64>,
    /// IT power \[MW\].
    pub load_mw: Vec<f64>,
    /// Whether medians of bins are drawn: steps of a short run follow one another and make no distribution.
    pub medians: bool,
}

/// A column with its name, unit and least span of an axis.
struct Variable<'a> {
    values: &'a [f64],
    name: &'static str,
    unit: &'static str,
    decimals: usize,
    least_span: f64,
}

/// Draws two diagrams side by side: over wet bulb with marks by load, and over load with marks by
/// wet bulb; the second only where the load moves.
pub fn ratio_over_climate_and_load(plot: &RatioPlot) -> Figure {
    let (lo, hi) = extent(&plot.ratio).unwrap_or((1.0, 1.1));
    let y_axis = round_axis(lo, hi, 6, 0.004);
    let wet = Variable {
        values: &plot.wet_bulb,
        name: "wet bulb",
        unit: "°C",
        decimals: 0,
        least_span: 4.0,
    };
    let load = load_of(&plot.load_mw);
    let over = if thirds(&load).is_empty() {
        "by wet bulb"
    } else {
        "by wet bulb and load"
    };
    let mut figure = style::titled(&format!("{}, {over}", plot.ratio_name), 0.0);
    let mut bottom: f64 = 0.0;
    let mut pairs = vec![(&wet, &load)];
    if !thirds(&load).is_empty() {
        pairs.push((&load, &wet));
    }
    let share = WIDTH / pairs.len() as f64;
    let legends: Vec<_> = pairs
        .iter()
        .map(|(_, by)| legend(by, &thirds(by)))
        .collect();
    let heads: Vec<_> = legends
        .iter()
        .enumerate()
        .map(|(i, legend)| {
            let place = Place {
                left: share * i as f64 + GUTTER - 6.0,
                right: share * (i as f64 + 1.0) - MARGIN,
                top: TOP,
                height: 230.0,
            };
            (place, RATIO, legend.as_slice())
        })
        .collect();
    let tops = aligned_tops(&heads);
    for (((x, by), head), top) in pairs.into_iter().zip(&heads).zip(tops) {
        let place = Place { top, ..head.0 };
        bottom = bottom.max(draw(&mut figure, place, plot, x, by, &y_axis));
    }
    figure.height = bottom + 4.0;
    figure.description = format!(
        "{} from {} to {}.",
        plot.ratio_name,
        number::fixed(lo, 4),
        number::fixed(hi, 4)
    );
    figure
}

fn draw(
    figure: &mut Figure,
    place: Place,
    plot: &RatioPlot,
    x: &Variable<'_>,
    by: &Variable<'_>,
    y_axis: &(f64, f64, Vec<super::axis::Tick>),
) -> f64 {
    let (lo, hi) = extent(x.values).unwrap_or((0.0, 1.0));
    let (lo, hi, ticks) = round_axis(lo, hi, 6, x.least_span);
    let x_name = format!("{} [{}]", x.name, x.unit);
    let x_axis = Axis {
        lo,
        hi,
        ticks: &ticks,
        name: &x_name,
    };
    let y = Axis {
        lo: y_axis.0,
        hi: y_axis.1,
        ticks: &y_axis.2,
        name: RATIO,
    };
    let borders = thirds(by);
    let marks = if borders.is_empty() {
        [ALONE; 3]
    } else {
        MARKS
    };
    let frame = panel(figure, place, &x_axis, &y, &legend(by, &borders));
    let class = |v: f64| class_of(v, &borders);
    for (group, (colour, mark)) in marks.into_iter().enumerate() {
        let members = (0..plot.ratio.len()).filter(|&i| class(by.values[i]) == group);
        let centres = distinct(&frame, members.map(|i| (x.values[i], plot.ratio[i])));
        figure.dots(centres, 1.9, mark, colour.with_opacity(0.7));
    }
    if plot.medians {
        medians(figure, &frame, x.values, &plot.ratio, (lo, hi));
    }
    frame.bottom
}

/// Two borders that cut the range into thirds; none where the variable hardly moves.
fn thirds(by: &Variable<'_>) -> Vec<f64> {
    match extent(by.values) {
        Some((lo, hi)) if hi - lo > by.least_span => {
            vec![lo + (hi - lo) / 3.0, lo + 2.0 * (hi - lo) / 3.0]
        }
        _ => Vec::new(),
    }
}

/// Whether the diagram over load is drawn: where the load hardly moves, it would be one column of marks.
pub fn load_moves(load_mw: &[f64]) -> bool {
    !thirds(&load_of(load_mw)).is_empty()
}

fn load_of(load_mw: &[f64]) -> Variable<'_> {
    let peak = extent(load_mw).map_or(1.0, |e| e.1);
    Variable {
        values: load_mw,
        name: "IT load",
        unit: "MW",
        decimals: if peak < 2.0 { 2 } else { 1 },
        least_span: 0.05 * peak,
    }
}

/// The classes that hold a mark; an empty one is not explained.
fn legend(by: &Variable<'_>, borders: &[f64]) -> Vec<(String, Sample)> {
    let show = |v: f64| number::fixed(v, by.decimals);
    let texts = match borders {
        [a, b] => vec![
            format!("{} < {} {}", by.name, show(*a), by.unit),
            format!("{}–{}", show(*a), show(*b)),
            format!("> {} {}", show(*b), by.unit),
        ],
        _ => vec![],
    };
    let dot = |(t, (c, m))| (t, Sample::Dot(m, c));
    let held = |class: usize| by.values.iter().any(|v| class_of(*v, borders) == class);
    let shown = texts.into_iter().zip(MARKS).enumerate();
    let shown = shown.filter(|(class, _)| held(*class));
    shown.map(|(_, sample)| dot(sample)).collect()
}

/// Third of the range in which a value lies.
fn class_of(value: f64, borders: &[f64]) -> usize {
    borders.iter().filter(|&&b| value > b).count()
}

/// Pixels of the points, each place of 1.5 px once: a year of hours has far fewer of them.
fn distinct(frame: &Panel, points: impl Iterator<Item = (f64, f64)>) -> Vec<[f64; 2]> {
    let finite = points.filter(|(x, y)| x.is_finite() && y.is_finite());
    let cell = |v: f64| (v / 1.5).round() as i64;
    let cells: BTreeSet<_> = finite
        .map(|(x, y)| (cell(frame.x.px(x)), cell(frame.y.px(y))))
        .collect();
    let back = |(x, y): (i64, i64)| [1.5 * x as f64, 1.5 * y as f64];
    cells.into_iter().map(back).collect()
}

/// Median line and 10–90 % bars over bins of x.
fn medians(figure: &mut Figure, frame: &Panel, xs: &[f64], ys: &[f64], range: (f64, f64)) {
    let width = (range.1 - range.0) / BINS as f64;
    let mut bins = vec![Vec::new(); BINS];
    let mut sums = [0.0; BINS];
    for (&x, &y) in xs
        .iter()
        .zip(ys)
        .filter(|(x, y)| x.is_finite() && y.is_finite())
    {
        let bin = (((x - range.0) / width) as usize).min(BINS - 1);
        bins[bin].push(y);
        sums[bin] += x;
    }
    let mut shown: Vec<Option<[f64; 4]>> = Vec::with_capacity(BINS);
    for (i, bin) in bins.iter_mut().enumerate() {
        bin.sort_by(f64::total_cmp);
        let quantile = |q: f64| {
            frame
                .y
                .px(bin[((bin.len() - 1) as f64 * q).round() as usize])
        };
        // At the mean of its points: a bin may be filled at one end only.
        let px = frame.x.px(sums[i] / bin.len().max(1) as f64);
        let enough = bin.len() >= BIN_POINTS;
        shown.push(enough.then(|| [px, quantile(0.1), quantile(0.5), quantile(0.9)]));
    }
    // A light edge keeps the line apart from the marks under it; one along the bars would wipe out their columns.
    for (stroke, bars) in [
        (Stroke::full(Colour::PAPER.with_opacity(0.7), 3.2), false),
        (Stroke::full(Colour::INK, 1.6), true),
    ] {
        for [px, low, _, high] in shown.iter().flatten().filter(|_| bars) {
            figure.line(vec![[*px, *low], [*px, *high]], stroke);
        }
        // A gap between bins stays a gap.
        for pair in shown.windows(2) {
            if let [Some(a), Some(b)] = pair {
                figure.line(vec![[a[0], a[2]], [b[0], b[2]]], stroke);
            }
        }
    }
    let centres = shown.iter().flatten().map(|b| [b[0], b[2]]).collect();
    figure.dots(centres, 2.8, Mark::Disc, Colour::INK);
}
