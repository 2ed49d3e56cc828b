//! LDLᵀ of a complex symmetric matrix of a network: admittances at one frequency.
//!
//! # References
//! - Davis, *Direct Methods for Sparse Linear Systems* (2006), ch. 4.

use super::ordering::{Elimination, minimum_degree};
use crate::kernels::complex::Complex;

/// A matrix of admittances and its factors.
#[derive(Clone, Debug)]
pub struct Admittances {
    position: Vec<u32>,
    column: Vec<Vec<u32>>,
    diagonal: Vec<Complex>,
    lower: Vec<Vec<Complex>>,
}

impl Admittances {
    /// An empty matrix of `size` rows with off-diagonal entries at `edges`.
    pub fn new(size: usize, edges: &[(u32, u32)]) -> Self {
        let Elimination {
            position, column, ..
        } = minimum_degree(size, edges);
        Self {
            diagonal: vec![Complex::ZERO; size],
            lower: column
                .iter()
                .map(|c| vec![Complex::ZERO; c.len()])
                .collect(),
            position,
            column,
        }
    }

    /// Sets all entries to zero.
    pub fn clear(&mut self) {
        self.diagonal.fill(Complex::ZERO);
        self.lower.iter_mut().for_each(|c| c.fill(Complex::ZERO));
    }

    /// Adds admittance `y` between two nodes, `None` standing for a fixed one.
    pub fn add(&mut self, a: Option<u32>, b: Option<u32>, y: Complex) {
        let place = |n: u32| self.position[n as usize];
        let (a, b) = (a.map(place), b.map(place));
        for p in [a, b].into_iter().flatten() {
            self.diagonal[p as usize] += y;
        }
        if let (Some(a), Some(b)) = (a, b) {
            let k = self.entry(a.min(b), a.max(b));
            self.lower[a.min(b) as usize][k] -= y;
        }
    }

    fn entry(&self, column: u32, row: u32) -> usize {
        self.column[column as usize]
            .binary_search(&row)
            .expect("the pattern contains every edge and every fill-in")
    }

    /// Factorises in place.
    pub fn factor(&mut self) {
        for j in 0..self.diagonal.len() {
            let rows = self.column[j].clone();
            let values = self.lower[j].clone();
            let inverse = self.diagonal[j].inverse();
            for (a, (&row, &value)) in rows.iter().zip(&values).enumerate() {
                let l = value * inverse;
                self.diagonal[row as usize] -= l * value;
                for (&below, &other) in rows[a + 1..].iter().zip(&values[a + 1..]) {
                    let k = self.entry(row, below);
                    self.lower[row as usize][k] -= l * other;
                }
                self.lower[j][a] = l;
            }
        }
    }

    /// Voltage between two nodes when a current of one flows from the second to the first: the
    /// impedance seen there. After [`Self::factor`].
    pub fn impedance(&self, a: Option<u32>, b: Option<u32>) -> Complex {
        let n = self.diagonal.len();
        let mut x = vec![Complex::ZERO; n];
        let (a, b) = (
            a.map(|n| self.position[n as usize] as usize),
            b.map(|n| self.position[n as usize] as usize),
        );
        if let Some(a) = a {
            x[a] += Complex::real(1.0);
        }
        if let Some(b) = b {
            x[b] -= Complex::real(1.0);
        }
        for j in 0..n {
            let xj = x[j];
            for (&row, &l) in self.column[j].iter().zip(&self.lower[j]) {
                x[row as usize] -= l * xj;
            }
        }
        for j in (0..n).rev() {
            let mut sum = x[j] / self.diagonal[j];
            for (&row, &l) in self.column[j].iter().zip(&self.lower[j]) {
                sum -= l * x[row as usize];
            }
            x[j] = sum;
        }
        let at = |p: Option<usize>| p.map_or(Complex::ZERO, |p| x[p]);
        at(a) - at(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_is_what_series_and_parallel_say() {
        let (r, y) = (Complex::new(0.1, 0.4), Complex::new(0.02, -0.3));
        let mut m = Admittances::new(3, &[(0, 1), (1, 2)]);
        m.add(None, Some(0), r.inverse());
        m.add(Some(0), Some(1), r.inverse());
        m.add(Some(1), Some(2), r.inverse());
        m.add(Some(1), None, y);
        m.factor();
        let behind = (Complex::real(1.0) / (r + r)) + y;
        let exact = r + behind.inverse();
        assert!((m.impedance(Some(2), None) - exact).abs() < 1e-14);
        assert!((m.impedance(Some(2), Some(1)) - r).abs() < 1e-14);
    }

    #[test]
    fn a_ring_fills_in() {
        let one = Complex::real(1.0);
        let mut m = Admittances::new(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]);
        for k in 0..4u32 {
            m.add(Some(k), Some((k + 1) % 4), one);
        }
        m.add(Some(0), None, one);
        m.factor();
        // One ohm to ground, then 2 ‖ 2 across the ring.
        assert!((m.impedance(Some(2), None) - Complex::real(2.0)).abs() < 1e-14);
    }
}
