//! A stream of moist air: dry bulb, humidity ratio and pressure, and what follows from them.

use crate::fluids::moist_air;

/// Specific heat of the liquid that evaporates or condenses, 0 to 60 °C [J/(kg·K)]; its enthalpy is this
/// times °C, as in the definition of the wet bulb.
pub const CP_LIQUID: f64 = 4_186.0;

/// State of moist air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirState {
    /// Dry-bulb temperature [°C].
    pub t: f64,
    /// Humidity ratio [kg/kg dry air].
    pub w: f64,
    /// Total pressure \[Pa\].
    pub p: f64,
}

impl AirState {
    /// Air at `t` [°C], relative humidity `rh` [0 to 1] and pressure `p` \[Pa\].
    pub fn from_relative_humidity(t: f64, rh: f64, p: f64) -> Self {
        Self {
            t,
            w: moist_air::humidity_ratio(t, rh, p),
            p,
        }
    }

    /// Air at `t` [°C], wet bulb `wet` [°C] and pressure `p` \[Pa\].
    pub fn from_wet_bulb(t: f64, wet: f64, p: f64) -> Self {
        Self {
            t,
            w: moist_air::humidity_ratio_from_wet_bulb(t, wet, p),
            p,
        }
    }

    /// Enthalpy [J per kg dry air].
    #[inline(always)]
    pub fn enthalpy(&self) -> f64 {
        moist_air::enthalpy(self.t, self.w)
    }

    /// Wet-bulb temperature [°C].
    #[inline(always)]
    pub fn wet_bulb(&self) -> f64 {
        moist_air::wet_bulb(self.t, self.w, self.p)
    }

    /// Density of the mixture [kg/m³].
    #[inline(always)]
    pub fn density(&self) -> f64 {
        moist_air::density(self.t, self.w, self.p)
    }

    /// Mass of dry air in a cubic metre of the mixture [kg/m³].
    #[inline(always)]
    pub fn dry_density(&self) -> f64 {
        self.density() / (1.0 + self.w)
    }

    /// Specific heat at constant humidity [J/(K·kg dry air)]: the slope of the enthalpy.
    #[inline(always)]
    pub fn specific_heat(&self) -> f64 {
        moist_air::enthalpy(self.t + 0.5, self.w) - moist_air::enthalpy(self.t - 0.5, self.w)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ASHRAE Fundamentals (2021), ch. 1: 30 °C and 50 % at sea level hold 13.4 g/kg and 64.3 kJ/kg,
    /// wet bulb 22.0 °C, 1.156 kg of mixture in a cubic metre (chart 1).
    #[test]
    fn chart_point() {
        let air = AirState::from_relative_humidity(30.0, 0.5, 101_325.0);
        assert!((air.w - 0.0134).abs() < 5e-5, "{air:?}");
        assert!((air.enthalpy() - 64.3e3).abs() < 150.0);
        assert!((air.wet_bulb() - 22.0).abs() < 0.05);
        assert!((air.density() - 1.156).abs() < 0.003, "{}", air.density());
        assert!((air.specific_heat() - 1_006.0 - 1_855.0 * air.w).abs() < 3.0);
        let back = AirState::from_wet_bulb(30.0, air.wet_bulb(), 101_325.0);
        assert!((back.w - air.w).abs() < 1e-6);
    }
}
