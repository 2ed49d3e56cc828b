//! Wet cooling towers: three laws for the heat, one water balance.
//!
//! [`merkel`] is physical and extrapolates well; [`york`] and [`cool_tools`] are correlations with narrow ranges that end at a wet
//! bulb of 26.7 °C, solved by [`correlation`]. All are sized by the same [`Rating`], read the same [`Inlet`] and
//! answer with the same [`Rejected`]. [`water`] turns heat and air into evaporation, drift and blow-down.
//!
//! Equal towers see the same air and share the water equally, so one evaluation stands for all of them:
//! there is no row kernel.

pub mod cool_tools;
pub mod correlation;
pub mod merkel;
pub mod water;
pub mod york;

use crate::physics::{
    air::{
        fan::{Duty, Fan},
        state::AirState,
    },
    thermal::rejection::{FanRange, Operation, operate_inverse},
    validity::Validity,
};

/// The duty printed on the datasheet.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Outdoor air of the duty.
    pub air: AirState,
    /// Water outlet above wet bulb \[K\].
    pub approach: f64,
    /// Water inlet above water outlet \[K\].
    pub range: f64,
    /// Water mass flow [kg/s].
    pub flow: f64,
    /// Water specific heat [J/(kg·K)].
    pub cp: f64,
    /// Air volume flow at the state of `air` [m³/s].
    pub air_flow: f64,
    /// Share of the duty's air flow (Merkel) or heat (correlations) in free convection [0 to 0.3]; 0.125 in EnergyPlus.
    pub free: f64,
}

/// Why a datasheet cannot be a tower.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// A figure that must be positive is not.
    #[error("{what} must be positive and finite, is {value}")]
    NotPositive {
        /// Which figure.
        what: &'static str,
        /// Its value \[SI\].
        value: f64,
    },
    /// The duty lies outside the law.
    #[error(
        "the {what} of {value:.2} K lies outside the {low:.1} to {high:.1} K that the law was published for"
    )]
    Outside {
        /// Range or approach.
        what: &'static str,
        /// Its value \[K\].
        value: f64,
        /// Least \[K\].
        low: f64,
        /// Greatest \[K\].
        high: f64,
    },
    /// The air of the duty is too little for its heat.
    #[error(
        "the rated air of {air_flow:.1} m³/s would leave at {exit:.0} °C or more, warmer than the water of {water:.0} °C that enters: give \
         the air flow of the datasheet"
    )]
    Air {
        /// Air volume flow [m³/s].
        air_flow: f64,
        /// Temperature at which it would leave saturated [°C].
        exit: f64,
        /// Water inlet [°C].
        water: f64,
    },
    /// No tower of this kind meets the duty.
    #[error("no tower meets this duty: {0}")]
    Unreachable(&'static str),
}

impl Rating {
    fn check(&self) -> Result<(), RatingError> {
        for (what, value) in [
            ("approach", self.approach),
            ("range", self.range),
            ("water flow", self.flow),
            ("specific heat", self.cp),
            ("air flow", self.air_flow),
            ("one less free convection", 1.0 - self.free),
            ("free convection", self.free),
        ] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(RatingError::NotPositive { what, value });
            }
        }
        Ok(())
    }

    /// Refuses air that would have to leave warmer than the water enters; the theory of the fill finds that by itself, a correlation
    /// does not.
    fn check_air(&self) -> Result<(), RatingError> {
        let (wet_bulb, dry_air) = (self.air.wet_bulb(), self.air_flow * self.air.dry_density());
        let balance = water::Balance::Closed;
        let (_, exit) =
            water::evaporation(balance, self.heat(), dry_air, &self.air, wet_bulb, wet_bulb);
        let water = wet_bulb + self.approach + self.range;
        if exit > water {
            let air_flow = self.air_flow;
            return Err(RatingError::Air {
                air_flow,
                exit,
                water,
            });
        }
        Ok(())
    }

    /// Heat of the duty \[W\].
    pub fn heat(&self) -> f64 {
        self.flow * self.cp * self.range
    }
}

/// What enters a tower.
#[derive(Clone, Copy, Debug)]
pub struct Inlet {
    /// Water temperature [°C].
    pub t: f64,
    /// Water mass flow [kg/s], not negative.
    pub flow: f64,
    /// Water specific heat [J/(kg·K)].
    pub cp: f64,
    /// Volume of a kilogram of the water that enters over that of the rated flow \[1\]: correlations were made of volumes, the
    /// theory of the fill of masses.
    pub swell: f64,
    /// Outdoor air.
    pub air: AirState,
    /// Wet bulb of `air` [°C], computed once by the caller.
    pub wet_bulb: f64,
}

/// What a tower gives up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rejected {
    /// Heat from water to air \[W\].
    pub heat: f64,
    /// Which variables are outside the law's range; the law says which bit is which.
    pub validity: Validity,
}

/// A tower of either law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tower {
    /// Merkel's law with the equivalent fluid.
    Merkel(merkel::Merkel),
    /// The YorkCalc correlation.
    York(york::York),
    /// The CoolTools correlation.
    CoolTools(cool_tools::CoolTools),
}

impl Tower {
    /// Heat \[W\] at air flow fraction `x`; 0 is free convection.
    pub fn heat(&self, inlet: &Inlet, x: f64) -> Rejected {
        match self {
            Self::Merkel(tower) => tower.heat(inlet, x),
            Self::York(tower) => tower.heat(inlet, x),
            Self::CoolTools(tower) => tower.heat(inlet, x),
        }
    }

    /// Where the tower stands in its ranges at air flow fraction `x`.
    pub fn validity(&self, inlet: &Inlet, x: f64) -> Validity {
        match self {
            Self::Merkel(tower) => tower.validity(inlet, x),
            Self::York(tower) => tower.heat(inlet, x).validity,
            Self::CoolTools(tower) => tower.heat(inlet, x).validity,
        }
    }

    /// Rated water mass flow [kg/s].
    pub fn rated_flow(&self) -> f64 {
        match self {
            Self::Merkel(tower) => tower.flow,
            Self::York(tower) => tower.flow,
            Self::CoolTools(tower) => tower.flow,
        }
    }

    /// Dry-air mass flow [kg/s] through the tower during `run`, mean over time: forced while the fan runs, by free
    /// convection while it stands.
    pub fn air_used(&self, air: &AirState, run: &Operation) -> f64 {
        run.duty * self.air_mass(air, run.fan) + (1.0 - run.duty) * self.air_mass(air, 0.0)
    }

    /// Dry-air mass flow [kg/s] through the tower at air flow fraction `x`, for the water balance.
    pub fn air_mass(&self, air: &AirState, x: f64) -> f64 {
        let (volume, free) = match self {
            Self::Merkel(tower) => (tower.air_flow, tower.free),
            Self::York(tower) => (tower.air_flow, tower.free),
            Self::CoolTools(tower) => (tower.air_flow, tower.free),
        };
        volume * air.dry_density() * x.max(free)
    }

    /// Fan operation that cools the water to `t_set` [°C], and the validity at that point.
    pub fn fan_for_outlet(
        &self,
        fan: &Fan,
        inlet: &Inlet,
        t_set: f64,
        range: FanRange,
    ) -> (Operation, Validity) {
        let wanted = inlet.flow * inlet.cp * (inlet.t - t_set);
        let power = |x| fan.power(Duty::at(x));
        let inverse = |wanted| match self {
            Self::Merkel(tower) => tower.fan_for_heat(inlet, wanted),
            Self::York(tower) => tower.fan_for_heat(inlet, wanted, range),
            Self::CoolTools(tower) => tower.fan_for_heat(inlet, wanted, range),
        };
        let heat = |x| self.heat(inlet, x).heat;
        let operation = operate_inverse(range, wanted, heat, inverse, power);
        (operation, self.validity(inlet, operation.fan))
    }
}

#[cfg(test)]
mod tests;
