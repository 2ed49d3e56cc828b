//! Parcels that mix with their neighbours along the pipe: dispersion in the coordinate of mass.
//!
//! # Equations
//! With D the coefficient of dispersion, ρA the mass per length and Δt the step, two neighbours of masses m₁, m₂ exchange as
//! through a conductance of the coolant mass
//!
//! ```text
//! g = (ρA)²·D·Δt/((m₁ + m₂)/2),      m·(h' − h) = Σ g·(h'_neighbour − h')                   (1)
//! ```
//!
//! Implicit, one sweep of Thomas' algorithm a pipe: bounded by the neighbours for any Δt, and what one parcel gives the other
//! takes. Nothing crosses the ends of a pipe. Long parcels are cut first, so that a front widens where it is.

use super::Rings;

/// Longest parcel of a pipe that disperses, as a share of what it holds.
const FINE: f64 = 1.0 / 400.0;

/// Columns of one pipe's sweep.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Work {
    /// Mass of each parcel \[kg\].
    mass: Vec<f64>,
    /// Enthalpy of each parcel [J/kg].
    enthalpy: Vec<f64>,
    /// Conductance to the next parcel \[kg\].
    conductance: Vec<f64>,
    /// Factor of the next parcel's change, and change so far [J/kg].
    factor: Vec<f64>,
    change: Vec<f64>,
}

impl Work {
    /// Makes room for pipes of at most `parcels`; nothing is allocated where there is room.
    pub fn fit(&mut self, parcels: usize) {
        for column in [
            &mut self.mass,
            &mut self.enthalpy,
            &mut self.conductance,
            &mut self.factor,
            &mut self.change,
        ] {
            column.resize(column.len().max(parcels), 0.0);
        }
    }
}

impl Rings {
    /// Spreads heat among the parcels of `pipe` by `spread` = (ρA)²·D·Δt [kg²]: eq. (1).
    pub(super) fn spread(&mut self, pipe: usize, spread: f64, work: &mut Work) {
        let n = self.cut(pipe, work);
        for k in 0..n.saturating_sub(1) {
            work.conductance[k] = 2.0 * spread / (work.mass[k] + work.mass[k + 1]);
        }
        work.conductance[n - 1] = 0.0;
        let Work {
            mass: m,
            enthalpy: h,
            conductance: g,
            factor: f,
            change: d,
        } = work;
        // Solved for the changes: where neighbours are alike nothing is rounded.
        let (mut before, mut flux) = (0.0, 0.0);
        for k in 0..n {
            let up = if k > 0 { f[k - 1] } else { 0.0 };
            let next = if k + 1 < n {
                g[k] * (h[k + 1] - h[k])
            } else {
                0.0
            };
            let pivot = m[k] + before * (1.0 - up) + g[k];
            let carried = if k > 0 { before * d[k - 1] } else { 0.0 };
            f[k] = g[k] / pivot;
            d[k] = (flux + next + carried) / pivot;
            (before, flux) = (g[k], -next);
        }
        for k in (0..n.saturating_sub(1)).rev() {
            d[k] += f[k] * d[k + 1];
        }
        let mut incoming = 0.0;
        for k in 0..n {
            let outgoing = if k + 1 < n {
                g[k] * ((h[k] - h[k + 1]) + (d[k] - d[k + 1]))
            } else {
                0.0
            };
            h[k] += (incoming - outgoing) / m[k];
            incoming = outgoing;
        }
        let first = self.start[pipe] as usize;
        (self.head[pipe], self.len[pipe]) = (0, n as u32);
        self.mass[first..first + n].copy_from_slice(&m[..n]);
        self.enthalpy[first..first + n].copy_from_slice(&h[..n]);
    }

    /// Parcels of `pipe` in order, long ones cut as far as there is room; how many there are.
    fn cut(&self, pipe: usize, work: &mut Work) -> usize {
        let held = self.len[pipe];
        let longest = FINE * self.total[pipe];
        let mut room = (self.capacity[pipe] - held) as usize;
        let mut n = 0;
        for k in 0..held {
            let slot = self.slot(pipe, k);
            let wanted = (self.mass[slot] / longest).ceil() as usize;
            let pieces = wanted.clamp(1, room + 1);
            room -= pieces - 1;
            for _ in 0..pieces {
                work.mass[n] = self.mass[slot] / pieces as f64;
                work.enthalpy[n] = self.enthalpy[slot];
                n += 1;
            }
        }
        n
    }
}
