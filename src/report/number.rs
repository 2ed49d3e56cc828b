//! Numbers as a reader wants them: grouped digits, sensible precision, a true minus sign.

/// Narrow space between groups of three digits.
const GROUP: char = '\u{2009}';

/// `value` with `decimals` digits behind the point, grouped: "12 345.6", "−0.02".
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 8);
    let is_zero = !text.contains(|c: char| c.is_ascii_digit() && c != '0');
    if value < 0.0 && !is_zero {
        out.push('−');
    }
    for (i, digit) in whole.chars().enumerate() {
        // Four digits stand better together.
        if i > 0 && whole.len() > 4 && (whole.len() - i).is_multiple_of(3) {
            out.push(GROUP);
        }
        out.push(digit);
    }
    if !part.is_empty() {
        out.push('.');
        out.push_str(part);
    }
    out
}

/// Power of ten below which a number is written with its exponent: zeros behind a point cannot be counted.
const SMALLEST: i32 = -6;

/// `value` with about `digits` significant digits, no fewer than its whole part has.
pub fn significant(value: f64, digits: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return fixed(value, 0);
    }
    let magnitude = value.abs().log10().floor() as i32;
    if magnitude < SMALLEST {
        let decimals = usize::try_from(digits - 1).unwrap_or(0);
        return format!("{value:.decimals$e}").replace('-', "−");
    }
    fixed(value, usize::try_from(digits - 1 - magnitude).unwrap_or(0))
}

/// Mantissa and exponent of a small relative number: 1.14e-13 gives ("1.1", "−13"); `None` for
/// zero and for what is not finite.
pub fn power(value: f64) -> Option<(String, String)> {
    if value == 0.0 || !value.is_finite() {
        return None;
    }
    let text = format!("{value:.1e}").replace('-', "−");
    let (mantissa, exponent) = text.split_once('e')?;
    Some((mantissa.to_owned(), exponent.to_owned()))
}

/// Energy with the unit that leaves one to four digits before the point.
pub fn energy(kwh: f64) -> String {
    let (scale, unit) = energy_unit(kwh.abs());
    format!("{} {unit}", significant(kwh / scale, 4))
}

/// Energy in the unit that suits `largest_kwh`, for figures that are compared: "0.012 GWh".
pub fn energy_beside(kwh: f64, largest_kwh: f64) -> String {
    let (scale, unit) = energy_unit(largest_kwh.abs());
    let shown = kwh / scale;
    let digits = if shown.abs() < 1.0 { 2 } else { 4 };
    format!("{} {unit}", significant(shown, digits))
}

/// A sum of money with three significant digits, in the large units of its language: "16.2 億円",
/// "1.62 million EUR".
pub fn money(amount: f64, currency: &str) -> String {
    let units: [(f64, &str); 2] = match currency {
        "JPY" => [(1e8, "億円"), (1e4, "万円")],
        _ => [(1e9, "billion "), (1e6, "million ")],
    };
    let rounded = |x: f64| {
        let last = 10_f64.powi(x.abs().max(1e-6).log10().floor() as i32 - 2);
        significant((x / last).round() * last, 3)
    };
    match units.iter().find(|(size, _)| amount.abs() >= *size) {
        Some((size, word)) if currency == "JPY" => format!("{} {word}", rounded(amount / size)),
        Some((size, word)) => format!("{} {word}{currency}", rounded(amount / size)),
        None => format!("{} {currency}", rounded(amount)),
    }
}

/// Divisor from kWh and name of the unit in which energies up to `largest_kwh` read well.
pub fn energy_unit(largest_kwh: f64) -> (f64, &'static str) {
    match largest_kwh {
        e if e >= 1e6 => (1e6, "GWh"),
        e if e >= 1e4 => (1e3, "MWh"),
        _ => (1.0, "kWh"),
    }
}

/// Share in per cent: one digit behind the point, two below one per cent.
pub fn percent(share: f64) -> String {
    let decimals = if share.abs() < 0.01 { 2 } else { 1 };
    format!("{} %", fixed(100.0 * share, decimals))
}

/// Length of time in words: "24 h", "15 min", "365 d".
pub fn duration(seconds: f64) -> String {
    let trimmed = |x: f64| {
        let text = fixed(x, 2);
        if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        }
    };
    match seconds {
        s if s >= 3.0 * 86_400.0 => format!("{} d", trimmed(s / 86_400.0)),
        s if s >= 3600.0 => format!("{} h", trimmed(s / 3600.0)),
        s if s >= 120.0 => format!("{} min", trimmed(s / 60.0)),
        s => format!("{} s", trimmed(s)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_and_signs_true() {
        assert_eq!(fixed(1_234_567.891, 1), "1\u{2009}234\u{2009}567.9");
        assert_eq!(fixed(-1234.0, 0), "−1234");
        assert_eq!(fixed(-0.0001, 2), "0.00");
        assert_eq!(fixed(f64::NAN, 2), "–");
        assert_eq!(significant(0.012_345, 3), "0.0123");
        assert_eq!(significant(98_765.0, 3), "98\u{2009}765");
        assert_eq!(significant(1.9e-16, 3), "1.90e−16");
        assert_eq!(significant(-1.9e-6, 2), "−0.0000019");
        assert_eq!(energy_beside(12e3, 108e6), "0.012 GWh");
        assert_eq!(money(1.6234e9, "JPY"), "16.2 億円");
        assert_eq!(money(1.6234e6, "EUR"), "1.62 million EUR");
        assert_eq!(money(18_532_000.0, "JPY"), "1850 万円");
        assert_eq!(money(950.4, "EUR"), "950 EUR");
        assert_eq!(power(1.14e-13), Some(("1.1".into(), "−13".into())));
        assert_eq!(power(-5e9), Some(("−5.0".into(), "9".into())));
        assert_eq!(power(0.0), None);
    }

    #[test]
    fn units_follow_size() {
        assert_eq!(energy(386_965.0), "387.0 MWh");
        assert_eq!(energy(950.0), "950.0 kWh");
        assert_eq!(energy(2.5e6), "2.500 GWh");
        assert_eq!(percent(0.0312), "3.1 %");
        assert_eq!(percent(0.0012), "0.12 %");
        assert_eq!(duration(86_400.0), "24 h");
        assert_eq!(duration(3600.0), "1 h");
        assert_eq!(duration(900.0), "15 min");
        assert_eq!(duration(31_536_000.0), "365 d");
    }
}
