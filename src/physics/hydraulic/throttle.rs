//! Valve given by its resistance, with a least and a most flow: throttles, flow controls, the check
//! valve built into a pipe.
//!
//! # Equations
//! The orifice of resistance R bounded to ṁ_least..ṁ_most (`orifice`, eqs. 1–3). R may be zero; the
//! stiffness of a limit then follows from the valve's usual flow. It is held below 3·10¹⁰ Pa over the limit:
//! beyond, the last digit of the flow alone would be more pressure than a solution may be out by.
//!
//! A valve without resistance loses nothing, or, where [`Throttle::creeping`] gives it one, a loss in proportion to flow.
//! That is how EPANET takes a valve that is open and has no loss coefficient, 10⁻⁶ ft a cfs; it settles how flow
//! divides between such valves side by side, which no loss at all leaves open.
//!
//! # Units
//! kg/s, Pa, Pa·s²/kg², Pa·s/kg.
//!
//! # Validity
//! As `orifice`. The resistance of a loss coefficient K in diameter D is K/(2ρA²).
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual* (2020), §3.1.7: TCV, FCV and check valves.
//! - OpenWaterAnalytics, *EPANET 2.3*, `hydcoeffs.c`: CSMALL, the loss of an open valve without a coefficient.

use super::orifice::Orifice;
use super::{LawError, positive, within};

/// Largest stiffness of a limit times that limit [Pa]: rounding of the flow then is 10⁻⁵ Pa.
const STIFFEST: f64 = 3e10;
/// Flow below which an orifice is linear that stands for a loss in proportion to flow [share of the usual flow]: none
/// that flows is above.
const ALWAYS: f64 = 1e12;

/// A valve of given resistance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Throttle {
    /// Resistance R [Pa·s²/kg²], not negative.
    pub resistance: f64,
    /// Least flow [kg/s]; −∞ where there is none.
    pub least: f64,
    /// Most flow [kg/s]; +∞ where there is none.
    pub most: f64,
    /// Usual flow [kg/s], where a cold solution starts and to which limits are scaled.
    pub usual: f64,
    /// Loss in proportion to flow where there is no resistance [Pa·s/kg]; 0 where there is none either.
    pub creep: f64,
}

impl Throttle {
    /// A valve without limits.
    ///
    /// # Errors
    /// A negative resistance, a usual flow not above zero.
    pub fn new(resistance: f64, usual: f64) -> Result<Self, LawError> {
        Ok(Self {
            resistance: within("resistance [Pa.s2/kg2]", resistance, 0.0, f64::MAX)?,
            least: f64::NEG_INFINITY,
            most: f64::INFINITY,
            usual: positive("usual flow [kg/s]", usual)?,
            creep: 0.0,
        })
    }

    /// The same valve, which loses `creep` [Pa·s/kg] in proportion to flow if it has no resistance.
    pub fn creeping(self, creep: f64) -> Self {
        Self { creep, ..self }
    }

    /// The same valve, its flow kept in `least..=most` [kg/s].
    ///
    /// # Errors
    /// Limits that are not numbers or cross.
    pub fn between(self, least: f64, most: f64) -> Result<Self, LawError> {
        let least = within("least flow [kg/s]", least, f64::NEG_INFINITY, most)?;
        Ok(Self {
            least,
            most,
            ..self
        })
    }

    /// The orifice that the valve is.
    #[inline(always)]
    pub fn orifice(&self) -> Orifice {
        let mut orifice = Orifice::stiff(self.resistance, self.least, self.most, self.usual);
        if self.resistance == 0.0 && self.creep > 0.0 {
            orifice = creeping(orifice, self.creep, self.usual);
        }
        for limit in [self.least.abs(), self.most.abs()] {
            if limit > 0.0 && limit.is_finite() {
                orifice.stiffness = orifice.stiffness.min(STIFFEST / limit);
            }
        }
        orifice
    }
}

/// `orifice` with a loss of `creep` [Pa·s/kg] in proportion to flow: its eq. (2) far below w, where u³ vanishes.
pub(super) fn creeping(orifice: Orifice, creep: f64, usual: f64) -> Orifice {
    let linear_below = ALWAYS * usual;
    Orifice {
        resistance: 2.0 * creep / linear_below,
        linear_below,
        ..orifice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_resistance_it_only_limits() {
        let check = Throttle::new(0.0, 20.0).unwrap();
        let check = check.between(0.0, f64::INFINITY).unwrap().orifice();
        assert_eq!(check.loss(5.0).drop, 0.0);
        assert!(check.loss(-20.0e-7).drop < -0.9e5);
        assert!(check.loss(0.0).slope.is_finite());
    }

    #[test]
    fn a_creeping_loss_is_in_proportion_to_flow_and_gives_way_to_a_resistance() {
        let open = Throttle::new(0.0, 20.0).unwrap().creeping(1e-4);
        for m in [-300.0, -1e-9, 1e-6, 5.0, 2e4] {
            let loss = open.orifice().loss(m);
            assert!((loss.drop / (1e-4 * m) - 1.0).abs() < 1e-15);
            assert!((loss.slope / 1e-4 - 1.0).abs() < 1e-15);
        }
        let throttling = Throttle::new(10.0, 20.0).unwrap();
        let (with, without) = (throttling.creeping(1e-4), throttling);
        assert_eq!(with.orifice(), without.orifice());
    }

    #[test]
    fn refuses_limits_that_cross() {
        let valve = Throttle::new(10.0, 20.0).unwrap();
        assert!(valve.between(2.0, 1.0).is_err());
        assert!(valve.between(f64::NAN, 1.0).is_err());
        assert!(Throttle::new(-1.0, 1.0).is_err());
    }
}
