//! Boundaries of accounts and reading points, found once.

use super::seat::{Meter, Point, Seat};
use super::tree::ROOT;

/// Rows at which energy crosses from the power system into an account, and rows where energy is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Boundary {
    /// Account each row lies in: that of the first node above it (itself included) that is not `Power`.
    pub owner: Vec<Meter>,
    /// First rows of each account in order of [`Meter::ALL`]: what enters them is the account's energy.
    /// The entry of `Power` is empty.
    pub tops: [Vec<u32>; 4],
    /// Rows of each point in order of [`Point::ALL`], without those below another of the same point.
    pub points: [Vec<u32>; 5],
    /// Rows whose input is not IT energy although it passes the point, by point.
    pub foreign: [Vec<u32>; 5],
    /// Whether all IT energy passes the point.
    pub covers_it: [bool; 5],
}

impl Boundary {
    /// Finds the boundaries of a tree whose parents stand in later rows.
    pub(super) fn find(parent: &[u32], seat: &[Seat]) -> Self {
        let n = parent.len();
        let mut found = Self {
            owner: vec![Meter::Power; n],
            ..Self::default()
        };
        for row in (0..n).rev() {
            let above = match parent[row] {
                ROOT => Meter::Power,
                up => found.owner[up as usize],
            };
            found.owner[row] = if above == Meter::Power {
                seat[row].meter
            } else {
                above
            };
            if above == Meter::Power && seat[row].meter != Meter::Power {
                found.tops[seat[row].meter as usize].push(row as u32);
            }
        }
        found.tops.iter_mut().for_each(|rows| rows.reverse());
        for point in Point::ALL {
            found.read_at(point, parent, seat);
        }
        found
    }

    fn read_at(&mut self, point: Point, parent: &[u32], seat: &[Seat]) {
        let n = parent.len();
        let mut below = vec![false; n];
        for row in (0..n).rev() {
            let passed = parent[row] != ROOT && below[parent[row] as usize];
            let here = seat[row].is(point);
            let account = self.owner[row];
            if here && !passed && matches!(account, Meter::Power | Meter::It) {
                self.points[point as usize].push(row as u32);
            }
            below[row] = passed || here;
        }
        self.points[point as usize].reverse();
        let passes = |row: &u32| {
            let up = parent[*row as usize];
            up != ROOT && below[up as usize]
        };
        for meter in [Meter::Cooling, Meter::House] {
            let inside = self.tops[meter as usize]
                .iter()
                .copied()
                .filter(|row| passes(row));
            self.foreign[point as usize].extend(inside);
        }
        let it = &self.tops[Meter::It as usize];
        self.covers_it[point as usize] = !it.is_empty() && it.iter().all(passes);
    }
}
