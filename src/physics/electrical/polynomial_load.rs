//! A load by its parts of constant power, constant current and constant conductance.
//!
//! # Equations
//! With u the voltage across the load,
//!
//! ```text
//! I(u) = P/u + I₀ + G·u,   dI/du = −P/u² + G                                             (1)
//! ```
//!
//! # Units
//! V, A, W, S.
//!
//! # Validity
//! u above zero. A power supply that regulates its output is a load of constant power down to its
//! under-voltage lock-out, which is a matter of a transient model.
//!
//! # References
//! - IEEE Task Force on Load Representation, IEEE Trans. Power Systems 8 (1993) 472, eq. (3): the
//!   polynomial ("ZIP") load.

/// What is bought, which is all there is: what stays the same during a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PolynomialLoad {
    /// Constant power P \[W\], consumption positive.
    pub power: f64,
    /// Constant current I₀ \[A\], consumption positive.
    pub current: f64,
    /// Constant conductance G \[S\], not negative.
    pub conductance: f64,
}

/// A figure of a load that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} is {value}, {must}")]
pub struct LoadError {
    /// Which figure.
    pub what: &'static str,
    /// What was given.
    pub value: f64,
    /// What it must be.
    pub must: &'static str,
}

impl PolynomialLoad {
    /// A load of constant `power` \[W\].
    pub fn constant_power(power: f64) -> Self {
        Self {
            power,
            ..Self::default()
        }
    }

    /// A load of `power` \[W\] at `volts` \[V\], shared out by the constant-power, constant-current and
    /// constant-conductance parts `share`, which sum to 1.
    ///
    /// # Errors
    /// A voltage that is not above zero, or shares that are negative or do not sum to 1 within 1e-9.
    pub fn shared(power: f64, volts: f64, share: [f64; 3]) -> Result<Self, LoadError> {
        if !(volts.is_finite() && volts > 0.0) {
            return Err(LoadError {
                what: "rated voltage [V]",
                value: volts,
                must: "it must be above 0",
            });
        }
        for value in share {
            if value.is_nan() || value < 0.0 {
                return Err(LoadError {
                    what: "share of a load",
                    value,
                    must: "it must not be negative",
                });
            }
        }
        let sum = share[0] + share[1] + share[2];
        if (sum - 1.0).abs() > 1e-9 {
            return Err(LoadError {
                what: "sum of the shares of a load",
                value: sum,
                must: "it must be 1",
            });
        }
        Self {
            power: share[0] * power,
            current: share[1] * power / volts,
            conductance: share[2] * power / (volts * volts),
        }
        .checked()
    }

    /// The same load when its figures are usable.
    ///
    /// # Errors
    /// A figure that is not finite, or a negative conductance.
    pub fn checked(self) -> Result<Self, LoadError> {
        for (what, value) in [
            ("power [W]", self.power),
            ("current [A]", self.current),
            ("conductance [S]", self.conductance),
        ] {
            if !value.is_finite() {
                return Err(LoadError {
                    what,
                    value,
                    must: "it must be finite",
                });
            }
        }
        if self.conductance < 0.0 {
            return Err(LoadError {
                what: "conductance [S]",
                value: self.conductance,
                must: "it must not be negative",
            });
        }
        Ok(self)
    }

    /// All parts times `factor`.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            power: factor * self.power,
            current: factor * self.current,
            conductance: factor * self.conductance,
        }
    }

    /// Current \[A\] at `volts` above zero, and its slope \[S\]: eq. (1).
    #[inline(always)]
    pub fn current(&self, volts: f64) -> (f64, f64) {
        let inverse = 1.0 / volts;
        let constant = self.power * inverse;
        (
            constant + self.current + self.conductance * volts,
            self.conductance - constant * inverse,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_of_a_rated_load_draw_its_power_at_rated_voltage() {
        let load = PolynomialLoad::shared(10e3, 800.0, [0.5, 0.3, 0.2]).unwrap();
        assert!((load.current(800.0).0 * 800.0 - 10e3).abs() < 1e-9);
        // IEEE Task Force eq. (3): P/P₀ = 0.5 + 0.3·0.9 + 0.2·0.81 at 0.9 of rated voltage.
        assert!((load.current(720.0).0 * 720.0 - 9.32e3).abs() < 1e-9);
    }

    #[test]
    fn shares_that_cannot_be_are_refused() {
        assert!(PolynomialLoad::shared(1e3, 800.0, [0.5, 0.3, 0.3]).is_err());
        assert!(PolynomialLoad::shared(1e3, 800.0, [1.5, -0.5, 0.0]).is_err());
        assert!(PolynomialLoad::shared(1e3, 0.0, [1.0, 0.0, 0.0]).is_err());
        assert!(PolynomialLoad::shared(f64::NAN, 800.0, [1.0, 0.0, 0.0]).is_err());
        assert!(PolynomialLoad::shared(-1e3, 800.0, [0.0, 0.0, 1.0]).is_err());
    }

    proptest! {
        #[test]
        fn slope_is_the_derivative(
            p in 0.0..1e5f64, i in 0.0..100.0f64, g in 0.0..1.0f64, u in 50.0..1000.0f64,
        ) {
            let load = PolynomialLoad { power: p, current: i, conductance: g };
            let h = 1e-4 * u;
            let slope = (load.current(u + h).0 - load.current(u - h).0) / (2.0 * h);
            prop_assert!((slope - load.current(u).1).abs() <= 1e-6 * (p / (u * u) + g + 1e-3));
        }
    }
}
