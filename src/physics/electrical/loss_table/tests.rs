use super::*;
use proptest::prelude::*;

/// TI TIDUF63A, table 4-1: 1.6 kW GaN converter at 50 V in.
const TIDUF63A: [(f64, f64); 9] = [
    (0.05, 0.899),
    (0.1, 0.936),
    (0.2, 0.956),
    (0.3, 0.962),
    (0.4, 0.965),
    (0.5, 0.964),
    (0.6, 0.963),
    (0.8, 0.961),
    (1.0, 0.955),
];

#[test]
fn goes_through_the_datasheet_points() {
    let table = LossTable::from_efficiency(1_600.0, &TIDUF63A).unwrap();
    for (fraction, efficiency) in TIDUF63A {
        let p = 1_600.0 * fraction;
        assert!(
            (p / (p + table.loss(p)) - efficiency).abs() < 1e-15,
            "{fraction}"
        );
    }
}

#[test]
fn left_out_points_are_met_within_the_last_digit_of_the_sheet() {
    for skip in [2, 3, 4, 5, 6] {
        let kept = TIDUF63A
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != skip)
            .map(|(_, p)| *p);
        let table = LossTable::from_efficiency(1_600.0, &kept.collect::<Vec<_>>()).unwrap();
        let (fraction, efficiency) = TIDUF63A[skip];
        let p = 1_600.0 * fraction;
        let error = p / (p + table.loss(p)) - efficiency;
        assert!(error.abs() < 2.5e-3, "without {fraction}: {error}");
    }
}

#[test]
fn requirement_limits_whose_loss_falls_are_refused() {
    // OCP Diablo 400 v0.7, minimum efficiency at 480 V AC: 10.53 W/kW at 20 %, 10.20 W/kW at 50 %.
    let limits = [(0.2, 0.95), (0.5, 0.98), (1.0, 0.97)];
    let error = LossTable::from_efficiency(1_000.0, &limits).unwrap_err();
    assert!(
        matches!(error, TableError::NotMonotone { output, .. } if output == 500.0),
        "{error}"
    );
}

#[test]
fn names_what_is_wrong() {
    use TableError as E;
    let bad = |points: &[(f64, f64)]| LossTable::from_efficiency(100.0, points).unwrap_err();
    assert_eq!(bad(&[(1.0, 0.9)]), E::TooFew { count: 1 });
    assert_eq!(
        bad(&[(0.5, 0.9), (1.0, 1.01)]),
        E::Efficiency {
            output: 100.0,
            efficiency: 1.01
        }
    );
    assert_eq!(
        bad(&[(0.5, 0.9), (0.5, 0.9)]),
        E::Order {
            previous: 50.0,
            output: 50.0
        }
    );
    assert_eq!(
        bad(&[(0.0, 0.9), (0.5, 0.9)]),
        E::Order {
            previous: 0.0,
            output: 0.0
        }
    );
    assert!(matches!(
        bad(&[(0.5, f64::NAN), (1.0, 0.9)]),
        E::Efficiency { .. }
    ));
    assert!(matches!(
        LossTable::quadratic(-1.0, 0.0, 0.0, 1.0),
        Err(E::Value { .. })
    ));
    assert!(matches!(
        LossTable::from_losses(&[(0.0, f64::NAN), (1.0, 1.0)]),
        Err(E::Value { .. })
    ));
}

#[test]
fn says_what_its_source_covers() {
    let table = LossTable::from_efficiency(1_600.0, &TIDUF63A).unwrap();
    assert_eq!(table.range(), [80.0, 1_600.0]);
    assert!(table.covers(80.0) && table.covers(1_600.0));
    assert!(!table.covers(79.0) && !table.covers(1_601.0));
}

proptest! {
    #[test]
    fn loss_is_never_negative_and_never_falls(p in 0.0..3_000.0f64, dp in 0.0..100.0f64) {
        let table = LossTable::from_efficiency(1_600.0, &TIDUF63A).unwrap();
        let (low, high) = (table.loss(p), table.loss(p + dp));
        prop_assert!(low >= 0.0 && high >= low - 1e-12, "{low} {high}");
    }

    #[test]
    fn a_quadratic_is_exact(p in 0.0..2e5f64) {
        let table = LossTable::quadratic(120.0, 0.01, 1e-7, 1e5).unwrap();
        let want = 120.0 + 0.01 * p + 1e-7 * p * p;
        prop_assert!((table.loss(p) - want).abs() <= 1e-12 * want);
    }

    #[test]
    fn every_width_gives_the_same_bits(p in prop::array::uniform8(0.0..2_000.0f64)) {
        let table = LossTable::from_efficiency(1_600.0, &TIDUF63A).unwrap();
        let wide = table.losses(p);
        for (p, wide) in p.iter().zip(wide) {
            prop_assert_eq!(table.loss(*p).to_bits(), wide.to_bits());
        }
    }
}
