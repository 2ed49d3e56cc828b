//! Chiller as a share of the reversible machine: the law for warm water, where no public curve reaches.
//!
//! # Equations
//! T_e and T_c are the refrigerant's temperatures \[K\], r = Q/Q₀ the part load, δ_e and δ_c the pinches at
//! full load between refrigerant and leaving water or entering sink:
//!
//! ```text
//! T_e = T_out − δ_e·r,     T_c = T_s + δ_c·r,     ΔT = max(T_c − T_e, ΔT_min)               (1)
//! COP = η·g(r)·T_e/ΔT,     g = b₀ + b₁r + b₂r²                                              (2)
//! P   = Q/COP              and below r_min cycling at r_min                                 (3)
//! ```
//!
//! η is sized so that the rated COP is met. ΔT_min is the least lift that the compressor and its expansion
//! device allow. Validity bits: 0 lift below ΔT_min, 1 leaving water, 2 part load above 1.
//!
//! # Units
//! W, °C (kelvin inside).
//!
//! # Validity
//! Leaving water of −10 to 45 °C. η of 0.3 to 0.65 for real machines; at lifts far from the rated one the true η
//! differs by ±15 %: hours that rest on it are counted through bit 1 when outside ±15 K of the rated leaving
//! water.
//!
//! # References
//! - Buildings Library, `Chillers.Carnot_TEva`: η of Carnot, approach temperatures, part-load polynomial.
//! - ASHRAE, *Handbook: Fundamentals* (2021), ch. 2: reversible refrigeration cycle.

use super::Load;
use crate::physics::validity::Validity;
use crate::units::ZERO_CELSIUS;

/// Largest pinch of a condenser that is built, the sink's own warming included [K].
const MOST_PINCH: f64 = 25.0;
/// Distance from the rated leaving water within which η counts as known [K].
const KNOWN: f64 = 15.0;

/// The duty printed on the datasheet.
#[derive(Clone, Copy, Debug)]
pub struct Rating {
    /// Cooling capacity Q₀ \[W\].
    pub capacity: f64,
    /// Coefficient of performance at the duty.
    pub cop: f64,
    /// Leaving water [°C].
    pub t_out: f64,
    /// Sink: condenser water entering or outdoor air [°C].
    pub sink: f64,
    /// Pinches at full load δ_e, δ_c \[K\]; δ_c holds the sink's own warming.
    pub pinch: [f64; 2],
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
    /// Rated leaving water [°C].
    pub t_out: f64,
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
    pub fn rated(rating: &Rating) -> Result<Self, RatingError> {
        rating.check()?;
        let mut machine = Self {
            capacity: rating.capacity,
            share: 1.0,
            t_out: rating.t_out,
            pinch: rating.pinch,
            least_lift: rating.least_lift,
            part_load: rating.part_load,
            least_part_load: rating.least_part_load,
            motor_share: rating.motor_share,
        };
        machine.share = rating.cop / machine.cop(1.0, rating.t_out, rating.sink);
        if !(0.2..=0.75).contains(&machine.share) {
            return Err(RatingError::Share(machine.share));
        }
        Ok(machine)
    }

    /// Sizes a machine of share `share` that meets `rating` exactly: eqs. (1) and (2) at the duty give its condenser
    /// pinch, and that of `rating` is ignored.
    ///
    /// # Errors
    /// A pinch outside 0 to 25 K: share and COP contradict each other. Those of [`Self::rated`].
    pub fn of_share(rating: &Rating, share: f64) -> Result<Self, RatingError> {
        let evaporating = rating.t_out - rating.pinch[0];
        let lift = share * (evaporating + ZERO_CELSIUS) / rating.cop;
        let pinch = lift - (rating.sink - evaporating);
        if !(0.0..=MOST_PINCH).contains(&pinch) {
            let cop = rating.cop;
            return Err(RatingError::Contradiction { share, cop, pinch });
        }
        let pinch = [rating.pinch[0], pinch];
        Self::rated(&Rating { pinch, ..*rating })
    }

    /// Refrigerant's evaporating temperature [K] and lift [K] before ΔT_min, eq. (1).
    #[inline(always)]
    fn lift(&self, r: f64, t_out: f64, sink: f64) -> (f64, f64) {
        let evaporating = t_out - self.pinch[0] * r;
        let condensing = sink + self.pinch[1] * r;
        (evaporating + ZERO_CELSIUS, condensing - evaporating)
    }

    /// Coefficient of performance at part load `r`, leaving water and sink [°C], eq. (2).
    #[inline(always)]
    pub fn cop(&self, r: f64, t_out: f64, sink: f64) -> f64 {
        let (evaporating, lift) = self.lift(r, t_out, sink);
        let [b0, b1, b2] = self.part_load;
        let by_load = (b0 + r * (b1 + r * b2)).max(0.01);
        self.share * by_load * evaporating / lift.max(self.least_lift)
    }

    /// Power at `cooling` \[W\], leaving water `t_out` and sink `sink` [°C], eq. (3).
    #[inline(always)]
    pub fn load(&self, cooling: f64, t_out: f64, sink: f64) -> Load {
        let part_load = cooling / self.capacity;
        let r = part_load.max(self.least_part_load);
        let lift = self.lift(r, t_out, sink).1;
        Load {
            power: cooling / self.cop(r, t_out, sink),
            part_load,
            running: (part_load / r.max(1e-9)).min(1.0),
            validity: Validity::of([
                (lift, [self.least_lift, 80.0]),
                (t_out, [self.t_out - KNOWN, self.t_out + KNOWN]),
                (part_load, [0.0, 1.0 + 1e-9]),
            ]),
        }
    }
}
