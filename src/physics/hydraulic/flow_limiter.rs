//! Pressure-independent control valve or flow regulator: ṁ = min(set flow, what the open valve passes).
//!
//! # Equations
//! The orifice of the open valve's Kv, bounded by the set flow both ways (`orifice`, eqs. 1–3). Below
//! the set flow it is a plain open valve; at the set flow its membrane takes up whatever pressure is
//! left. A set flow of zero shuts it.
//!
//! # Validity
//! Static behaviour above the least differential pressure of the maker, which Kv at the largest
//! setting represents. Real valves keep the set flow to 5–10 %, this law to 10⁻⁷.
//!
//! # References
//! - VDI/VDE 2173:2007; makers' data, for instance Danfoss AB-QM: least Δp of 16–60 kPa.

use super::orifice::Orifice;
use super::valve::resistance;
use super::{LawError, positive};

/// A flow limiter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowLimiter {
    /// Kv of the valve when its membrane is fully open [m³/h].
    pub kv: f64,
}

impl FlowLimiter {
    /// A limiter of coefficient `kv` [m³/h] when open.
    ///
    /// # Errors
    /// Kv not above zero.
    pub fn new(kv: f64) -> Result<Self, LawError> {
        Ok(Self {
            kv: positive("Kv [m3/h]", kv)?,
        })
    }

    /// A limiter that needs `drop` \[Pa\] to pass `flow` [kg/s] of density `rho` [kg/m³]: the
    /// datasheet's least differential pressure at the largest setting.
    ///
    /// # Errors
    /// A figure not above zero.
    pub fn rated(flow: f64, drop: f64, rho: f64) -> Result<Self, LawError> {
        let flow = positive("rated flow [kg/s]", flow)?;
        let drop = positive("least differential pressure [Pa]", drop)?;
        let rho = positive("density [kg/m3]", rho)?;
        Self::new(3600.0 * flow / rho * (1e5 / drop * (rho / 1000.0)).sqrt())
    }

    /// `n` of them side by side, as one; its set flow is that of all.
    pub fn side_by_side(&self, n: f64) -> Self {
        Self { kv: self.kv * n }
    }

    /// The orifice that the limiter is with set flow `set` [kg/s], not negative, at density `rho` [kg/m³].
    #[inline(always)]
    pub fn orifice(&self, set: f64, rho: f64) -> Orifice {
        let set = set.max(0.0);
        Orifice::new(resistance(self.kv, rho), -set, set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_an_open_valve_below_its_setting_and_a_wall_above() {
        let valve = FlowLimiter::rated(2.0, 2e4, 1000.0).unwrap();
        let at = valve.orifice(1.5, 1000.0);
        assert!((at.loss(1.0).drop / 5e3 - 1.0).abs() < 1e-12);
        assert!(at.loss(1.5 * (1.0 + 1e-6)).drop > 2e5);
        assert!(at.loss(-1.5 * (1.0 + 1e-6)).drop < -2e5);
    }

    #[test]
    fn a_setting_of_zero_shuts_it() {
        let valve = FlowLimiter::rated(2.0, 2e4, 1000.0).unwrap();
        for set in [0.0, -1.0] {
            let at = valve.orifice(set, 1000.0);
            assert!(at.loss(1e-5).drop > 1e5 && at.loss(0.0).drop == 0.0);
            assert!(at.loss(0.0).slope.is_finite());
        }
    }
}
