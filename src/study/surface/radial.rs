//! Interpolation between scattered points, and the weights that it gives them.
//!
//! # Equations
//! ```text
//! s(x) = Σ_k λ_k·φ(|x − x_k|) + c₀ + Σ_i c_i·x_i,    φ(r) = −r                                   (1)
//! s(x_k) = y_k,   Σ_k λ_k = 0,   Σ_k λ_k·x_k = 0                                                 (2)
//! ```
//!
//! φ is conditionally positive definite of order one, so that (2) has one solution wherever the points do not all lie in one plane; where
//! they do, the linear terms are left out. (1) is linear in the y_k: the sum of s over any points is Σ_k w_k·y_k, the w_k from one solve
//! with the sums of φ and of the polynomial over them.
//!
//! # References
//! - M. J. D. Powell, "The theory of radial basis function approximation in 1990", in *Advances in Numerical Analysis II*, Oxford
//!   University Press 1992, pp. 105-210.

/// Pivot over the largest entry of the matrix below which points lie in one plane.
const FLAT: f64 = 1e-10;

/// Points that know their neighbourhood.
pub(super) struct Radial {
    points: Vec<Vec<f64>>,
    /// Terms of the polynomial.
    terms: usize,
    /// LU factors of the symmetric matrix of (2), row by row, and the rows' order.
    lu: Vec<f64>,
    order: Vec<usize>,
}

/// φ of (1).
fn phi(a: &[f64], b: &[f64]) -> f64 {
    let squares = a.iter().zip(b).map(|(x, y)| (x - y) * (x - y));
    -squares.sum::<f64>().sqrt()
}

impl Radial {
    /// Through `points`, at least one, no two alike.
    pub fn through(points: Vec<Vec<f64>>) -> Self {
        let axes = points.first().map_or(0, Vec::len);
        let with = |terms: usize| -> Option<Self> {
            let n = points.len() + terms;
            let mut a = vec![0.0; n * n];
            for (i, x) in points.iter().enumerate() {
                for (j, y) in points.iter().enumerate() {
                    a[i * n + j] = phi(x, y);
                }
                for t in 0..terms {
                    let p = if t == 0 { 1.0 } else { x[t - 1] };
                    a[i * n + points.len() + t] = p;
                    a[(points.len() + t) * n + i] = p;
                }
            }
            let order = factor(&mut a, n)?;
            Some(Self {
                points: points.clone(),
                terms,
                lu: a,
                order,
            })
        };
        let linear = (points.len() > 2 * axes).then(|| with(1 + axes)).flatten();
        linear.or_else(|| with(1)).unwrap_or(Self {
            terms: 0,
            lu: Vec::new(),
            order: Vec::new(),
            points: points.clone(),
        })
    }

    /// Weights of the points in the sum of s over all of `at`.
    pub fn weights<'x>(&self, at: impl Iterator<Item = &'x [f64]>) -> Vec<f64> {
        let (m, n) = (self.points.len(), self.points.len() + self.terms);
        let mut sums = vec![0.0; n];
        let mut count = 0.0;
        for x in at {
            count += 1.0;
            for (sum, point) in sums.iter_mut().zip(&self.points) {
                *sum += phi(x, point);
            }
            for t in 0..self.terms {
                sums[m + t] += if t == 0 { 1.0 } else { x[t - 1] };
            }
        }
        if self.terms == 0 {
            return vec![count / m as f64; m];
        }
        let mut found = solve(&self.lu, &self.order, &sums);
        found.truncate(m);
        found
    }
}

/// LU factors with partial pivoting in place, and the order of rows; none where a pivot vanishes.
fn factor(a: &mut [f64], n: usize) -> Option<Vec<usize>> {
    let largest = a.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    let mut order: Vec<usize> = (0..n).collect();
    for i in 0..n {
        let best = (i..n).max_by(|p, q| {
            let size = |r: &usize| a[r * n + i].abs();
            size(p).total_cmp(&size(q)).then(q.cmp(p))
        })?;
        if a[best * n + i].abs() <= FLAT * largest {
            return None;
        }
        if best != i {
            (0..n).for_each(|j| a.swap(i * n + j, best * n + j));
            order.swap(i, best);
        }
        for r in i + 1..n {
            let ratio = a[r * n + i] / a[i * n + i];
            a[r * n + i] = ratio;
            for j in i + 1..n {
                a[r * n + j] -= ratio * a[i * n + j];
            }
        }
    }
    Some(order)
}

/// The solution for the right-hand side `b` in its own order.
fn solve(lu: &[f64], order: &[usize], b: &[f64]) -> Vec<f64> {
    let n = order.len();
    let mut x: Vec<f64> = order.iter().map(|i| b[*i]).collect();
    for i in 0..n {
        for j in 0..i {
            x[i] -= lu[i * n + j] * x[j];
        }
    }
    for i in (0..n).rev() {
        for j in i + 1..n {
            x[i] -= lu[i * n + j] * x[j];
        }
        x[i] /= lu[i * n + i];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Vec<Vec<f64>> {
        let at = |k: usize| {
            vec![
                (7 * k % 11) as f64,
                0.3 * (5 * k % 13) as f64 + 0.01 * k as f64,
            ]
        };
        (0..11).map(at).collect()
    }

    fn value(of: &Radial, y: &[f64], x: &[f64]) -> f64 {
        let weights = of.weights(std::iter::once(x));
        weights.iter().zip(y).map(|(w, y)| w * y).sum()
    }

    #[test]
    fn points_are_met_and_planes_everywhere() {
        let points = grid();
        let of = Radial::through(points.clone());
        let bent = |x: &[f64]| (x[0] - 3.0).max(0.0).powi(2) + x[1].sin();
        let y: Vec<f64> = points.iter().map(|x| bent(x)).collect();
        for (x, y_k) in points.iter().zip(&y) {
            assert!((value(&of, &y, x) - y_k).abs() < 1e-9);
        }
        let plane = |x: &[f64]| 2.0 - 0.7 * x[0] + 3.0 * x[1];
        let y: Vec<f64> = points.iter().map(|x| plane(x)).collect();
        for x in [[2.2, 1.1], [9.5, 0.2], [15.0, -3.0]] {
            assert!((value(&of, &y, &x) - plane(&x)).abs() < 1e-9, "{x:?}");
        }
    }

    #[test]
    fn a_sum_is_the_sum_of_values_and_weights_count_points() {
        let points = grid();
        let of = Radial::through(points.clone());
        let y: Vec<f64> = points.iter().map(|x| x[0] * x[1]).collect();
        let at = [[1.0, 1.0], [4.0, 2.5], [8.0, 0.1]];
        let sum: f64 = at.iter().map(|x| value(&of, &y, x)).sum();
        let weights = of.weights(at.iter().map(|x| &x[..]));
        let told: f64 = weights.iter().zip(&y).map(|(w, y)| w * y).sum();
        assert!((told - sum).abs() < 1e-9 && (weights.iter().sum::<f64>() - 3.0).abs() < 1e-9);
    }

    #[test]
    fn points_in_a_line_and_single_points_have_weights() {
        let line: Vec<Vec<f64>> = (0..8)
            .map(|k| vec![f64::from(k), 2.0 * f64::from(k)])
            .collect();
        for points in [line, vec![vec![1.0, 2.0]]] {
            let n = points.len();
            let of = Radial::through(points);
            let weights = of.weights([[3.5, 7.0], [1.0, 2.0]].iter().map(|x| &x[..]));
            assert_eq!(weights.len(), n);
            assert!(
                (weights.iter().sum::<f64>() - 2.0).abs() < 1e-9,
                "{weights:?}"
            );
        }
    }
}
