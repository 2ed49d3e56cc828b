//! A fan-driven heat rejection unit at its set point: off, cycling, modulating or flat out.
//!
//! # Equations
//! Q(x) is the heat given up at air flow fraction x, rising; Q* the heat wanted, P(x) the fan power:
//!
//! ```text
//! Q* ≤ Q(0)               off: natural draught alone                          u = 0           (1)
//! Q(0) < Q* < Q(x_min)    the fan cycles: Q = (1 − u)·Q(0) + u·Q(x_min),      P = u·P(x_min)  (2)
//! Q(x_min) ≤ Q* ≤ Q(x_max)   modulating: Q(x) = Q*                            u = 1           (3)
//! Q(x_max) < Q*           flat out, the set point is not met                  u = 1           (4)
//! Q(x_max) ≤ Q(0) < Q*    off: the air would warm what it should cool         u = 0           (5)
//! ```
//!
//! Fans of one or two fixed speeds run at x_min, at x_max, or in turn at both:
//!
//! ```text
//! Q(x_min) < Q* < Q(x_max)   Q = (1 − v)·Q(x_min) + v·Q(x_max),   P = (1 − v)·P(x_min) + v·P(x_max)       (6)
//! ```
//!
//! Heat and power are continuous in Q*, which a solver that iterates over the set point relies on.
//!
//! # References
//! - EnergyPlus, *Engineering Reference*, "Variable speed cooling towers": cycling below the least speed.

use crate::physics::control::setpoint::{Reach, hold, hold_near};

/// Least and largest air flow fraction of a running fan, 0 < x_min ≤ x_max.
pub type FanRange = [f64; 2];

/// What a unit does during a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation {
    /// Air flow fraction while the fan runs; 0 when it is off.
    pub fan: f64,
    /// Share of the time that the fan runs u [0 to 1].
    pub duty: f64,
    /// Heat given up, mean over time \[W\].
    pub heat: f64,
    /// Fan power, mean over time \[W\].
    pub power: f64,
    /// Held, or too cold with the fan off (`AtLow`), or too warm flat out (`AtHigh`).
    pub reach: Reach,
}

/// Operation that gives up `wanted` \[W\], eqs. (1) to (5), the air flow fraction found by bracketing, or sooner where it is expected
/// near `near`.
pub fn operate(
    range: FanRange,
    near: Option<f64>,
    wanted: f64,
    heat: impl Fn(f64) -> f64,
    power: impl Fn(f64) -> f64,
) -> Operation {
    let sought = |wanted| {
        let at = match near {
            Some(x) => hold_near(range, x, wanted, &heat),
            None => hold(range, wanted, &heat),
        };
        (at.reach == Reach::Held).then_some(at.input)
    };
    operate_inverse(range, wanted, &heat, sought, power)
}

/// Like [`operate`], for a law that can be solved for the air flow fraction: `inverse` is the one at which just
/// `wanted` \[W\] is given up, `None` where there is none.
pub fn operate_inverse(
    range: FanRange,
    wanted: f64,
    heat: impl Fn(f64) -> f64,
    inverse: impl Fn(f64) -> Option<f64>,
    power: impl Fn(f64) -> f64,
) -> Operation {
    let at = |fan: f64, duty: f64, heat: f64, reach: Reach| Operation {
        fan,
        duty,
        heat,
        power: if duty > 0.0 { duty * power(fan) } else { 0.0 },
        reach,
    };
    let modulating = (wanted > 0.0).then(|| inverse(wanted)).flatten();
    if let Some(fan) = modulating.filter(|x| (range[0]..=range[1]).contains(x)) {
        return at(fan, 1.0, wanted, Reach::Held);
    }
    let idle = heat(0.0);
    if wanted <= idle {
        let held = wanted == idle;
        return at(
            0.0,
            0.0,
            idle,
            if held { Reach::Held } else { Reach::AtLow },
        );
    }
    let least = heat(range[0]);
    if wanted < least {
        let duty = (wanted - idle) / (least - idle);
        return at(range[0], duty, wanted, Reach::Held);
    }
    let most = heat(range[1]);
    if most <= idle {
        return at(0.0, 0.0, idle, Reach::AtHigh);
    }
    at(range[1], 1.0, most, Reach::AtHigh)
}

/// Operation of a fan of two fixed speeds, those of `range`, that gives up `wanted` \[W\]: eqs. (1), (2), (4) to (6). The air flow
/// fraction is the mean over time while it runs.
pub fn operate_stepped(
    range: FanRange,
    wanted: f64,
    heat: impl Fn(f64) -> f64,
    power: impl Fn(f64) -> f64,
) -> Operation {
    let [low, high] = range;
    let between = |wanted: f64| {
        let ends = [heat(low), heat(high)];
        let inside = ends[0] < ends[1] && (ends[0]..=ends[1]).contains(&wanted);
        inside.then(|| (wanted - ends[0]) / (ends[1] - ends[0]))
    };
    let mixed = |v: f64| low + v * (high - low);
    let inverse = |wanted| between(wanted).map(mixed);
    let mean = |x: f64| {
        let v = if high > low {
            (x - low) / (high - low)
        } else {
            1.0
        };
        (1.0 - v) * power(low) + v * power(high)
    };
    operate_inverse(range, wanted, &heat, inverse, mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(wanted: f64) -> Operation {
        operate(
            [0.2, 1.0],
            None,
            wanted,
            |x| 10.0 + 90.0 * x.sqrt(),
            |x| x * x * x,
        )
    }

    #[test]
    fn passes_through_its_four_states() {
        assert_eq!((unit(5.0).power, unit(5.0).reach), (0.0, Reach::AtLow));
        assert!(unit(30.0).duty < 1.0 && unit(30.0).heat == 30.0);
        assert!((unit(70.0).fan - (60.0f64 / 90.0).powi(2)).abs() < 1e-12);
        assert_eq!((unit(120.0).fan, unit(120.0).reach), (1.0, Reach::AtHigh));
    }

    /// A fan of one speed runs part of the time; one of two speeds runs in turn at both: power is a chord of the cube.
    #[test]
    fn fixed_speeds_take_turns() {
        let stepped = |range, wanted| {
            operate_stepped(range, wanted, |x| 10.0 + 90.0 * x.sqrt(), |x| x * x * x)
        };
        let one = stepped([1.0, 1.0], 55.0);
        assert!((one.duty - 0.5).abs() < 1e-12 && (one.power - 0.5).abs() < 1e-12);
        assert_eq!(one.heat, 55.0);
        let low = 10.0 + 90.0 * 0.5_f64.sqrt();
        let two = stepped([0.5, 1.0], 0.5 * (low + 100.0));
        assert!((two.fan - 0.75).abs() < 1e-12 && two.duty == 1.0);
        assert!((two.power - 0.5 * (0.125 + 1.0)).abs() < 1e-12);
        assert!(two.power > unit(two.heat).power);
        assert_eq!(stepped([0.5, 1.0], 120.0).reach, Reach::AtHigh);
    }

    #[test]
    fn a_fan_that_would_warm_its_coolant_stands() {
        // Air above the coolant: the more of it, the more heat it brings.
        let run = operate([0.2, 1.0], None, 5.0, |x| -10.0 * x, |x| x * x * x);
        assert_eq!(
            (run.fan, run.duty, run.heat, run.power),
            (0.0, 0.0, 0.0, 0.0)
        );
        assert_eq!(run.reach, Reach::AtHigh);
    }

    proptest! {
        #[test]
        fn heat_and_power_are_continuous_and_rise(wanted in 0.0..120.0f64) {
            let (a, b) = (unit(wanted), unit(wanted + 1e-6));
            prop_assert!(b.heat >= a.heat && b.heat - a.heat < 1e-5);
            prop_assert!(b.power >= a.power && b.power - a.power < 1e-6);
        }
    }
}
