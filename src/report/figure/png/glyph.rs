//! Outlines of text.

use super::super::Point;
use crate::report::font::{self, Weight};
use ab_glyph::{Font, OutlineCurve};
use tiny_skia::{Path, PathBuilder};

/// Outlines of `text` at `em` \[px\] an em from `start` on its baseline; nothing where no glyph has ink.
pub(super) fn line(start: Point, text: &str, em: f64, weight: Weight) -> Option<Path> {
    let face = weight.face();
    let size = (em / font::units_per_em(face)) as f32;
    let (mut x, y) = (start[0] as f32, start[1] as f32);
    let mut path = PathBuilder::new();
    for c in text.chars() {
        let id = face.glyph_id(c);
        if let Some(outline) = face.outline(id) {
            // Fonts count upwards, pages downwards.
            let place = |p: ab_glyph::Point| [x + size * p.x, y - size * p.y];
            trace(&outline.curves, place, &mut path);
        }
        x += size * face.h_advance_unscaled(id);
    }
    path.finish()
}

/// Contours follow each other; a new one begins where a curve does not start at the end of the one before.
fn trace(
    curves: &[OutlineCurve],
    place: impl Fn(ab_glyph::Point) -> [f32; 2],
    path: &mut PathBuilder,
) {
    let mut end = None;
    for curve in curves {
        let (from, to) = match curve {
            OutlineCurve::Line(a, b) => (a, b),
            OutlineCurve::Quad(a, _, b) => (a, b),
            OutlineCurve::Cubic(a, _, _, b) => (a, b),
        };
        if end != Some(*from) {
            let [x, y] = place(*from);
            path.move_to(x, y);
        }
        let [x, y] = place(*to);
        match curve {
            OutlineCurve::Line(..) => path.line_to(x, y),
            OutlineCurve::Quad(_, c, _) => {
                let [cx, cy] = place(*c);
                path.quad_to(cx, cy, x, y);
            }
            OutlineCurve::Cubic(_, c, d, _) => {
                let ([cx, cy], [dx, dy]) = (place(*c), place(*d));
                path.cubic_to(cx, cy, dx, dy, x, y);
            }
        }
        end = Some(*to);
    }
}
