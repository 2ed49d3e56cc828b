//! Battery string: open-circuit voltage over state of charge, a series resistance and two RC pairs.
//!
//! # Equations
//! With the discharge current i, state of charge s and n cells in series:
//!
//! ```text
//! U(s) = n·( a − b/s + c·e^(−d·(1 − s)) )                                                  (1)
//! v = U(s) − R₀·i − u₁ − u₂                                                                (2)
//! ds/dt = −i/Q,   C_k·du_k/dt = i − u_k/R_k                                                (3)
//! ```
//! One implicit stage of rate 1/τ from the base (s*, u₁*, u₂*) makes (2) a scalar law of i whose
//! derivative is known, so that the string enters a network as a source behind a resistance.
//!
//! # Units
//! V, A, Ω, F; Q in C (As).
//!
//! # Validity
//! 0 < s ≤ 1; parameters at one temperature.
//!
//! # References
//! - Chen & Rincón-Mora, IEEE Trans. Energy Conv. 21 (2006) 504: two RC pairs.
//! - Shepherd, J. Electrochem. Soc. 112 (1965) 657, and Tremblay, World EV J. 3 (2009) 289: (1).

use crate::kernels::math::exp;

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Cells in series n.
    pub cells: f64,
    /// Charge Q \[C\].
    pub charge: f64,
    /// Coefficients a, b, c of a cell \[V\] and d \[1\].
    pub open_circuit: [f64; 4],
    /// R₀ of the string \[Ω\].
    pub resistance: f64,
    /// R₁ and R₂ of the string \[Ω\].
    pub pair_resistance: [f64; 2],
    /// C₁ and C₂ of the string \[F\].
    pub pair_capacitance: [f64; 2],
}

/// Why a rating is unusable.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// A figure that must be above zero is not.
    #[error("{what} of a battery must be above 0")]
    NotPositive {
        /// Which.
        what: &'static str,
    },
    /// The open-circuit voltage would fall while charging.
    #[error("the open-circuit voltage must not fall with the state of charge: b, c and d ≥ 0")]
    Falling,
}

/// A sized string.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Battery {
    /// What it was sized from.
    pub rating: Rating,
}

/// State of charge, and voltages of both pairs \[V\].
pub type State = [f64; 3];

/// Least state of charge at which (1) is evaluated.
const EMPTY: f64 = 1e-4;
/// A state of charge this near to none or all is none or all.
const ROUND: f64 = 1e-9;
/// Share of a full string's open-circuit voltage below which it is empty: no cell is used below half its voltage, and
/// (1) goes through zero soon after.
const EXHAUSTED: f64 = 0.5;

impl Battery {
    /// Sizes a string.
    ///
    /// # Errors
    /// [`RatingError`].
    pub fn new(rating: Rating) -> Result<Self, RatingError> {
        let [a, b, c, d] = rating.open_circuit;
        let all = [
            ("number of cells", rating.cells),
            ("charge [C]", rating.charge),
            ("open-circuit voltage [V]", a),
            ("series resistance [Ω]", rating.resistance),
            ("resistance of a pair [Ω]", rating.pair_resistance[0]),
            ("resistance of a pair [Ω]", rating.pair_resistance[1]),
            ("capacitance of a pair [F]", rating.pair_capacitance[0]),
            ("capacitance of a pair [F]", rating.pair_capacitance[1]),
        ];
        for (what, value) in all {
            if !(value.is_finite() && value > 0.0) {
                return Err(RatingError::NotPositive { what });
            }
        }
        if [b, c, d].iter().all(|x| x.is_finite() && *x >= 0.0) {
            Ok(Self { rating })
        } else {
            Err(RatingError::Falling)
        }
    }

    /// Open-circuit voltage \[V\] at state of charge `s`, and its derivative \[V\]: (1).
    #[inline(always)]
    pub fn open_circuit(&self, s: f64) -> (f64, f64) {
        let [a, b, c, d] = self.rating.open_circuit;
        let (n, s) = (self.rating.cells, s.max(EMPTY));
        let tail = c * exp(-d * (1.0 - s));
        (n * (a - b / s + tail), n * (b / (s * s) + d * tail))
    }

    /// True where it can take no more charge.
    pub fn is_full(&self, s: f64) -> bool {
        s >= 1.0 - ROUND
    }

    /// True where it can give no more: nothing is left, or its open-circuit voltage is below half that of a full one.
    pub fn is_empty(&self, s: f64) -> bool {
        s <= ROUND || self.open_circuit(s).0 < EXHAUSTED * self.open_circuit(1.0).0
    }

    /// State after a stage of rate `s` = 1/τ \[1/s\] from `base` with discharge current `i` \[A\]: (3).
    /// A rate of zero gives the steady voltages of the pairs and leaves the charge.
    #[inline(always)]
    pub fn stage(&self, s: f64, base: State, i: f64) -> State {
        let pair = |k: usize| {
            let (r, c) = (
                self.rating.pair_resistance[k],
                self.rating.pair_capacitance[k],
            );
            (s * base[k + 1] + i / c) / (s + 1.0 / (r * c))
        };
        let charge = if s > 0.0 {
            base[0] - i / (self.rating.charge * s)
        } else {
            base[0]
        };
        [charge, pair(0), pair(1)]
    }

    /// Terminal voltage \[V\] at the end of such a stage and its derivative by i \[Ω\]: (2).
    #[inline(always)]
    pub fn terminal(&self, s: f64, base: State, i: f64) -> (f64, f64) {
        let r = &self.rating;
        let [charge, u1, u2] = self.stage(s, base, i);
        let (u, slope) = self.open_circuit(charge);
        let pair = |k: usize| 1.0 / (r.pair_capacitance[k] * s + 1.0 / r.pair_resistance[k]);
        let by_charge = if s > 0.0 { slope / (r.charge * s) } else { 0.0 };
        (
            u - r.resistance * i - u1 - u2,
            -(r.resistance + pair(0) + pair(1) + by_charge),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn string() -> Battery {
        Battery::new(Rating {
            cells: 240.0,
            charge: 360_000.0,
            open_circuit: [3.25, 0.006, 0.09, 18.0],
            resistance: 0.06,
            pair_resistance: [0.03, 0.05],
            pair_capacitance: [1_500.0, 20_000.0],
        })
        .unwrap()
    }

    #[test]
    fn rests_at_its_open_circuit_voltage() {
        // 240·(3.25 − 0.006/0.9 + 0.09·e^−1.8) = 781.97046 V, as ngspice has it.
        let (u, _) = string().open_circuit(0.9);
        assert!((u - 781.970_456).abs() < 1e-5, "{u}");
        assert_eq!(string().terminal(0.0, [0.9, 0.0, 0.0], 0.0).0, u);
    }

    #[test]
    fn sags_by_all_its_resistances_in_the_end() {
        let (v, slope) = string().terminal(0.0, [0.9, 0.0, 0.0], 100.0);
        assert!((781.970_456 - v - 14.0).abs() < 1e-5);
        assert!((slope + 0.14).abs() < 1e-15);
    }

    #[test]
    fn is_empty_where_half_the_voltage_is_left() {
        // a − b/s + c·e^(−d(1−s)) = 0.5·(a − b + c) = 1.667 at s = 0.006/(3.25 − 1.667) = 0.003790.
        assert!(string().is_empty(0.003_78) && !string().is_empty(0.003_80));
        assert!(string().is_full(1.0) && !string().is_full(0.999));
        let mut rating = string().rating;
        rating.open_circuit[1] = 0.0;
        let flat = Battery::new(rating).unwrap();
        assert!(flat.is_empty(0.0) && !flat.is_empty(0.001));
    }

    #[test]
    fn refuses_a_string_without_resistance() {
        let mut rating = string().rating;
        rating.resistance = 0.0;
        assert!(Battery::new(rating).is_err());
        let mut rating = string().rating;
        rating.open_circuit[1] = -0.1;
        assert_eq!(Battery::new(rating), Err(RatingError::Falling));
    }

    proptest! {
        #[test]
        fn the_derivative_is_that_of_the_voltage(s in 0.1..1e5f64, i in -200.0..200.0f64) {
            let (b, base, h) = (string(), [0.5, 1.0, 2.0], 1e-3);
            let numeric = (b.terminal(s, base, i + h).0 - b.terminal(s, base, i - h).0) / (2.0 * h);
            prop_assert!((numeric - b.terminal(s, base, i).1).abs() < 1e-6);
        }
    }
}
