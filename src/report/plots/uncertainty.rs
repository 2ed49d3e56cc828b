//! Tornado plots of a year whose uncertain inputs were followed.

use super::Plot;
use crate::report::plot::{Tornado, TornadoBar, tornado};
use crate::results::{InputEffect, Uncertainty};

/// Results that are drawn: place among the results, file.
const DRAWN: [(usize, &str); 2] = [(0, "tornado_pue"), (1, "tornado_margin")];

/// Tornado plots of `all`, as far as their results exist.
pub fn tornado_plots(all: &Uncertainty) -> Vec<Plot> {
    let each = DRAWN.iter();
    each.filter_map(|(result, id)| drawn(all, *result, id))
        .collect()
}

fn drawn(all: &Uncertainty, result: usize, id: &'static str) -> Option<Plot> {
    let band = all.bands.get(result)?;
    let bar = |input: &InputEffect| {
        let [low, high] = *input.at.get(result)?;
        Some(TornadoBar {
            name: input.name.clone(),
            ends: input.ends.clone(),
            at: [low?, high?],
        })
    };
    Some(Plot {
        id,
        figure: tornado(&Tornado {
            result: format!("{} [{}]", band.name, band.unit),
            nominal: band.nominal?,
            band: [band.p10?, band.p90?],
            bars: all.inputs.iter().filter_map(bar).collect(),
        }),
        caption: "Each bar leads to the result with one input at an end of its band and all others as configured; \
                  the dark line is the result as configured, the shade spans P10 to P90 of all inputs together."
            .to_owned(),
    })
}
