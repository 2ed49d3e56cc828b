//! Shape-preserving piecewise cubic through given points.
//!
//! # Equations
//! With h_k = x_{k+1} − x_k and secants δ_k = (y_{k+1} − y_k)/h_k, the slope at an interior point is the
//! weighted harmonic mean
//!
//! ```text
//! d_k = (w₁ + w₂) / (w₁/δ_{k−1} + w₂/δ_k),  w₁ = 2h_k + h_{k−1},  w₂ = h_k + 2h_{k−1}      (1)
//! ```
//!
//! and 0 where the secants change sign. End slopes are the three-point formula, limited so that the end
//! interval stays monotone. The cubic then has no extremum that the points do not have.
//!
//! # Units
//! Those of the points.
//!
//! # References
//! - Fritsch & Butland, *A method for constructing local monotone piecewise cubic interpolants*,
//!   SIAM J. Sci. Stat. Comput. 5 (1984) 300: eq. (1).
//! - Fritsch & Carlson, *Monotone piecewise cubic interpolation*, SIAM J. Numer. Anal. 17 (1980) 238.

/// Slopes of the interpolant at `x` (ascending, at least two points) for the values `y`.
pub fn slopes(x: &[f64], y: &[f64]) -> Vec<f64> {
    let n = x.len();
    let h: Vec<f64> = x.windows(2).map(|w| w[1] - w[0]).collect();
    let secant: Vec<f64> = (0..n - 1).map(|k| (y[k + 1] - y[k]) / h[k]).collect();
    if n == 2 {
        return vec![secant[0]; 2];
    }
    let mut slope = vec![0.0; n];
    for k in 1..n - 1 {
        let (before, after) = (secant[k - 1], secant[k]);
        if before * after > 0.0 {
            let (w1, w2) = (2.0 * h[k] + h[k - 1], h[k] + 2.0 * h[k - 1]);
            slope[k] = (w1 + w2) / (w1 / before + w2 / after);
        }
    }
    slope[0] = end_slope(h[0], h[1], secant[0], secant[1]);
    slope[n - 1] = end_slope(h[n - 2], h[n - 3], secant[n - 2], secant[n - 3]);
    slope
}

/// Three-point slope at an end, limited to keep the end interval monotone.
fn end_slope(near: f64, far: f64, secant: f64, next: f64) -> f64 {
    let slope = ((2.0 * near + far) * secant - near * next) / (near + far);
    if slope * secant <= 0.0 {
        0.0
    } else if secant * next <= 0.0 && slope.abs() > 3.0 * secant.abs() {
        3.0 * secant
    } else {
        slope
    }
}

/// Coefficients c₀ … c₃ in (x − x_k) of the cubic Hermite piece over `h` with end values and slopes.
pub fn piece(h: f64, y: [f64; 2], slope: [f64; 2]) -> [f64; 4] {
    let secant = (y[1] - y[0]) / h;
    [
        y[0],
        slope[0],
        (3.0 * secant - 2.0 * slope[0] - slope[1]) / h,
        (slope[0] + slope[1] - 2.0 * secant) / (h * h),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of RPN 14 in Fritsch & Carlson (1980), whose spline overshoots and whose monotone
    /// interpolant must not.
    const X: [f64; 9] = [7.99, 8.09, 8.19, 8.7, 9.2, 10.0, 12.0, 15.0, 20.0];
    const Y: [f64; 9] = [
        0.0, 2.76429e-5, 4.37498e-2, 0.169183, 0.469428, 0.943740, 0.998636, 0.999919, 0.999994,
    ];

    #[test]
    fn stays_monotone_on_the_published_hard_case() {
        let d = slopes(&X, &Y);
        let mut last = -1e-12;
        for k in 0..8 {
            let h = X[k + 1] - X[k];
            let c = piece(h, [Y[k], Y[k + 1]], [d[k], d[k + 1]]);
            for i in 0..=50 {
                let s = h * f64::from(i) / 50.0;
                let y = c[0] + s * (c[1] + s * (c[2] + s * c[3]));
                assert!(y >= last - 1e-12, "falls at {}", X[k] + s);
                last = y;
            }
        }
    }

    #[test]
    fn reproduces_straight_lines() {
        let x = [0.0, 1.0, 4.0, 5.0];
        let d = slopes(&x, &x.map(|x| 3.0 - 2.0 * x));
        assert!(d.iter().all(|d| (d + 2.0).abs() < 1e-14), "{d:?}");
        assert_eq!(piece(2.0, [1.0, 5.0], [2.0, 2.0]), [1.0, 2.0, 0.0, 0.0]);
    }

    #[test]
    fn has_the_slopes_of_the_harmonic_mean() {
        // h = 1, 1 and secants 1, 3: d = 6/(3/1 + 3/3) = 1.5; ends (3·1 − 3)/2 = 0 → 0, (3·3 − 1)/2 = 4.
        assert_eq!(
            slopes(&[0.0, 1.0, 2.0], &[0.0, 1.0, 4.0]),
            vec![0.0, 1.5, 4.0]
        );
    }
}
