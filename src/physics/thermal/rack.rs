//! Racks as finite volumes along the coolant: chip → interface → cold plate → coolant.
//!
//! # Equations
//! A rack is a chain of K equal segments in the direction of flow. Each holds three stores: chips
//! (C_c, T_c), plates (C_p, T_p) and coolant (m, h). With backward Euler, new values primed, u the
//! coolant temperature that enters the segment and x the one that leaves it,
//!
//! ```text
//! C_c·(T_c' − T_c)/Δt = P  − q₁,     q₁ = G₁·(T_c' − T_p')                                 (1)
//! C_p·(T_p' − T_p)/Δt = q₁ − q₂,     q₂ = G₂·(T_p' − w·u − (1 − w)·x)                      (2)
//! m·(h' − h)/Δt       = ṁ·(h_up' − h') + q₂                                                (3)
//! w = 1/N − 1/(e^N − 1),             N = G₂/(ṁ·c_p),  G₂ = G₂,rated·(ṁ/ṁ_rated)^n          (4)
//! ```
//!
//! (4) is the weight with which plug flow past an isothermal plate has its mean temperature: ½ at high
//! flow, 0 at rest. In the steady state each segment is then exact (ε = 1 − e^−N), a uniform heat
//! gives the case-to-inlet resistance 1/G₂ + 1/(2ṁc_p) of the OCP curves, and no segment can
//! leave the span of its neighbours' temperatures at any Δt (all coefficients keep their sign).
//!
//! # What is conserved
//! Heat and enthalpy, to round-off, whatever c_p is: q₁ and q₂ are evaluated from the storage terms of
//! (1) and (2), (3) is solved in h. c_p and the pair (T_in, h_in) only say which temperature belongs
//! to an enthalpy, T = T_in + (h − h_in)/c_p; give the mean c_p between inlet and outlet. `1/Δt = 0`
//! is the steady state. At rest *and* steady there is none: temperatures then become very large, never NaN.
//!
//! # Units
//! SI, temperatures in °C, enthalpy in J/kg above that of the fluid at 0 °C.
//!
//! # Validity
//! One-phase flow, ṁ ≥ 0 (a reversed rack is entered from its other end: give |ṁ| and what enters
//! there). Wall resistance between 0.4 and 5 L/min a plate: within 0.5 % (water) and 2 % (PG25,
//! 8 % at 0.4 L/min) of the OCP curves.
//!
//! # References
//! - OCP, *OAI System Liquid Cooling Guidelines* (2023), figs. 7 and 8: 0.017 K/W in PG25 and
//!   0.0136 K/W in water from plate to mean coolant of a 1 kW module.
//! - S. V. Patankar, *Numerical Heat Transfer and Fluid Flow* (1980), ch. 5.2: exponential weights.

use crate::kernels::math::{phi1, powf};

/// A rack as bought: whole-rack masses, per-chip resistances.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Finite volumes along the coolant, at least 1; 4 or more for a fresh profile.
    pub segments: usize,
    /// Liquid-cooled chips, each under one plate, all plates in parallel.
    pub chips: f64,
    /// Chip to plate, one chip [K/W].
    pub chip_resistance: f64,
    /// Plate to mean coolant, one plate, at `flow` [K/W].
    pub wall_resistance: f64,
    /// Heat capacity of all chips and their packages [J/K].
    pub chip_capacity: f64,
    /// Heat capacity of all plates and of the metal on them [J/K].
    pub plate_capacity: f64,
    /// Coolant inside plates, manifolds and tubes of the rack \[kg\].
    pub coolant_mass: f64,
    /// Mass flow at which the wall resistance holds [kg/s].
    pub flow: f64,
    /// Exponent n of eq. (4); 0 for the constant wall resistance of the OCP plates.
    pub exponent: f64,
}

/// Why a rack cannot be built.
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
    /// The exponent of the wall conductance is outside 0 to 1.
    #[error("exponent of the wall conductance must be between 0 and 1, is {0}")]
    Exponent(f64),
}

/// One segment of a sized rack: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Heat capacity of the chips [J/K].
    pub chip_capacity: f64,
    /// Heat capacity of the plates [J/K].
    pub plate_capacity: f64,
    /// Coolant \[kg\].
    pub coolant_mass: f64,
    /// Chips to plates G₁ [W/K].
    pub chip_conductance: f64,
    /// Plates to mean coolant G₂ at `flow` [W/K].
    pub wall_conductance: f64,
    /// Rack flow at which G₂ holds [kg/s].
    pub flow: f64,
    /// Exponent n of eq. (4).
    pub exponent: f64,
}

impl Segment {
    /// One of the equal segments of `rating`.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        for (what, value) in [
            ("number of segments", rating.segments as f64),
            ("number of chips", rating.chips),
            ("chip resistance", rating.chip_resistance),
            ("wall resistance", rating.wall_resistance),
            ("chip heat capacity", rating.chip_capacity),
            ("plate heat capacity", rating.plate_capacity),
            ("coolant mass", rating.coolant_mass),
            ("flow", rating.flow),
        ] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(RatingError::NotPositive { what, value });
            }
        }
        if !(0.0..=1.0).contains(&rating.exponent) {
            return Err(RatingError::Exponent(rating.exponent));
        }
        let share = 1.0 / rating.segments as f64;
        Ok(Self {
            chip_capacity: rating.chip_capacity * share,
            plate_capacity: rating.plate_capacity * share,
            coolant_mass: rating.coolant_mass * share,
            chip_conductance: rating.chips * share / rating.chip_resistance,
            wall_conductance: rating.chips * share / rating.wall_resistance,
            flow: rating.flow,
            exponent: rating.exponent,
        })
    }

    /// G₂ [W/K] and the weight w of eq. (4) at `flow` [kg/s] of a coolant with `cp` [J/(kg·K)].
    #[inline(always)]
    pub fn wall(&self, flow: f64, cp: f64) -> (f64, f64) {
        let g = self.wall_conductance * powf((flow / self.flow).max(1e-9), self.exponent);
        (g, mean_weight(g / (flow * cp + 1e-9)))
    }

    /// Rate at which a segment stores heat between two contents \[W\].
    #[inline(always)]
    pub fn stored(&self, before: &Cell, after: &Cell, inv_dt: f64) -> f64 {
        inv_dt
            * (self.chip_capacity * (after.t_chip - before.t_chip)
                + self.plate_capacity * (after.t_plate - before.t_plate)
                + self.coolant_mass * (after.h - before.h))
    }
}

/// Weight w of eq. (4) for a number of transfer units `n` ≥ 0.
#[inline(always)]
pub fn mean_weight(n: f64) -> f64 {
    let series = 0.5 - n * (1.0 / 12.0 - n * n * (1.0 / 720.0));
    let phi = phi1(n);
    let direct = (phi * (1.0 + n) - 1.0) / (n * phi).max(1e-300);
    if n < 1e-2 { series } else { direct }
}

/// Content of one segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Chip temperature [°C].
    pub t_chip: f64,
    /// Plate temperature [°C].
    pub t_plate: f64,
    /// Specific enthalpy of the coolant [J/kg].
    pub h: f64,
}

/// What acts on one segment during a step.
#[derive(Clone, Copy, Debug)]
pub struct Drive {
    /// Heat released in the chips \[W\].
    pub heat: f64,
    /// Coolant mass flow [kg/s], not negative.
    pub flow: f64,
    /// Enthalpy that enters from upstream, at the end of the step [J/kg].
    pub h_up: f64,
    /// Temperature at the enthalpy `h_in` [°C].
    pub t_in: f64,
    /// Enthalpy at the rack's inlet [J/kg].
    pub h_in: f64,
    /// Specific heat between inlet and outlet [J/(kg·K)].
    pub cp: f64,
    /// G₂ [W/K] and w of eq. (4).
    pub wall: (f64, f64),
}

/// One backward-Euler step of one segment, eqs. (1) to (3); `inv_dt` = 1/Δt [1/s], 0 for the steady state.
#[inline(always)]
pub fn advance_cell(segment: &Segment, drive: &Drive, inv_dt: f64, old: &Cell) -> Cell {
    let (g1, (g2, w)) = (segment.chip_conductance, drive.wall);
    let a = segment.chip_capacity * inv_dt;
    let b = segment.plate_capacity * inv_dt;
    let e = segment.coolant_mass * inv_dt * drive.cp;
    let c = drive.flow * drive.cp;
    let t_old = drive.t_in + (old.h - drive.h_in) / drive.cp;
    let up = drive.t_in + (drive.h_up - drive.h_in) / drive.cp;

    // T_c' is eliminated from (2): chip heat not stored arrives at the plate.
    let pass = g1 / (a + g1);
    let bb = b + a * pass;
    let plate_side = b * old.t_plate + pass * (a * old.t_chip + drive.heat) + g2 * w * up;
    let coolant_side = e * t_old + (c - g2 * w) * up;
    let g2w = g2 * (1.0 - w);
    let determinant = (bb * (e + c + g2w) + g2 * (e + c)).max(1e-12);
    let t_plate = (plate_side * (e + c + g2w) + g2w * coolant_side) / determinant;
    let t_chip = pass * t_plate + (a * old.t_chip + drive.heat) / (a + g1);

    // Fluxes from what was not stored: the balance closes whatever the round-off of the solve.
    let q1 = drive.heat - a * (t_chip - old.t_chip);
    let q2 = q1 - b * (t_plate - old.t_plate);
    let store = segment.coolant_mass * inv_dt;
    let h = (store * old.h + drive.flow * drive.h_up + q2) / (store + drive.flow).max(1e-12);
    Cell { t_chip, t_plate, h }
}

mod rows;
pub use rows::{Bank, Inflow, Outflow, State, advance};

#[cfg(test)]
mod tests;
