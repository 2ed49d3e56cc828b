//! Quadratic loss between a least and a most flow: the law under every valve.
//!
//! # Equations
//! With the resistance R, the flow at 1 bar ṁ₁ = √(10⁵ Pa/R) and w = 10⁻³·ṁ₁:
//!
//! ```text
//! Δp = R·ṁ|ṁ| + B(ṁ − ṁ_most) − B(ṁ_least − ṁ)                                            (1)
//! |ṁ| < w:  R·ṁ|ṁ| is replaced by R·w²·(u + u³)/2 with u = ṁ/w                             (2)
//! B(z) = 0 for z ≤ 0,  S·z²/(2h) for z ≤ h,  S·(z − h/2) beyond                            (3)
//! ```
//!
//! (2) meets the square with equal value and derivative. B is a barrier of stiffness
//! S = 1 bar/(10⁻⁷·ṁ₁) and onset h = 1 kPa/S: a limit is kept to 10⁻⁷ of the open flow per bar, the
//! law stays differentiable, and nothing has to be switched while a network is being solved.
//!
//! # Units
//! kg/s, Pa, Pa·s²/kg².
//!
//! # Validity
//! Any flow; single phase, no choking or cavitation.
//!
//! # References
//! - IEC 60534-2-1:2011, eq. (1): the quadratic law of a valve in turbulent flow.
//! - Bertsekas, *Network Optimization* (1998), §8.8: barriers for bounded flows.

use super::{LEAK, LEAK_PRESSURE, Loss};

/// Share of the flow at 1 bar below which the loss becomes linear.
const LINEAR_BELOW: f64 = 1e-3;
/// Pressure of the barrier's rounded onset [Pa].
const ONSET: f64 = 1e3;

/// What is known of an orifice for one coolant state and one setting.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Orifice {
    /// R [Pa·s²/kg²].
    pub resistance: f64,
    /// w of eq. (2) [kg/s].
    pub linear_below: f64,
    /// Least flow [kg/s], −∞ where there is none.
    pub least: f64,
    /// Most flow [kg/s], +∞ where there is none.
    pub most: f64,
    /// Stiffness S of the barrier [Pa·s/kg].
    pub stiffness: f64,
}

impl Orifice {
    /// An orifice of `resistance` [Pa·s²/kg²], above zero, that keeps its flow in `least..=most` [kg/s].
    #[inline(always)]
    pub fn new(resistance: f64, least: f64, most: f64) -> Self {
        let at_one_bar = (LEAK_PRESSURE / resistance).sqrt();
        Self {
            resistance,
            linear_below: LINEAR_BELOW * at_one_bar,
            least,
            most,
            stiffness: LEAK_PRESSURE / (LEAK * at_one_bar),
        }
    }

    /// An orifice of `resistance` [Pa·s²/kg²], zero or above, whose limits are as stiff as those of one
    /// that passes `usual` [kg/s] at 1 bar, and which is linear below 10⁻⁵ of that.
    #[inline(always)]
    pub fn stiff(resistance: f64, least: f64, most: f64, usual: f64) -> Self {
        Self {
            resistance,
            linear_below: 0.01 * LINEAR_BELOW * usual,
            least,
            most,
            stiffness: LEAK_PRESSURE / (LEAK * usual),
        }
    }

    /// Loss of the flow `m` [kg/s]: eqs. (1)–(3).
    #[inline(always)]
    pub fn loss(&self, m: f64) -> Loss {
        let (a, w, r) = (m.abs(), self.linear_below, self.resistance);
        let u = a / w;
        let (drop, slope) = if a < w {
            (
                0.5 * r * w * a * (1.0 + u * u),
                0.5 * r * w * (1.0 + 3.0 * u * u),
            )
        } else {
            (r * a * a, 2.0 * r * a)
        };
        let over = barrier(m - self.most, self.stiffness);
        let under = barrier(self.least - m, self.stiffness);
        Loss {
            drop: drop.copysign(m) + (over.drop - under.drop),
            slope: slope + (over.slope + under.slope),
        }
    }
}

/// Barrier of eq. (3) at a flow `excess` [kg/s] beyond the limit, with `stiffness` [Pa·s/kg].
#[inline(always)]
pub fn barrier(excess: f64, stiffness: f64) -> Loss {
    let z = excess.max(0.0);
    let slope = stiffness * (z * (stiffness / ONSET)).min(1.0);
    Loss {
        drop: if slope < stiffness {
            0.5 * slope * z
        } else {
            stiffness * z - 0.5 * ONSET
        },
        slope,
    }
}

/// Losses of a row of orifices at flows `m`, same arithmetic as [`Orifice::loss`]. All slices have
/// the length of the row.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn losses(row: &[Orifice], m: &[f64], drop: &mut [f64], slope: &mut [f64]) {
    let n = m.len();
    let row = &row[..n];
    let (drop, slope) = (&mut drop[..n], &mut slope[..n]);
    for i in 0..n {
        let loss = row[i].loss(m[i]);
        drop[i] = loss.drop;
        slope[i] = loss.slope;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_square_law_between_its_limits() {
        let open = Orifice::new(250.0, f64::NEG_INFINITY, f64::INFINITY);
        assert_eq!(open.loss(3.0).drop, 2250.0);
        assert_eq!(open.loss(-3.0).drop, -2250.0);
        assert_eq!(open.loss(0.0).drop, 0.0);
        assert!(open.loss(0.0).slope > 0.0);
    }

    #[test]
    fn keeps_its_limits_to_the_stated_share() {
        let limited = Orifice::new(250.0, 0.0, 2.0);
        assert_eq!(limited.loss(2.0).drop, 1000.0);
        // 20 is the flow at 1 bar, so 1e-7 of it above the limit adds 1 bar less half the onset.
        let beyond = limited.loss(2.0 + 20.0e-7).drop;
        assert!((beyond - 1000.0 - 99_500.0).abs() < 1.0, "{beyond}");
        let reverse = limited.loss(-20.0e-7).drop;
        assert!((reverse + 99_500.0).abs() < 1.0, "{reverse}");
    }

    #[test]
    fn row_and_single_orifice_give_the_same_bits() {
        let row: Vec<Orifice> = (1..40)
            .map(|i| Orifice::new(10.0 * i as f64, 0.0, 0.5 * i as f64))
            .collect();
        let m: Vec<f64> = (1..40).map(|i| (i as f64 - 7.0) * 0.4).collect();
        let (mut drop, mut slope) = (vec![0.0; 39], vec![0.0; 39]);
        losses(&row, &m, &mut drop, &mut slope);
        for i in 0..39 {
            let one = row[i].loss(m[i]);
            assert_eq!(drop[i].to_bits(), one.drop.to_bits());
            assert_eq!(slope[i].to_bits(), one.slope.to_bits());
        }
    }
}
