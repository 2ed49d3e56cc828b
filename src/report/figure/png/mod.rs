//! A figure as a PNG of two pixels a CSS pixel.
//!
//! Shapes go through plotters' bitmap backend at three times the final resolution and are averaged
//! down, because that backend fills polygons without smoothing. Glyphs are set from their
//! outlines' coverage at sub-pixel positions: the backend's own text rounds every glyph to whole
//! pixels and drops its side bearing.

mod dash;
mod encode;

use super::super::font::{self, Weight};
use super::{Anchor, Colour, Figure, Item, Point, Stroke};
use ab_glyph::{Font, ScaleFont, point};
use plotters::backend::{BitMapBackend, DrawingBackend};
use plotters::style::RGBAColor;

/// Pixels of the image a CSS pixel.
const DENSITY: usize = 2;
/// Samples a pixel of the image, in each direction.
const SAMPLES: usize = 3;
/// Samples a CSS pixel.
const SCALE: f64 = (DENSITY * SAMPLES) as f64;

/// The bitmap backend refused; with a buffer of the right size it has no reason to.
#[derive(Debug, thiserror::Error)]
#[error("cannot draw the plot {title:?}: {reason}")]
pub struct PngError {
    /// Title of the figure.
    pub title: String,
    /// What the backend said.
    pub reason: String,
}

/// Bytes of the PNG file.
///
/// # Errors
/// [`PngError`] when the bitmap backend or the compressor refuses.
pub fn png(figure: &Figure) -> Result<Vec<u8>, PngError> {
    let refuse = |reason: String| PngError {
        title: figure.title.clone(),
        reason,
    };
    let width = DENSITY * figure.width.ceil() as usize;
    let height = DENSITY * figure.height.ceil() as usize;
    let (fine_width, fine_height) = (width * SAMPLES, height * SAMPLES);
    let mut fine = vec![255; fine_width * fine_height * 3];
    {
        let size = (fine_width as u32, fine_height as u32);
        let mut canvas = Canvas {
            backend: BitMapBackend::with_buffer(&mut fine, size),
        };
        for item in &figure.items {
            canvas.draw(item).map_err(refuse)?;
        }
    }
    let pixels = average(&fine, width, height);
    encode::rgb(&pixels, width, height, DENSITY).map_err(|e| refuse(e.to_string()))
}

/// Means of squares of `SAMPLES` × `SAMPLES` samples.
fn average(fine: &[u8], width: usize, height: usize) -> Vec<u8> {
    let row = width * SAMPLES * 3;
    let count = (SAMPLES * SAMPLES) as u32;
    let mut pixels = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let mut sums = [count / 2; 3];
            for line in fine[y * SAMPLES * row..].chunks_exact(row).take(SAMPLES) {
                for sample in line[x * SAMPLES * 3..].chunks_exact(3).take(SAMPLES) {
                    for (sum, &value) in sums.iter_mut().zip(sample) {
                        *sum += u32::from(value);
                    }
                }
            }
            pixels.extend(sums.map(|s| (s / count) as u8));
        }
    }
    pixels
}

/// Drawing on the fine grid.
struct Canvas<'a> {
    backend: BitMapBackend<'a>,
}

/// Colour of the backend.
fn paint(colour: Colour) -> RGBAColor {
    let [r, g, b] = colour.rgb;
    RGBAColor(r, g, b, colour.opacity)
}

/// Nearest sample of a point.
fn sample(p: Point) -> (i32, i32) {
    ((p[0] * SCALE).round() as i32, (p[1] * SCALE).round() as i32)
}

impl Canvas<'_> {
    fn draw(&mut self, item: &Item) -> Result<(), String> {
        match item {
            Item::Line { points, stroke } => dash::split(points, stroke.dash)
                .iter()
                .try_for_each(|part| self.stroke(part, *stroke)),
            Item::Area { points, fill, .. } => self.fill(points, *fill),
            Item::Dots {
                centres,
                radius,
                mark,
                fill,
            } => {
                let outline = mark.outline(*radius);
                centres.iter().try_for_each(|c| {
                    let moved: Vec<Point> =
                        outline.iter().map(|p| [p[0] + c[0], p[1] + c[1]]).collect();
                    self.fill(&moved, *fill)
                })
            }
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

    fn fill(&mut self, points: &[Point], fill: Colour) -> Result<(), String> {
        let corners = points.iter().copied().map(sample);
        self.backend
            .fill_polygon(corners, &paint(fill))
            .map_err(|e| e.to_string())
    }

    /// Each segment is a rectangle of its own, with a disc at the corners: a line that crosses
    /// itself has no holes then.
    fn stroke(&mut self, points: &[Point], stroke: Stroke) -> Result<(), String> {
        let half = (stroke.width / 2.0).max(0.5 / SCALE);
        for pair in points.windows(2) {
            let [a, b] = [pair[0], pair[1]];
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let length = dx.hypot(dy);
            if length == 0.0 {
                continue;
            }
            let (nx, ny) = (-dy / length * half, dx / length * half);
            let corners = [
                [a[0] + nx, a[1] + ny],
                [b[0] + nx, b[1] + ny],
                [b[0] - nx, b[1] - ny],
                [a[0] - nx, a[1] - ny],
            ];
            self.fill(&corners, stroke.colour)?;
        }
        if points.len() > 2 && stroke.width >= 1.0 {
            let outline = super::Mark::Disc.outline(half);
            for c in &points[1..points.len() - 1] {
                let moved: Vec<Point> =
                    outline.iter().map(|p| [p[0] + c[0], p[1] + c[1]]).collect();
                self.fill(&moved, stroke.colour)?;
            }
        }
        Ok(())
    }

    fn text(
        &mut self,
        at: Point,
        text: &str,
        em: f64,
        weight: Weight,
        anchor: Anchor,
        fill: Colour,
    ) -> Result<(), String> {
        let width = font::width(text, em, weight);
        let left = match anchor {
            Anchor::Start => at[0],
            Anchor::Middle => at[0] - width / 2.0,
            Anchor::End => at[0] - width,
        };
        let face = weight.face();
        let face = face.as_scaled(font::scale(face, em * SCALE));
        let baseline = (at[1] * SCALE) as f32;
        let mut x = (left * SCALE) as f32;
        for c in text.chars() {
            let id = face.glyph_id(c);
            let glyph = id.with_scale_and_position(face.scale(), point(x, baseline));
            x += face.h_advance(id);
            if let Some(outline) = face.font().outline_glyph(glyph) {
                let corner = outline.px_bounds().min;
                self.glyph(&outline, (corner.x as i32, corner.y as i32), fill)?;
            }
        }
        Ok(())
    }

    fn glyph(
        &mut self,
        outline: &ab_glyph::OutlinedGlyph,
        corner: (i32, i32),
        fill: Colour,
    ) -> Result<(), String> {
        let (width, height) = self.backend.get_size();
        let mut outcome = Ok(());
        outline.draw(|x, y, coverage| {
            let at = (corner.0 + x as i32, corner.1 + y as i32);
            let inside = at.0 >= 0 && at.1 >= 0 && at.0 < width as i32 && at.1 < height as i32;
            if inside && coverage > 0.0 && outcome.is_ok() {
                let colour = fill.with_opacity(fill.opacity * f64::from(coverage.min(1.0)));
                let style = plotters::style::Color::to_backend_color(&paint(colour));
                outcome = self
                    .backend
                    .draw_pixel(at, style)
                    .map_err(|e| e.to_string());
            }
        });
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filled_half_is_half_filled_and_lines_are_smooth() {
        let mut figure = Figure::new(20.0, 10.0, "t");
        figure.rect([0.0, 0.0], [10.0, 10.0], Colour::hex(0), "");
        let width = 20 * DENSITY;
        let mut fine = vec![255; width * SAMPLES * 10 * DENSITY * SAMPLES * 3];
        let size = ((width * SAMPLES) as u32, (10 * DENSITY * SAMPLES) as u32);
        let mut canvas = Canvas {
            backend: BitMapBackend::with_buffer(&mut fine, size),
        };
        figure.items.iter().for_each(|i| canvas.draw(i).unwrap());
        drop(canvas);
        let pixels = average(&fine, width, 10 * DENSITY);
        let dark = pixels.iter().filter(|&&p| p < 128).count();
        let share = dark as f64 / pixels.len() as f64;
        assert!((share - 0.5).abs() < 0.03, "{share}");
    }

    #[test]
    fn the_file_begins_as_a_png_does() {
        let mut figure = Figure::new(30.0, 12.0, "t");
        figure.text(
            [2.0, 10.0],
            "°C²",
            10.0,
            Weight::Regular,
            Anchor::Start,
            Colour::INK,
        );
        let bytes = png(&figure).unwrap();
        assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&bytes[16..24], &[0, 0, 0, 60, 0, 0, 0, 24]);
        assert_eq!(&bytes[bytes.len() - 8..bytes.len() - 4], b"IEND");
    }
}
