//! Power transformer: no-load loss, load loss at rated current, fixed ratio.
//!
//! # Equations
//! With S_r the rated apparent power, U₂ the rated secondary voltage, φ the displacement of the load,
//! P₀ and P_k the guaranteed no-load and load loss, and I = P/U the in-phase current on the secondary,
//!
//! ```text
//! loss = P₀ + P_k·(P / (S_r·cosφ))²·(U₂/U)² = P₀ + R·I²                                    (1)
//! R = P_k·U₂² / (S_r·cosφ)²                                                                (2)
//! U = U₁·(U₂/U₁,rated) − R·I                                                               (3)
//! ```
//!
//! In a network the transformer is an ideal ratio with the series resistance (2) behind a constant draw
//! P₀ at its primary, so that (1) and (3) conserve energy exactly.
//!
//! # Units
//! VA, W, V line to line, Ω seen from the secondary.
//!
//! # Validity
//! Rated frequency, primary within ±10 % of rated voltage (P₀ is taken at rated voltage), load loss at
//! its reference temperature (75 °C liquid, 120 °C dry); harmonics and stray reactance are left out: the
//! drop (3) is the in-phase part.
//!
//! # References
//! - IEC 60076-1: (1), guaranteed losses; IEC 60076-20: energy performance.
//! - Commission Regulation (EU) 548/2014, annex I and II: loss limits and the peak efficiency index.

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Rated apparent power S_r \[VA\].
    pub apparent: f64,
    /// Rated primary and secondary voltage, line to line \[V\].
    pub volts: [f64; 2],
    /// No-load loss P₀ at rated voltage \[W\].
    pub no_load: f64,
    /// Load loss P_k at rated current and reference temperature \[W\].
    pub load_loss: f64,
    /// Displacement factor cosφ of the load, above 0 and at most 1.
    pub power_factor: f64,
}

/// Why a nameplate cannot be a transformer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// A figure is outside its range.
    #[error("{what} is {value}, outside its range")]
    Value {
        /// Which quantity.
        what: &'static str,
        /// What was given.
        value: f64,
    },
}

/// A sized transformer: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transformer {
    /// Secondary over primary voltage at no load.
    pub ratio: f64,
    /// Series resistance R seen from the secondary, power factor included \[Ω\]: eq. (2).
    pub resistance: f64,
    /// Draw at the primary that does not depend on load \[W\].
    pub no_load: f64,
    /// Rated voltages \[V\].
    pub volts: [f64; 2],
    /// Largest active power that keeps the current within rating \[W\].
    pub rated: f64,
}

impl Transformer {
    /// Sizes a transformer from its nameplate.
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let positive = [
            ("rated apparent power [VA]", rating.apparent),
            ("rated primary voltage [V]", rating.volts[0]),
            ("rated secondary voltage [V]", rating.volts[1]),
            ("displacement factor", rating.power_factor),
        ];
        for (what, value) in positive {
            if !(value.is_finite() && value > 0.0) {
                return Err(RatingError::Value { what, value });
            }
        }
        for (what, value) in [
            ("no-load loss [W]", rating.no_load),
            ("load loss [W]", rating.load_loss),
        ] {
            if !(value >= 0.0 && value < rating.apparent) {
                return Err(RatingError::Value { what, value });
            }
        }
        if rating.power_factor > 1.0 {
            return Err(RatingError::Value {
                what: "displacement factor",
                value: rating.power_factor,
            });
        }
        let rated = rating.apparent * rating.power_factor;
        Ok(Self {
            ratio: rating.volts[1] / rating.volts[0],
            resistance: rating.load_loss * (rating.volts[1] / rated) * (rating.volts[1] / rated),
            no_load: rating.no_load,
            volts: rating.volts,
            rated,
        })
    }

    /// Loss \[W\] delivering `output` \[W\] at the secondary voltage `volts` \[V\]: eq. (1).
    #[inline(always)]
    pub fn loss(&self, output: f64, volts: f64) -> f64 {
        let current = output / volts;
        self.no_load + self.resistance * current * current
    }

    /// Load (share of rated) of highest efficiency, √(P₀/P_k), and the efficiency there referred to
    /// rated power as the peak efficiency index of EU 548/2014 does, without auxiliary cooling.
    pub fn peak(&self) -> (f64, f64) {
        let load_loss = self.loss(self.rated, self.volts[1]) - self.no_load;
        let load = (self.no_load / load_loss).sqrt();
        (load, 1.0 - 2.0 * self.no_load / (load * self.rated))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Dry type, 1 000 kVA, tier 2 of EU 548/2014 annex I table I.2: A₀−10 % 1 395 W, A_k 9 000 W.
    const DRY: Rating = Rating {
        apparent: 1e6,
        volts: [22_000.0, 420.0],
        no_load: 1_395.0,
        load_loss: 9_000.0,
        power_factor: 1.0,
    };

    #[test]
    fn losses_at_rated_and_half_load_are_the_nameplate() {
        let t = Transformer::new(&DRY).unwrap();
        assert!((t.loss(1e6, 420.0) - 10_395.0).abs() < 1e-9);
        assert!((t.loss(5e5, 420.0) - (1_395.0 + 9_000.0 / 4.0)).abs() < 1e-9);
        assert_eq!(t.loss(0.0, 420.0), 1_395.0);
    }

    #[test]
    fn peak_efficiency_index_follows_the_regulation() {
        // PEI = 1 − 2·P₀/(S_r·√(P₀/P_k)) = 1 − 2·√(P₀·P_k)/S_r.
        let (load, index) = Transformer::new(&DRY).unwrap().peak();
        assert!((load - (1_395.0f64 / 9_000.0).sqrt()).abs() < 1e-12);
        assert!((index - (1.0 - 2.0 * (1_395.0f64 * 9_000.0).sqrt() / 1e6)).abs() < 1e-12);
        assert!((index - 0.99291).abs() < 5e-6, "{index}");
    }

    #[test]
    fn a_poor_power_factor_raises_the_load_loss_alone() {
        let t = Transformer::new(&Rating {
            power_factor: 0.9,
            ..DRY
        })
        .unwrap();
        assert!((t.loss(9e5, 420.0) - 10_395.0).abs() < 1e-9);
        assert_eq!(t.rated, 9e5);
    }

    #[test]
    fn lower_voltage_means_more_loss() {
        let t = Transformer::new(&DRY).unwrap();
        assert!(t.loss(8e5, 400.0) > t.loss(8e5, 420.0));
    }

    #[test]
    fn refuses_impossible_nameplates() {
        let bad = [
            Rating {
                apparent: 0.0,
                ..DRY
            },
            Rating {
                volts: [22_000.0, -1.0],
                ..DRY
            },
            Rating {
                no_load: -1.0,
                ..DRY
            },
            Rating {
                load_loss: 2e6,
                ..DRY
            },
            Rating {
                power_factor: 1.1,
                ..DRY
            },
            Rating {
                power_factor: f64::NAN,
                ..DRY
            },
        ];
        for rating in bad {
            assert!(Transformer::new(&rating).is_err(), "{rating:?}");
        }
    }
}
