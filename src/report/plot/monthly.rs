//! A year by months: energy beyond IT, ratio, water.

use super::super::figure::{Anchor, Colour, Figure, Mark, Stroke};
use super::super::number;
use super::axis::{Tick, extent, round_axis};
use super::panel::{Axis, Panel, Place, Sample, ink, panel};
use super::style::{self, GUTTER, MARGIN, TOP, WIDTH};

/// Totals of one month.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// Short name: "Jan".
    pub name: String,
    /// Time covered \[h\].
    pub hours: f64,
    /// IT energy \[kWh\].
    pub it_kwh: f64,
    /// Cooling energy \[kWh\].
    pub cooling_kwh: f64,
    /// Losses of the power chain \[kWh\].
    pub power_kwh: f64,
    /// House energy \[kWh\].
    pub house_kwh: f64,
    /// Facility over IT energy.
    pub ratio: f64,
    /// Water \[m³\]; `None` where it was not recorded.
    pub water_m3: Option<f64>,
}

impl Month {
    /// Energy beyond IT, in the order in which it is stacked.
    fn beyond_it(&self) -> [f64; 3] {
        [self.cooling_kwh, self.power_kwh, self.house_kwh]
    }
}

/// Names and fillings of the stack.
const STACK: [(&str, Colour); 3] = [
    ("cooling", Colour::NAVY),
    ("power chain", Colour::TEAL),
    ("house", Colour::STRAW),
];

/// Draws the diagrams; the one of water only where water was recorded.
pub fn monthly(ratio_name: &str, months: &[Month]) -> Figure {
    let mut figure = style::titled("Energy and water by month", 0.0);
    let mut top = energy_panel(&mut figure, TOP, months) + 6.0;
    top = ratio_panel(&mut figure, top, ratio_name, months) + 6.0;
    if months.iter().any(|m| m.water_m3.is_some()) {
        top = water_panel(&mut figure, top, months) + 6.0;
    }
    figure.height = top;
    figure.description = months
        .iter()
        .map(|m| format!("{}: {} {}", m.name, ratio_name, number::fixed(m.ratio, 4)))
        .collect::<Vec<_>>()
        .join("; ");
    figure
}

fn place(top: f64, height: f64) -> Place {
    Place {
        left: GUTTER,
        right: WIDTH - MARGIN,
        top,
        height,
    }
}

/// Frame with one column a month.
fn frame(
    figure: &mut Figure,
    place: Place,
    months: &[Month],
    name: &str,
    y: (f64, f64, Vec<Tick>),
    legend: &[(String, Sample)],
) -> Panel {
    let ticks: Vec<Tick> = months
        .iter()
        .enumerate()
        .map(|(i, m)| Tick {
            at: i as f64 + 0.5,
            label: m.name.clone(),
        })
        .collect();
    let x_axis = Axis {
        lo: 0.0,
        hi: months.len().max(1) as f64,
        ticks: &ticks,
        name: "",
    };
    let y_axis = Axis {
        lo: y.0,
        hi: y.1,
        ticks: &y.2,
        name,
    };
    panel(figure, place, &x_axis, &y_axis, legend)
}

/// Fills the column of month `i` between two values.
fn column(
    figure: &mut Figure,
    frame: &Panel,
    i: usize,
    span: (f64, f64),
    fill: Colour,
    tip: String,
) {
    let (a, b) = (frame.x.px(i as f64 + 0.2), frame.x.px(i as f64 + 0.8));
    figure.rect([a, frame.y.px(span.1)], [b, frame.y.px(span.0)], fill, tip);
}

fn energy_panel(figure: &mut Figure, top: f64, months: &[Month]) -> f64 {
    let tallest = months
        .iter()
        .map(|m| m.beyond_it().iter().sum())
        .fold(0.0, f64::max);
    let (unit_kwh, unit) = number::energy_unit(tallest);
    let y = round_axis(0.0, tallest / unit_kwh, 4, 1e-6);
    let legend: Vec<_> = STACK
        .iter()
        .map(|&(name, fill)| (name.to_owned(), Sample::Box(fill)))
        .collect();
    let name = format!("Energy beyond IT [{unit}]");
    let frame = frame(figure, place(top, 130.0), months, &name, y, &legend);
    for (i, month) in months.iter().enumerate() {
        let mut base = 0.0;
        for ((name, fill), kwh) in STACK.iter().zip(month.beyond_it()) {
            let next = base + kwh / unit_kwh;
            let tip = format!("{} {name}: {}", month.name, number::energy(kwh));
            column(figure, &frame, i, (base, next), *fill, tip);
            base = next;
        }
    }
    frame.bottom
}

fn ratio_panel(figure: &mut Figure, top: f64, ratio_name: &str, months: &[Month]) -> f64 {
    let (lo, hi) = extent(months.iter().map(|m| &m.ratio)).unwrap_or((1.0, 1.1));
    let y = round_axis(lo, hi, 3, 0.004);
    let name = format!("{ratio_name} of the month [1]");
    let frame = frame(figure, place(top, 80.0), months, &name, y, &[]);
    let points: Vec<_> = months
        .iter()
        .enumerate()
        .map(|(i, m)| [frame.x.px(i as f64 + 0.5), frame.y.px(m.ratio)])
        .collect();
    figure.line(points.clone(), Stroke::full(Colour::NAVY, 1.6));
    figure.dots(points, 3.2, Mark::Disc, Colour::NAVY);
    frame.bottom
}

/// Columns of water, with the month's WUE in words above each.
fn water_panel(figure: &mut Figure, top: f64, months: &[Month]) -> f64 {
    let volume = |m: &Month| m.water_m3.unwrap_or(0.0);
    let tallest = months.iter().map(volume).fold(0.0, f64::max);
    // Room for the numbers above the tallest column.
    let y = round_axis(0.0, 1.15 * tallest, 4, 1.0);
    let name = "Water [m³], above each column its WUE [L/kWh]";
    let frame = frame(figure, place(top, 110.0), months, name, y, &[]);
    for (i, month) in months.iter().enumerate() {
        let m3 = volume(month);
        let tip = format!("{}: {} m³", month.name, number::fixed(m3, 1));
        column(figure, &frame, i, (0.0, m3), Colour::TEAL, tip);
        // A number over a column that is not seen would float.
        if month.it_kwh > 0.0 && m3 > 0.005 * tallest {
            let wue = number::fixed(1000.0 * m3 / month.it_kwh, 3);
            let at = [frame.x.px(i as f64 + 0.5), frame.y.px(m3) - 4.0];
            ink(figure, at, &wue, Anchor::Middle);
        }
    }
    frame.bottom
}
