//! Merkel's tower: counter flow of water against air as an equivalent fluid.
//!
//! # Equations
//! Saturated air at its wet bulb t* stands for the air stream; h_s is its enthalpy per kg of dry air,
//!
//! ```text
//! c_e  = (h_s(t*_out) − h_s(t*_in))/(t*_out − t*_in)                                        (1)
//! UA_e = UA₀·f_a(x)·f_w(ṁ/ṁ₀)·f_b(t*_in)·c_e/c_p                                            (2)
//! Q    = ε_counter(UA_e/C₋, C₋/C₊)·C₋·(T_in − t*_in),   C_air = ṁ_da·c_e,  C_w = ṁ·c_w        (3)
//! Q    = ṁ_da·(h_s(t*_out) − h_s(t*_in))                                                    (4)
//! f_a = 1.3x − 0.3x²,  f_w = 0.1082 + 1.667m − 0.7713m²,  f_b = 1 + 0.0081·(t*₀ − t*_in)      (5)
//! ```
//!
//! (1) to (4) are solved for t*_out between t*_in and T_in, where (3) − (4) has one sign change. UA₀ is sized
//! so that the duty is met. Validity bits: 0 air flow fraction, 1 water flow fraction, 2 wet bulb.
//!
//! # Units
//! W, °C, kg/s, m³/s.
//!
//! # Validity
//! x in 0.2 to 1, water in 0.3 to 1.25 of the duty, wet bulb 0 to 35 °C. Free convection is the law at
//! the air flow fraction `free`.
//!
//! # References
//! - EnergyPlus, *Engineering Reference* 22.1, "Variable speed towers, Merkel's theory".
//! - Scheier's adjustment (5) as in Buildings Library, `CoolingTowers.Data.UAMerkel`.
//! - F. Merkel, "Verdunstungskühlung", *VDI-Zeitschrift* 70 (1926) 123–128.

use super::{Inlet, Rating, RatingError, Rejected};
use crate::{
    fluids::moist_air::enthalpy_saturated,
    physics::{
        control::setpoint::{hold, root},
        thermal::eps_ntu::counter_conductance,
        validity::Validity,
    },
};

/// Specific heat that turns UA into UA_e in (2) [J/(kg·K)].
const CP_AIR: f64 = 1_006.0;
/// Largest UA₀ over rated air capacity that a duty may ask for.
const MOST_NTU: f64 = 30.0;
/// Least distance of the two wet bulbs in (1) [K].
const LEAST_STEP: f64 = 1e-4;

/// Ranges of the validity bits: air flow fraction, water flow fraction, wet bulb [°C].
pub const RANGES: [[f64; 2]; 3] = [[0.2, 1.0], [0.3, 1.25], [0.0, 35.0]];

/// A sized tower: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merkel {
    /// UA₀ of eq. (2) [W/K].
    pub ua: f64,
    /// Rated water mass flow [kg/s].
    pub flow: f64,
    /// Rated air volume flow [m³/s].
    pub air_flow: f64,
    /// Wet bulb of the duty [°C].
    pub wet_bulb: f64,
    /// Air flow fraction in free convection.
    pub free: f64,
}

impl Merkel {
    /// Sizes a tower that meets `rating` exactly.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        rating.check()?;
        let wet_bulb = rating.air.wet_bulb();
        let with = |ua: f64| Self {
            ua,
            flow: rating.flow,
            air_flow: rating.air_flow,
            wet_bulb,
            free: rating.free,
        };
        let inlet = Inlet {
            t: wet_bulb + rating.approach + rating.range,
            flow: rating.flow,
            cp: rating.cp,
            air: rating.air,
            wet_bulb,
        };
        let most = MOST_NTU * rating.air_flow * rating.air.dry_density() * CP_AIR;
        if with(most).heat(&inlet, 1.0).heat <= rating.heat() {
            return Err(RatingError::Unreachable(
                "the air flow is too small for this approach and range",
            ));
        }
        let size = hold([0.0, most], rating.heat(), |ua| {
            with(ua).heat(&inlet, 1.0).heat
        });
        Ok(with(size.input))
    }

    /// Heat from water to air [W] at air flow fraction `x`, eqs. (1) to (5); negative for water below the wet bulb.
    pub fn heat(&self, inlet: &Inlet, x: f64) -> Rejected {
        let (x, m) = (x.max(self.free), inlet.flow / self.flow);
        let p = inlet.air.p;
        let cold = inlet.wet_bulb;
        let h_cold = enthalpy_saturated(cold, p);
        let air = self.air_flow * inlet.air.dry_density() * x;
        let ua = self.ua
            * (1.3 * x - 0.3 * x * x)
            * (0.1082 + 1.667 * m - 0.7713 * m * m).max(0.05)
            * (1.0 + 0.0081 * (self.wet_bulb - cold))
            / CP_AIR;
        let water = inlet.flow * inlet.cp + 1e-9;
        let balance = |hot: f64| {
            let hot = if (hot - cold).abs() < LEAST_STEP {
                cold + LEAST_STEP.copysign(inlet.t - cold)
            } else {
                hot
            };
            let gain = enthalpy_saturated(hot, p) - h_cold;
            let c_e = gain / (hot - cold);
            let q = counter_conductance(ua * c_e, water, air * c_e) * (inlet.t - cold);
            (q, air * gain)
        };
        let miss = |hot: f64| {
            let (moved, taken) = balance(hot);
            moved - taken
        };
        let ends = [cold, inlet.t];
        let at_ends = ends.map(miss);
        let hot = if at_ends[0] * at_ends[1] < 0.0 {
            root(ends, at_ends, miss).0
        } else {
            cold
        };
        Rejected {
            heat: balance(hot).0,
            validity: Validity::of([(x, RANGES[0]), (m, RANGES[1]), (cold, RANGES[2])]),
        }
    }
}
