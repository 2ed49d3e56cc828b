//! Unit symbols, their SI factors, and the small grammar that combines them.

use super::{Dimension, UnitError};

/// Powers of metre, kilogram, second, kelvin and ampere.
pub type Exponents = [i8; 5];

const M: Exponents = [1, 0, 0, 0, 0];
const M2: Exponents = [2, 0, 0, 0, 0];
const M3: Exponents = [3, 0, 0, 0, 0];
const KG: Exponents = [0, 1, 0, 0, 0];
const S: Exponents = [0, 0, 1, 0, 0];
const HZ: Exponents = [0, 0, -1, 0, 0];
const K: Exponents = [0, 0, 0, 1, 0];
const A: Exponents = [0, 0, 0, 0, 1];
const ONE: Exponents = [0; 5];
const W: Exponents = Dimension::Power.exponents();
const J: Exponents = Dimension::Energy.exponents();
const PA: Exponents = Dimension::Pressure.exponents();
const FLOW: Exponents = Dimension::VolumeFlow.exponents();

/// Symbols that take a decimal prefix.
const PREFIXED: &[(&str, f64, Exponents)] = &[
    ("W", 1.0, W),
    ("VA", 1.0, W),
    ("Wh", 3600.0, J),
    ("J", 1.0, J),
    ("Pa", 1.0, PA),
    ("bar", 1e5, PA),
    ("m", 1.0, M),
    ("g", 1e-3, KG),
    ("s", 1.0, S),
    ("K", 1.0, K),
    ("A", 1.0, A),
    ("V", 1.0, Dimension::Voltage.exponents()),
    ("ohm", 1.0, Dimension::Resistance.exponents()),
    ("Ω", 1.0, Dimension::Resistance.exponents()),
    ("F", 1.0, Dimension::Capacitance.exponents()),
    ("H", 1.0, Dimension::Inductance.exponents()),
    ("N", 1.0, [1, 1, -2, 0, 0]),
    ("Hz", 1.0, HZ),
    ("L", 1e-3, M3),
    ("l", 1e-3, M3),
];

const PREFIXES: &[(&str, f64)] = &[
    ("T", 1e12),
    ("G", 1e9),
    ("M", 1e6),
    ("k", 1e3),
    ("h", 1e2),
    ("d", 1e-1),
    ("c", 1e-2),
    ("m", 1e-3),
    ("u", 1e-6),
    ("µ", 1e-6),
    ("μ", 1e-6),
    ("n", 1e-9),
];

/// Symbols that stand alone. Water columns are at 4 °C and standard gravity (NIST SP 811, B.8).
const PLAIN: &[(&str, f64, Exponents)] = &[
    ("1", 1.0, ONE),
    ("%", 1e-2, ONE),
    ("‰", 1e-3, ONE),
    ("ppm", 1e-6, ONE),
    ("dB", 1.0, ONE),
    ("dBA", 1.0, ONE),
    ("min", 60.0, S),
    ("h", 3600.0, S),
    ("hr", 3600.0, S),
    ("d", 86_400.0, S),
    ("day", 86_400.0, S),
    ("days", 86_400.0, S),
    ("t", 1e3, KG),
    ("atm", 101_325.0, PA),
    ("kgf", 9.806_65, [1, 1, -2, 0, 0]),
    ("mH2O", 9_806.38, PA),
    ("mmH2O", 9.806_38, PA),
    ("mmAq", 9.806_38, PA),
    ("mmHg", 133.322_387_415, PA),
    ("degC", 1.0, K),
    ("°C", 1.0, K),
    ("℃", 1.0, K),
    ("Δ°C", 1.0, K),
    ("degF", 5.0 / 9.0, K),
    ("°F", 5.0 / 9.0, K),
    ("Δ°F", 5.0 / 9.0, K),
    ("R", 5.0 / 9.0, K),
    ("psi", 6_894.757_293_168_36, PA),
    ("inH2O", 249.082, PA),
    ("ftH2O", 2_988.98, PA),
    ("gpm", 3.785_411_784e-3 / 60.0, FLOW),
    ("GPM", 3.785_411_784e-3 / 60.0, FLOW),
    ("lpm", 1e-3 / 60.0, FLOW),
    ("LPM", 1e-3 / 60.0, FLOW),
    ("cfm", 0.028_316_846_592 / 60.0, FLOW),
    ("CFM", 0.028_316_846_592 / 60.0, FLOW),
    ("CMH", 1.0 / 3600.0, FLOW),
    ("CMM", 1.0 / 60.0, FLOW),
    ("gal", 3.785_411_784e-3, M3),
    ("in", 0.0254, M),
    ("ft", 0.3048, M),
    ("yd", 0.9144, M),
    ("mi", 1_609.344, M),
    ("lb", 0.453_592_37, KG),
    ("oz", 0.028_349_523_125, KG),
    ("hp", 745.699_871_582_270_2, W),
    ("Btu", 1_055.055_852_62, J),
    ("BTU", 1_055.055_852_62, J),
    ("MBH", 293.071_070_172_222, W),
    ("TR", 3_516.852_842_066_667, W),
    ("USRT", 3_516.852_842_066_667, W),
    ("JRT", 3_860.0 + 1.0 / 1.2, W),
    ("坪", 400.0 / 121.0, M2),
    ("tsubo", 400.0 / 121.0, M2),
];

/// Flow coefficients of valves as the flow of water at 1 bar [m³/s]: Kv is in m³/h at 1 bar, Cv in US gallons a minute at 1 psi
/// (IEC 60534-1), so that Cv = 1 is 0.227 124 707 m³/h times the root of 14.503 773 773 psi in a bar.
const COEFFICIENTS: [(&str, f64); 2] = [
    ("Kv", 1.0 / 3_600.0),
    ("Cv", 0.864_977_655_442_301_8 / 3_600.0),
];

/// The factor of a symbol that stands for a valve's coefficient and for no other flow.
pub(super) fn coefficient(symbol: &str) -> Option<f64> {
    let found = COEFFICIENTS.iter().find(|(known, _)| *known == symbol);
    found.map(|(_, factor)| *factor)
}

/// Symbols two trades read differently, with what to write instead.
const AMBIGUOUS: &[(&str, &str)] = &[
    ("RT", "USRT (3.517 kW) or JRT (3.861 kW)"),
    ("ton", "TR for a ton of refrigeration or t for 1000 kg"),
    ("tons", "TR for tons of refrigeration or t for 1000 kg"),
    ("C", "degC (C is also the coulomb)"),
    ("cal", "J (five calories are in use)"),
    ("kcal", "kJ (five calories are in use)"),
    ("PS", "kW (metric and mechanical horsepower differ)"),
];

/// A unit: how many SI units it holds, and of what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// SI units in one of this \[SI\].
    pub factor: f64,
    /// Powers of the SI base units.
    pub exponents: Exponents,
}

impl Unit {
    /// The dimensionless unit.
    pub const ONE: Self = Self {
        factor: 1.0,
        exponents: ONE,
    };

    /// Reads a unit such as `K/kW`, `L K/min`, `W/(m K)`, `m3/h`, `万kW`.
    ///
    /// # Errors
    /// An unknown or ambiguous symbol, or an unbalanced bracket.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let text = text
            .replace("tons of refrigeration", "TR")
            .replace("ton of refrigeration", "TR")
            .replace("delta_deg", "Δ°");
        let (multiplier, rest) = japanese_multiplier(text.trim());
        let mut cursor = Cursor { rest };
        let mut unit = cursor.product(0)?;
        if !cursor.rest.is_empty() {
            return Err(UnitError::unknown(cursor.rest));
        }
        unit.factor *= multiplier;
        Ok(unit)
    }

    fn times(self, other: Self, power: i8) -> Self {
        let mut exponents = self.exponents;
        for (mine, theirs) in exponents.iter_mut().zip(other.exponents) {
            *mine = mine.saturating_add(theirs.saturating_mul(power));
        }
        Self {
            factor: self.factor * other.factor.powi(i32::from(power)),
            exponents,
        }
    }
}

/// Reads leading 千, 万, 億, 兆 as a factor.
pub(super) fn japanese_multiplier(mut text: &str) -> (f64, &str) {
    let mut factor = 1.0;
    loop {
        let Some(first) = text.chars().next() else {
            return (factor, text);
        };
        factor *= match first {
            '千' => 1e3,
            '万' => 1e4,
            '億' => 1e8,
            '兆' => 1e12,
            _ => return (factor, text),
        };
        text = text[first.len_utf8()..].trim_start();
    }
}

struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// Factors joined by a space, `·`, `*` or `/`; a `/` divides by the next factor only.
    fn product(&mut self, depth: u8) -> Result<Unit, UnitError> {
        let mut unit = Unit::ONE;
        let mut sign = 1;
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(')') {
                return Ok(unit);
            }
            if let Some(rest) = self.rest.strip_prefix('/') {
                self.rest = rest;
                sign = -1;
                continue;
            }
            if let Some(rest) = self.rest.strip_prefix(['·', '*', '⋅']) {
                self.rest = rest;
                continue;
            }
            let factor = self.factor(depth)?;
            let power = self.power();
            unit = unit.times(factor, sign * power);
            sign = 1;
        }
    }

    fn factor(&mut self, depth: u8) -> Result<Unit, UnitError> {
        if let Some(rest) = self.rest.strip_prefix('(') {
            if depth > 8 {
                return Err(UnitError::unknown(self.rest));
            }
            self.rest = rest;
            let inner = self.product(depth + 1)?;
            self.rest = self
                .rest
                .strip_prefix(')')
                .ok_or_else(|| UnitError::unknown("("))?;
            return Ok(inner);
        }
        if let Some(rest) = self.rest.strip_prefix('1') {
            self.rest = rest;
            return Ok(Unit::ONE);
        }
        let symbol = self.symbol();
        self.rest = &self.rest[symbol.len()..];
        lookup(symbol)
    }

    fn symbol(&self) -> &'a str {
        let water = PLAIN.iter().map(|(symbol, ..)| symbol.len()).find(|&len| {
            self.rest
                .get(..len)
                .is_some_and(|head| head.ends_with("H2O") && PLAIN.iter().any(|p| p.0 == head))
        });
        let stop = |c: char| c.is_whitespace() || "/()·*⋅^-−".contains(c) || c.is_ascii_digit();
        let superscript = |c: char| "⁻¹²³".contains(c);
        let end = water
            .or_else(|| self.rest.find(|c| stop(c) || superscript(c)))
            .unwrap_or(self.rest.len());
        // A stray sign or digit is shown as the symbol that is not understood.
        let end = if end == 0 {
            self.rest.chars().next().map_or(0, char::len_utf8)
        } else {
            end
        };
        &self.rest[..end]
    }

    /// `m3`, `m^3`, `m^-1`, `m³`, `m⁻¹`.
    fn power(&mut self) -> i8 {
        let mut rest = self.rest;
        let mut sign = 1;
        if let Some(after) = rest.strip_prefix('^') {
            rest = after;
        }
        if let Some(after) = rest.strip_prefix(['-', '⁻', '−']) {
            sign = -1;
            rest = after;
        }
        let digit = rest.chars().next().and_then(|c| match c {
            '1' | '¹' => Some(1),
            '2' | '²' => Some(2),
            '3' | '³' => Some(3),
            '4'..='9' => c.to_digit(10).map(|d| d as i8),
            _ => None,
        });
        let Some(digit) = digit else { return 1 };
        self.rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
        sign * digit
    }
}

fn lookup(symbol: &str) -> Result<Unit, UnitError> {
    let unit = |factor, exponents| Unit { factor, exponents };
    if let Some(&(_, factor, exponents)) = PLAIN.iter().find(|(s, ..)| *s == symbol) {
        return Ok(unit(factor, exponents));
    }
    if let Some((_, instead)) = AMBIGUOUS.iter().find(|(s, _)| *s == symbol) {
        return Err(UnitError::Ambiguous {
            symbol: symbol.to_owned(),
            instead: (*instead).to_owned(),
        });
    }
    if let Some(&(_, factor, exponents)) = PREFIXED.iter().find(|(s, ..)| *s == symbol) {
        return Ok(unit(factor, exponents));
    }
    for (prefix, scale) in PREFIXES {
        let Some(root) = symbol.strip_prefix(prefix) else {
            continue;
        };
        if let Some(&(_, factor, exponents)) = PREFIXED.iter().find(|(s, ..)| *s == root) {
            return Ok(unit(scale * factor, exponents));
        }
    }
    Err(UnitError::unknown(symbol))
}

/// The known symbol nearest to a mistyped one.
pub(super) fn nearest(symbol: &str) -> Option<String> {
    let known = PLAIN.iter().chain(PREFIXED).map(|(s, ..)| (*s).to_owned());
    let usual = [
        "kW", "MW", "kPa", "MPa", "kWh", "MWh", "mm", "cm", "km", "kV", "kA", "kg", "ms", "mL",
    ];
    known
        .chain(usual.iter().map(|s| (*s).to_owned()))
        .map(|s| {
            (
                strsim::osa_distance(&s.to_lowercase(), &symbol.to_lowercase()),
                s,
            )
        })
        .filter(|(distance, s)| *distance <= usize::from(s.chars().count() > 2))
        .min()
        .map(|(_, s)| s)
}
