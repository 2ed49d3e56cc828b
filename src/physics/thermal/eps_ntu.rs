//! Effectiveness of two-stream exchangers as a function of NTU and capacity ratio.
//!
//! # Equations
//! N = UA/C₋, Z = C₋/C₊ (0 to 1), C₋ and C₊ the smaller and larger ṁ·c_p, φ₁(x) = (1 − e^−x)/x:
//!
//! ```text
//! counter flow                  ε = Nφ/(1 + Z·Nφ),           Nφ = N·φ₁(N·(1 − Z))           (1)
//! parallel flow                 ε = N·φ₁(N·(1 + Z))                                         (2)
//! cross flow, both unmixed      ε = 1 − exp(−N·φ₁(Z·N^0.78))                                (3)
//! cross flow, C₊ mixed          ε = E·φ₁(Z·E),               E = 1 − e^−N                   (4)
//! cross flow, C₋ mixed          ε = 1 − exp(−N·φ₁(Z·N))                                     (5)
//! one side changes phase        ε = 1 − e^−N                                                (6)
//! one shell, even tube passes   ε = 2y/((1 + Z)·y + G·(1 + e^−NG)),  G = √(1 + Z²), y = NG·φ₁(NG)  (7)
//! ```
//!
//! These are the textbook forms rearranged: none divides by Z or by 1 − Z.
//!
//! # Validity
//! All N ≥ 0 and 0 ≤ Z ≤ 1. (3) is the usual approximation: within 0.02 of the exact series.
//!
//! # References
//! - Kays & London, *Compact Heat Exchangers*, 3rd ed. (1984), ch. 2.
//! - Incropera et al., *Fundamentals of Heat and Mass Transfer*, 6th ed. (2007), table 11.3.

use crate::kernels::math::{exp, phi1, powf};

/// How two streams pass each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// Eq. (1).
    Counter,
    /// Eq. (2).
    Parallel,
    /// Eq. (3).
    CrossUnmixed,
    /// Eq. (4): the larger capacity stream is mixed, the smaller unmixed.
    CrossMixedMax,
    /// Eq. (5): the smaller capacity stream is mixed, the larger unmixed.
    CrossMixedMin,
    /// Eq. (6).
    PhaseChange,
    /// Eq. (7): one shell pass, two or another even number of tube passes (TEMA E).
    ShellAndTube,
}

/// Effectiveness ε [0 to 1] at `ntu` ≥ 0 and capacity ratio `z` in 0 to 1.
#[inline(always)]
pub fn effectiveness(arrangement: Arrangement, ntu: f64, z: f64) -> f64 {
    match arrangement {
        Arrangement::Counter => {
            let n = ntu * phi1(ntu * (1.0 - z));
            n / (1.0 + z * n)
        }
        Arrangement::Parallel => ntu * phi1(ntu * (1.0 + z)),
        Arrangement::CrossUnmixed => cross_unmixed(ntu, z),
        Arrangement::CrossMixedMax => {
            let e = 1.0 - exp(-ntu);
            e * phi1(z * e)
        }
        Arrangement::CrossMixedMin => 1.0 - exp(-ntu * phi1(z * ntu)),
        Arrangement::PhaseChange => 1.0 - exp(-ntu),
        Arrangement::ShellAndTube => {
            let g = (1.0 + z * z).sqrt();
            let x = ntu * g;
            let y = x * phi1(x);
            2.0 * y / ((1.0 + z) * y + g * (1.0 + exp(-x)))
        }
    }
}

/// Conductance g = ε·C₋ of counter flow between the two inlet temperatures, eq. (1), for a conductance `ua` and
/// capacity rates `a`, `b` > 0, all in one unit [W/K, or kg/s for enthalpies].
#[inline(always)]
pub fn counter_conductance(ua: f64, a: f64, b: f64) -> f64 {
    let g = ua * phi1(ua * (1.0 / a - 1.0 / b).abs());
    g / (1.0 + g / a.max(b))
}

/// Effectiveness ε [0 to 1] of cross flow with both streams unmixed, eq. (3).
#[inline(always)]
pub fn cross_unmixed(ntu: f64, z: f64) -> f64 {
    1.0 - exp(-ntu * phi1(z * powf(ntu.max(1e-300), 0.78)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::reference;
    use Arrangement::*;

    /// N, Z and ε computed by the public package `ht` 1.2.0 (`effectiveness_from_NTU`).
    #[test]
    fn handbook_values() {
        for (arrangement, ntu, z, book) in HANDBOOK {
            let got = effectiveness(arrangement, ntu, z);
            assert!(
                (got - book).abs() < 1e-9,
                "{arrangement:?} {ntu} {z}: {got}"
            );
        }
    }

    const HANDBOOK: [(Arrangement, f64, f64, f64); 18] = [
        (Counter, 1.0, 0.5, 0.564733401606),
        (Counter, 3.0, 0.75, 0.817117778375),
        (Counter, 5.0, 1.0, 0.833333333333),
        (Parallel, 1.0, 0.5, 0.517913226568),
        (Parallel, 3.0, 0.75, 0.568429989486),
        (Parallel, 5.0, 1.0, 0.499977300035),
        (CrossUnmixed, 1.0, 0.5, 0.544763712015),
        (CrossUnmixed, 3.0, 0.75, 0.75531327156),
        (CrossUnmixed, 5.0, 1.0, 0.748981054126),
        (CrossMixedMax, 1.0, 0.5, 0.541968991569),
        (CrossMixedMax, 3.0, 0.75, 0.679548920773),
        (CrossMixedMax, 5.0, 1.0, 0.629633437014),
        (CrossMixedMin, 1.0, 0.5, 0.544763712015),
        (CrossMixedMin, 3.0, 0.75, 0.696629677698),
        (CrossMixedMin, 5.0, 1.0, 0.629633437014),
        (PhaseChange, 1.0, 0.5, 0.632120558829),
        (PhaseChange, 3.0, 0.75, 0.950212931632),
        (PhaseChange, 5.0, 1.0, 0.993262053001),
    ];

    /// Where Z passes 0.97 the reference blends counter flow into its limit.
    #[test]
    fn peer_library_round_trip() {
        let Some(table) = reference::csv("plant/04_eps_ntu_functions/dymola.csv") else {
            return;
        };
        let time = table.column("time_s");
        let order = [
            Parallel,
            Counter,
            CrossUnmixed,
            CrossMixedMin,
            CrossMixedMax,
            PhaseChange,
        ];
        for (k, arrangement) in order.into_iter().enumerate() {
            let ntu = table.column(&format!("ntu[{}]", k + 1));
            for (t, n) in time.iter().zip(&ntu) {
                let z = t.cos().abs();
                let want = 0.01 + 0.98 * t.sin().abs() / (1.0 + z);
                let got = effectiveness(arrangement, *n, z);
                let tolerance = if z > 0.97 { 5e-5 } else { 1e-6 };
                assert!(
                    (got - want).abs() < tolerance,
                    "{arrangement:?} {t}: {got} {want}"
                );
            }
        }
    }

    #[test]
    fn rises_with_ntu_and_falls_with_the_capacity_ratio() {
        for arrangement in [
            Counter,
            Parallel,
            CrossUnmixed,
            CrossMixedMax,
            CrossMixedMin,
        ] {
            for i in 0..200 {
                for j in 0..=20 {
                    let (n, z) = (0.05 * i as f64, 0.05 * j as f64);
                    let e = effectiveness(arrangement, n, z);
                    assert!((0.0..=1.0).contains(&e), "{arrangement:?} {n} {z} {e}");
                    assert!(effectiveness(arrangement, n, (z + 0.01).min(1.0)) <= e + 1e-12);
                    if !matches!(arrangement, CrossMixedMin) {
                        assert!(effectiveness(arrangement, n + 0.05, z) > e - 1e-12);
                    }
                }
            }
        }
    }
}
