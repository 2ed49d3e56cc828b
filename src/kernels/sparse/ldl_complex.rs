//! LDLᵀ of a complex symmetric matrix with the pattern of a [`Symbolic`].
//!
//! Two real stages of an implicit method become one system of half the size in complex numbers, whose
//! matrix has the pattern of the network; its factors are kept over many steps. Nothing is pivoted:
//! the real part of a passive network's admittances is positive.
//!
//! # References
//! - Davis, *Direct Methods for Sparse Linear Systems* (2006), ch. 4.
//! - Higham, *Math. Comp.* 67 (1998) 1591: growth factor at most 3 without pivoting where real and
//!   imaginary part are positive definite.

use super::ldl::Symbolic;
use crate::kernels::complex::Complex;

impl Symbolic {
    /// Factorises `value`, diagonal first, then L column by column, in place: 1/D and L.
    pub fn factor_complex(&self, value: &mut [Complex]) {
        let n = self.size;
        let (diagonal, lower) = value.split_at_mut(n);
        let mut targets = self.target.iter();
        for j in 0..n {
            let (low, high) = (self.start[j] as usize, self.start[j + 1] as usize);
            let inverse = diagonal[j].inverse();
            diagonal[j] = inverse;
            for a in low..high {
                let v = lower[a];
                let l = v * inverse;
                diagonal[self.row[a] as usize] -= l * v;
                targets.next();
                for b in a + 1..high {
                    let update = l * lower[b];
                    if let Some(&t) = targets.next() {
                        lower[t as usize - n] -= update;
                    }
                }
                lower[a] = l;
            }
        }
    }

    /// Solves for `x`, which holds the right-hand side, with the factors in `value`.
    pub fn solve_complex(&self, value: &[Complex], x: &mut [Complex]) {
        let (diagonal, lower) = value.split_at(self.size);
        for j in 0..self.size {
            let (low, high) = (self.start[j] as usize, self.start[j + 1] as usize);
            let xj = x[j];
            for (&l, &r) in lower[low..high].iter().zip(&self.row[low..high]) {
                x[r as usize] -= l * xj;
            }
        }
        for j in (0..self.size).rev() {
            let (low, high) = (self.start[j] as usize, self.start[j + 1] as usize);
            let mut sum = x[j] * diagonal[j];
            for (&l, &r) in lower[low..high].iter().zip(&self.row[low..high]) {
                sum -= l * x[r as usize];
            }
            x[j] = sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn solves_any_connected_network(
            n in 3u32..60,
            extra in proptest::collection::vec((0u32..60, 0u32..60), 0..40),
            seed in proptest::collection::vec((-2.0..2.0f64, 0.1..1.5f64), 130),
        ) {
            let mut edges: Vec<(u32, u32)> = (1..n).map(|v| (v - 1, v)).collect();
            edges.extend(extra.iter().map(|&(a, b)| (a % n, b % n)).filter(|(a, b)| a != b));
            let symbolic = Symbolic::new(n as usize, &edges);
            let y = |k: usize| {
                let (size, angle) = seed[k % seed.len()];
                Complex::new(angle.cos(), angle.sin()) * 10f64.powf(size)
            };
            let mut value = vec![Complex::ZERO; symbolic.len()];
            let mut right = vec![Complex::ZERO; n as usize + 1];
            let truth: Vec<Complex> = (0..n as usize).map(|k| y(k + 7)).collect();
            let place = |v: u32| symbolic.place(v) as usize;
            for (k, &(a, b)) in edges.iter().enumerate() {
                value[place(a)] += y(k);
                value[place(b)] += y(k);
                value[symbolic.joint(a, b) as usize] -= y(k);
                let flow = y(k) * (truth[a as usize] - truth[b as usize]);
                right[place(a)] += flow;
                right[place(b)] -= flow;
            }
            value[place(0)] += Complex::real(1.0);
            right[place(0)] += truth[0];
            symbolic.factor_complex(&mut value);
            symbolic.solve_complex(&value, &mut right);
            for v in 0..n {
                let off = (right[place(v)] - truth[v as usize]).abs();
                prop_assert!(off < 1e-8 * (1.0 + truth[v as usize].abs()), "{off}");
            }
        }
    }
}
