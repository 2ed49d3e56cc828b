use super::*;
use proptest::prelude::*;

/// A year with seasons, days and nothing else.
fn wave() -> Vec<f64> {
    let triangle = |x: usize, n: usize| (2.0 * (x % n) as f64 / n as f64 - 1.0).abs();
    (0..YEAR_H)
        .map(|h| 20.0 - 15.0 * triangle(h, YEAR_H) - 6.0 * triangle(h, 24))
        .collect()
}

#[test]
fn means_are_met_without_steps_between_months() {
    let targets = std::array::from_fn(|m| 3.0 * m as f64);
    let mut values = wave();
    for _ in 0..30 {
        move_means(&mut values, &targets);
    }
    for (found, wanted) in monthly_means(&values).iter().zip(targets) {
        assert!((found - wanted).abs() < 1e-6, "{found} {wanted}");
    }
    let before = wave();
    let shifts: Vec<f64> = values.iter().zip(&before).map(|(a, b)| a - b).collect();
    let jump = shifts
        .windows(2)
        .map(|w| (w[1] - w[0]).abs())
        .fold(0.0, f64::max);
    assert!(jump < 0.2, "{jump}");
}

#[test]
fn seasons_close_over_the_new_year() {
    let monthly = std::array::from_fn(|m| m as f64);
    let hours: Vec<f64> = seasonal(&monthly).collect();
    assert_eq!(hours.len(), YEAR_H);
    assert!((hours[YEAR_H - 1] - hours[0]).abs() < 0.02);
    for (month, starts) in month_starts().windows(2).enumerate() {
        let middle = (starts[0] + starts[1]) / 2;
        assert!((hours[middle] - monthly[month]).abs() < 0.02, "{month}");
    }
}

#[test]
fn coincident_values_are_met() {
    let dry = wave();
    let mut wet: Vec<f64> = dry.iter().map(|t| 0.6 * t).collect();
    let wanted = [[16.0, 8.0], [18.0, 9.0]];
    for _ in 0..40 {
        move_coincident(&mut wet, &dry, &wanted);
    }
    for [at, wanted] in wanted {
        let mean = coincident_mean(&dry, &wet, at);
        assert!((mean - wanted).abs() < 0.01, "{at}: {mean}");
    }
    let untouched = dry.iter().zip(&wet).filter(|(t, _)| **t < 14.0);
    assert!(
        untouched
            .into_iter()
            .all(|(t, w)| w.to_bits() == (0.6 * t).to_bits())
    );
}

proptest! {
    #[test]
    fn tails_are_met_in_order_and_the_rest_left_alone(lift in 0.0..4.0f64, step in 0.1..2.0f64) {
        let before = wave();
        let top = super::super::exceeded(&before, 0.02) + lift;
        let tail = [(0.004, top + 2.0 * step), (0.01, top + step), (0.02, top)];
        let mut after = before.clone();
        bend_tail(&mut after, &tail);
        for (share, wanted) in tail {
            let found = super::super::exceeded(&after, share);
            prop_assert!((found - wanted).abs() < 1e-9, "{share}: {found} {wanted}");
        }
        let knee = super::super::exceeded(&before, 0.1);
        for (i, (a, b)) in before.iter().zip(&after).enumerate() {
            prop_assert!(*a > knee || a.to_bits() == b.to_bits(), "hour {i}");
        }
        let mut order: Vec<usize> = (0..YEAR_H).collect();
        order.sort_by(|&i, &j| before[i].total_cmp(&before[j]));
        prop_assert!(order.windows(2).all(|w| after[w[0]] <= after[w[1]] + 1e-9));
    }
}
