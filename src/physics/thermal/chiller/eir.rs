//! Electric chiller by curves of energy input ratio, as in DOE-2 and EnergyPlus.
//!
//! # Equations
//! x = leaving evaporator water [°C], y = condenser water entering (or outdoor air, air-cooled) [°C]:
//!
//! ```text
//! Q_ava = Q₀·CAPFT(x, y)                                                                    (1)
//! P     = Q_ava/COP₀·EIRFT(x, y)·EIRFPLR(max(PLR, PLR_unload))·min(PLR/PLR_min, 1)           (2)
//! PLR   = Q/Q_ava ≤ PLR_max                                                                 (3)
//! CAPFT, EIRFT = a₀ + a₁x + a₂x² + a₃y + a₄y² + a₅xy;   EIRFPLR = b₀ + b₁r + b₂r² + b₃r³      (4)
//! ```
//!
//! Validity bits: 0 leaving water, 1 sink, 2 part load (above PLR_max).
//!
//! # Units
//! W, °C.
//!
//! # Validity
//! The ranges of the curves, given with each set. Outside them [`Beyond`] decides; where a curve turns negative outside
//! its range it counts as a hundredth of its rated value.
//!
//! # References
//! - EnergyPlus, *Engineering Reference* 22.1, ch. 14.3.9.2, eqs. 14.231–14.240.
//! - Hydeman & Gillespie, "Tools and techniques to calibrate electric chiller component models",
//!   *ASHRAE Transactions* 108 (2002).

use super::{Beyond, Load};
use crate::physics::validity::Validity;

/// Least value of a curve, as a share of its rated value.
pub(super) const LEAST: f64 = 0.01;

/// A curve set and its machine, as published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eir {
    /// Reference cooling capacity Q₀ \[W\].
    pub capacity: f64,
    /// Reference coefficient of performance COP₀.
    pub cop: f64,
    /// CAPFT of eq. (4).
    pub cap_ft: [f64; 6],
    /// EIRFT of eq. (4).
    pub eir_ft: [f64; 6],
    /// EIRFPLR of eq. (4).
    pub eir_plr: [f64; 4],
    /// Least, unloading and largest part load: PLR_min, PLR_unload, PLR_max.
    pub part_load: [f64; 3],
    /// Leaving water for which the curves hold [°C].
    pub leaving: [f64; 2],
    /// Sink temperature for which the curves hold [°C].
    pub sink: [f64; 2],
    /// Share of the motor's power that reaches the condenser; 1 for hermetic machines.
    pub motor_share: f64,
    /// What the curves give outside those ranges.
    pub beyond: Beyond,
}

/// A curve set that cannot be a chiller.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum EirError {
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
    /// A curve's coefficient is not a number.
    #[error("{0} has a coefficient that is not a finite number")]
    Curve(&'static str),
}

#[inline(always)]
pub(super) fn biquadratic(a: &[f64; 6], x: f64, y: f64) -> f64 {
    (a[0] + x * (a[1] + a[2] * x) + y * (a[3] + a[4] * y) + a[5] * x * y).max(LEAST)
}

/// Figures that every curve set has.
pub(super) fn check_figures(
    capacity: f64,
    cop: f64,
    part_load: [f64; 3],
    motor_share: f64,
) -> Result<(), EirError> {
    let [least, unload, most] = part_load;
    let share = |value: f64| (0.0..=1.0).contains(&value);
    for (what, range, value, good) in [
        ("capacity", "positive", capacity, capacity > 0.0),
        (
            "COP",
            "between 0.5 and 50",
            cop,
            (0.5..=50.0).contains(&cop),
        ),
        ("least part load", "between 0 and 1", least, share(least)),
        (
            "unloading part load",
            "between 0 and 1",
            unload,
            share(unload),
        ),
        (
            "largest part load",
            "between 0.5 and 2",
            most,
            (0.5..=2.0).contains(&most),
        ),
        (
            "motor share",
            "between 0 and 1",
            motor_share,
            share(motor_share),
        ),
    ] {
        if !(good && value.is_finite()) {
            return Err(EirError::Figure { what, range, value });
        }
    }
    Ok(())
}

/// Coefficients must be numbers.
pub(super) fn check_curves(curves: &[(&'static str, &[f64])]) -> Result<(), EirError> {
    for (what, curve) in curves {
        if curve.iter().any(|c| !c.is_finite()) {
            return Err(EirError::Curve(what));
        }
    }
    Ok(())
}

impl Eir {
    /// The set itself when its figures are possible.
    ///
    /// # Errors
    /// A figure outside what it can be, a coefficient that is no number.
    pub fn checked(self) -> Result<Self, EirError> {
        check_figures(self.capacity, self.cop, self.part_load, self.motor_share)?;
        check_curves(&[
            ("CAPFT", &self.cap_ft[..]),
            ("EIRFT", &self.eir_ft),
            ("EIRFPLR", &self.eir_plr),
        ])?;
        Ok(self)
    }

    /// CAPFT or EIRFT at leaving water `t_out` and sink `sink` [°C], eq. (4).
    #[inline(always)]
    fn by_temperature(&self, curve: &[f64; 6], t_out: f64, sink: f64) -> f64 {
        let x = self.beyond.argument(t_out, self.leaving);
        biquadratic(curve, x, self.beyond.argument(sink, self.sink))
    }

    /// Available cooling \[W\] at part load 1, eq. (1).
    #[inline(always)]
    pub fn available(&self, t_out: f64, sink: f64) -> f64 {
        self.capacity * self.by_temperature(&self.cap_ft, t_out, sink)
    }

    /// Largest cooling \[W\] at leaving water `t_out` and sink `sink` [°C], eqs. (1) and (3).
    #[inline(always)]
    pub fn most_cooling(&self, t_out: f64, sink: f64) -> f64 {
        self.part_load[2] * self.available(t_out, sink)
    }

    /// Power at `cooling` \[W\], leaving water `t_out` and sink `sink` [°C], eq. (2).
    #[inline(always)]
    pub fn load(&self, cooling: f64, t_out: f64, sink: f64) -> Load {
        let available = self.available(t_out, sink);
        let part_load = cooling / available;
        let [least, unload, most] = self.part_load;
        let running = (part_load / least.max(1e-9)).min(1.0);
        let r = part_load.max(unload);
        let [b0, b1, b2, b3] = self.eir_plr;
        let by_load = (b0 + r * (b1 + r * (b2 + r * b3))).max(LEAST);
        let ratio = self.by_temperature(&self.eir_ft, t_out, sink);
        Load {
            power: available / self.cop * ratio * by_load * running,
            part_load,
            running,
            validity: Validity::of([
                (t_out, self.leaving),
                (sink, self.sink),
                (part_load, [0.0, most * (1.0 + 1e-9)]),
            ]),
        }
    }
}
