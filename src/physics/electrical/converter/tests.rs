use super::*;
use proptest::prelude::*;

/// Frontier's 380 V rectifier in RAPS: P_in = (P + 17 W)/0.96, four to a chassis, 13 670 W a module.
fn rectifiers(staging: Option<Staging>) -> Converter {
    let module = LossTable::quadratic(17.0 / 0.96, 1.0 / 0.96 - 1.0, 0.0, 15_000.0).unwrap();
    Converter::new(Rating {
        modules: 4,
        rated: 13_670.0,
        module,
        standby: 0.0,
        staging,
    })
    .unwrap()
}

#[test]
fn meets_the_published_rectifier_table() {
    let one = rectifiers(None);
    for (out, loss) in [
        (100.0, 21.875),
        (1_000.0, 59.375),
        (6_000.0, 267.70833),
        (15_000.0, 642.70833),
    ] {
        assert!((one.module.loss(out) - loss).abs() < 5.1e-6, "{out}");
    }
}

#[test]
fn staging_without_hysteresis_is_the_ceiling_of_raps() {
    let smart = rectifiers(Some(Staging {
        up: 1.0,
        down: 1.0,
        least: 1,
    }));
    for i in 0..600 {
        let p = 100.0 * f64::from(i);
        let want = (p / 13_670.0).ceil().clamp(1.0, 4.0);
        for before in [1.0, 2.0, 3.0, 4.0] {
            assert_eq!(smart.staged(p, before), want, "{p} W from {before}");
        }
    }
}

#[test]
fn hysteresis_remembers_and_never_hunts() {
    let c = rectifiers(Some(Staging {
        up: 0.9,
        down: 0.7,
        least: 2,
    }));
    assert_eq!(c.staged(0.0, 4.0), 2.0);
    let between = 0.8 * 2.0 * 13_670.0;
    assert_eq!((c.staged(between, 2.0), c.staged(between, 3.0)), (2.0, 3.0));
    for i in 0..600 {
        for before in [1.0, 2.0, 3.0, 4.0] {
            let p = 100.0 * f64::from(i);
            let on = c.staged(p, before);
            assert_eq!(c.staged(p, on), on, "{p} W from {before}");
        }
    }
}

#[test]
fn switched_off_modules_cost_their_standby() {
    let module = LossTable::quadratic(10.0, 0.0, 0.0, 100.0).unwrap();
    let rating = Rating {
        modules: 5,
        rated: 100.0,
        module,
        standby: 0.5,
        staging: None,
    };
    let c = Converter::new(rating).unwrap();
    assert_eq!(c.loss(100.0, 2.0), 2.0 * 10.0 + 3.0 * 0.5);
    assert_eq!(c.capacity(), 500.0);
}

#[test]
fn refuses_what_cannot_be_built() {
    let module = LossTable::quadratic(1.0, 0.0, 0.0, 10.0).unwrap();
    let good = Rating {
        modules: 2,
        rated: 10.0,
        module,
        standby: 0.0,
        staging: None,
    };
    let refused = |change: &dyn Fn(&mut Rating)| {
        let mut r = good.clone();
        change(&mut r);
        Converter::new(r).unwrap_err()
    };
    assert_eq!(refused(&|r| r.modules = 0), RatingError::NoModules);
    assert_eq!(
        refused(&|r| r.rated = 0.0),
        RatingError::Rated { rated: 0.0 }
    );
    assert!(matches!(
        refused(&|r| r.standby = -1.0),
        RatingError::Table(_)
    ));
    let hunting = Staging {
        up: 0.5,
        down: 0.6,
        least: 1,
    };
    assert_eq!(
        refused(&|r| r.staging = Some(hunting)),
        RatingError::Staging(hunting)
    );
    assert!(Converter::constant(10.0, 1.2).is_err());
}

proptest! {
    #[test]
    fn rows_have_the_bits_of_the_single_law(p in prop::collection::vec(0.0..60_000.0f64, 1..40)) {
        let c = rectifiers(None);
        let on: Vec<f64> = (0..p.len()).map(|i| 1.0 + (i % 4) as f64).collect();
        let mut row = vec![0.0; p.len()];
        losses(&c, &p, &on, &mut row);
        for i in 0..p.len() {
            prop_assert_eq!(row[i].to_bits(), c.loss(p[i], on[i]).to_bits());
        }
    }
}

/// A module loses 100 W and the square of its output over 1 MW: the knee √(a/c) is at 10 kW a module, with what is off beside it further up.
#[test]
fn the_knee_is_where_the_loss_without_load_is_half() {
    let bank = |staging| {
        Converter::new(Rating {
            modules: 4,
            rated: 20_000.0,
            module: LossTable::quadratic(100.0, 0.0, 1e-6, 20_000.0).unwrap(),
            standby: 20.0,
            staging,
        })
        .unwrap()
    };
    let below = |c: &Converter, output: f64, on: f64| c.below_knee(c.loss(output, on), on);
    let equal = bank(None);
    assert!(below(&equal, 39_999.0, 4.0) && !below(&equal, 40_001.0, 4.0));
    assert!(below(&equal, 0.0, 4.0));
    // Three that are off lose 60 W whatever the load: loss 160 + P²/1 MW < 320 W.
    let knee = 160e6_f64.sqrt();
    assert!(below(&equal, knee - 1.0, 1.0) && !below(&equal, knee + 1.0, 1.0));
    // What is without current loses nothing, and what has no loss without load has no knee.
    assert!(!equal.below_knee(0.0, 4.0));
    let constant = Converter::constant(1e4, 0.97).unwrap();
    assert!(!below(&constant, 1.0, 1.0) && !below(&constant, 0.0, 1.0));
}
