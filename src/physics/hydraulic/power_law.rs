//! Datasheet record of a pressure loss: cold plate, rack, heat exchanger, filter, quick coupling.
//!
//! # Equations
//! With x = |ṁ|/ṁ₀ and δ = 10⁻³:
//!
//! ```text
//! Δp = sign(ṁ)·Δp₀·xⁿ                                  x ≥ δ                              (1)
//! Δp = sign(ṁ)·Δp₀·δⁿ·[(3 − n)/2·(x/δ) + (n − 1)/2·(x/δ)³]   x < δ                        (2)
//! ```
//!
//! (2) meets (1) with equal value and derivative and makes the loss linear at rest, as laminar flow
//! is; Newton's method needs a derivative that is neither zero nor infinite there.
//!
//! # Units
//! kg/s, Pa.
//!
//! # Validity
//! 1 ≤ n < 3. Cold plates and racks 1.75–1.9, filters about 1.76, plate exchangers 1.7–1.8.
//! The record holds for the coolant and temperature it was measured with.
//!
//! # References
//! - Idelchik, *Handbook of Hydraulic Resistance*, 4th ed. (2007), §1.3: exponents between 1 and 2.
//! - Buildings Library, `FlowModels.basicFlowFunction_m_flow`: linearised near zero flow.

use super::{LawError, Loss, positive, within};
use crate::kernels::math::powf;

/// Share of the rated flow below which eq. (2) holds.
pub const LINEAR_BELOW: f64 = 1e-3;

/// A loss record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerLaw {
    /// Rated mass flow ṁ₀ [kg/s].
    pub flow: f64,
    /// Loss at the rated flow Δp₀ \[Pa\].
    pub drop: f64,
    /// Exponent n [-], 1 to below 3.
    pub exponent: f64,
    /// δⁿ [-], kept because it needs a power.
    near: f64,
}

impl PowerLaw {
    /// A record through (`flow` [kg/s], `drop` \[Pa\]) with exponent `exponent`.
    ///
    /// # Errors
    /// A flow or drop not above zero, an exponent outside 1 to 2.99.
    pub fn new(flow: f64, drop: f64, exponent: f64) -> Result<Self, LawError> {
        let exponent = within("exponent", exponent, 1.0, 2.99)?;
        Ok(Self {
            flow: positive("rated flow [kg/s]", flow)?,
            drop: positive("rated pressure loss [Pa]", drop)?,
            exponent,
            near: powf(LINEAR_BELOW, exponent),
        })
    }

    /// `n` of them side by side, as one.
    pub fn side_by_side(&self, n: f64) -> Self {
        Self {
            flow: self.flow * n,
            ..*self
        }
    }

    /// Loss of the flow `m` [kg/s], `scale` times the record (1 when clean): eqs. (1) and (2).
    #[inline(always)]
    pub fn loss(&self, m: f64, scale: f64) -> Loss {
        let n = self.exponent;
        let x = m.abs() / self.flow;
        let rated = self.drop * scale;
        let far = powf(x.max(LINEAR_BELOW), n);
        let u = x * (1.0 / LINEAR_BELOW);
        let cubic = 0.5 * (n - 1.0) * u * u;
        let linear = 0.5 * (3.0 - n);
        let (drop, slope) = if x < LINEAR_BELOW {
            (
                self.near * u * (linear + cubic),
                self.near * (1.0 / LINEAR_BELOW) * (linear + 3.0 * cubic),
            )
        } else {
            (far, n * far / x)
        };
        Loss {
            drop: (rated * drop).copysign(m),
            slope: rated * slope / self.flow,
        }
    }
}

/// Losses of a row of records at flows `m`, same arithmetic as [`PowerLaw::loss`]. All slices have
/// the length of the row.
#[multiversion::multiversion(targets(
    "x86_64+avx512f+avx512vl+avx512dq",
    "x86_64+avx2",
    "aarch64+neon"
))]
pub fn losses(row: &[PowerLaw], scale: &[f64], m: &[f64], drop: &mut [f64], slope: &mut [f64]) {
    let n = m.len();
    let (row, scale) = (&row[..n], &scale[..n]);
    let (drop, slope) = (&mut drop[..n], &mut slope[..n]);
    for i in 0..n {
        let loss = row[i].loss(m[i], scale[i]);
        drop[i] = loss.drop;
        slope[i] = loss.slope;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nvidia-class rack: 80 kPa at 2 kg/s.
    fn rack() -> PowerLaw {
        PowerLaw::new(2.0, 8e4, 1.85).unwrap()
    }

    #[test]
    fn passes_its_record_and_follows_its_exponent() {
        assert!((rack().loss(2.0, 1.0).drop / 8e4 - 1.0).abs() < 1e-14);
        let half = rack().loss(1.0, 1.0).drop;
        assert!((half / (8e4 * 0.5f64.powf(1.85)) - 1.0).abs() < 1e-13);
        assert!((rack().loss(-1.0, 1.5).drop / (-1.5 * half) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn the_two_branches_meet() {
        let (below, above) = (
            rack().loss(2e-3 * (1.0 - 1e-12), 1.0),
            rack().loss(2e-3 * (1.0 + 1e-12), 1.0),
        );
        assert!((below.drop / above.drop - 1.0).abs() < 1e-10);
        assert!((below.slope / above.slope - 1.0).abs() < 1e-10);
    }

    #[test]
    fn row_and_single_record_give_the_same_bits() {
        let m: Vec<f64> = (0..67).map(|i| (i as f64 - 30.0).powi(3) * 1e-4).collect();
        let row = vec![rack(); m.len()];
        let scale: Vec<f64> = (0..67).map(|i| 1.0 + 0.01 * i as f64).collect();
        let (mut drop, mut slope) = (vec![0.0; m.len()], vec![0.0; m.len()]);
        losses(&row, &scale, &m, &mut drop, &mut slope);
        for i in 0..m.len() {
            let one = row[i].loss(m[i], scale[i]);
            assert_eq!(drop[i].to_bits(), one.drop.to_bits());
            assert_eq!(slope[i].to_bits(), one.slope.to_bits());
        }
    }

    #[test]
    fn refuses_bad_records() {
        assert!(PowerLaw::new(0.0, 1e4, 2.0).is_err());
        assert!(PowerLaw::new(1.0, f64::NAN, 2.0).is_err());
        assert!(PowerLaw::new(1.0, 1e4, 0.5).is_err());
    }
}
