//! Sums in a fixed order whose additions do not wait for each other.
//!
//! An addition takes four cycles and a core begins two of them in each: a running sum uses an eighth of it. Eight
//! running sums, added up pairwise at the end, are as fast as the terms arrive, the same on every machine, and err
//! less than one (N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed., SIAM 2002, §4.2).

const LANES: usize = 8;

/// Σ of the `n` terms `term(0)` to `term(n − 1)`.
#[inline]
pub fn sum_of(n: usize, term: impl Fn(usize) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    let whole = n - n % LANES;
    for first in (0..whole).step_by(LANES) {
        for (k, lane) in lanes.iter_mut().enumerate() {
            *lane += term(first + k);
        }
    }
    for (lane, i) in lanes.iter_mut().zip(whole..n) {
        *lane += term(i);
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (b + f)) + ((c + g) + (d + h))
}

/// Σ of `values`.
#[inline]
pub fn sum(values: &[f64]) -> f64 {
    sum_of(values.len(), |i| values[i])
}

/// Largest |aᵢ − bᵢ|; not a number where any difference is none. Slices of equal length.
#[inline]
pub fn largest_change(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let (mut lanes, mut spoilt) = ([0.0f64; LANES], [0.0f64; LANES]);
    let mut take = |k: usize, i: usize| {
        let change = (a[i] - b[i]).abs();
        // `max` passes over what is not a number; the product of such a change with zero is none either.
        lanes[k] = lanes[k].max(change);
        spoilt[k] += 0.0 * change;
    };
    let whole = n - n % LANES;
    for first in (0..whole).step_by(LANES) {
        for k in 0..LANES {
            take(k, first + k);
        }
    }
    for i in whole..n {
        take(i - whole, i);
    }
    lanes.into_iter().fold(0.0, f64::max) + spoilt.into_iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_a_number_shows() {
        let mut a = vec![1.0; 19];
        let b = vec![1.5; 19];
        assert_eq!(largest_change(&a, &b), 0.5);
        for at in [0, 7, 8, 18] {
            let before = std::mem::replace(&mut a[at], f64::NAN);
            assert!(largest_change(&a, &b).is_nan() && sum(&a).is_nan());
            a[at] = before;
        }
        assert_eq!((sum(&[]), largest_change(&[], &[])), (0.0, 0.0));
    }

    proptest! {
        #[test]
        fn sums_are_those_of_one_after_the_other(v in prop::collection::vec(-1e3..1e3f64, 0..70)) {
            let plain: f64 = v.iter().sum();
            let size: f64 = v.iter().map(|x| x.abs()).sum();
            prop_assert!((sum(&v) - plain).abs() <= 1e-14 * size);
        }

        #[test]
        fn the_largest_change_is_one_of_them(v in prop::collection::vec((-1e3..1e3f64, -1e3..1e3f64), 0..70)) {
            let (a, b): (Vec<f64>, Vec<f64>) = v.into_iter().unzip();
            let plain = a.iter().zip(&b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            prop_assert_eq!(largest_change(&a, &b), plain);
        }
    }
}
