//! What is watched beside the units' own reports: loading of everything with a rating between the meter and the chip,
//! and the air that the racks draw in.
//!
//! # Equations
//! ```text
//! loading = max(P/P_rated, I/I_rated)          P_rated of all modules installed             (1)
//! T_in    = max(T_supply, T_hall − ΔT_racks)   with fan walls, else T_hall                   (2)
//! ```
//!
//! Equal converters inside equal racks are one figure, that of the one loaded most. (2): where fan walls blow less air
//! than the racks draw, the racks take back what they have warmed by ΔT_racks; in a well-mixed hall without fan walls they
//! draw what is there.
//!
//! # References
//! - ASHRAE TC 9.9, *Thermal Guidelines for Data Processing Environments*, 5th ed. (2021): class A2, 10 to 35 °C.

use crate::model::Model;
use crate::model::electrical::PowerTree;
use crate::results::{Probe, Unit};
use crate::solver::Stepper;
use crate::solver::electrics::PowerFlow;
use crate::solver::electrics::audit::loading;
use std::ops::Range;

/// What separates a rack from the number of a stage of its chain, in names of the power tree.
const IN_RACK: char = ':';

/// A rating that is not to be passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// Name in the power tree; of equal racks' converters that of the first.
    pub name: String,
    /// Rated power \[W\] or current \[A\].
    pub rating: f64,
    /// Whether it is a current.
    pub current: bool,
}

/// Calls `each` with the rows that share a figure, in a fixed order.
fn groups(tree: &PowerTree, mut each: impl FnMut(Range<usize>)) {
    for stage in &tree.stages {
        for run in &stage.runs {
            if tree.names[run.rows.start].contains(IN_RACK) {
                each(run.rows.clone());
            } else {
                run.rows.clone().for_each(|row| each(row..row + 1));
            }
        }
        let forests = stage.forests.iter().flat_map(|forest| forest.rows.clone());
        for row in forests.chain(stage.lone.clone()) {
            if tree.rated[row].is_finite() || tree.rated_current[row].is_finite() {
                each(row..row + 1);
            }
        }
    }
}

/// Everything with a rating, in the order of [`fill`].
pub fn rated(tree: &PowerTree) -> Vec<Rated> {
    let mut all = Vec::new();
    groups(tree, |rows| {
        let row = rows.start;
        let current = !tree.rated[row].is_finite();
        all.push(Rated {
            name: tree.names[row].clone(),
            rating: if current {
                tree.rated_current[row]
            } else {
                tree.rated[row]
            },
            current,
        });
    });
    all
}

/// Whether there are racks that draw air.
pub fn draws_air(model: &Model) -> bool {
    model.hall.air_limit.is_finite()
}

/// Probes of this page, in the order of [`fill`].
pub fn probes(model: &Model) -> Vec<Probe> {
    let air = draws_air(model).then(|| {
        let name = "hall.rack_air_margin";
        Probe::hall(name, "margin of the racks' air", Unit::Kelvin)
    });
    let loadings = rated(&model.power).into_iter().map(|r| {
        let name = format!("{}.loading", r.name);
        Probe::component(name.clone(), name, Unit::One)
    });
    air.into_iter().chain(loadings).collect()
}

/// Writes the values of a step.
pub fn fill(model: &Model, stepper: &Stepper, row: &mut [f64]) {
    let mut rest = row.iter_mut();
    let mut put = |value: f64| {
        if let Some(slot) = rest.next() {
            *slot = value;
        }
    };
    if draws_air(model) {
        put(model.hall.air_limit - stepper.rack_air());
    }
    let flow: &PowerFlow = stepper.power_flow();
    groups(&model.power, |rows| {
        put(rows
            .map(|r| loading(&model.power, flow, r))
            .fold(0.0, f64::max));
    });
}
