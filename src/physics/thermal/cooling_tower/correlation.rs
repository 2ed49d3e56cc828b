//! A tower known by a correlation for its approach, as manufacturers publish them.
//!
//! # Equations
//! With FR volume flows of the water that enters and of the air over their rated flows, range R = T_in − T_out \[K\] and wet bulb t* [°C],
//!
//! ```text
//! T_out = t* + A(R, t*, s·FR_water, FR_air)                                                 (1)
//! ```
//!
//! is solved for T_out between t* and T_in. The scale s is found at the duty, so that A meets the duty's approach there. With the
//! fan off the heat is the share `free` of the heat at full air. Validity bits: 0 wet bulb, 1 range, 2 approach, 3 FR_water
//! or s·FR_water, whichever is farther from the rated flow, 4 λ = s·FR_water/FR_air.
//!
//! # Units
//! K, °C, kg/s.
//!
//! # Validity
//! That of the correlation. Nothing is clamped here but T_out ≥ t*; the flags tell.
//!
//! # References
//! - EnergyPlus, *Engineering Reference*, "Variable speed cooling towers": calibration of the water flow at the design point,
//!   share of the capacity in free convection. Its results tell that it takes FR_water by volume at the temperature of the inlet:
//!   991.0 kg/m³ at 43.0 °C, to five digits, in every hour.

use super::{Inlet, Rating, RatingError, Rejected};
use crate::physics::{
    control::setpoint::{Reach, hold},
    validity::Validity,
};
use std::marker::PhantomData;

/// A published correlation.
pub trait Correlation: Copy {
    /// Ranges of the validity bits: wet bulb [°C], range \[K\], approach \[K\], FR_water and s·FR_water, λ.
    const RANGES: [[f64; 2]; 5];

    /// Scales s among which that of a duty is sought: where the approach rises with the water flow.
    const SCALES: [f64; 2];

    /// Largest range that it gives \[K\].
    const MOST_RANGE: f64 = f64::INFINITY;

    /// Approach \[K\] at range `range` \[K\], wet bulb `wet_bulb` [°C] and the flow ratios of `water` and `air`.
    fn approach(range: f64, wet_bulb: f64, water: f64, air: f64) -> f64;

    /// Range R \[K\] at which R and the approach are `above` \[K\] together, which is by how much the water enters above the wet bulb, where
    /// it has a closed form.
    fn range_for(above: f64, wet_bulb: f64, water: f64, air: f64) -> Option<f64>;

    /// Air flow ratio at which the approach is `goal` \[K\], where it has a closed form.
    fn air_for(range: f64, wet_bulb: f64, water: f64, goal: f64) -> Option<f64>;
}

/// A sized tower: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correlated<L> {
    /// s·FR_water at rated water flow.
    pub scale: f64,
    /// Rated water mass flow [kg/s].
    pub flow: f64,
    /// Rated air volume flow [m³/s].
    pub air_flow: f64,
    /// Share of full heat in free convection.
    pub free: f64,
    /// Its correlation.
    pub law: PhantomData<L>,
}

/// The flow ratio of two that is farther from the rated flow: a correlation is left where the tower's own flow leaves the range, and where
/// the flow does that it is asked with.
fn farther(own: f64, asked: f64) -> f64 {
    if (own - 1.0).abs() > (asked - 1.0).abs() {
        own
    } else {
        asked
    }
}

impl<L: Correlation> Correlated<L> {
    /// Sizes a tower that meets `rating` exactly.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        rating.check()?;
        rating.check_air()?;
        let duty = [("range", rating.range), ("approach", rating.approach)];
        for ((what, value), [low, high]) in duty.into_iter().zip([L::RANGES[1], L::RANGES[2]]) {
            if !(low..=high).contains(&value) {
                return Err(RatingError::Outside {
                    what,
                    value,
                    low,
                    high,
                });
            }
        }
        let wet_bulb = rating.air.wet_bulb();
        let at = hold(L::SCALES, rating.approach, |scale| {
            L::approach(rating.range, wet_bulb, scale, 1.0)
        });
        if at.reach != Reach::Held {
            return Err(RatingError::Unreachable(
                "its correlation reaches this approach at no water flow near its own",
            ));
        }
        Ok(Self {
            scale: at.input,
            flow: rating.flow,
            air_flow: rating.air_flow,
            free: rating.free,
            law: PhantomData,
        })
    }

    /// FR_water of the water that enters.
    fn share(&self, inlet: &Inlet) -> f64 {
        inlet.swell * inlet.flow / self.flow
    }

    /// Water outlet [°C] with the fan at air flow fraction `x` > 0, eq. (1), and the flags of that point.
    pub fn outlet(&self, inlet: &Inlet, x: f64) -> (f64, Validity) {
        let water = self.scale * self.share(inlet);
        let wet = inlet.wet_bulb;
        let coldest = wet.max(inlet.t - L::MOST_RANGE);
        let closed = L::range_for(inlet.t - wet, wet, water, x).map(|range| inlet.t - range);
        let t = closed
            .filter(|t| (coldest..=inlet.t).contains(t))
            .unwrap_or_else(|| {
                let miss = |t: f64| t - wet - L::approach(inlet.t - t, wet, water, x);
                hold([coldest, inlet.t], 0.0, miss).input
            });
        let validity = Validity::of([
            (wet, L::RANGES[0]),
            (inlet.t - t, L::RANGES[1]),
            (t - wet, L::RANGES[2]),
            (farther(self.share(inlet), water), L::RANGES[3]),
            (water / x.max(1e-3), L::RANGES[4]),
        ]);
        (t, validity)
    }

    /// Air flow fraction in `range` at which the tower gives up `wanted` \[W\]; `None` where there is none.
    pub fn fan_for_heat(&self, inlet: &Inlet, wanted: f64, range: [f64; 2]) -> Option<f64> {
        if inlet.t <= inlet.wet_bulb {
            return None;
        }
        let drop = wanted / (inlet.flow * inlet.cp);
        let goal = inlet.t - drop - inlet.wet_bulb;
        // Far outside its data a correlation has approaches below none.
        if goal < 0.0 {
            return None;
        }
        let water = self.scale * self.share(inlet);
        let closed = L::air_for(drop, inlet.wet_bulb, water, goal);
        if let Some(x) = closed.filter(|x| (range[0]..=range[1]).contains(x)) {
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
