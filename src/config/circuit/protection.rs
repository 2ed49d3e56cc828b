//! What protects a circuit, and what its loads put up with.

use crate::config::diagnostic::Diagnostic;
use crate::config::kinds::*;
use crate::config::origin::Origin;
use crate::config::read::Reader;
use crate::config::table::table;

table! {
    /// How far and how long the voltage of a load may leave its nominal one, as ITIC or SEMI F47 say.
    pub struct Tolerance in "tolerance", checked by shares_in_order {
        /// Points of time and share: below the share of the nominal voltage for at most the time.
        below: Curve<Time, Ratio>, optional;
        /// Points of time and share: above the share of the nominal voltage for at most the time.
        above: Curve<Time, Ratio>, optional;
    }
}

table! {
    /// A fuse: a small resistance until ∫i²dt has melted it, then an arc that drives the current to zero.
    pub struct Fuse in "fuse" {
        /// Where it begins.
        from: Text, required;
        /// Where it ends.
        to: Text = "ground";
        /// Resistance of the element.
        resistance: Positive<Resistance> = "0.1 mohm";
        /// ∫i²dt at which the element melts from cold, without cooling.
        melting: Positive<LetThrough>, required;
        /// Current that it carries for ever; up to 1.25 times that it never melts.
        rated_current: Positive<Current>, required;
        /// Voltage of the arc at 1 A, above that of the circuit; a tenth more at 1 kA.
        arc_voltage: Positive<Voltage>, required;
    }
}

/// What is farther from nominal may last less long.
fn shares_in_order(t: &Tolerance, at: &Origin, path: &str, cx: &mut Reader<'_>) {
    if t.below.is_none() && t.above.is_none() {
        cx.problems.push(
            Diagnostic::error("missing-key", format!("`{path}` limits nothing"))
                .at(at, "needs `below` or `above`")
                .help("add below = [[\"20 ms\", 0.7], [\"0.5 s\", 0.8], [\"10 s\", 0.9]]"),
        );
    }
    for (field, curve, sign) in [("below", &t.below, 1.0), ("above", &t.above, -1.0)] {
        let Some(curve) = curve else { continue };
        let near = |pair: &[[f64; 2]]| sign * pair[1][1] <= sign * pair[0][1];
        if curve.windows(2).any(near) {
            cx.problems.push(
                Diagnostic::error(
                    "wrong-curve",
                    format!("`{path}.{field}` allows more for longer"),
                )
                .at(&curve.at, "shares come nearer to 1 as times grow")
                .reason("what holds for a long time holds for a short one too"),
            );
        }
    }
}
