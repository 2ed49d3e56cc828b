//! Sound of the plant by hour of the day: what a neighbour hears, day and night.
//!
//! # Equations
//! With the sound power L_W(t) of all outdoor sources together and one path to the boundary,
//!
//! ```text
//! W      = Σ_sources 10^(L_W/10)                                                            (1)
//! L_eq   = 10·log₁₀ mean(W) − A           over the hours of the period                       (2)
//! L_max  = 10·log₁₀ max(W) − A            loudest step                                       (3)
//! A      = L_W − L_p of a fan's spectrum  ISO 9613-2, see [`crate::physics::acoustic::iso9613`]  (4)
//! ```
//!
//! # Units
//! dB(A); W relative to 1 pW.
//!
//! # Validity
//! All sources at one distance, 4 m high; receiver 1.5 m high; hard ground, no screen, air of 10 °C and 70 %, in
//! which sound carries far: each of these is on the loud side. ISO 9613-2 states ±3 dB within 1 km.
//!
//! # References
//! - ISO 9613-2:1996, table 5: accuracy.
//! - ISO 1996-1:2016: day and night, energy mean levels. Night is 22:00 to 06:00, as in Japan's Noise
//!   Regulation Act and Germany's TA Lärm.

use crate::physics::acoustic::iso9613::{Air, Ground, Path, level};
use crate::physics::acoustic::sound_power::{AXIAL_FAN, BANDS, shaped};
pub use crate::physics::acoustic::sound_power::{decibel, energy as strength};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Hours of the day that are day; the others are night.
pub const DAY: Range<usize> = 6..22;
/// Height of the sources \[m\].
pub const SOURCE_HEIGHT: f64 = 4.0;
/// Height of the receiver \[m\].
pub const RECEIVER_HEIGHT: f64 = 1.5;

/// Sound power over the hours of the day.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ByHour {
    /// Time seen in each hour \[s\].
    pub seconds: [f64; 24],
    /// Σ W·Δt, eq. (1).
    pub energy: [f64; 24],
    /// Largest W of a step.
    pub peak: [f64; 24],
}

impl ByHour {
    /// Adds a step of `dt` \[s\] whose middle is `clock` \[s\] after midnight of some day.
    pub fn add(&mut self, strength: f64, clock: f64, dt: f64) {
        let hour = (clock / 3_600.0).rem_euclid(24.0) as usize % 24;
        self.seconds[hour] += dt;
        self.energy[hour] += strength * dt;
        self.peak[hour] = self.peak[hour].max(strength);
    }

    /// Adds a later part of the same study.
    pub fn join(&mut self, later: &Self) {
        for hour in 0..24 {
            self.seconds[hour] += later.seconds[hour];
            self.energy[hour] += later.energy[hour];
            self.peak[hour] = self.peak[hour].max(later.peak[hour]);
        }
    }

    /// Energy mean and largest level [dB(A)] of the hours that `pick` takes, eqs. (2) and (3) without A;
    /// `None` where nothing sounded.
    pub fn levels(&self, pick: impl Fn(usize) -> bool) -> Option<[f64; 2]> {
        let hours = || (0..24).filter(|h| pick(*h));
        let seconds: f64 = hours().map(|h| self.seconds[h]).sum();
        let energy: f64 = hours().map(|h| self.energy[h]).sum();
        let peak = hours().map(|h| self.peak[h]).fold(0.0, f64::max);
        (energy > 0.0).then(|| [energy / seconds, peak].map(decibel))
    }
}

/// A of eq. (4) [dB(A)] over `distance` \[m\].
pub fn attenuation(distance: f64) -> f64 {
    let path = Path {
        distance,
        source_height: SOURCE_HEIGHT,
        receiver_height: RECEIVER_HEIGHT,
        ground: Ground::Hard,
        screen: [0.0; BANDS],
    };
    let air = Air {
        t: 10.0,
        rh: 0.7,
        p: 101_325.0,
    };
    const REFERENCE: f64 = 100.0;
    REFERENCE - level(&[(shaped(&AXIAL_FAN, REFERENCE), path)], &air)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_is_divergence_and_a_little_air() {
        // 20 log 60 + 11 − 3 dB over hard ground.
        let ideal = 20.0 * 60f64.log10() + 11.0 - 3.0103;
        let found = attenuation(60.0);
        assert!((ideal..ideal + 1.0).contains(&found), "{found} {ideal}");
        assert!(attenuation(120.0) > found + 6.0);
    }

    #[test]
    fn day_and_night_are_energy_means() {
        let mut by_hour = ByHour::default();
        for hour in 0..48 {
            let loud = DAY.contains(&(hour % 24));
            let level = if loud { 100.0 } else { 90.0 };
            by_hour.add(
                strength(level),
                (f64::from(hour as u32) + 0.5) * 3_600.0,
                3_600.0,
            );
        }
        let day = by_hour.levels(|h| DAY.contains(&h)).unwrap();
        let night = by_hour.levels(|h| !DAY.contains(&h)).unwrap();
        assert!((day[0] - 100.0).abs() < 1e-9 && (night[1] - 90.0).abs() < 1e-9);
        // 16 h of 100 dB and 8 h of 90 dB.
        let all = by_hour.levels(|_| true).unwrap();
        let want = 10.0 * ((16.0 * 1e10 + 8.0 * 1e9) / 24.0f64).log10();
        assert!((all[0] - want).abs() < 1e-9 && (all[1] - 100.0).abs() < 1e-9);
        assert_eq!(ByHour::default().levels(|_| true), None);
    }

    #[test]
    fn parts_of_a_study_add_up() {
        let (mut whole, mut a, mut b) = (ByHour::default(), ByHour::default(), ByHour::default());
        for (part, clock) in [(&mut a, 100.0), (&mut b, 90_000.0)] {
            part.add(strength(80.0), clock, 60.0);
            whole.add(strength(80.0), clock, 60.0);
        }
        a.join(&b);
        assert_eq!(a, whole);
        assert_eq!(whole.seconds[0], 60.0);
        assert_eq!(whole.seconds[1], 60.0);
    }
}
