//! Heat transfer between the coolant in a tube and the inside of its wall.
//!
//! # Equations
//! Nu = h·D/k over Reynolds and Prandtl number, f the Darcy friction factor of the smooth tube:
//!
//! ```text
//! laminar, Re ≤ 2300:      Nu_l = 48/11                                                     (1)
//! turbulent, Re ≥ 4000:    Nu_t = (f/8)(Re − 1000)Pr/(1 + 12.7·√(f/8)·(Pr^(2/3) − 1))       (2)
//!                          f    = (0.79·ln Re − 1.64)⁻²                                     (3)
//! between:                 Nu   = (1 − γ)·Nu_l + γ·Nu_t(4000),  γ = (Re − 2300)/1700        (4)
//! ```
//!
//! # Units
//! All numbers dimensionless; [`Tube::conductance`] in W/K.
//!
//! # Validity
//! Developed flow, constant properties over the section, Re ≤ 5e6, 0.5 ≤ Pr ≤ 2000. (1) is for a uniform flux,
//! which is what a wall that follows its coolant sees; at zero flow it is a lower bound. Gnielinski states
//! ±10 % for (2); the ratio of Prandtl numbers at wall and core, ±10 % more for 35 K, is left out.
//!
//! # References
//! - V. Gnielinski, Int. Chem. Eng. 16 (1976) 359 (eq. 2); Int. J. Heat Mass Transfer 63 (2013) 134 (eq. 4).
//! - B. Petukhov, Adv. Heat Transfer 6 (1970) 503 (eq. 3).
//! - Incropera et al., *Fundamentals of Heat and Mass Transfer*, 7th ed. (2011), eq. 8.53 (eq. 1).

use crate::kernels::math::{ln, powf};
use std::f64::consts::PI;

/// Nusselt number of laminar flow under a uniform flux, eq. (1).
pub const LAMINAR: f64 = 48.0 / 11.0;
/// End of laminar flow and beginning of turbulent flow.
pub const TRANSITION: [f64; 2] = [2_300.0, 4_000.0];

/// Friction factor of a smooth tube, eq. (3).
#[inline(always)]
pub fn smooth_friction(re: f64) -> f64 {
    let root = 0.79 * ln(re) - 1.64;
    1.0 / (root * root)
}

/// Turbulent Nusselt number for friction factor `f`, eq. (2).
#[inline(always)]
pub fn gnielinski(re: f64, pr: f64, f: f64) -> f64 {
    let e = 0.125 * f;
    e * (re - 1_000.0) * pr / (1.0 + 12.7 * e.sqrt() * (powf(pr, 2.0 / 3.0) - 1.0))
}

/// Turbulent Nusselt number of a heated stream by Dittus and Boelter, 0.023·Re^0.8·Pr^0.4: the rule of thumb that data
/// sheets still quote, within 25 % above Re 10⁴ (Incropera et al., eq. 8.60). No part of a hall follows it.
pub fn dittus_boelter(re: f64, pr: f64) -> f64 {
    0.023 * powf(re, 0.8) * powf(pr, 0.4)
}

/// Turbulent Nusselt number for friction factor `f` by Petukhov, Kirillov and Popov: what (2) follows from, within 5 %
/// above Re 10⁴ (Petukhov, Adv. Heat Transfer 6 (1970) 503, eq. 52).
pub fn petukhov(re: f64, pr: f64, f: f64) -> f64 {
    let e = 0.125 * f;
    let c = 1.07 + 900.0 / re - 0.63 / (1.0 + 10.0 * pr);
    e * re * pr / (c + 12.7 * e.sqrt() * (powf(pr, 2.0 / 3.0) - 1.0))
}

/// Nusselt number of a smooth tube, eqs. (1)–(4).
#[inline(always)]
pub fn nusselt(re: f64, pr: f64) -> f64 {
    let [laminar, turbulent] = TRANSITION;
    let from = re.max(turbulent);
    let rough_end = gnielinski(from, pr, smooth_friction(from));
    let share = ((re - laminar) / (turbulent - laminar)).clamp(0.0, 1.0);
    LAMINAR + share * (rough_end - LAMINAR)
}

/// A tube.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tube {
    /// Length \[m\].
    pub length: f64,
    /// Inner diameter \[m\], above 0.
    pub diameter: f64,
}

/// What of a coolant decides the film.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Medium {
    /// Viscosity [Pa·s].
    pub viscosity: f64,
    /// Conductivity [W/(m·K)].
    pub conductivity: f64,
    /// Specific heat [J/(kg·K)].
    pub specific_heat: f64,
}

impl Tube {
    /// Conductance of the film over the whole tube [W/K] at `flow` [kg/s], either way.
    #[inline(always)]
    pub fn conductance(&self, flow: f64, medium: &Medium) -> f64 {
        let re = 4.0 * flow.abs() / (PI * self.diameter * medium.viscosity);
        let pr = medium.viscosity * medium.specific_heat / medium.conductivity;
        nusselt(re, pr) * medium.conductivity * PI * self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Incropera, 7th ed., ex. 8.4: water at 57 °C, 0.25 kg/s in 40 mm is no film we need; ex. 8.6 in words of
    /// eq. (2): Re 10 000, Pr 7, f 0.0315 gives 79.7 by hand.
    #[test]
    fn by_hand() {
        let f = smooth_friction(1e4);
        assert!((f - 0.031_480).abs() < 2e-6, "{f}");
        // (f/8)·9000·7 = 247.90; √(f/8) = 0.062730; 7^(2/3) = 3.65931
        let want = 247.903 / (1.0 + 12.7 * 0.062_729 * 2.659_306);
        assert!((gnielinski(1e4, 7.0, f) - want).abs() < 2e-3 * want);
    }

    #[test]
    fn a_bore_of_50_mm_at_0_6_m_per_s() {
        let medium = Medium {
            viscosity: 1e-3,
            conductivity: 0.598,
            specific_heat: 4_184.0,
        };
        let tube = Tube {
            length: 1.0,
            diameter: 0.05248,
        };
        let per_area = tube.conductance(1.245, &medium) / (PI * tube.diameter);
        assert!((2_300.0..2_500.0).contains(&per_area), "{per_area}");
        let still = tube.conductance(0.0, &medium);
        assert!((still - LAMINAR * 0.598 * PI).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn rises_with_flow_and_has_no_jump(re in 0.0..1e6f64, pr in 2.0..60.0f64) {
            // Between laminar and turbulent flow it rises up to 40 times as fast as the flow.
            let (here, beyond) = (nusselt(re, pr), nusselt(re * (1.0 + 1e-6) + 1e-9, pr));
            prop_assert!(beyond >= here && beyond < here * (1.0 + 5e-5));
        }
    }
}
