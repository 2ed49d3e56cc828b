//! Finned coil between air and water, dry or dehumidifying: the heart of a CRAH, a fan wall and a rear door.
//!
//! # Equations
//! Counter flow (several rows against the air):
//!
//! ```text
//! dry   Q = g(UA, ṁ_a·c_a, ṁ_w·c_w)·(t₁ − T_w,in)                                           (1)
//!       1/UA = 1/hA_a + 1/hA_w,   hA_a ~ ṁ_a^0.8,   hA_w ~ ṁ_w^0.85
//! wet   Q = g(UA*, ṁ_a, ṁ_w·c_w/c_s)·(h₁ − h_s(T_w,in))                                     (2)
//!       1/UA* = c_a/hA_a + c_s/hA_w,   c_s = (h_s(T_w,out) − h_s(T_w,in))/(T_w,out − T_w,in)
//!       h_eff = h₁ − (h₁ − h₂)/(1 − e^−N),   t₂ = t_eff + (t₁ − t_eff)·e^−N,  N = hA_a/(ṁ_a·c_a) (3)
//! heat to water = ṁ_a·(h₁ − h₂) − M_c·h_l(t_eff),   M_c = ṁ_a·(w₁ − w₂)                      (4)
//! wet share f = (t_dew − s_cold)/(s_warm − s_cold) between 0 and 1                          (5)
//! ```
//!
//! s_warm and s_cold are the dry coil's surface temperatures at the two ends: the coil is dry while its coldest
//! surface is above the dew point, all wet once its warmest is below, and the two outlets are mixed in the
//! proportion (5) between; fog in the mixture is drained. Each outlet closes water, dry air and enthalpy, so their mixture does.
//!
//! g is the counter-flow conductance of [`crate::physics::thermal::eps_ntu`]; ṁ_a is dry air.
//!
//! # Units
//! W, kg/s, °C, kg/kg.
//!
//! # Validity
//! Re of the water above 4000; surface above 0 °C. Partly wet coils are an interpolation: some 5 % of the heat.
//!
//! # References
//! - J. E. Braun, *Methodologies for the design and control of central cooling plants*, PhD thesis,
//!   University of Wisconsin–Madison (1988), ch. 4.
//! - ASHRAE, *Handbook: HVAC Systems and Equipment* (2020), ch. 23: bypass and apparatus dew point.

use crate::{
    fluids::moist_air::{
        dew_point, enthalpy, enthalpy_saturated, humidity_ratio_saturated,
        temperature_from_enthalpy,
    },
    kernels::math::{exp, powf},
    physics::{
        air::state::{AirState, CP_LIQUID},
        control::setpoint::{hold, hold_near},
        thermal::eps_ntu::counter_conductance,
    },
};

/// Exponents of the films: air, water.
const EXPONENT: [f64; 2] = [0.80, 0.85];
/// Rise of the water within which c_s of eq. (2) is sought [K].
const RISE: [f64; 2] = [1e-3, 60.0];

/// A dry duty printed on the datasheet.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Sensible heat \[W\].
    pub heat: f64,
    /// Air that enters.
    pub air: AirState,
    /// Air volume flow at that state [m³/s].
    pub air_flow: f64,
    /// Water at the inlet [°C].
    pub t_water: f64,
    /// Water mass flow [kg/s].
    pub water_flow: f64,
    /// Water specific heat [J/(kg·K)].
    pub cp: f64,
    /// Air-side over water-side film conductance; ½ where nothing is known.
    pub film_ratio: f64,
}

/// Why a datasheet cannot be a coil.
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
    /// The duty asks for more than counter flow can do.
    #[error("the duty asks for an effectiveness of {0:.3}; at most 0.97 can be sized")]
    Unreachable(f64),
}

/// A sized coil: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coil {
    /// Film conductance at rated flow, air and water [W/K].
    pub film: [f64; 2],
    /// Rated dry-air mass flow [kg/s].
    pub air_mass: f64,
    /// Rated water mass flow [kg/s].
    pub water_flow: f64,
}

/// What enters a coil.
#[derive(Clone, Copy, Debug)]
pub struct Inlet {
    /// Air that enters.
    pub air: AirState,
    /// Dry-air mass flow [kg/s], not negative.
    pub air_mass: f64,
    /// Water at the inlet [°C].
    pub t_water: f64,
    /// Water mass flow [kg/s], not negative.
    pub water_flow: f64,
    /// Water specific heat [J/(kg·K)].
    pub cp: f64,
}

/// What the air of an inlet brings along whatever the water's flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AirSide {
    /// Film conductance [W/K].
    film: f64,
    /// Whether no surface between the two inlets is below the dew point.
    dry: bool,
}

/// What leaves a coil.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlet {
    /// Air that leaves.
    pub air: AirState,
    /// Heat to the water \[W\], eq. (4).
    pub heat: f64,
    /// Condensate drained [kg/s].
    pub condensate: f64,
    /// Enthalpy flow of the condensate \[W\].
    pub drained: f64,
}

impl Coil {
    /// Sizes a coil that meets the dry duty `rating` exactly.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        for (what, value) in [
            ("heat", rating.heat),
            ("air flow", rating.air_flow),
            ("water flow", rating.water_flow),
            ("specific heat", rating.cp),
            ("ratio of films", rating.film_ratio),
            ("air inlet above water", rating.air.t - rating.t_water),
        ] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(RatingError::NotPositive { what, value });
            }
        }
        let air_mass = rating.air_flow * rating.air.dry_density();
        let capacity = [
            air_mass * rating.air.specific_heat(),
            rating.water_flow * rating.cp,
        ];
        let wanted = rating.heat / (rating.air.t - rating.t_water);
        let least = capacity[0].min(capacity[1]);
        if wanted >= 0.97 * least {
            return Err(RatingError::Unreachable(wanted / least));
        }
        let ua = hold([0.0, 200.0 * least], wanted, |ua| {
            counter_conductance(ua, capacity[0], capacity[1])
        })
        .input;
        Ok(Self {
            film: [
                ua * (1.0 + rating.film_ratio),
                ua * (1.0 + 1.0 / rating.film_ratio),
            ],
            air_mass,
            water_flow: rating.water_flow,
        })
    }

    /// Film conductance of the air [W/K] at its mass flow [kg/s].
    #[inline(always)]
    pub fn air_film(&self, air_mass: f64) -> f64 {
        self.film[0] * powf((air_mass / self.air_mass).max(1e-9), EXPONENT[0])
    }

    /// Film conductance of the water [W/K] at its mass flow [kg/s].
    #[inline(always)]
    fn water_film(&self, water_flow: f64) -> f64 {
        self.film[1] * powf((water_flow / self.water_flow).max(1e-9), EXPONENT[1])
    }

    /// Conductance [W/K] of the dry coil between the two inlet temperatures, eq. (1).
    #[inline(always)]
    pub fn conductance(&self, air_mass: f64, air_cp: f64, water_flow: f64, cp: f64) -> f64 {
        let films = [self.air_film(air_mass), self.water_film(water_flow)];
        between(films, [air_mass * air_cp, water_flow * cp])
    }

    /// What leaves the coil, eqs. (1) to (5).
    pub fn run(&self, inlet: &Inlet) -> Outlet {
        self.run_behind(
            inlet,
            self.air_side(inlet.air, inlet.air_mass, inlet.t_water),
        )
    }

    /// What `air` at the mass flow `air_mass` of dry air [kg/s] meets at a coil whose water enters at `t_water` [°C].
    pub fn air_side(&self, air: AirState, air_mass: f64, t_water: f64) -> AirSide {
        AirSide {
            film: self.air_film(air_mass),
            dry: air.t >= t_water && air.w <= humidity_ratio_saturated(t_water, air.p),
        }
    }

    /// [`Self::run`] with the side of its air, which does not go by the water's flow.
    pub fn run_behind(&self, inlet: &Inlet, air_side: AirSide) -> Outlet {
        let air_cp = inlet.air.specific_heat();
        let films = [air_side.film, self.water_film(inlet.water_flow)];
        let capacity = [inlet.air_mass * air_cp, inlet.water_flow * inlet.cp];
        let heat = between(films, capacity) * (inlet.air.t - inlet.t_water);
        let h = inlet.air.enthalpy() - heat / inlet.air_mass.max(1e-12);
        let dry = Outlet {
            air: at_enthalpy(inlet.air, h),
            heat,
            condensate: 0.0,
            drained: 0.0,
        };
        if air_side.dry || inlet.air_mass <= 0.0 {
            return dry;
        }
        let share = wet_share(inlet, films, &dry);
        if share <= 0.0 {
            return dry;
        }
        let mut taken = wet_heat(inlet, films, air_cp, &dry);
        taken.heat = taken.heat.max(heat);
        let wet = wet_outlet(inlet, films[0], air_cp, taken);
        let mix = |dry: f64, wet: f64| dry + share * (wet - dry);
        let w = mix(dry.air.w, wet.air.w);
        let h = mix(dry.air.enthalpy(), wet.air.enthalpy());
        let mixed = Outlet {
            air: at_enthalpy(AirState { w, ..inlet.air }, h),
            heat: mix(dry.heat, wet.heat),
            condensate: share * wet.condensate,
            drained: share * wet.drained,
        };
        drain_fog(mixed, inlet.air_mass)
    }
}

/// Conductance [W/K] between the two inlet temperatures of films in series, eq. (1), at capacity rates [W/K] of air and
/// water.
#[inline(always)]
fn between([air, water]: [f64; 2], capacity: [f64; 2]) -> f64 {
    let ua = air * water / (air + water);
    counter_conductance(ua, capacity[0] + 1e-9, capacity[1] + 1e-9)
}

/// Share of the coil below the dew point, eq. (5).
fn wet_share(inlet: &Inlet, [air, water]: [f64; 2], dry: &Outlet) -> f64 {
    let to_air = air / (air + water);
    let warm_water = inlet.t_water + dry.heat / (inlet.water_flow * inlet.cp + 1e-9);
    let surface = |water: f64, air: f64| water + to_air * (air - water);
    let cold = surface(inlet.t_water, dry.air.t);
    let warm = surface(warm_water, inlet.air.t);
    // Air that its coldest place could hold more of leaves it dry; that is told without the dew point.
    let wet = inlet.air.w > humidity_ratio_saturated(cold, inlet.air.p);
    if !wet {
        return 0.0;
    }
    let dew = dew_point(inlet.air.w, inlet.air.p);
    ((dew - cold) / (warm - cold).max(1e-6)).clamp(0.0, 1.0)
}

/// What an all-wet coil takes.
struct Wet {
    /// Enthalpy that its air gives up \[W\].
    heat: f64,
    /// Slope c_s of saturated air's enthalpy over the temperatures of its water [J/(kg·K)].
    slope: f64,
}

/// Eq. (2), for the rise of the water that its own heat makes; the dry coil's is where it is looked for first.
fn wet_heat(inlet: &Inlet, [air, water]: [f64; 2], air_cp: f64, dry: &Outlet) -> Wet {
    let p = inlet.air.p;
    let cold = enthalpy_saturated(inlet.t_water, p);
    let capacity = inlet.water_flow * inlet.cp + 1e-9;
    let taken = |rise: f64| {
        let slope = (enthalpy_saturated(inlet.t_water + rise, p) - cold) / rise;
        let ua = 1.0 / (air_cp / air + slope / water);
        let g = counter_conductance(ua, inlet.air_mass + 1e-12, capacity / slope);
        let heat = g * (inlet.air.enthalpy() - cold);
        Wet { heat, slope }
    };
    let misses = |rise: f64| taken(rise).heat / capacity - rise;
    taken(hold_near(RISE, dry.heat / capacity, 0.0, misses).input)
}

/// State behind an all-wet coil of film conductance `air` [W/K] that takes `wet` from the air, eqs. (3) and (4).
fn wet_outlet(inlet: &Inlet, air: f64, air_cp: f64, wet: Wet) -> Outlet {
    let bypass = exp(-air / (inlet.air_mass * air_cp));
    let (h1, p) = (inlet.air.enthalpy(), inlet.air.p);
    let h2 = h1 - wet.heat / inlet.air_mass;
    let h_eff = h1 - (h1 - h2) / (1.0 - bypass);
    let near = inlet.t_water + (h_eff - enthalpy_saturated(inlet.t_water, p)) / wet.slope;
    let range = [-40.0, inlet.air.t];
    let surface = hold_near(range, near, h_eff, |t| enthalpy_saturated(t, p)).input;
    let t2 = surface + (inlet.air.t - surface) * bypass;
    let w2 = humidity_at(t2, h2).clamp(0.0, inlet.air.w);
    let condensate = inlet.air_mass * (inlet.air.w - w2);
    let drained = condensate * CP_LIQUID * surface;
    let leaving = at_enthalpy(AirState { w: w2, ..inlet.air }, h2);
    Outlet {
        air: leaving,
        heat: wet.heat - drained,
        condensate,
        drained,
    }
}

/// Air with the humidity of `air` and enthalpy `h` [J/kg dry air].
fn at_enthalpy(air: AirState, h: f64) -> AirState {
    AirState {
        t: temperature_from_enthalpy(h, air.w),
        ..air
    }
}

/// Drains what `air_mass` [kg/s] of leaving air holds beyond saturation, at its own temperature.
fn drain_fog(out: Outlet, air_mass: f64) -> Outlet {
    let air = out.air;
    let fog = |t: f64| air.w - humidity_ratio_saturated(t, air.p);
    if fog(air.t) <= 0.0 {
        return out;
    }
    let total = |t: f64| enthalpy_saturated(t, air.p) + fog(t) * CP_LIQUID * t;
    let t = hold([air.t, air.t + 40.0], air.enthalpy(), total).input;
    let condensate = air_mass * fog(t);
    Outlet {
        air: AirState {
            t,
            w: air.w - fog(t),
            ..air
        },
        heat: out.heat,
        condensate: out.condensate + condensate,
        drained: out.drained + condensate * CP_LIQUID * t,
    }
}

/// Humidity ratio [kg/kg] of air at `t` [°C] with enthalpy `h` [J/kg dry air].
fn humidity_at(t: f64, h: f64) -> f64 {
    let dry = enthalpy(t, 0.0);
    (h - dry) / (enthalpy(t, 1.0) - dry)
}

#[cfg(test)]
mod tests;
