//! Losses of the stages of a chain over load, stacked from the meter on; several chains side by side.

use super::super::figure::{Anchor, Colour, Figure, Stroke};
use super::super::font::{self, Weight};
use super::super::number;
use super::axis::{Tick, round_axis};
use super::panel::{Axis, Panel, Place, Sample, aligned_tops, label, panel};
use super::style::{self, GUTTER, LABEL, MARGIN, TOP, WIDTH};

/// Height of a diagram \[px\].
const HEIGHT: f64 = 150.0;
/// Room between diagrams side by side \[px\].
const GAP: f64 = 62.0;
/// What the axis reaches beyond the highest bar, for the figure above it.
const HEADROOM: f64 = 1.1;
/// Share of the room between two loads that a bar fills.
const BAR: f64 = 0.72;
/// Fillings in the order of stages: neighbours differ in lightness.
const FILLS: [Colour; 8] = [
    Colour::NAVY,
    Colour::STRAW,
    Colour::VERMILION,
    Colour::MIST,
    Colour::GREY,
    Colour::MOSS,
    Colour::PLUM,
    Colour::TEAL,
];

/// A chain.
#[derive(Debug, Clone, PartialEq)]
pub struct StageChain {
    /// Its name.
    pub name: String,
    /// Stages from the meter on: name, loss at each load over what enters at the meter then.
    pub stages: Vec<(String, Vec<f64>)>,
}

/// Data of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct StageLossPlot {
    /// Title, which names the unit: per cent of what the meter reads.
    pub title: String,
    /// What loads are shares of: "full load".
    pub whole: String,
    /// Loads, as shares of it.
    pub loads: Vec<f64>,
    /// The chains.
    pub chains: Vec<StageChain>,
}

/// Draws the plot, two chains beside each other.
pub fn stage_loss(data: &StageLossPlot) -> Figure {
    let mut figure = style::titled(&data.title, 0.0);
    let across = if data.chains.len() > 1 { 2 } else { 1 };
    let width = (WIDTH - GUTTER - MARGIN - GAP * (across as f64 - 1.0)) / across as f64;
    let count = data.loads.len();
    let sums = data
        .chains
        .iter()
        .flat_map(|c| (0..count).map(|k| sum(c, k)));
    let most = sums.fold(0.0, f64::max);
    let (_, hi, ticks) = round_axis(0.0, HEADROOM * 100.0 * most, 5, 0.1);
    let y = Axis {
        lo: 0.0,
        hi,
        ticks: &ticks,
        name: "",
    };
    let mut top = TOP;
    for row in data.chains.chunks(across) {
        let place = |k: usize| Place {
            left: GUTTER + k as f64 * (width + GAP),
            right: GUTTER + k as f64 * (width + GAP) + width,
            top,
            height: HEIGHT,
        };
        let legends: Vec<_> = row.iter().map(legend).collect();
        let heads: Vec<_> = (row.iter().zip(&legends).enumerate())
            .map(|(k, (chain, legend))| (place(k), chain.name.as_str(), &legend[..]))
            .collect();
        let tops = aligned_tops(&heads);
        let mut bottom = top;
        for (k, chain) in row.iter().enumerate() {
            let place = Place {
                top: tops[k],
                ..place(k)
            };
            let y = Axis {
                name: &chain.name,
                ..y.clone()
            };
            bottom = draw(&mut figure, place, &y, data, chain, &legends[k]).max(bottom);
        }
        top = bottom + 8.0;
    }
    figure.height = top;
    figure.description = describe(data);
    figure
}

/// Loss of all stages at load `k`.
fn sum(chain: &StageChain, k: usize) -> f64 {
    chain.stages.iter().map(|s| s.1[k]).sum()
}

fn legend(chain: &StageChain) -> Vec<(String, Sample)> {
    let each = chain.stages.iter().enumerate();
    each.map(|(k, s)| (s.0.clone(), Sample::Box(FILLS[k % FILLS.len()])))
        .collect()
}

fn draw(
    figure: &mut Figure,
    place: Place,
    y: &Axis<'_>,
    data: &StageLossPlot,
    chain: &StageChain,
    legend: &[(String, Sample)],
) -> f64 {
    let pitch = 1.0 / data.loads.len().max(1) as f64;
    let ticks: Vec<Tick> = (data.loads.iter().enumerate())
        .map(|(k, load)| Tick {
            at: pitch * (k as f64 + 0.5),
            label: number::fixed(100.0 * load, 0),
        })
        .collect();
    let name = format!("load [% of {}]", data.whole);
    let x = Axis {
        lo: 0.0,
        hi: 1.0,
        ticks: &ticks,
        name: &name,
    };
    let frame = panel(figure, place, &x, y, legend);
    for (k, tick) in ticks.iter().enumerate() {
        let ends = [tick.at - 0.5 * BAR * pitch, tick.at + 0.5 * BAR * pitch];
        bar(figure, &frame, ends, chain, k, &tick.label);
    }
    frame.bottom
}

/// The bar of load `k`, called `load`, and what it sums to.
fn bar(
    figure: &mut Figure,
    frame: &Panel,
    ends: [f64; 2],
    chain: &StageChain,
    k: usize,
    load: &str,
) {
    let [left, right] = ends.map(|at| frame.x.px(at));
    let mut below = 0.0;
    for (n, (name, loss)) in chain.stages.iter().enumerate() {
        let above = below + 100.0 * loss[k];
        let tip = format!("{name} at {load} %: {}", number::percent(loss[k]));
        let (a, b) = ([left, frame.y.px(above)], [right, frame.y.px(below)]);
        figure.rect(a, b, FILLS[n % FILLS.len()], tip);
        // A light edge tells stages of like lightness apart in print.
        let edge = Stroke::full(Colour::PAPER, 0.8);
        figure.line(vec![a, [right, a[1]]], edge);
        below = above;
    }
    let text = number::fixed(below, 1);
    let wide = font::width(&text, LABEL, Weight::Regular);
    if wide < right - left + 6.0 {
        let (middle, base) = (0.5 * (left + right), frame.y.px(below) - 3.0);
        let half = 0.5 * wide + 1.0;
        // Grid lines end at the figure.
        let corners = [[middle - half, base - 9.0], [middle + half, base + 1.0]];
        figure.rect(corners[0], corners[1], Colour::PAPER, "");
        let (plain, ink) = (Weight::Regular, Colour::INK);
        label(figure, [middle, base], &text, plain, Anchor::Middle, ink);
    }
}

fn describe(data: &StageLossPlot) -> String {
    let each = data.chains.iter().map(|c| {
        let parts = data.loads.iter().enumerate().map(|(k, load)| {
            let loss = number::percent(sum(c, k));
            format!("{loss} at {}", number::percent(*load))
        });
        format!("{} {}", c.name, parts.collect::<Vec<_>>().join(", "))
    });
    format!("{}: {}", data.title, each.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::super::super::figure::overlap::complaints;
    use super::*;

    #[test]
    fn chains_of_many_stages_stand_side_by_side() {
        let loads: Vec<f64> = (1..=10).map(|k| 0.1 * f64::from(k)).collect();
        let chain = |name: &str, stages: usize| StageChain {
            name: name.to_owned(),
            stages: (0..stages)
                .map(|s| {
                    let loss = loads.iter().map(|l| 0.004 * (s + 1) as f64 / l);
                    (format!("stage {s}"), loss.collect())
                })
                .collect(),
        };
        let all = [chain("A: 480 V AC, UPS", 7), chain("B", 2), chain("C", 3)];
        for chains in [&all[..], &all[2..]] {
            let figure = stage_loss(&StageLossPlot {
                title: "Loss by stage".to_owned(),
                whole: "full load".to_owned(),
                loads: loads.clone(),
                chains: chains.to_vec(),
            });
            assert_eq!(complaints(&figure), Vec::<String>::new());
            assert!(figure.description.contains("at 100.0 %"));
        }
    }
}
