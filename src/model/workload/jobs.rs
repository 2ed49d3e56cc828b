//! A seeded trace of a machine that runs large jobs one after the other.
//!
//! # Equations
//! The machine goes from job to job; job j lasts an exponential time of mean T, and between two jobs the load
//! goes over in a straight line of length τ. With trough b and uniform random u, v the load of a job is
//!
//! ```text
//! ℓ_j = b + (1 − b)·s,   s = 1 − 0.1·v (u < 0.45: most of the machine),
//!                        s = 0.1·v     (u > 0.75: waiting for the next),  s = v otherwise     (1)
//! p_c(t) = level·ℓ(t)·(1 + σ_s·ξ_c)·(1 + σ_n·η_c(t))                                         (2)
//! ```
//!
//! ℓ is common to the machine; ξ_c is one normal number a stream c (a rack, CDU or row), η_c an
//! autoregressive process that keeps 0.97 from sample to sample, and a stream reports a new value in every
//! second sample only, as telemetry does.
//!
//! # Units
//! Shares of rated power; s.
//!
//! # Validity
//! A likeness of level, steps, spread and memory, not of any job. The presets were chosen beside one day of 25
//! CDUs every 15 s (`systems/README.md` of the reference data: HewlettPackard/sustain-lc, mean 16.1 MW,
//! 5.2 to 26.6 MW, steepest ramp 3.1 MW in 15 s); no sample of it is in here.
//!
//! # References
//! - D. Feitelson, *Workload Modeling for Computer Systems Performance Evaluation* (2015), ch. 9: alternating
//!   states with random lengths.

use super::{Trace, TraceError};
use crate::kernels::math::ln;
use crate::kernels::random::Random;

/// Share of jobs that fill the machine, and share up to which the others use part of it.
const FULL: f64 = 0.45;
const PART: f64 = 0.75;
/// Spread of the load of full and of waiting machines.
const NEAR: f64 = 0.1;
/// Memory of a stream's own noise from sample to sample.
const MEMORY: f64 = 0.97;
/// Most samples of a trace.
const MOST: usize = 10_000_000;

/// What the trace of a machine is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jobs {
    /// Number from which all random numbers follow.
    pub seed: u32,
    /// Load of a full machine over rated power.
    pub level: f64,
    /// Load between jobs over that of a full machine [0 to 1].
    pub trough: f64,
    /// Mean time from job to job T \[s\].
    pub length: f64,
    /// Time from one load to the next τ \[s\].
    pub ramp: f64,
    /// σ_s of eq. (2).
    pub spread: f64,
    /// σ_n of eq. (2).
    pub noise: f64,
    /// Time from sample to sample \[s\].
    pub sample: f64,
}

impl Jobs {
    /// The trace of `stream` from `start` \[s\] over `duration` \[s\], as shares of rated power.
    ///
    /// # Errors
    /// Fewer than two samples, or more than ten million.
    pub fn trace(&self, stream: &str, start: f64, duration: f64) -> Result<Trace, TraceError> {
        let samples = (duration / self.sample).ceil();
        if samples.is_nan() || samples >= MOST as f64 {
            return Err(TraceError::TooMany);
        }
        let n = samples as usize + 1;
        let mut own = Random::named(&format!("{}/{stream}", self.seed));
        let share = 1.0 + self.spread * own.normal();
        let fresh = (1.0 - MEMORY * MEMORY).sqrt();
        let (mut noise, mut held) = (own.normal(), 0.0);
        let mut level = Vec::with_capacity(n);
        for (k, machine) in self.machine(n).into_iter().enumerate() {
            noise = MEMORY * noise + fresh * own.normal();
            let now = self.level * machine * share * (1.0 + self.noise * noise);
            if k % 2 == 0 || k + 1 == n {
                held = now.max(0.0);
            }
            level.push(held);
        }
        let time = (0..n).map(|k| start + k as f64 * self.sample).collect();
        Trace::new(time, level)
    }

    /// ℓ at `n` samples, eq. (1).
    fn machine(&self, n: usize) -> Vec<f64> {
        let mut random = Random::named(&format!("{}", self.seed));
        let (mut old, mut new) = (self.load(&mut random), self.load(&mut random));
        let (mut begun, mut ends) = (0.0, self.duration(&mut random));
        let mut loads = Vec::with_capacity(n);
        for k in 0..n {
            let t = k as f64 * self.sample;
            while t >= ends {
                (old, new) = (new, self.load(&mut random));
                begun = ends;
                ends += self.duration(&mut random);
            }
            let gone = ((t - begun) / self.ramp).min(1.0);
            loads.push(old + (new - old) * gone);
        }
        loads
    }

    fn load(&self, random: &mut Random) -> f64 {
        let (u, v) = (random.uniform(), random.uniform());
        let share = match u {
            u if u < FULL => 1.0 - NEAR * v,
            u if u > PART => NEAR * v,
            _ => v,
        };
        self.trough + (1.0 - self.trough) * share
    }

    /// Time to the next job \[s\]: no shorter than a ramp and a sample, so that each load is reached.
    fn duration(&self, random: &mut Random) -> f64 {
        let time = -self.length * ln(1.0 - random.uniform());
        time.max(self.ramp + self.sample)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workload::Profile;
    use proptest::prelude::*;

    const DAY: f64 = 86_400.0;

    fn jobs(seed: u32) -> Jobs {
        Jobs {
            seed,
            level: 0.8,
            trough: 0.2,
            length: 2_400.0,
            ramp: 90.0,
            spread: 0.02,
            noise: 0.02,
            sample: 15.0,
        }
    }

    fn samples(seed: u32, stream: &str) -> Vec<f64> {
        jobs(seed).trace(stream, 0.0, DAY).unwrap().level
    }

    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let (ma, mb) = (mean(a), mean(b));
        let sum = |f: &dyn Fn(f64, f64) -> f64| {
            a.iter().zip(b).map(|(x, y)| f(x - ma, y - mb)).sum::<f64>()
        };
        sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
    }

    #[test]
    fn a_day_every_fifteen_seconds_is_the_same_for_the_same_seed() {
        assert_eq!(samples(1, "c1").len(), 5_761);
        assert_eq!(samples(1, "c1"), samples(1, "c1"));
        assert_ne!(samples(1, "c1"), samples(2, "c1"));
        assert_ne!(samples(1, "c1"), samples(1, "c2"));
    }

    #[test]
    fn streams_of_a_machine_go_together_and_remember() {
        let (a, b) = (samples(1, "c1"), samples(1, "c2"));
        assert!(correlation(&a, &b) > 0.98);
        assert!(correlation(&a[1..], &a[..5_760]) > 0.99);
        let hour = correlation(&a[240..], &a[..5_521]);
        assert!(hour < 0.6, "{hour} after an hour");
    }

    #[test]
    fn too_many_samples_are_refused() {
        let long = jobs(1).trace("c1", 0.0, 1e12);
        assert_eq!(long, Err(TraceError::TooMany));
    }

    proptest! {
        #[test]
        fn loads_lie_between_the_trough_and_the_level(seed in 0u32..1_000) {
            let quiet = Jobs { spread: 0.0, noise: 0.0, ..jobs(seed) };
            let trace = Profile::Trace(quiet.trace("c1", 0.0, DAY).unwrap());
            for k in 0..5_760 {
                let p = trace.mean(15.0 * f64::from(k), 15.0);
                prop_assert!((0.16 - 1e-12..=0.8 + 1e-12).contains(&p));
            }
        }
    }
}
