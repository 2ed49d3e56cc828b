//! The largest factor on all loads that has a solution, and the bus that gives way there.

use super::flow::{GridFlow, Stop};
use super::fold;
use crate::model::electrical::grid::Grid;

/// Ratio of bracket to factor at which the bordered system takes over.
const CLOSE: f64 = 1e-4;
/// Bracket of a factor found by halving alone, relative.
const HALVED: f64 = 1e-13;
/// A network whose loads may grow beyond this has no limit worth a name.
const ENDLESS: f64 = 1e12;

/// How far loads may grow.
#[derive(Clone, Debug, PartialEq)]
pub struct Loadability {
    /// Largest factor on all loads that has a solution.
    pub factor: f64,
    /// Bus whose voltage moves most there.
    pub bus: String,
}

impl GridFlow {
    /// Largest factor on all loads; `None` where they may grow without limit. Leaves no solution.
    pub fn loadability(&mut self, grid: &Grid) -> Option<Loadability> {
        let mut high = 1.0;
        while self.holds(grid, high).is_ok() {
            high *= 2.0;
            if high > ENDLESS {
                return None;
            }
        }
        Some(self.loadability_below(grid, high))
    }

    fn holds(&mut self, grid: &Grid, factor: f64) -> Result<(), usize> {
        self.settle(grid, factor).map_err(|stop| match stop {
            Stop::Fold(at) => at,
            Stop::Fault(_) => 0,
        })
    }

    /// Largest factor below `high`, at which there is no solution.
    pub(super) fn loadability_below(&mut self, grid: &Grid, high: f64) -> Loadability {
        let mut bracket = [0.0, high];
        let mut at = self.halve(grid, &mut bracket, CLOSE);
        let heated = grid.lines.iter().any(|l| l.rise > 0.0);
        let fixed = self.systems[at].inputs.is_empty() && !heated;
        if let Some(found) = self.polish(grid, &bracket, at).filter(|_| fixed) {
            return found;
        }
        at = self.halve(grid, &mut bracket, HALVED);
        let bus = self.weakest(grid, bracket[0], at);
        Loadability {
            factor: bracket[0],
            bus,
        }
    }

    /// Halves a bracket; returns the island in which the path ends at its upper side.
    fn halve(&mut self, grid: &Grid, bracket: &mut [f64; 2], relative: f64) -> usize {
        let mut at = self.holds(grid, bracket[1]).err().unwrap_or(0);
        while bracket[1] - bracket[0] > relative * bracket[1] {
            let middle = 0.5 * (bracket[0] + bracket[1]);
            match self.holds(grid, middle) {
                Ok(()) => bracket[0] = middle,
                Err(island) => (bracket[1], at) = (middle, island),
            }
        }
        at
    }

    /// The fold within a bracket, from the bordered system; `None` where that leads elsewhere.
    fn polish(&mut self, grid: &Grid, bracket: &[f64; 2], at: usize) -> Option<Loadability> {
        let bus = self.weakest(grid, bracket[0], at);
        self.holds(grid, bracket[0]).ok()?;
        let factor = fold::fold(&self.systems[at], bracket[0], &mut self.works[at])?;
        let inside = factor >= bracket[0] * (1.0 - 1e-12) && factor <= bracket[1] * (1.0 + 1e-12);
        inside.then_some(Loadability { factor, bus })
    }

    /// Name of the bus that moves most with the loads at `factor` in the island solved at `at`.
    fn weakest(&mut self, grid: &Grid, factor: f64, at: usize) -> String {
        let solved = self.holds(grid, factor).is_ok();
        let place = solved
            .then(|| fold::weakest(&self.systems[at], factor, &mut self.works[at]))
            .flatten();
        let node = place.map_or_else(
            || self.systems[at].nodes.first().copied(),
            |place| self.systems[at].nodes.get(place).copied(),
        );
        node.map_or_else(String::new, |n| grid.nodes[n as usize].clone())
    }
}
