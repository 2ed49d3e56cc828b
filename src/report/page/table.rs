//! Cells and exact values.

use maud::{Markup, html};

/// A number as shown, with the exact value beside it for machines: `<data value="…">`.
pub(super) fn exact(value: f64, shown: &str) -> Markup {
    html! { data value=(value) { (shown) } }
}

/// A right-aligned cell with a number.
pub(super) fn number(value: f64, shown: &str) -> Markup {
    html! { td.n { (exact(value, shown)) } }
}

/// Head of a table: names, and whether the column holds numbers.
pub(super) fn head(columns: &[(&str, bool)]) -> Markup {
    html! {
        thead { tr { @for (name, numeric) in columns {
            @if *numeric { th.n scope="col" { (name) } } @else { th scope="col" { (name) } }
        } } }
    }
}
