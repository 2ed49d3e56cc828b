//! Cold plate as its datasheet shows it: case-to-inlet resistance over flow, required flow, pressure drop.
//!
//! # Equations
//! For one plate (or identical plates in parallel) with volume flow V̇ and coolant heat capacity ρc_p,
//!
//! ```text
//! R(V̇) = (T_case − T_in)/Q = R_w + s/V̇                                                   (1)
//! s     = 1/(2·ρc_p)          when the plate follows the mean coolant temperature           (2)
//! V̇_min(T_in) = k/(T_ref − T_in)                            required flow of a rack         (3)
//! Δp    = Δp₀·(V̇/V̇₀)^n                                      pressure drop                   (4)
//! ```
//!
//! (1) with (2) is the steady state of [`super::rack`]; a table gives R_w and s by least squares on
//! R·V̇ = s + R_w·V̇, and comparing s with (2) tells whether the table is consistent.
//!
//! # Units
//! K/W, m³/s, °C, Pa.
//!
//! # Validity
//! Inside the flows of the table. (3) is a maker's requirement, not a control law: the network gives
//! the flow, the margin is what matters.
//!
//! # References
//! - OCP, *OAI System Liquid Cooling Guidelines* (2023), figs. 7, 8 and 13.
//! - Lenovo, LP2357 *GB300 NVL72*, table 27: 59 to 177 L/min for 25 to 45 °C at the inlet, which is
//!   k = 1775 L·K/min with T_ref = 55 °C, and Δp ~ V̇^1.896.

use crate::{kernels::math::powf, physics::validity::Validity};

/// One row of a datasheet: volume flow [m³/s] and the quantity that belongs to it.
pub type Point = (f64, f64);

/// Why a table cannot be fitted.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum TableError {
    /// Fewer than two different flows.
    #[error("a fit needs at least two different flows, the table has {0} rows")]
    TooFew(usize),
    /// A flow or a value is zero, negative or not a number.
    #[error("row {row} of the table must have a positive flow and a positive value")]
    NotPositive {
        /// Row, counted from 1.
        row: usize,
    },
    /// The fitted curve falls below zero.
    #[error("the table gives a wall resistance of {0:.4} K/W; it must be positive")]
    NegativeWall(f64),
}

fn check(points: &[Point]) -> Result<(), TableError> {
    let good = |v: f64| v > 0.0 && v.is_finite();
    if let Some(row) = points.iter().position(|p| !(good(p.0) && good(p.1))) {
        return Err(TableError::NotPositive { row: row + 1 });
    }
    if points.iter().all(|p| p.0 == points[0].0) {
        return Err(TableError::TooFew(points.len()));
    }
    Ok(())
}

/// Intercept and slope of the least-squares line through `points`.
fn line(points: impl Iterator<Item = Point> + Clone) -> (f64, f64) {
    let n = points.clone().count() as f64;
    let mean = |f: fn(Point) -> f64| points.clone().map(f).sum::<f64>() / n;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let (mut sxx, mut sxy) = (0.0, 0.0);
    for p in points {
        sxx += (p.0 - x) * (p.0 - x);
        sxy += (p.0 - x) * (p.1 - y);
    }
    let slope = sxy / sxx;
    (y - slope * x, slope)
}

/// Case-to-inlet resistance of one plate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColdPlate {
    /// Wall resistance R_w of eq. (1) [K/W].
    pub wall: f64,
    /// s of eq. (1) [K·m³/(W·s)].
    pub transit: f64,
    /// Flows between which the table gives R [m³/s].
    pub range: [f64; 2],
}

impl ColdPlate {
    /// Fits eq. (1) to `points` (V̇ of one plate [m³/s], R [K/W]).
    pub fn fitted(points: &[Point]) -> Result<Self, TableError> {
        check(points)?;
        let (transit, wall) = line(points.iter().map(|p| (p.0, p.0 * p.1)));
        if wall.is_nan() || wall <= 0.0 {
            return Err(TableError::NegativeWall(wall));
        }
        let low = points.iter().fold(f64::INFINITY, |m, p| m.min(p.0));
        let high = points.iter().fold(0.0, |m: f64, p| m.max(p.0));
        Ok(Self {
            wall,
            transit,
            range: [low, high],
        })
    }

    /// Plate with constant wall resistance [K/W] in a coolant of `density` [kg/m³] and `cp` [J/(kg·K)]: eq. (2).
    pub fn constant_wall(wall: f64, density: f64, cp: f64, range: [f64; 2]) -> Self {
        Self {
            wall,
            transit: 0.5 / (density * cp),
            range,
        }
    }

    /// Case-to-inlet resistance [K/W] at `flow` [m³/s] of one plate, eq. (1), and whether the flow is
    /// inside the table (bit 0).
    #[inline(always)]
    pub fn resistance(&self, flow: f64) -> (f64, Validity) {
        let r = self.wall + self.transit / flow.max(1e-12);
        (r, Validity::of([(flow, self.range)]))
    }
}

/// Flow that a maker requires for a rack, eq. (3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RequiredFlow {
    /// k of eq. (3) [K·m³/s].
    pub product: f64,
    /// T_ref of eq. (3) [°C].
    pub t_ref: f64,
}

impl RequiredFlow {
    /// Fits k to `points` (V̇ [m³/s], T_in [°C]) for a given `t_ref` [°C] by the mean of the products.
    pub fn fitted(points: &[Point], t_ref: f64) -> Result<Self, TableError> {
        let products: Vec<Point> = points.iter().map(|p| (p.0, t_ref - p.1)).collect();
        check(&products)?;
        let sum: f64 = products.iter().map(|p| p.0 * p.1).sum();
        Ok(Self {
            product: sum / points.len() as f64,
            t_ref,
        })
    }

    /// Required flow [m³/s] with `t_in` [°C] at the inlet; infinite from T_ref on.
    #[inline(always)]
    pub fn flow(&self, t_in: f64) -> f64 {
        if t_in < self.t_ref {
            self.product / (self.t_ref - t_in)
        } else {
            f64::INFINITY
        }
    }

    /// How much warmer the inlet may become at `flow` [m³/s] before (3) is violated \[K\]; negative when it is.
    #[inline(always)]
    pub fn margin(&self, flow: f64, t_in: f64) -> f64 {
        self.t_ref - t_in - self.product / flow.max(1e-12)
    }
}

/// Pressure drop as a power of flow, eq. (4).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PressureDrop {
    /// Reference flow V̇₀ [m³/s].
    pub flow: f64,
    /// Pressure drop Δp₀ at the reference flow \[Pa\].
    pub drop: f64,
    /// Exponent n, 1 (laminar) to 2 (turbulent).
    pub exponent: f64,
}

impl PressureDrop {
    /// Fits eq. (4) to `points` (V̇ [m³/s], Δp \[Pa\]) by least squares in logarithms; the reference is
    /// the largest flow.
    pub fn fitted(points: &[Point]) -> Result<Self, TableError> {
        check(points)?;
        let (shift, exponent) = line(points.iter().map(|p| (p.0.ln(), p.1.ln())));
        let flow = points.iter().fold(0.0, |m: f64, p| m.max(p.0));
        Ok(Self {
            flow,
            drop: (shift + exponent * flow.ln()).exp(),
            exponent,
        })
    }

    /// Pressure drop \[Pa\] at `flow` [m³/s], not negative.
    #[inline(always)]
    pub fn at(&self, flow: f64) -> f64 {
        self.drop * powf((flow / self.flow).max(1e-9), self.exponent)
    }
}

#[cfg(test)]
mod tests;
