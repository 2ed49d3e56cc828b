//! Chillers that trim what free cooling leaves: three laws for power, one operation.
//!
//! # Equations
//! With the water flow's capacity rate C, evaporator heat Q, power P and sink temperature T_s (condenser water
//! at its inlet, or outdoor air),
//!
//! ```text
//! Q = C·(T_in − T_out),      T_out = T_set where Q ≤ Q_max(T_set, T_s)                      (1)
//! otherwise T_out solves     C·(T_in − T_out) = Q_max(T_out, T_s)                           (2)
//! Q_cond = Q + m·P           m the share of the motor's power that reaches the condenser     (3)
//! ```
//!
//! [`eir`] is EnergyPlus' curve law: exact for a catalogued machine, but no public set reaches beyond
//! 12.8 °C leaving water; [`reformulated`] is the same over leaving condenser water. [`carnot`] is a share of the reversible machine: the law for warm water.
//! Below its least part load a machine cycles; power is then proportional to load. Less than 10⁻⁹ of Q_max is no load: what
//! rounding leaves of a set point that free cooling holds starts no machine.
//!
//! # Units
//! W, °C, kg/s.
//!
//! # References
//! - EnergyPlus, *Engineering Reference* 22.1, ch. 14.3.9.2; Buildings Library, `Chillers.Carnot_TEva`.

pub mod carnot;
pub mod eir;
pub mod reformulated;

use crate::physics::{
    control::setpoint::{Reach, hold},
    validity::Validity,
};

/// What the curves of a set over temperatures give outside the ranges in which they were fitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beyond {
    /// What the polynomials give: near a range's end the likelier figure, far from it any.
    #[default]
    GoOn,
    /// What they give at the range's end, as EnergyPlus has it (*Input Output Reference*, "Performance Curves": minimum
    /// and maximum values of x and y).
    Hold,
}

impl Beyond {
    /// Argument at which a curve fitted in `range` is asked for `x`.
    #[inline(always)]
    pub fn argument(self, x: f64, range: [f64; 2]) -> f64 {
        match self {
            Self::GoOn => x,
            Self::Hold => x.max(range[0]).min(range[1]),
        }
    }
}

/// What takes a chiller's heat.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sink {
    /// Condenser water at its inlet, or outdoor air [°C].
    pub t: f64,
    /// Capacity rate of the condenser water, one machine [W/K]; infinite for air.
    pub capacity: f64,
}

impl Sink {
    /// Outdoor air at `t` [°C].
    pub fn air(t: f64) -> Self {
        let capacity = f64::INFINITY;
        Self { t, capacity }
    }
}

/// What a chiller is asked to do.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Water temperature at the evaporator's inlet [°C].
    pub t_in: f64,
    /// Water mass flow [kg/s].
    pub flow: f64,
    /// Water specific heat [J/(kg·K)].
    pub cp: f64,
    /// Wanted leaving temperature [°C].
    pub t_set: f64,
    /// What takes its heat.
    pub sink: Sink,
}

/// What a chiller does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Heat taken from the water \[W\].
    pub cooling: f64,
    /// Electric power \[W\].
    pub power: f64,
    /// Heat given to the sink \[W\], eq. (3).
    pub rejected: f64,
    /// Leaving water [°C].
    pub t_out: f64,
    /// Cooling over the cooling available at this point.
    pub part_load: f64,
    /// Share of the time that the compressor runs [0 to 1].
    pub running: f64,
    /// Held; `AtLow` when no cooling was needed; `AtHigh` when the machine is too small.
    pub reach: Reach,
    /// Variables outside the law's range; the law says which bit is which.
    pub validity: Validity,
}

impl Point {
    /// A machine that is not needed, its water passing at `t` [°C].
    fn idle(t: f64) -> Self {
        Self {
            cooling: 0.0,
            power: 0.0,
            rejected: 0.0,
            t_out: t,
            part_load: 0.0,
            running: 0.0,
            reach: Reach::AtLow,
            validity: Validity::default(),
        }
    }
}

/// Power of a law at one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Electric power \[W\].
    pub power: f64,
    /// Cooling over available cooling.
    pub part_load: f64,
    /// Share of the time that the compressor runs [0 to 1].
    pub running: f64,
    /// Variables outside the law's range.
    pub validity: Validity,
}

/// Share of the largest cooling below which nothing is wanted.
pub const NOTHING: f64 = 1e-9;

/// A chiller of either law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Chiller {
    /// Curves of energy input ratio.
    Eir(eir::Eir),
    /// Curves of energy input ratio over leaving condenser water.
    Reformulated(reformulated::Reformulated),
    /// Share of the reversible machine.
    Carnot(carnot::Carnot),
}

impl Chiller {
    /// Largest cooling \[W\] at leaving water `t_out` [°C] and sink `sink`.
    pub fn most_cooling(&self, t_out: f64, sink: Sink) -> f64 {
        match self {
            Self::Eir(law) => law.most_cooling(t_out, sink.t),
            Self::Reformulated(law) => law.most_cooling(t_out, sink),
            Self::Carnot(law) => law.most_cooling(t_out, sink),
        }
    }

    /// Power at `cooling` \[W\], leaving water `t_out` [°C] and sink `sink`.
    pub fn load(&self, cooling: f64, t_out: f64, sink: Sink) -> Load {
        match self {
            Self::Eir(law) => law.load(cooling, t_out, sink.t),
            Self::Reformulated(law) => law.load(cooling, t_out, sink),
            Self::Carnot(law) => law.load(cooling, t_out, sink),
        }
    }

    /// Share m of eq. (3).
    fn motor_share(&self) -> f64 {
        match self {
            Self::Eir(law) => law.motor_share,
            Self::Reformulated(law) => law.motor_share,
            Self::Carnot(law) => law.motor_share,
        }
    }

    /// Operation at `request`, eqs. (1) to (3).
    pub fn run(&self, request: &Request) -> Point {
        let capacity = request.flow * request.cp;
        let wanted = capacity * (request.t_in - request.t_set);
        let most = if wanted > 0.0 {
            self.most_cooling(request.t_set, request.sink)
        } else {
            0.0
        };
        if wanted <= NOTHING * most {
            return Point::idle(request.t_in);
        }
        let (t_out, reach) = if wanted <= most {
            (request.t_set, Reach::Held)
        } else {
            let spare = |t: f64| capacity * (request.t_in - t) - self.most_cooling(t, request.sink);
            let at = hold([request.t_set, request.t_in], 0.0, spare);
            (at.input, Reach::AtHigh)
        };
        let cooling = capacity * (request.t_in - t_out);
        let load = self.load(cooling, t_out, request.sink);
        Point {
            cooling,
            power: load.power,
            rejected: cooling + self.motor_share() * load.power,
            t_out,
            part_load: load.part_load,
            running: load.running,
            reach,
            validity: load.validity,
        }
    }
}

#[cfg(test)]
mod tests;
