//! Valves that keep a pressure on one side: pressure-reducing and pressure-sustaining.
//!
//! # Equations
//! With D(ṁ) = R·ṁ|ṁ| the loss of the open valve, S the set potential and B the barrier of `orifice`:
//!
//! ```text
//! reducing:     φ = min(P_a − D(ṁ), S) − P_b + B(−ṁ) = 0                                   (1)
//! sustaining:   φ = P_a − max(P_b + D(ṁ), S) + B(−ṁ) = 0                                   (2)
//! ```
//!
//! with ṁ the flow less what leaks through a shut valve where nothing else feeds what lies behind it,
//!
//! ```text
//! ṁ_leak = s(x)·(P_a − P_b)/S_B,   s = x²(3 − 2x),   x = 2·(P_a − P_b)/P_starved − 1 in 0..1  (3)
//! ```
//!
//! with S_B the stiffness of the barrier: a sustaining valve whose set point cannot be reached while
//! coolant is drawn behind it then has an answer, far out of this world, and names itself by it.
//!
//! One equation holds whether the valve regulates, is wide open or shut: P_b is the lesser of what
//! the open valve would give and what is set, unless nothing flows and P_b is higher still. Nothing
//! is switched. Before the kink of min is followed exactly it is rounded, min_ε(x, y) = ½(x + y −
//! √((x − y)² + 4ε²)), so that a valve far from its set point feels on which side that lies.
//!
//! # Units
//! kg/s, Pa.
//!
//! # Validity
//! Static; the valve follows its set point exactly.
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual* (2020), §3.1.7: PRV and PSV.
//! - Chen & Harker, SIAM J. Optim. 7 (1997) 403: the rounded minimum.

use super::orifice::{Orifice, barrier};
use super::{LawError, Loss, positive, within};

/// Difference of potentials that only a part that nothing feeds has \[Pa\]: 10 km of water.
const STARVED: f64 = 1e8;

/// Which side is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Pressure behind the valve at most at its set point: eq. (1).
    Reducing,
    /// Pressure before the valve at least at its set point: eq. (2).
    Sustaining,
}

/// A regulating valve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regulator {
    /// Which side it keeps.
    pub side: Side,
    /// Set potential S \[Pa\].
    pub set: f64,
    /// Resistance when wide open [Pa·s²/kg²], not negative.
    pub resistance: f64,
    /// Usual flow [kg/s], where a cold solution starts and to which its tightness is scaled.
    pub usual: f64,
}

/// φ and its derivatives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Balance {
    /// φ \[Pa\].
    pub value: f64,
    /// ∂φ/∂ṁ [Pa·s/kg], not positive.
    pub by_flow: f64,
    /// ∂φ/∂P_a [-], 0 to 1, more where it leaks.
    pub by_start: f64,
    /// ∂φ/∂P_b [-], −1 to 0, less where it leaks.
    pub by_end: f64,
}

impl Regulator {
    /// A valve that keeps the potential `set` \[Pa\] on `side`.
    ///
    /// # Errors
    /// A set point that is not a number, a negative resistance, a usual flow not above zero.
    pub fn new(side: Side, set: f64, resistance: f64, usual: f64) -> Result<Self, LawError> {
        Ok(Self {
            side,
            set: within("set potential [Pa]", set, f64::MIN, f64::MAX)?,
            resistance: within("resistance [Pa.s2/kg2]", resistance, 0.0, f64::MAX)?,
            usual: positive("usual flow [kg/s]", usual)?,
        })
    }

    /// Its law when open, with no limits.
    pub fn open(&self) -> Orifice {
        let none = f64::INFINITY;
        Orifice::stiff(self.resistance, -none, none, self.usual)
    }

    /// φ at flow `m` [kg/s] between potentials `a` and `b` \[Pa\], the kink rounded by `round` \[Pa\] and
    /// the barrier softened to `soft` of its stiffness and shifted by `allowed` [kg/s] towards forward
    /// flow, `leaking` 1 or, where what is starved is not asked for, 0: eqs. (1) to (3).
    pub fn balance(
        &self,
        m: f64,
        a: f64,
        b: f64,
        [round, soft, allowed, leaking]: [f64; 4],
    ) -> Balance {
        let orifice = self.open();
        let leak = leak(a - b, leaking / orifice.stiffness);
        let open = orifice.loss(m - leak.drop);
        let held = barrier(allowed - (m - leak.drop), soft * orifice.stiffness);
        let mut balance = match self.side {
            Side::Reducing => {
                let (least, share) = lesser(a - open.drop, self.set, round);
                Balance {
                    value: least - b + held.drop,
                    by_flow: -share * open.slope - held.slope,
                    by_start: share,
                    by_end: -1.0,
                }
            }
            Side::Sustaining => {
                let (least, share) = lesser(-b - open.drop, -self.set, round);
                Balance {
                    value: a + least + held.drop,
                    by_flow: -share * open.slope - held.slope,
                    by_start: 1.0,
                    by_end: -share,
                }
            }
        };
        balance.by_start -= balance.by_flow * leak.slope;
        balance.by_end += balance.by_flow * leak.slope;
        balance
    }
}

/// Flow of eq. (3) [kg/s] under `across` \[Pa\], and its derivative, in the fields of a loss.
fn leak(across: f64, share: f64) -> Loss {
    let x = (2.0 * across / STARVED - 1.0).clamp(0.0, 1.0);
    let s = x * x * (3.0 - 2.0 * x);
    let rise = 12.0 * x * (1.0 - x) / STARVED;
    Loss {
        drop: s * across * share,
        slope: (s + rise * across) * share,
    }
}

/// Rounded minimum of `x` and `y`, and its derivative with `x`.
fn lesser(x: f64, y: f64, round: f64) -> (f64, f64) {
    if round == 0.0 {
        return if x <= y { (x, 1.0) } else { (y, 0.0) };
    }
    let d = x - y;
    let root = (d * d + 4.0 * round * round).sqrt();
    (0.5 * (x + y - root), 0.5 * (1.0 - d / root))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valve(side: Side) -> Regulator {
        Regulator::new(side, 3e5, 100.0, 10.0).unwrap()
    }

    #[test]
    fn a_reducing_valve_has_its_three_states() {
        let phi = |m, a, b| {
            valve(Side::Reducing)
                .balance(m, a, b, [0.0, 1.0, 0.0, 1.0])
                .value
        };
        assert_eq!(phi(5.0, 5e5, 3e5), 0.0); // regulates
        assert_eq!(phi(10.0, 2.5e5, 2.4e5), 0.0); // wide open, below its set point
        assert!(phi(-1e-6, 2.5e5, 2.4e5) > 0.0); // would let coolant back
        assert!((phi(-1e-6, 2.5e5, 2.5e5 + 9.95e4) / 1e5).abs() < 1e-9); // shut against 1 bar
    }

    #[test]
    fn a_sustaining_valve_has_its_three_states() {
        let phi = |m, a, b| {
            valve(Side::Sustaining)
                .balance(m, a, b, [0.0, 1.0, 0.0, 1.0])
                .value
        };
        assert_eq!(phi(5.0, 3e5, 1e5), 0.0);
        assert_eq!(phi(10.0, 4.1e5, 4e5), 0.0);
        assert!(phi(0.0, 2e5, 1e5) < 0.0);
    }

    #[test]
    fn derivatives_are_derivatives() {
        for side in [Side::Reducing, Side::Sustaining] {
            let v = valve(side);
            for (m, a, b) in [
                (5.0, 4e5, 2.9e5),
                (-1e-7, 3.1e5, 3.2e5),
                (8.0, 3.3e5, 3.1e5),
            ] {
                let at = |m, a, b| v.balance(m, a, b, [1e4, 1.0, 0.0, 1.0]).value;
                let d = v.balance(m, a, b, [1e4, 1.0, 0.0, 1.0]);
                let h = 1e-9;
                let by_flow = (at(m + h, a, b) - at(m - h, a, b)) / (2.0 * h);
                assert!((by_flow / d.by_flow - 1.0).abs() < 1e-2, "{by_flow} {d:?}");
                let by_start = (at(m, a + 1.0, b) - at(m, a - 1.0, b)) / 2.0;
                let by_end = (at(m, a, b + 1.0) - at(m, a, b - 1.0)) / 2.0;
                assert!((by_start - d.by_start).abs() < 1e-4);
                assert!((by_end - d.by_end).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn refuses_what_is_not_a_number() {
        assert!(Regulator::new(Side::Reducing, f64::NAN, 1.0, 1.0).is_err());
        assert!(Regulator::new(Side::Reducing, 1.0, -1.0, 1.0).is_err());
    }
}
