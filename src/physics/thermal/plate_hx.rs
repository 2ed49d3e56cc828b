//! Liquid-to-liquid plate heat exchanger: the core of a CDU and of a free-cooling station.
//!
//! # Equations
//! Counter-flow, single phase, no loss to ambient. With capacity rates C = ṁ·c_p on both sides,
//! C₊ the larger one and δ = UA·|1/C_hot − 1/C_cold|,
//!
//! ```text
//! Q = g·(T_hot,in − T_cold,in),   g = UA·φ₁(δ) / (1 + UA·φ₁(δ)/C₊),   φ₁(δ) = (1 − e^−δ)/δ   (1)
//! 1/UA = 1/hA_hot + 1/hA_cold,    hA = hA_rated·(ṁ/ṁ_rated)^n                                (2)
//! ```
//!
//! (1) is the textbook ε-NTU relation rearranged: it needs no case for C_hot = C_cold, is smooth when
//! the two sides swap roles and goes to zero with either flow, so a Newton solver sees no kink.
//! g does not depend on the temperatures: a network of exchangers stays linear in them.
//!
//! # Units
//! SI throughout: kg/s, W/K, °C for temperatures (only differences enter), W.
//!
//! # Validity
//! Turbulent plate channels; n between 0.6 and 0.8. Below a tenth of the rated flow UA is an upper bound.
//!
//! # References
//! - Kays & London, *Compact Heat Exchangers*, 3rd ed. (1984), ch. 2: ε-NTU, counter-flow.
//! - Buildings Library, `PlateHeatExchangerEffectivenessNTU`: the split of UA and n = 0.8.

use crate::{
    kernels::math::powf,
    physics::{
        control::setpoint::{self, Reach},
        thermal::eps_ntu::counter_conductance,
    },
};

/// The duty printed on the datasheet.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Heat moved \[W\], positive.
    pub heat: f64,
    /// Hot inlet and outlet [°C].
    pub hot: [f64; 2],
    /// Cold inlet and outlet [°C].
    pub cold: [f64; 2],
    /// Mass flow of the hot and of the cold side [kg/s], positive.
    pub flow: [f64; 2],
}

/// Why a datasheet cannot be a counter-flow exchanger.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// The outlet of one side passes the inlet of the other.
    #[error(
        "temperatures cross: approach is {hot_end:.2} K at the hot end and {cold_end:.2} K at the cold end"
    )]
    Crossed {
        /// T_hot,in − T_cold,out \[K\].
        hot_end: f64,
        /// T_hot,out − T_cold,in \[K\].
        cold_end: f64,
    },
    /// Heat or a flow is zero, negative or not a number.
    #[error("{what} must be positive and finite, is {value}")]
    NotPositive {
        /// Which figure.
        what: &'static str,
        /// Its value \[SI\].
        value: f64,
    },
}

/// A sized exchanger: what stays the same during a run.
#[derive(Clone, Copy, Debug)]
pub struct PlateHx {
    /// Conductance at rated flows [W/K].
    pub ua: f64,
    /// Rated mass flow, hot and cold [kg/s].
    pub flow: [f64; 2],
    /// Share of the thermal resistance on the hot side, 0 to 1.
    pub hot_share: f64,
    /// Exponent n of eq. (2).
    pub exponent: f64,
}

/// What enters through the four ports.
#[derive(Clone, Copy, Debug)]
pub struct Inlet {
    /// Inlet temperature, hot and cold [°C].
    pub t: [f64; 2],
    /// Mass flow, hot and cold [kg/s], not negative.
    pub flow: [f64; 2],
    /// Specific heat, hot and cold [J/(kg·K)].
    pub cp: [f64; 2],
}

/// Cold flow that a valve settles at, and what it achieves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Cold mass flow [kg/s].
    pub flow: f64,
    /// Heat moved at that flow \[W\].
    pub heat: f64,
    /// Whether the wanted heat is moved.
    pub reach: Reach,
}

impl PlateHx {
    /// Sizes an exchanger so that it meets `rating` exactly, with the resistance halved between the
    /// sides and n = 0.8.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        for (what, value) in [
            ("heat", rating.heat),
            ("hot flow", rating.flow[0]),
            ("cold flow", rating.flow[1]),
        ] {
            if !(value > 0.0 && value.is_finite()) {
                return Err(RatingError::NotPositive { what, value });
            }
        }
        let hot_end = rating.hot[0] - rating.cold[1];
        let cold_end = rating.hot[1] - rating.cold[0];
        if !(hot_end > 0.0 && cold_end > 0.0 && (hot_end + cold_end).is_finite()) {
            return Err(RatingError::Crossed { hot_end, cold_end });
        }
        let ratio = hot_end / cold_end;
        let mean = if (ratio - 1.0).abs() < 1e-6 {
            0.5 * (hot_end + cold_end)
        } else {
            (hot_end - cold_end) / ratio.ln()
        };
        Ok(Self {
            ua: rating.heat / mean,
            flow: rating.flow,
            hot_share: 0.5,
            exponent: 0.8,
        })
    }

    /// An exchanger of the same conductance `ua` [W/K] at any flow, as EnergyPlus' `HeatExchanger:FluidToFluid` has
    /// it: n = 0.
    ///
    /// # Errors
    /// A conductance that is not positive and finite.
    pub fn constant(ua: f64) -> Result<Self, RatingError> {
        if !(ua > 0.0 && ua.is_finite()) {
            let what = "conductance";
            return Err(RatingError::NotPositive { what, value: ua });
        }
        Ok(Self {
            ua,
            flow: [1.0; 2],
            hot_share: 0.5,
            exponent: 0.0,
        })
    }

    /// Conductance g of eq. (1) [W/K] at mass flows `flow` [kg/s] and specific heats `cp` [J/(kg·K)].
    #[inline(always)]
    pub fn conductance(&self, flow: [f64; 2], cp: [f64; 2]) -> f64 {
        let films = [self.film(0, flow[0]), self.film(1, flow[1])];
        self.between(films, flow, cp)
    }

    /// Heat from the hot to the cold side \[W\]: eqs. (1) and (2).
    #[inline(always)]
    pub fn heat(&self, inlet: &Inlet) -> f64 {
        self.conductance(inlet.flow, inlet.cp) * (inlet.t[0] - inlet.t[1])
    }

    /// Cold flow up to `max` [kg/s] that moves `wanted` \[W\] out of the hot side, the other
    /// inlets as in `inlet` (its cold flow is ignored). Saturates at 0 and at `max`; where the cold inlet is the warmer
    /// one and heat is wanted all the same, no flow is enough and it stands at `max`, as a valve under its controller does.
    ///
    /// With heat = C_hot·(T_hot,in − T_set) this is the primary valve of a CDU at its supply set point.
    pub fn flow_for_heat(&self, wanted: f64, inlet: &Inlet, max: f64) -> Flow {
        self.seek(wanted, inlet, max, None)
    }

    /// [`Self::flow_for_heat`] where the flow is expected near `near` [kg/s]: the same answer to round-off, sooner.
    pub fn flow_for_heat_near(&self, wanted: f64, inlet: &Inlet, max: f64, near: f64) -> Flow {
        self.seek(wanted, inlet, max, Some(near))
    }

    /// Cold flow up to `max` [kg/s] at which a valve that asks for `valve(heat)` [kg/s] is given what it asks for, expected
    /// near `near` [kg/s]; `valve` falls as heat \[W\] rises. This is a primary valve whose controller is stepped.
    pub fn flow_under(
        &self,
        valve: impl Fn(f64) -> f64,
        inlet: &Inlet,
        max: f64,
        near: f64,
    ) -> f64 {
        let hot = self.film(0, inlet.flow[0]);
        let excess = |cold: f64| {
            let films = [hot, self.film(1, cold)];
            let g = self.between(films, [inlet.flow[0], cold], inlet.cp);
            cold - valve(g * (inlet.t[0] - inlet.t[1]))
        };
        setpoint::hold_near([0.0, max.max(0.0)], near, 0.0, excess).input
    }

    fn seek(&self, wanted: f64, inlet: &Inlet, max: f64, near: Option<f64>) -> Flow {
        if wanted <= 0.0 {
            return Flow {
                flow: 0.0,
                heat: 0.0,
                reach: Reach::AtLow,
            };
        }
        let hot = self.film(0, inlet.flow[0]);
        let heat_at = |cold: f64| {
            let films = [hot, self.film(1, cold)];
            self.between(films, [inlet.flow[0], cold], inlet.cp) * (inlet.t[0] - inlet.t[1])
        };
        let range = [0.0, max.max(0.0)];
        if inlet.t[0] <= inlet.t[1] {
            return Flow {
                flow: range[1],
                heat: heat_at(range[1]),
                reach: Reach::AtHigh,
            };
        }
        let at = match near {
            Some(near) => setpoint::hold_near(range, near, wanted, heat_at),
            None => setpoint::hold(range, wanted, heat_at),
        };
        Flow {
            flow: at.input,
            heat: at.output,
            reach: at.reach,
        }
    }

    /// Film conductance of a side over that at rated flow, eq. (2).
    #[inline(always)]
    fn film(&self, side: usize, flow: f64) -> f64 {
        powf((flow / self.flow[side]).max(1e-9), self.exponent)
    }

    #[inline(always)]
    fn between(&self, films: [f64; 2], flow: [f64; 2], cp: [f64; 2]) -> f64 {
        let ua = self.ua / (self.hot_share / films[0] + (1.0 - self.hot_share) / films[1]);
        counter_conductance(ua, flow[0] * cp[0] + 1e-9, flow[1] * cp[1] + 1e-9)
    }
}

/// A row of exchangers, one column for each field of [`PlateHx`]: the form the solver steps.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    /// Conductance at rated flows [W/K].
    pub ua: Vec<f64>,
    /// Rated hot flow [kg/s].
    pub rated_hot: Vec<f64>,
    /// Rated cold flow [kg/s].
    pub rated_cold: Vec<f64>,
    /// Share of the thermal resistance on the hot side, 0 to 1.
    pub hot_share: Vec<f64>,
    /// Exponent n of eq. (2).
    pub exponent: Vec<f64>,
}

/// Flows and specific heats of a row, one column a port: what [`conductance`] needs.
#[derive(Clone, Copy, Debug)]
pub struct Flows<'a> {
    /// Hot mass flow [kg/s], not negative.
    pub hot: &'a [f64],
    /// Cold mass flow [kg/s], not negative.
    pub cold: &'a [f64],
    /// Specific heat of the hot side [J/(kg·K)].
    pub cp_hot: &'a [f64],
    /// Specific heat of the cold side [J/(kg·K)].
    pub cp_cold: &'a [f64],
}

impl Bank {
    /// Appends one exchanger.
    pub fn push(&mut self, hx: &PlateHx) {
        self.ua.push(hx.ua);
        self.rated_hot.push(hx.flow[0]);
        self.rated_cold.push(hx.flow[1]);
        self.hot_share.push(hx.hot_share);
        self.exponent.push(hx.exponent);
    }
}

/// Conductance [W/K] of every exchanger of `bank` into `g`, same arithmetic as
/// [`PlateHx::conductance`], vectorised over the row. All columns are at least as long as `g`.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn conductance(bank: &Bank, flows: Flows<'_>, g: &mut [f64]) {
    let n = g.len();
    let (ua, rh, rc) = (&bank.ua[..n], &bank.rated_hot[..n], &bank.rated_cold[..n]);
    let (share, exponent) = (&bank.hot_share[..n], &bank.exponent[..n]);
    let (mh, mc) = (&flows.hot[..n], &flows.cold[..n]);
    let (ch, cc) = (&flows.cp_hot[..n], &flows.cp_cold[..n]);
    for i in 0..n {
        let hx = PlateHx {
            ua: ua[i],
            flow: [rh[i], rc[i]],
            hot_share: share[i],
            exponent: exponent[i],
        };
        g[i] = hx.conductance([mh[i], mc[i]], [ch[i], cc[i]]);
    }
}

#[cfg(test)]
mod tests;
