//! Differential pressure that follows the flow: full only where the mains lose most.
//!
//! # Equations
//!
//! ```text
//! Δp_set = Δp_least + (Δp_full − Δp_least)·min(ṁ/ṁ_full, 1)²                                  (1)
//! ```
//!
//! The losses between the sensor and the farthest consumer fall with the square of the flow, what the consumer needs does not.
//!
//! # Units
//! Pa, kg/s.
//!
//! # Validity
//! A sensor near the pumps. Δp_least has to carry the consumer that asks most at low flow; nothing here knows it.
//!
//! # References
//! - ASHRAE Handbook, *HVAC Systems and Equipment* (2020), ch. 44: pump control along a curve between a least head and the
//!   design point ("proportional pressure" of circulators, EN 16297-2).

/// A reset as set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PressureReset {
    /// Δp_least \[Pa\].
    pub least: f64,
    /// Δp_full \[Pa\].
    pub full: f64,
    /// ṁ_full [kg/s].
    pub flow: f64,
}

impl PressureReset {
    /// Set point \[Pa\] at the flow `m` [kg/s]: eq. (1).
    #[inline]
    pub fn set_point(&self, m: f64) -> f64 {
        let share = (m.abs() / self.flow).min(1.0);
        self.least + (self.full - self.least) * share * share
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn half_the_flow_asks_for_a_quarter_of_the_rise() {
        let r = PressureReset {
            least: 40e3,
            full: 120e3,
            flow: 20.0,
        };
        assert_eq!(r.set_point(0.0), 40e3);
        assert_eq!(r.set_point(10.0), 60e3);
        assert_eq!((r.set_point(20.0), r.set_point(30.0)), (120e3, 120e3));
    }

    proptest! {
        #[test]
        fn stays_between_its_ends_and_rises(m in -50.0..50.0f64, more in 0.0..5.0) {
            let r = PressureReset { least: 40e3, full: 120e3, flow: 20.0 };
            prop_assert!((40e3..=120e3).contains(&r.set_point(m)));
            prop_assert!(r.set_point(m.abs() + more) >= r.set_point(m));
        }
    }
}
