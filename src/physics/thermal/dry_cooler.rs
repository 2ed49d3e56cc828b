//! Dry cooler: finned coil with variable-speed fans, coolant to outdoor air.
//!
//! # Equations
//! Cross flow, both streams unmixed. x is the air flow over rated air flow, N and Z as in
//! [`super::eps_ntu`], ρ_da the dry-air density and c_p,da its specific heat with the vapour it carries:
//!
//! ```text
//! Q    = ε(N, Z)·C₋·(T_in − t_air)                                                          (1)
//! 1/UA = 1/hA_w + 1/hA_a,   hA_w ~ (ṁ/ṁ₀)^0.85,   hA_a ~ (ṁ_a/ṁ_a,0)^0.80                  (2)
//! ṁ_a  = V̇₀·ρ_da·y,         y = ((1 − n³)·x³ + n³)^⅓                                       (3)
//! ```
//!
//! hA_a = r·hA_w at the rating, r = ½: two thirds of the resistance lie on the air side. (3) blends
//! forced and natural draught, n being the air flow fraction that buoyancy alone moves through the coil.
//! A fan moves volume, so thin or warm air carries less heat.
//!
//! A thermosyphon cooler has refrigerant between both: it boils in an exchanger indoors, rises, condenses in the coil and runs
//! back by its weight, all at one temperature, so that two exchangers stand in series, each with one side at one temperature:
//!
//! ```text
//! Q = (T_in − t_air)/(1/g_w + 1/g_a),   g = C·(1 − e^(−hA/C))                                  (4)
//! ```
//!
//! # Units
//! W, °C, kg/s, m³/s.
//!
//! # Validity
//! Dry coil: no condensation, frost or rain. Exponents hold for turbulent tubes, Re above 4000: with
//! 25 % glycol from about a third of the rated flow. (1) is within 0.02 of the exact series. (4) holds as long as the refrigerant's
//! own circulation does not limit it, which the height that its maker asks for sees to.
//!
//! # References
//! - Buildings Library, `DryCoils` and `DryCooler`: r = 0.5, n_w = 0.85, n_a = 0.80, cross flow unmixed.
//! - Carter, Liu, Sickinger et al., *Thermosyphon Cooler Hybrid System for Water Savings in an Energy-Efficient HPC Data
//!   Center*, NREL/CP-2C00-66690 (2017). Kays & London, *Compact Heat Exchangers*, 3rd ed. (1984), ch. 2: (4).
//! - S. W. Churchill, "A comprehensive correlating equation for laminar, assisting, forced and free
//!   convection", *AIChE Journal* 23 (1977) 10–16: the exponent 3.

use crate::{
    kernels::math::{exp, powf},
    physics::{
        air::{
            fan::{Duty, Fan},
            state::AirState,
        },
        control::setpoint,
        thermal::{
            eps_ntu::cross_unmixed,
            rejection::{FanRange, Operation, operate, operate_stepped},
        },
    },
};

/// Exponents of eq. (2): water side, air side.
const EXPONENT: [f64; 2] = [0.85, 0.80];
/// Largest number of transfer units a datasheet may ask for.
const MOST_NTU: f64 = 12.0;

/// The duty printed on the datasheet.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Heat given up \[W\].
    pub heat: f64,
    /// Coolant inlet [°C].
    pub t_in: f64,
    /// Coolant mass flow [kg/s].
    pub flow: f64,
    /// Coolant specific heat [J/(kg·K)].
    pub cp: f64,
    /// Outdoor air.
    pub air: AirState,
    /// Air volume flow at that state [m³/s].
    pub air_flow: f64,
    /// Air-side over water-side film conductance r; ½ where nothing is known.
    pub film_ratio: f64,
    /// Natural draught n of eq. (3) as a share of rated air flow [0 to 0.3]; 0.05 is assumed where nothing is known.
    pub natural: f64,
    /// What its heat follows.
    pub law: Law,
    /// Whether its fans run at fixed speeds, in turn.
    pub stepped: bool,
}

/// What the heat of a coil and the power of its fans follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Eqs. (1) to (3), fan power in proportion to the density of the air.
    Coil,
    /// Eq. (4) in the place of eq. (1): refrigerant between coolant and air.
    Thermosyphon,
    /// The same conductance at any flow, no draught, fan power by speed alone: `FluidCooler` of EnergyPlus.
    Constant,
}

/// Why a datasheet cannot be a dry cooler.
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
    /// The duty asks for more than a coil can do.
    #[error(
        "the duty asks for an effectiveness of {wanted:.3}; a cooler of this kind reaches {most:.3} at this capacity ratio"
    )]
    Unreachable {
        /// Effectiveness of the duty.
        wanted: f64,
        /// Effectiveness at 12 transfer units.
        most: f64,
    },
}

/// A sized dry cooler: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DryCooler {
    /// Conductance at rated flows [W/K].
    pub ua: f64,
    /// Rated coolant mass flow [kg/s].
    pub flow: f64,
    /// Rated air volume flow [m³/s].
    pub air_flow: f64,
    /// Density of the rated air [kg/m³].
    pub density: f64,
    /// Dry-air mass flow of the rating [kg/s].
    pub air_mass: f64,
    /// Share of the thermal resistance on the air side [0 to 1].
    pub air_share: f64,
    /// Natural draught n of eq. (3).
    pub natural: f64,
    /// What its heat follows.
    pub law: Law,
    /// Whether its fans run at fixed speeds.
    pub stepped: bool,
}

/// What enters a dry cooler.
#[derive(Clone, Copy, Debug)]
pub struct Inlet {
    /// Coolant temperature [°C].
    pub t: f64,
    /// Coolant mass flow [kg/s], not negative.
    pub flow: f64,
    /// Coolant specific heat [J/(kg·K)].
    pub cp: f64,
    /// Air in front of the coil, behind the pads where they are wet.
    pub air: AirState,
}

impl Rating {
    /// Share of the thermal resistance on the air side.
    fn air_share(&self) -> f64 {
        1.0 / (1.0 + self.film_ratio)
    }

    /// Effectiveness of `n` transfer units between streams of the capacity rates `capacity` [W/K].
    fn effectiveness(&self, n: f64, capacity: [f64; 2]) -> f64 {
        let least = capacity[0].min(capacity[1]);
        let z = least / capacity[0].max(capacity[1]);
        match self.law {
            Law::Thermosyphon => {
                let (ua, share) = (n * least, self.air_share());
                in_series([ua / (1.0 - share), ua / share], capacity) / least
            }
            Law::Coil | Law::Constant => cross_unmixed(n, z),
        }
    }
}

impl DryCooler {
    /// Sizes a cooler that meets `rating` exactly.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        for (what, value) in [
            ("heat", rating.heat),
            ("coolant flow", rating.flow),
            ("specific heat", rating.cp),
            ("air flow", rating.air_flow),
            ("ratio of films", rating.film_ratio),
            ("coolant inlet above air", rating.t_in - rating.air.t),
            ("one less natural draught", 1.0 - rating.natural),
            ("natural draught and a little", rating.natural + 1e-9),
        ] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(RatingError::NotPositive { what, value });
            }
        }
        let air_mass = rating.air_flow * rating.air.dry_density();
        let capacity = [
            rating.flow * rating.cp,
            air_mass * rating.air.specific_heat(),
        ];
        let least = capacity[0].min(capacity[1]);
        let wanted = rating.heat / (least * (rating.t_in - rating.air.t));
        let effectiveness = |n: f64| rating.effectiveness(n, capacity);
        let most = effectiveness(MOST_NTU);
        if wanted >= most {
            return Err(RatingError::Unreachable { wanted, most });
        }
        let ntu = setpoint::hold([0.0, MOST_NTU], wanted, effectiveness).input;
        Ok(Self {
            ua: ntu * least,
            flow: rating.flow,
            air_flow: rating.air_flow,
            density: rating.air.density(),
            air_mass,
            air_share: rating.air_share(),
            natural: match rating.law {
                Law::Coil | Law::Thermosyphon => rating.natural,
                Law::Constant => 0.0,
            },
            law: rating.law,
            stepped: rating.stepped,
        })
    }

    /// Heat from coolant to air \[W\] at air flow fraction `x`, eqs. (1) to (3); negative when the air is warmer, but for a
    /// thermosyphon, which is a diode.
    #[inline(always)]
    pub fn heat(&self, inlet: &Inlet, x: f64) -> f64 {
        let air_mass = self.air_mass(&inlet.air, x);
        let air_film = powf((air_mass / self.air_mass).max(1e-9), EXPONENT[1]);
        let water_film = powf((inlet.flow / self.flow).max(1e-9), EXPONENT[0]);
        let ua = match self.law {
            Law::Thermosyphon => {
                let films = [
                    self.ua / (1.0 - self.air_share) * water_film,
                    self.ua / self.air_share * air_film,
                ];
                // Its refrigerant boils below and runs back by weight: no heat goes the other way.
                let rise = (inlet.t - inlet.air.t).max(0.0);
                return in_series(films, capacity(inlet, air_mass)) * rise;
            }
            Law::Coil => {
                self.ua / (self.air_share / air_film + (1.0 - self.air_share) / water_film)
            }
            Law::Constant => self.ua,
        };
        let capacity = capacity(inlet, air_mass);
        let least = capacity[0].min(capacity[1]);
        let z = least / capacity[0].max(capacity[1]);
        cross_unmixed(ua / least, z) * least * (inlet.t - inlet.air.t)
    }

    /// Dry-air mass flow through the coil [kg/s] at air flow fraction `x`, eq. (3).
    #[inline(always)]
    pub fn air_mass(&self, air: &AirState, x: f64) -> f64 {
        self.air_flow * air.dry_density() * draught(x, self.natural)
    }

    /// Fan power \[W\] at air flow fraction `x` in `air`, with the pressure loss of pads added.
    #[inline(always)]
    pub fn fan_power(&self, fan: &Fan, air: &AirState, x: f64, pads: f64) -> f64 {
        fan.power(Duty {
            flow: x,
            density: match self.law {
                Law::Coil | Law::Thermosyphon => air.density() / self.density,
                Law::Constant => 1.0,
            },
            resistance: pads,
        })
    }

    /// Fan operation that cools the coolant to `t_set` [°C]; `pads` is the added pressure loss, 0 without pads.
    pub fn fan_for_outlet(
        &self,
        fan: &Fan,
        inlet: &Inlet,
        t_set: f64,
        range: FanRange,
        pads: f64,
    ) -> Operation {
        self.fan_behind(fan, inlet, |_| inlet.air, t_set, range, (pads, None))
    }

    /// [`Self::fan_for_outlet`] where the air before the coil depends on the air flow fraction: behind wet pads, which
    /// slower air leaves closer to its wet bulb. The air of `inlet` is not looked at.
    pub fn fan_behind(
        &self,
        fan: &Fan,
        inlet: &Inlet,
        entering: impl Fn(f64) -> AirState,
        t_set: f64,
        range: FanRange,
        (pads, near): (f64, Option<f64>),
    ) -> Operation {
        let at = |x: f64| Inlet {
            air: entering(x),
            ..*inlet
        };
        let wanted = inlet.flow * inlet.cp * (inlet.t - t_set);
        let heat = |x: f64| self.heat(&at(x), x);
        let power = |x: f64| self.fan_power(fan, &entering(x), x, pads);
        if self.stepped {
            operate_stepped(range, wanted, heat, power)
        } else {
            operate(range, near, wanted, heat, power)
        }
    }
}

/// Capacity rates of coolant and air [W/K].
#[inline(always)]
fn capacity(inlet: &Inlet, air_mass: f64) -> [f64; 2] {
    [
        inlet.flow * inlet.cp + 1e-9,
        air_mass * inlet.air.specific_heat() + 1e-9,
    ]
}

/// Conductance of two exchangers with the films `ua` [W/K] on both sides of what boils and condenses at one temperature, eq. (4)
/// [W/K].
#[inline(always)]
fn in_series(ua: [f64; 2], capacity: [f64; 2]) -> f64 {
    let one = |side: usize| capacity[side] * (1.0 - exp(-ua[side] / capacity[side]));
    1.0 / (1.0 / one(0) + 1.0 / one(1))
}

/// Forced and natural draught together, eq. (3).
#[inline(always)]
fn draught(x: f64, natural: f64) -> f64 {
    let buoyant = natural * natural * natural;
    powf(
        (buoyant + (1.0 - buoyant) * x * x * x).max(1e-27),
        1.0 / 3.0,
    )
}

#[cfg(test)]
mod tests;
