//! A value at both stages as one complex number, Y = X₁ − j·X₂/β.

use crate::kernels::complex::Complex;

/// √3.
pub(super) const ROOT: f64 = 1.732_050_807_568_877_2;
/// β.
const BETA: f64 = 2.0 + ROOT;
/// μ, the eigenvalue of the inverse of (aᵢⱼ).
pub(super) const MU: Complex = Complex::new(3.0, ROOT);
/// A value at both stages as one number.
#[inline(always)]
pub(super) fn pack(x: [f64; 2]) -> Complex {
    Complex::new(x[0], x[1] * (-1.0 / BETA))
}

/// A value that is the same at both stages.
#[inline(always)]
pub(super) fn both(x: f64) -> Complex {
    pack([x, x])
}

/// The values at both stages.
#[inline(always)]
pub(super) fn unpack(y: Complex) -> [f64; 2] {
    [y.re, -BETA * y.im]
}

/// √3·(X₂ − X₁).
#[inline(always)]
pub(super) fn change(y: Complex) -> f64 {
    -ROOT * (BETA * y.im + y.re)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_stages() {
        // The inverse of Gauss's matrix, of order two.
        let w = [[3.0, 2.0 * ROOT - 3.0], [-2.0 * ROOT - 3.0, 3.0]];
        let x = [0.7, -1.9];
        let times = [0, 1].map(|i: usize| w[i][0] * x[0] + w[i][1] * x[1]);
        let y = MU * pack(x);
        for (a, b) in unpack(y).into_iter().zip(times) {
            assert!((a - b).abs() < 1e-14);
        }
        assert!((change(pack(x)) - ROOT * (x[1] - x[0])).abs() < 1e-15);
        assert_eq!(both(2.0), pack([2.0, 2.0]));
    }
}
