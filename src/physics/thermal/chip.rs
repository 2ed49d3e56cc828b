//! Chip power over temperature: leakage, throttling and the way to thermal runaway.
//!
//! # Equations
//! For a demanded power P₀ at the reference temperature and a chip at T,
//!
//! ```text
//! P = P₀·f(T)·(1 + k·(T − T_ref))                                                           (1)
//! f = clamp(1 − s·(T − T_limit), f_min, 1)                                                  (2)
//! ```
//!
//! (1) is linear because leakage is only known as a band per kelvin; (2) is the firmware's power cut
//! above its slow-down temperature. Where R·dP/dT reaches 1, R the resistance from chip to coolant, nothing
//! settles any more: thermal runaway ([`rows`]).
//!
//! # Units
//! W, °C, 1/K, K/W.
//!
//! # Validity
//! ±40 K around T_ref. Leakage of 0.2 to 0.5 %/K is a band without public source for today's chips:
//! whoever sets k states it as assumed.
//!
//! # References
//! - `nvidia-smi -q` of an H100 with a limit of 700 W: target 87 °C, slow-down 89 °C, shutdown 95 °C.

pub mod rows;

/// What a chip does when it warms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChipLaw {
    /// Temperature at which the demanded power is stated T_ref [°C].
    pub t_ref: f64,
    /// Leakage k [1/K], 0 to 0.01.
    pub leakage: f64,
    /// Temperature above which the chip throttles T_limit [°C].
    pub t_limit: f64,
    /// Power cut s [1/K] above the limit, not negative.
    pub slope: f64,
    /// Least share of the demand that remains f_min [0 to 1].
    pub floor: f64,
}

/// Why a law is not one.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} must be between {low} and {high}, is {value}")]
pub struct ChipError {
    /// Which figure.
    pub what: &'static str,
    /// Least value allowed.
    pub low: f64,
    /// Largest value allowed.
    pub high: f64,
    /// Value given.
    pub value: f64,
}

impl ChipLaw {
    /// The law itself when its figures are plausible.
    pub fn checked(self) -> Result<Self, ChipError> {
        for (what, value, low, high) in [
            ("reference temperature", self.t_ref, 0.0, 120.0),
            ("leakage per kelvin", self.leakage, 0.0, 0.01),
            ("throttling temperature", self.t_limit, 0.0, 150.0),
            ("throttling slope", self.slope, 0.0, 10.0),
            ("least share of power", self.floor, 0.0, 1.0),
        ] {
            if !(low..=high).contains(&value) {
                return Err(ChipError {
                    what,
                    low,
                    high,
                    value,
                });
            }
        }
        Ok(self)
    }

    /// Share of the demand that throttling leaves at chip temperature `t` [°C], eq. (2).
    #[inline(always)]
    pub fn throttle(&self, t: f64) -> f64 {
        (1.0 - self.slope * (t - self.t_limit)).clamp(self.floor, 1.0)
    }

    /// Power \[W\] at chip temperature `t` [°C] for a demand \[W\] stated at T_ref, eq. (1).
    #[inline(always)]
    pub fn power(&self, demand: f64, t: f64) -> f64 {
        let leakage = 1.0 + self.leakage * (t - self.t_ref);
        demand * self.throttle(t) * leakage.max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LAW: ChipLaw = ChipLaw {
        t_ref: 60.0,
        leakage: 0.003,
        t_limit: 87.0,
        slope: 0.05,
        floor: 0.4,
    };

    #[test]
    fn states_its_demand_at_the_reference() {
        assert_eq!(LAW.power(1_000.0, 60.0), 1_000.0);
        assert!((LAW.power(1_000.0, 70.0) - 1_030.0).abs() < 1e-9);
    }

    #[test]
    fn throttles_between_limit_and_floor() {
        assert_eq!(LAW.throttle(87.0), 1.0);
        assert!((LAW.throttle(91.0) - 0.8).abs() < 1e-12);
        assert_eq!(LAW.throttle(120.0), 0.4);
    }

    #[test]
    fn refuses_what_cannot_be() {
        let wrong = ChipLaw {
            leakage: -0.1,
            ..LAW
        };
        assert_eq!(wrong.checked().unwrap_err().what, "leakage per kelvin");
        let nan = ChipLaw {
            slope: f64::NAN,
            ..LAW
        };
        assert!(nan.checked().is_err() && LAW.checked().is_ok());
    }

    proptest! {
        #[test]
        fn power_never_goes_negative(t in -400.0..400.0f64, demand in 0.0..2e3f64) {
            prop_assert!(LAW.power(demand, t) >= 0.0);
        }
    }
}
