//! Controllers that cannot be.

use super::super::diagnostic::Diagnostic;
use super::super::origin::Origin;
use super::super::read::Reader;
use super::super::tables::{Controller, OnLoss};

/// Families whose actuators can hold.
const HOLDING: [&str; 2] = ["cdu", "loop"];

/// Only what has an actuator that stays where it is can be held.
pub(in crate::config) fn controller(c: &Controller, _: &Origin, path: &str, cx: &mut Reader<'_>) {
    if *c.on_loss != OnLoss::Hold {
        return;
    }
    for of in c.of.iter().filter(|of| !HOLDING.contains(&of.family)) {
        cx.problems.push(
            Diagnostic::error(
                "wrong-action",
                format!("`{path}`: {} cannot hold", of.path()),
            )
            .at(&of.at, "this element")
            .at(&c.on_loss.at, "asked for here")
            .reason("only pumps and valves of CDUs and loops stay where they are")
            .help("write on_loss = \"stop\", or a [controller] of its own for it"),
        );
    }
}
