//! YorkCalc: a manufacturer's correlation for the approach of a tower.
//!
//! # Equations
//! With λ = FR_water/FR_air (water and air flow over their rated flows), range R = T_in − T_out \[K\] and
//! wet bulb t* [°C],
//!
//! ```text
//! A(λ, R, t*) = Σ_ijk c_ijk·λ^i·R^j·t*^k,   i, j, k = 0 … 2                                  (1)
//! T_out = t* + A(λ, T_in − T_out, t*)                                                        (2)
//! ```
//!
//! FR_water is scaled by a factor found at the duty, so that (1) meets the duty's approach. (2) is solved for
//! T_out between t* and T_in. With the fan off the heat is the share `free` of the heat at full air.
//! Validity bits: 0 wet bulb, 1 range, 2 approach, 3 FR_water, 4 λ.
//!
//! # Units
//! K, °C, kg/s.
//!
//! # Validity
//! [`RANGES`]: the wet bulb ends at 26.7 °C, below the summer extremes of Tokyo and Singapore.
//! Nothing is clamped but T_out ≥ t*; the flags tell.
//!
//! # References
//! - York International, *YORKcalc Software Chiller-Plant Energy-Estimating Program*, form 160.00-SG2 (2002);
//!   coefficients as in Buildings Library, `CoolingTowers.Correlations.yorkCalc`, and in EnergyPlus,
//!   *Engineering Reference*, "Variable speed cooling towers".

use super::{Inlet, Rating, RatingError, Rejected};
use crate::physics::{
    control::setpoint::{Reach, hold},
    validity::Validity,
};

/// c of eq. (1), at 9i + 3j + k.
const C: [f64; 27] = [
    -0.359741205,
    -0.055053608,
    0.0023850432,
    0.173926877,
    -0.0248473764,
    0.00048430224,
    -0.005589849456,
    0.0005770079712,
    -1.342427256e-5,
    2.84765801111111,
    -0.121765149,
    0.0014599242,
    1.680428651,
    -0.0166920786,
    -0.0007190532,
    -0.025485194448,
    4.87491696e-5,
    2.719234152e-5,
    -0.0653766255555556,
    -0.002278167,
    0.0002500254,
    -0.0910565458,
    0.00318176316,
    3.8621772e-5,
    -0.0034285382352,
    8.56589904e-6,
    -1.516821552e-6,
];

/// Ranges of the validity bits: wet bulb [°C], range \[K\], approach \[K\], FR_water, λ.
pub const RANGES: [[f64; 2]; 5] = [
    [-34.4, 26.7],
    [1.1, 22.2],
    [1.1, 40.0],
    [0.75, 1.25],
    [0.0, 8.0],
];

/// Approach \[K\] of eq. (1) at range `range` \[K\], wet bulb `wet_bulb` [°C] and flow ratio `lambda` \[1\].
#[inline(always)]
pub fn approach(range: f64, wet_bulb: f64, lambda: f64) -> f64 {
    let wet = |c: usize| C[c] + wet_bulb * (C[c + 1] + wet_bulb * C[c + 2]);
    let row = |c: usize| wet(c) + range * (wet(c + 3) + range * wet(c + 6));
    row(0) + lambda * (row(9) + lambda * row(18))
}

/// A sized tower: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct York {
    /// FR_water at rated water flow.
    pub scale: f64,
    /// Rated water mass flow [kg/s].
    pub flow: f64,
    /// Rated air volume flow [m³/s].
    pub air_flow: f64,
    /// Share of full heat in free convection.
    pub free: f64,
}

impl York {
    /// Sizes a tower that meets `rating` exactly.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        rating.check()?;
        let wet_bulb = rating.air.wet_bulb();
        let at = hold([0.1, 3.0], rating.approach, |scale| {
            approach(rating.range, wet_bulb, scale)
        });
        if at.reach != Reach::Held {
            return Err(RatingError::Unreachable(
                "the correlation reaches this approach at no flow between 0.1 and 3 of its own",
            ));
        }
        Ok(Self {
            scale: at.input,
            flow: rating.flow,
            air_flow: rating.air_flow,
            free: rating.free,
        })
    }

    /// Water outlet [°C] with the fan at air flow fraction `x` > 0, eq. (2), and the flags of that point.
    pub fn outlet(&self, inlet: &Inlet, x: f64) -> (f64, Validity) {
        let water = self.scale * inlet.flow / self.flow;
        let lambda = water / x.max(1e-3);
        let wet = inlet.wet_bulb;
        let t = hold([wet, inlet.t], 0.0, |t| {
            t - wet - approach(inlet.t - t, wet, lambda)
        })
        .input;
        let validity = Validity::of([
            (wet, RANGES[0]),
            (inlet.t - t, RANGES[1]),
            (t - wet, RANGES[2]),
            (water, RANGES[3]),
            (lambda, RANGES[4]),
        ]);
        (t, validity)
    }

    /// Air flow fraction in `range` at which the tower gives up `wanted` \[W\]: (1) is quadratic in λ. `None` where
    /// there is none.
    pub fn fan_for_heat(&self, inlet: &Inlet, wanted: f64, range: [f64; 2]) -> Option<f64> {
        if inlet.t <= inlet.wet_bulb {
            return None;
        }
        let drop = wanted / (inlet.flow * inlet.cp);
        let wet = inlet.wet_bulb;
        let goal = inlet.t - drop - wet;
        let at = |lambda: f64| approach(drop, wet, lambda);
        let (c, mid, a2) = (at(0.0), at(1.0), at(2.0));
        let a = 0.5 * (a2 - 2.0 * mid + c);
        let b = mid - c - a;
        let lambda = 2.0 * (goal - c) / (b + (b * b + 4.0 * a * (goal - c)).max(0.0).sqrt());
        let x = self.scale * inlet.flow / (self.flow * lambda);
        if (range[0]..=range[1]).contains(&x) && (at(lambda) - goal).abs() < 1e-9 {
            return Some(x);
        }
        let at = hold(range, wanted, |x| self.heat(inlet, x).heat);
        (at.reach == Reach::Held).then_some(at.input)
    }

    /// Heat from water to air \[W\] at air flow fraction `x`; none for water below the wet bulb.
    pub fn heat(&self, inlet: &Inlet, x: f64) -> Rejected {
        if inlet.t <= inlet.wet_bulb {
            return Rejected {
                heat: 0.0,
                validity: Validity::default(),
            };
        }
        let share = if x > 0.0 { 1.0 } else { self.free };
        let (t, validity) = self.outlet(inlet, if x > 0.0 { x } else { 1.0 });
        Rejected {
            heat: share * inlet.flow * inlet.cp * (inlet.t - t),
            validity,
        }
    }
}
