//! Which units are without power when places of the power tree are lost, and for how long.
//!
//! A unit is dark from the loss of anything on its way to the meter. An uninterruptible supply between the loss and the
//! unit carries it for its autonomy; generators behind a lost point of supply end the darkness.

use crate::config::Config;
use crate::model::Model;
use crate::model::electrical::ROOT;

/// Ways from every unit to the meter.
pub(super) struct Feed {
    /// Rows of the power tree from each unit upwards.
    path: Vec<Vec<u32>>,
    /// Time for which a row carries its load without being fed \[s\].
    autonomy: Vec<f64>,
    /// Time after which the loss of a row is made good \[s\].
    restored: Vec<f64>,
}

impl Feed {
    /// Ways of the units of `model`.
    pub(super) fn of(config: &Config, model: &Model) -> Self {
        let tree = &model.power;
        let path = |leaf: u32| {
            let first = tree.leaves[leaf as usize];
            let up = |row: &u32| Some(tree.parent[*row as usize]).filter(|row| *row != ROOT);
            std::iter::successors(Some(first), up).collect()
        };
        let (mut autonomy, mut restored) = (vec![0.0; tree.len()], vec![f64::INFINITY; tree.len()]);
        for ups in &config.ups {
            if let Some(node) = tree.find(&ups.name) {
                autonomy[tree.row(node)] = *ups.autonomy;
            }
        }
        for utility in &config.utility {
            if let (Some(node), Some(start)) = (tree.find(&utility.name), &utility.generator_start)
            {
                restored[tree.row(node)] = **start;
            }
        }
        let units = model.equipment.units.iter();
        Self {
            path: units
                .map(|u| u.leaf.map(path).unwrap_or_default())
                .collect(),
            autonomy,
            restored,
        }
    }

    /// Whether anything but loads hangs on `row`, and which units do.
    pub(super) fn below(&self, row: u32) -> Vec<usize> {
        let fed = |unit: &usize| self.path[*unit].contains(&row);
        (0..self.path.len()).filter(fed).collect()
    }

    /// From when to when \[s\] `unit` is dark because `row` is lost.
    pub(super) fn dark(&self, unit: usize, row: u32) -> Option<[f64; 2]> {
        let path = &self.path[unit];
        let at = path.iter().position(|r| *r == row)?;
        let carried = path[..at].iter().map(|r| self.autonomy[*r as usize]);
        let span = [carried.fold(0.0, f64::max), self.restored[row as usize]];
        (span[0] < span[1]).then_some(span)
    }

    /// Whether an uninterruptible supply stands between `unit` and the lost `row`.
    pub(super) fn backed(&self, unit: usize, row: u32) -> bool {
        let path = &self.path[unit];
        let at = path.iter().position(|r| *r == row).unwrap_or(0);
        path[..at].iter().any(|r| self.autonomy[*r as usize] > 0.0)
    }

    /// Whether generators make the loss of `row` good.
    pub(super) fn has_generators(&self, row: u32) -> bool {
        self.restored[row as usize].is_finite()
    }
}
