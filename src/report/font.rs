//! The face in which every plot and page is set, carried in the binary.
//!
//! Open Sans, subset (see `fonts/README.md`): nothing is asked of the machine's own fonts, so a
//! plot looks the same everywhere and its labels can be measured before they are placed.

use ab_glyph::{Font, FontRef, GlyphId};
use std::sync::LazyLock;

/// Family list of SVG and HTML text.
pub const FAMILY: &str = "'Open Sans', 'Helvetica Neue', Arial, sans-serif";

const REGULAR: &[u8] = include_bytes!("fonts/OpenSans-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("fonts/OpenSans-Semibold.ttf");

/// Weight of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Labels, numbers, running text.
    Regular,
    /// Titles and key figures.
    Semibold,
}

impl Weight {
    /// Both weights.
    pub const ALL: [Self; 2] = [Self::Regular, Self::Semibold];

    /// CSS weight.
    pub const fn css(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Semibold => 600,
        }
    }

    /// Bytes of the TrueType file.
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Semibold => SEMIBOLD,
        }
    }

    /// The parsed face.
    pub(super) fn face(self) -> &'static FontRef<'static> {
        static FACES: LazyLock<[FontRef<'static>; 2]> = LazyLock::new(|| {
            Weight::ALL
                .map(|w| FontRef::try_from_slice(w.bytes()).expect("the embedded font parses"))
        });
        match self {
            Self::Regular => &FACES[0],
            Self::Semibold => &FACES[1],
        }
    }
}

/// Font units an em.
pub(super) fn units_per_em(face: &FontRef<'_>) -> f64 {
    face.units_per_em()
        .map_or(f64::from(face.height_unscaled()), f64::from)
}

/// Width of one line of text at `em` pixels an em, without kerning \[px\].
pub fn width(text: &str, em: f64, weight: Weight) -> f64 {
    let face = weight.face();
    let advance = |c| f64::from(face.h_advance_unscaled(face.glyph_id(c)));
    text.chars().map(advance).sum::<f64>() * em / units_per_em(face)
}

/// True when the face has a glyph for every character of `text`.
pub fn covers(text: &str) -> bool {
    let face = Weight::Regular.face();
    text.chars().all(|c| face.glyph_id(c) != GlyphId(0))
}

/// `@font-face` rules with the faces as data, for pages and pictures that stand alone.
pub fn css() -> String {
    let rule = |w: Weight| {
        format!(
            "@font-face{{font-family:'Open Sans';font-weight:{};src:url(data:font/ttf;base64,{}) format('truetype')}}",
            w.css(),
            base64(w.bytes())
        )
    };
    Weight::ALL.map(rule).concat()
}

/// RFC 4648 base64 with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut word = [0; 4];
        word[1..=chunk.len()].copy_from_slice(chunk);
        let word = u32::from_be_bytes(word);
        for place in 0..4 {
            let digit = (word >> (18 - 6 * place)) & 63;
            text.push(if place <= chunk.len() {
                char::from(DIGITS[digit as usize])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn digits_share_one_width_and_signs_are_there() {
        let one = width("1", 2048.0, Weight::Regular);
        assert_eq!(one, 1171.0);
        assert_eq!(width("8888", 2048.0, Weight::Regular), 4.0 * one);
        assert!(width("Wide", 12.0, Weight::Semibold) > width("Wide", 12.0, Weight::Regular));
        assert!(covers("0 °C ² ³ Δ η · – − × ± ≤ ≥ µ é ü ‰\u{2009}"));
        assert!(!covers("万"));
    }
}
