//! Moving volumes: plug flow through pipes without a limit on the step.
//!
//! A pipe holds a queue of parcels, each with a mass \[kg\] and one enthalpy [J/kg], from its `from`
//! end to its `to` end. A step pushes what flows in at one end and takes the same mass off the other, so
//! mass is constant, a front stays a front, and a step may be longer than the transit. Pieces of wall
//! stand still beside the parcels and trade heat with those that pass ([`sweep`]). The queues of
//! all pipes lie in one set of columns; nothing is allocated after construction.
//!
//! # References
//! - J. van der Heijde et al., *Dynamic equation-based thermo-hydraulic pipe model for district
//!   heating and cooling systems*, Energy Convers. Manag. 151 (2017): plug flow and its delay.

mod contact;
mod spread;
pub mod sweep;

pub use contact::Coupling;
pub use sweep::{Move, Outflow, Swept};

use std::ops::Range;

/// Pieces into which a wall is cut along its pipe.
pub const PIECES: usize = 32;
/// Enthalpy by which what enters may differ from what entered before and still join it [J/kg]: 10 µK.
const ALIKE: f64 = 0.04;
/// Largest share of a pipe that a parcel joined in this way may fill.
const JOINED: f64 = 1.0 / PIECES as f64;
/// Longest parcel joined for want of room, over the mean of a full queue: two neighbours below it exist
/// in every full queue of three or more.
const LONGEST: f64 = 4.0;

/// A pipe as the columns see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Coolant held \[kg\], above 0.
    pub content: f64,
    /// Heat capacity of the wall over the coolant's specific heat \[kg\]; 0 for none.
    pub wall: f64,
    /// Most parcels kept apart; 4 or more.
    pub parcels: u32,
    /// Enthalpy of coolant and wall at the start [J/kg].
    pub enthalpy: f64,
}

/// Parcels and walls of many pipes.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rings {
    start: Vec<u32>,
    capacity: Vec<u32>,
    head: Vec<u32>,
    len: Vec<u32>,
    total: Vec<f64>,
    mass: Vec<f64>,
    enthalpy: Vec<f64>,
    wall_mass: Vec<f64>,
    /// Pieces of pipe `i` are `wall[wall_start[i]..wall_start[i + 1]]`.
    wall_start: Vec<u32>,
    wall: Vec<f64>,
}

impl Rings {
    /// Columns for `lines`, each filled with its own enthalpy.
    pub fn new(lines: impl IntoIterator<Item = Line>) -> Self {
        let mut rings = Self {
            wall_start: vec![0],
            ..Self::default()
        };
        for line in lines {
            let (first, room) = (rings.mass.len(), line.parcels.max(4));
            rings.start.push(first as u32);
            rings.capacity.push(room);
            rings.head.push(0);
            rings.len.push(1);
            rings.total.push(line.content);
            rings.mass.resize(first + room as usize, 0.0);
            rings.enthalpy.resize(first + room as usize, 0.0);
            rings.mass[first] = line.content;
            rings.enthalpy[first] = line.enthalpy;
            let pieces = if line.wall > 0.0 { PIECES } else { 0 };
            rings.wall_mass.push(line.wall);
            rings.wall.resize(rings.wall.len() + pieces, line.enthalpy);
            rings.wall_start.push(rings.wall.len() as u32);
        }
        rings
    }

    /// Pieces of the wall of `pipe`.
    #[inline]
    fn cells(&self, pipe: usize) -> Range<usize> {
        self.wall_start[pipe] as usize..self.wall_start[pipe + 1] as usize
    }

    /// Coolant mass that one piece of the wall of `pipe` counts for \[kg\].
    #[inline]
    fn piece(&self, pipe: usize) -> f64 {
        self.wall_mass[pipe] / PIECES as f64
    }

    /// Refills `pipe` with coolant at one enthalpy [J/kg]; its wall stays as it is.
    pub fn fill(&mut self, pipe: usize, enthalpy: f64) {
        (self.head[pipe], self.len[pipe]) = (0, 1);
        let first = self.start[pipe] as usize;
        self.mass[first] = self.total[pipe];
        self.enthalpy[first] = enthalpy;
    }

    /// Refills `pipe` and its wall with a profile: `coolant(x)` and `wall(x)` [J/kg] at the share x of the
    /// way from its `from` end.
    pub fn fill_profile(
        &mut self,
        pipe: usize,
        coolant: impl Fn(f64) -> f64,
        wall: impl Fn(f64) -> f64,
    ) {
        let parcels = PIECES.min(self.capacity[pipe] as usize - 1);
        let middle = |k: usize, n: usize| (k as f64 + 0.5) / n as f64;
        (self.head[pipe], self.len[pipe]) = (0, parcels as u32);
        for k in 0..parcels {
            let slot = self.start[pipe] as usize + k;
            self.mass[slot] = self.total[pipe] / parcels as f64;
            self.enthalpy[slot] = coolant(middle(k, parcels));
        }
        let cells = self.cells(pipe);
        for (k, at) in cells.enumerate() {
            self.wall[at] = wall(middle(k, PIECES));
        }
    }

    /// Column of the `k`-th parcel from the `from` end.
    #[inline]
    fn slot(&self, pipe: usize, k: u32) -> usize {
        let (at, room) = (self.head[pipe] + k, self.capacity[pipe]);
        let wrapped = if at >= room { at - room } else { at };
        (self.start[pipe] + wrapped) as usize
    }

    /// Column of the `k`-th parcel counted from the outlet of a flow in direction `forward`.
    #[inline]
    fn outlet_slot(&self, pipe: usize, k: u32, forward: bool) -> usize {
        let k = if forward { self.len[pipe] - 1 - k } else { k };
        self.slot(pipe, k)
    }

    /// Moves the parcels on: `mass` \[kg\] at `enthalpy` [J/kg] enters, as much leaves.
    fn shift(&mut self, pipe: usize, mass: f64, enthalpy: f64, forward: bool) {
        let mut left = mass;
        while left > 0.0 && self.len[pipe] > 0 {
            let slot = self.outlet_slot(pipe, 0, forward);
            if self.mass[slot] > left {
                self.mass[slot] -= left;
                break;
            }
            left -= self.mass[slot];
            self.drop_outlet(pipe, forward);
        }
        if self.len[pipe] == 0 {
            self.fill(pipe, enthalpy);
        } else if mass > 0.0 {
            self.push_inlet(pipe, mass, enthalpy, forward);
        }
    }

    /// Adds `heat` \[J\] to the newest parcel of a flow in direction `forward`.
    pub fn deposit(&mut self, pipe: usize, heat: f64, forward: bool) {
        let slot = self.outlet_slot(pipe, self.len[pipe] - 1, forward);
        self.enthalpy[slot] += heat / self.mass[slot];
    }

    /// Heat content of `pipe`, wall included, above `datum` [J/kg]: \[J\].
    pub fn content(&self, pipe: usize, datum: f64) -> f64 {
        let slots = (0..self.len[pipe]).map(|k| self.slot(pipe, k));
        let coolant: f64 = slots
            .map(|s| self.mass[s] * (self.enthalpy[s] - datum))
            .sum();
        let wall = &self.wall[self.cells(pipe)];
        coolant + self.piece(pipe) * wall.iter().map(|w| w - datum).sum::<f64>()
    }

    /// Parcels of `pipe` from its `from` end: mass \[kg\] and enthalpy [J/kg].
    pub fn parcels(&self, pipe: usize) -> impl Iterator<Item = (f64, f64)> + '_ {
        let slots = (0..self.len[pipe]).map(move |k| self.slot(pipe, k));
        slots.map(|s| (self.mass[s], self.enthalpy[s]))
    }

    /// Enthalpy of the pieces of the wall of `pipe` from its `from` end [J/kg]; none without a wall.
    pub fn wall(&self, pipe: usize) -> &[f64] {
        &self.wall[self.cells(pipe)]
    }

    fn drop_outlet(&mut self, pipe: usize, forward: bool) {
        if !forward {
            let next = self.head[pipe] + 1;
            self.head[pipe] = if next == self.capacity[pipe] { 0 } else { next };
        }
        self.len[pipe] -= 1;
    }

    fn push_inlet(&mut self, pipe: usize, mass: f64, enthalpy: f64, forward: bool) {
        let newest = self.outlet_slot(pipe, self.len[pipe] - 1, forward);
        let joined = self.mass[newest] + mass;
        let apart = enthalpy - self.enthalpy[newest];
        if apart.abs() <= ALIKE && joined <= JOINED * self.total[pipe] {
            self.enthalpy[newest] += apart * mass / joined;
            self.mass[newest] = joined;
            return;
        }
        if self.len[pipe] == self.capacity[pipe] {
            self.merge_likest(pipe);
        }
        if forward {
            let head = self.head[pipe];
            self.head[pipe] = if head == 0 { self.capacity[pipe] } else { head } - 1;
        }
        self.len[pipe] += 1;
        let slot = self.outlet_slot(pipe, self.len[pipe] - 1, forward);
        self.mass[slot] = mass;
        self.enthalpy[slot] = enthalpy;
    }

    /// Joins the two neighbours whose joining moves the least heat. Beside a wall no parcel grows longer than a
    /// few others: what is joined trades heat as one body, and would carry it along the pipe.
    fn merge_likest(&mut self, pipe: usize) {
        let longest = if self.wall_mass[pipe] > 0.0 {
            LONGEST * self.total[pipe] / f64::from(self.capacity[pipe])
        } else {
            f64::INFINITY
        };
        let cost = |k: u32| {
            let (a, b) = (self.slot(pipe, k), self.slot(pipe, k + 1));
            let joined = self.mass[a] + self.mass[b];
            if joined > longest {
                return f64::INFINITY;
            }
            let mixed = self.mass[a] * self.mass[b] / joined;
            mixed * (self.enthalpy[a] - self.enthalpy[b]).abs()
        };
        let best = (0..self.len[pipe] - 1)
            .min_by(|&a, &b| cost(a).total_cmp(&cost(b)))
            .unwrap_or(0);
        let (a, b) = (self.slot(pipe, best), self.slot(pipe, best + 1));
        let mass = self.mass[a] + self.mass[b];
        self.enthalpy[a] =
            (self.mass[a] * self.enthalpy[a] + self.mass[b] * self.enthalpy[b]) / mass;
        self.mass[a] = mass;
        for k in best + 1..self.len[pipe] - 1 {
            let (to, from) = (self.slot(pipe, k), self.slot(pipe, k + 1));
            self.mass[to] = self.mass[from];
            self.enthalpy[to] = self.enthalpy[from];
        }
        self.len[pipe] -= 1;
    }
}

#[cfg(test)]
mod tests;
