//! Pipe whose loss follows a power of its flow: Hazen and Williams, Chézy and Manning.
//!
//! # Equations
//! ```text
//! Δp = sign(ṁ)·(a·|ṁ|ⁿ + b·ṁ²)                         |ṁ| ≥ w                              (1)
//! a·|ṁ|ⁿ is replaced by a·wⁿ·[(3 − n)/2·u + (n − 1)/2·u³],  u = |ṁ|/w < 1                   (2)
//! ```
//!
//! with w where the first term is 10⁻⁵ Pa, a nanometre of water: (2) only gives Newton's method a
//! slope at rest.
//!
//! # Units
//! kg/s, Pa.
//!
//! # Validity
//! 1 ≤ n < 3. Water near 15 °C in pipes above 50 mm: both formulas are empirical.
//!
//! # References
//! - Williams & Hazen, *Hydraulic Tables*, 3rd ed. (1920); Rossman et al., *EPANET 2.2 User Manual*
//!   (2020), table 3.1.

use super::{LawError, Loss, positive, within};
use crate::kernels::math::powf;

/// Loss at which the power law becomes linear [Pa].
const LINEAR_BELOW: f64 = 1e-5;

/// A pipe of eq. (1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FormulaPipe {
    /// Loss per flow to the n-th power a [Pa/(kg/s)ⁿ].
    pub resistance: f64,
    /// Exponent n [-].
    pub exponent: f64,
    /// Loss of the fittings per flow² b [Pa·s²/kg²].
    pub minor: f64,
    /// Flow at 1 m/s [kg/s], where a cold solution starts.
    pub usual: f64,
    /// w [kg/s].
    linear_below: f64,
}

impl FormulaPipe {
    /// A pipe of eq. (1); `usual` is its flow at 1 m/s [kg/s].
    ///
    /// # Errors
    /// A resistance or usual flow not above zero, an exponent outside 1 to 2.99, negative fittings.
    pub fn new(resistance: f64, exponent: f64, minor: f64, usual: f64) -> Result<Self, LawError> {
        let resistance = positive("resistance of the formula", resistance)?;
        let exponent = within("exponent", exponent, 1.0, 2.99)?;
        Ok(Self {
            resistance,
            exponent,
            minor: within("loss of the fittings [Pa.s2/kg2]", minor, 0.0, f64::MAX)?,
            usual: positive("flow at 1 m/s [kg/s]", usual)?,
            linear_below: powf(LINEAR_BELOW / resistance, 1.0 / exponent),
        })
    }

    /// Loss of the flow `m` [kg/s]: eqs. (1) and (2).
    #[inline(always)]
    pub fn loss(&self, m: f64) -> Loss {
        let (a, n, w) = (m.abs(), self.exponent, self.linear_below);
        let far = self.resistance * powf(a.max(w), n);
        let u = a / w;
        let (linear, cubic) = (0.5 * (3.0 - n), 0.5 * (n - 1.0) * u * u);
        let (drop, slope) = if a < w {
            (far * u * (linear + cubic), far * (linear + 3.0 * cubic) / w)
        } else {
            (far, n * far / a)
        };
        let minor = self.minor * a;
        Loss {
            drop: (drop + minor * a).copysign(m),
            slope: slope + 2.0 * minor,
        }
    }
}

/// Losses of a row of pipes at flows `m`, same arithmetic as [`FormulaPipe::loss`]. All slices have
/// the length of the row.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn losses(row: &[FormulaPipe], m: &[f64], drop: &mut [f64], slope: &mut [f64]) {
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

    /// 1000 m of 300 mm, C = 130: 10.67·L·(Q/C)^1.852/d^4.871 = 4.72 m at 100 L/s.
    fn main() -> FormulaPipe {
        let a = 9806.65 * 10.67 * 1000.0 / 130f64.powf(1.852) / 0.3f64.powf(4.871);
        FormulaPipe::new(a / 1000f64.powf(1.852), 1.852, 0.0, 70.0).unwrap()
    }

    #[test]
    fn gives_the_loss_of_the_tables() {
        let head = main().loss(100.0).drop / 9806.65;
        let by_hand = 10.67 * 1000.0 * (0.1f64 / 130.0).powf(1.852) / 0.3f64.powf(4.871);
        assert!((head / by_hand - 1.0).abs() < 1e-12);
        assert!((main().loss(-100.0).drop + main().loss(100.0).drop).abs() < 1e-9);
    }

    #[test]
    fn slope_is_the_derivative_through_rest() {
        let pipe = FormulaPipe {
            minor: 0.3,
            ..main()
        };
        for m in [-50.0, -1e-5, 0.0, pipe.linear_below * 0.5, 1e-3, 4.0] {
            let h = 1e-6 * m.abs().max(pipe.linear_below);
            let slope = (pipe.loss(m + h).drop - pipe.loss(m - h).drop) / (2.0 * h);
            assert!((slope / pipe.loss(m).slope - 1.0).abs() < 1e-5, "{m}");
        }
    }

    #[test]
    fn row_and_single_pipe_give_the_same_bits() {
        let row = vec![main(); 67];
        let m: Vec<f64> = (0..67).map(|i| (i as f64 - 30.0).powi(3) * 1e-4).collect();
        let (mut drop, mut slope) = (vec![0.0; 67], vec![0.0; 67]);
        losses(&row, &m, &mut drop, &mut slope);
        for i in 0..67 {
            assert_eq!(drop[i].to_bits(), row[i].loss(m[i]).drop.to_bits());
            assert_eq!(slope[i].to_bits(), row[i].loss(m[i]).slope.to_bits());
        }
    }

    #[test]
    fn refuses_what_is_no_pipe() {
        assert!(FormulaPipe::new(0.0, 1.852, 0.0, 1.0).is_err());
        assert!(FormulaPipe::new(1.0, 3.0, 0.0, 1.0).is_err());
        assert!(FormulaPipe::new(1.0, 2.0, f64::NAN, 1.0).is_err());
    }
}
