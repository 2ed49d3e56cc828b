//! A local polynomial through some points: eqs. (1) and (2) of the [surface](super).

/// λ of eq. (2) for squares, and for straight terms, where the points do not fix them.
const RIDGE_SQUARE: f64 = 1e-5;
const RIDGE_LINE: f64 = 1e-9;
/// Smallest half width of a cell: narrower ones are flat.
const NARROW: f64 = 1e-9;

/// The box of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    centre: Vec<f64>,
    inverse: Vec<f64>,
}

impl Frame {
    /// The box between `low` and `high`.
    pub fn of(low: &[f64], high: &[f64]) -> Self {
        let pairs = low.iter().zip(high);
        let scale = |(a, b): (&f64, &f64)| {
            let half = 0.5 * (b - a);
            if half > NARROW { 1.0 / half } else { 0.0 }
        };
        Self {
            centre: pairs.clone().map(|(a, b)| 0.5 * (a + b)).collect(),
            inverse: pairs.map(scale).collect(),
        }
    }

    /// Number of terms of eq. (1).
    pub fn terms(&self) -> usize {
        1 + 2 * self.centre.len()
    }

    /// Terms 1, ξ, ξ² at `x`.
    pub fn terms_at(&self, x: &[f64], to: &mut [f64]) {
        let n = self.centre.len();
        to[0] = 1.0;
        for i in 0..n {
            let xi = (x[i] - self.centre[i]) * self.inverse[i];
            to[1 + i] = xi;
            to[1 + n + i] = xi * xi;
        }
    }
}

/// The matrix that takes answers at points to the coefficients of eq. (1), row by row: `terms × points`.
///
/// `rows` holds the terms of each point.
pub(super) fn coefficients(frame: &Frame, rows: &[Vec<f64>]) -> Vec<f64> {
    let (p, m) = (frame.terms(), rows.len());
    let axes = (p - 1) / 2;
    // Normal equations with the right-hand sides beside them.
    let width = p + m;
    let mut a = vec![0.0; p * width];
    for (k, row) in rows.iter().enumerate() {
        for i in 0..p {
            for j in 0..p {
                a[i * width + j] += row[i] * row[j];
            }
            a[i * width + p + k] = row[i];
        }
    }
    for i in 1..p {
        let ridge = if i > axes { RIDGE_SQUARE } else { RIDGE_LINE };
        a[i * width + i] += ridge * m as f64;
    }
    eliminate(&mut a, p, width);
    let mut out = Vec::with_capacity(p * m);
    for i in 0..p {
        out.extend_from_slice(&a[i * width + p..(i + 1) * width]);
    }
    out
}

/// Gauss–Jordan on a symmetric positive definite matrix with right-hand sides beside it; no pivots are needed.
fn eliminate(a: &mut [f64], p: usize, width: usize) {
    for i in 0..p {
        let inverse = 1.0 / a[i * width + i];
        for j in i..width {
            a[i * width + j] *= inverse;
        }
        for r in (0..p).filter(|r| *r != i) {
            let factor = a[r * width + i];
            if factor != 0.0 {
                for j in i..width {
                    a[r * width + j] -= factor * a[i * width + j];
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(frame: &Frame, x: &[f64]) -> Vec<f64> {
        let mut row = vec![0.0; frame.terms()];
        frame.terms_at(x, &mut row);
        row
    }

    fn value(frame: &Frame, matrix: &[f64], y: &[f64], x: &[f64]) -> f64 {
        let row = terms(frame, x);
        let beta = matrix.chunks_exact(y.len());
        let beta = beta.map(|r| r.iter().zip(y).map(|(a, b)| a * b).sum::<f64>());
        row.iter().zip(beta).map(|(t, b)| t * b).sum()
    }

    #[test]
    fn planes_are_met_whatever_the_points() {
        let frame = Frame::of(&[0.0, 10.0], &[4.0, 30.0]);
        let points = [[0.0, 10.0], [4.0, 12.0], [1.0, 30.0], [3.0, 22.0]];
        let rows: Vec<_> = points.iter().map(|x| terms(&frame, x)).collect();
        let plane = |x: &[f64]| 3.0 - 2.0 * x[0] + 0.25 * x[1];
        let y: Vec<f64> = points.iter().map(|x| plane(x)).collect();
        let matrix = coefficients(&frame, &rows);
        for x in [[2.0, 20.0], [0.5, 28.0]] {
            let found = value(&frame, &matrix, &y, &x);
            assert!((found - plane(&x)).abs() < 2e-3, "{found} {}", plane(&x));
        }
    }

    #[test]
    fn squares_are_met_by_enough_points() {
        let frame = Frame::of(&[0.0], &[2.0]);
        let points: Vec<f64> = (0..9).map(|i| 0.25 * f64::from(i)).collect();
        let rows: Vec<_> = points.iter().map(|x| terms(&frame, &[*x])).collect();
        let y: Vec<f64> = points.iter().map(|x| 1.0 + x + 0.5 * x * x).collect();
        let matrix = coefficients(&frame, &rows);
        let found = value(&frame, &matrix, &y, &[1.3]);
        assert!((found - (2.3 + 0.5 * 1.69)).abs() < 2e-3, "{found}");
    }

    #[test]
    fn a_flat_axis_takes_no_part() {
        let frame = Frame::of(&[0.0, 5.0], &[2.0, 5.0]);
        let rows: Vec<_> = [0.0, 1.0, 2.0]
            .iter()
            .map(|x| terms(&frame, &[*x, 5.0]))
            .collect();
        let matrix = coefficients(&frame, &rows);
        let found = value(&frame, &matrix, &[1.0, 3.0, 5.0], &[0.5, 5.0]);
        assert!(found.is_finite() && (found - 2.0).abs() < 1e-3, "{found}");
    }
}
