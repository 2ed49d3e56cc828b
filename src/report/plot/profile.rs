//! Voltage of every bus over the way of its current from the source: the profile along a row.

use super::super::figure::{Anchor, Colour, Figure, Mark, Stroke};
use super::super::font::Weight;
use super::super::number;
use super::axis::{extent, round_axis};
use super::panel::{Axis, Panel, Place, Sample, label, panel};
use super::style::{self, GUTTER, MARGIN, TOP, WIDTH};

/// Height of the diagram \[px\].
const HEIGHT: f64 = 230.0;
/// Most marks: beyond, lines alone tell more.
const MARKS: usize = 400;

/// A bus and how current comes to it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileBus {
    /// Its name.
    pub name: String,
    /// Bus that feeds it, which stands before it; `None` at a source.
    pub fed_by: Option<usize>,
    /// Resistance on the way from the source \[mΩ\].
    pub distance: f64,
    /// Voltage over that without load \[%\].
    pub percent: f64,
    /// Number of the part of the network, for the style of its line.
    pub part: usize,
}

/// Draws the profile; `parts` names the parts of the network.
pub fn voltage_profile(title: &str, buses: &[ProfileBus], parts: &[String]) -> Figure {
    let mut figure = style::titled(title, 0.0);
    let frame = frame(&mut figure, buses, parts);
    let at = |bus: &ProfileBus| [frame.x.px(bus.distance), frame.y.px(bus.percent)];
    for bus in buses {
        if let Some(up) = bus.fed_by {
            let (stroke, _) = style::series(bus.part);
            let full = Stroke::full(stroke.colour, 1.4);
            let stroke = if parts.len() > 1 { stroke } else { full };
            figure.line(vec![at(&buses[up]), at(bus)], stroke);
        }
    }
    if buses.len() <= MARKS {
        figure.dots(buses.iter().map(at).collect(), 2.2, Mark::Disc, Colour::INK);
    }
    if let Some(text) = lowest(&mut figure, &frame, buses) {
        figure.description = format!("{title}: lowest at {text} of no load");
    }
    figure.height = frame.bottom + 6.0;
    figure
}

/// Marks the lowest bus; returns what stands beside it.
fn lowest(figure: &mut Figure, frame: &Panel, buses: &[ProfileBus]) -> Option<String> {
    let low = buses
        .iter()
        .min_by(|a, b| a.percent.total_cmp(&b.percent))?;
    let text = format!("{} {} %", low.name, number::fixed(low.percent, 2));
    let [px, py] = [frame.x.px(low.distance), frame.y.px(low.percent)];
    figure.dots(vec![[px, py]], 4.0, Mark::Triangle, Colour::ALARM);
    let (x, anchor) = match px > 0.5 * WIDTH {
        true => (px - 8.0, Anchor::End),
        false => (px + 8.0, Anchor::Start),
    };
    let at = [x, (py + 14.0).min(frame.y.from - 6.0)];
    let (weight, colour) = (Weight::Semibold, Colour::ALARM);
    label(figure, at, &text, weight, anchor, colour);
    Some(text)
}

/// The frame around `buses`, its styles told where there are several parts.
fn frame(figure: &mut Figure, buses: &[ProfileBus], parts: &[String]) -> Panel {
    let place = Place {
        left: GUTTER,
        right: WIDTH - MARGIN,
        top: TOP,
        height: HEIGHT,
    };
    let far = buses.iter().map(|b| b.distance).fold(0.0, f64::max);
    let far = if far > 0.0 { far } else { 1.0 };
    let (x_lo, x_hi, x_ticks) = round_axis(0.0, far, 8, 0.0);
    let percents: Vec<f64> = buses.iter().map(|b| b.percent).collect();
    let (lo, hi) = extent(&percents).unwrap_or((100.0, 100.0));
    let (y_lo, y_hi, y_ticks) = round_axis(lo, hi.max(100.0), 6, 0.2);
    let x = Axis {
        lo: x_lo,
        hi: x_hi,
        ticks: &x_ticks,
        name: "resistance on the way from the source [mΩ]",
    };
    let y = Axis {
        lo: y_lo,
        hi: y_hi,
        ticks: &y_ticks,
        name: "voltage [% of no load]",
    };
    let named = parts.iter().enumerate().filter(|_| parts.len() > 1);
    let legend: Vec<(String, Sample)> = named
        .map(|(k, name)| (name.clone(), Sample::Line(style::series(k).0)))
        .collect();
    panel(figure, place, &x, &y, &legend)
}

#[cfg(test)]
mod tests {
    use super::super::super::figure::overlap::complaints;
    use super::*;

    #[test]
    fn a_row_falls_along_its_way() {
        let buses: Vec<ProfileBus> = (0..12)
            .map(|k| ProfileBus {
                name: format!("r{k}"),
                fed_by: (k > 0).then(|| k - 1),
                distance: 0.4 * k as f64,
                percent: 100.0 - 0.02 * (k * k) as f64,
                part: 0,
            })
            .collect();
        let figure = voltage_profile("Voltage along the row", &buses, &[]);
        assert_eq!(complaints(&figure), Vec::<String>::new());
        assert!(figure.description.contains("r11 97.58 %"));
        let none = voltage_profile("Nothing", &[], &[]);
        assert_eq!(complaints(&none), Vec::<String>::new());
    }
}
