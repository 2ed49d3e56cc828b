//! What the grid sees of a load that swings: ramps, the content of a band of frequencies, demand.
//!
//! # Equations
//! For power P sampled every Δ,
//!
//! ```text
//! ramp(T) = max |P(t₂) − P(t₁)|   over all t₁ < t₂ ≤ t₁ + T                                (1)
//! X_k = Σ w_n·(P_n − P̄)·exp(−2πj·k·n/N),   w_n = ½·(1 − cos(2πn/N))                        (2)
//! σ² = 2·Σ_k |X_k|² / (N·Σ w²)   over the k with f₁ ≤ k/(N·Δ) ≤ f₂                          (3)
//! D = max of the mean of P over T                                                           (4)
//! ```
//! (1) with T = 1 s and 60 s is a change in W within a second and within a minute. (3) is the
//! root-mean-square of what swings between f₁ and f₂; Hann's window w keeps what swings elsewhere out
//! of it whether or not the record holds whole periods.
//!
//! # Units
//! W, s, Hz.
//!
//! # Validity
//! The record should hold two periods of f₁ and be sampled at least twice a period of f₂. A record
//! shorter than T gives (1) over itself, and (4) as its mean.
//!
//! # References
//! - Harris, Proc. IEEE 66 (1978) 51: windows for harmonic analysis; Welch, IEEE Trans. Audio
//!   Electroacoust. 15 (1967) 70: (3).
//! - North American Electric Reliability Corporation, *Characteristics and Risks of Emerging Large
//!   Loads* (2025): ramps and forced oscillations from data centres.

use crate::kernels::math::sin_turns;

/// Content of a band of frequencies.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Band {
    /// Root-mean-square of what swings in it \[W\].
    pub rms: f64,
    /// Frequency of its largest line \[Hz\].
    pub peak: f64,
}

/// Largest change (1) of `power` \[W\] within `span` \[s\], sampled every `sample` \[s\].
pub fn ramp(power: &[f64], sample: f64, span: f64) -> f64 {
    let reach = ((span / sample) * (1.0 + 1e-12)).floor() as usize;
    let (above, below) = (|a: f64, b: f64| a >= b, |a: f64, b: f64| a <= b);
    let highest = extreme(power, reach, above);
    let lowest = extreme(power, reach, below);
    let change = |((p, high), low): ((&f64, f64), f64)| (high - p).max(p - low);
    let all = power.iter().zip(highest).zip(lowest);
    all.map(change).fold(0.0, f64::max)
}

/// The extreme of each value and the `reach` before it.
fn extreme(values: &[f64], reach: usize, beats: impl Fn(f64, f64) -> bool) -> Vec<f64> {
    let mut held: std::collections::VecDeque<usize> = std::collections::VecDeque::new();
    let mut all = Vec::with_capacity(values.len());
    for (n, &value) in values.iter().enumerate() {
        while held.back().is_some_and(|&last| beats(value, values[last])) {
            held.pop_back();
        }
        held.push_back(n);
        while held.front().is_some_and(|&first| first + reach < n) {
            held.pop_front();
        }
        all.push(held.front().map_or(value, |&first| values[first]));
    }
    all
}

/// Content (3) of `power` \[W\], sampled every `sample` \[s\], between `low` and `high` \[Hz\].
pub fn band(power: &[f64], sample: f64, low: f64, high: f64) -> Band {
    let count = power.len();
    let length = count as f64 * sample;
    let first = (low * length).ceil().max(1.0) as usize;
    let last = ((high * length).floor() as usize).min(count.saturating_sub(1) / 2);
    let mean = power.iter().sum::<f64>() / (count as f64).max(1.0);
    let window = |n: usize| 0.5 * (1.0 - cos_turns(n as f64 / count as f64));
    let windowed: Vec<f64> = (0..count).map(|n| window(n) * (power[n] - mean)).collect();
    let weight: f64 = (0..count).map(|n| window(n) * window(n)).sum();
    let (mut sum, mut best) = (0.0, (0.0, 0.0));
    for k in first..=last.max(first) {
        if k > last {
            break;
        }
        let size = line(&windowed, k as f64 / count as f64);
        sum += size;
        if size > best.0 {
            best = (size, k as f64 / length);
        }
    }
    let scale = 2.0 / (count as f64 * weight).max(f64::MIN_POSITIVE);
    Band {
        rms: (scale * sum).sqrt(),
        peak: best.1,
    }
}

fn cos_turns(x: f64) -> f64 {
    sin_turns(x + 0.25)
}

/// |X|² of `values` at `turns` a sample, by Goertzel's recurrence.
fn line(values: &[f64], turns: f64) -> f64 {
    let twice = 2.0 * cos_turns(turns);
    let (mut one, mut two) = (0.0, 0.0);
    for value in values {
        let next = value + twice * one - two;
        (two, one) = (one, next);
    }
    one * one + two * two - twice * one * two
}

/// Largest mean (4) of `power` \[W\] over `span` \[s\], sampled every `sample` \[s\].
pub fn demand(power: &[f64], sample: f64, span: f64) -> f64 {
    let count = ((span / sample).round() as usize).clamp(1, power.len().max(1));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let Some(first) = power.get(..count) else {
        return 0.0;
    };
    let mut sum = mean(first);
    let mut most = sum;
    for (old, new) in power.iter().zip(&power[count..]) {
        sum += (new - old) / count as f64;
        most = most.max(sum);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sine(count: usize, sample: f64, amount: f64, f: f64) -> Vec<f64> {
        let at = |n: usize| 5e5 + amount * sin_turns(f * n as f64 * sample);
        (0..count).map(at).collect()
    }

    #[test]
    fn a_sine_inside_the_band_has_its_root_mean_square_and_outside_nothing() {
        // 8.03 Hz over 20 s: no whole number of periods.
        let p = sine(20_000, 1e-3, 1e5, 8.03);
        let found = band(&p, 1e-3, 0.1, 20.0);
        assert!(
            (found.rms / (1e5 / 2f64.sqrt()) - 1.0).abs() < 1e-3,
            "{found:?}"
        );
        assert!((found.peak - 8.03).abs() < 0.05);
        assert!(band(&p, 1e-3, 10.0, 20.0).rms < 2.0);
    }

    #[test]
    fn a_ramp_is_its_slope_until_it_ends() {
        // 100 kW/s for two seconds, then constant.
        let p: Vec<f64> = (0..100)
            .map(|n| 1e5 * (0.1 * f64::from(n)).min(2.0))
            .collect();
        assert!((ramp(&p, 0.1, 1.0) - 1e5).abs() < 1e-6);
        assert!((ramp(&p, 0.1, 60.0) - 2e5).abs() < 1e-6);
        assert!((demand(&p, 0.1, 1.0) - 2e5).abs() < 1e-6);
        assert_eq!(ramp(&[], 0.1, 1.0), 0.0);
        assert_eq!(demand(&[], 0.1, 1.0), 0.0);
        assert_eq!(band(&[3.0], 0.1, 0.1, 20.0).rms, 0.0);
    }

    proptest! {
        #[test]
        fn windows_agree_with_what_is_written_out(
            p in proptest::collection::vec(-1e6..1e6f64, 2..60),
            reach in 1usize..20,
        ) {
            let found = ramp(&p, 1.0, reach as f64);
            let mut most = 0.0f64;
            for i in 0..p.len() {
                for j in i..p.len().min(i + reach + 1) {
                    most = most.max((p[j] - p[i]).abs());
                }
            }
            prop_assert!((found - most).abs() < 1e-6);
            let d = demand(&p, 1.0, reach as f64);
            let n = reach.min(p.len());
            let written = p.windows(n).map(|w| w.iter().sum::<f64>() / n as f64);
            let written = written.fold(f64::NEG_INFINITY, f64::max);
            prop_assert!((d - written).abs() < 1e-6);
        }
    }
}
