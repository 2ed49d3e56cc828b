//! Sizes and line styles that all plots share.

use super::super::figure::{Colour, Figure, Mark, Stroke};
use super::super::font::Weight;

/// Width of a plot \[px\]: the text width of an A4 page at 96 dots an inch.
pub(super) const WIDTH: f64 = 720.0;
/// Room left of a panel for its tick labels \[px\].
pub(super) const GUTTER: f64 = 58.0;
/// Room right of a panel, half a tick label wide \[px\].
pub(super) const MARGIN: f64 = 24.0;
/// Size of tick labels and legends \[px\].
pub(super) const LABEL: f64 = 11.0;
/// Size of the title \[px\].
pub(super) const TITLE: f64 = 14.0;
/// Height of a line of labels \[px\].
pub(super) const LINE: f64 = 16.0;

/// Style of the series with this place in its panel: colour, dash and mark all differ.
pub(super) fn series(place: usize) -> (Stroke, Mark) {
    let dashed = |colour, width, dash| Stroke {
        colour,
        width,
        dash,
    };
    let styles = [
        (Stroke::full(Colour::NAVY, 1.8), Mark::Disc),
        (dashed(Colour::VERMILION, 1.8, &[7.0, 3.0]), Mark::Triangle),
        (dashed(Colour::TEAL, 2.0, &[2.5, 2.5]), Mark::Square),
        (
            dashed(Colour::STRAW, 2.2, &[9.0, 3.0, 2.0, 3.0]),
            Mark::Diamond,
        ),
        (dashed(Colour::NAVY, 1.4, &[2.0, 4.0]), Mark::Disc),
        (Stroke::full(Colour::VERMILION, 1.2), Mark::Triangle),
        (
            dashed(Colour::TEAL, 1.6, &[12.0, 3.0, 3.0, 3.0]),
            Mark::Square,
        ),
        (Stroke::full(Colour::STRAW, 2.4), Mark::Diamond),
    ];
    styles[place % styles.len()]
}

/// Line of a limit.
pub(super) const LIMIT: Stroke = Stroke {
    colour: Colour::ALARM,
    width: 1.4,
    dash: &[5.0, 3.0],
};

/// A figure with its title set; content starts below [`TOP`].
pub(super) fn titled(title: &str, height: f64) -> Figure {
    let mut figure = Figure::new(WIDTH, height, title);
    figure.text(
        [8.0, 20.0],
        title,
        TITLE,
        Weight::Semibold,
        super::super::figure::Anchor::Start,
        Colour::INK,
    );
    figure
}

/// First pixel below the title.
pub(super) const TOP: f64 = 34.0;
