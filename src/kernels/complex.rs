//! Complex numbers, as far as impedances and eigenvalues need them.

use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// re + j·im.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Complex {
    /// Real part.
    pub re: f64,
    /// Imaginary part.
    pub im: f64,
}

impl Complex {
    /// Zero.
    pub const ZERO: Self = Self { re: 0.0, im: 0.0 };

    /// re + j·im.
    pub const fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }

    /// A real number.
    pub const fn real(re: f64) -> Self {
        Self { re, im: 0.0 }
    }

    /// The amount, without overflow on the way.
    pub fn abs(self) -> f64 {
        let (a, b) = (self.re.abs(), self.im.abs());
        let (large, small) = (a.max(b), a.min(b));
        if large == 0.0 {
            return 0.0;
        }
        let ratio = small / large;
        large * (1.0 + ratio * ratio).sqrt()
    }

    /// The angle, between −π and π.
    pub fn angle(self) -> f64 {
        self.im.atan2(self.re)
    }

    /// re − j·im.
    pub fn conjugate(self) -> Self {
        Self::new(self.re, -self.im)
    }

    /// 1/z by Smith's formula.
    pub fn inverse(self) -> Self {
        Self::real(1.0) / self
    }

    /// The root with a real part that is not negative.
    pub fn sqrt(self) -> Self {
        let size = self.abs();
        if size == 0.0 {
            return Self::ZERO;
        }
        let half = (0.5 * (size + self.re.abs())).sqrt();
        let other = self.im / (2.0 * half);
        if self.re >= 0.0 {
            Self::new(half, other)
        } else {
            Self::new(other.abs(), half.copysign(self.im))
        }
    }
}

impl Add for Complex {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self::new(self.re + o.re, self.im + o.im)
    }
}

impl Sub for Complex {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self::new(self.re - o.re, self.im - o.im)
    }
}

impl Mul for Complex {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Self::new(
            self.re * o.re - self.im * o.im,
            self.re * o.im + self.im * o.re,
        )
    }
}

impl Mul<f64> for Complex {
    type Output = Self;
    fn mul(self, o: f64) -> Self {
        Self::new(self.re * o, self.im * o)
    }
}

impl Div for Complex {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        if o.re.abs() >= o.im.abs() {
            let r = o.im / o.re;
            let d = o.re + o.im * r;
            Self::new((self.re + self.im * r) / d, (self.im - self.re * r) / d)
        } else {
            let r = o.re / o.im;
            let d = o.re * r + o.im;
            Self::new((self.re * r + self.im) / d, (self.im * r - self.re) / d)
        }
    }
}

impl Neg for Complex {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.re, -self.im)
    }
}

impl AddAssign for Complex {
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}

impl SubAssign for Complex {
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn division_undoes_multiplication(a in -9.0..9.0f64, b in -9.0..9.0f64, c in 0.1..9.0f64, d in -9.0..9.0f64) {
            let (x, y) = (Complex::new(a, b), Complex::new(c, d));
            prop_assert!((x * y / y - x).abs() < 1e-13 * (1.0 + x.abs()));
            prop_assert!((x.sqrt() * x.sqrt() - x).abs() < 1e-14 * (1.0 + x.abs()));
            prop_assert!(x.sqrt().re >= 0.0);
            prop_assert!((y * y.inverse() - Complex::real(1.0)).abs() < 1e-14);
        }
    }

    #[test]
    fn amounts_do_not_overflow() {
        assert_eq!(Complex::new(3.0, -4.0).abs(), 5.0);
        assert!(Complex::new(1e300, 1e300).abs().is_finite());
        assert_eq!(Complex::new(-4.0, 0.0).sqrt(), Complex::new(0.0, 2.0));
    }
}
