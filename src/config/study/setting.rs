//! A value that a study gives to a field of a hall, whatever its kind.

use serde_json::{Value as Json, json};

use crate::config::read::{Kind, Reader, at};
use crate::config::tree::{Node, Value};
use crate::config::value::At;

/// A value as TOML writes it: what stands after `=` in an override.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// In TOML.
    pub text: String,
    /// As people read it.
    pub shown: String,
}

impl Setting {
    /// A text.
    pub fn of_text(text: &str) -> Self {
        Self {
            text: format!("{text:?}"),
            shown: text.to_owned(),
        }
    }

    /// A number.
    pub fn of_number(value: f64) -> Self {
        let whole = value.fract() == 0.0 && value.abs() < 1e15;
        let text = if whole {
            format!("{value:.0}")
        } else {
            format!("{value}")
        };
        Self {
            shown: text.clone(),
            text,
        }
    }

    /// The number in front of its unit, and the unit: `("40", "degC")`; a bare number has none.
    pub fn number_and_unit(&self) -> Option<(f64, &str)> {
        let shown = self.shown.trim();
        let numeric = |c: char| c.is_ascii_digit() || "+-._".contains(c);
        let end = shown.find(|c| !numeric(c)).unwrap_or(shown.len());
        let number: f64 = shown[..end].replace('_', "").parse().ok()?;
        number.is_finite().then(|| (number, shown[end..].trim()))
    }

    /// `value` in the same unit.
    pub fn like(&self, value: f64) -> Option<Self> {
        let (_, unit) = self.number_and_unit()?;
        let number = Self::of_number(value);
        Some(if self.text.starts_with('"') {
            Self::of_text(format!("{} {unit}", number.text).trim())
        } else {
            number
        })
    }

    pub(in crate::config) fn of(node: &Node) -> Option<Self> {
        Some(match &node.value {
            Value::Text(text) => Self::of_text(text),
            Value::Integer(n) => Self::of_number(*n as f64),
            Value::Float(x) if x.is_finite() => Self::of_number(*x),
            Value::Bool(flag) => Self {
                text: flag.to_string(),
                shown: flag.to_string(),
            },
            Value::List(items) => {
                let items: Option<Vec<Self>> = items.iter().map(Self::of).collect();
                let join = |pick: fn(&Self) -> &str, with: &str| {
                    let parts = items.iter().flatten().map(pick);
                    parts.collect::<Vec<_>>().join(with)
                };
                let text = format!("[{}]", join(|s| &s.text, ", "));
                let shown = join(|s| &s.shown, "+");
                items.as_ref().map(|_| Self { text, shown })?
            }
            _ => return None,
        })
    }
}

impl Kind for Setting {
    type Value = At<Self>;

    fn read(node: &Node, path: &str, cx: &mut Reader<'_>) -> Option<At<Self>> {
        match Self::of(node) {
            Some(setting) => Some(at(setting, node, path)),
            None => cx.wrong_type(node, path, "a value of a hall's field", "\"40 degC\""),
        }
    }

    fn schema() -> Json {
        json!({
            "description": "A value of the field, as a hall file has it.",
            "type": ["string", "number", "boolean", "array"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_unit() {
        let first = Setting::of_text("34.5 degC");
        assert_eq!(first.number_and_unit(), Some((34.5, "degC")));
        assert_eq!(first.like(36.0).unwrap().text, "\"36 degC\"");
        assert_eq!(Setting::of_number(9.0).like(11.0).unwrap().text, "11");
        assert_eq!(Setting::of_text("cdu/x").number_and_unit(), None);
    }
}
