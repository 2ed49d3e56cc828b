//! A test's eye for labels: boxes of all texts of a figure, which must not touch or leave it.

use super::super::font;
use super::{Anchor, Figure, Item};

/// Box of a text: left, top, right, bottom \[px\].
fn text_box(item: &Item) -> Option<(String, [f64; 4])> {
    let Item::Text {
        at,
        text,
        em,
        weight,
        anchor,
        ..
    } = item
    else {
        return None;
    };
    let width = font::width(text, *em, *weight);
    let left = match anchor {
        Anchor::Start => at[0],
        Anchor::Middle => at[0] - width / 2.0,
        Anchor::End => at[0] - width,
    };
    // Capital height and descender of Open Sans.
    Some((
        text.clone(),
        [left, at[1] - 0.74 * em, left + width, at[1] + 0.2 * em],
    ))
}

/// Complaints about texts that overlap, leave the figure, or have no glyph.
pub(in crate::report) fn complaints(figure: &Figure) -> Vec<String> {
    let boxes: Vec<_> = figure.items.iter().filter_map(text_box).collect();
    let mut found = Vec::new();
    for (i, (text, a)) in boxes.iter().enumerate() {
        if a[0] < -0.1 || a[1] < -0.1 || a[2] > figure.width + 0.1 || a[3] > figure.height + 0.1 {
            found.push(format!("{text:?} leaves the figure: {a:?}"));
        }
        if !font::covers(text) {
            found.push(format!("{text:?} has no glyph for a character"));
        }
        for (other, b) in &boxes[i + 1..] {
            let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
            if !apart {
                found.push(format!("{text:?} overlaps {other:?}"));
            }
        }
    }
    found
}
