//! Actuator position that brings a monotone output to its set point: an ideal, saturating loop.
//!
//! # Equations
//! Find u in [u_lo, u_hi] with y(u) = y_set; where no such u exists, the end that comes nearest:
//!
//! ```text
//! y_set between y(u_lo) and y(u_hi)  →  y(u) = y_set                                      (1)
//! otherwise                          →  u = argmin |y(u_end) − y_set| over the two ends    (2)
//! ```
//!
//! A loop much faster than the step is solved this way instead of being sampled: a PI controller with a
//! time constant of 120 s that is called every 60 s hunts because of the sampling, not of the plant.
//!
//! # Method
//! Chandrupatla's bracketing: inverse quadratic interpolation where the three points allow it, bisection
//! elsewhere. The bracket never opens, so the result is monotone in the set point and the same
//! on every machine. At most [`PASSES`] evaluations; smooth laws need 6 to 10.
//!
//! # References
//! - T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear
//!   function without using derivatives", *Advances in Engineering Software* 28 (1997) 145–149.

/// Upper bound on evaluations between the two ends.
pub const PASSES: usize = 160;

/// Width of the last bracket as a share of the actuator's range.
const WIDTH: f64 = 1e-14;

/// First step of [`hold_near`] as a share of the actuator's range.
const PROBE: f64 = 1e-6;
/// Distance to the nearer end of the range over the length on which a law bends, at most: f″·room/(2·f′).
const BEND: f64 = 3.0;
/// Secants tried before a bracket is.
const SECANTS: usize = 10;

/// Whether an actuator holds its set point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The set point is held.
    Held,
    /// The actuator stands at its lower end and the set point is not met.
    AtLow,
    /// The actuator stands at its upper end and the set point is not met.
    AtHigh,
}

/// Where the actuator settles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Actuator position, in the unit of the range given.
    pub input: f64,
    /// Output at that position, in the unit of the set point.
    pub output: f64,
    /// Held, or the end at which it saturates.
    pub reach: Reach,
}

/// Position within `range` at which the monotone `output` (rising or falling) meets `target`: eqs. (1), (2).
pub fn hold(range: [f64; 2], target: f64, mut output: impl FnMut(f64) -> f64) -> Position {
    let ends = range.map(&mut output);
    let miss = ends.map(|y| y - target);
    let at = |end: usize, reach| Position {
        input: range[end],
        output: ends[end],
        reach,
    };
    if miss[0] == 0.0 {
        return at(0, Reach::Held);
    }
    if miss[1] == 0.0 {
        return at(1, Reach::Held);
    }
    if (miss[0] > 0.0) == (miss[1] > 0.0) {
        return if miss[0].abs() <= miss[1].abs() {
            at(0, Reach::AtLow)
        } else {
            at(1, Reach::AtHigh)
        };
    }
    let (input, error) = root(range, miss, |u| output(u) - target);
    Position {
        input,
        output: error + target,
        reach: Reach::Held,
    }
}

/// [`hold`] where the position is expected near `near`: the same position to round-off, sooner.
pub fn hold_near(
    range: [f64; 2],
    near: f64,
    target: f64,
    mut output: impl FnMut(f64) -> f64,
) -> Position {
    seek(range, near, target, &mut output).unwrap_or_else(|| hold(range, target, output))
}

/// A position within `range` that holds `target`, by secants from `near`; smooth laws need 4 to 6 evaluations.
/// `None` where the secants leave the range or do not close in, as they do not where there is none.
pub fn seek(
    range: [f64; 2],
    near: f64,
    target: f64,
    mut output: impl FnMut(f64) -> f64,
) -> Option<Position> {
    let span = range[1] - range[0];
    let mut x0 = near.clamp(range[0], range[1]);
    let upper = x0 > 0.5 * (range[0] + range[1]);
    let mut x1 = x0 + if upper { -PROBE } else { PROBE } * span;
    let (mut f0, mut f1) = (output(x0) - target, output(x1) - target);
    for _ in 0..SECANTS {
        let x2 = x1 - f1 * (x1 - x0) / (f1 - f0);
        if !(x2 >= range[0] && x2 <= range[1]) {
            return None;
        }
        // What a secant leaves is the product of the two errors before it, over the length on which the law bends:
        // shorter near the ends of the range.
        let room = (x2 - range[0]).min(range[1] - x2);
        if BEND * (x2 - x1).abs() * (x2 - x0).abs() <= WIDTH * span * room {
            return Some(Position {
                input: x2,
                output: target,
                reach: Reach::Held,
            });
        }
        let f2 = output(x2) - target;
        if f2 == 0.0 || (x2 - x1).abs() <= WIDTH * span {
            return Some(Position {
                input: x2,
                output: f2 + target,
                reach: Reach::Held,
            });
        }
        if f2.abs() > f1.abs().max(f0.abs()) {
            return None;
        }
        ((x0, f0), (x1, f1)) = ((x1, f1), (x2, f2));
    }
    None
}

/// Zero of `f` between `x` whose values `fx` have opposite signs; returns the point and the value there.
pub fn root(x: [f64; 2], fx: [f64; 2], mut f: impl FnMut(f64) -> f64) -> (f64, f64) {
    let span = (x[1] - x[0]).abs();
    let [mut x1, mut x2] = x;
    let [mut f1, mut f2] = fx;
    let mut t = 0.5;
    for _ in 0..PASSES {
        let xt = x1 + t * (x2 - x1);
        let ft = f(xt);
        let (x3, f3) = if (ft > 0.0) == (f1 > 0.0) {
            (x1, f1)
        } else {
            let last = (x2, f2);
            (x2, f2) = (x1, f1);
            last
        };
        (x1, f1) = (xt, ft);
        let (best, miss) = if f1.abs() < f2.abs() {
            (x1, f1)
        } else {
            (x2, f2)
        };
        let close = (2.0 * f64::EPSILON * best.abs() + WIDTH * span) / (x2 - x1).abs();
        if miss == 0.0 || close > 0.5 {
            return (best, miss);
        }
        let xi = (x1 - x2) / (x3 - x2);
        let phi = (f1 - f2) / (f3 - f2);
        let smooth = phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi;
        t = if smooth {
            f1 / (f2 - f1) * f3 / (f2 - f3)
                + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
        } else {
            0.5
        };
        t = t.clamp(close, 1.0 - close);
    }
    if f1.abs() < f2.abs() {
        (x1, f1)
    } else {
        (x2, f2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn finds_the_golden_ratio_in_few_evaluations() {
        let mut calls = 0;
        let at = hold([0.0, 3.0], 1.0, |u| {
            calls += 1;
            u * u - u
        });
        assert!((at.input - (1.0 + 5f64.sqrt()) / 2.0).abs() < 1e-13);
        assert!(at.reach == Reach::Held && calls <= 14, "{calls}");
    }

    #[test]
    fn saturates_at_the_nearer_end() {
        assert_eq!(hold([0.2, 1.0], 9.0, |u| u).reach, Reach::AtHigh);
        assert_eq!(hold([0.2, 1.0], 0.1, |u| u).reach, Reach::AtLow);
        assert_eq!(hold([0.2, 1.0], 0.1, |u| -u).reach, Reach::AtLow);
        assert_eq!(hold([0.2, 1.0], -9.0, |u| -u).input, 1.0);
    }

    #[test]
    fn an_end_that_meets_the_set_point_is_held() {
        assert_eq!(hold([0.0, 1.0], 1.0, |u| u).reach, Reach::Held);
        assert_eq!(hold([0.0, 1.0], 0.0, |u| u).reach, Reach::Held);
    }

    proptest! {
        #[test]
        fn inverts_stiff_monotone_laws(set in 1e-6..0.999f64, power in 0.2..30.0f64) {
            let at = hold([0.0, 1.0], set, |u| u.powf(power));
            // Where the law is steeper than the actuator is fine, the position is what can be asked for.
            let held = (at.output - set).abs() < 1e-11;
            prop_assert!(held || (at.input - set.powf(1.0 / power)).abs() < 1e-13, "{at:?}");
        }

        #[test]
        fn near_or_far_it_is_the_same_position(set in -0.2..1.2f64, near in -0.5..1.5f64, power in 0.5..4.0f64) {
            let y = |u: f64| u.powf(power);
            let (far, near) = (hold([0.0, 1.0], set, y), hold_near([0.0, 1.0], near, set, y));
            prop_assert!((far.input - near.input).abs() < 1e-11, "{far:?} {near:?}");
            prop_assert_eq!(far.reach, near.reach);
        }

        #[test]
        fn moves_with_its_set_point(a in 0.01..0.9f64, step in 1e-6..0.05f64) {
            let y = |u: f64| (1.0 - (-3.0 * u).exp()) / (1.0 - (-3f64).exp());
            prop_assert!(hold([0.0, 1.0], a, y).input < hold([0.0, 1.0], a + step, y).input);
        }
    }
}
