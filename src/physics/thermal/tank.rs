//! Stratified tank: chilled or warm storage between two loops, and the thermal ballast of a ride-through.
//!
//! # Equations
//! n equal layers from top (0) to bottom, each with mass m and specific enthalpy h; ṁ > 0 enters at the top and
//! leaves at the bottom. Backward Euler, new values primed:
//!
//! ```text
//! m·(h_i' − h_i)/Δt = Φ_i − Φ_i+1 + UA_i·(T_a − T_i')                                       (1)
//! Φ_i = ṁ·h_upwind' + k·A/Δz·(T_i−1' − T_i')             through the upper face of layer i    (2)
//! T_i' ≤ T_i−1'                                          layers that would stand upside down mix (3)
//! ```
//!
//! T = T₀ + (h − h₀)/c_p. (1) and (2) are one tridiagonal solve; the layers are then updated from the fluxes, so that heat is
//! conserved to round-off. (3) pools neighbours at once: real plumes take seconds.
//!
//! # Units
//! kg, J/kg, °C, W/K, kg/s.
//!
//! # Validity
//! Vertical tanks with diffusers (inlet Froude number below 1), water above 4 °C. Upwind faces smear a front over
//! about √n layers: 20 layers and more keep a thermocline.
//!
//! # References
//! - Buildings Library, `Fluid.Storage.Stratified`: layers, conduction, buoyant mixing.
//! - Robertson, Wright & Dykstra, *Order Restricted Statistical Inference* (1988), ch. 1: pooling of neighbours
//!   gives the least change that restores the order.

/// Most parts of a step: beyond them the tank has been emptied several times over.
const MOST_PARTS: f64 = 256.0;

/// A sized tank: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tank {
    /// Number of layers.
    pub layers: usize,
    /// Mass of one layer \[kg\].
    pub mass: f64,
    /// Conductance between neighbouring layers k·A/Δz [W/K].
    pub conduction: f64,
    /// Conductance of one layer to the room [W/K].
    pub loss: f64,
}

/// A tank as bought.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Volume \[m³\].
    pub volume: f64,
    /// Height of the water \[m\].
    pub height: f64,
    /// Number of layers, at least 2.
    pub layers: usize,
    /// Density of the water [kg/m³].
    pub density: f64,
    /// Conductivity of the water [W/(m·K)].
    pub conductivity: f64,
    /// Conductance of all walls to the room [W/K].
    pub loss: f64,
}

/// A tank that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} of the tank must be {range}, is {value}")]
pub struct RatingError {
    /// Which figure.
    pub what: &'static str,
    /// Allowed range in words.
    pub range: &'static str,
    /// Value given.
    pub value: f64,
}

/// What acts on a tank during a step.
#[derive(Clone, Copy, Debug)]
pub struct Drive {
    /// Mass flow [kg/s]: positive from top to bottom, negative upwards.
    pub flow: f64,
    /// Specific enthalpy of what enters [J/kg].
    pub h_in: f64,
    /// Specific heat c_p [J/(kg·K)].
    pub cp: f64,
    /// T₀ and h₀: a temperature [°C] and its specific enthalpy [J/kg].
    pub reference: [f64; 2],
    /// Room temperature T_a [°C].
    pub t_room: f64,
}

/// What leaves a tank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlet {
    /// Specific enthalpy of what leaves, mean over the step [J/kg].
    pub h: f64,
    /// Heat stored \[W\].
    pub stored: f64,
    /// Heat lost to the room \[W\].
    pub lost: f64,
}

impl Tank {
    /// Sizes a tank.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        let layers = rating.layers as f64;
        for (what, range, value, good) in [
            ("volume", "positive", rating.volume, rating.volume > 0.0),
            ("height", "positive", rating.height, rating.height > 0.0),
            ("number of layers", "2 or more", layers, layers >= 2.0),
            ("density", "positive", rating.density, rating.density > 0.0),
            (
                "conductivity",
                "0 or more",
                rating.conductivity,
                rating.conductivity >= 0.0,
            ),
            ("loss", "0 or more", rating.loss, rating.loss >= 0.0),
        ] {
            if !(good && value.is_finite()) {
                return Err(RatingError { what, range, value });
            }
        }
        let (area, step) = (rating.volume / rating.height, rating.height / layers);
        Ok(Self {
            layers: rating.layers,
            mass: rating.volume * rating.density / layers,
            conduction: rating.conductivity * area / step,
            loss: rating.loss / layers,
        })
    }

    /// One step of `dt` > 0 \[s\] on the layers' enthalpies `h` [J/kg]; `scratch` holds 2·layers numbers.
    ///
    /// # Panics
    /// When a slice is shorter than the tank needs: columns are sized once, when a model is built.
    pub fn advance(&self, drive: &Drive, dt: f64, h: &mut [f64], scratch: &mut [f64]) -> Outlet {
        let n = self.layers;
        let (down, up) = (drive.flow.max(0.0), (-drive.flow).max(0.0));
        let mix = self.conduction / drive.cp;
        let (store, lose) = (self.mass / dt, self.loss / drive.cp);
        let room = drive.reference[1] + drive.cp * (drive.t_room - drive.reference[0]);
        let (next, rest) = scratch.split_at_mut(n);
        let upper = &mut rest[..n];
        // Forward sweep: layer i takes (down + mix) from above and (up + mix) from below.
        for i in 0..n {
            let last = i + 1 == n;
            let above = if i == 0 { 0.0 } else { down + mix };
            let below = if last { 0.0 } else { up + mix };
            let faces = if i == 0 || last { mix } else { 2.0 * mix };
            let mut source = store * h[i] + lose * room;
            if i == 0 {
                source += down * drive.h_in;
            }
            if last {
                source += up * drive.h_in;
            }
            let mut diagonal = store + lose + down + up + faces;
            if i > 0 {
                source += above * next[i - 1];
                diagonal -= above * upper[i - 1];
            }
            next[i] = source / diagonal;
            upper[i] = below / diagonal;
        }
        for i in (0..n - 1).rev() {
            next[i] += upper[i] * next[i + 1];
        }
        self.settle(drive, dt, room, next, h, upper)
    }

    /// As [`Self::advance`] in as many equal parts as keep what flows through below a layer a part: longer steps would smear
    /// the thermocline. What leaves, is stored and lost are means over all parts.
    ///
    /// # Panics
    /// As [`Self::advance`].
    pub fn advance_finely(
        &self,
        drive: &Drive,
        dt: f64,
        h: &mut [f64],
        scratch: &mut [f64],
    ) -> Outlet {
        let parts = (drive.flow.abs() * dt / self.mass)
            .ceil()
            .clamp(1.0, MOST_PARTS);
        let mut mean = Outlet {
            h: 0.0,
            stored: 0.0,
            lost: 0.0,
        };
        for _ in 0..parts as u32 {
            let part = self.advance(drive, dt / parts, h, scratch);
            mean.h += part.h / parts;
            mean.stored += part.stored / parts;
            mean.lost += part.lost / parts;
        }
        mean
    }

    /// Updates the layers from the fluxes of the solved `next`, then pools what stands upside down.
    fn settle(
        &self,
        drive: &Drive,
        dt: f64,
        room: f64,
        next: &[f64],
        h: &mut [f64],
        count: &mut [f64],
    ) -> Outlet {
        let n = self.layers;
        let (down, up) = (drive.flow.max(0.0), (-drive.flow).max(0.0));
        let mix = self.conduction / drive.cp;
        let face = |i: usize| match i {
            0 => down * drive.h_in - up * next[0],
            _ if i == n => down * next[n - 1] - up * drive.h_in,
            _ => down * next[i - 1] - up * next[i] + mix * (next[i - 1] - next[i]),
        };
        let (mut lost, mut stored) = (0.0, 0.0);
        for i in 0..n {
            let leak = self.loss / drive.cp * (next[i] - room);
            let change = face(i) - face(i + 1) - leak;
            h[i] += change * dt / self.mass;
            lost += leak;
            stored += change;
        }
        pool(&mut h[..n], count);
        Outlet {
            h: if drive.flow < 0.0 {
                next[0]
            } else {
                next[n - 1]
            },
            stored,
            lost,
        }
    }
}

/// Least mixing of equal layers after which none is warmer than the one above it, eq. (3).
fn pool(h: &mut [f64], count: &mut [f64]) {
    let mut blocks = 0;
    for i in 0..h.len() {
        let (mut mean, mut size) = (h[i], 1.0);
        while blocks > 0 && h[blocks - 1] < mean {
            let above = count[blocks - 1];
            mean = (mean * size + h[blocks - 1] * above) / (size + above);
            size += above;
            blocks -= 1;
        }
        (h[blocks], count[blocks]) = (mean, size);
        blocks += 1;
    }
    let mut end = h.len();
    for block in (0..blocks).rev() {
        let start = end - count[block] as usize;
        let mean = h[block];
        h[start..end].fill(mean);
        end = start;
    }
}

#[cfg(test)]
mod tests;
