//! Chip power over temperature: leakage, throttling and the way to thermal runaway.
//!
//! # Equations
//! For a demanded power P₀ at the reference temperature and a chip at T,
//!
//! ```text
//! P = P₀·f(T)·(1 + k·(T − T_ref))                                                           (1)
//! f = clamp(1 − s·(T − T_limit), f_min, 1)                                                  (2)
//! γ = R·dP/dT,   runaway where γ ≥ 1                                                        (3)
//! ```
//!
//! (1) is linear because leakage is only known as a band per kelvin; (2) is the firmware's power cut
//! above its slow-down temperature. R in (3) is the resistance from chip to a coolant inlet that does not
//! answer. 1/(1 − γ) is the factor by which leakage multiplies any disturbance.
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

/// Half the distance over which the slope of a chip's power is read where throttling begins or ends [K].
const PROBE: f64 = 0.01;

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

    /// Derivative of [`Self::power`] with chip temperature [W/K], at the kinks of throttling the mean over ±0.01 K.
    #[inline(always)]
    pub fn slope(&self, demand: f64, t: f64) -> f64 {
        if t + PROBE <= self.t_limit && 1.0 + self.leakage * (t - PROBE - self.t_ref) >= 0.0 {
            return demand * self.leakage;
        }
        (self.power(demand, t + PROBE) - self.power(demand, t - PROBE)) / (2.0 * PROBE)
    }

    /// Loop gain γ of eq. (3) without throttling, for a resistance chip to inlet [K/W]; runaway from 1 on.
    #[inline(always)]
    pub fn gain(&self, demand: f64, resistance: f64) -> f64 {
        self.leakage * demand * resistance
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
    fn slope_is_that_of_the_law() {
        // Below the limit leakage alone; between limit and floor the product rule.
        assert!((LAW.slope(1_000.0, 70.0) - 3.0).abs() < 1e-12);
        let (leakage, throttle) = (1.0 + 0.003 * 31.0, 0.8);
        let product = 1_000.0 * (0.003 * throttle - 0.05 * leakage);
        assert!((LAW.slope(1_000.0, 91.0) - product).abs() < 1e-6);
        assert!(LAW.slope(1_000.0, 120.0) > 0.0);
    }

    #[test]
    fn throttles_between_limit_and_floor() {
        assert_eq!(LAW.throttle(87.0), 1.0);
        assert!((LAW.throttle(91.0) - 0.8).abs() < 1e-12);
        assert_eq!(LAW.throttle(120.0), 0.4);
    }

    /// Fixed point of P = P₀(1 + kRP…): the closed form of the linear loop.
    #[test]
    fn gain_is_the_loop_of_the_fixed_point() {
        let (demand, r, inlet) = (1_000.0, 0.03, 40.0);
        let free = ChipLaw {
            t_limit: 150.0,
            ..LAW
        };
        let mut p = demand;
        for _ in 0..60 {
            p = free.power(demand, inlet + r * p);
        }
        let gain = free.gain(demand, r);
        let exact = demand * (1.0 + 0.003 * (inlet - 60.0)) / (1.0 - gain);
        assert!((p / exact - 1.0).abs() < 1e-12 && gain < 1.0);
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
