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
//! ```
//!
//! Heat and power are continuous in Q*, which a solver that iterates over the set point relies on.
//!
//! # References
//! - EnergyPlus, *Engineering Reference*, "Variable speed cooling towers": cycling below the least speed.

use crate::physics::control::setpoint::{Reach, hold};

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

/// Operation that gives up `wanted` \[W\], eqs. (1) to (4), the air flow fraction found by bracketing.
pub fn operate(
    range: FanRange,
    wanted: f64,
    heat: impl Fn(f64) -> f64,
    power: impl Fn(f64) -> f64,
) -> Operation {
    let bracketed = |wanted| hold(range, wanted, &heat).input;
    operate_inverse(range, wanted, &heat, bracketed, power)
}

/// Like [`operate`], for a law that can be solved for the air flow fraction: `inverse` is only asked for a heat
/// between those at the two ends of `range`.
pub fn operate_inverse(
    range: FanRange,
    wanted: f64,
    heat: impl Fn(f64) -> f64,
    inverse: impl Fn(f64) -> f64,
    power: impl Fn(f64) -> f64,
) -> Operation {
    let idle = heat(0.0);
    if wanted <= idle {
        let reach = if wanted == idle {
            Reach::Held
        } else {
            Reach::AtLow
        };
        return Operation {
            fan: 0.0,
            duty: 0.0,
            heat: idle,
            power: 0.0,
            reach,
        };
    }
    let least = heat(range[0]);
    if wanted < least {
        let duty = (wanted - idle) / (least - idle);
        return Operation {
            fan: range[0],
            duty,
            heat: wanted,
            power: duty * power(range[0]),
            reach: Reach::Held,
        };
    }
    let most = heat(range[1]);
    if wanted > most {
        return Operation {
            fan: range[1],
            duty: 1.0,
            heat: most,
            power: power(range[1]),
            reach: Reach::AtHigh,
        };
    }
    let fan = inverse(wanted).clamp(range[0], range[1]);
    Operation {
        fan,
        duty: 1.0,
        heat: wanted,
        power: power(fan),
        reach: Reach::Held,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(wanted: f64) -> Operation {
        operate(
            [0.2, 1.0],
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

    proptest! {
        #[test]
        fn heat_and_power_are_continuous_and_rise(wanted in 0.0..120.0f64) {
            let (a, b) = (unit(wanted), unit(wanted + 1e-6));
            prop_assert!(b.heat >= a.heat && b.heat - a.heat < 1e-5);
            prop_assert!(b.power >= a.power && b.power - a.power < 1e-6);
        }
    }
}
