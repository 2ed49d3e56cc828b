//! Short-circuit current of a capacitor by IEC 61660-1: the check of a solved waveform.
//!
//! # Equations
//! A capacitor at voltage E behind R and L gives, with δ = R/(2L), ω₀ = 1/√(LC):
//!
//! ```text
//! ω_d = √|ω₀² − δ²|,   i_p = κ·E/R                                                         (1)
//! δ < ω₀:  t_p = atan(ω_d/δ)/ω_d,        κ = (2δ/ω_d)·e^(−δ·t_p)·sin(ω_d·t_p)              (2)
//! δ > ω₀:  t_p = atanh(ω_d/δ)/ω_d,       κ = (2δ/ω_d)·e^(−δ·t_p)·sinh(ω_d·t_p)             (3)
//! ```
//!
//! # Units
//! V, Ω, H, F, A, s.
//!
//! # Validity
//! Bolted fault at t = 0, no other source; L > 0.
//!
//! # References
//! - IEC 61660-1:1997, §2.4.2: capacitors, factor κ_C and time to peak t_pC.

/// What is bought and laid: the loop of a capacitor and its fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    /// E \[V\].
    pub voltage: f64,
    /// R of the whole loop \[Ω\].
    pub resistance: f64,
    /// L of the whole loop \[H\].
    pub inductance: f64,
    /// C \[F\].
    pub capacitance: f64,
}

/// Why a loop has no such current.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("resistance, inductance and capacitance of the loop must be above 0")]
pub struct RatingError;

/// The standard's current.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discharge {
    /// Peak i_p \[A\].
    pub peak: f64,
    /// Time to the peak t_p \[s\].
    pub time: f64,
}

impl Discharge {
    /// Peak and time to it: (1)–(3).
    ///
    /// # Errors
    /// [`RatingError`].
    pub fn new(rating: &Rating) -> Result<Self, RatingError> {
        let (r, l, c) = (rating.resistance, rating.inductance, rating.capacitance);
        let good = |x: f64| x.is_finite() && x > 0.0;
        if !(good(r) && good(l) && good(c) && rating.voltage.is_finite()) {
            return Err(RatingError);
        }
        let (delta, omega0) = (r / (2.0 * l), 1.0 / (l * c).sqrt());
        let omega = (omega0 * omega0 - delta * delta).abs().sqrt();
        let (time, wave) = if omega <= 1e-9 * omega0 {
            (1.0 / delta, 1.0 / delta)
        } else if delta < omega0 {
            let t = (omega / delta).atan() / omega;
            (t, (omega * t).sin() / omega)
        } else {
            let t = (omega / delta).atanh() / omega;
            (t, (omega * t).sinh() / omega)
        };
        let factor = 2.0 * delta * (-delta * time).exp() * wave;
        Ok(Self {
            peak: factor * rating.voltage / r,
            time,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn discharge(r: f64) -> Discharge {
        Discharge::new(&Rating {
            voltage: 800.0,
            resistance: r,
            inductance: 5e-6,
            capacitance: 0.02,
        })
        .unwrap()
    }

    #[test]
    fn without_damping_it_is_the_voltage_over_the_surge_impedance() {
        let d = discharge(1e-6);
        assert!((d.peak / (800.0 / (5e-6f64 / 0.02).sqrt()) - 1.0).abs() < 1e-4);
        assert!(
            (d.time / (0.5 * std::f64::consts::PI * (5e-6f64 * 0.02).sqrt()) - 1.0).abs() < 1e-3
        );
    }

    #[test]
    fn both_branches_meet_at_critical_damping() {
        let critical = 2.0 * (5e-6f64 / 0.02).sqrt();
        let (a, b) = (
            discharge(critical * 0.999_99),
            discharge(critical * 1.000_01),
        );
        assert!((a.peak / b.peak - 1.0).abs() < 1e-4 && (a.time / b.time - 1.0).abs() < 1e-4);
        // At critical damping the peak is 2/e of E/R.
        assert!(
            (discharge(critical).peak * critical / 800.0 - 2.0 / std::f64::consts::E).abs() < 1e-6
        );
        assert!(
            Discharge::new(&Rating {
                voltage: 800.0,
                resistance: 0.0,
                inductance: 1e-6,
                capacitance: 1.0
            })
            .is_err()
        );
    }

    proptest! {
        #[test]
        fn more_resistance_less_current(r in 1e-4..0.5f64, more in 1.01..3.0f64) {
            prop_assert!(discharge(r * more).peak < discharge(r).peak);
            prop_assert!(discharge(r).peak < 800.0 / r);
        }
    }
}
