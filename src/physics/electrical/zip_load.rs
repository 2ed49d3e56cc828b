//! Load of constant power, constant current and constant resistance parts.
//!
//! # Equations
//! ```text
//! i(v) = P·( z·v/V_n² + c/V_n + p/v ),   z + c + p = 1            v ≥ v_f                  (1)
//! i(v) = i(v_f)·v/v_f                                             v < v_f                  (2)
//! ```
//! A regulated converter draws constant power only as long as its duty cycle can follow: below the
//! floor v_f it is a resistance, so that a collapsing bus ends at zero instead of at an infinite
//! current.
//!
//! # Units
//! W, V, A.
//!
//! # Validity
//! Averaged over a switching period; both signs of P (a negative one feeds power in).
//!
//! # References
//! - IEEE Task Force on Load Representation, IEEE Trans. Power Systems 8 (1993) 472: ZIP model.

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Nominal voltage V_n \[V\].
    pub nominal: f64,
    /// Voltage v_f below which it is a resistance \[V\].
    pub floor: f64,
    /// Share of constant resistance z at nominal voltage.
    pub resistance_share: f64,
    /// Share of constant current c at nominal voltage.
    pub current_share: f64,
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

/// A sized load: current per watt as a function of voltage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZipLoad {
    /// z/V_n² \[1/V²\].
    pub conductance: f64,
    /// c/V_n \[1/V\].
    pub current: f64,
    /// p.
    pub power: f64,
    /// v_f \[V\].
    pub floor: f64,
}

impl ZipLoad {
    /// Sizes a load.
    ///
    /// # Errors
    /// A voltage that is not above zero, a share outside 0–1 or shares above one in sum.
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let check = |what, value: f64, good: bool| {
            if value.is_finite() && good {
                Ok(())
            } else {
                Err(RatingError { what, value })
            }
        };
        let (z, c) = (rating.resistance_share, rating.current_share);
        check("nominal voltage [V]", rating.nominal, rating.nominal > 0.0)?;
        check("floor voltage [V]", rating.floor, rating.floor > 0.0)?;
        check("share of resistance", z, (0.0..=1.0).contains(&z))?;
        check("share of current", c, (0.0..=1.0).contains(&c))?;
        check("sum of shares", z + c, z + c <= 1.0)?;
        Ok(Self {
            conductance: z / (rating.nominal * rating.nominal),
            current: c / rating.nominal,
            power: 1.0 - z - c,
            floor: rating.floor,
        })
    }

    /// Current per watt \[A/W\] at `v` \[V\] and its derivative \[A/(W V)\]: (1), (2).
    #[inline(always)]
    pub fn per_watt(&self, v: f64) -> (f64, f64) {
        let u = v.max(self.floor);
        let inverse = 1.0 / u;
        let i = self.conductance * u + self.current + self.power * inverse;
        let slope = self.conductance - self.power * inverse * inverse;
        if v >= self.floor {
            (i, slope)
        } else {
            (i * v * inverse, i * inverse)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn load(z: f64, c: f64) -> ZipLoad {
        ZipLoad::new(&Rating {
            nominal: 800.0,
            floor: 400.0,
            resistance_share: z,
            current_share: c,
        })
        .unwrap()
    }

    #[test]
    fn draws_its_power_at_nominal_voltage_whatever_its_shares() {
        for (z, c) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.3, 0.2)] {
            assert!((load(z, c).per_watt(800.0).0 * 800.0 - 1.0).abs() < 1e-15);
        }
        assert_eq!(load(0.0, 0.0).per_watt(500.0).0, 1.0 / 500.0);
        assert_eq!(load(0.0, 0.0).per_watt(0.0).0, 0.0);
    }

    #[test]
    fn refuses_shares_beyond_one() {
        let bad = Rating {
            nominal: 800.0,
            floor: 400.0,
            resistance_share: 0.7,
            current_share: 0.6,
        };
        assert!(ZipLoad::new(&bad).is_err());
    }

    proptest! {
        #[test]
        fn the_derivative_is_that_of_the_current(z in 0.0..0.5f64, c in 0.0..0.5f64, v in 1.0..900.0f64) {
            prop_assume!((v - 400.0).abs() > 1e-2);
            let (l, h) = (load(z, c), 1e-4);
            let numeric = (l.per_watt(v + h).0 - l.per_watt(v - h).0) / (2.0 * h);
            prop_assert!((numeric - l.per_watt(v).1).abs() < 1e-11);
        }
    }
}
