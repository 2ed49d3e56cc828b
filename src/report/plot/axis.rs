//! Scales and round ticks.

use super::super::number;

/// A linear scale from data to pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// Data at the first pixel.
    pub lo: f64,
    /// Data at the last pixel.
    pub hi: f64,
    /// First pixel.
    pub from: f64,
    /// Last pixel.
    pub to: f64,
}

impl Scale {
    /// Pixel of `value`, kept within the scale.
    pub(super) fn px(&self, value: f64) -> f64 {
        let share = (value - self.lo) / (self.hi - self.lo);
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }
}

/// A tick: where, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// Value in data.
    pub at: f64,
    /// Label.
    pub label: String,
}

/// Smallest and largest finite value; `None` when there is none.
pub(super) fn extent<'a>(values: impl IntoIterator<Item = &'a f64>) -> Option<(f64, f64)> {
    let mut finite = values.into_iter().copied().filter(|v| v.is_finite());
    let first = finite.next()?;
    Some(finite.fold((first, first), |(lo, hi), v| (lo.min(v), hi.max(v))))
}

/// Step of 1, 2 or 5 times a power of ten that cuts `span` into at most `parts`.
pub(super) fn round_step(span: f64, parts: usize) -> f64 {
    let raw = span / parts.max(1) as f64;
    let power = 10_f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|f| f * power >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0);
    factor * power
}

/// Range widened to round ends, and ticks of about `parts` steps. A range narrower than
/// `least_span` is widened around its middle first, so that noise is not blown up to the full
/// height.
pub(super) fn round_axis(lo: f64, hi: f64, parts: usize, least_span: f64) -> (f64, f64, Vec<Tick>) {
    let middle = 0.5 * (lo + hi);
    // Doubles have 1e-16 of their value; a thousandth leaves room for distinct labels.
    let span = (hi - lo).max(least_span).max(1e-3 * middle.abs());
    let half = if span > 0.0 { 0.5 * span } else { 0.5 };
    // A quantity that cannot be negative keeps its zero.
    let low = if lo >= 0.0 {
        (middle - half).max(0.0)
    } else {
        middle - half
    };
    let high = middle + half;
    let step = round_step(high - low, parts);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    let count = (last - first).round() as usize;
    let decimals = decimals_of(step);
    let ticks = (0..=count)
        .map(|i| {
            let at = (first + i as f64) * step;
            Tick {
                at,
                label: number::fixed(at, decimals),
            }
        })
        .collect();
    (first * step, last * step, ticks)
}

/// Digits behind the point that a step of ticks needs.
pub(super) fn decimals_of(step: f64) -> usize {
    let places = -(step.abs().log10() + 1e-9).floor();
    if places > 0.0 { places as usize } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_ticks_are_round() {
        let (lo, hi, ticks) = round_axis(1.0123, 1.0387, 5, 0.0);
        assert!(
            (lo - 1.01).abs() < 1e-12 && (hi - 1.04).abs() < 1e-12,
            "{lo} {hi}"
        );
        let labels: Vec<_> = ticks.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["1.01", "1.02", "1.03", "1.04"]);
        let (lo, hi, ticks) = round_axis(-3.0, 37.0, 5, 0.0);
        assert_eq!((lo, hi, ticks.len()), (-10.0, 40.0, 6));
    }

    #[test]
    fn a_constant_gets_a_span() {
        let (lo, hi, ticks) = round_axis(40.0, 40.0, 4, 2.0);
        assert!(lo <= 39.0 && hi >= 41.0 && ticks.len() >= 3);
        let (lo, hi, _) = round_axis(0.0, 0.0, 4, 1.0);
        assert!(lo == 0.0 && hi > 0.0);
    }

    #[test]
    fn extent_skips_what_is_not_a_number() {
        assert_eq!(extent(&[f64::NAN, 2.0, -1.0]), Some((-1.0, 2.0)));
        assert_eq!(extent(&[f64::NAN]), None);
    }
}
