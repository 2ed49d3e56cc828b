//! Points that fill a cube evenly, the same at every run: Halton's sequence, and quantiles.

/// The first primes: bases of the sequence's axes.
const PRIMES: [u64; 16] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/// Most axes.
pub(super) const MOST: usize = PRIMES.len();

/// Coordinate `axis` of point `k` (from 1), in (0, 1): the digits of k in base b behind the point, mirrored.
pub(super) fn halton(k: u64, axis: usize) -> f64 {
    let base = PRIMES[axis % MOST];
    let (mut rest, mut share, mut x) = (k, 1.0, 0.0);
    while rest > 0 {
        share /= base as f64;
        x += share * (rest % base) as f64;
        rest /= base;
    }
    x
}

/// The value below which a share `p` of `sorted` lies, linear between neighbours; NaN for none.
pub(super) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let at = p.clamp(0.0, 1.0) * last as f64;
    let i = (at as usize).min(last);
    let j = (i + 1).min(last);
    sorted[i] + (sorted[j] - sorted[i]) * (at - i as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        // Halton 1960: van der Corput's sequence in bases 2 and 3.
        let two: Vec<f64> = (1..=4).map(|k| halton(k, 0)).collect();
        assert_eq!(two, [0.5, 0.25, 0.75, 0.125]);
        let three = [1.0 / 3.0, 2.0 / 3.0, 1.0 / 9.0, 4.0 / 9.0];
        for (k, x) in (1..).zip(three) {
            assert!((halton(k, 1) - x).abs() < 1e-15);
        }
    }

    #[test]
    fn every_axis_is_filled_evenly() {
        for axis in 0..MOST {
            let n = 2_000;
            let mean = (1..=n).map(|k| halton(k, axis)).sum::<f64>() / n as f64;
            assert!((mean - 0.5).abs() < 0.02, "{axis} {mean}");
        }
    }

    #[test]
    fn quantiles_of_a_ramp() {
        let ramp: Vec<f64> = (0..=10).map(f64::from).collect();
        assert_eq!(quantile(&ramp, 0.1), 1.0);
        assert_eq!(quantile(&ramp, 0.5), 5.0);
        assert!((quantile(&ramp, 0.95) - 9.5).abs() < 1e-12);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
