//! Isolating valve: open or shut.
//!
//! # Equations
//! Open it is the orifice of its Kv; shut it is the same orifice with no flow allowed either way
//! (`orifice`, eqs. 1–3 with ṁ_least = ṁ_most = 0).
//!
//! # Validity
//! Ball and butterfly valves in one of their end positions.
//!
//! # References
//! - IEC 60534-2-1:2011: flow coefficient; EN 12266-1:2012, rate A: no visible leakage when shut.

use super::orifice::Orifice;
use super::valve::resistance;
use super::{LawError, positive};

/// An isolating valve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StopValve {
    /// Kv when open [m³/h].
    pub kv: f64,
}

impl StopValve {
    /// A valve of coefficient `kv` [m³/h] when open.
    ///
    /// # Errors
    /// Kv not above zero.
    pub fn new(kv: f64) -> Result<Self, LawError> {
        Ok(Self {
            kv: positive("Kv [m3/h]", kv)?,
        })
    }

    /// The orifice that the valve is at density `rho` [kg/m³].
    #[inline(always)]
    pub fn orifice(&self, open: bool, rho: f64) -> Orifice {
        let bound = if open { f64::INFINITY } else { 0.0 };
        Orifice::new(resistance(self.kv, rho), -bound, bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_or_holds() {
        let valve = StopValve::new(36.0).unwrap();
        assert!((valve.orifice(true, 1000.0).loss(10.0).drop / 1e5 - 1.0).abs() < 1e-12);
        let shut = valve.orifice(false, 1000.0);
        assert!(shut.loss(1e-5).drop > 1e5 && shut.loss(-1e-5).drop < -1e5);
        assert!(StopValve::new(f64::NAN).is_err());
    }
}
