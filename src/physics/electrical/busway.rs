//! Conductors: DC busway, cable, three-phase busway, with a constant-power load at the far end.
//!
//! # Equations
//! Resistance of one conductor of length l, section A, at temperature T, and the scalar resistance of a
//! circuit of several of them:
//!
//! ```text
//! r = ρ₂₀·l/A·(1 + α·(T − 20 °C))                                                          (1)
//! R = 2·r              unipolar: out and back
//! R = 2·r              ±V three-wire with equal poles: pole to pole, no current in the neutral
//! R = r/cos²φ          three-phase, line-to-line voltage U and in-phase current I = P/U    (2)
//! ```
//!
//! With (2) three-phase loss 3·r·I_line², I_line = P/(√3·U·cosφ), becomes R·I², and one circuit law
//! serves all: with the sending voltage U and the power P taken at the far end,
//!
//! ```text
//! V² − U·V + R·P = 0   ⇒   I = 2·P / (U + √(U² − 4·R·P)),   V = U − R·I                    (3)
//! λ = U² / (4·R·P)     the factor on P at which the voltage collapses                       (4)
//! ```
//!
//! # Units
//! Ω, m, m², °C, V, A, W.
//!
//! # Validity
//! Quasi-steady, 50 Hz skin effect within r where given as AC resistance; unequal poles and the reactive
//! drop of three-phase lines are left out (the drop is the in-phase part, energy is exact).
//! (3) is the stable upper solution; beyond λ = 1 there is none.
//!
//! # References
//! - IEC 60028: annealed copper, ρ₂₀ = 1/58 µΩ·m, α = 3.93e-3 1/K. IEC 60889: hard-drawn aluminium,
//!   ρ₂₀ = 0.028264 µΩ·m, α = 4.03e-3 1/K.
//! - Kundur, *Power System Stability and Control* (1994), ch. 14: (3), (4), the nose of the P–V curve.
//! - IEC 61439-6: resistance per metre as busway makers state it.

/// Conductor metal: resistivity at 20 °C and its temperature coefficient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metal {
    /// ρ₂₀ [Ω·m].
    pub resistivity: f64,
    /// α at 20 °C [1/K].
    pub coefficient: f64,
}

/// Annealed copper of IEC 60028.
pub const COPPER: Metal = Metal {
    resistivity: 1e-6 / 58.0,
    coefficient: 3.93e-3,
};
/// Hard-drawn aluminium of IEC 60889.
pub const ALUMINIUM: Metal = Metal {
    resistivity: 2.8264e-8,
    coefficient: 4.03e-3,
};

/// How the conductors make a circuit: eq. (2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wiring {
    /// Two DC conductors, out and back.
    Unipolar,
    /// Plus, minus and neutral with equally loaded poles; the voltage is pole to pole.
    BalancedBipolar,
    /// Three phases at the displacement factor cosφ, above 0 and at most 1; the voltage is line to line.
    ThreePhase {
        /// cosφ of the load.
        power_factor: f64,
    },
}

/// What is bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// Resistance of one conductor at 20 °C over the whole length \[Ω\].
    pub conductor: f64,
    /// Metal of the conductors.
    pub metal: Metal,
    /// Circuit made of them.
    pub wiring: Wiring,
    /// Rated current of a conductor \[A\].
    pub rated_current: f64,
}

/// Why a rating is unusable.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// A figure is outside its range.
    #[error("{what} is {value}, outside its range")]
    Value {
        /// Which quantity.
        what: &'static str,
        /// What was given.
        value: f64,
    },
}

/// The load cannot be carried: the voltage has no solution.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("voltage collapse: only {margin:.6} of the load can be carried")]
pub struct Collapse {
    /// λ of eq. (4), below 1.
    pub margin: f64,
}

/// A sized circuit: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busway {
    /// Circuit resistance at 20 °C \[Ω\]: eq. (2).
    pub resistance: f64,
    /// α of the metal [1/K].
    pub coefficient: f64,
    /// In-phase circuit current at which the conductor carries its rated current \[A\].
    pub rated_current: f64,
}

impl Rating {
    /// A solid conductor of `length` \[m\] and `section` \[m²\], carrying `rated_current` \[A\].
    pub fn solid(
        metal: Metal,
        length: f64,
        section: f64,
        wiring: Wiring,
        rated_current: f64,
    ) -> Self {
        Self {
            conductor: metal.resistivity * length / section,
            metal,
            wiring,
            rated_current,
        }
    }
}

impl Busway {
    /// Sizes a circuit.
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let check = |what, value: f64, good: bool| {
            if value.is_finite() && good {
                Ok(())
            } else {
                Err(RatingError::Value { what, value })
            }
        };
        check(
            "conductor resistance [Ω]",
            rating.conductor,
            rating.conductor >= 0.0,
        )?;
        check(
            "rated current [A]",
            rating.rated_current,
            rating.rated_current > 0.0,
        )?;
        let alpha = rating.metal.coefficient;
        check(
            "temperature coefficient [1/K]",
            alpha,
            (0.0..0.02).contains(&alpha),
        )?;
        let (conductors, circuit_amps) = match rating.wiring {
            Wiring::Unipolar | Wiring::BalancedBipolar => (2.0, 1.0),
            Wiring::ThreePhase { power_factor: pf } => {
                check("displacement factor", pf, pf > 0.0 && pf <= 1.0)?;
                (1.0 / (pf * pf), 3f64.sqrt() * pf)
            }
        };
        Ok(Self {
            resistance: conductors * rating.conductor,
            coefficient: alpha,
            rated_current: circuit_amps * rating.rated_current,
        })
    }

    /// Circuit resistance \[Ω\] at conductor temperature `celsius` [°C], −50 to 250: eq. (1).
    #[inline(always)]
    pub fn resistance_at(&self, celsius: f64) -> f64 {
        resistance_at(self.resistance, self.coefficient, celsius)
    }
}

/// Resistance \[Ω\] at `celsius` [°C] of a circuit of resistance `r20` \[Ω\] and coefficient [1/K]: eq. (1).
#[inline(always)]
pub fn resistance_at(r20: f64, coefficient: f64, celsius: f64) -> f64 {
    r20 * (1.0 + coefficient * (celsius.clamp(-50.0, 250.0) - 20.0))
}

/// Current \[A\] that brings `power` \[W\] to the far end of `resistance` \[Ω\] from `volts` \[V\]: eq. (3).
pub fn current(volts: f64, resistance: f64, power: f64) -> Result<f64, Collapse> {
    let (amps, rest) = far_end(volts, resistance, power);
    if rest < 0.0 {
        return Err(Collapse {
            margin: volts * volts / (4.0 * resistance * power),
        });
    }
    Ok(amps)
}

/// Current \[A\] and discriminant U² − 4·R·P \[V²\] of eq. (3); without a solution the latter is negative
/// and the former that of the nose.
#[inline(always)]
pub fn far_end(volts: f64, resistance: f64, power: f64) -> (f64, f64) {
    let rest = volts * volts - 4.0 * resistance * power;
    (2.0 * power / (volts + rest.max(0.0).sqrt()), rest)
}

/// Currents of a row of circuits, same arithmetic as [`far_end`]; returns the smallest discriminant \[V²\].
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn far_ends(volts: &[f64], resistance: &[f64], power: &[f64], amps: &mut [f64]) -> f64 {
    const LANES: usize = 8;
    let n = amps.len();
    let (volts, resistance, power) = (&volts[..n], &resistance[..n], &power[..n]);
    let mut least = [f64::INFINITY; LANES];
    let whole = n - n % LANES;
    for at in (0..whole).step_by(LANES) {
        for l in 0..LANES {
            let (i, rest) = far_end(volts[at + l], resistance[at + l], power[at + l]);
            amps[at + l] = i;
            least[l] = if rest < least[l] { rest } else { least[l] };
        }
    }
    for i in whole..n {
        let (current, rest) = far_end(volts[i], resistance[i], power[i]);
        amps[i] = current;
        least[0] = if rest < least[0] { rest } else { least[0] };
    }
    least.iter().fold(f64::INFINITY, |a, b| a.min(*b))
}

#[cfg(test)]
mod tests;
