//! Merkel's tower: counter flow of water against air as an equivalent fluid.
//!
//! # Equations
//! Saturated air at its wet bulb t* stands for the air stream; h_s is its enthalpy per kg of dry air,
//!
//! ```text
//! c_e  = (h_s(t*_out) − h_s(t*_in))/(t*_out − t*_in)                                        (1)
//! UA_e = UA₀·f_a(x)·f_w(ṁ/ṁ₀)·f_b(t*_in)·c_e/c_p,   c_p = c_a + w_in·c_v                       (2)
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
        control::setpoint::{Reach, hold, hold_near, root},
        thermal::eps_ntu::counter_conductance,
        validity::Validity,
    },
};

/// Specific heats of dry air and of vapour in (2) [J/(kg·K)]: ASHRAE, *Handbook: Fundamentals* (2021), ch. 1, eq. (30).
const CP: [f64; 2] = [1_006.0, 1_860.0];
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
            swell: 1.0,
            air: rating.air,
            wet_bulb,
        };
        let most = MOST_NTU * rating.air_flow * rating.air.dry_density() * CP[0];
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

    /// UA_e/c_e of eq. (2) [kg/s] at air flow fraction `x`.
    #[inline(always)]
    fn transfer(&self, inlet: &Inlet, x: f64) -> f64 {
        let m = inlet.flow / self.flow;
        // Scheier's parabola for air has its top here; more air never takes away from the heat.
        let x = x.min(1.3 / 0.6);
        self.ua
            * (1.3 * x - 0.3 * x * x)
            * (0.1082 + 1.667 * m - 0.7713 * m * m).max(0.05)
            * (1.0 + 0.0081 * (self.wet_bulb - inlet.wet_bulb))
            / (CP[0] + inlet.air.w * CP[1])
    }

    /// Heat from water to air \[W\] at air flow fraction `x`, eqs. (1) to (5); negative for water below the wet bulb.
    pub fn heat(&self, inlet: &Inlet, x: f64) -> Rejected {
        let x = x.max(self.free);
        let air = self.air_flow * inlet.air.dry_density() * x;
        let transfer = self.transfer(inlet, x);
        let path = Path::of(inlet);
        let miss = |hot: f64| {
            let (gain, c_e) = path.gain(hot);
            path.moved(transfer, air, c_e) - air * gain
        };
        let ends = [inlet.wet_bulb, inlet.t];
        let at_ends = ends.map(miss);
        let hot = if at_ends[0] * at_ends[1] < 0.0 {
            root(ends, at_ends, miss).0
        } else {
            inlet.wet_bulb
        };
        Rejected {
            heat: path.moved(transfer, air, path.gain(hot).1),
            validity: self.validity(inlet, x),
        }
    }

    /// Where the tower stands in its ranges.
    pub fn validity(&self, inlet: &Inlet, x: f64) -> Validity {
        Validity::of([
            (x.max(self.free), RANGES[0]),
            (inlet.flow / self.flow, RANGES[1]),
            (inlet.wet_bulb, RANGES[2]),
        ])
    }

    /// Air flow fraction at which the tower gives up `wanted` \[W\]: with the heat known (4) gives the air for any
    /// t*_out, and (3) is solved for it alone. `None` where no flow of air, or less than that of free convection, does.
    pub fn fan_for_heat(&self, inlet: &Inlet, wanted: f64) -> Option<f64> {
        if wanted <= 0.0 || inlet.t <= inlet.wet_bulb {
            return None;
        }
        let rated = self.air_flow * inlet.air.dry_density();
        let path = Path::of(inlet);
        let fraction = |gain: f64| wanted / (gain * rated);
        let miss = |hot: f64| {
            let (gain, c_e) = path.gain(hot);
            let x = fraction(gain);
            path.moved(self.transfer(inlet, x), x * rated, c_e) - wanted
        };
        let range = [inlet.wet_bulb, inlet.t];
        let hot = hold_near(range, 0.5 * (range[0] + range[1]), 0.0, miss);
        let x = fraction(path.gain(hot.input).0);
        (hot.reach == Reach::Held && x >= self.free).then_some(x)
    }
}

/// The water's side and the cold end of the air's, common to all trial states of the leaving air.
struct Path {
    t_water: f64,
    water: f64,
    cold: f64,
    h_cold: f64,
    p: f64,
}

impl Path {
    fn of(inlet: &Inlet) -> Self {
        Self {
            t_water: inlet.t,
            water: inlet.flow * inlet.cp + 1e-9,
            cold: inlet.wet_bulb,
            h_cold: enthalpy_saturated(inlet.wet_bulb, inlet.air.p),
            p: inlet.air.p,
        }
    }

    /// Enthalpy gained [J/kg] by air that leaves at wet bulb `hot` [°C], and c_e of eq. (1).
    #[inline(always)]
    fn gain(&self, hot: f64) -> (f64, f64) {
        let hot = if (hot - self.cold).abs() < LEAST_STEP {
            self.cold + LEAST_STEP.copysign(self.t_water - self.cold)
        } else {
            hot
        };
        let gain = enthalpy_saturated(hot, self.p) - self.h_cold;
        (gain, gain / (hot - self.cold))
    }

    /// Heat of eq. (3) [W].
    #[inline(always)]
    fn moved(&self, transfer: f64, air: f64, c_e: f64) -> f64 {
        counter_conductance(transfer * c_e, self.water, air * c_e) * (self.t_water - self.cold)
    }
}
