//! LDLᵀ of a symmetric positive definite matrix whose pattern stays the same.
//!
//! All that can be known from the pattern is worked out once: the order, the pattern of L, and for
//! every product l·v of the elimination the place it is subtracted from. A factorisation is then one
//! pass without searching, and the forward substitution rides along. Networks are so sparse (two to
//! four entries a column) that this beats a general code by the cost of its bookkeeping.
//!
//! A value array holds the diagonal, then L column by column, then one place for whatever belongs to
//! fixed nodes; a vector holds one entry a position and likewise one place at its end.
//!
//! # References
//! - Davis, *Direct Methods for Sparse Linear Systems* (2006), ch. 4: right-looking Cholesky.

use super::ordering::{Elimination, minimum_degree};

/// Pattern and elimination program of one matrix.
#[derive(Clone, Debug, Default)]
pub struct Symbolic {
    pub(super) size: usize,
    position: Vec<u32>,
    /// First entry of each column in `row`; one more than there are columns.
    pub(super) start: Vec<u32>,
    /// Position of each entry of L below the diagonal.
    pub(super) row: Vec<u32>,
    /// Place in the value array that each product is subtracted from.
    pub(super) target: Vec<u32>,
}

impl Symbolic {
    /// Analyses a matrix of `size` rows with off-diagonal entries at `edges`.
    pub fn new(size: usize, edges: &[(u32, u32)]) -> Self {
        let Elimination {
            position, column, ..
        } = minimum_degree(size, edges);
        let mut start = Vec::with_capacity(size + 1);
        let mut row = Vec::new();
        start.push(0);
        for rows in &column {
            row.extend_from_slice(rows);
            start.push(row.len() as u32);
        }
        let mut symbolic = Self {
            size,
            position,
            start,
            row,
            target: Vec::new(),
        };
        symbolic.target = symbolic.targets();
        symbolic
    }

    fn targets(&self) -> Vec<u32> {
        let mut target = Vec::new();
        for j in 0..self.size {
            let rows = &self.row[self.start[j] as usize..self.start[j + 1] as usize];
            for (i, &a) in rows.iter().enumerate() {
                target.push(a);
                for &b in &rows[i + 1..] {
                    target.push(self.below(a, b));
                }
            }
        }
        target
    }

    /// Place of the entry in column `a`, row `b` > `a` (positions).
    fn below(&self, a: u32, b: u32) -> u32 {
        let (low, high) = (
            self.start[a as usize] as usize,
            self.start[a as usize + 1] as usize,
        );
        let found = self.row[low..high]
            .binary_search(&b)
            .expect("the pattern of L contains every edge and every fill-in");
        (self.size + low + found) as u32
    }

    /// Number of rows.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Length of a value array.
    pub fn len(&self) -> usize {
        self.size + self.row.len() + 1
    }

    /// True of a matrix without rows.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Entries of L below the diagonal.
    pub fn fill(&self) -> usize {
        self.row.len()
    }

    /// Where node `v` stands in a vector; its diagonal has the same place in the value array.
    pub fn place(&self, v: u32) -> u32 {
        self.position[v as usize]
    }

    /// Place in the value array of the entry that joins nodes `a` and `b`, which an edge joins.
    pub fn joint(&self, a: u32, b: u32) -> u32 {
        let (a, b) = (self.place(a), self.place(b));
        self.below(a.min(b), a.max(b))
    }

    /// Place of what belongs to fixed nodes in a vector.
    pub fn no_place(&self) -> u32 {
        self.size as u32
    }

    /// Place of what belongs to fixed nodes in the value array.
    pub fn no_joint(&self) -> u32 {
        (self.len() - 1) as u32
    }

    /// Calls `visit` with place and both positions of every entry below the diagonal.
    pub fn each_joint(&self, mut visit: impl FnMut(usize, usize, usize)) {
        for j in 0..self.size {
            for at in self.start[j] as usize..self.start[j + 1] as usize {
                visit(self.size + at, self.row[at] as usize, j);
            }
        }
    }

    /// Factorises `value` in place and solves for `x`, which holds the right-hand side.
    ///
    /// Returns false, with `x` of no use, where a pivot is not above zero.
    pub fn solve(&self, value: &mut [f64], x: &mut [f64]) -> bool {
        let n = self.size;
        let (diagonal, lower) = value.split_at_mut(n);
        debug_assert_eq!(lower.len(), self.row.len() + 1);
        let positive = self.eliminate(diagonal, lower, x);
        self.substitute(diagonal, lower, x);
        positive
    }

    /// Solves for another `x` with the factors that [`Symbolic::solve`] left in `value`.
    pub fn again(&self, value: &[f64], x: &mut [f64]) {
        let (diagonal, lower) = value.split_at(self.size);
        let (mut lower_left, mut row_left) = (lower, &self.row[..]);
        for (j, bounds) in self.start.windows(2).enumerate() {
            let n = (bounds[1] - bounds[0]) as usize;
            let (lower, row);
            (lower, lower_left) = lower_left.split_at(n);
            (row, row_left) = row_left.split_at(n);
            let xj = x[j];
            // Most columns of a network hold two entries.
            if let ([l, m], [r, s]) = (lower, row) {
                x[*r as usize] -= l * xj;
                x[*s as usize] -= m * xj;
            } else {
                for (l, &r) in lower.iter().zip(row) {
                    x[r as usize] -= l * xj;
                }
            }
        }
        self.substitute(diagonal, lower, x);
    }

    /// Turns L⁻¹x into the solution.
    #[inline]
    fn substitute(&self, diagonal: &[f64], lower: &[f64], x: &mut [f64]) {
        let (mut lower_left, mut row_left) = (&lower[..self.row.len()], &self.row[..]);
        let columns = self.start[..self.size].iter().zip(diagonal);
        for (j, (&low, inverse)) in columns.enumerate().rev() {
            let (lower, row);
            (lower_left, lower) = lower_left.split_at(low as usize);
            (row_left, row) = row_left.split_at(low as usize);
            let mut sum = x[j] * inverse;
            if let ([l, m], [r, s]) = (lower, row) {
                sum -= l * x[*r as usize];
                sum -= m * x[*s as usize];
            } else {
                for (l, &r) in lower.iter().zip(row) {
                    sum -= l * x[r as usize];
                }
            }
            x[j] = sum;
        }
    }

    /// Turns `diagonal` into 1/D and `lower` into L, and `x` into L⁻¹x.
    #[inline]
    fn eliminate(&self, diagonal: &mut [f64], lower: &mut [f64], x: &mut [f64]) -> bool {
        let n = self.size as u32;
        let (mut target, mut positive) = (&self.target[..], true);
        for j in 0..self.size {
            let (low, high) = (self.start[j] as usize, self.start[j + 1] as usize);
            positive &= diagonal[j] > 0.0;
            let inverse = 1.0 / diagonal[j];
            diagonal[j] = inverse;
            let xj = x[j];
            if let (&[v, w], &[r, s]) = (&lower[low..high], &self.row[low..high]) {
                let (l, m, r, s) = (v * inverse, w * inverse, r as usize, s as usize);
                x[r] -= l * xj;
                diagonal[r] -= l * v;
                lower[(target[1] - n) as usize] -= l * w;
                x[s] -= m * xj;
                diagonal[s] -= m * w;
                (lower[low], lower[low + 1]) = (l, m);
                target = &target[3..];
                continue;
            }
            for a in low..high {
                let v = lower[a];
                let l = v * inverse;
                let row = self.row[a] as usize;
                x[row] -= l * xj;
                diagonal[row] -= l * v;
                let others = high - a - 1;
                for (b, &t) in (a + 1..high).zip(&target[1..=others]) {
                    let update = l * lower[b];
                    lower[(t - n) as usize] -= update;
                }
                target = &target[1 + others..];
                lower[a] = l;
            }
        }
        positive
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Weighted graph Laplacian with every tenth node grounded: what a network gives.
    fn residual(n: usize, edges: &[(u32, u32)], weight: &[f64]) -> f64 {
        let symbolic = Symbolic::new(n, edges);
        let mut value = vec![0.0; symbolic.len()];
        for (&(a, b), &w) in edges.iter().zip(weight) {
            value[symbolic.place(a) as usize] += w;
            value[symbolic.place(b) as usize] += w;
            value[symbolic.joint(a, b) as usize] -= w;
        }
        for v in (0..n as u32).step_by(10) {
            value[symbolic.place(v) as usize] += 1.0;
        }
        let right: Vec<f64> = (0..n).map(|v| (v as f64).sin()).collect();
        let mut x = vec![0.0; n + 1];
        for v in 0..n {
            x[symbolic.place(v as u32) as usize] = right[v];
        }
        assert!(symbolic.solve(&mut value, &mut x));
        let mut twice = vec![0.0; n + 1];
        for v in 0..n {
            twice[symbolic.place(v as u32) as usize] = right[v];
        }
        symbolic.again(&value, &mut twice);
        assert_eq!(x, twice, "kept factors solve to the same bits");
        let at = |v: usize| x[symbolic.place(v as u32) as usize];
        let mut left: Vec<f64> = (0..n)
            .map(|v| if v % 10 == 0 { at(v) } else { 0.0 })
            .collect();
        for (&(a, b), &w) in edges.iter().zip(weight) {
            let flow = w * (at(a as usize) - at(b as usize));
            left[a as usize] += flow;
            left[b as usize] -= flow;
        }
        (0..n).fold(0.0f64, |m, v| m.max((left[v] - right[v]).abs()))
    }

    #[test]
    fn solves_a_grid() {
        let side = 17u32;
        let mut edges = Vec::new();
        for v in 0..side * side {
            if v % side + 1 < side {
                edges.push((v, v + 1));
            }
            if v + side < side * side {
                edges.push((v, v + side));
            }
        }
        let weight = vec![3.0; edges.len()];
        assert!(residual((side * side) as usize, &edges, &weight) < 1e-12);
    }

    #[test]
    fn reports_a_pivot_that_is_not_positive() {
        let symbolic = Symbolic::new(2, &[(0, 1)]);
        let mut value = vec![0.0; symbolic.len()];
        value[0] = 1.0;
        value[1] = 1.0;
        value[symbolic.joint(0, 1) as usize] = -2.0;
        assert!(!symbolic.solve(&mut value, &mut [1.0, 1.0, 0.0]));
    }

    proptest! {
        #[test]
        fn solves_any_connected_network(
            n in 11usize..80,
            extra in proptest::collection::vec((0u32..80, 0u32..80), 0..60),
            seed in proptest::collection::vec(-3.0..3.0f64, 160),
        ) {
            let n32 = n as u32;
            let mut edges: Vec<(u32, u32)> = (1..n32).map(|v| (v, v * 7 % v.max(1))).collect();
            edges.extend((1..n32).map(|v| (v - 1, v)));
            edges.extend(extra.iter().map(|&(a, b)| (a % n32, b % n32)).filter(|(a, b)| a != b));
            let weight: Vec<f64> = (0..edges.len()).map(|i| 10f64.powf(seed[i % 160])).collect();
            prop_assert!(residual(n, &edges, &weight) < 1e-9);
        }
    }
}
