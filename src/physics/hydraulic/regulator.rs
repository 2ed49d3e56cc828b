//! Valves that keep a pressure on one side: pressure-reducing, pressure-sustaining, and those that keep a difference.
//!
//! # Equations
//! With D(ṁ) = R·ṁ|ṁ| the loss of the open valve, S the set potential and B the barrier of `orifice`:
//!
//! ```text
//! reducing:     φ = min(P_a − D(ṁ), S) − P_b + B(−ṁ) = 0                                   (1)
//! sustaining:   φ = P_a − max(P_b + D(ṁ), S) + B(−ṁ) = 0                                   (2)
//! ```
//!
//! A valve that keeps a difference of pressures has S = P_s ± Δp, with P_s the potential at the other end of its impulse
//! line: (1) with + in the supply of what it protects, (2) with − in its return,
//!
//! ```text
//! ∂φ/∂P_s = 1 − ∂φ/∂P_a  (1),     −(1 + ∂φ/∂P_b)  (2)                                        (4)
//! ```
//!
//! and in all of them the barrier may be shifted by what leaks through a valve that its set point keeps shut,
//!
//! ```text
//! ṁ_leak = σ·(P_a − P_b)/S_B,   σ = G/(G + G₀) for G > 0, else 0                          (3)
//! ```
//!
//! with S_B the stiffness of the barrier and G the gap, −φ without its barrier: the pressure by which the side that
//! is kept lacks what is set, or the other side is too high. What lies behind a shut valve and is fed by nothing else
//! has no pressure without it; if coolant is drawn there, the answer lies far out of this world, and the valve names
//! itself by it. A valve that regulates has no gap and leaks nothing.
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
use super::throttle::creeping;
use super::{LawError, Loss, positive, within};

/// Gap G₀ at which half of the leak of eq. (3) passes [Pa].
const HALF_LEAK: f64 = 1e3;

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
    /// Loss in proportion to flow when wide open without resistance [Pa·s/kg]: see `throttle`.
    pub creep: f64,
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
    /// What the barrier holds \[Pa\]: above zero where the valve is shut.
    pub held: f64,
    /// ∂φ/∂S [-], −1 to 1: eq. (4).
    pub by_set: f64,
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
            creep: 0.0,
        })
    }

    /// The same valve, which loses `creep` [Pa·s/kg] in proportion to flow when wide open if it has no resistance.
    pub fn creeping(self, creep: f64) -> Self {
        Self { creep, ..self }
    }

    /// Its law when open, with no limits.
    pub fn open(&self) -> Orifice {
        let none = f64::INFINITY;
        let orifice = Orifice::stiff(self.resistance, -none, none, self.usual);
        if self.resistance == 0.0 && self.creep > 0.0 {
            return creeping(orifice, self.creep, self.usual);
        }
        orifice
    }

    /// φ at flow `m` [kg/s] between potentials `a` and `b` \[Pa\], the kink rounded by `round` \[Pa\] and
    /// the barrier softened to `soft` of its stiffness and shifted by `allowed` [kg/s] towards forward
    /// flow; where it is `leaking`, with what leaks through the shut valve: eqs. (1) to (3). `sensed` is the potential \[Pa\]
    /// that the set one is counted from, 0 where it stands by itself.
    pub fn balance(
        &self,
        m: f64,
        [a, b, sensed]: [f64; 3],
        [round, soft, allowed]: [f64; 3],
        leaking: bool,
    ) -> Balance {
        let orifice = self.open();
        let stiffness = soft * orifice.stiffness;
        let kept = self.kept(orifice.loss(m), [a, b, self.set + sensed], round);
        let leak = leak(
            -kept.value,
            a - b,
            if leaking { 1.0 / stiffness } else { 0.0 },
        );
        let held = barrier(allowed + leak.flow - m, stiffness);
        // The leak goes with the gap, which is −φ without its barrier.
        let on = 1.0 - held.slope * leak.by_gap;
        Balance {
            value: kept.value + held.drop,
            by_flow: on * kept.by_flow - held.slope,
            by_start: on * kept.by_start + held.slope * leak.by_fall,
            by_end: on * kept.by_end - held.slope * leak.by_fall,
            held: held.drop,
            by_set: on * kept.by_set,
        }
    }

    /// φ without its barrier where the wide open valve loses `open`, between the potentials `a` and `b` with `set` as the one kept
    /// \[Pa\].
    fn kept(&self, open: Loss, [a, b, set]: [f64; 3], round: f64) -> Balance {
        match self.side {
            Side::Reducing => {
                let (least, share) = lesser(a - open.drop, set, round);
                Balance {
                    value: least - b,
                    by_flow: -share * open.slope,
                    by_start: share,
                    by_end: -1.0,
                    held: 0.0,
                    by_set: 1.0 - share,
                }
            }
            Side::Sustaining => {
                let (least, share) = lesser(-b - open.drop, -set, round);
                Balance {
                    value: a + least,
                    by_flow: -share * open.slope,
                    by_start: 1.0,
                    by_end: -share,
                    held: 0.0,
                    by_set: share - 1.0,
                }
            }
        }
    }
}

/// Flow of eq. (3) [kg/s], and its derivatives [kg/(s·Pa)].
struct Leak {
    flow: f64,
    by_gap: f64,
    by_fall: f64,
}

/// What leaks where the gap is `gap` and the potential falls by `fall` \[Pa\], `share` [kg/(s·Pa)] of it at most.
fn leak(gap: f64, fall: f64, share: f64) -> Leak {
    let gap = gap.max(0.0);
    let (whole, part) = (gap + HALF_LEAK, share * gap / (gap + HALF_LEAK));
    Leak {
        flow: part * fall,
        by_gap: if gap > 0.0 {
            share * fall * HALF_LEAK / (whole * whole)
        } else {
            0.0
        },
        by_fall: part,
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
                .balance(m, [a, b, 0.0], [0.0, 1.0, 0.0], false)
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
                .balance(m, [a, b, 0.0], [0.0, 1.0, 0.0], false)
                .value
        };
        assert_eq!(phi(5.0, 3e5, 1e5), 0.0);
        assert_eq!(phi(10.0, 4.1e5, 4e5), 0.0);
        assert!(phi(0.0, 2e5, 1e5) < 0.0);
    }

    #[test]
    fn a_shut_valve_that_leaks_gives_what_it_shuts_in_a_pressure() {
        let at =
            |side, a, b, leaking| valve(side).balance(0.0, [a, b, 0.0], [0.0, 1.0, 0.0], leaking);
        // 1 bar is lacking before the valve, or too much behind it: σ = 1/1.01, half the onset is 0.5 kPa.
        let fall = 1.005e5 * 1.01;
        for (side, a, b) in [
            (Side::Sustaining, 2e5, 2e5 - fall),
            (Side::Reducing, 4e5 + fall, 4e5),
        ] {
            assert!(at(side, a, b, false).value < -0.99e5);
            let leaking = at(side, a, b, true);
            assert!(
                leaking.value.abs() < 1e-6 && leaking.held > 0.99e5,
                "{leaking:?}"
            );
            assert!(
                leaking.by_start > 0.9 && leaking.by_end < -0.9,
                "{leaking:?}"
            );
        }
        // A valve that regulates leaks nothing.
        assert_eq!(at(Side::Reducing, 5e5, 3e5, true).value, 0.0);
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
                let at = |m, a, b| v.balance(m, [a, b, 0.0], [1e4, 1.0, 0.0], true).value;
                let d = v.balance(m, [a, b, 0.0], [1e4, 1.0, 0.0], true);
                let h = 1e-9;
                let by_flow = (at(m + h, a, b) - at(m - h, a, b)) / (2.0 * h);
                assert!((by_flow / d.by_flow - 1.0).abs() < 1e-2, "{by_flow} {d:?}");
                let by_start = (at(m, a + 1.0, b) - at(m, a - 1.0, b)) / 2.0;
                let by_end = (at(m, a, b + 1.0) - at(m, a, b - 1.0)) / 2.0;
                assert!((by_start - d.by_start).abs() < 1e-4);
                let set = |s| v.balance(m, [a, b, s], [1e4, 1.0, 0.0], true).value;
                let by_set = (set(1.0) - set(-1.0)) / 2.0;
                assert!((by_set - d.by_set).abs() < 1e-4, "{by_set} {d:?}");
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
