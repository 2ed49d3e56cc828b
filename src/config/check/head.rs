//! Head curves of pumps.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::Pump;
use super::super::value::At;
use crate::units::Dimension;

/// Share of the rated flow up to which a head may rise: many radial pumps have their highest head there (Gülich,
/// *Centrifugal Pumps*, 3rd ed. (2014), ch. 5.6).
const MAY_RISE: f64 = 0.25;

pub(in crate::config) fn pump(pump: &Pump, _: &Origin, path: &str, cx: &mut Reader<'_>) {
    falls(path, "curve", &pump.curve, &pump.rated_flow, cx);
}

/// A head that rises beyond a quarter of the rated flow has no single operating point.
pub(super) fn falls(
    path: &str,
    field: &str,
    curve: &At<Vec<[f64; 2]>>,
    rated: &At<f64>,
    cx: &mut Reader<'_>,
) {
    let from = MAY_RISE * rated.value;
    let rises = |w: &&[[f64; 2]]| w[1][1] > w[0][1] && w[1][0] > from;
    let Some(w) = curve.windows(2).find(rises) else {
        return;
    };
    let [flow, head] = [Dimension::VolumeFlow, Dimension::Pressure];
    let text = format!(
        "`{path}.{field}` rises from {} at {} to {} at {}",
        head.show(w[0][1]),
        flow.show(w[0][0]),
        head.show(w[1][1]),
        flow.show(w[1][0])
    );
    cx.problems.push(
        Diagnostic::error("pump-curve", text)
            .at(&curve.at, "this curve")
            .at(&rated.at, "its rated flow")
            .reason(
                "a pump whose head rises with flow has two flows at one head; real ones do so below a quarter of their \
                 rated flow only",
            )
            .help("put the points in the order of the datasheet, or correct the rated flow"),
    );
}
