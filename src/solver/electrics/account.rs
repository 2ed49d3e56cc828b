//! Sums over the tree: by account, by place and at reading points. None allocates.

use super::flow::PowerFlow;
use crate::kernels::sum::sum_of;
use crate::model::electrical::{Meter, Place, Point, PowerTree};

/// Power by account \[W\]; `power` is what is lost or used in the power system itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Entering from the grid: the utility meter.
    pub utility: f64,
    /// Entering IT: the IT energy of PUE category 3.
    pub it: f64,
    /// Entering cooling.
    pub cooling: f64,
    /// Lost between the meter and the accounts.
    pub power: f64,
    /// Entering the house.
    pub house: f64,
}

/// Power by account; `it + cooling + power + house` is `utility` to round-off.
pub fn totals(tree: &PowerTree, flow: &PowerFlow) -> Totals {
    let sum = |rows: &[u32]| entering(tree, flow, rows);
    let tops = &tree.boundary.tops;
    let mut power = own_losses(tree, &flow.loss);
    for &leaf in &tree.leaves {
        let own = tree.boundary.owner[leaf as usize] == Meter::Power;
        let leaf = leaf as usize;
        power += if own {
            tree.copies[leaf] * flow.output[leaf]
        } else {
            0.0
        };
    }
    Totals {
        utility: sum(&tree.sources),
        it: sum(&tops[Meter::It as usize]),
        cooling: sum(&tops[Meter::Cooling as usize]),
        power,
        house: sum(&tops[Meter::House as usize]),
    }
}

/// Power taken from the grid \[W\]: what enters at sources in service.
pub fn from_grid(tree: &PowerTree, flow: &PowerFlow) -> f64 {
    let in_service = tree.sources.iter().filter(|row| !tree.lost.contains(row));
    in_service.map(|row| flow.input[*row as usize]).sum()
}

/// Power entering all nodes that `rows` stand for \[W\].
fn entering(tree: &PowerTree, flow: &PowerFlow, rows: &[u32]) -> f64 {
    all_of(tree, &flow.input, rows)
}

/// Σ of `column` over all nodes that `rows` stand for.
fn all_of(tree: &PowerTree, column: &[f64], rows: &[u32]) -> f64 {
    let rows = rows.iter().map(|row| *row as usize);
    rows.map(|row| tree.copies[row] * column[row]).sum()
}

/// Losses of rows of the power system [W].
fn own_losses(tree: &PowerTree, loss: &[f64]) -> f64 {
    sum_of(loss.len(), |row| match tree.boundary.owner[row] {
        Meter::Power => tree.copies[row] * loss[row],
        _ => 0.0,
    })
}

/// Power entering IT \[W\]: the IT energy of PUE category 3.
pub fn it_input(tree: &PowerTree, flow: &PowerFlow) -> f64 {
    entering(tree, flow, &tree.boundary.tops[Meter::It as usize])
}

/// What each row adds to the facility beyond IT \[W\]: what a row of the power system loses (or, as a
/// load, uses), what enters cooling or house at their boundary, nothing inside them. The sum is
/// utility − IT to round-off: the bars of a PUE waterfall.
///
/// # Panics
/// When `overhead` has fewer entries than the tree has rows.
pub fn overheads(tree: &PowerTree, flow: &PowerFlow, overhead: &mut [f64]) {
    let overhead = &mut overhead[..tree.len()];
    for (row, owner) in tree.boundary.owner.iter().enumerate() {
        overhead[row] = if *owner == Meter::Power {
            flow.loss[row]
        } else {
            0.0
        };
    }
    for meter in [Meter::Cooling, Meter::House] {
        for &top in &tree.boundary.tops[meter as usize] {
            overhead[top as usize] = flow.input[top as usize];
        }
    }
    for &leaf in &tree.leaves {
        let leaf = leaf as usize;
        if tree.boundary.owner[leaf] == Meter::Power {
            overhead[leaf] += flow.output[leaf];
        }
    }
}

/// Power read at a point \[W\], cooling and house fed through it taken off; `None` when there is no such
/// point, or for UPS and PDU outputs when some IT does not pass one (the category is not applicable).
pub fn at_point(tree: &PowerTree, flow: &PowerFlow, point: Point) -> Option<f64> {
    let rows = &tree.boundary.points[point as usize];
    let partial = matches!(point, Point::UpsOutput | Point::PduOutput)
        && !tree.boundary.covers_it[point as usize];
    if rows.is_empty() || partial {
        return None;
    }
    let column = if point.at_output() {
        &flow.output
    } else {
        &flow.input
    };
    let foreign = &tree.boundary.foreign[point as usize];
    Some(all_of(tree, column, rows) - entering(tree, flow, foreign))
}

/// Losses by the place where they become heat \[W\].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceHeat {
    /// Into each coolant, by its index.
    pub coolant: Vec<f64>,
    /// Into hall air.
    pub hall_air: f64,
    /// Into the air of the electrical room.
    pub electrical_room: f64,
    /// Outdoors.
    pub outdoors: f64,
}

impl PlaceHeat {
    /// Zeros for the places of a tree.
    pub fn new(tree: &PowerTree) -> Self {
        Self {
            coolant: vec![0.0; tree.coolants()],
            ..Self::default()
        }
    }

    /// Collects the losses of a sweep (loads and shaft power are not losses).
    pub fn collect(&mut self, tree: &PowerTree, flow: &PowerFlow) {
        self.coolant.fill(0.0);
        (self.hall_air, self.electrical_room, self.outdoors) = (0.0, 0.0, 0.0);
        let rows = tree.copies.iter().zip(&flow.loss);
        for (seat, (copies, loss)) in tree.seat.iter().zip(rows) {
            match seat.place {
                // What takes it up stands for as many as what loses it.
                Place::Coolant(i) => self.coolant[i as usize] += loss,
                Place::HallAir => self.hall_air += copies * loss,
                Place::ElectricalRoom => self.electrical_room += copies * loss,
                Place::Outdoors => self.outdoors += copies * loss,
            }
        }
    }

    /// All losses \[W\].
    pub fn total(&self) -> f64 {
        self.coolant.iter().sum::<f64>() + self.hall_air + self.electrical_room + self.outdoors
    }
}
