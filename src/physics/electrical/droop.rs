//! A voltage source with droop and a limit of current: converters that share a bus.
//!
//! # Equations
//! With u the voltage across the terminals, V₀ that at no load, R_d the droop resistance, I_max the limit,
//!
//! ```text
//! I(u) = min(I_max, max(0, (V₀ − u)/R_d))                                                  (1)
//! ```
//!
//! Sources on one bus share its current in inverse proportion to R_d while none is at its limit. A
//! source that may take power back has no lower bound.
//!
//! # Units
//! V, A, Ω.
//!
//! # Validity
//! Steady state. At the limit the source holds its current at any voltage below, as a converter does
//! until its under-voltage trip.
//!
//! # References
//! - Guerrero et al., *Hierarchical control of droop-controlled AC and DC microgrids*, IEEE Trans.
//!   Industrial Electronics 58 (2011) 158, §V: virtual resistance of DC sources.

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Voltage at no load V₀ \[V\], not zero.
    pub volts: f64,
    /// Droop resistance R_d \[Ω\], above zero.
    pub resistance: f64,
    /// Largest current I_max \[A\], above zero; infinite for none.
    pub limit: f64,
    /// Whether current may flow back into the source.
    pub reversible: bool,
}

/// A figure of a source that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} is {value}, it must be above 0")]
pub struct RatingError {
    /// Which figure.
    pub what: &'static str,
    /// What was given.
    pub value: f64,
}

/// A source: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Droop {
    /// Voltage at no load \[V\].
    pub volts: f64,
    /// Droop resistance \[Ω\].
    pub resistance: f64,
    /// Most current it gives \[A\].
    pub most: f64,
    /// Least current it gives \[A\]: 0, or −∞ where it takes power back.
    pub least: f64,
}

impl Droop {
    /// Checks a rating.
    ///
    /// # Errors
    /// A voltage, droop resistance or limit that is not above zero.
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let above = |what, value: f64, finite: bool| {
            if value > 0.0 && (value.is_finite() || !finite) {
                Ok(())
            } else {
                Err(RatingError { what, value })
            }
        };
        above("voltage at no load [V]", rating.volts, true)?;
        above("droop resistance [Ω]", rating.resistance, true)?;
        above("current limit [A]", rating.limit, false)?;
        Ok(Self {
            volts: rating.volts,
            resistance: rating.resistance,
            most: rating.limit,
            least: if rating.reversible {
                f64::NEG_INFINITY
            } else {
                0.0
            },
        })
    }

    /// Current given \[A\] at `volts` across the terminals, and its slope \[S\], not above zero: eq. (1).
    #[inline(always)]
    pub fn current(&self, volts: f64) -> (f64, f64) {
        let free = (self.volts - volts) / self.resistance;
        if free > self.most {
            (self.most, 0.0)
        } else if free < self.least {
            (self.least, 0.0)
        } else {
            (free, -1.0 / self.resistance)
        }
    }

    /// Whether the source stands at its limit of current at `volts`.
    pub fn limited(&self, volts: f64) -> bool {
        (self.volts - volts) / self.resistance > self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(limit: f64) -> Droop {
        Droop::new(&Rating {
            volts: 800.0,
            resistance: 0.02,
            limit,
            reversible: false,
        })
        .unwrap()
    }

    #[test]
    fn droops_then_holds_its_limit() {
        let source = source(500.0);
        assert_eq!(source.current(800.0).0, 0.0);
        assert!((source.current(794.0).0 - 300.0).abs() < 1e-9);
        assert_eq!(source.current(700.0), (500.0, 0.0));
        assert!(source.limited(700.0) && !source.limited(795.0));
        assert_eq!(source.current(810.0), (0.0, 0.0));
    }

    #[test]
    fn unusable_figures_are_refused() {
        let good = Rating {
            volts: 800.0,
            resistance: 0.02,
            limit: 1.0,
            reversible: true,
        };
        assert!(Droop::new(&good).is_ok());
        for bad in [
            Rating { volts: 0.0, ..good },
            Rating {
                resistance: -1.0,
                ..good
            },
            Rating {
                limit: f64::NAN,
                ..good
            },
        ] {
            assert!(Droop::new(&bad).is_err());
        }
    }

    proptest! {
        #[test]
        fn falls_with_voltage_and_stays_within_bounds(a in 0.0..900.0f64, b in 0.0..900.0f64) {
            let s = source(400.0);
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(s.current(low).0 >= s.current(high).0);
            prop_assert!((0.0..=400.0).contains(&s.current(a).0));
        }
    }
}
