//! Chiller as a share of the reversible machine: the law for warm water, where no public curve reaches.
//!
//! # Equations
//! T_e and T_c are the refrigerant's temperatures \[K\], r = Q/Q₀ the part load, δ_e and δ_c the pinches at
//! full load between refrigerant and leaving water or entering sink, C the capacity rate of the sink (infinite for
//! outdoor air), T_s its inlet, δ_w the pinch to its outlet, m the share of the motor's power that it takes:
//!
//! ```text
//! T_e = T_out − δ_e·r,     T_c = max(T_s + δ_c·r, T_s + (Q + m·P)/C + δ_w·r)                (1)
//! ΔT  = max(T_c − T_e, ΔT_min)
//! COP = η·g(r)·T_e/ΔT,     g = b₀ + b₁r + b₂r²                                              (2)
//! P   = Q/COP              and below r_min cycling at r_min                                 (3)
//! Q  ≤ Q₀ and so small that ΔT ≤ ΔT_max                                                     (4)
//! ```
//!
//! P is linear in ΔT, so (1) with (3) is solved in closed form: a condenser that lacks water condenses above what
//! leaves it, as the second law asks. η is sized so that the rated COP is met. ΔT_min is the least lift that the
//! compressor and its expansion device allow, ΔT_max = 80 K the greatest: a machine that would exceed it unloads.
//! Validity bits: 0 lift, 1 leaving water, 2 part load above 1, 3 entering sink.
//!
//! # Units
//! W, °C (kelvin inside).
//!
//! # Validity
//! The ranges of leaving water and entering sink that the machine's record states. η of 0.3 to 0.65 for real machines;
//! at lifts far from the rated one the true η differs by ±15 %: hours outside the ranges are counted through bits 1
//! and 3. δ_w = 1 K is assumed (0.5 to 3 K in flooded condensers).
//!
//! # References
//! - Buildings Library, `Chillers.Carnot_TEva`: η of Carnot, approach temperatures, part-load polynomial.
//! - ASHRAE, *Handbook: Fundamentals* (2021), ch. 2: reversible refrigeration cycle.

use super::{Load, Sink};
use crate::physics::control::setpoint::hold;
use crate::physics::validity::Validity;
use crate::units::ZERO_CELSIUS;

/// Largest pinch of a condenser that is built, the sink's own warming included [K].
const MOST_PINCH: f64 = 25.0;
/// Pinch between refrigerant and leaving condenser water at full load δ_w \[K\].
pub const WATER_PINCH: f64 = 1.0;
/// Greatest lift ΔT_max \[K\].
pub const MOST_LIFT: f64 = 80.0;
/// Least share of the lift that is not the condenser water's warming by the compressor's own power.
const LEAST_DISTANCE: f64 = 1e-3;

/// The duty printed on the datasheet.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Cooling capacity Q₀ \[W\].
    pub capacity: f64,
    /// Coefficient of performance at the duty.
    pub cop: f64,
    /// Leaving water [°C].
    pub t_out: f64,
    /// Sink: condenser water entering or outdoor air, with its capacity rate.
    pub sink: Sink,
    /// Pinches at full load δ_e, δ_c \[K\]; δ_c holds the sink's own warming.
    pub pinch: [f64; 2],
    /// Leaving water for which the record holds [°C].
    pub leaving: [f64; 2],
    /// Entering sink for which the record holds [°C].
    pub entering: [f64; 2],
    /// Least lift ΔT_min \[K\].
    pub least_lift: f64,
    /// Part-load polynomial g of eq. (2), 1 at full load.
    pub part_load: [f64; 3],
    /// Least part load before cycling r_min [0 to 1].
    pub least_part_load: f64,
    /// Share of the motor's power that reaches the condenser; 1 for hermetic machines.
    pub motor_share: f64,
}

/// Why a datasheet cannot be a chiller.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum RatingError {
    /// The duty asks for more than a reversible machine delivers.
    #[error(
        "the duty asks for {0:.2} of the reversible machine's COP; real machines reach 0.2 to 0.75"
    )]
    Share(f64),
    /// Share and COP do not belong to one machine.
    #[error(
        "a share of {share:.3} of Carnot and a COP of {cop:.2} at the duty ask for a condenser pinch of {pinch:.1} K; \
         real ones have 0 to 25 K"
    )]
    Contradiction {
        /// Share of the reversible COP.
        share: f64,
        /// Coefficient of performance at the duty.
        cop: f64,
        /// Condenser pinch that joins them \[K\].
        pinch: f64,
    },
    /// The condenser's water would leave warmer than the refrigerant that warms it.
    #[error(
        "the rated condenser flow leaves at {leaving:.1} degC but the duty condenses at {condensing:.1} degC; heat flows \
         from warm to cold only"
    )]
    Condenser {
        /// Leaving condenser water at the duty [°C].
        leaving: f64,
        /// Condensing temperature at the duty [°C].
        condensing: f64,
    },
    /// A figure is outside what it can be.
    #[error("{what} must be {range}, is {value}")]
    Figure {
        /// Which figure.
        what: &'static str,
        /// Allowed range in words.
        range: &'static str,
        /// Value given.
        value: f64,
    },
}

/// A sized machine: what stays the same during a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carnot {
    /// Cooling capacity Q₀ \[W\].
    pub capacity: f64,
    /// Share of the reversible COP η.
    pub share: f64,
    /// Leaving water for which the record holds [°C].
    pub leaving: [f64; 2],
    /// Entering sink for which the record holds [°C].
    pub entering: [f64; 2],
    /// Pinches at full load δ_e, δ_c \[K\].
    pub pinch: [f64; 2],
    /// Least lift ΔT_min \[K\].
    pub least_lift: f64,
    /// Part-load polynomial g.
    pub part_load: [f64; 3],
    /// Least part load before cycling.
    pub least_part_load: f64,
    /// Share of the motor's power that reaches the condenser.
    pub motor_share: f64,
}

impl Rating {
    fn check(&self) -> Result<(), RatingError> {
        let full: f64 = self.part_load.iter().sum();
        let least = self.least_part_load;
        for (what, range, value, good) in [
            ("capacity", "positive", self.capacity, self.capacity > 0.0),
            ("COP", "positive", self.cop, self.cop > 0.0),
            (
                "least lift",
                "positive",
                self.least_lift,
                self.least_lift > 0.0,
            ),
            (
                "evaporator pinch",
                "0 or more",
                self.pinch[0],
                self.pinch[0] >= 0.0,
            ),
            (
                "condenser pinch",
                "0 or more",
                self.pinch[1],
                self.pinch[1] >= 0.0,
            ),
            (
                "part-load factor at full load",
                "1",
                full,
                (full - 1.0).abs() < 1e-6,
            ),
            (
                "least part load",
                "between 0 and 1",
                least,
                (0.0..=1.0).contains(&least),
            ),
            (
                "motor share",
                "between 0 and 1",
                self.motor_share,
                (0.0..=1.0).contains(&self.motor_share),
            ),
        ] {
            if !(good && value.is_finite()) {
                return Err(RatingError::Figure { what, range, value });
            }
        }
        Ok(())
    }
}

impl Carnot {
    /// Sizes a machine that meets `rating` exactly.
    ///
    /// # Errors
    /// A figure outside what it can be; a COP that is no real machine's share of the reversible one, at the duty or at
    /// the best part load; condenser water that would leave warmer than the refrigerant.
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        rating.check()?;
        let condensing = rating.sink.t + rating.pinch[1];
        let rejected = rating.capacity * (1.0 + rating.motor_share / rating.cop);
        let leaving = rating.sink.t + rejected / rating.sink.capacity;
        if leaving > condensing {
            return Err(RatingError::Condenser {
                leaving,
                condensing,
            });
        }
        let mut machine = Self {
            capacity: rating.capacity,
            share: 1.0,
            leaving: rating.leaving,
            entering: rating.entering,
            pinch: rating.pinch,
            least_lift: rating.least_lift,
            part_load: rating.part_load,
            least_part_load: rating.least_part_load,
            motor_share: rating.motor_share,
        };
        let sink = Sink::air(rating.sink.t);
        machine.share = rating.cop / machine.cop(1.0, rating.t_out, sink);
        if !(0.2..=0.75).contains(&machine.share) {
            return Err(RatingError::Share(machine.share));
        }
        let best = machine.share * machine.best_part_load();
        if best >= 1.0 {
            return Err(RatingError::Share(best));
        }
        Ok(machine)
    }

    /// Largest value of g over part loads of 0 to 1.
    fn best_part_load(&self) -> f64 {
        let [b0, b1, b2] = self.part_load;
        let g = |r: f64| b0 + r * (b1 + r * b2);
        let vertex = if b2 < 0.0 { -0.5 * b1 / b2 } else { 0.0 };
        g(0.0).max(g(1.0)).max(g(vertex.clamp(0.0, 1.0)))
    }

    /// Sizes a machine of share `share` that meets `rating` exactly: eqs. (1) and (2) at the duty give its condenser
    /// pinch, and that of `rating` is ignored.
    ///
    /// # Errors
    /// A pinch outside 0 to 25 K: share and COP contradict each other. Those of [`Self::rated`].
    pub fn of_share(rating: &Rating, share: f64) -> Result<Self, RatingError> {
        let evaporating = rating.t_out - rating.pinch[0];
        let lift = share * (evaporating + ZERO_CELSIUS) / rating.cop;
        let pinch = lift - (rating.sink.t - evaporating);
        if !(0.0..=MOST_PINCH).contains(&pinch) {
            let cop = rating.cop;
            return Err(RatingError::Contradiction { share, cop, pinch });
        }
        let pinch = [rating.pinch[0], pinch];
        Self::rated(&Rating { pinch, ..*rating })
    }

    /// η·g(r)·T_e [K] and lift [K] before ΔT_min while the machine runs at part load `r`, eqs. (1) and (3).
    #[inline(always)]
    fn lift(&self, r: f64, t_out: f64, sink: Sink) -> (f64, f64) {
        let evaporating = t_out - self.pinch[0] * r;
        let [b0, b1, b2] = self.part_load;
        let by_load = (b0 + r * (b1 + r * b2)).max(0.01);
        let work = self.share * by_load * (evaporating + ZERO_CELSIUS);
        let by_pinch = sink.t + self.pinch[1] * r - evaporating;
        let warming = r * self.capacity / sink.capacity.max(1e-9);
        // What the compressor itself adds to the water is in proportion to the lift.
        let distance = 1.0 - self.motor_share * warming / work;
        let water = sink.t + warming + WATER_PINCH * r - evaporating;
        (work, by_pinch.max(water / distance.max(LEAST_DISTANCE)))
    }

    /// Coefficient of performance at part load `r`, leaving water \[°C\] and sink, eq. (2).
    #[inline(always)]
    pub fn cop(&self, r: f64, t_out: f64, sink: Sink) -> f64 {
        let (work, lift) = self.lift(r, t_out, sink);
        work / lift.max(self.least_lift)
    }

    /// Largest cooling \[W\] at leaving water `t_out` [°C], eq. (4).
    pub fn most_cooling(&self, t_out: f64, sink: Sink) -> f64 {
        let lift = |r: f64| self.lift(r, t_out, sink).1;
        if lift(1.0) <= MOST_LIFT {
            return self.capacity;
        }
        let least = self.least_part_load.max(1e-6);
        if lift(least) > MOST_LIFT {
            return 0.0;
        }
        self.capacity * hold([least, 1.0], MOST_LIFT, lift).input
    }

    /// Power at `cooling` \[W\], leaving water `t_out` [°C] and `sink`, eq. (3).
    #[inline(always)]
    pub fn load(&self, cooling: f64, t_out: f64, sink: Sink) -> Load {
        let part_load = cooling / self.capacity;
        let r = part_load.max(self.least_part_load);
        let (work, lift) = self.lift(r, t_out, sink);
        Load {
            power: cooling * lift.max(self.least_lift) / work,
            part_load,
            running: (part_load / r.max(1e-9)).min(1.0),
            validity: Validity::of([
                (lift, [self.least_lift, MOST_LIFT * (1.0 + 1e-9)]),
                (t_out, self.leaving),
                (part_load, [0.0, 1.0 + 1e-9]),
                (sink.t, self.entering),
            ]),
        }
    }
}
