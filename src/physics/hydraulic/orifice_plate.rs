//! An orifice plate with its pressure taps: flow from a measured difference, and what the plate costs for good.
//!
//! # Equations
//! With d the bore, D the pipe, β = d/D, Re_D of the pipe, L₁ and L₂′ the places of the taps over D:
//!
//! ```text
//! ṁ = C/√(1 − β⁴)·ε·π/4·d²·√(2·Δp·ρ)                                                       (1)
//! C = 0.5961 + 0.0261·β² − 0.216·β⁸ + 0.000521·(10⁶β/Re_D)^0.7
//!     + (0.0188 + 0.0063·A)·β^3.5·(10⁶/Re_D)^0.3
//!     + (0.043 + 0.080·e^(−10·L₁) − 0.123·e^(−7·L₁))·(1 − 0.11·A)·β⁴/(1 − β⁴)
//!     − 0.031·(M − 0.8·M^1.1)·β^1.3 + 0.011·(0.75 − β)·max(0, 2.8 − D/25.4 mm)            (2)
//! A = (19 000·β/Re_D)^0.8,   M = 2·L₂′/(1 − β)
//! ε = 1 − (0.351 + 0.256·β⁴ + 0.93·β⁸)·(1 − (p₂/p₁)^(1/κ))                                 (3)
//! Δp_lost/Δp = (√(1 − β⁴(1 − C²)) − C·β²)/(√(1 − β⁴(1 − C²)) + C·β²)                       (4)
//! ```
//!
//! ε = 1 in coolants; (3) is for gases. C depends on the flow through Re_D, weakly: (1) is iterated.
//!
//! # Units
//! m, kg/s, Pa, Pa·s.
//!
//! # Validity
//! d ≥ 12.5 mm, D 50 mm to 1 m, β 0.1 to 0.75, Re_D ≥ 5 000.
//!
//! # References
//! - ISO 5167-2:2003, §5.3.2 (Reader-Harris and Gallagher 1998) and §5.4.

use super::{LawError, positive, within};
use std::f64::consts::PI;

/// Rounds in which the flow settles.
const ROUNDS: usize = 60;

/// Where the pressure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taps {
    /// In the corners at the plate.
    Corner,
    /// One bore of the pipe before it, half of one behind it.
    Bore,
    /// 25.4 mm before and behind.
    Flange,
}

/// An orifice plate in its pipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrificePlate {
    /// D \[m\].
    pub pipe: f64,
    /// d \[m\].
    pub bore: f64,
    /// Taps.
    pub taps: Taps,
}

/// What flows to a plate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stream {
    /// Density before the plate [kg/m³].
    pub density: f64,
    /// Viscosity [Pa·s].
    pub viscosity: f64,
    /// Absolute pressures before and behind the plate \[Pa\].
    pub pressure: [f64; 2],
    /// Isentropic exponent of a gas; none of a liquid.
    pub isentropic: Option<f64>,
}

impl OrificePlate {
    /// A plate with `bore` in a `pipe` \[m\].
    ///
    /// # Errors
    /// Sizes that the standard does not cover.
    pub fn new(pipe: f64, bore: f64, taps: Taps) -> Result<Self, LawError> {
        let pipe = within("bore of the pipe [m]", pipe, 0.05, 1.0)?;
        let bore = within("bore of the plate [m]", bore, 0.0125, 1.0)?;
        within(
            "bore of the plate over that of the pipe",
            bore / pipe,
            0.1,
            0.75,
        )?;
        Ok(Self { pipe, bore, taps })
    }

    fn beta(&self) -> f64 {
        self.bore / self.pipe
    }

    /// Discharge coefficient C at `reynolds` of the pipe: eq. (2).
    pub fn discharge(&self, reynolds: f64) -> f64 {
        let b = self.beta();
        let (before, behind) = match self.taps {
            Taps::Corner => (0.0, 0.0),
            Taps::Bore => (1.0, 0.47),
            Taps::Flange => (0.0254 / self.pipe, 0.0254 / self.pipe),
        };
        let (b4, slow) = (b.powi(4), (19_000.0 * b / reynolds).powf(0.8));
        let dam = 2.0 * behind / (1.0 - b);
        let upstream = 0.043 + 0.080 * (-10.0 * before).exp() - 0.123 * (-7.0 * before).exp();
        let small = (2.8 - self.pipe / 0.0254).max(0.0);
        0.5961 + 0.0261 * b * b - 0.216 * b4 * b4
            + 0.000_521 * (1e6 * b / reynolds).powf(0.7)
            + (0.0188 + 0.0063 * slow) * b.powf(3.5) * (1e6 / reynolds).powf(0.3)
            + upstream * (1.0 - 0.11 * slow) * b4 / (1.0 - b4)
            - 0.031 * (dam - 0.8 * dam.powf(1.1)) * b.powf(1.3)
            + 0.011 * (0.75 - b) * small
    }

    /// Flow [kg/s] under a measured difference: eqs. (1) to (3).
    ///
    /// # Errors
    /// Properties or pressures not above zero, a pressure that does not fall.
    pub fn flow(&self, of: &Stream) -> Result<f64, LawError> {
        let density = positive("density [kg/m3]", of.density)?;
        let viscosity = positive("viscosity [Pa.s]", of.viscosity)?;
        let [p1, p2] = of.pressure;
        let drop = positive(
            "difference of pressures [Pa]",
            p1 - positive("pressure [Pa]", p2)?,
        )?;
        let b4 = self.beta().powi(4);
        let expansion = match of.isentropic {
            Some(k) => {
                let k = within("isentropic exponent", k, 1.0, 2.0)?;
                1.0 - (0.351 + 0.256 * b4 + 0.93 * b4 * b4) * (1.0 - (p2 / p1).powf(1.0 / k))
            }
            None => 1.0,
        };
        let ideal = expansion
            * 0.25
            * PI
            * self.bore
            * self.bore
            * (2.0 * drop * density / (1.0 - b4)).sqrt();
        let mut flow = 0.6 * ideal;
        for _ in 0..ROUNDS {
            flow = ideal * self.discharge(4.0 * flow / (PI * self.pipe * viscosity));
        }
        Ok(flow)
    }

    /// What of the measured difference is lost for good at `reynolds`: eq. (4).
    pub fn lost(&self, reynolds: f64) -> f64 {
        let (c, b2) = (self.discharge(reynolds), self.beta() * self.beta());
        let root = (1.0 - b2 * b2 * (1.0 - c * c)).sqrt();
        (root - c * b2) / (root + c * b2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taps_differ_little_and_the_loss_is_a_large_share() {
        let at = |taps| OrificePlate::new(0.1, 0.05, taps).unwrap();
        // fluids 1.3.1, C_Reader_Harris_Gallagher(D=0.1, Do=0.05, rho, mu, m) at Re_D = 1e5.
        for (taps, c) in [
            (Taps::Corner, 0.606_873_163_264_967_2),
            (Taps::Bore, 0.606_184_803_961_671_4),
            (Taps::Flange, 0.606_201_014_815_611_8),
        ] {
            assert!((at(taps).discharge(1e5) - c).abs() < 1e-12, "{taps:?}");
        }
        // ISO 5167-2, 5.4.1: about 1 - beta^1.9.
        let lost = at(Taps::Corner).lost(1e5);
        assert!((lost - (1.0 - 0.5f64.powf(1.9))).abs() < 0.01, "{lost}");
    }

    #[test]
    fn refuses_what_the_standard_does_not_cover() {
        let plate = |pipe, bore| OrificePlate::new(pipe, bore, Taps::Corner);
        assert!(
            plate(0.1, 0.08).is_err() && plate(0.1, 0.005).is_err() && plate(0.02, 0.015).is_err()
        );
        let of = Stream {
            density: 998.0,
            viscosity: 1e-3,
            pressure: [1e5, 2e5],
            isentropic: None,
        };
        assert!(plate(0.1, 0.05).unwrap().flow(&of).is_err());
    }
}
