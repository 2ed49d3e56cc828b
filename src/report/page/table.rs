//! Cells and exact values.

use super::super::number;
use maud::{Markup, html};

/// A number as shown, with the exact value beside it for machines: `<data value="…">`.
pub(super) fn exact(value: f64, shown: &str) -> Markup {
    html! { data value=(value) { (shown) } }
}

/// A right-aligned cell with a number.
pub(super) fn figure(value: f64, shown: &str) -> Markup {
    html! { td.n { (exact(value, shown)) } }
}

/// A column of energies in one unit.
pub(super) struct Energies {
    scale: f64,
    unit: &'static str,
}

impl Energies {
    /// The unit in which the largest of `kwh` reads well.
    pub(super) fn of(kwh: impl Iterator<Item = f64>) -> Self {
        let (scale, unit) = number::energy_unit(kwh.map(f64::abs).fold(0.0, f64::max));
        Self { scale, unit }
    }

    /// Head of the column.
    pub(super) fn head(&self, name: &str) -> String {
        format!("{name} [{}]", self.unit)
    }

    /// A cell.
    pub(super) fn cell(&self, kwh: f64) -> Markup {
        let shown = kwh / self.scale;
        let digits = if shown.abs() < 1.0 { 3 } else { 4 };
        figure(kwh, &number::significant(shown, digits))
    }
}

/// Head of a table: names, and whether the column holds numbers.
pub(super) fn head(columns: &[(&str, bool)]) -> Markup {
    html! {
        thead { tr { @for (name, numeric) in columns {
            @if *numeric { th.n scope="col" { (name) } } @else { th scope="col" { (name) } }
        } } }
    }
}

/// A relative number in powers of ten with its exact value: 1.1 × 10 to the −13.
pub(super) fn power(value: f64) -> Markup {
    html! {
        data value=(value) {
            @match number::power(value) {
                Some((mantissa, exponent)) => { (mantissa) " × 10" sup { (exponent) } },
                None => (number::fixed(value, 0)),
            }
        }
    }
}
