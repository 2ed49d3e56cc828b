//! A figure as a PNG of two pixels a CSS pixel.
//!
//! Shapes are rasterised with exact edge coverage; glyphs are shapes too, so that they stand at sub-pixel
//! positions, as in the SVG.

mod encode;
mod glyph;

use super::super::font::{self, Weight};
use super::{Anchor, Colour, Figure, Item, Mark, Point, Stroke};
use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, StrokeDash, Transform,
};

/// Pixels of the image a CSS pixel.
const DENSITY: usize = 2;
/// Width below which a line would fade on paper \[px\].
const THINNEST: f64 = 0.5;

/// The image cannot be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot draw the plot {title:?}: {reason}")]
pub struct PngError {
    /// Title of the figure.
    pub title: String,
    /// What is in the way.
    pub reason: String,
}

/// Bytes of the PNG file.
///
/// # Errors
/// [`PngError`] when the figure has no area or the compressor refuses.
pub fn png(figure: &Figure) -> Result<Vec<u8>, PngError> {
    let refuse = |reason: String| PngError {
        title: figure.title.clone(),
        reason,
    };
    let (width, height) = (pixels(figure.width), pixels(figure.height));
    let image = Pixmap::new(width as u32, height as u32);
    let mut canvas = Canvas {
        image: image.ok_or_else(|| refuse("its area is not a picture's".to_owned()))?,
    };
    canvas.image.fill(tiny_skia::Color::WHITE);
    figure.items.iter().for_each(|item| canvas.draw(item));
    encode::rgb(canvas.image.data(), width, height, DENSITY).map_err(|e| refuse(e.to_string()))
}

/// Pixels of the image on `length` \[px\].
fn pixels(length: f64) -> usize {
    DENSITY * length.ceil() as usize
}

/// From CSS pixels to those of the image.
fn to_image() -> Transform {
    Transform::from_scale(DENSITY as f32, DENSITY as f32)
}

fn paint(colour: Colour) -> Paint<'static> {
    let [r, g, b] = colour.rgb;
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, (255.0 * colour.opacity).round() as u8);
    paint
}

/// A line through `points`; nothing where they do not span one.
fn path(points: &[Point], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::with_capacity(points.len() + 1, points.len() + 1);
    for (i, p) in points.iter().enumerate() {
        let (x, y) = (p[0] as f32, p[1] as f32);
        if i == 0 {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

struct Canvas {
    image: Pixmap,
}

impl Canvas {
    fn draw(&mut self, item: &Item) {
        match item {
            Item::Line { points, stroke } => self.stroke(points, *stroke),
            Item::Area { points, fill, .. } => self.fill(path(points, true), *fill),
            Item::Dots {
                centres,
                radius,
                mark,
                fill,
            } => self.dots(centres, *radius, *mark, *fill),
            Item::Text {
                at,
                text,
                em,
                weight,
                anchor,
                fill,
            } => self.text(*at, text, *em, *weight, *anchor, *fill),
        }
    }

    fn fill(&mut self, path: Option<Path>, fill: Colour) {
        // A path that spans no area has nothing to fill.
        if let Some(path) = path {
            let paint = paint(fill);
            self.image
                .fill_path(&path, &paint, FillRule::Winding, to_image(), None);
        }
    }

    fn stroke(&mut self, points: &[Point], stroke: Stroke) {
        let dash = stroke.dash.iter().map(|d| *d as f32).collect();
        let how = tiny_skia::Stroke {
            width: stroke.width.max(THINNEST) as f32,
            line_cap: LineCap::Butt,
            line_join: LineJoin::Round,
            dash: StrokeDash::new(dash, 0.0),
            ..tiny_skia::Stroke::default()
        };
        if let Some(path) = path(points, false) {
            let paint = paint(stroke.colour);
            self.image
                .stroke_path(&path, &paint, &how, to_image(), None);
        }
    }

    fn dots(&mut self, centres: &[Point], radius: f64, mark: Mark, fill: Colour) {
        let outline = mark.outline(radius);
        for c in centres {
            let moved: Vec<Point> = outline.iter().map(|p| [p[0] + c[0], p[1] + c[1]]).collect();
            self.fill(path(&moved, true), fill);
        }
    }

    fn text(
        &mut self,
        at: Point,
        text: &str,
        em: f64,
        weight: Weight,
        anchor: Anchor,
        fill: Colour,
    ) {
        let width = font::width(text, em, weight);
        let left = match anchor {
            Anchor::Start => at[0],
            Anchor::Middle => at[0] - width / 2.0,
            Anchor::End => at[0] - width,
        };
        self.fill(glyph::line([left, at[1]], text, em, weight), fill);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(figure: &Figure) -> Pixmap {
        let (width, height) = (pixels(figure.width), pixels(figure.height));
        let mut canvas = Canvas {
            image: Pixmap::new(width as u32, height as u32).unwrap(),
        };
        canvas.image.fill(tiny_skia::Color::WHITE);
        figure.items.iter().for_each(|item| canvas.draw(item));
        canvas.image
    }

    /// Mean darkness of an image, 0 to 1.
    fn ink(image: &Pixmap) -> f64 {
        let light: f64 = image.pixels().iter().map(|p| f64::from(p.green())).sum();
        1.0 - light / (255.0 * image.pixels().len() as f64)
    }

    #[test]
    fn a_filled_half_is_half_filled_and_edges_are_smooth() {
        let mut figure = Figure::new(20.0, 10.0, "t");
        figure.rect([0.0, 0.0], [10.1, 10.0], Colour::hex(0), "");
        assert!((ink(&drawn(&figure)) - 0.505).abs() < 2e-3);
    }

    #[test]
    fn a_dashed_line_has_the_ink_of_its_dashes() {
        let dashed = |dash: &'static [f64]| {
            let mut figure = Figure::new(60.0, 10.0, "t");
            let stroke = Stroke {
                colour: Colour::hex(0),
                width: 2.0,
                dash,
            };
            figure.line(vec![[0.0, 5.0], [30.0, 5.0], [60.0, 5.0]], stroke);
            ink(&drawn(&figure))
        };
        assert!((dashed(&[]) - 0.2).abs() < 2e-3);
        assert!((dashed(&[6.0, 4.0]) - 0.12).abs() < 2e-3);
    }

    #[test]
    fn text_has_ink_where_it_stands() {
        let mut figure = Figure::new(30.0, 12.0, "t");
        figure.text(
            [30.0, 10.0],
            "°C²",
            10.0,
            Weight::Regular,
            Anchor::End,
            Colour::INK,
        );
        let image = drawn(&figure);
        let left = font::width("°C²", 10.0, Weight::Regular);
        let column = |x: u32| (0..image.height()).any(|y| image.pixel(x, y).unwrap().green() < 200);
        let first = (0..image.width()).find(|x| column(*x)).unwrap();
        let begins = 2.0 * (30.0 - left);
        assert!((f64::from(first) - begins).abs() < 4.0, "{first} {begins}");
    }

    #[test]
    fn the_file_begins_as_a_png_does() {
        let mut figure = Figure::new(30.0, 12.0, "t");
        figure.rect([1.0, 1.0], [5.0, 5.0], Colour::NAVY, "");
        let bytes = png(&figure).unwrap();
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&bytes[16..24], &[0, 0, 0, 60, 0, 0, 0, 24]);
        assert_eq!(&bytes[bytes.len() - 8..bytes.len() - 4], b"IEND");
        assert!(png(&Figure::new(0.0, 12.0, "t")).is_err());
    }
}
