//! Sound outdoors from a source to a receiver: divergence, air and ground.
//!
//! # Equations
//! For every octave band, downwind:
//!
//! ```text
//! L_p  = L_W + D_Ω − A_div − A_atm − A_gr − A_bar                                           (1)
//! A_div = 20·log₁₀(d/1 m) + 11                                                              (2)
//! A_atm = α·d                            α from temperature, humidity and pressure (ISO 9613-1)  (3)
//! A_gr  = 4.8 − (2h_m/d)·(17 + 300/d) ≥ 0         alternative method, A-weighted levels      (4)
//! D_Ω   = 10·log₁₀(1 + (d_p² + (h_s − h_r)²)/(d_p² + (h_s + h_r)²))     with (4) only        (5)
//! ```
//!
//! d is the distance source–receiver, d_p its projection on the ground, h_s and h_r the heights, h_m their mean.
//! (3) is the sum of classical absorption and the relaxation of oxygen and nitrogen.
//!
//! # Units
//! dB, m, dB/m, °C, Pa.
//!
//! # Validity
//! Point sources (largest size below half the distance), moderate downwind, d up to 1 km: ±3 dB. (4) for porous or
//! mixed ground; over hard ground A_gr is 0 and D_Ω 3 dB.
//!
//! # References
//! - ISO 9613-2:1996 (2024), eqs. (4), (7), (10), (11).
//! - ISO 9613-1:1993, eqs. (3)–(5).

use super::sound_power::{BANDS, FREQUENCY, Spectrum, a_weighted, sum};
use crate::kernels::math::{exp, ln, powf};
use crate::units::ZERO_CELSIUS;

/// 20 °C [K], the reference temperature of ISO 9613-1.
const T_REF: f64 = 293.15;
/// Triple point of water [K].
const T_TRIPLE: f64 = 273.16;
/// Reference pressure [Pa].
const P_REF: f64 = 101_325.0;

/// What lies between the plant and its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Porous or mixed ground: eqs. (4) and (5).
    Porous,
    /// Asphalt, water, concrete: reflects fully.
    Hard,
}

/// Air on the path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Air {
    /// Temperature [°C].
    pub t: f64,
    /// Relative humidity [0 to 1].
    pub rh: f64,
    /// Pressure \[Pa\].
    pub p: f64,
}

/// A path from source to receiver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Path {
    /// Distance along the ground d_p \[m\].
    pub distance: f64,
    /// Height of the source \[m\].
    pub source_height: f64,
    /// Height of the receiver \[m\].
    pub receiver_height: f64,
    /// Ground between them.
    pub ground: Ground,
    /// Attenuation of screens in each band A_bar \[dB\], 0 without.
    pub screen: Spectrum,
}

/// Absorption of air α [dB/m] at `frequency` \[Hz\], ISO 9613-1.
pub fn absorption(frequency: f64, air: &Air) -> f64 {
    let t = air.t + ZERO_CELSIUS;
    let (ratio, pressure) = (t / T_REF, air.p / P_REF);
    let saturation = powf(10.0, -6.8346 * powf(T_TRIPLE / t, 1.261) + 4.6151);
    let h = 100.0 * air.rh * saturation / pressure;
    let oxygen = pressure * (24.0 + 4.04e4 * h * (0.02 + h) / (0.391 + h));
    let cube = exp(-4.170 * (powf(ratio, -1.0 / 3.0) - 1.0));
    let nitrogen = pressure / ratio.sqrt() * (9.0 + 280.0 * h * cube);
    let squared = frequency * frequency;
    let relaxation = 0.01275 * exp(-2_239.1 / t) / (oxygen + squared / oxygen)
        + 0.1068 * exp(-3_352.0 / t) / (nitrogen + squared / nitrogen);
    let classical = 1.84e-11 / pressure * ratio.sqrt();
    8.686 * squared * (classical + relaxation / (ratio * ratio * ratio.sqrt()))
}

/// Attenuation \[dB\] of every band along `path`, eqs. (1) to (5), screens included.
pub fn attenuation(path: &Path, air: &Air) -> Spectrum {
    let rise = path.source_height - path.receiver_height;
    let sum_of_heights = path.source_height + path.receiver_height;
    let flat = path.distance * path.distance;
    let d = (flat + rise * rise).sqrt().max(1.0);
    let decibel = |x: f64| 10.0 / std::f64::consts::LN_10 * ln(x);
    let divergence = 2.0 * decibel(d) + 11.0;
    let (ground, solid_angle) = match path.ground {
        Ground::Hard => (0.0, decibel(2.0)),
        Ground::Porous => {
            let loss = 4.8 - sum_of_heights / d * (17.0 + 300.0 / d);
            let image = flat + sum_of_heights * sum_of_heights;
            let angle = 1.0 + (flat + rise * rise) / image.max(1e-9);
            (loss.max(0.0), decibel(angle))
        }
    };
    let mut total = path.screen;
    for b in 0..BANDS {
        total[b] += divergence + absorption(FREQUENCY[b], air) * d + ground - solid_angle;
    }
    total
}

/// Level [dB(A)] at a receiver from sources, each a sound power spectrum \[dB\] and its path.
pub fn level(sources: &[(Spectrum, Path)], air: &Air) -> f64 {
    sum(sources.iter().map(|(power, path)| {
        let loss = attenuation(path, air);
        let mut received = *power;
        for b in 0..BANDS {
            received[b] -= loss[b];
        }
        a_weighted(&received)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MILD: Air = Air {
        t: 10.0,
        rh: 0.7,
        p: 101_325.0,
    };

    fn path(distance: f64, ground: Ground) -> Path {
        Path {
            distance,
            source_height: 4.0,
            receiver_height: 1.5,
            ground,
            screen: [0.0; BANDS],
        }
    }

    /// ISO 9613-2, table 2: 10 °C and 70 %, dB/km, printed to two digits.
    #[test]
    fn absorption_of_the_standard() {
        let table = [0.1, 0.4, 1.0, 1.9, 3.7, 9.7, 32.8, 117.0];
        for (frequency, want) in FREQUENCY.into_iter().zip(table) {
            let got = 1e3 * absorption(frequency, &MILD);
            assert!(
                (got - want).abs() < 0.06 + 0.01 * want,
                "{frequency}: {got} {want}"
            );
        }
    }

    /// Other rows of the same table: 20 °C 70 % and 30 °C 70 % at 1 kHz, 15 °C 20 % at 4 kHz.
    #[test]
    fn absorption_in_other_air() {
        for (t, rh, frequency, want) in [
            (20.0, 0.7, 1e3, 5.0),
            (30.0, 0.7, 1e3, 7.4),
            (15.0, 0.2, FREQUENCY[6], 88.8),
        ] {
            let got = 1e3 * absorption(frequency, &Air { t, rh, ..MILD });
            assert!((got / want - 1.0).abs() < 0.02, "{t} {rh}: {got}");
        }
    }

    #[test]
    fn hemisphere_over_hard_ground() {
        // 20 log 100 + 11 − 3 = 48 dB at 100 m, air apart.
        let loss = attenuation(&path(100.0, Ground::Hard), &MILD)[0];
        assert!((loss - 48.0 - 0.012).abs() < 0.02, "{loss}");
    }

    #[test]
    fn plant_at_its_boundary() {
        let fan = super::super::sound_power::shaped(&super::super::sound_power::AXIAL_FAN, 92.0);
        let sources = vec![(fan, path(60.0, Ground::Hard)); 16];
        let got = level(&sources, &MILD);
        // 92 + 12 − 20 log 60 − 8 less a little air.
        let ideal = 92.0 + 12.04 - 35.56 - 8.0;
        assert!(got < ideal && got > ideal - 1.0, "{got} {ideal}");
    }

    proptest! {
        #[test]
        fn farther_and_screened_is_quieter(d in 5.0..900.0f64, t in -10.0..40.0f64, rh in 0.1..1.0f64) {
            let air = Air { t, rh, ..MILD };
            for ground in [Ground::Hard, Ground::Porous] {
                let near = attenuation(&path(d, ground), &air);
                let far = attenuation(&path(1.1 * d, ground), &air);
                let screened = attenuation(&Path { screen: [5.0; BANDS], ..path(d, ground) }, &air);
                for b in 0..BANDS {
                    prop_assert!(far[b] > near[b] && (screened[b] - near[b] - 5.0).abs() < 1e-9);
                }
            }
        }
    }
}
