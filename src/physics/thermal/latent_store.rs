//! Ice, snow or salt store: heat taken up at one temperature while its content melts.
//!
//! # Equations
//! Enthalpy method, one volume of mass m; H [J/kg] counts from the liquid at its melting point T_m:
//!
//! ```text
//! T(H) = T_m + (H + L)/c_s   for H < −L       solid                                          (1)
//!      = T_m                 for −L ≤ H ≤ 0   melting
//!      = T_m + H/c_l         for H > 0        liquid
//! m·(H' − H)/Δt = Q + U·(T_a − T(H')) − Q_m                                                  (2)
//! Q ≤ g·(t_in − T(H')),   g = C·(1 − e^(−UA/C))     what a coil with the capacity rate C can give   (3)
//! ```
//!
//! (2) is implicit; the left side less the right one rises with H' and is linear in each of the three ranges, so that H' is
//! found in closed form. Q_m is what a machine takes out.
//!
//! # Units
//! kg, J/kg, °C, W/K, W.
//!
//! # Validity
//! Content well mixed and in contact with its coil (internal melt with agitation, slurry, melt water of a snow heap): a coil
//! that freezes a layer of ice around itself loses conductance as it grows, which UA stands for in the mean.
//!
//! # References
//! - Voller & Cross, *Int. J. Heat Mass Transfer* 24 (1981), pp. 545–556: enthalpy method.
//! - IAPWS R10-06 (2009), table 6: ice Ih melts at 0 °C and 101 325 Pa with 333.4 kJ/kg, its c_p there is 2.097 kJ/(kg·K).
//! - Kays & London, *Compact Heat Exchangers*, 3rd ed. (1984), ch. 2: (3), one side at one temperature.

use crate::kernels::math::exp;

/// A store as bought and sized: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatentStore {
    /// Mass of its content m \[kg\].
    pub mass: f64,
    /// Melting point T_m [°C].
    pub melting: f64,
    /// Heat of fusion L [J/kg].
    pub latent: f64,
    /// Specific heat of the solid c_s and of the liquid c_l [J/(kg·K)].
    pub heat: [f64; 2],
    /// Conductance of its coil UA [W/K].
    pub ua: f64,
    /// Conductance of its walls U [W/K].
    pub loss: f64,
}

/// A store that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} of the store must be {range}, is {value}")]
pub struct RatingError {
    /// Which figure.
    pub what: &'static str,
    /// Allowed range in words.
    pub range: &'static str,
    /// Value given.
    pub value: f64,
}

/// What acts on a store during a step.
#[derive(Clone, Copy, Debug)]
pub struct Drive {
    /// Inlet of the coil [°C].
    pub t_in: f64,
    /// Capacity rate of what flows through the coil [W/K].
    pub capacity: f64,
    /// Most heat that is wanted out of the coolant \[W\]; the store takes no less than nothing.
    pub wanted: f64,
    /// Heat that its machine takes out Q_m \[W\].
    pub made: f64,
    /// Surroundings T_a [°C].
    pub t_room: f64,
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taken {
    /// Heat taken out of the coolant \[W\].
    pub heat: f64,
    /// Heat taken up from the surroundings \[W\].
    pub gained: f64,
    /// Heat stored \[W\].
    pub stored: f64,
}

impl LatentStore {
    /// The store, if it can be.
    ///
    /// # Errors
    /// The figure that cannot be.
    pub fn checked(self) -> Result<Self, RatingError> {
        let positive = |x: f64| x > 0.0 && x.is_finite();
        for (what, range, value, good) in [
            ("mass", "positive", self.mass, positive(self.mass)),
            (
                "heat of fusion",
                "positive",
                self.latent,
                positive(self.latent),
            ),
            (
                "heat of the solid",
                "positive",
                self.heat[0],
                positive(self.heat[0]),
            ),
            (
                "heat of the liquid",
                "positive",
                self.heat[1],
                positive(self.heat[1]),
            ),
            ("conductance", "positive", self.ua, positive(self.ua)),
            (
                "loss",
                "0 or more",
                self.loss,
                self.loss >= 0.0 && self.loss.is_finite(),
            ),
            (
                "melting point",
                "a number",
                self.melting,
                self.melting.is_finite(),
            ),
        ] {
            if !good {
                return Err(RatingError { what, range, value });
            }
        }
        Ok(self)
    }

    /// Temperature at `h` [J/kg]: eq. (1).
    #[inline]
    pub fn temperature(&self, h: f64) -> f64 {
        let [solid, liquid] = self.heat;
        if h < -self.latent {
            self.melting + (h + self.latent) / solid
        } else if h > 0.0 {
            self.melting + h / liquid
        } else {
            self.melting
        }
    }

    /// Solid share of the content at `h` [J/kg], 0 to 1.
    #[inline]
    pub fn solid(&self, h: f64) -> f64 {
        (-h / self.latent).clamp(0.0, 1.0)
    }

    /// Enthalpy of a content of which `share` is solid, at its melting point [J/kg].
    pub fn of_share(&self, share: f64) -> f64 {
        -self.latent * share.clamp(0.0, 1.0)
    }

    /// Conductance g of eq. (3) [W/K] at the capacity rate `capacity` [W/K].
    #[inline]
    pub fn conductance(&self, capacity: f64) -> f64 {
        if capacity > 0.0 {
            capacity * (1.0 - exp(-self.ua / capacity))
        } else {
            0.0
        }
    }

    /// Largest heat \[W\] that a machine may take out in `dt` \[s\] before all of `h` [J/kg] is solid.
    pub fn room_for_ice(&self, h: f64, dt: f64) -> f64 {
        (self.mass * (h + self.latent) / dt).max(0.0)
    }

    /// One step of `dt` > 0 \[s\] from `h` [J/kg], eqs. (2) and (3); returns the new enthalpy and what was done.
    pub fn advance(&self, drive: &Drive, dt: f64, h: f64) -> (f64, Taken) {
        let g = self.conductance(drive.capacity);
        // The coil as open as it goes, then only as far as is wanted.
        let mut new = self.solve(dt, h, g, drive.t_in, drive, 0.0);
        let mut heat = g * (drive.t_in - self.temperature(new));
        if heat > drive.wanted.max(0.0) || heat < 0.0 {
            heat = heat.clamp(0.0, drive.wanted.max(0.0));
            new = self.solve(dt, h, 0.0, drive.t_in, drive, heat);
        }
        let gained = self.loss * (drive.t_room - self.temperature(new));
        let stored = heat + gained - drive.made;
        let taken = Taken {
            heat,
            gained,
            stored,
        };
        (h + stored * dt / self.mass, taken)
    }

    /// H' of eq. (2) with the heat `fixed` \[W\] and that of a coil `g` [W/K].
    fn solve(&self, dt: f64, h: f64, g: f64, t_in: f64, drive: &Drive, fixed: f64) -> f64 {
        let store = self.mass / dt;
        let source = store * h + g * t_in + self.loss * drive.t_room + fixed - drive.made;
        let pull = g + self.loss;
        // The plateau first: store·H' = source − pull·T_m.
        let flat = (source - pull * self.melting) / store;
        let [solid, liquid] = self.heat;
        if flat > 0.0 {
            (source - pull * self.melting) / (store + pull / liquid)
        } else if flat < -self.latent {
            let base = self.melting + self.latent / solid;
            (source - pull * base) / (store + pull / solid)
        } else {
            flat
        }
    }
}

#[cfg(test)]
mod tests;
