use super::*;
use proptest::prelude::*;

/// 1.3 MW CDU: 45 → 35 °C secondary against 30 → 40 °C facility water.
const DUTY: Rating = Rating {
    heat: 1.3e6,
    hot: [45.0, 35.0],
    cold: [30.0, 40.0],
    flow: [31.1, 31.1],
};
const CP: [f64; 2] = [4_180.0, 4_180.0];

fn at(flow: [f64; 2]) -> Inlet {
    Inlet {
        t: [45.0, 30.0],
        flow,
        cp: CP,
    }
}

#[test]
fn meets_its_rating() {
    let hx = PlateHx::rated(&DUTY).unwrap();
    let q = hx.heat(&at([1.3e6 / 4_180.0 / 10.0; 2]));
    assert!((q / 1.3e6 - 1.0).abs() < 1e-3, "{q}");
}

#[test]
fn meets_an_unbalanced_rating() {
    let flow = [20.0, 30.0];
    let heat = flow[0] * 4_180.0 * 9.0;
    let duty = Rating {
        heat,
        hot: [45.0, 36.0],
        cold: [30.0, 36.0],
        flow,
    };
    let q = PlateHx::rated(&duty).unwrap().heat(&at(flow));
    assert!((q / heat - 1.0).abs() < 1e-9, "{q}");
}

/// NTU, C_r and effectiveness of counter-flow as computed by the public package `ht` 1.2.0
/// (`effectiveness_from_NTU`), after Kays & London, table 2-3.
#[test]
fn effectiveness_of_the_handbook() {
    for (ntu, ratio, effectiveness) in [
        (4.0, 0.25, 0.962189074946),
        (1.0, 0.5, 0.564733401606),
        (2.0, 0.5, 0.774600326439),
        (5.0, 0.75, 0.908770543001),
        (1.0, 1.0, 0.5),
        (3.0, 1.0, 0.75),
    ] {
        let flow = [10.0, 10.0 * ratio];
        let hx = PlateHx {
            ua: ntu * flow[1] * 4_180.0,
            flow,
            hot_share: 0.5,
            exponent: 0.0,
        };
        let got = hx.conductance(flow, CP) / (flow[1] * 4_180.0);
        assert!((got - effectiveness).abs() < 1e-9, "{ntu} {ratio} {got}");
    }
}

#[test]
fn each_film_follows_its_own_flow() {
    let hx = PlateHx {
        ua: 2.6e5,
        flow: [31.1; 2],
        hot_share: 0.3,
        exponent: 0.8,
    };
    let inlet = at([15.55, 20.0]);
    let ua = 2.6e5 / (0.3 / 0.5f64.powf(0.8) + 0.7 / (20.0f64 / 31.1).powf(0.8));
    let fixed = PlateHx {
        ua,
        exponent: 0.0,
        ..hx
    };
    assert!((hx.heat(&inlet) / fixed.heat(&inlet) - 1.0).abs() < 1e-12);
}

#[test]
fn refuses_what_cannot_be() {
    for crossed in [[36.0, 40.0], [30.0, 45.0], [30.0, f64::NAN]] {
        let duty = Rating {
            cold: crossed,
            ..DUTY
        };
        let error = PlateHx::rated(&duty).unwrap_err();
        assert!(matches!(error, RatingError::Crossed { .. }), "{error}");
    }
    for heat in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = PlateHx::rated(&Rating { heat, ..DUTY }).unwrap_err();
        assert!(matches!(
            error,
            RatingError::NotPositive { what: "heat", .. }
        ));
    }
}

#[test]
fn valve_moves_the_wanted_heat_or_says_that_it_cannot() {
    let hx = PlateHx::rated(&DUTY).unwrap();
    let inlet = at([31.1, 0.0]);
    let held = hx.flow_for_heat(9e5, &inlet, 40.0);
    assert_eq!(held.reach, Reach::Held);
    assert!((hx.heat(&at([31.1, held.flow])) / 9e5 - 1.0).abs() < 1e-12);
    let open = hx.flow_for_heat(3e6, &inlet, 40.0);
    assert_eq!((open.flow, open.reach), (40.0, Reach::AtHigh));
    assert_eq!(hx.flow_for_heat(-1.0, &inlet, 40.0).flow, 0.0);
    let reversed = Inlet {
        t: [30.0, 45.0],
        ..inlet
    };
    assert_eq!(
        hx.flow_for_heat(1.0, &reversed, 40.0).reach,
        Reach::AtHigh,
        "no flow can take heat from the colder side"
    );
}

#[test]
fn row_and_single_exchanger_give_the_same_bits() {
    let hx = PlateHx::rated(&DUTY).unwrap();
    let n = 37;
    let mut bank = Bank::default();
    (0..n).for_each(|_| bank.push(&hx));
    let m: Vec<f64> = (0..n).map(|i| i as f64).collect();
    let (cold, cp, mut g) = (vec![31.1; n], vec![4_180.0; n], vec![0.0; n]);
    let flows = Flows {
        hot: &m,
        cold: &cold,
        cp_hot: &cp,
        cp_cold: &cp,
    };
    conductance(&bank, flows, &mut g);
    for i in 0..n {
        let one = hx.conductance([m[i], 31.1], CP);
        assert_eq!(g[i].to_bits(), one.to_bits(), "{i}");
    }
}

proptest! {
    #[test]
    fn never_beats_the_second_law_and_grows_with_either_flow(
        hot in 0.0..80.0f64, cold in 0.0..80.0f64, more in 1e-3..5.0f64,
    ) {
        let hx = PlateHx::rated(&DUTY).unwrap();
        let q = hx.heat(&at([hot, cold]));
        prop_assert!(q >= 0.0 && q <= (hot.min(cold) * 4_180.0 + 1e-8) * 15.0);
        prop_assert!(hx.heat(&at([hot + more, cold])) >= q * (1.0 - 1e-12));
        prop_assert!(hx.heat(&at([hot, cold + more])) >= q * (1.0 - 1e-12));
    }

    #[test]
    fn equals_the_textbook_form(hot in 1.0..60.0f64, cold in 1.0..60.0f64) {
        let hx = PlateHx { ua: 2.6e5, flow: [30.0, 40.0], hot_share: 0.5, exponent: 0.0 };
        let (least, most) = (hot.min(cold) * 4_180.0, hot.max(cold) * 4_180.0);
        let (ntu, ratio) = (2.6e5 / least, least / most);
        prop_assume!(1.0 - ratio > 1e-4);
        let e = (-ntu * (1.0 - ratio)).exp();
        let book = (1.0 - e) / (1.0 - ratio * e) * least * 15.0;
        prop_assert!((hx.heat(&at([hot, cold])) / book - 1.0).abs() < 1e-9);
    }
}

/// Water to water behind a controlled valve, until the set point steps at 1800 s: heat from the logged flows.
#[test]
fn peer_exchanger_with_flow_dependent_films() {
    let Some(table) = crate::physics::reference::csv("plant/05_plate_hex/dymola.csv") else {
        return;
    };
    let column = |name| table.column(name);
    let (m1, m2) = (column("hex.m1_flow"), column("hex.m2_flow"));
    let (t1, t2) = (column("hex.sta_a1.T"), column("hex.sta_a2.T"));
    let (time, heat) = (column("time_s"), column("hex.Q2_flow"));
    // Effectiveness 0.5 at a capacity ratio of 0.5: N = ln((1 − ½ε)/(1 − ε))/(1 − ½).
    let ntu = 2.0 * f64::ln(0.75 / 0.5);
    let ratio = 2f64.powf(0.8);
    let hx = PlateHx {
        ua: ntu * 0.005 * 4_184.0,
        flow: [0.01, 0.005],
        hot_share: 1.0 / (1.0 + ratio),
        exponent: 0.8,
    };
    let mut compared = 0;
    for k in 0..time.len() {
        if time[k] < 1_800.0 && m1[k] > 0.1 * 0.01 {
            let inlet = Inlet {
                t: [t1[k], t2[k]],
                flow: [m1[k], m2[k]],
                cp: [4_184.0; 2],
            };
            let got = hx.heat(&inlet);
            assert!(
                (got / heat[k] - 1.0).abs() < 1e-5,
                "row {k}: {got} {}",
                heat[k]
            );
            compared += 1;
        }
    }
    assert!(compared > 40, "{compared}");
}
