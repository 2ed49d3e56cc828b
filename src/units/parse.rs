//! Reading a quantity: a number, a unit, and the dimension that is expected of it.

use super::symbols::{Unit, coefficient, japanese_multiplier, nearest};
use super::{Dimension, ZERO_CELSIUS};

/// Why a text is not the quantity that is expected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum UnitError {
    /// No number stands at the start.
    #[error("`{text}` does not start with a number")]
    NoNumber {
        /// The text as written.
        text: String,
    },
    /// A comma, which is a decimal sign to some and a separator to others.
    #[error("`{text}` has a comma in its number")]
    Comma {
        /// The text as written.
        text: String,
    },
    /// A number without its unit.
    #[error("`{text}` has no unit, {} is expected", expected.name())]
    NoUnit {
        /// The text as written.
        text: String,
        /// What is expected.
        expected: Dimension,
    },
    /// A symbol that is no unit.
    #[error("unknown unit `{symbol}`")]
    Unknown {
        /// The symbol as written.
        symbol: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A symbol that means different units to different trades.
    #[error("the unit `{symbol}` is ambiguous")]
    Ambiguous {
        /// The symbol as written.
        symbol: String,
        /// What to write instead.
        instead: String,
    },
    /// A unit of another dimension.
    #[error("`{text}` is {found}, {} is expected", expected.name())]
    WrongDimension {
        /// The text as written.
        text: String,
        /// What it is.
        found: String,
        /// What is expected.
        expected: Dimension,
    },
    /// Infinite, or not a number.
    #[error("`{text}` is not a finite number")]
    NotFinite {
        /// The text as written.
        text: String,
    },
}

impl UnitError {
    pub(super) fn unknown(symbol: &str) -> Self {
        Self::Unknown {
            symbol: symbol.to_owned(),
            nearest: nearest(symbol),
        }
    }

    /// What to do about it.
    pub fn help(&self, expected: Dimension) -> String {
        let example = format!("write for example \"{}\"", expected.example());
        match self {
            Self::Comma { .. } => "write a decimal point and no separators: \"1200.5 kW\"".into(),
            Self::Unknown {
                nearest: Some(s), ..
            } => format!("did you mean `{s}`? {example}"),
            Self::Ambiguous { instead, .. } => format!("write {instead}"),
            Self::WrongDimension { text, .. }
                if expected == Dimension::TemperatureDifference && text.contains(['C', '℃']) =>
            {
                "a difference is written in K (or R): \"4 K\"; degC is a point on the scale".into()
            }
            Self::NoUnit { text, .. } => match expected.example().split_once(' ') {
                Some((_, unit)) => format!("add the unit, for example \"{text} {unit}\""),
                None => example,
            },
            _ => example,
        }
    }
}

/// Reads `text` as a quantity of dimension `expected`, in SI (temperatures in °C).
///
/// # Errors
/// See [`UnitError`]; the sign and size of the number are not judged here.
pub fn parse(text: &str, expected: Dimension) -> Result<f64, UnitError> {
    let (number, unit_text) = split_number(text)?;
    if unit_text.is_empty() {
        return if expected == Dimension::Ratio {
            Ok(number)
        } else {
            Err(UnitError::NoUnit {
                text: text.trim().to_owned(),
                expected,
            })
        };
    }
    if expected == Dimension::Temperature
        && let Some(value) = on_the_scale(number, unit_text)
    {
        return Ok(value);
    }
    if let Some(factor) = coefficient(unit_text) {
        if expected == Dimension::FlowCoefficient {
            return finite(number * factor, text);
        }
        return Err(UnitError::WrongDimension {
            text: text.trim().to_owned(),
            found: Dimension::FlowCoefficient.name().to_owned(),
            expected,
        });
    }
    let unit = Unit::parse(unit_text)?;
    let point = matches!(unit_text, "degC" | "°C" | "℃" | "degF" | "°F");
    let wrong = unit.exponents != expected.exponents()
        || (expected == Dimension::TemperatureDifference && point);
    if wrong {
        return Err(UnitError::WrongDimension {
            text: text.trim().to_owned(),
            found: if point {
                "a temperature".to_owned()
            } else {
                name_of(unit)
            },
            expected,
        });
    }
    finite(number * unit.factor, text)
}

/// Reads a price such as `"18 JPY/kWh"` or `"0.9 USD/m3"`: the amount per SI unit of `per`, and
/// the currency's letters.
///
/// # Errors
/// See [`UnitError`]; a text without a currency has no unit.
pub fn parse_price(text: &str, per: Dimension) -> Result<(f64, String), UnitError> {
    let (number, rest) = split_number(text)?;
    let none = || UnitError::NoUnit {
        text: text.trim().to_owned(),
        expected: per,
    };
    let (currency, unit) = rest.split_once('/').ok_or_else(none)?;
    let currency = currency.trim();
    if currency.is_empty() || !currency.chars().all(char::is_alphabetic) {
        return Err(none());
    }
    let unit = Unit::parse(unit)?;
    if unit.exponents != per.exponents() {
        return Err(UnitError::WrongDimension {
            text: text.trim().to_owned(),
            found: format!("a price per {}", bare(&name_of(unit))),
            expected: per,
        });
    }
    Ok((finite(number / unit.factor, text)?, currency.to_owned()))
}

fn bare(name: &str) -> &str {
    name.trim_start_matches("an ").trim_start_matches("a ")
}

fn finite(value: f64, text: &str) -> Result<f64, UnitError> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(UnitError::NotFinite {
            text: text.trim().to_owned(),
        })
    }
}

/// The scales that have an offset, as °C.
fn on_the_scale(number: f64, unit: &str) -> Option<f64> {
    match unit {
        "degC" | "°C" | "℃" | "C" => Some(number),
        "degF" | "°F" => Some((number - 32.0) / 1.8),
        "K" => Some(number - ZERO_CELSIUS),
        _ => None,
    }
}

fn name_of(unit: Unit) -> String {
    let known = Dimension::ALL
        .iter()
        .filter(|d| **d != Dimension::Temperature)
        .find(|d| d.exponents() == unit.exponents);
    match known {
        Some(dimension) => dimension.name().to_owned(),
        None => "a quantity of another kind".to_owned(),
    }
}

/// The number in front (with 千, 万, 億, 兆 after it) and the rest, trimmed.
fn split_number(text: &str) -> Result<(f64, &str), UnitError> {
    let trimmed = text.trim();
    let no_number = || UnitError::NoNumber {
        text: trimmed.to_owned(),
    };
    let bytes = trimmed.as_bytes();
    let mut end = 0;
    let digits = |from: usize| {
        let count = bytes[from.min(bytes.len())..]
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b'_')
            .count();
        from + count
    };
    if matches!(bytes.first(), Some(b'+' | b'-')) {
        end = 1;
    }
    end = digits(end);
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if bytes.get(end) == Some(&b',') {
        return Err(UnitError::Comma {
            text: trimmed.to_owned(),
        });
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let after = digits(end + 1 + sign);
        if after > end + 1 + sign {
            end = after;
        }
    }
    let number: f64 = trimmed[..end]
        .replace('_', "")
        .parse()
        .map_err(|_| no_number())?;
    let (multiplier, unit) = japanese_multiplier(trimmed[end..].trim());
    Ok((finite(number * multiplier, trimmed)?, unit))
}
