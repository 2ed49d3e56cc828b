//! A figure as SVG text.

use super::super::font;
use super::{Anchor, Figure, Item, Mark, Point, Stroke};
use std::fmt::Write;

/// Where the SVG will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As a file of its own, which carries its font.
    Alone,
    /// Inside a page that has the font; `id` prefixes make titles unique there.
    InPage(&'static str),
}

/// Text of the SVG.
pub fn svg(figure: &Figure, standing: Standing) -> String {
    let mut out = String::with_capacity(16_384);
    let (w, h) = (figure.width, figure.height);
    let id = match standing {
        Standing::Alone => "plot",
        Standing::InPage(id) => id,
    };
    // Writing to a String does not fail; the results of `write!` carry no information here.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"{}\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        font::FAMILY,
        escape(&figure.title),
        escape(&figure.description)
    );
    if standing == Standing::Alone {
        let _ = write!(out, "<style>{}</style>", font::css());
        let _ = write!(out, "<rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>");
    }
    for item in &figure.items {
        write_item(&mut out, item);
    }
    out.push_str("</svg>\n");
    out
}

fn write_item(out: &mut String, item: &Item) {
    match item {
        Item::Line { points, stroke } => {
            let _ = write!(
                out,
                "<path d=\"{}\" fill=\"none\"{} stroke-linejoin=\"round\"/>",
                path(points, false),
                stroke_text(stroke)
            );
        }
        Item::Area { points, fill, tip } => {
            let _ = write!(
                out,
                "<path d=\"{}\" fill=\"{}\"",
                path(points, true),
                fill.css()
            );
            if fill.opacity < 1.0 {
                let _ = write!(out, " fill-opacity=\"{}\"", short(fill.opacity));
            }
            if tip.is_empty() {
                out.push_str("/>");
            } else {
                let _ = write!(out, "><title>{}</title></path>", escape(tip));
            }
        }
        Item::Dots {
            centres,
            radius,
            mark,
            fill,
        } => write_dots(out, centres, *radius, *mark, &fill.css(), fill.opacity),
        Item::Text {
            at,
            text,
            em,
            weight,
            anchor,
            fill,
        } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\"{anchor} fill=\"{}\">{}</text>",
                short(at[0]),
                short(at[1]),
                short(*em),
                weight.css(),
                fill.css(),
                escape(text)
            );
        }
    }
}

/// Discs are zero-length strokes with round caps: ten bytes each instead of forty, which counts
/// for a year of hours.
fn write_dots(
    out: &mut String,
    centres: &[Point],
    radius: f64,
    mark: Mark,
    fill: &str,
    opacity: f64,
) {
    let mut d = String::with_capacity(centres.len() * 14);
    if mark == Mark::Disc {
        for c in centres {
            let _ = write!(d, "M{} {}h0", short(c[0]), short(c[1]));
        }
        let _ = write!(
            out,
            "<path d=\"{d}\" fill=\"none\" stroke=\"{fill}\" stroke-width=\"{}\" stroke-linecap=\"round\" stroke-opacity=\"{}\"/>",
            short(2.0 * radius),
            short(opacity)
        );
        return;
    }
    let outline = mark.outline(radius);
    for c in centres {
        let moved: Vec<Point> = outline.iter().map(|p| [p[0] + c[0], p[1] + c[1]]).collect();
        d.push_str(&path(&moved, true));
    }
    let _ = write!(
        out,
        "<path d=\"{d}\" fill=\"{fill}\" fill-opacity=\"{}\"/>",
        short(opacity)
    );
}

/// Path data with two decimals of a pixel.
fn path(points: &[Point], closed: bool) -> String {
    let mut d = String::with_capacity(points.len() * 14);
    for (i, p) in points.iter().enumerate() {
        let verb = if i == 0 { 'M' } else { 'L' };
        let _ = write!(d, "{verb}{} {}", short(p[0]), short(p[1]));
    }
    if closed {
        d.push('Z');
    }
    d
}

fn stroke_text(stroke: &Stroke) -> String {
    let mut text = format!(
        " stroke=\"{}\" stroke-width=\"{}\"",
        stroke.colour.css(),
        short(stroke.width)
    );
    if stroke.colour.opacity < 1.0 {
        let _ = write!(text, " stroke-opacity=\"{}\"", short(stroke.colour.opacity));
    }
    if !stroke.dash.is_empty() {
        let dash: Vec<String> = stroke.dash.iter().map(|&d| short(d)).collect();
        let _ = write!(text, " stroke-dasharray=\"{}\"", dash.join(" "));
    }
    text
}

/// Number with at most two decimals and no trailing zeros.
fn short(x: f64) -> String {
    let text = format!("{x:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Text safe inside an element or a double-quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::Colour;
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(short(1.0), "1");
        assert_eq!(short(0.126), "0.13");
        assert_eq!(short(-0.001), "0");
        assert_eq!(short(100.0), "100");
    }

    #[test]
    fn names_cannot_break_the_markup() {
        let mut figure = Figure::new(10.0, 10.0, "a<b & \"c\"");
        figure.rect([0.0, 0.0], [1.0, 1.0], Colour::NAVY, "x < y");
        let text = svg(&figure, Standing::InPage("p"));
        assert!(text.contains("a&lt;b &amp; &quot;c&quot;"));
        assert!(text.contains("<title>x &lt; y</title>"));
        assert!(!text.contains("@font-face"));
        assert!(svg(&figure, Standing::Alone).contains("@font-face"));
    }
}
