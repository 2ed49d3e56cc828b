//! Links whose head is a function of flow in the ways of EPANET's files: pumps by head function, by
//! points or by power, general-purpose valves, pressure breakers.
//!
//! # Equations
//! With speed s; loss is pressure lost, so a pump's is negative:
//!
//! ```text
//! pump by function:   Δp = −(s²·h₀ − r·s²⁻ⁿ·ṁⁿ)                                            (1)
//! pump by points:     Δp = −s²·H(ṁ/s),  H straight between points and beyond the last       (2)
//! pump by power:      Δp = −P·ρ/ṁ·s³                                                        (3)
//! any pump, ṁ < 0:    Δp = Δp(0) − B(−ṁ)          (B: barrier of `orifice`)                 (4)
//! general valve:      Δp = sign(ṁ)·H(|ṁ|)                                                   (5)
//! pressure breaker:   Δp = R·ṁ|ṁ| where R·ṁ² > Δp_set, else Δp_set                          (6)
//! ```
//!
//! (1) becomes linear, and (5) is joined to the origin, below 10⁻⁷ of the usual flow; (3) is continued
//! by its tangent below 10⁻⁴ of it. (6) is EPANET's: a breaker takes its pressure away from reverse flow too,
//! until that loses more in the open valve; between the two, at R·ṁ² = Δp_set, a barrier stands for the step.
//! Where a law does not rise, its slope is given as a least slope: Newton's method then needs another
//! iteration, the result is the same.
//!
//! # Units
//! kg/s, Pa, W.
//!
//! # Validity
//! Pumps beyond their curve go on along its last piece, as in EPANET; curves must not rise.
//!
//! # References
//! - Rossman et al., *EPANET 2.2 User Manual* (2020), §3.1.5 and 3.1.7.

use super::orifice::barrier;
use super::{LEAK, LEAK_PRESSURE, LawError, Loss, positive, within};
use crate::kernels::math::powf;

/// Share of the usual flow below which laws become linear.
const NEAR_REST: f64 = 1e-7;
/// The same for a pump of constant power.
const POWER_FROM: f64 = 1e-4;
/// Least slope, in Pa at the usual flow.
const LEAST_SLOPE: f64 = 1.0;

/// What a device does.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Eq. (1): shut-off pressure \[Pa\], r [Pa/(kg/s)ⁿ], n.
    Function {
        /// Shut-off pressure h₀ at speed 1 \[Pa\].
        shut_off: f64,
        /// Fall r [Pa/(kg/s)ⁿ].
        fall: f64,
        /// Exponent n [-].
        exponent: f64,
    },
    /// Eq. (2): (flow [kg/s], pressure \[Pa\]), flows rising, pressures falling.
    Points(Vec<(f64, f64)>),
    /// Eq. (3): P·ρ [W·kg/m³].
    Power(f64),
    /// Eq. (5): (flow [kg/s], loss \[Pa\]), both rising.
    Valve(Vec<(f64, f64)>),
    /// Eq. (6).
    Breaker {
        /// Loss that is kept \[Pa\].
        set: f64,
        /// Resistance of the open valve [Pa·s²/kg²].
        resistance: f64,
    },
}

/// What a device's laws need at a speed besides the flow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AtSpeed {
    /// Speed, a share of that of the curve [-].
    speed: f64,
    /// Fall r·s²⁻ⁿ of eq. (1) [Pa/(kg/s)ⁿ], its exponent n [-], and the flow below which it is straight [kg/s].
    fall: f64,
    exponent: f64,
    least: f64,
    /// Stiffness of the barrier of eq. (4) [Pa·s/kg].
    stiffness: f64,
    /// Least slope [Pa·s/kg].
    least_slope: f64,
}

impl AtSpeed {
    /// What eq. (1) takes off at the flow `m` [kg/s], or at the least that it holds for \[Pa\].
    #[inline(always)]
    fn fallen(&self, m: f64) -> f64 {
        self.fall * powf(m.max(self.least), self.exponent)
    }
}

/// A device.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Its law.
    pub law: Law,
    /// Usual flow [kg/s]: where a cold solution starts, and what limits and least slopes are scaled to.
    pub usual: f64,
}

impl Device {
    /// A device of `law` with `usual` flow [kg/s].
    ///
    /// # Errors
    /// A usual flow, shut-off pressure, power or resistance not above zero; an exponent outside 0.01 to
    /// 20; fewer than two points, or points that do not run in the direction they must.
    pub fn new(law: Law, usual: f64) -> Result<Self, LawError> {
        positive("usual flow [kg/s]", usual)?;
        match &law {
            Law::Function {
                shut_off,
                fall,
                exponent,
            } => {
                positive("shut-off pressure [Pa]", *shut_off)?;
                positive("fall of the pump curve", *fall)?;
                within("exponent of the pump curve", *exponent, 0.01, 20.0)?;
            }
            Law::Points(points) => ordered(points, -1.0)?,
            Law::Valve(points) => ordered(points, 1.0)?,
            Law::Power(power) => {
                positive("power times density [W.kg/m3]", *power)?;
            }
            Law::Breaker { set, resistance } => {
                within("set loss [Pa]", *set, 0.0, f64::MAX)?;
                within("resistance [Pa.s2/kg2]", *resistance, 0.0, f64::MAX)?;
            }
        }
        Ok(Self { law, usual })
    }

    /// Flow that its barrier keeps where it loses `drop` \[Pa\] [kg/s]: none of a pump, that at which a breaker steps.
    pub fn held_at(&self, drop: f64) -> Option<f64> {
        match &self.law {
            Law::Breaker { set, resistance } if *resistance > 0.0 && drop.abs() < *set => {
                Some(-turn(*set, *resistance))
            }
            _ => self.is_pump().then_some(0.0),
        }
    }

    /// Whether it lifts, and so passes forward flow only.
    pub fn is_pump(&self) -> bool {
        matches!(
            self.law,
            Law::Function { .. } | Law::Points(_) | Law::Power(_)
        )
    }

    /// Power of flow with which the slope of the loss goes [-].
    pub fn power(&self) -> f64 {
        match &self.law {
            Law::Function { exponent, .. } => exponent - 1.0,
            Law::Power(_) => -2.0,
            Law::Points(_) | Law::Valve(_) => 0.0,
            Law::Breaker { .. } => 1.0,
        }
    }

    /// Pressure that the device can give at no flow \[Pa\]; 0 of a valve, the rise at the usual flow
    /// where power is constant.
    pub fn shut_off(&self) -> f64 {
        match &self.law {
            Law::Function { shut_off, .. } => *shut_off,
            Law::Points(points) => straight(points, 0.0).0,
            Law::Power(power) => power / self.usual,
            Law::Valve(_) | Law::Breaker { .. } => 0.0,
        }
    }

    /// What its laws need at a `speed` above 0 besides the flow.
    pub fn at(&self, speed: f64) -> AtSpeed {
        let (fall, exponent) = match self.law {
            Law::Function { fall, exponent, .. } => (fall * powf(speed, 2.0 - exponent), exponent),
            _ => (0.0, 0.0),
        };
        AtSpeed {
            speed,
            fall,
            exponent,
            least: NEAR_REST * self.usual,
            stiffness: self.stiffness(),
            least_slope: LEAST_SLOPE / self.usual,
        }
    }

    /// Loss of the flow `m` [kg/s] at the speed `at`, the barrier of eq. (4) shifted by `allowed`
    /// [kg/s] towards forward flow: eqs. (1)–(6).
    pub fn loss(&self, m: f64, at: &AtSpeed, allowed: f64) -> Loss {
        self.loss_by(m, at, at.fallen(m), allowed)
    }

    /// [`Self::loss`], the pressure `fallen` of eq. (1) being known \[Pa\].
    fn loss_by(&self, m: f64, at: &AtSpeed, fallen: f64, allowed: f64) -> Loss {
        let mut loss = match &self.law {
            Law::Breaker { set, resistance } => {
                breaker(m - allowed, m, [*set, *resistance], at.stiffness)
            }
            Law::Valve(points) => self.valve(points, m),
            _ => {
                let lift = self.lift(m, at, fallen);
                let held = barrier(allowed - m, at.stiffness);
                Loss {
                    drop: -lift.drop - held.drop,
                    slope: held.slope - lift.slope,
                }
            }
        };
        loss.slope = loss.slope.max(at.least_slope);
        loss
    }

    /// Stiffness of the barrier of eq. (4) [Pa·s/kg].
    pub fn stiffness(&self) -> f64 {
        LEAK_PRESSURE / (LEAK * self.usual)
    }

    /// Pressure rise and its derivative at flow `m`, continued below rest.
    fn lift(&self, m: f64, at: &AtSpeed, fallen: f64) -> Loss {
        let speed = at.speed;
        match &self.law {
            Law::Function { shut_off, .. } => {
                let (n, least) = (at.exponent, at.least);
                let slope = if m < least {
                    fallen / least
                } else {
                    n * fallen / m
                };
                let fallen = if m < least {
                    fallen * m / least
                } else {
                    fallen
                };
                Loss {
                    drop: speed * speed * shut_off - fallen,
                    slope: -slope,
                }
            }
            Law::Points(points) => {
                let (rise, slope) = straight(points, m / speed);
                Loss {
                    drop: speed * speed * rise,
                    slope: speed * slope,
                }
            }
            Law::Power(power) => {
                let least = POWER_FROM * self.usual;
                let (at, p) = (m.max(least), power * speed * speed * speed);
                let slope = -p / (at * at);
                Loss {
                    drop: p / at + slope * (m - at),
                    slope,
                }
            }
            Law::Valve(_) | Law::Breaker { .. } => Loss::default(),
        }
    }

    fn valve(&self, points: &[(f64, f64)], m: f64) -> Loss {
        let least = NEAR_REST * self.usual;
        let (a, near) = (m.abs(), m.abs() < least);
        let (loss, slope) = straight(points, a.max(least));
        let (drop, slope) = if near {
            (loss * a / least, loss / least)
        } else {
            (loss, slope)
        };
        Loss {
            drop: drop.copysign(m),
            slope,
        }
    }
}

/// Eq. (6) at flow `m`, its step where `shifted` comes to it.
fn breaker(shifted: f64, m: f64, [set, resistance]: [f64; 2], stiffness: f64) -> Loss {
    let open = Loss {
        drop: resistance * m * m.abs(),
        slope: 2.0 * resistance * m.abs(),
    };
    if open.drop > set {
        return open;
    }
    let step = barrier(-turn(set, resistance) - shifted, stiffness);
    if set - step.drop < open.drop {
        return open;
    }
    Loss {
        drop: set - step.drop,
        slope: step.slope,
    }
}

/// Devices taken side by side.
const SIDE: usize = 8;

/// Losses of `devices` at flows `m` and speeds `at`, same arithmetic as [`Device::loss`]; all slices have one length.
pub fn losses(
    devices: &[Device],
    at: &[AtSpeed],
    [m, allowed]: [&[f64]; 2],
    [drop, slope]: [&mut [f64]; 2],
) {
    for first in (0..devices.len()).step_by(SIDE) {
        let n = SIDE.min(devices.len() - first);
        let (mut side, mut flow) = ([AtSpeed::default(); SIDE], [0.0; SIDE]);
        side[..n].copy_from_slice(&at[first..first + n]);
        flow[..n].copy_from_slice(&m[first..first + n]);
        for (k, fallen) in fallen(&side, &flow).into_iter().take(n).enumerate() {
            let i = first + k;
            let loss = devices[i].loss_by(m[i], &at[i], fallen, allowed[i]);
            (drop[i], slope[i]) = (loss.drop, loss.slope);
        }
    }
}

/// [`AtSpeed::fallen`] side by side.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
fn fallen(at: &[AtSpeed; SIDE], m: &[f64; SIDE]) -> [f64; SIDE] {
    let (mut flow, mut power) = ([0.0; SIDE], [0.0; SIDE]);
    for i in 0..SIDE {
        flow[i] = m[i].max(at[i].least);
    }
    for i in 0..SIDE {
        power[i] = powf(flow[i], at[i].exponent);
    }
    for i in 0..SIDE {
        power[i] *= at[i].fall;
    }
    power
}

/// Reverse flow at which an open breaker loses what it is set to [kg/s]; without resistance there is none.
fn turn(set: f64, resistance: f64) -> f64 {
    if resistance > 0.0 {
        (set / resistance).sqrt()
    } else {
        f64::INFINITY
    }
}

/// Value and slope at `x` of the line through `points`, its first and last pieces continued.
fn straight(points: &[(f64, f64)], x: f64) -> (f64, f64) {
    let next = points.partition_point(|p| p.0 < x);
    let next = next.clamp(1, points.len() - 1);
    let ((x0, y0), (x1, y1)) = (points[next - 1], points[next]);
    let slope = (y1 - y0) / (x1 - x0);
    (y0 + slope * (x - x0), slope)
}

/// Checks that flows rise, and that pressures do so where `sign` is 1 and fall where it is −1.
fn ordered(points: &[(f64, f64)], sign: f64) -> Result<(), LawError> {
    if points.len() < 2 || !points.iter().all(|p| p.0 >= 0.0 && p.1.is_finite()) {
        return Err(LawError::Points);
    }
    for pair in points.windows(2) {
        if pair[1].0 <= pair[0].0 || !pair[1].0.is_finite() {
            return Err(LawError::Points);
        }
        if sign * (pair[1].1 - pair[0].1) < 0.0 {
            return Err(LawError::Rising { flow: pair[0].0 });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
