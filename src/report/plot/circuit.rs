//! A pump group against its system, and the pressure along the circuit that needs most.

use super::super::figure::{Anchor, Colour, Figure, Mark, Stroke};
use super::super::font::{self, Weight};
use super::super::number;
use super::axis::{Scale, Tick, round_axis};
use super::panel::{Axis, Place, Sample, header, label, panel};
use super::style::{self, GUTTER, LABEL, LINE, MARGIN, TOP, WIDTH};

/// Height of a diagram \[px\].
const HEIGHT: f64 = 170.0;
/// Height of a row \[px\].
const ROW: f64 = 20.0;
/// Widest that names are set \[px\].
const NAMES: f64 = 290.0;

/// A pump group and its circuit.
#[derive(Debug, Clone, PartialEq)]
pub struct PumpPlot {
    /// Name, pumps and speed, in words.
    pub name: String,
    /// Flow and rise of the moment [m³/h], \[kPa\].
    pub duty: [f64; 2],
    /// Flows of the curves [m³/h].
    pub flow: Vec<f64>,
    /// Rise at the highest speed, rise at the speed of the moment, what the circuit asks for \[kPa\].
    pub curves: [Vec<f64>; 3],
    /// Pieces of the index circuit: name, loss \[kPa\], whether it is a control valve.
    pub index: Vec<(String, f64, bool)>,
    /// Metres of head of a kilopascal.
    pub metres: f64,
}

/// Draws pump curves against system curves, a diagram a group.
pub fn pump_curves(title: &str, groups: &[PumpPlot]) -> Figure {
    let mut figure = style::titled(title, 0.0);
    let mut top = TOP;
    for group in groups {
        let place = Place {
            left: GUTTER,
            right: WIDTH - MARGIN,
            top,
            height: HEIGHT,
        };
        top = curves(&mut figure, place, group) + 8.0;
    }
    figure.height = top;
    let each = groups.iter().map(|g| {
        let [flow, rise] = g.duty.map(|v| number::significant(v, 3));
        format!("{} at {flow} m³/h and {rise} kPa", g.name)
    });
    figure.description = format!("{title}: {}", each.collect::<Vec<_>>().join("; "));
    figure
}

fn curves(figure: &mut Figure, place: Place, group: &PumpPlot) -> f64 {
    let most = group.curves[0]
        .iter()
        .copied()
        .fold(group.duty[1], f64::max);
    let (_, y_hi, y_ticks) = round_axis(0.0, 1.05 * most, 5, 1.0);
    let end = group.flow.last().copied().unwrap_or(1.0);
    let (x_lo, x_hi, x_ticks) = round_axis(0.0, end, 8, 0.1);
    let x = Axis {
        lo: x_lo,
        hi: x_hi,
        ticks: &x_ticks,
        name: "flow [m³/h]",
    };
    let name = format!("{}: pressure [kPa]", group.name);
    let y = Axis {
        lo: 0.0,
        hi: y_hi,
        ticks: &y_ticks,
        name: &name,
    };
    let names = ["highest speed", "this speed", "system"];
    let mut legend: Vec<(String, Sample)> = (names.iter().enumerate())
        .map(|(k, n)| ((*n).to_owned(), Sample::Line(style::series(k).0)))
        .collect();
    legend.push(("duty".to_owned(), Sample::Dot(Mark::Diamond, Colour::INK)));
    let frame = panel(figure, place, &x, &y, &legend);
    for (k, curve) in group.curves.iter().enumerate() {
        let points = group.flow.iter().zip(curve);
        // Lines end where they leave the diagram.
        let inside = points.filter(|(_, y)| (0.0..=y_hi).contains(*y));
        let line = inside
            .map(|(x, y)| [frame.x.px(*x), frame.y.px(*y)])
            .collect();
        figure.line(line, style::series(k).0);
    }
    let duty = [frame.x.px(group.duty[0]), frame.y.px(group.duty[1])];
    figure.dots(vec![duty], 4.5, Mark::Diamond, Colour::INK);
    frame.bottom
}

/// Draws the pressure left along the index circuit, piece by piece, a staircase a group.
pub fn index_circuits(title: &str, groups: &[PumpPlot]) -> Figure {
    let mut figure = style::titled(title, 0.0);
    let mut top = TOP;
    for group in groups {
        top = staircase(&mut figure, top, group) + 12.0;
    }
    figure.height = top;
    let each = groups.iter().map(|g| {
        let parts = g
            .index
            .iter()
            .map(|(name, kpa, _)| format!("{name} {} kPa", number::significant(*kpa, 3)));
        format!("{}: {}", g.name, parts.collect::<Vec<_>>().join(", "))
    });
    figure.description = each.collect::<Vec<_>>().join("; ");
    figure
}

fn staircase(figure: &mut Figure, top: f64, group: &PumpPlot) -> f64 {
    let place = Place {
        left: 8.0,
        right: WIDTH - MARGIN,
        top,
        height: 0.0,
    };
    let legend = [
        ("pipes and equipment".to_owned(), Sample::Box(Colour::NAVY)),
        ("control valve".to_owned(), Sample::Box(Colour::STRAW)),
    ];
    let top = header(
        figure,
        place,
        &format!("{}: pressure left [kPa]", group.name),
        &legend,
    );
    let widest = group
        .index
        .iter()
        .map(|p| font::width(&p.0, LABEL, Weight::Regular));
    let left = 20.0 + widest.fold(60.0, f64::max).min(NAMES);
    let whole: f64 = group.index.iter().map(|p| p.1).sum();
    let (lo, hi, ticks) = round_axis(0.0, whole, 6, 1.0);
    let scale = Scale {
        lo,
        hi,
        from: left,
        to: WIDTH - MARGIN - 110.0,
    };
    let bottom = top + ROW * group.index.len() as f64 + 4.0;
    grid(figure, &scale, &ticks, [top, bottom]);
    let mut rest = whole;
    for (k, piece) in group.index.iter().enumerate() {
        let y = top + ROW * k as f64;
        stair(
            figure,
            &scale,
            piece,
            [rest - piece.1, rest],
            y,
            group.metres,
        );
        rest -= piece.1;
    }
    bottom + LINE
}

/// Ticks and their lines between `top` and `bottom` \[px\].
fn grid(figure: &mut Figure, scale: &Scale, ticks: &[Tick], [top, bottom]: [f64; 2]) {
    for tick in ticks {
        let x = scale.px(tick.at);
        figure.line(vec![[x, top], [x, bottom]], Stroke::full(Colour::GRID, 1.0));
        let (at, plain) = ([x, bottom + 13.0], Weight::Regular);
        label(figure, at, &tick.label, plain, Anchor::Middle, Colour::INK);
    }
}

/// One stair: the pressure that a piece takes, from what is left above it to what is left below.
fn stair(
    figure: &mut Figure,
    scale: &Scale,
    (name, kpa, control): &(String, f64, bool),
    left: [f64; 2],
    y: f64,
    metres: f64,
) {
    let [a, b] = left.map(|kpa| scale.px(kpa));
    let fill = if *control {
        Colour::STRAW
    } else {
        Colour::NAVY
    };
    let metres = number::significant(kpa * metres, 2);
    let value = format!("{} kPa, {metres} m", number::significant(*kpa, 3));
    let tip = format!("{name}: {value}");
    figure.rect([a, y + 3.0], [b.max(a + 1.0), y + ROW - 3.0], fill, tip);
    let (base, plain) = (y + 0.5 * ROW + 3.9, Weight::Regular);
    let shown = shortened(name, scale.from - 16.0);
    let at = [scale.from - 8.0, base];
    label(figure, at, &shown, plain, Anchor::End, Colour::INK);
    let at = [b + 6.0, base];
    label(figure, at, &value, plain, Anchor::Start, Colour::INK);
}

/// `text` without its middle where it is wider than `room` \[px\].
fn shortened(text: &str, room: f64) -> String {
    let wide = |t: &str| font::width(t, LABEL, Weight::Regular) > room;
    if !wide(text) {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let kept = |n: usize| -> String {
        let (head, tail) = (n.div_ceil(2), n / 2);
        let head: String = letters[..head].iter().collect();
        let tail: String = letters[letters.len() - tail..].iter().collect();
        format!("{head}…{tail}")
    };
    let fits = (2..letters.len()).rev().find(|n| !wide(&kept(*n)));
    kept(fits.unwrap_or(2))
}

#[cfg(test)]
mod tests {
    use super::super::super::figure::overlap::complaints;
    use super::*;

    #[test]
    fn circuits_are_drawn_without_collisions() {
        let flow: Vec<f64> = (0..41).map(f64::from).collect();
        let group = PumpPlot {
            name: "loop.fws, 2 pumps at 78 % of rated speed".to_owned(),
            duty: [25.0, 150.0],
            curves: [
                flow.iter().map(|q| 300.0 - 0.1 * q * q).collect(),
                flow.iter().map(|q| 212.5 - 0.1 * q * q).collect(),
                flow.iter().map(|q| 0.24 * q * q).collect(),
            ],
            flow,
            index: vec![
                ("exchanger and filter of the group".to_owned(), 30.0, false),
                (
                    "a pipe with a name that is by far too long to be set beside it … end"
                        .to_owned(),
                    20.0,
                    false,
                ),
                ("cdu.c1.valve".to_owned(), 100.0, true),
            ],
            metres: 0.102,
        };
        let all = [group.clone(), group];
        for figure in [pump_curves("Pumps", &all), index_circuits("Circuits", &all)] {
            assert_eq!(complaints(&figure), Vec::<String>::new());
            assert!(!figure.description.is_empty());
        }
    }
}
