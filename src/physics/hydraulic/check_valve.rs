//! Check valve: passes forward flow, holds reverse flow.
//!
//! # Equations
//! The orifice of its Kv with ṁ_least = 0 (`orifice`, eqs. 1–3).
//!
//! # Validity
//! Disc fully lifted; the cracking pressure (0.5–5 kPa with a spring) belongs in the Kv of the
//! working point.
//!
//! # References
//! - IEC 60534-2-1:2011: flow coefficient.
//! - Idelchik, *Handbook of Hydraulic Resistance*, 4th ed. (2007), ch. 9: check valves.

use super::orifice::Orifice;
use super::valve::resistance;
use super::{LawError, positive};

/// A check valve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckValve {
    /// Kv when open [m³/h].
    pub kv: f64,
}

impl CheckValve {
    /// A valve of coefficient `kv` [m³/h].
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
    pub fn orifice(&self, rho: f64) -> Orifice {
        Orifice::new(resistance(self.kv, rho), 0.0, f64::INFINITY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_one_way_only() {
        let orifice = CheckValve::new(36.0).unwrap().orifice(1000.0);
        assert!((orifice.loss(10.0).drop / 1e5 - 1.0).abs() < 1e-12);
        assert!(orifice.loss(-1e-5).drop < -1e5);
        assert!(CheckValve::new(-1.0).is_err());
    }
}
