//! A drawing as a list of shapes in CSS pixels, rendered to SVG and to PNG.
//!
//! Both renderings come from one list, so they agree by construction; what a plot draws is
//! decided once.

mod colour;
mod png;
mod svg;

pub use colour::Colour;
pub use png::{PngError, png};
pub use svg::{Standing, svg};

use super::font::Weight;

/// A point \[px\], x to the right, y down.
pub type Point = [f64; 2];

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Colour of the line.
    pub colour: Colour,
    /// Width \[px\].
    pub width: f64,
    /// Lengths of dashes and gaps in turn \[px\]; empty for a full line.
    pub dash: &'static [f64],
}

impl Stroke {
    /// A full line.
    pub const fn full(colour: Colour, width: f64) -> Self {
        Self {
            colour,
            width,
            dash: &[],
        }
    }
}

/// Side of its reference point on which text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The point is at the left end.
    Start,
    /// The point is in the middle.
    Middle,
    /// The point is at the right end.
    End,
}

/// Shape of a dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Disc.
    Disc,
    /// Square.
    Square,
    /// Upright triangle.
    Triangle,
    /// Square on its corner.
    Diamond,
}

impl Mark {
    /// Outline around the origin for a mark of radius `r`; areas are alike.
    pub(super) fn outline(self, r: f64) -> Vec<Point> {
        match self {
            Self::Disc => (0..16)
                .map(|i| std::f64::consts::TAU * f64::from(i) / 16.0)
                .map(|a| [r * a.cos(), r * a.sin()])
                .collect(),
            Self::Square => {
                let h = 0.89 * r;
                vec![[-h, -h], [h, -h], [h, h], [-h, h]]
            }
            Self::Triangle => vec![
                [0.0, -1.35 * r],
                [1.17 * r, 0.68 * r],
                [-1.17 * r, 0.68 * r],
            ],
            Self::Diamond => {
                let h = 1.25 * r;
                vec![[0.0, -h], [h, 0.0], [0.0, h], [-h, 0.0]]
            }
        }
    }
}

/// One shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An open line.
    Line {
        /// Its corners.
        points: Vec<Point>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A closed, filled shape.
    Area {
        /// Its corners.
        points: Vec<Point>,
        /// Filling.
        fill: Colour,
        /// Text shown while the pointer rests on it; empty for none.
        tip: String,
    },
    /// Equal marks.
    Dots {
        /// Their centres.
        centres: Vec<Point>,
        /// Radius \[px\].
        radius: f64,
        /// Shape.
        mark: Mark,
        /// Filling.
        fill: Colour,
    },
    /// A line of text.
    Text {
        /// Reference point on the baseline.
        at: Point,
        /// The text.
        text: String,
        /// Size of an em \[px\].
        em: f64,
        /// Weight.
        weight: Weight,
        /// Side.
        anchor: Anchor,
        /// Colour.
        fill: Colour,
    },
}

/// A drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Width \[px\].
    pub width: f64,
    /// Height \[px\].
    pub height: f64,
    /// Title read by screen readers.
    pub title: String,
    /// What the drawing shows, in a sentence with its key figures.
    pub description: String,
    /// Shapes from back to front.
    pub items: Vec<Item>,
}

impl Figure {
    /// An empty drawing.
    pub fn new(width: f64, height: f64, title: impl Into<String>) -> Self {
        Self {
            width,
            height,
            title: title.into(),
            description: String::new(),
            items: Vec::new(),
        }
    }

    /// Draws an open line.
    pub fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        if points.len() > 1 {
            self.items.push(Item::Line { points, stroke });
        }
    }

    /// Fills a closed shape.
    pub fn area(&mut self, points: Vec<Point>, fill: Colour, tip: impl Into<String>) {
        self.items.push(Item::Area {
            points,
            fill,
            tip: tip.into(),
        });
    }

    /// Fills an upright rectangle between two corners.
    pub fn rect(&mut self, a: Point, b: Point, fill: Colour, tip: impl Into<String>) {
        let corners = vec![a, [b[0], a[1]], b, [a[0], b[1]]];
        self.area(corners, fill, tip);
    }

    /// Draws equal marks.
    pub fn dots(&mut self, centres: Vec<Point>, radius: f64, mark: Mark, fill: Colour) {
        if !centres.is_empty() {
            self.items.push(Item::Dots {
                centres,
                radius,
                mark,
                fill,
            });
        }
    }

    /// Sets a line of text.
    pub fn text(
        &mut self,
        at: Point,
        text: impl Into<String>,
        em: f64,
        weight: Weight,
        anchor: Anchor,
        fill: Colour,
    ) {
        self.items.push(Item::Text {
            at,
            text: text.into(),
            em,
            weight,
            anchor,
            fill,
        });
    }
}

#[cfg(test)]
pub(super) mod overlap;
