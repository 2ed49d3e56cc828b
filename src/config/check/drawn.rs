//! Parts of a drawn network that ask for several things at once, or for none.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::PressureValve;

/// Objects to a pressure valve that keeps both sides, or neither.
pub(in crate::config) fn pressure_valve(
    valve: &PressureValve,
    at: &Origin,
    path: &str,
    cx: &mut Reader<'_>,
) {
    let problem = match (&valve.downstream, &valve.upstream) {
        (Some(down), Some(up)) => {
            Diagnostic::error("conflict", format!("`{path}` keeps both of its sides"))
                .at(&down.at, "reduces")
                .at(&up.at, "sustains")
                .reason("one seat sets one pressure")
                .help("leave one out, or draw two valves in series")
        }
        (None, None) => Diagnostic::error("missing-key", format!("`{path}` keeps no pressure"))
            .at(at, "needs `downstream` or `upstream`")
            .reason("`downstream` makes it pressure-reducing, `upstream` pressure-sustaining")
            .help("add downstream = \"250 kPa\""),
        _ => return,
    };
    cx.problems.push(problem);
}
