//! Water of a tower: evaporation, drift, blow-down and what must be made up.
//!
//! # Equations
//! The air leaves saturated at T_e. With dry air ṁ_da, heat Q and make-up enthalpy h_m,
//!
//! ```text
//! ṁ_da·(h_s(T_e) − h₁) = Q + M_evap·h_m                       closed balance                 (1)
//! M_evap = ṁ_da·(w_s(T_e) − w₁)                                                             (2)
//! M_drift = d·ṁ_water,   M_blow = max(M_evap/(c − 1) − M_drift, 0)                           (3)
//! M_makeup = M_evap + M_drift + M_blow                                                      (4)
//! ```
//!
//! [`Balance::EnergyPlus`] reproduces that program's figure instead: (2) with specific humidity w/(1 + w) in
//! place of the humidity ratio, and (1) without the make-up's enthalpy. It evaporates 4 to 8 % less, the more the warmer and the
//! more humid the air leaves. Its towers
//! by Merkel's theory lose nothing at all while their fans stand, which whoever asks for its figure has to repeat.
//!
//! # Units
//! kg/s, W, °C.
//!
//! # Validity
//! Q ≥ 0; air that enters below saturation. Drift of 0.005 to 0.02 % of the water flow; cycles above 1.
//!
//! # References
//! - ASHRAE, *Handbook: HVAC Systems and Equipment* (2020), ch. 40: balance, drift, cycles.
//! - EnergyPlus, *Engineering Reference*, "Cooling tower makeup water usage": saturated exit.

use crate::{
    fluids::moist_air::{enthalpy, humidity_ratio_saturated},
    physics::{
        air::state::{AirState, CP_LIQUID},
        control::setpoint::hold_near,
    },
};

/// Which balance gives the evaporation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Balance {
    /// Dry air, vapour and enthalpy closed: eqs. (1) and (2).
    Closed,
    /// As EnergyPlus computes it, for comparisons with it.
    EnergyPlus,
}

/// Water treatment of a tower.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Treatment {
    /// Cycles of concentration c, above 1.
    pub cycles: f64,
    /// Drift d as a share of the water flow [0 to 0.01].
    pub drift: f64,
    /// Temperature of the make-up water [°C].
    pub t_makeup: f64,
}

/// Treatment that is not possible.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TreatmentError {
    /// Cycles at or below one.
    #[error("cycles of concentration must be above 1, are {0}")]
    Cycles(f64),
    /// Drift negative or above a hundredth.
    #[error("drift must be between 0 and 0.01 of the water flow, is {0}")]
    Drift(f64),
}

impl Treatment {
    /// The treatment itself when its figures are possible.
    pub fn checked(self) -> Result<Self, TreatmentError> {
        if self.cycles.is_nan() || self.cycles <= 1.0 {
            return Err(TreatmentError::Cycles(self.cycles));
        }
        if !(0.0..=0.01).contains(&self.drift) {
            return Err(TreatmentError::Drift(self.drift));
        }
        Ok(self)
    }
}

/// Water that a tower uses [kg/s].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Use {
    /// Evaporated.
    pub evaporation: f64,
    /// Carried off as droplets.
    pub drift: f64,
    /// Drained to keep the concentration.
    pub blow_down: f64,
}

impl Use {
    /// What must be made up [kg/s], eq. (4).
    pub fn makeup(&self) -> f64 {
        self.evaporation + self.drift + self.blow_down
    }
}

/// Evaporation [kg/s] of `heat` \[W\] into `dry_air` [kg/s] that enters as `air` of `wet_bulb` [°C], and the exit
/// temperature [°C].
pub fn evaporation(
    balance: Balance,
    heat: f64,
    dry_air: f64,
    air: &AirState,
    wet_bulb: f64,
    t_makeup: f64,
) -> (f64, f64) {
    if heat <= 0.0 || dry_air <= 0.0 {
        return (0.0, air.t);
    }
    let (h1, wanted) = (air.enthalpy(), heat / dry_air);
    let h_makeup = match balance {
        Balance::Closed => CP_LIQUID * t_makeup,
        Balance::EnergyPlus => 0.0,
    };
    let vapour = |t: f64| humidity_ratio_saturated(t, air.p) - air.w;
    let gain = |t: f64| {
        let w = humidity_ratio_saturated(t, air.p);
        enthalpy(t, w) - h1 - (w - air.w) * h_makeup
    };
    let [from, to] = [wet_bulb, wet_bulb + 5.0];
    let slope = (gain(to) - gain(from)) / (to - from);
    let near = from + (wanted - gain(from)) / slope;
    let t_exit = hold_near([wet_bulb - 5.0, 80.0], near, wanted, gain).input;
    let taken = match balance {
        Balance::Closed => vapour(t_exit),
        Balance::EnergyPlus => specific(vapour(t_exit) + air.w) - specific(air.w),
    };
    ((dry_air * taken).max(0.0), t_exit)
}

/// Vapour in a kilogram of moist air, from that with a kilogram of dry air.
fn specific(w: f64) -> f64 {
    w / (1.0 + w)
}

/// All water of a tower [kg/s], eqs. (1) to (4), with `water_flow` [kg/s] over the fill and the fan at fraction `x`.
pub fn usage(
    balance: Balance,
    treatment: &Treatment,
    heat: f64,
    dry_air: f64,
    air: &AirState,
    wet_bulb: f64,
    water_flow: f64,
    x: f64,
) -> Use {
    let (evaporation, _) = evaporation(balance, heat, dry_air, air, wet_bulb, treatment.t_makeup);
    let drift = treatment.drift * water_flow * x;
    Use {
        evaporation,
        drift,
        blow_down: (evaporation / (treatment.cycles - 1.0) - drift).max(0.0),
    }
}
