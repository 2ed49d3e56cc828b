//! The sweep against closed forms, published feeders, a peer's power chain, and its own balances.

mod chains;
mod feeders;
mod hall;
mod limits;
mod raps;

use std::path::PathBuf;

use super::{PowerFlow, audit::audit, sweep};
use crate::model::electrical::{Meter, Place, PowerTree, Seat};

/// A seat of the power system in the electrical room.
fn plain() -> Seat {
    Seat::new(Place::ElectricalRoom, Meter::Power)
}

/// A file of the reference folder; says so and returns nothing where the folder is absent.
fn reference(test: &str, file: &str) -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/reference");
    let folder = std::env::var("HALLTWIN_REFERENCE").unwrap_or_else(|_| beside.to_owned());
    let text = std::fs::read_to_string(PathBuf::from(folder).join(file)).ok();
    if text.is_none() {
        eprintln!("skipped: {test}: reference folder absent");
    }
    text
}

/// A finished sweep whose balances have been recomputed.
fn solved(tree: &PowerTree, loads: &[f64]) -> PowerFlow {
    let mut flow = PowerFlow::new(tree);
    sweep(tree, loads, &mut flow).unwrap();
    check(tree, &flow, loads);
    flow
}

fn check(tree: &PowerTree, flow: &PowerFlow, loads: &[f64]) {
    let found = audit(tree, flow, loads, &mut vec![0.0; tree.len()]);
    let name = &tree.names[found.row];
    assert!(found.residual < 1e-13, "{name}: {}", found.residual);
    // The three sums of the closure are plain ones: their round-off grows with the number of rows.
    let round_off = 2e-17 * tree.len().max(500) as f64;
    assert!(found.closure < round_off, "{}", found.closure);
}
