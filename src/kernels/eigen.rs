//! Eigenvalues of a real matrix: balance, Hessenberg form, shifted QR.
//!
//! The QR iteration runs in complex numbers with Wilkinson's shift, so that a pair needs no special
//! treatment. Work grows with the cube of the size; meant for some hundreds of rows.
//!
//! # References
//! - Golub & Van Loan, *Matrix Computations*, 4th ed. (2013), §7.4 (Hessenberg), §7.5 (shifts).
//! - Parlett & Reinsch, Numer. Math. 13 (1969) 293: balancing.
//! - Wilkinson, *The Algebraic Eigenvalue Problem* (1965), ch. 6: reduction by elimination.

use super::complex::Complex;

/// Iterations for one eigenvalue before it is given up.
const MOST: usize = 200;

/// Eigenvalues of the `n` × `n` matrix `a` (row by row), in no order. None where the iteration does not
/// converge or an entry is no number.
pub fn eigenvalues(n: usize, mut a: Vec<f64>) -> Option<Vec<Complex>> {
    assert_eq!(a.len(), n * n, "a square matrix, row by row");
    if a.iter().any(|x| !x.is_finite()) {
        return None;
    }
    balance(n, &mut a);
    hessenberg(n, &mut a);
    let mut h: Vec<Complex> = a.into_iter().map(Complex::real).collect();
    let mut found = Vec::with_capacity(n);
    let mut high = n;
    let mut turns = 0;
    while high > 0 {
        let low = split(n, &mut h, high);
        if low + 1 == high {
            found.push(h[low * n + low]);
            high = low;
            turns = 0;
            continue;
        }
        turns += 1;
        if turns > MOST {
            return None;
        }
        let shift = if turns % 11 == 10 {
            // A shift out of the blue breaks a cycle.
            let kick = h[(high - 1) * n + high - 2].abs();
            h[(high - 1) * n + high - 1] + Complex::new(kick, 0.5 * kick)
        } else {
            wilkinson(n, &h, high)
        };
        turn(n, &mut h, low, high, shift);
    }
    Some(found)
}

/// Scales rows and columns by powers of two until they are alike.
fn balance(n: usize, a: &mut [f64]) {
    let mut again = true;
    while again {
        again = false;
        for i in 0..n {
            let others = || (0..n).filter(|j| *j != i);
            let mut column: f64 = others().map(|j| a[j * n + i].abs()).sum();
            let row: f64 = others().map(|j| a[i * n + j].abs()).sum();
            if column == 0.0 || row == 0.0 {
                continue;
            }
            let (mut factor, before) = (1.0, column + row);
            while column < row / 2.0 {
                factor *= 2.0;
                column *= 4.0;
            }
            while column > row * 2.0 {
                factor *= 0.5;
                column *= 0.25;
            }
            if (column + row) / factor < 0.95 * before {
                again = true;
                for j in 0..n {
                    a[i * n + j] /= factor;
                    a[j * n + i] *= factor;
                }
            }
        }
    }
}

/// Reduces to upper Hessenberg form by elimination with row exchanges.
fn hessenberg(n: usize, a: &mut [f64]) {
    for m in 1..n.saturating_sub(1) {
        let size = |i: &usize| a[i * n + m - 1].abs();
        let pivot = (m..n).max_by(|i, j| size(i).total_cmp(&size(j)));
        let pivot = pivot.unwrap_or(m);
        if a[pivot * n + m - 1] == 0.0 {
            continue;
        }
        if pivot != m {
            for j in 0..n {
                a.swap(pivot * n + j, m * n + j);
            }
            for i in 0..n {
                a.swap(i * n + pivot, i * n + m);
            }
        }
        for i in m + 1..n {
            let factor = a[i * n + m - 1] / a[m * n + m - 1];
            if factor == 0.0 {
                continue;
            }
            for j in m - 1..n {
                a[i * n + j] -= factor * a[m * n + j];
            }
            a[i * n + m - 1] = 0.0;
            for k in 0..n {
                a[k * n + m] += factor * a[k * n + i];
            }
        }
    }
}

/// First row of the last block that does not fall apart; negligible entries become zero.
fn split(n: usize, h: &mut [Complex], high: usize) -> usize {
    for k in (1..high).rev() {
        let near = h[(k - 1) * n + k - 1].abs() + h[k * n + k].abs();
        if h[k * n + k - 1].abs() <= f64::EPSILON * near {
            h[k * n + k - 1] = Complex::ZERO;
            return k;
        }
    }
    0
}

/// The eigenvalue of the last 2 × 2 block that is nearer to its last entry.
fn wilkinson(n: usize, h: &[Complex], high: usize) -> Complex {
    let (p, q) = (high - 2, high - 1);
    let (a, b, c, d) = (h[p * n + p], h[p * n + q], h[q * n + p], h[q * n + q]);
    let half = (a - d) * 0.5;
    let root = (half * half + b * c).sqrt();
    let (one, two) = (half + root, half - root);
    let far = if one.abs() > two.abs() { one } else { two };
    if far == Complex::ZERO {
        d
    } else {
        d - b * c / far
    }
}

/// One QR step with `shift` on rows and columns `low..high`.
fn turn(n: usize, h: &mut [Complex], low: usize, high: usize, shift: Complex) {
    for k in low..high {
        h[k * n + k] -= shift;
    }
    let mut turns = Vec::with_capacity(high - low);
    for k in low..high - 1 {
        let (a, b) = (h[k * n + k], h[(k + 1) * n + k]);
        let size = Complex::new(a.abs(), b.abs()).abs();
        let (c, s) = if size == 0.0 {
            (Complex::real(1.0), Complex::ZERO)
        } else {
            (a * (1.0 / size), b * (1.0 / size))
        };
        turns.push((c, s));
        for j in k..high {
            let (x, y) = (h[k * n + j], h[(k + 1) * n + j]);
            h[k * n + j] = c.conjugate() * x + s.conjugate() * y;
            h[(k + 1) * n + j] = c * y - s * x;
        }
    }
    for (k, (c, s)) in (low..).zip(turns) {
        for i in low..(k + 2).min(high) {
            let (x, y) = (h[i * n + k], h[i * n + k + 1]);
            h[i * n + k] = x * c + y * s;
            h[i * n + k + 1] = y * c.conjugate() - x * s.conjugate();
        }
    }
    for k in low..high {
        h[k * n + k] += shift;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sorted(n: usize, a: Vec<f64>) -> Vec<Complex> {
        let mut all = eigenvalues(n, a).unwrap();
        all.sort_by(|x, y| x.re.total_cmp(&y.re).then(x.im.total_cmp(&y.im)));
        all
    }

    #[test]
    fn known_matrices() {
        // Companion of (x−1)(x−2)(x−3) and a rotation.
        let all = sorted(3, vec![6.0, -11.0, 6.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        for (x, y) in all.iter().zip([1.0, 2.0, 3.0]) {
            assert!((*x - Complex::real(y)).abs() < 1e-12);
        }
        let all = sorted(2, vec![-15.0, 1e4, -1e4, -15.0]);
        assert!((all[0] - Complex::new(-15.0, -1e4)).abs() < 1e-10);
        // A permutation: the roots of one, where an unshifted iteration stands still.
        let all = sorted(
            4,
            vec![
                0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0,
            ],
        );
        assert!((all[0] - Complex::real(-1.0)).abs() < 1e-12);
    }

    #[test]
    fn a_badly_scaled_matrix_keeps_its_small_eigenvalues() {
        let all = sorted(2, vec![-1e-3, 1e8, -1e-8, -2e-3]);
        let exact = Complex::new(-1.5e-3, (1.0f64 - 0.25e-6).sqrt());
        assert!((all[1] - exact).abs() < 1e-12, "{:?}", all);
        assert!(eigenvalues(1, vec![f64::NAN]).is_none());
        assert_eq!(eigenvalues(0, Vec::new()), Some(Vec::new()));
    }

    proptest! {
        #[test]
        fn sums_are_traces(n in 1usize..14, seed in proptest::collection::vec(-3.0..3.0f64, 196)) {
            let a: Vec<f64> = seed[..n * n].to_vec();
            let trace: f64 = (0..n).map(|k| a[k * n + k]).sum();
            let squares: f64 = (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).map(|(i, j)| a[i * n + j] * a[j * n + i]).sum();
            let all = eigenvalues(n, a).unwrap();
            let sum = all.iter().fold(Complex::ZERO, |s, x| s + *x);
            let sum2 = all.iter().fold(Complex::ZERO, |s, x| s + *x * *x);
            prop_assert!((sum - Complex::real(trace)).abs() < 1e-10);
            prop_assert!((sum2 - Complex::real(squares)).abs() < 1e-8);
        }
    }
}
