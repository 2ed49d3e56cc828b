//! Hours of a hall solved by its quotient against the same hours solved whole.

mod copies;

use super::*;
use crate::study::solved::tests::hall;
use serde_json::{Value, json};

/// How passes went, what they left, and which of equal hours and racks was a little ahead, with what was read then: rounding
/// decides; and the working columns of the last step, `overhead` and `span`.
const LEFT_OVER: [&str; 10] = [
    "coupling",
    "coupling_k",
    "overhead",
    "passes",
    "rack",
    "residual",
    "solves",
    "span",
    "suctions",
    "time_s",
];

/// By how much two figures of hours may differ, relative: a steady state is left at 1e-7 K of an inlet, wherever its passes
/// come from, of a few kelvin that make a flow, whose cube makes a pump's power. What both have in common beyond that is
/// tested where they are settled further, and in steps (`solved::tests`).
const SETTLED: f64 = 2e-7;

fn alike(a: f64, b: f64) -> bool {
    a.is_nan() && b.is_nan() || (a - b).abs() <= SETTLED * a.abs().max(b.abs()).max(1e-3)
}

/// Compares all figures of `a` and `b` that are no [`LEFT_OVER`].
fn compare(at: &str, a: &Value, b: &Value) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{at}");
            for (key, value) in a
                .iter()
                .filter(|(key, _)| !LEFT_OVER.contains(&key.as_str()))
            {
                compare(&format!("{at}.{key}"), value, &b[key]);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{at}");
            for (k, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{at}.{k}"), a, b);
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let [a, b] = [a, b].map(|n| n.as_f64().unwrap());
            assert!(alike(a, b), "{at}: {a} {b}");
        }
        _ => assert_eq!(a, b, "{at}"),
    }
}

fn hours(hall: &Hall, solved: &Solved, steps: usize) -> (Week, Vec<f64>) {
    let pace = Pace {
        start: 0.0,
        step: 3_600.0,
    };
    let stages = Stages::of(solved.model());
    let mut week = week(solved, &stages, 4_500, steps, pace).unwrap();
    week.ledger = solved.ledger(week.ledger);
    let width = probes::all(&hall.model).len();
    let mut rows = vec![0.0; steps * width];
    for (row, values) in rows
        .chunks_exact_mut(width)
        .zip(week.rows.chunks_exact(week.width))
    {
        solved.row(values, row);
    }
    (week, rows)
}

#[test]
fn a_quotient_tells_of_hours_what_the_whole_hall_does() {
    for (path, steps) in [
        ("configs/halls/nanto_a.toml", 30),
        ("configs/halls/chiba_b.toml", 12),
    ] {
        let hall = hall(path);
        let quotient = Solved::of(&hall);
        let (solved, all) = (quotient.model(), &hall.model);
        assert!(2 * solved.equipment.units.len() < all.equipment.units.len());
        let (part, told) = hours(&hall, &quotient, steps);
        let (whole, rows) = hours(&hall, &Solved::whole(&hall), steps);
        let probes = probes::all(&hall.model);
        for (k, (a, b)) in told.iter().zip(&rows).enumerate() {
            let name = &probes[k % probes.len()].name;
            let of_passes = name.starts_with("solver.");
            assert!(of_passes || alike(*a, *b), "{path} {name}: {a} {b}");
        }
        compare("tally", &json!(part.tally), &json!(whole.tally));
        compare(
            "ledger",
            &json!(part.ledger.accounts),
            &json!(whole.ledger.accounts),
        );
        let worst = [&part, &whole].map(|w| w.ledger.worst.as_ref().unwrap().residual);
        assert!(worst[0] < 1e-9 && worst[1] < 1e-9, "{worst:?}");
    }
}

/// What a machine draws goes into its condenser water, to the bit: the power that was swept is the power told.
#[test]
fn a_water_cooled_chiller_gives_nothing_outdoors() {
    for (path, steps) in [
        ("configs/plants/chiller_tower_420kw.toml", 48),
        ("configs/halls/chiba_b.toml", 6),
    ] {
        let hall = hall(path);
        let (week, _) = hours(&hall, &Solved::whole(&hall), steps);
        let chillers = &hall.model.equipment.chillers;
        let units = (chillers.first..).zip(&chillers.groups);
        let cooled: Vec<usize> = units
            .filter_map(|(unit, group)| group.condenser.map(|_| unit))
            .collect();
        assert!(!cooled.is_empty(), "{path}");
        for unit in cooled {
            assert_eq!(week.tally.units[unit].outdoors, 0.0, "{path}");
        }
    }
}

#[test]
fn what_singles_a_row_out_is_solved_whole() {
    let whole = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
        let hall = Hall::load("configs/halls/nanto_a.toml".as_ref(), &sets).unwrap();
        let units = hall.model.equipment.units.len();
        Solved::of(&hall).model().equipment.units.len() == units
    };
    assert!(!whole(&[]));
    assert!(whole(&["row.r4.power=110 kW"]));
    assert!(whole(&["cdu.b2.supply=41 degC"]));
    // All of one number on the first of several that are alike.
    assert!(whole(&["converter.sidecar.fed_by=busway1"]));
    assert!(whole(&["row.r.fed_by=sidecar1"]));
    assert!(whole(&["row.r.cdu=[\"a1\", \"b1\"]"]));
}
