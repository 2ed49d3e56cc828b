//! Designs over two objectives, with those that no other beats.

use super::super::figure::{Anchor, Colour, Figure, Mark};
use super::super::font::Weight;
use super::super::number;
use super::axis::{extent, round_axis};
use super::panel::{Axis, Panel, Place, Sample, aligned_tops, label, panel};
use super::style::{self, GUTTER, MARGIN, TOP, WIDTH};

/// Data of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontPlot {
    /// Title.
    pub title: String,
    /// Names of the two axes with their units.
    pub axes: [String; 2],
    /// Designs of the front.
    pub front: Vec<[f64; 2]>,
    /// Designs whose full year was solved, with their names.
    pub members: Vec<([f64; 2], String)>,
}

/// Draws the plot.
pub fn front(plot: &FrontPlot) -> Figure {
    let mut figure = style::titled(&plot.title, 0.0);
    let column = |i: usize| -> Vec<f64> {
        let members = plot.members.iter().map(move |m| m.0[i]);
        plot.front
            .iter()
            .map(move |p| p[i])
            .chain(members)
            .collect()
    };
    let (xs, ys) = (column(0), column(1));
    let (x_lo, x_hi) = extent(&xs).unwrap_or((0.0, 1.0));
    let (y_lo, y_hi) = extent(&ys).unwrap_or((0.0, 1.0));
    let (x_lo, x_hi, x_ticks) = round_axis(x_lo, x_hi, 6, 1e-3 * x_hi.abs());
    let (y_lo, y_hi, y_ticks) = round_axis(y_lo, y_hi, 6, 1e-4);
    let legend = legend();
    let place = Place {
        left: GUTTER,
        right: WIDTH - MARGIN,
        top: TOP,
        height: 300.0,
    };
    let [x_name, y_name] = &plot.axes;
    let heads = [(place, y_name.as_str(), legend.as_slice())];
    let top = aligned_tops(&heads).into_iter().next().unwrap_or(TOP);
    let x = Axis {
        lo: x_lo,
        hi: x_hi,
        ticks: &x_ticks,
        name: x_name,
    };
    let y = Axis {
        lo: y_lo,
        hi: y_hi,
        ticks: &y_ticks,
        name: y_name,
    };
    let frame = panel(&mut figure, Place { top, ..place }, &x, &y, &legend);
    marks(&mut figure, &frame, plot);
    figure.height = frame.bottom + 4.0;
    figure.description = format!(
        "{} designs of the front; {x_name} from {} to {}, {y_name} from {} to {}.",
        plot.front.len(),
        number::significant(x_lo, 4),
        number::significant(x_hi, 4),
        number::significant(y_lo, 5),
        number::significant(y_hi, 5)
    );
    figure
}

fn legend() -> [(String, Sample); 2] {
    [
        (
            "no other beats them".to_owned(),
            Sample::Dot(Mark::Disc, Colour::TEAL),
        ),
        (
            "full year solved, numbered as in front/".to_owned(),
            Sample::Dot(Mark::Triangle, Colour::NAVY),
        ),
    ]
}

/// Designs, and names of those whose full year was solved.
fn marks(figure: &mut Figure, frame: &Panel, plot: &FrontPlot) {
    let px = |p: &[f64; 2]| [frame.x.px(p[0]), frame.y.px(p[1])];
    figure.dots(
        plot.front.iter().map(px).collect(),
        3.0,
        Mark::Disc,
        Colour::TEAL,
    );
    let centres: Vec<[f64; 2]> = plot.members.iter().map(|m| px(&m.0)).collect();
    figure.dots(centres.clone(), 4.5, Mark::Triangle, Colour::NAVY);
    let mut taken: Vec<[f64; 2]> = Vec::new();
    // Above the mark, but below the top of the panel, where the name of the axis stands.
    let top = frame.y.to.min(frame.y.from);
    for (at, (_, name)) in centres.iter().zip(&plot.members) {
        let spot = [at[0] + 7.0, (at[1] - 5.0).max(top + 14.0)];
        let free = |t: &[f64; 2]| (t[0] - spot[0]).abs() > 18.0 || (t[1] - spot[1]).abs() > 12.0;
        // A name that would stand on another is left to the table.
        if taken.iter().all(free) {
            label(
                figure,
                spot,
                name,
                Weight::Regular,
                Anchor::Start,
                Colour::NAVY,
            );
            taken.push(spot);
        }
    }
}
