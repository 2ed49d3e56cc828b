//! Breaker or fuse: contact resistance and the check of rated current.
//!
//! # Equations
//! Makers state the power lost by one pole at rated current, p_r; n poles in the path give
//!
//! ```text
//! R = n·p_r/I_r²,   loading = I/I_r                                                        (1)
//! ```
//!
//! # Units
//! A, W, Ω.
//!
//! # Validity
//! Steady current; opening under fault and the thermal curve are matters of a transient model.
//!
//! # References
//! - IEC 60947-2: power dissipated per pole at rated current, as makers tabulate it.

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Rated current I_r \[A\].
    pub current: f64,
    /// Power lost by a pole at rated current \[W\].
    pub pole_loss: f64,
    /// Poles in the path of the scalar circuit: 2 for DC out and back, 3 for three phases.
    pub poles: u32,
}

/// Why a rating is unusable.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} is {value}, outside its range")]
pub struct RatingError {
    /// Which quantity.
    pub what: &'static str,
    /// What was given.
    pub value: f64,
}

/// A sized breaker: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breaker {
    /// Resistance in the scalar circuit \[Ω\].
    pub resistance: f64,
    /// Rated current in the scalar circuit \[A\].
    pub rated_current: f64,
}

impl Breaker {
    /// Sizes a breaker in a DC circuit or, with three poles, in a three-phase one, where the scalar
    /// current is √3 times that of a line.
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let check = |what, value: f64, good: bool| {
            if value.is_finite() && good {
                Ok(())
            } else {
                Err(RatingError { what, value })
            }
        };
        check("rated current [A]", rating.current, rating.current > 0.0)?;
        check(
            "loss of a pole [W]",
            rating.pole_loss,
            rating.pole_loss >= 0.0,
        )?;
        check(
            "number of poles",
            f64::from(rating.poles),
            (1..=3).contains(&rating.poles),
        )?;
        let rated_current = if rating.poles == 3 {
            3f64.sqrt() * rating.current
        } else {
            rating.current
        };
        let loss = f64::from(rating.poles) * rating.pole_loss;
        Ok(Self {
            resistance: loss / (rated_current * rated_current),
            rated_current,
        })
    }

    /// Loading by `current` \[A\]: above 1 the rating is exceeded.
    #[inline(always)]
    pub fn loading(&self, current: f64) -> f64 {
        current / self.rated_current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loses_its_nameplate_at_rated_current() {
        for poles in [2, 3] {
            let b = Breaker::new(&Rating {
                current: 1_600.0,
                pole_loss: 75.0,
                poles,
            })
            .unwrap();
            let amps = b.rated_current;
            assert!((b.resistance * amps * amps - 75.0 * f64::from(poles)).abs() < 1e-9);
            assert_eq!(b.loading(amps), 1.0);
            assert!(b.loading(1.01 * amps) > 1.0);
        }
    }

    #[test]
    fn refuses_unusable_ratings() {
        let good = Rating {
            current: 1_600.0,
            pole_loss: 75.0,
            poles: 2,
        };
        let bad = [
            Rating {
                current: 0.0,
                ..good
            },
            Rating {
                pole_loss: f64::NAN,
                ..good
            },
            Rating { poles: 0, ..good },
        ];
        for rating in bad {
            assert!(Breaker::new(&rating).is_err(), "{rating:?}");
        }
    }
}
