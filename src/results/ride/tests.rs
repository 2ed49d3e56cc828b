use super::*;

fn ride(lost: &[&str], limit: Option<f64>) -> Ride {
    Ride {
        lost: lost.iter().map(|l| (*l).to_owned()).collect(),
        end: RideEnd::Settled,
        ended_at_s: 100.0,
        time_to_throttle_s: None,
        time_to_limit_s: limit,
        time_uncertainty_s: Some(0.0),
        first_rack: None,
        limited_by: None,
        hall_air_deg_c: 27.0,
        racks_throttled: 0,
        racks_limited: 0,
        racks_dark: 0,
        least_margin_k: 1.0,
        least_margin_rack: "row.a.1".to_owned(),
        held_by: Vec::new(),
        coolant_left: 1.0,
        thermosyphons: Vec::new(),
        steps: 1,
        reason: None,
        racks: Vec::new(),
    }
}

fn summary(named: bool, singles: Vec<Ride>, pairs: Vec<Ride>, larger: Vec<Ride>) -> RideSummary {
    RideSummary {
        halltwin: String::new(),
        command: String::new(),
        config: ConfigIdentity {
            name: String::new(),
            path: String::new(),
            hash: String::new(),
            overrides: Vec::new(),
        },
        resolved_sha256: String::new(),
        moment: String::new(),
        horizon_s: 900.0,
        standby_start_s: 10.0,
        air_limit_deg_c: 60.0,
        step_s: None,
        losses_at_once: 2,
        losses_named: named,
        base: RideBase {
            least_margin_k: 5.0,
            least_margin_rack: String::new(),
            it_power_kw: 1.0,
            dry_bulb_deg_c: 20.0,
            wet_bulb_deg_c: 15.0,
        },
        parts: Vec::new(),
        shared_causes: Vec::new(),
        losses: (singles.len() + pairs.len() + larger.len()) as u32,
        singles,
        pairs,
        larger,
        assumptions: Vec::new(),
        wall_time_s: 0.0,
    }
}

#[test]
fn a_part_that_was_not_followed_alone_is_not_called_safe() {
    let both = ride(&["a", "b"], Some(26.0));
    let open = summary(true, Vec::new(), vec![both.clone()], Vec::new());
    assert_eq!(open.true_pairs().count(), 0);
    assert_eq!(open.unexplained_pairs().count(), 1);
    assert_eq!(Vec::from_iter(open.not_followed_alone()), ["a", "b"]);
    assert!(
        open.pairs_in_words().contains("not known of 1"),
        "{}",
        open.pairs_in_words()
    );

    let one = vec![ride(&["a"], None)];
    let half = summary(true, one, vec![both.clone()], Vec::new());
    assert_eq!(half.true_pairs().count(), 0);
    assert_eq!(Vec::from_iter(half.not_followed_alone()), ["b"]);

    // That one part passes its limit alone explains the pair, whatever the other does.
    let one = vec![ride(&["a"], Some(30.0))];
    let told = summary(true, one, vec![both.clone()], Vec::new());
    assert_eq!(
        (told.true_pairs().count(), told.unexplained_pairs().count()),
        (0, 0)
    );
    assert!(told.pairs_in_words().contains(", 0 of them though neither"));

    let two = vec![ride(&["a"], None), ride(&["b"], None)];
    let new = summary(false, two, vec![both], Vec::new());
    assert_eq!(
        (new.true_pairs().count(), new.unexplained_pairs().count()),
        (1, 0)
    );
}

#[test]
fn what_was_named_has_to_be_borne() {
    let pair = vec![ride(&["a", "b"], Some(26.0))];
    assert_eq!(
        summary(false, Vec::new(), pair.clone(), Vec::new()).refuted(),
        0
    );
    assert_eq!(summary(true, Vec::new(), pair, Vec::new()).refuted(), 1);
    let three = vec![ride(&["a", "b", "c"], Some(26.0))];
    let three = summary(true, Vec::new(), Vec::new(), three);
    assert_eq!((three.refuted(), three.pair_violations()), (1, 0));
    assert!(!three.interrupted());
}
