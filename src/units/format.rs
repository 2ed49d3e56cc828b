//! Writing a quantity: SI → text in a unit a reader expects.

use super::symbols::{Unit, japanese_multiplier};
use super::{Dimension, ZERO_CELSIUS};

/// `si` in `unit`, with its symbol: `format(1.2e7, "MW")` is `"12 MW"`. Temperatures are taken in
/// °C when `unit` is `degC`, `degF` or `K (absolute)`; a bare `K` is a difference. A `unit` that
/// is not understood leaves the SI number with that text behind it.
pub fn format(si: f64, unit: &str) -> String {
    let (value, symbol) = match unit {
        "degC" | "°C" => (si, "°C".to_owned()),
        "degF" | "°F" => (si * 1.8 + 32.0, "°F".to_owned()),
        "K (absolute)" => (si + ZERO_CELSIUS, "K".to_owned()),
        _ => {
            let factor = Unit::parse(unit).map_or(1.0, |u| u.factor);
            (si / factor, typeset(unit))
        }
    };
    let joint = if symbol.is_empty() || japanese_multiplier(&symbol).0 != 1.0 {
        ""
    } else {
        " "
    };
    format!("{}{joint}{symbol}", number(value, 4))
}

fn typeset(unit: &str) -> String {
    unit.replace("m3", "m³")
        .replace("m2", "m²")
        .replace("ohm", "Ω")
        .replace("us", "µs")
        .replace("uΩ", "µΩ")
        .replace("(m K)", "(m·K)")
}

/// `value` with at most `digits` significant digits, without trailing zeros; whole numbers keep
/// all of their digits.
pub fn number(value: f64, digits: u32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if !value.is_finite() {
        return value.to_string();
    }
    let magnitude = value.abs().log10().floor() as i32;
    if !(-4..15).contains(&magnitude) {
        return format!("{value:.*e}", digits.saturating_sub(1) as usize);
    }
    let decimals = (digits as i32 - 1 - magnitude).clamp(0, 17) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

impl Dimension {
    /// `si` in the unit of this dimension that keeps the number short: `"120 kW"`, `"2.5 m"`.
    pub fn show(self, si: f64) -> String {
        let mut chosen = self.shown_in()[0];
        for &unit in self.shown_in() {
            let factor = Unit::parse(unit).map_or(1.0, |u| u.factor);
            if si.abs() >= factor {
                chosen = unit;
            }
        }
        if chosen.is_empty() {
            number(si, 4)
        } else {
            format(si, chosen)
        }
    }
}
