//! Random numbers whose bits never change: with a platform's or a crate's generator a synthetic year
//! would move under its users.
//!
//! # References
//! - Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014: SplitMix64.

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream that belongs to `name`, by 64-bit FNV-1a.
    pub fn named(name: &str) -> Self {
        let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Nearly normal with mean 0 and variance 1, within ±6: the sum of twelve uniform numbers, which
    /// needs no elementary function.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// `n` values of an autoregressive process of order one, x′ = a·x + √(1−a²)·ε with `memory` a:
    /// mean 0, variance 1, and closed to a ring, so that 31 December leads to 1 January.
    pub fn ring(&mut self, n: usize, memory: f64) -> Vec<f64> {
        let shocks: Vec<f64> = (0..n).map(|_| self.normal()).collect();
        let fresh = (1.0 - memory * memory).sqrt();
        let step = |x: &mut f64, shock: &f64| {
            *x = memory * *x + fresh * shock;
            Some(*x)
        };
        // The second lap starts where the first one ended, which closes the ring to round-off.
        let end = shocks.iter().scan(0.0, step).last().unwrap_or(0.0);
        shocks.iter().scan(end, step).collect()
    }
}

/// For tests that draw what nobody drew.
#[cfg(test)]
impl Random {
    /// The stream that begins at `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Uniform in [`least`, `most`).
    pub fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.uniform()
    }

    /// One of 0 to `n` − 1.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.uniform() * n as f64) as usize).min(n - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_stay() {
        let mut random = Random(1_234_567);
        // First output of SplitMix64 for this seed, as published with the reference code.
        assert_eq!(
            (random.uniform() * (1u64 << 53) as f64) as u64,
            6_457_827_717_110_365_317 >> 11
        );
    }

    #[test]
    fn rings_close_and_have_their_moments() {
        let x = Random::named("anywhere").ring(40_000, 0.7);
        let n = x.len() as f64;
        let mean = x.iter().sum::<f64>() / n;
        let variance = x.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
        let lagged = x
            .iter()
            .zip(x.iter().cycle().skip(1))
            .map(|(a, b)| (a - mean) * (b - mean));
        let memory = lagged.sum::<f64>() / n / variance;
        assert!(
            mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05,
            "{mean} {variance}"
        );
        assert!((memory - 0.7).abs() < 0.02, "{memory}");
    }
}
