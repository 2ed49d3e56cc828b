use super::*;
use proptest::prelude::*;

const SOUGHT: Sought = Sought {
    dead_time: [0.0, 60.0],
    time_constant: [2.0, 120.0],
    capacity_rate: None,
    offset: None,
};

fn times(n: usize, dt: f64) -> Vec<f64> {
    (0..n).map(|k| k as f64 * dt).collect()
}

/// Åström & Hägglund, eq. 2.18: after a step the output is 1 − e^(−(t − θ)/τ), 63 % of it at θ + τ.
#[test]
fn a_step_is_the_textbook_one() {
    let time = times(400, 0.5);
    let power: Vec<f64> = time
        .iter()
        .map(|t| if *t > 0.0 { 2e6 } else { 1e6 })
        .collect();
    let (dead, tau) = (15.5, 23.0);
    let f = Load {
        time: &time,
        power: &power,
    }
    .filtered(dead, tau);
    for (t, f) in time.iter().zip(&f) {
        // The samples are joined by a line of half a second: its ramp is the mean of steps.
        let past = t - dead;
        let ramp = |s: f64| {
            if s > 0.0 {
                s - tau * (1.0 - (-s / tau).exp())
            } else {
                0.0
            }
        };
        let want = 1e6 + 1e6 * (ramp(past) - ramp(past - 0.5)) / 0.5;
        assert!((f - want).abs() < 1e-3, "{t}: {f} {want}");
    }
}

#[test]
fn a_dead_time_that_is_no_multiple_of_the_step_is_exact() {
    let (time, fine) = (times(60, 7.0), times(4_201, 0.1));
    let wave = |t: f64| 1e6 * (1.0 + 0.5 * (t / 40.0).sin());
    let power: Vec<f64> = time.iter().map(|t| wave(*t)).collect();
    let coarse = Load {
        time: &time,
        power: &power,
    };
    // The same broken line, sampled finely.
    let line = |t: f64| {
        let k = ((t / 7.0) as usize).min(58);
        power[k] + (power[k + 1] - power[k]) * (t / 7.0 - k as f64)
    };
    let dense: Vec<f64> = fine.iter().map(|t| line(*t)).collect();
    let dense = Load {
        time: &fine,
        power: &dense,
    };
    let (a, b) = (coarse.filtered(11.3, 9.0), dense.filtered(11.3, 9.0));
    for k in 0..60 {
        assert!((a[k] - b[(70 * k).min(4_200)]).abs() < 1e-4 * 1e6, "{k}");
    }
}

#[test]
fn refuses_records_that_say_nothing() {
    let time = times(10, 1.0);
    let still = [5.0; 10];
    let load = Load {
        time: &time,
        power: &still,
    };
    let fitted = |d: &[f64], s: &Sought| LoopResponse::fitted(load, d, s);
    assert_eq!(fitted(&[1.0; 3], &SOUGHT), Err(RecordError::Few(4, 3)));
    assert_eq!(fitted(&[1.0; 10], &SOUGHT), Err(RecordError::Still));
    assert_eq!(
        fitted(&[f64::NAN; 10], &SOUGHT),
        Err(RecordError::Sample(1))
    );
    let empty = Sought {
        time_constant: [0.0, 5.0],
        ..SOUGHT
    };
    assert_eq!(fitted(&[1.0; 10], &empty), Err(RecordError::Range));
    let backwards = Sought {
        capacity_rate: Some(-1e6),
        ..SOUGHT
    };
    assert_eq!(fitted(&[1.0; 10], &backwards), Err(RecordError::Held));
    let back = [0.0, 2.0, 1.0, 3.0, 4.0, 5.0];
    let load = Load {
        time: &back,
        power: &still,
    };
    assert_eq!(
        LoopResponse::fitted(load, &[1.0; 6], &SOUGHT),
        Err(RecordError::Sample(3))
    );
}

/// A plant calibrated on its rise predicts its fall; where the other heat of the loop has changed meanwhile, the offset
/// alone is calibrated anew, and with all four known nothing is.
#[test]
fn the_rise_predicts_the_fall() {
    let plant = LoopResponse {
        dead_time: 15.5,
        time_constant: 23.0,
        capacity_rate: 1.4e6,
        offset: 2.0,
    };
    let time = times(120, 3.5);
    let between = |first: f64, then: f64| -> Vec<f64> {
        let at = |t: &f64| if *t > 30.0 { then } else { first };
        time.iter().map(at).collect()
    };
    let (up, down) = (between(3e6, 10e6), between(10e6, 3e6));
    let [rise, fall] = [&up, &down].map(|power| Load { time: &time, power });
    let found = LoopResponse::fitted(rise, &plant.difference(rise), &SOUGHT).unwrap();
    let off = |a: &[f64], b: &[f64]| {
        let each = a.iter().zip(b).map(|(a, b)| (a - b).abs());
        each.fold(0.0, f64::max)
    };
    let measured = plant.difference(fall);
    assert!(off(&found.difference(fall), &measured) < 0.02);

    let another_day = LoopResponse {
        offset: 3.1,
        ..plant
    };
    let held = Sought {
        dead_time: [found.dead_time; 2],
        time_constant: [found.time_constant; 2],
        capacity_rate: Some(found.capacity_rate),
        offset: None,
    };
    assert_eq!(held.known(), Ok(None));
    // Before the fall nothing moves: eight samples tell the offset and nothing else.
    let resting = &another_day.difference(fall)[..8];
    let free = LoopResponse::fitted(fall, resting, &SOUGHT);
    assert_eq!(free, Err(RecordError::Still));
    let anew = LoopResponse::fitted(fall, resting, &held).unwrap();
    assert!((anew.offset - 3.1).abs() < 0.02, "{anew:?}");
    assert_eq!(anew.capacity_rate, found.capacity_rate);
    let all = Sought {
        offset: Some(anew.offset),
        ..held
    };
    assert_eq!(all.known(), Ok(Some(anew)));
    let through = LoopResponse::fitted(
        rise,
        &plant.difference(rise),
        &Sought {
            offset: Some(2.0),
            ..SOUGHT
        },
    );
    assert!((through.unwrap().capacity_rate / 1.4e6 - 1.0).abs() < 1e-3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// What was made with a response is found again, up or down, whatever the offset.
    #[test]
    fn calibration_finds_what_made_the_record(
        dead in 3.0..40.0f64, tau in 5.0..60.0f64, rate in 5e5..3e6f64, offset in -3.0..5.0f64, down in any::<bool>(),
    ) {
        let time = times(80, 3.5);
        let high = |t: f64| (t > 30.0) != down;
        let power: Vec<f64> = time.iter().map(|t| if high(*t) { 1e7 } else { 3e6 }).collect();
        let load = Load { time: &time, power: &power };
        let made = LoopResponse { dead_time: dead, time_constant: tau, capacity_rate: rate, offset };
        let found = LoopResponse::fitted(load, &made.difference(load), &SOUGHT).unwrap();
        prop_assert!((found.dead_time - dead).abs() < 0.2, "{found:?} {made:?}");
        prop_assert!((found.time_constant / tau - 1.0).abs() < 0.05, "{found:?} {made:?}");
        prop_assert!((found.capacity_rate / rate - 1.0).abs() < 0.02, "{found:?} {made:?}");
    }

    /// Between the least and the most power, whatever the record.
    #[test]
    fn never_leaves_the_bounds_of_the_power(
        power in prop::collection::vec(1e5..1e7f64, 2..40), dead in 0.0..50.0f64, tau in 0.5..100.0f64,
    ) {
        let time = times(power.len(), 3.5);
        let [low, high] = [f64::min, f64::max].map(|pick| power.iter().copied().reduce(pick).unwrap());
        let f = Load { time: &time, power: &power }.filtered(dead, tau);
        prop_assert!(f.iter().all(|f| (low - 1e-3..=high + 1e-3).contains(f)));
    }
}
