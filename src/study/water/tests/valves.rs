//! Valves that keep one pressure between them, and loops that nothing balances.

use super::super::*;
use super::by_id;

/// A reducing valve and one that stands by at a lower setting, K of the first, `drawn` [L/s] behind them; `end` is where the
/// second ends.
fn duty(k: f64, drawn: f64, end: &str, pipe: &str) -> String {
    format!(
        "[JUNCTIONS]\nA 0 0\nB 0 0\nD 0 0\nC 0 {drawn}\n[RESERVOIRS]\nR 50\n[PIPES]\np R A 100 200 100\nq B C 100 200 100\n\
         d D B 0.001 300 140\n{pipe}[VALVES]\nv A B 100 PRV 30 {k}\nw A {end} 100 PRV 28 0\n[OPTIONS]\nUNITS LPS\n\
         HEADLOSS H-W\n[END]"
    )
}

/// The valve of the higher setting serves and the other is shut; where the first is open and not enough, the second holds its
/// own setting. EPANET 2.3.5 lets both of one node pass all that is drawn; with a short pipe between it agrees.
#[test]
fn of_two_reducing_valves_side_by_side_one_stands_by() {
    for (k, drawn, kept, through) in [
        (0.0, 20.0, 30.0, [20.0, 0.0]),
        (150.0, 35.0, 28.0, [0.0, 0.0]),
    ] {
        let (heads, flows) = by_id(&duty(k, drawn, "B", ""));
        let apart = by_id(&duty(k, drawn, "D", ""));
        assert!((heads["B"] - kept).abs() < 1e-6, "{k}: {}", heads["B"]);
        assert!((apart.0["B"] - kept).abs() < 1e-4, "{k}: {}", apart.0["B"]);
        for valve in ["v", "w"] {
            let off = (flows[valve] - apart.1[valve]).abs();
            assert!(
                off < 1e-6,
                "{k} {valve}: {} {}",
                flows[valve],
                apart.1[valve]
            );
        }
        let sum = flows["v"] + flows["w"];
        assert!((sum - 1e-3 * drawn).abs() < 1e-12, "{sum}");
        if k == 0.0 {
            assert!((flows["v"] - 1e-3 * through[0]).abs() < 1e-12 && flows["w"].abs() < 1e-12);
        } else {
            assert!(
                flows["v"] > 1e-3 && flows["w"] > 1e-3,
                "both pass: {flows:?}"
            );
        }
    }
}

/// A pressure that nothing around it balances is refused with the loop's members.
#[test]
fn a_breaker_beside_an_open_valve_is_a_contradiction() {
    let drawn = |valves: &str| {
        let text = format!(
            "[JUNCTIONS]\nA 0 0\nB 0 0\nM 0 0\nC 0 2\n[RESERVOIRS]\nR 50\n[PIPES]\np R A 100 200 100\nq B C 100 200 100\n\
             m C M 10 200 100\n[VALVES]\nb A B 200 PBV 10 0\n{valves}[CURVES]\nnone 0 0 5 0\n[OPTIONS]\nUNITS LPS\nHEADLOSS H-W\n[END]"
        );
        let inp = Inp::read(&text).unwrap_or_else(|faults| panic!("{faults:?}"));
        match water(&inp, Constants::Epanet, 1e-8) {
            Ok(_) => None,
            Err(WaterStop::Drawing(errors)) => {
                Some(errors.iter().map(ToString::to_string).collect())
            }
            Err(stop) => panic!("{stop}"),
        }
    };
    let refused = |valves: &str| -> Vec<String> { drawn(valves).expect("a contradiction") };
    let one = refused("c A B 200 TCV 0 0\n");
    assert_eq!(one.len(), 1);
    assert!(
        one[0].contains("valve b is to take 10") && one[0].contains("lead c without"),
        "{}",
        one[0]
    );
    let two = refused("c A M 200 TCV 0 0\ne M B 200 GPV none 0\n");
    assert!(two[0].contains("lead c, e without"), "{}", two[0]);
    let other = refused("c A B 200 PBV 12 0\n");
    assert!(
        other[0].contains("valve c is to take 12") && other[0].contains("lead b"),
        "{}",
        other[0]
    );
    // What loses something balances it, and so does a breaker that takes as much.
    for valves in ["c A B 200 TCV 4 0\n", "c A B 200 PBV 12 3\n", ""] {
        assert_eq!(drawn(valves), None, "{valves}");
    }
}
