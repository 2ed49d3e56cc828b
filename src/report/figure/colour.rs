//! Colours of the report, apart in luminance so that they survive a greyscale printer and the
//! common kinds of colour blindness.

/// An sRGB colour with opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colour {
    /// Red, green, blue.
    pub rgb: [u8; 3],
    /// Opacity, 0 to 1.
    pub opacity: f64,
}

impl Colour {
    /// Text and axes.
    pub const INK: Self = Self::hex(0x1f2a36);
    /// Secondary text.
    pub const GREY: Self = Self::hex(0x5b6770);
    /// Grid lines.
    pub const GRID: Self = Self::hex(0xdde2e6);
    /// Paper.
    pub const PAPER: Self = Self::hex(0xffffff);
    /// First series: navy, L* 23.
    pub const NAVY: Self = Self::hex(0x123a63);
    /// Second series: vermilion, L* 53.
    pub const VERMILION: Self = Self::hex(0xd2591c);
    /// Third series: teal, L* 62.
    pub const TEAL: Self = Self::hex(0x2aa198);
    /// Fourth series: straw, L* 78.
    pub const STRAW: Self = Self::hex(0xe3bb4a);
    /// Limits and violations, always with a dash or a word beside it; L* 32.
    pub const ALARM: Self = Self::hex(0x9b1b30);
    /// Filling of a further part: plum, L* 33.
    pub const PLUM: Self = Self::hex(0x6b3f7c);
    /// Filling of a further part: moss, L* 68.
    pub const MOSS: Self = Self::hex(0x92ae5c);
    /// Light filling for bands; L* 83.
    pub const MIST: Self = Self::hex(0xc3d0dc);

    /// Opaque colour from 0xRRGGBB.
    pub const fn hex(rgb: u32) -> Self {
        Self {
            rgb: [(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8],
            opacity: 1.0,
        }
    }

    /// The same colour, see-through.
    pub const fn with_opacity(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    /// CSS text of the colour, opacity apart.
    pub fn css(self) -> String {
        let [r, g, b] = self.rgb;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// CIE lightness L*, 0 (black) to 100 (white).
    pub fn lightness(self) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        let [r, g, b] = self.rgb.map(linear);
        let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        if y > 0.008_856 {
            116.0 * y.cbrt() - 16.0
        } else {
            903.3 * y
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_differ_in_greyscale() {
        let series = [Colour::NAVY, Colour::VERMILION, Colour::TEAL, Colour::STRAW];
        for pair in series.windows(2) {
            let step = pair[1].lightness() - pair[0].lightness();
            assert!(
                step > 7.0,
                "{} after {}: {step}",
                pair[1].css(),
                pair[0].css()
            );
        }
        assert!(Colour::STRAW.lightness() < 80.0, "too faint on paper");
        assert!((Colour::PAPER.lightness() - 100.0).abs() < 0.01);
    }
}
