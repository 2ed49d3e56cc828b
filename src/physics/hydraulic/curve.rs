//! Pump curve: pressure rise over volume flow at rated speed, falling everywhere.
//!
//! # Equations
//! Either a second-order curve or monotone cubic pieces through points (mean of the neighbouring
//! secants, limited as Fritsch & Carlson do). Affinity at relative speed s:
//!
//! ```text
//! H(q, s) = s²·H₁(q/s)                                                                     (1)
//! H₁ = a − b·q − c·q²                                                                      (2)
//! beyond the last point (x_e, y_e, slope d):  y_e + d·z − e·z²,  z = q − x_e,  e = −d/(2·x_e) (3)
//! ```
//!
//! (1) is evaluated without dividing by s, so that a stopped pump (s = 0) is the resistance −c·q² or
//! −e·q² of its locked impeller.
//!
//! # Units
//! m³/s, Pa.
//!
//! # Validity
//! q ≥ 0, 0 ≤ s ≤ about 1.2; affinity holds within 2 % down to s = 0.5.
//!
//! # References
//! - ISO 9906:2012 (pump curves); Gülich, *Centrifugal Pumps*, 3rd ed. (2014), §3.4 (affinity).
//! - Fritsch & Carlson, SIAM J. Numer. Anal. 17 (1980) 238.

use super::{LawError, positive, within};

/// Step of the speed at which the search ends, as a share of the most speed: a few units of round-off.
const SPEED_SETTLED: f64 = 1e-14;
/// The same of a step by Newton alone: the one after it would be round-off.
const LAST_STEP: f64 = 1e-8;
/// Steps by Newton alone before the speed is bracketed.
const NEAR_STEPS: usize = 6;
/// Most steps towards a speed; halving alone would need fewer.
const SPEED_PASSES: usize = 64;

/// A falling pump curve.
#[derive(Clone, Debug, PartialEq)]
pub enum Curve {
    /// Eq. (2).
    Quadratic {
        /// Shut-off pressure rise a \[Pa\].
        shut_off: f64,
        /// b [Pa·s/m³].
        linear: f64,
        /// c [Pa·s²/m⁶].
        square: f64,
    },
    /// Monotone cubic pieces.
    Points(Points),
}

/// Points of a curve with their slopes.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    flow: Vec<f64>,
    rise: Vec<f64>,
    slope: Vec<f64>,
}

impl Curve {
    /// Eq. (2) with `shut_off` \[Pa\], `linear` [Pa·s/m³] and `square` [Pa·s²/m⁶].
    ///
    /// # Errors
    /// A shut-off pressure or square term not above zero, a negative linear term.
    pub fn quadratic(shut_off: f64, linear: f64, square: f64) -> Result<Self, LawError> {
        Ok(Self::Quadratic {
            shut_off: positive("shut-off pressure [Pa]", shut_off)?,
            linear: within("linear coefficient [Pa.s/m3]", linear, 0.0, f64::MAX)?,
            square: positive("square coefficient [Pa.s2/m6]", square)?,
        })
    }

    /// Second-order curve through shut-off (0, `shut_off` \[Pa\]) and (`flow` [m³/s], `rise` \[Pa\]),
    /// flat at shut-off.
    ///
    /// # Errors
    /// A figure not above zero, or `rise` not below `shut_off`.
    pub fn rated(shut_off: f64, flow: f64, rise: f64) -> Result<Self, LawError> {
        let flow = positive("rated flow [m3/s]", flow)?;
        positive("rated pressure rise [Pa]", rise)?;
        Self::quadratic(shut_off, 0.0, (shut_off - rise) / (flow * flow))
    }

    /// Monotone cubic through `points` of (flow [m³/s], rise \[Pa\]).
    ///
    /// # Errors
    /// Fewer than two points, flows that do not rise from zero or above, a rise with flow.
    pub fn through(points: &[(f64, f64)]) -> Result<Self, LawError> {
        let ordered = points.windows(2).all(|w| w[0].0 < w[1].0);
        let finite = points
            .iter()
            .all(|p| p.0 >= 0.0 && p.0.is_finite() && p.1.is_finite());
        if points.len() < 2 || !ordered || !finite {
            return Err(LawError::Points);
        }
        if let Some(w) = points.windows(2).find(|w| w[1].1 >= w[0].1) {
            return Err(LawError::Rising { flow: w[0].0 });
        }
        positive("shut-off pressure [Pa]", points[0].1)?;
        let flow: Vec<f64> = points.iter().map(|p| p.0).collect();
        let rise: Vec<f64> = points.iter().map(|p| p.1).collect();
        let slope = slopes(&flow, &rise);
        Ok(Self::Points(Points { flow, rise, slope }))
    }

    /// Pressure rise \[Pa\] and its derivative with flow [Pa·s/m³] at flow `q` ≥ 0 [m³/s] and relative
    /// `speed` ≥ 0: eq. (1).
    #[inline(always)]
    pub fn rise(&self, q: f64, speed: f64) -> (f64, f64) {
        match self {
            Self::Quadratic {
                shut_off,
                linear,
                square,
            } => (
                speed * speed * shut_off - (speed * linear + square * q) * q,
                -(speed * linear + 2.0 * square * q),
            ),
            Self::Points(points) => points.rise(q, speed),
        }
    }

    /// Pressure rise at no flow and rated speed \[Pa\].
    pub fn shut_off(&self) -> f64 {
        self.rise(0.0, 1.0).0
    }

    /// Flow at which the rise ends at rated speed [m³/s]: where it is zero, or the last point.
    pub fn end(&self) -> f64 {
        match self {
            Self::Quadratic {
                shut_off,
                linear,
                square,
            } => {
                let root = (linear * linear + 4.0 * square * shut_off).sqrt();
                2.0 * shut_off / (linear + root)
            }
            Self::Points(points) => points.flow[points.flow.len() - 1],
        }
    }

    /// Speed at which the curve passes through flow `q` ≥ 0 [m³/s] and `rise` \[Pa\], not below 0 and
    /// not above `most`: the inverse of eq. (1).
    pub fn speed(&self, q: f64, rise: f64, most: f64) -> f64 {
        self.speed_near(q, rise, most, 0.0)
    }

    /// [`Self::speed`] where it is expected at `near`, 0 where nothing is expected: the same speed to round-off,
    /// sooner.
    pub fn speed_near(&self, q: f64, rise: f64, most: f64, near: f64) -> f64 {
        self.newton(q, rise, most, near)
            .unwrap_or_else(|| self.bracketed(q, rise, most))
    }

    /// Newton's step from `speed` towards `rise`; by affinity (Euler's theorem on H of degree 2)
    /// dH/ds = (2H − q·dH/dq)/s.
    #[inline]
    fn step(&self, q: f64, rise: f64, speed: f64) -> (f64, f64) {
        let (y, slope) = self.rise(q, speed);
        (y, -(y - rise) * speed / (2.0 * y - q * slope))
    }

    /// The speed by Newton's steps from `near`, where they stay below `most` and close in.
    fn newton(&self, q: f64, rise: f64, most: f64, near: f64) -> Option<f64> {
        let mut speed = near;
        for _ in 0..NEAR_STEPS {
            if !(speed > 0.0 && speed < most) {
                return None;
            }
            let step = self.step(q, rise, speed).1;
            speed += step;
            if step.abs() <= LAST_STEP * most {
                return (speed > 0.0 && speed < most).then_some(speed);
            }
        }
        None
    }

    fn bracketed(&self, q: f64, rise: f64, most: f64) -> f64 {
        let (mut low, mut high) = (0.0, most);
        let full = self.rise(q, most).0;
        if rise >= full {
            return most;
        }
        if rise <= self.rise(q, 0.0).0 {
            return 0.0;
        }
        if let Self::Quadratic {
            shut_off,
            linear,
            square,
        } = self
        {
            let c = rise + square * q * q;
            let b = linear * q;
            return (b + (b * b + 4.0 * shut_off * c).sqrt()) / (2.0 * shut_off);
        }
        // The rise grows with speed at any flow, so a bracket holds Newton's steps.
        let mut speed = most * (rise / full).max(0.01).sqrt().min(1.0);
        for _ in 0..SPEED_PASSES {
            let (y, newton) = self.step(q, rise, speed);
            if y < rise {
                low = speed;
            } else {
                high = speed;
            }
            let next = speed + newton;
            let next = if next > low && next < high {
                next
            } else {
                0.5 * (low + high)
            };
            let step = (next - speed).abs();
            speed = next;
            if step <= SPEED_SETTLED * most {
                break;
            }
        }
        speed
    }
}

impl Points {
    #[inline]
    fn rise(&self, q: f64, s: f64) -> (f64, f64) {
        let last = self.flow.len() - 1;
        let (end, d) = (self.flow[last], self.slope[last]);
        let z = q - s * end;
        if z >= 0.0 {
            let e = -0.5 * d / end;
            return (
                s * s * self.rise[last] + (s * d - e * z) * z,
                s * d - 2.0 * e * z,
            );
        }
        let x = q / s;
        let first = self.flow[0];
        if x <= first {
            let d = self.slope[0];
            return (s * s * (self.rise[0] + d * (x - first)), s * d);
        }
        let k = self.flow.partition_point(|&f| f <= x).min(last) - 1;
        let h = self.flow[k + 1] - self.flow[k];
        let t = (x - self.flow[k]) / h;
        let (y0, y1) = (self.rise[k], self.rise[k + 1]);
        let (d0, d1) = (self.slope[k] * h, self.slope[k + 1] * h);
        let (c2, c3) = (3.0 * (y1 - y0) - 2.0 * d0 - d1, d0 + d1 - 2.0 * (y1 - y0));
        let y = y0 + t * (d0 + t * (c2 + t * c3));
        let dy = (d0 + t * (2.0 * c2 + 3.0 * t * c3)) / h;
        (s * s * y, s * dy)
    }
}

/// Slopes of a cubic through points: means of the neighbouring secants, limited where all secants have one sign, so that
/// the cubic is monotone then.
pub(super) fn slopes(x: &[f64], y: &[f64]) -> Vec<f64> {
    let n = x.len();
    let secant: Vec<f64> = (1..n)
        .map(|i| (y[i] - y[i - 1]) / (x[i] - x[i - 1]))
        .collect();
    let mut slope: Vec<f64> = (0..n)
        .map(|i| 0.5 * (secant[i.max(1) - 1] + secant[i.min(n - 2)]))
        .collect();
    let one_way = secant.iter().all(|s| *s > 0.0) || secant.iter().all(|s| *s < 0.0);
    if one_way {
        for i in 0..n - 1 {
            let (a, b) = (slope[i] / secant[i], slope[i + 1] / secant[i]);
            // A circle of radius 3 holds every pair of slopes that keeps the piece monotone.
            let excess = (a * a + b * b).sqrt() / 3.0;
            if excess > 1.0 {
                slope[i] = a / excess * secant[i];
                slope[i + 1] = b / excess * secant[i];
            }
        }
    }
    slope
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wilo() -> Curve {
        Curve::through(&[
            (0.0, 78356.0),
            (0.0028, 78243.0),
            (0.0056, 78054.0),
            (0.0098, 70490.0),
            (0.0154, 30966.0),
        ])
        .unwrap()
    }

    fn quadratic() -> Curve {
        Curve::rated(3e5, 0.02, 2.4e5).unwrap()
    }

    #[test]
    fn passes_its_points() {
        assert!((wilo().rise(0.0098, 1.0).0 - 70490.0).abs() < 1e-8);
        assert!((wilo().rise(0.0154, 1.0).0 - 30966.0).abs() < 1e-8);
        assert_eq!(quadratic().rise(0.02, 1.0).0, 2.4e5);
        assert!(quadratic().rise(quadratic().end(), 1.0).0.abs() < 1e-6);
    }

    #[test]
    fn falls_everywhere_with_its_derivative() {
        for curve in [wilo(), quadratic()] {
            for speed in [0.0, 0.3, 1.0] {
                for i in 1..400 {
                    let q = 6e-5 * i as f64;
                    let (h, d) = curve.rise(q, speed);
                    assert!(d <= 0.0 && h <= curve.rise(q - 6e-5, speed).0 + 1e-9);
                    let e = 1e-8;
                    let fd = (curve.rise(q + e, speed).0 - curve.rise(q - e, speed).0) / (2.0 * e);
                    assert!(
                        (fd - d).abs() < 1e-4 * d.abs().max(1e3),
                        "{q} {speed} {fd} {d}"
                    );
                }
            }
        }
    }

    #[test]
    fn obeys_affinity_and_its_inverse() {
        for curve in [wilo(), quadratic()] {
            let (h, _) = curve.rise(0.01, 1.0);
            let (slow, _) = curve.rise(0.007, 0.7);
            assert!((slow / (0.49 * h) - 1.0).abs() < 1e-12);
            for s in [0.35, 0.7, 0.95] {
                let rise = curve.rise(0.004, s).0;
                assert!((curve.speed(0.004, rise, 1.0) - s).abs() < 1e-12);
            }
            assert_eq!(curve.speed(0.004, 1e9, 1.1), 1.1);
            assert_eq!(curve.speed(0.004, -1e9, 1.1), 0.0);
        }
    }

    #[test]
    fn refuses_what_is_no_curve() {
        assert!(Curve::through(&[(0.0, 1e5)]).is_err());
        assert!(Curve::through(&[(0.1, 1e5), (0.0, 5e4)]).is_err());
        let rising = Curve::through(&[(0.0, 1e5), (0.01, 1.1e5), (0.02, 5e4)]);
        assert_eq!(rising, Err(LawError::Rising { flow: 0.0 }));
        assert!(Curve::rated(1e5, 0.01, 2e5).is_err());
    }
}
