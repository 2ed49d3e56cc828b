//! A long trace kept as the means and mean squares of equal blocks: what a year of steps asks it for.

use super::Trace;

/// Running integrals of a level and of its square at the ends of equal blocks, even within each.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks {
    start: f64,
    length: f64,
    integral: Vec<f64>,
    square: Vec<f64>,
    peak: f64,
}

impl Blocks {
    /// `trace` in blocks of `length` \[s\].
    pub fn of(trace: &Trace, length: f64) -> Self {
        let [start, end] = trace.span();
        let blocks = ((end - start) / length).round().max(1.0) as usize;
        let ends = || (0..=blocks).map(|k| start + k as f64 * length);
        Self {
            start,
            length,
            integral: ends().map(|t| trace.integral(t)).collect(),
            square: ends().map(|t| trace.square(t)).collect(),
            peak: trace.peak(),
        }
    }

    /// First and last time \[s\].
    pub fn span(&self) -> [f64; 2] {
        let blocks = (self.integral.len() - 1) as f64;
        [self.start, self.start + blocks * self.length]
    }

    /// Largest sample of the trace.
    pub fn peak(&self) -> f64 {
        self.peak
    }

    /// E(t), the outermost blocks held beyond the ends.
    pub(super) fn integral(&self, t: f64) -> f64 {
        self.at(&self.integral, t)
    }

    /// ∫₀ᵗ p² dt, the outermost blocks held beyond the ends.
    pub(super) fn square(&self, t: f64) -> f64 {
        self.at(&self.square, t)
    }

    fn at(&self, sums: &[f64], t: f64) -> f64 {
        let x = (t - self.start) / self.length;
        let block = (x.max(0.0) as usize).min(sums.len() - 2);
        sums[block] + (sums[block + 1] - sums[block]) * (x - block as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::workload::Profile;

    #[test]
    fn blocks_ask_for_what_the_trace_does() {
        let time: Vec<f64> = (0..=1_000).map(|k| 100.0 + 10.0 * f64::from(k)).collect();
        let level = time.iter().map(|t| 2.0 + (t / 50.0).sin()).collect();
        let trace = Trace::new(time, level).unwrap();
        let blocks = Profile::Blocks(Blocks::of(&trace, 250.0));
        assert!(matches!(&blocks, Profile::Blocks(b) if b.span() == [100.0, 10_100.0]));
        let trace = Profile::Trace(trace);
        assert_eq!(blocks.peak(), trace.peak());
        for k in 0..39 {
            let t = 100.0 + 250.0 * f64::from(k);
            for length in [250.0, 500.0] {
                let off = blocks.mean(t, length) - trace.mean(t, length);
                assert!(off.abs() < 1e-9, "{t} {length}: {off}");
                let off = blocks.deviation(t, length) - trace.deviation(t, length);
                assert!(off.abs() < 1e-6, "{t} {length}: {off}");
            }
        }
    }
}
